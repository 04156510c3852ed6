import type { Clock } from './clock.js';

/** A limit for paths with a common prefix. */
export interface PathRate {
  readonly prefix: string;
  readonly perSecond: number;
}

export interface RateOptions {
  readonly concurrency: number;
  /** Requests per second; unlimited if absent. */
  readonly perSecond?: number | undefined;
  /** Other limits, by path prefix. */
  readonly rates?: readonly PathRate[] | undefined;
  readonly clock: Clock;
}

/** Permission to send a request, to be returned when it has ended. */
export interface Place {
  /** How often the concurrency had been halved when it was sent. */
  readonly crowd: number;
  /** The service asks for a pause of this many milliseconds, longer than this request may wait: do not send it. */
  readonly tooLong?: number;
}

/** How long a request may wait, and the callback for pauses. */
export interface Patience {
  readonly milliseconds: number;
  readonly waiting?: (pause: number) => void;
}

const ENDLESS: Patience = { milliseconds: Infinity };

/**
 * Keeps all requests of one provider within the service's limits on concurrency and rate. When the service throttles
 * (429, or 503 with Retry-After), all requests wait as long as it asks and continue with half the concurrency; each
 * round without throttling adds one.
 */
export class RateLimiter {
  readonly #options: RateOptions;
  readonly #waiting: (() => void)[] = [];
  #width: number;
  #underway = 0;
  #calm = 0;
  #crowd = 0;
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

  /** The current maximum number of concurrent requests. */
  get width(): number {
    return this.#width;
  }

  /** The maximum number of requests per second, of paths without a limit of their own; undefined if there is none. */
  get perSecond(): number | undefined {
    return this.#options.perSecond;
  }

  /** Resolves when a request may be sent, may not wait longer, or is stopped; `leave` must follow in each case. */
  async enter(signal: AbortSignal, path = '', patience: Patience = ENDLESS): Promise<Place> {
    const { clock } = this.#options;
    // A finished request passes its slot to a waiting one, so that slots are counted without a gap.
    if (this.#underway >= this.#width) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underway += 1;
    const end = clock.now() + patience.milliseconds;
    for (let pause = this.#asked(); pause > 0 && !signal.aborted; pause = this.#asked()) {
      if (clock.now() + pause > end) return { crowd: this.#crowd, tooLong: pause };
      patience.waiting?.(pause);
      await clock.sleep(pause, signal);
    }
    const allowance = this.#allowances.find(([prefix]) => path.startsWith(prefix))?.[1] ?? this.#allowance;
    for (let pause = allowance.pause(); pause > 0 && !signal.aborted; pause = allowance.pause())
      await clock.sleep(pause, signal);
    allowance.use();
    return { crowd: this.#crowd };
  }

  /** `pause`: the service throttled, and all requests must wait this many milliseconds. */
  leave({ crowd }: Place, pause?: number): void {
    if (pause !== undefined) this.#slowDown(crowd, pause);
    else if (++this.#calm >= this.#width && this.#width < this.#options.concurrency) {
      this.#calm = 0;
      this.#width += 1;
    }
    this.#underway -= 1;
    while (this.#waiting.length > 0 && this.#underway < this.#width) {
      this.#underway += 1;
      this.#waiting.shift()?.();
    }
  }

  #slowDown(crowd: number, pause: number): void {
    this.#calm = 0;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + pause);
    // Many throttled replies to one burst count once.
    if (crowd !== this.#crowd) return;
    this.#crowd += 1;
    this.#width = Math.max(1, Math.floor(Math.min(this.#width, this.#underway) / 2));
  }

  #asked(): number {
    return Math.max(0, this.#pausedUntil - this.#options.clock.now());
  }
}

const ofRuns = new WeakMap<object, Map<string, RateLimiter>>();

/** The limiter of a service: one for all configurations in the run that have the same limits for the same endpoint. */
export function rateLimiterFor(run: object | undefined, endpoint: string, options: RateOptions): RateLimiter {
  if (run === undefined) return new RateLimiter(options);
  const limiters = ofRuns.get(run) ?? new Map<string, RateLimiter>();
  ofRuns.set(run, limiters);
  const { concurrency, perSecond, rates = [] } = options;
  const key = JSON.stringify([endpoint, concurrency, perSecond, rates]);
  const limiter = limiters.get(key) ?? new RateLimiter(options);
  limiters.set(key, limiter);
  return limiter;
}

/**
 * At most this many requests in any second: that many at once, and the next when the oldest is a second old. A service
 * that counts by calendar second never counts more.
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
    const [first] = this.#sent;
    if (first === undefined || this.#most === undefined || this.#sent.length < this.#most) return 0;
    return Math.max(0, first + 1000 - this.#clock.now());
  }

  use(): void {
    if (this.#most === undefined) return;
    this.#sent.push(this.#clock.now());
    if (this.#sent.length > this.#most) this.#sent.shift();
  }
}
