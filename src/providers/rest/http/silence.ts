import type { Clock } from './clock.js';

/**
 * What the requests under each signal do when it is aborted. One listener serves them all: Node takes more than ten for a leak, and a
 * combined signal (`AbortSignal.any`) takes longer to make than the rest of a request.
 */
const followers = new WeakMap<AbortSignal, Set<() => void>>();

function followersOf(signal: AbortSignal): Set<() => void> {
  let acts = followers.get(signal);
  if (acts === undefined) {
    const all = new Set<() => void>();
    signal.addEventListener('abort', () => all.forEach((act) => act()), { once: true });
    followers.set(signal, (acts = all));
  }
  return acts;
}

/** Gives a request up when nothing has moved for some time, or with the signal of its caller. */
export class Silence {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #controller = new AbortController();
  readonly #others: Set<() => void>;
  readonly #giveUp = (): void => this.#controller.abort();
  #cancel: (() => void) | undefined;
  /** The time of the last progress since the timer was set, if any. */
  #moved: number | undefined;

  constructor(clock: Clock, milliseconds: number, caller: AbortSignal) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#others = followersOf(caller);
    this.#others.add(this.#giveUp);
    if (caller.aborted) this.#giveUp();
    else this.#wait(milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Restarts the period. Cheap: a running timer is only set again when it fires. */
  moved(): void {
    this.#moved = this.#clock.ticks();
  }

  /** To be called when the request is over. */
  close(): void {
    this.#others.delete(this.#giveUp);
    this.#cancel?.();
  }

  #wait(milliseconds: number): void {
    this.#cancel = this.#clock.timer(milliseconds, () => this.#end());
  }

  #end(): void {
    if (this.#moved === undefined) return this.#giveUp();
    const left = this.#moved + this.#milliseconds - this.#clock.ticks();
    this.#moved = undefined;
    this.#wait(Math.max(0, Math.ceil(left)));
  }
}
