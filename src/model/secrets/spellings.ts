/** Characters by which an entry is found; every entry has at least so many. */
const KEY = 4;

/**
 * A search for many texts at once. A position costs one look-up, and one more for each length of the entries that begin
 * with its characters; the number of entries does not matter.
 */
export class Spellings {
  readonly #texts = new Set<string>();
  readonly #lengths = new Map<string, number[]>();

  /** Texts of fewer than four characters are left out. */
  add(text: string): void {
    if (text.length < KEY || this.#texts.has(text)) return;
    this.#texts.add(text);
    const key = text.slice(0, KEY);
    const lengths = this.#lengths.get(key);
    if (lengths === undefined) this.#lengths.set(key, [text.length]);
    else if (!lengths.includes(text.length)) lengths.push(text.length);
  }

  /** The length of the longest entry at this position that `accepts` allows; 0 when there is none. */
  at(text: string, position: number, accepts: (end: number) => boolean): number {
    const lengths = this.#lengths.get(text.slice(position, position + KEY));
    if (lengths === undefined) return 0;
    let longest = 0;
    for (const length of lengths) {
      if (length <= longest || !this.#texts.has(text.slice(position, position + length))) continue;
      if (accepts(position + length)) longest = length;
    }
    return longest;
  }
}
