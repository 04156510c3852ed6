import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/** Time, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that is never set, for measuring. */
  ticks(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Aborted after so many milliseconds. */
  deadline(milliseconds: number): AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  ticks() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
  async sleep(milliseconds, signal) {
    if (milliseconds <= 0 || signal.aborted) return;
    await wait(milliseconds, undefined, { signal }).catch(() => undefined);
  },
  deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
};
