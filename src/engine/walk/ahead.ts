/** Most nodes that wait without a place, as a multiple of the places. */
const MOST = 4;

/** Records become durable in batches, so that many nodes stop waiting at once: twice the average keeps places taken. */
const SPARE = 2;

/**
 * Decides how many nodes may wait for a record without a place: enough to keep all places taken, by what waiting and
 * working took so far. Few do if the work takes longer than the record, since a node that has recorded its intent and
 * still waits for a place is one more unknown outcome if the process dies.
 */
export class Ahead {
  readonly now: () => number;
  readonly #waits = new RecentAverage();
  readonly #work = new RecentAverage();

  constructor(now: () => number) {
    this.now = now;
  }

  waited(ms: number): void {
    this.#waits.add(ms);
  }

  worked(ms: number): void {
    this.#work.add(ms);
  }

  most(places: number): number {
    const [waits, work] = [this.#waits.value, this.#work.value];
    if (waits === undefined || work === undefined) return 0;
    const needed = work === 0 ? (waits === 0 ? 0 : MOST) : (SPARE * waits) / work;
    return Math.round(places * Math.min(MOST, needed));
  }
}

/** An average in which older values count less and less. */
class RecentAverage {
  value: number | undefined;

  add(value: number): void {
    this.value = this.value === undefined ? value : this.value + (value - this.value) / 8;
  }
}
