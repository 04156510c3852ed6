/** Counts requests of each second, those for profiles and cloud configurations apart. */
export class Limit {
  /** Whether it is kept to; the document's limits are for everybody who asks, which would slow down a test. */
  enabled = false;
  #second = 0;
  #counts = new Map<string, number>();

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
    return this.enabled && count > (wide === '' ? 10 : 50);
  }
}

const WIDE = ['/v1/clusterprofiles', '/v1/cloudconfigs'];
