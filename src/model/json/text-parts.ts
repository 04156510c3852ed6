/** Longer strings are escaped only when the text is read. */
const LONG = 1 << 16;

/** Size of a piece: of escaped text of a long string, or of joined short texts. */
const PIECE = 1 << 16;

/**
 * A builder of JSON text that never copies a long string: it keeps a reference to the string, and {@link pieces}
 * escapes one slice at a time.
 */
export class TextParts {
  readonly #escape: (text: string) => string;
  readonly #parts: (string | LongString)[] = [];
  #text = '';
  #length = 0;

  /** `escape` says what is between the quotes of a string. */
  constructor(escape: (text: string) => string = escaped) {
    this.#escape = escape;
  }

  /** Length in UTF-16 units, without the escapes of long strings. */
  get length(): number {
    return this.#length;
  }

  /** Adds text that already is JSON, or a part of it. */
  add(text: string): void {
    this.#length += text.length;
    if (this.#text.length + text.length > PIECE) this.#end();
    this.#text += text;
  }

  /** Adds a string, quotes included. */
  string(text: string): void {
    if (isLong(text)) {
      this.#end();
      this.#parts.push(new LongString(text));
      this.#length += text.length + 2;
    } else this.add(`"${this.#escape(text)}"`);
  }

  /** All that was added. Can be called several times. */
  *pieces(): Generator<string> {
    for (const part of this.#parts) {
      if (typeof part === 'string') yield part;
      else {
        yield '"';
        for (const slice of slices(part.text, PIECE)) yield this.#escape(slice);
        yield '"';
      }
    }
    if (this.#text !== '') yield this.#text;
  }

  #end(): void {
    if (this.#text !== '') this.#parts.push(this.#text);
    this.#text = '';
  }
}

class LongString {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const isLong = (text: string): boolean => text.length > LONG;

/** The text between the quotes when JavaScript prints a string as JSON. */
export const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A text in slices of about that many UTF-16 units. Halves of a surrogate pair, which would be escaped one by one, stay together. */
export function* slices(text: string, length: number): Generator<string> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + length, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    yield text.slice(start, end);
    start = end;
  }
}

const isHighSurrogate = (code: number): boolean => code >= 0xd8_00 && code <= 0xdb_ff;
