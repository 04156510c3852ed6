const WIDE = ['/v1/clusterprofiles', '/v1/cloudconfigs'];

/** Counts requests per second, with those for profiles and cloud configurations counted separately. */
export class Limit {
  /** Not enforced unless enabled: it would slow down tests and demos. */
  #enabled = false;
  #second = 0;
  #counts = new Map<string, number>();

  /** Enables or disables enforcement; earlier requests do not count. */
  keep(enabled: boolean): void {
    this.#enabled = enabled;
    this.#counts = new Map();
  }

  /** True if this request exceeds the limit. */
  exceeded(path: string, now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts = new Map();
    }
    const wide = WIDE.find((prefix) => path.startsWith(prefix)) ?? '';
    const count = (this.#counts.get(wide) ?? 0) + 1;
    this.#counts.set(wide, count);
    return this.#enabled && count > (wide === '' ? 10 : 50);
  }
}
