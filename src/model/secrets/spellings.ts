/** Number of characters by which an entry is found; the minimum length of an entry. */
const KEY = 4;

const ASCII = 128;

/** Up to this many entries, looking for each in turn with the engine's own search is faster than visiting each position. */
const FEW = 64;

/** A number for two characters of ASCII; undefined for others. */
function startOf(text: string, position: number): number | undefined {
  const first = text.charCodeAt(position);
  const second = text.charCodeAt(position + 1);
  return first < ASCII && second < ASCII ? first * ASCII + second : undefined;
}

/**
 * A search for many texts at once. A position costs one look-up, and one more for each length of the entries that begin
 * with its characters; the number of entries does not matter.
 */
export class Spellings {
  readonly #texts = new Set<string>();
  /** By the first two characters: whether an entry begins so. Most positions of a text are passed over by it. */
  readonly #starts = new Uint8Array(ASCII * ASCII);
  #startsBeyond = false;
  readonly #lengths = new Map<string, number[]>();

  /** Texts of fewer than four characters are left out. */
  add(text: string): void {
    if (text.length < KEY || this.#texts.has(text)) return;
    this.#texts.add(text);
    const start = startOf(text, 0);
    if (start === undefined) this.#startsBeyond = true;
    else this.#starts[start] = 1;
    const key = text.slice(0, KEY);
    const lengths = this.#lengths.get(key);
    if (lengths === undefined) this.#lengths.set(key, [text.length]);
    else if (!lengths.includes(text.length)) lengths.push(text.length);
  }

  /** Whether `at` can find anything in the text. Cheap for few entries; true without a look for many. */
  mayBeIn(text: string): boolean {
    if (this.#texts.size > FEW) return true;
    for (const entry of this.#texts) if (text.includes(entry)) return true;
    return false;
  }

  /** The length of the longest entry at this position that `accepts` allows; 0 when there is none. */
  at(text: string, position: number, accepts: (end: number) => boolean): number {
    const start = startOf(text, position);
    if (start === undefined ? !this.#startsBeyond : this.#starts[start] === 0) return 0;
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
