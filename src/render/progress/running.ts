import type { ActionTriggerCause, Event, ObjectEvent } from '../../model/index.js';
import { PATIENCE_MS, SIGN_OF_LIFE_MS } from './progress.js';

/** A running provider call. */
export interface RunningCall<E = ObjectEvent> {
  readonly event: E;
  readonly startedAt: number;
  waitingFor?: string;
  /** When the next progress report is due. */
  dueAt: number;
}

type ObjectEventType = Extract<Event, ObjectEvent>;

/** Distinguishes concurrent calls. */
interface Named {
  readonly stack?: string;
  readonly address: string;
  readonly deposed?: string;
  readonly trigger?: ActionTriggerCause;
}

/** Tracks the running calls, the number of finished ones, and due progress reports. */
export class Running<E extends Named = ObjectEventType> {
  readonly #calls = new Map<string, RunningCall<E>>();
  /** The call that started last. Most end before another starts, and are never added to the others. */
  #latest: RunningCall<E> | undefined;
  done = 0;
  failed = 0;

  get count(): number {
    return this.#calls.size + (this.#latest === undefined ? 0 : 1);
  }

  /** In the order in which they started. */
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
    // The first reason to wait is reported after a few seconds.
    if (call.waitingFor === undefined) call.dueAt = Math.min(call.dueAt, Math.max(now, call.startedAt + PATIENCE_MS));
    call.waitingFor = waitingFor;
  }

  end(event: E, failed = false): void {
    if (this.#latest !== undefined && keyOf(this.#latest.event) === keyOf(event)) this.#latest = undefined;
    else if (!this.#calls.delete(keyOf(event))) return;
    this.done += 1;
    if (failed) this.failed += 1;
  }

  /** The calls whose progress report is due; sets the time of the next one. */
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

  /** The longest-running call. */
  oldest(): RunningCall<E> | undefined {
    return this.#all().values().next().value;
  }
}

function keyOf(named: Named): string {
  const key = keyInStack(named);
  return named.stack === undefined ? key : `${named.stack}:${key}`;
}

function keyInStack({ address, deposed, trigger }: Named): string {
  if (deposed !== undefined) return `${address} (deposed ${deposed})`;
  return trigger?.kind === 'lifecycle' ? `${address} ${trigger.event} ${trigger.resource}` : address;
}
