/** Time that passes only when everything waits for it: the durations of concurrent work, without their cost. */
export class VirtualTime {
  now = 0;
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push({ at: this.now + ms, resolve }));
  }

  /** Lets time pass until the work has ended. */
  async during<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const ending = work.finally(() => (ended = true));
    ending.catch(() => undefined);
    while (!ended) {
      // What follows from the last moment happens before the next one.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const at = Math.min(...this.#waiting.map((one) => one.at));
      if (at === Infinity) continue;
      this.now = at;
      for (const one of this.#waiting.filter((waiting) => waiting.at <= at)) {
        this.#waiting.splice(this.#waiting.indexOf(one), 1);
        one.resolve();
      }
    }
    return ending;
  }
}
