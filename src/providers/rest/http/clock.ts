import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/** The clock, injected so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a monotonic clock, for measuring. */
  ticks(): number;
  /** Ends early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Acts after so many milliseconds, unless the process has nothing else to do or what it returns is called before. */
  timer(milliseconds: number, act: () => void): () => void;
}

/** The longest delay of a Node timer; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  ticks() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
  async sleep(milliseconds, signal) {
    if (milliseconds <= 0 || signal.aborted) return;
    await wait(Math.min(milliseconds, LONGEST_MS), undefined, { signal }).catch(() => undefined);
  },
  timer(milliseconds, act) {
    const timer = setTimeout(act, Math.min(milliseconds, LONGEST_MS)).unref();
    return () => clearTimeout(timer);
  },
};
