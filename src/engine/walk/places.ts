import type { Ahead } from './ahead.js';

/**
 * What became of a wait: the node kept its place, or gave it to others and has one again. After `stopped` it has none,
 * since the walk is being stopped, and must not do its work.
 */
export type Waited = 'kept' | 'returned' | 'stopped';

/** What running nodes do with their places. */
export interface Places {
  /** Whether it may be of use to lend a place; otherwise waiting for a record needs none of this. */
  readonly lends: boolean;
  /** Gives the place back early: only the outcome is left to record. */
  leave(node: number): void;
  /**
   * Waits for a record before the work. Others start and work in its place meanwhile, if that keeps more places taken;
   * the node then waits until it has one again.
   */
  lend(node: number, recorded: Promise<unknown>): Promise<Waited>;
  /** Waits for another node. Where places are lent, that one may need one itself: this node gives its own away. */
  waitFor(node: number, other: Promise<unknown>): Promise<Waited>;
}

/** The place of one node. */
export class Place {
  readonly #places: Places;
  readonly #node: number;

  constructor(places: Places, node: number) {
    this.#places = places;
    this.#node = node;
  }

  get lends(): boolean {
    return this.#places.lends;
  }

  leave(): void {
    this.#places.leave(this.#node);
  }

  lend(recorded: Promise<unknown>): Promise<Waited> {
    return this.#places.lend(this.#node, recorded);
  }

  waitFor(other: Promise<unknown>): Promise<Waited> {
    return this.#places.waitFor(this.#node, other);
  }
}

interface Options {
  readonly count: number;
  readonly limit: number;
  /** Without it, nodes keep their place while they record. */
  readonly ahead?: Ahead | undefined;
  readonly stopping: () => boolean;
  /** Called when a place may be free. */
  readonly freed: () => void;
}

interface Returning {
  readonly node: number;
  readonly part: number;
  readonly resolve: (waited: Waited) => void;
}

/** Counts the places of a walk: a node takes one, or a part of one. */
export class PlaceCount implements Places {
  readonly #limit: number;
  readonly #ahead: Ahead | undefined;
  readonly #stopping: () => boolean;
  readonly #freed: () => void;
  /** What each running node takes. */
  readonly #parts: Float64Array;
  /** When nodes began to work after recording that they will. */
  readonly #working = new Map<number, number>();
  readonly #returning: Returning[] = [];
  #taken = 0;
  #lent = 0;

  constructor({ count, limit, ahead, stopping, freed }: Options) {
    this.#limit = limit;
    this.#ahead = ahead;
    this.#stopping = stopping;
    this.#freed = freed;
    this.#parts = new Float64Array(count);
  }

  get lends(): boolean {
    return this.#ahead !== undefined;
  }

  /** Whether another node may start. Where enough of them wait for a record or a place, free places are for those. */
  get open(): boolean {
    return this.#free && (this.#lent === 0 || this.#lent < (this.#ahead?.most(this.#limit) ?? 0));
  }

  get #free(): boolean {
    return this.#taken < this.#limit;
  }

  take(node: number, part: number): void {
    this.#parts[node] = part;
    this.#taken += part;
  }

  /** Takes away the place of a node. */
  end(node: number): void {
    this.#taken -= this.#parts[node] ?? 0;
    this.#parts[node] = 0;
    if (this.#ahead === undefined) return;
    const since = this.#working.get(node);
    if (since === undefined) return;
    this.#working.delete(node);
    this.#ahead.worked(this.#ahead.now() - since);
  }

  leave(node: number): void {
    this.end(node);
    this.#freed();
  }

  /** Gives free places to nodes that wait for one, and lets them go without one if the walk is being stopped. */
  resume(): void {
    while (this.#returning.length > 0) {
      const isStopping = this.#stopping();
      const next = isStopping || this.#free ? this.#returning.shift() : undefined;
      if (next === undefined) return;
      // At once, so that nothing else takes the place before the node continues.
      if (!isStopping) this.take(next.node, next.part);
      next.resolve(isStopping ? 'stopped' : 'returned');
    }
  }

  async lend(node: number, recorded: Promise<unknown>): Promise<Waited> {
    const ahead = this.#ahead;
    // Nodes that take only a part of a place are many already.
    if (ahead === undefined || (this.#parts[node] ?? 0) < 1) {
      await recorded;
      return 'kept';
    }
    this.#working.delete(node);
    const began = ahead.now();
    const timed = recorded.then(() => ahead.waited(ahead.now() - began));
    let waited: Waited = 'kept';
    if (ahead.most(this.#limit) > 0) {
      this.#lent += 1;
      try {
        waited = await this.#without(node, timed);
      } finally {
        this.#lent -= 1;
        this.#freed();
      }
    } else await timed;
    if (waited !== 'stopped') this.#working.set(node, ahead.now());
    return waited;
  }

  async waitFor(node: number, other: Promise<unknown>): Promise<Waited> {
    if (this.lends) return this.#without(node, other);
    await other;
    return 'kept';
  }

  async #without(node: number, event: Promise<unknown>): Promise<Waited> {
    const part = this.#parts[node] ?? 0;
    this.leave(node);
    await event;
    return new Promise((resolve) => {
      this.#returning.push({ node, part, resolve });
      this.resume();
    });
  }
}
