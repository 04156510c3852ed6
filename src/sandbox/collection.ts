/** One object of a system. Never changed in place: a change stores a new entry under the same identity. */
export interface Entry {
  readonly identity: string;
  readonly [property: string]: unknown;
}

/** The objects of one kind, in order of creation. */
export class Collection<T extends Entry = Entry> {
  readonly #entries = new Map<string, T>();
  readonly #indexes = new Map<string, Map<unknown, Set<string>>>();
  readonly #changed: () => void;
  #ordered: readonly T[] | undefined;

  /** `changed` is called after every change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(identity: string): T | undefined {
    return this.#entries.get(identity);
  }

  /** The present form of an entry that has not been removed. */
  latest({ identity }: T): T {
    const entry = this.#entries.get(identity);
    if (entry === undefined) throw new Error(`The entry ${identity} has been removed.`);
    return entry;
  }

  all(): readonly T[] {
    this.#ordered ??= [...this.#entries.values()];
    return this.#ordered;
  }

  /** The entries whose property has this value; the cost depends on their number, not on the collection's size. */
  where(property: string, value: unknown): T[] {
    const identities = this.#index(property).get(value) ?? [];
    return [...identities].flatMap((identity) => this.#entries.get(identity) ?? []);
  }

  /** Adds an entry, or replaces the one with the same identity in its place. */
  put(entry: T): void {
    const before = this.#entries.get(entry.identity);
    for (const [property, index] of this.#indexes) {
      if (before !== undefined && before[property] === entry[property]) continue;
      if (before !== undefined) index.get(before[property])?.delete(entry.identity);
      enter(index, entry[property], entry.identity);
    }
    this.#entries.set(entry.identity, entry);
    this.#settle();
  }

  /** The removed entry, if it existed. */
  remove(identity: string): T | undefined {
    const before = this.#entries.get(identity);
    if (before === undefined) return undefined;
    for (const [property, index] of this.#indexes) index.get(before[property])?.delete(identity);
    this.#entries.delete(identity);
    this.#settle();
    return before;
  }

  clear(): void {
    this.#entries.clear();
    this.#indexes.clear();
    this.#settle();
  }

  #settle(): void {
    this.#ordered = undefined;
    this.#changed();
  }

  #index(property: string): Map<unknown, Set<string>> {
    let index = this.#indexes.get(property);
    if (index === undefined) {
      index = new Map();
      for (const entry of this.#entries.values()) enter(index, entry[property], entry.identity);
      this.#indexes.set(property, index);
    }
    return index;
  }
}

function enter(index: Map<unknown, Set<string>>, value: unknown, identity: string): void {
  const found = index.get(value);
  if (found === undefined) index.set(value, new Set([identity]));
  else found.add(identity);
}
