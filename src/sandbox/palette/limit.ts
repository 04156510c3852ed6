const WIDE = ['/v1/clusterprofiles', '/v1/cloudconfigs'];

/** Counts requests of each second, those for profiles and cloud configurations apart. */
export class Limit {
  /** Not kept to until somebody asks for it: a test or a demo would be slowed down. */
  #enabled = false;
  #second = 0;
  #counts = new Map<string, number>();

  /** Begins to keep to it, or ends; what was counted so far does not count. */
  keep(enabled: boolean): void {
    this.#enabled = enabled;
    this.#counts = new Map();
  }

  /** True when this request is one too many. */
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
