import { stringifyJson, type Json } from '../../../model/index.js';
import type { Clock } from '../http/clock.js';
import { pointerGet } from '../pointer.js';

interface Entry<T> {
  readonly result: Promise<T>;
  /** When the reply arrived; undefined while it is pending. */
  at: number | undefined;
  /** When it was last used. */
  used: number;
}

/**
 * Lets callers of the same request share one reply for a short time, so that reading a hundred objects from one list
 * requests the list once. A caller after a change gets a reply that was requested after it.
 */
export class Sharing<T> {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #mostMs: number;
  readonly #keep: (result: T) => boolean;
  #entries = new Map<string, Entry<T>>();
  #swept = 0;

  /**
   * `keep` decides whether a reply may be shared. With `mostMs` it is shared for that long, as long as no pause between
   * two callers exceeds the window: then they belong to one pass over many objects.
   */
  constructor(clock: Clock, windowMs: number, keep: (result: T) => boolean, mostMs = windowMs) {
    this.#clock = clock;
    this.#windowMs = windowMs;
    this.#mostMs = mostMs;
    this.#keep = keep;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const found = this.#entries.get(key);
    if (found !== undefined && !this.#isOld(found, now)) {
      found.used = now;
      return found.result;
    }
    this.#sweep(now);
    const entry: Entry<T> = { result: ask(), at: undefined, used: now };
    const entries = this.#entries;
    entries.set(key, entry);
    void entry.result.then(
      (result) => {
        entry.at = this.#clock.now();
        entry.used = entry.at;
        if (!this.#keep(result)) forget(entries, key, entry);
      },
      () => forget(entries, key, entry),
    );
    return entry.result;
  }

  #isOld({ at, used }: Entry<T>, now: number): boolean {
    return at !== undefined && (now - used > this.#windowMs || now - at > this.#mostMs);
  }

  /** Something changed, or is about to: replies requested so far are not used for later callers. */
  changed(): void {
    this.#entries = new Map();
  }

  /** Occasionally drops replies that are too old to be shared. */
  #sweep(now: number): void {
    if (now - this.#swept <= this.#windowMs) return;
    this.#swept = now;
    for (const [key, entry] of this.#entries) if (this.#isOld(entry, now)) this.#entries.delete(key);
  }
}

function forget<T>(entries: Map<string, Entry<T>>, key: string, entry: Entry<T>): void {
  if (entries.get(key) === entry) entries.delete(key);
}

/** The items of a list, indexed by their fields. */
export class ItemList {
  readonly items: readonly Json[];
  readonly #indexes = new Map<string, Map<string, Json[]>>();

  constructor(items: readonly Json[]) {
    this.items = items;
  }

  /** Items whose fields, by JSON pointer, all equal these. */
  find(fields: Readonly<Record<string, Json>>): readonly Json[] {
    const pointers = Object.keys(fields).sort();
    const name = pointers.join(' ');
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = new Map();
      for (const item of this.items) {
        const key = stringifyJson(pointers.map((pointer) => pointerGet(item, pointer) ?? null));
        const same = index.get(key);
        if (same === undefined) index.set(key, [item]);
        else same.push(item);
      }
      this.#indexes.set(name, index);
    }
    return index.get(stringifyJson(pointers.map((pointer) => fields[pointer] ?? null))) ?? [];
  }
}
