import type { Clock } from './clock.js';

export interface RateOptions {
  readonly concurrency: number;
  /** Requests a second; unlimited when absent. */
  readonly perSecond?: number | undefined;
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
  #tokens: number;
  #filled: number;
  #pausedUntil = 0;

  constructor(options: RateOptions) {
    this.#options = options;
    this.#width = Math.max(1, options.concurrency);
    this.#tokens = burst(options);
    this.#filled = options.clock.now();
  }

  /** How many requests may be under way at present. */
  get width(): number {
    return this.#width;
  }

  /** Resolves when a request may be sent, or the signal is aborted; `leave` has to follow either way. */
  async enter(signal: AbortSignal): Promise<void> {
    // Whoever leaves while somebody waits hands the place over, so it is counted all along.
    if (this.#underway >= this.#width) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underway += 1;
    for (let pause = this.#pause(); pause > 0 && !signal.aborted; pause = this.#pause()) {
      await this.#options.clock.sleep(pause, signal);
    }
    this.#tokens -= 1;
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

  #pause(): number {
    const now = this.#options.clock.now();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    const { perSecond } = this.#options;
    if (perSecond === undefined) return 0;
    this.#tokens = Math.min(burst(this.#options), this.#tokens + ((now - this.#filled) / 1000) * perSecond);
    this.#filled = now;
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / perSecond) * 1000);
  }
}

function burst({ perSecond }: RateOptions): number {
  return perSecond === undefined ? Infinity : Math.max(1, perSecond);
}
