import type { Clock } from '../../../../src/providers/rest/http/clock.js';

/** A clock on which time passes only by sleeping, and sleeping takes no time. */
export class TestClock implements Clock {
  readonly slept: number[] = [];
  #now: number;

  constructor(now = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  ticks(): number {
    return this.#now;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.slept.push(milliseconds);
    this.#now += milliseconds;
    await Promise.resolve();
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  timer(milliseconds: number, act: () => void): () => void {
    const timer = setTimeout(act, milliseconds).unref();
    return () => clearTimeout(timer);
  }
}
