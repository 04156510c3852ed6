import { LANDS_WITHIN_SECONDS, pauseBeforeLook, untilLanded, type BeginEntry } from '../../model/index.js';
import type { Locator } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';

/** Time between looks for the user's wish to stop. */
const SLICE_MS = 250;

/**
 * The wait for a request of an interrupted run, which may still be carried out: as long as that is so, an object that is not found is
 * no proof that it will not be made. What counts is when a look begins, since it may take long: the first one begins when the wait is
 * created, the others when `next` answers `look`.
 */
export class LandingWait {
  readonly #context: EngineContext;
  readonly #begin: BeginEntry;
  readonly #address: string;
  readonly #withinSeconds: number;
  readonly #started: number;
  #looks = 0;
  /** Whether nothing could be carried out any more when the last look began. */
  #final: boolean;

  constructor(context: EngineContext, begin: BeginEntry, address: string, locator: Locator | undefined) {
    this.#context = context;
    // A journal that does not say when: it was before now.
    this.#begin = { ...begin, sent: begin.sent ?? context.moment() };
    this.#address = address;
    const within = locator?.landsWithinSeconds?.({ type: begin.resource.type, action: begin.action });
    this.#withinSeconds = within ?? LANDS_WITHIN_SECONDS;
    this.#started = context.clock();
    this.#final = this.#left() === 0;
  }

  #left(): number {
    return untilLanded(this.#begin.sent!, this.#withinSeconds, this.#context.moment());
  }

  /**
   * Waits before the next look. `over`: the request could no longer be carried out when the last look began, so that it is final.
   * `stopped`: the user wants to stop, and nothing is certain.
   */
  async next(): Promise<'look' | 'over' | 'stopped'> {
    if (this.#final) return 'over';
    const { stopping, signal, sleep } = this.#context;
    const left = this.#left();
    if (left > 0) this.#tell(left);
    let pause = pauseBeforeLook(this.#looks, left);
    this.#looks += 1;
    for (; pause > 0; pause -= SLICE_MS) {
      if (stopping() || signal.aborted) return 'stopped';
      await sleep(Math.min(pause, SLICE_MS));
    }
    this.#final = this.#left() === 0;
    return 'look';
  }

  #tell(remainingMs: number): void {
    const { action, deposed } = this.#begin;
    this.#context.emit({
      type: 'landing',
      address: this.#address,
      action,
      ...(deposed === undefined ? {} : { deposed }),
      elapsedMs: this.#context.clock() - this.#started,
      remainingMs,
    });
  }
}
