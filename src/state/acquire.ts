import type { Emit } from '../model/index.js';
import type { Backend, Lease, LockRequest } from './backend.js';
import type { Clock } from './clock.js';
import { stateLocked, stoppedWaiting } from './diagnostics.js';

export interface Waiting {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly emit?: Emit | undefined;
  /** Ends the wait. */
  readonly stop?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const ANNOUNCE_MS = 5_000;

/** Acquires the lock as soon as possible; `state-locked` once the time is up, `interrupted` if the wait is ended. */
export async function acquire(backend: Backend, request: LockRequest, waiting: Waiting): Promise<Lease> {
  const { timeoutMs, clock, emit, stop } = waiting;
  const start = clock.uptime();
  let announced = Number.NEGATIVE_INFINITY;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const attempt = await backend.tryLock(request);
    if ('lease' in attempt) return attempt.lease;
    const elapsedMs = clock.uptime() - start;
    if (elapsedMs >= timeoutMs) throw stateLocked(backend.place, attempt.holder);
    if (elapsedMs - announced >= ANNOUNCE_MS) {
      announced = elapsedMs;
      emit?.({ type: 'lock-waiting', holder: `${attempt.holder.who} (${attempt.holder.operation})`, elapsedMs });
    }
    await clock.sleep(Math.min(pause, timeoutMs - elapsedMs), stop).catch(() => undefined);
    if (stop?.aborted === true) throw stoppedWaiting(backend.place);
  }
}
