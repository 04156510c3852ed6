/** An object as it is stored, with what identifies this version of it. */
export interface StoredObject {
  readonly bytes: Buffer;
  /** Changes with each write. */
  readonly tag: string;
  /** Time since it was written, by the clock of the server. */
  readonly ageMs: number;
  /** When it was written. */
  readonly written: number;
}

/** What must be true of the object for it to be replaced: still this one, or none. */
export type Condition = { readonly is: string } | 'absent';

/**
 * Objects with names, written under a condition that the server checks. `what` is the action for messages: `Reading`.
 * Rejects with a DiagnosticError.
 */
export interface ObjectStore {
  /** The size of the largest object; by default, what fits into one buffer. */
  readonly mostBytes?: number;
  get(what: string, key: string): Promise<StoredObject | undefined>;
  /**
   * Writes an object if the condition holds, and returns its new tag; undefined if it does not hold. After a lost reply,
   * what is stored tells: two writers never write the same bytes.
   */
  put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined>;
  /** Does nothing if there is none. */
  remove(what: string, key: string): Promise<void>;
  removeAll(what: string, keys: readonly string[]): Promise<void>;
  /** All keys with a prefix, sorted. */
  list(what: string, prefix: string): Promise<readonly string[]>;
}

/** Runs work for all keys, a few at a time. */
export async function forEachKey(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  for (let at = 0; at < keys.length; at += AT_ONCE) await Promise.all(keys.slice(at, at + AT_ONCE).map(work));
}

/** How many objects are read or removed at a time. */
export const AT_ONCE = 16;
