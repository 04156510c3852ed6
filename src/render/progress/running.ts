import type { Event, ObjectEvent } from '../../model/index.js';
import { PATIENCE_MS, SIGN_OF_LIFE_MS } from './progress.js';

/** A provider call that is under way. */
export interface RunningCall {
  readonly event: ObjectEvent;
  readonly startedAt: number;
  waitingFor?: string;
  /** When the next sign of life is due. */
  dueAt: number;
}

type ObjectEventType = Extract<Event, ObjectEvent>;

/** Which calls are under way, how many have ended, and which of them owe a sign of life. */
export class Running {
  readonly calls = new Map<string, RunningCall>();
  done = 0;
  failed = 0;

  start(event: ObjectEventType, now: number): void {
    this.calls.set(keyOf(event), { event, startedAt: now, dueAt: now + SIGN_OF_LIFE_MS });
  }

  waits(event: ObjectEventType, waitingFor: string | undefined, now: number): void {
    const call = this.calls.get(keyOf(event));
    if (call === undefined || waitingFor === undefined) return;
    // The first thing it waits for is said after a few seconds already.
    if (call.waitingFor === undefined) call.dueAt = Math.min(call.dueAt, Math.max(now, call.startedAt + PATIENCE_MS));
    call.waitingFor = waitingFor;
  }

  end(event: ObjectEventType, failed = false): void {
    if (!this.calls.delete(keyOf(event))) return;
    this.done += 1;
    if (failed) this.failed += 1;
  }

  /** The calls that owe a sign of life; they will owe the next one later. */
  due(now: number): RunningCall[] {
    const due: RunningCall[] = [];
    for (const call of this.calls.values()) {
      if (now < call.dueAt) continue;
      due.push(call);
      const elapsed = now - call.startedAt;
      call.dueAt = call.startedAt + (Math.floor(elapsed / SIGN_OF_LIFE_MS) + 1) * SIGN_OF_LIFE_MS;
    }
    return due;
  }

  /** The call that has been under way longest. */
  oldest(): RunningCall | undefined {
    return this.calls.values().next().value;
  }
}

const keyOf = (event: ObjectEventType): string => `${event.deposed ?? ''} ${event.address}`;
