import type { Clock } from './clock.js';

/** Aborts a signal when nothing has moved for some time. */
export class Silence {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #controller = new AbortController();
  /** When something moved last, if anything has since the timer was set. */
  #moved: number | undefined;

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#wait(milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time anew. Cheap: the timer that runs is not set again before it ends. */
  moved(): void {
    this.#moved = this.#clock.ticks();
  }

  #wait(milliseconds: number): void {
    const timer = this.#clock.deadline(milliseconds);
    if (timer.aborted) this.#end();
    else timer.addEventListener('abort', () => this.#end(), { once: true });
  }

  #end(): void {
    if (this.#moved === undefined) return this.#controller.abort();
    const left = this.#moved + this.#milliseconds - this.#clock.ticks();
    this.#moved = undefined;
    this.#wait(Math.max(0, Math.ceil(left)));
  }
}
