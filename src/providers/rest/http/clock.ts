import { setTimeout as wait } from 'node:timers/promises';

/** Time, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Aborted after so many milliseconds. */
  deadline(milliseconds: number): AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    if (milliseconds <= 0 || signal.aborted) return;
    await wait(milliseconds, undefined, { signal }).catch(() => undefined);
  },
  deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
};
