import type { Clock } from './clock.js';

/** A limit for the paths that begin so. */
export interface PathRate {
  readonly prefix: string;
  readonly perSecond: number;
}

export interface RateOptions {
  readonly concurrency: number;
  /** Requests a second; unlimited when absent. */
  readonly perSecond?: number | undefined;
  /** Other limits, for paths that begin so. */
  readonly rates?: readonly PathRate[] | undefined;
  readonly clock: Clock;
}

/** After so many answers without a complaint, one more request may be under way. */
const CALM = 20;

/**
 * Keeps all requests of one provider within what the service takes: so many under way, so many a second. When the service
 * complains, everybody waits as long as it asks and then only half as many go at once; with time it becomes more again.
 */
export class RateLimiter {
  readonly #options: RateOptions;
  readonly #waiting: (() => void)[] = [];
  #width: number;
  #underway = 0;
  #calm = 0;
  readonly #allowance: Allowance;
  readonly #allowances: readonly (readonly [string, Allowance])[];
  #pausedUntil = 0;

  constructor(options: RateOptions) {
    this.#options = options;
    this.#width = Math.max(1, options.concurrency);
    const { clock, perSecond, rates = [] } = options;
    this.#allowance = new Allowance(perSecond, clock);
    this.#allowances = rates.map((rate) => [rate.prefix, new Allowance(rate.perSecond, clock)]);
  }

  /** How many requests may be under way at present. */
  get width(): number {
    return this.#width;
  }

  /** Resolves when a request may be sent, or the signal is aborted; `leave` has to follow either way. */
  async enter(signal: AbortSignal, path = ''): Promise<void> {
    // Whoever leaves while somebody waits hands the place over, so it is counted all along.
    if (this.#underway >= this.#width) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underway += 1;
    const allowance = this.#allowances.find(([prefix]) => path.startsWith(prefix))?.[1] ?? this.#allowance;
    for (let pause = this.#pause(allowance); pause > 0 && !signal.aborted; pause = this.#pause(allowance)) {
      await this.#options.clock.sleep(pause, signal);
    }
    allowance.use();
  }

  leave(throttled: boolean): void {
    if (!throttled && ++this.#calm >= CALM && this.#width < this.#options.concurrency) {
      this.#calm = 0;
      this.#width += 1;
    }
    this.#underway -= 1;
    while (this.#waiting.length > 0 && this.#underway < this.#width) {
      this.#underway += 1;
      this.#waiting.shift()!();
    }
  }

  /** The service asked for a pause. */
  slowDown(milliseconds: number): void {
    const until = this.#options.clock.now() + milliseconds;
    // Many complaints about one crowd count once.
    if (this.#options.clock.now() >= this.#pausedUntil) this.#width = Math.max(1, Math.floor(this.#width / 2));
    this.#calm = 0;
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  #pause(allowance: Allowance): number {
    const now = this.#options.clock.now();
    return now < this.#pausedUntil ? this.#pausedUntil - now : allowance.pause();
  }
}

/**
 * So many requests in any second: as many at once, and the next when the first of them is a second old. A service that counts
 * by the second never counts more.
 */
class Allowance {
  readonly #most: number | undefined;
  readonly #clock: Clock;
  /** When the latest requests were sent, oldest first. */
  readonly #sent: number[] = [];

  constructor(perSecond: number | undefined, clock: Clock) {
    this.#most = perSecond === undefined ? undefined : Math.max(1, Math.floor(perSecond));
    this.#clock = clock;
  }

  /** Milliseconds until the next request may be sent. */
  pause(): number {
    if (this.#most === undefined || this.#sent.length < this.#most) return 0;
    return Math.max(0, this.#sent[0]! + 1000 - this.#clock.now());
  }

  use(): void {
    if (this.#most === undefined) return;
    this.#sent.push(this.#clock.now());
    if (this.#sent.length > this.#most) this.#sent.shift();
  }
}
