import process from 'node:process';
import { setTimeout as sleepFor } from 'node:timers/promises';

/** The clock of sessions and leases; tests use their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since the machine booted, for all its processes: unlike `now`, it is never set. */
  uptime(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back repeatedly until the returned function is called. Does not keep the process alive. */
  every(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  uptime() {
    const [seconds, nanoseconds] = process.hrtime();
    return Math.round(seconds * 1000 + nanoseconds / 1e6);
  },
  sleep: (ms, signal) => sleepFor(ms, undefined, signal === undefined ? {} : { signal }),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
