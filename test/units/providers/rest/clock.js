/** A clock on which time passes only by sleeping, and sleeping takes no time. */
export class TestClock {
  slept = [];
  #now;
  constructor(now = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now;
  }
  now() {
    return this.#now;
  }
  async sleep(milliseconds, signal) {
    if (signal.aborted) return;
    this.slept.push(milliseconds);
    this.#now += milliseconds;
    await Promise.resolve();
  }
  advance(milliseconds) {
    this.#now += milliseconds;
  }
  deadline(milliseconds) {
    return AbortSignal.timeout(milliseconds);
  }
}
