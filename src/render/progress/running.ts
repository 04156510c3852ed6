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
  readonly calls = new Map<string, RunningCall<E>>();
  done = 0;
  failed = 0;

  start(event: E, now: number): void {
    this.calls.set(keyOf(event), { event, startedAt: now, dueAt: now + SIGN_OF_LIFE_MS });
  }

  waits(event: E, waitingFor: string | undefined, now: number): void {
    const call = this.calls.get(keyOf(event));
    if (call === undefined || waitingFor === undefined) return;
    // The first thing it waits for is said after a few seconds already.
    if (call.waitingFor === undefined) call.dueAt = Math.min(call.dueAt, Math.max(now, call.startedAt + PATIENCE_MS));
    call.waitingFor = waitingFor;
  }

  end(event: E, failed = false): void {
    if (!this.calls.delete(keyOf(event))) return;
    this.done += 1;
    if (failed) this.failed += 1;
  }

  /** The calls that owe a sign of life; they will owe the next one later. */
  due(now: number): RunningCall<E>[] {
    const due: RunningCall<E>[] = [];
    for (const call of this.calls.values()) {
      if (now < call.dueAt) continue;
      due.push(call);
      const elapsed = now - call.startedAt;
      call.dueAt = call.startedAt + (Math.floor(elapsed / SIGN_OF_LIFE_MS) + 1) * SIGN_OF_LIFE_MS;
    }
    return due;
  }

  /** The call that has been under way longest. */
  oldest(): RunningCall<E> | undefined {
    return this.calls.values().next().value;
  }
}

function keyOf({ address, deposed, trigger }: Named): string {
  if (deposed !== undefined) return `${address} (deposed ${deposed})`;
  return trigger?.kind === 'lifecycle' ? `${address} ${trigger.event} ${trigger.resource}` : address;
}
