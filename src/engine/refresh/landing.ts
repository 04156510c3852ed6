import { LANDS_WITHIN_SECONDS, pauseBeforeLook, untilLanded, type BeginEntry } from '../../model/index.js';
import type { Locator } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';

/** How often to check whether the user wants to stop. */
const SLICE_MS = 250;

/**
 * The wait for a request of an interrupted run that the service may still carry out: until it no longer can, a missing
 * object does not prove that it will not be created. A check may take long, so its start counts: the first check starts
 * when the wait is created, each further one when `next` returns `look`.
 */
export class LandingWait {
  readonly #context: EngineContext;
  readonly #begin: BeginEntry & Required<Pick<BeginEntry, 'sent'>>;
  readonly #address: string;
  readonly #withinSeconds: number;
  readonly #started: number;
  #looks = 0;
  /** Whether the request could no longer be carried out when the last check started. */
  #final: boolean;

  constructor(context: EngineContext, begin: BeginEntry, address: string, locator: Locator | undefined) {
    this.#context = context;
    // A journal without a time of sending: the request was sent before now.
    this.#begin = { ...begin, sent: begin.sent ?? context.moment() };
    this.#address = address;
    const within = locator?.landsWithinSeconds?.({ type: begin.resource.type, action: begin.action });
    this.#withinSeconds = within ?? LANDS_WITHIN_SECONDS;
    this.#started = context.clock();
    this.#final = this.#left() === 0;
  }

  #left(): number {
    return untilLanded(this.#begin.sent, this.#withinSeconds, this.#context.moment());
  }

  /**
   * Waits before the next check. `over`: the request could no longer be carried out when the last check started, so its
   * result is final. `stopped`: the user wants to stop, and the outcome is unknown.
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
