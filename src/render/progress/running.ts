import type { ActionTriggerCause, Event, ObjectEvent } from '../../model/index.js';
import { PATIENCE_MS, SIGN_OF_LIFE_MS } from './progress.js';

/** A provider call that is under way. */
export interface RunningCall<E = ObjectEvent> {
  readonly event: E;
  readonly startedAt: number;
  waitingFor?: string;
  /** When the next sign of life is due. */
  dueAt: number;
}

type ObjectEventType = Extract<Event, ObjectEvent>;

/** What tells calls apart that are under way together. */
interface Named {
  readonly address: string;
  readonly deposed?: string;
  readonly trigger?: ActionTriggerCause;
}

/** Which calls are under way, how many have ended, and which of them owe a sign of life. */
export class Running<E extends Named = ObjectEventType> {
  readonly #calls = new Map<string, RunningCall<E>>();
  /** The call that began last. Very many end before anything else begins, and never get to the others. */
  #latest: RunningCall<E> | undefined;
  done = 0;
  failed = 0;

  get count(): number {
    return this.#calls.size + (this.#latest === undefined ? 0 : 1);
  }

  /** In the order in which they began. */
  get calls(): Iterable<RunningCall<E>> {
    return this.#all().values();
  }

  start(event: E, now: number): void {
    this.#all();
    this.#latest = { event, startedAt: now, dueAt: now + SIGN_OF_LIFE_MS };
  }

  #all(): ReadonlyMap<string, RunningCall<E>> {
    const latest = this.#latest;
    if (latest !== undefined) this.#calls.set(keyOf(latest.event), latest);
    this.#latest = undefined;
    return this.#calls;
  }

  waits(event: E, waitingFor: string | undefined, now: number): void {
    const call = this.#all().get(keyOf(event));
    if (call === undefined || waitingFor === undefined) return;
    // The first thing it waits for is said after a few seconds already.
    if (call.waitingFor === undefined) call.dueAt = Math.min(call.dueAt, Math.max(now, call.startedAt + PATIENCE_MS));
    call.waitingFor = waitingFor;
  }

  end(event: E, failed = false): void {
    if (this.#latest !== undefined && keyOf(this.#latest.event) === keyOf(event)) this.#latest = undefined;
    else if (!this.#calls.delete(keyOf(event))) return;
    this.done += 1;
    if (failed) this.failed += 1;
  }

  /** The calls that owe a sign of life; they will owe the next one later. */
  due(now: number): RunningCall<E>[] {
    const due: RunningCall<E>[] = [];
    for (const call of this.calls) {
      if (now < call.dueAt) continue;
      due.push(call);
      const elapsed = now - call.startedAt;
      call.dueAt = call.startedAt + (Math.floor(elapsed / SIGN_OF_LIFE_MS) + 1) * SIGN_OF_LIFE_MS;
    }
    return due;
  }

  /** The call that has been under way longest. */
  oldest(): RunningCall<E> | undefined {
    return this.#all().values().next().value;
  }
}

function keyOf({ address, deposed, trigger }: Named): string {
  if (deposed !== undefined) return `${address} (deposed ${deposed})`;
  return trigger?.kind === 'lifecycle' ? `${address} ${trigger.event} ${trigger.resource}` : address;
}
