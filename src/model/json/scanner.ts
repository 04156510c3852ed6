import type { Json } from '../json.js';
import { emptyRecord } from '../record.js';
import { MAX_JSON_DEPTH } from './depth.js';
import { JsonSyntaxError, parseJson } from './parse.js';
import { RepeatedText } from './repeated-text.js';

/** Gives the next bytes of a text, undefined at its end. Bytes that were given must not change afterwards. */
export type ByteSource = () => Uint8Array | undefined;

/** Values up to this many bytes are parsed at once, unless they contain a long string; others part by part. */
const AT_ONCE = 1 << 20;

/**
 * Strings of more bytes are long, and read in pieces of this size. V8 gives a text of more than 128 KB memory of its own, which takes
 * the system longer to map than V8 to parse the text.
 */
const LONG = 1 << 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_RECORD = 0x7b;
const CLOSE_RECORD = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const LETTER_U = 0x75;

/**
 * Reads JSON from bytes that come in chunks, without ever holding all of its text. The caller walks the outer lists and objects
 * ({@link items}, {@link members}) and reads or skips what they hold. Numbers are exact, as {@link parseJson} has them. Throws
 * {@link JsonSyntaxError}; its offset counts bytes.
 */
export class JsonScanner {
  readonly #source: ByteSource;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Of the first of `#bytes` in the whole text. */
  #base = 0;
  #at = 0;
  #depth = 0;
  /** Objects often repeat a long text: what was asked for, and what came of it. */
  #lastLong = '';

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** How many bytes were read. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** Position of the next value. */
  valueOffset(): number {
    this.#peek();
    return this.offset;
  }

  /** Visits every member of the next object; each visit must read or skip exactly one value. */
  members(visit: (name: string) => void): void {
    this.#enter(OPEN_RECORD);
    for (let first = true; this.#another(CLOSE_RECORD, first); first = false) {
      if (this.#peek() !== QUOTE) this.#unexpected();
      const name = this.value() as string;
      this.#expect(COLON);
      visit(name);
    }
    this.#depth -= 1;
  }

  /** Visits every item of the next list, in the same way. */
  items(visit: (index: number) => void): void {
    this.#enter(OPEN_LIST);
    for (let index = 0; this.#another(CLOSE_LIST, index === 0); index += 1) visit(index);
    this.#depth -= 1;
  }

  /** Reads the next value of any size. */
  value(): Json {
    const first = this.#peek();
    const length = this.#measure();
    if (length >= 0) return this.#parse(length);
    if (first === QUOTE) return this.#longText();
    if (first === OPEN_LIST) {
      const list: Json[] = [];
      this.items(() => list.push(this.value()));
      return list;
    }
    const record = emptyRecord<Json>();
    this.members((name) => {
      record[name] = this.value();
    });
    return record;
  }

  /** Skips the next value; only its brackets and strings are scanned. */
  skip(): void {
    const first = this.#peek();
    const length = this.#measure();
    if (length >= 0) this.#at += length;
    else if (first === QUOTE) this.#textPieces(() => undefined);
    else if (first === OPEN_LIST) this.items(() => this.skip());
    else this.members(() => this.skip());
  }

  /** Checks that only whitespace follows. */
  end(): void {
    if (this.#peekOrEnd() >= 0) this.#unexpected();
  }

  #enter(open: number): void {
    this.#expect(open);
    this.#depth += 1;
    if (this.#depth > MAX_JSON_DEPTH) this.#tooDeep();
  }

  /** Whether another part follows before the closing bracket. */
  #another(close: number, first: boolean): boolean {
    if (this.#peek() === close) {
      this.#at += 1;
      return false;
    }
    if (!first) this.#expect(COMMA);
    return true;
  }

  #parse(length: number): Json {
    const text = decode(this.#bytes, this.#at, this.#at + length);
    try {
      const json = parseJson(text);
      this.#at += length;
      return json;
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      throw new JsonSyntaxError(error.message, this.offset + Buffer.byteLength(text.slice(0, error.offset)));
    }
  }

  /** Size of the next value in bytes; -1 if it is to be read part by part. */
  #measure(): number {
    let [bytes, at] = [this.#bytes, this.#at];
    let depth = 0;
    let inText = false;
    /** Where a string becomes too long. */
    let limit = 0;
    for (let length = 0; length < AT_ONCE; length += 1) {
      let byte = bytes[at + length];
      while (byte === undefined) {
        if (!this.#more()) return depth === 0 && !inText && length > 0 ? length : this.#tooShort();
        [bytes, at] = [this.#bytes, this.#at];
        byte = bytes[at + length];
      }
      if (inText) {
        if (length > limit) return -1;
        const end = plainEnd(bytes, at + length, Math.min(bytes.length, at + limit + 1));
        if (end > at + length) length = end - at - 1;
        else if (byte === BACKSLASH) length += 1;
        else if (byte === QUOTE) {
          if (depth === 0) return length + 1;
          inText = false;
        }
      } else if (byte === QUOTE) {
        inText = true;
        limit = length + LONG;
      } else if (byte === OPEN_LIST || byte === OPEN_RECORD) {
        depth += 1;
        if (this.#depth + depth > MAX_JSON_DEPTH) this.#tooDeep();
      } else if (byte === CLOSE_LIST || byte === CLOSE_RECORD) {
        if (depth <= 1) return length + depth;
        depth -= 1;
      } else if (depth === 0 && (byte === COMMA || byte <= 0x20)) return length;
    }
    return -1;
  }

  #longText(): string {
    const text = new RepeatedText(this.#lastLong);
    this.#textPieces((piece) => text.add(piece));
    try {
      this.#lastLong = text.whole();
    } catch {
      throw new JsonSyntaxError('this string is too long', this.offset);
    }
    return this.#lastLong;
  }

  /** Reads a string of any length; pieces end between characters and between escapes. */
  #textPieces(take: (piece: string) => void): void {
    this.#at += 1;
    for (let closed = false; !closed;) {
      let length = 0;
      for (;;) {
        const from = this.#at + length;
        length = plainEnd(this.#bytes, from, Math.max(from, Math.min(this.#bytes.length, this.#at + LONG))) - this.#at;
        const byte = this.#byteAt(length);
        closed = byte === QUOTE;
        if (closed || (length >= LONG && (byte & 0xc0) !== 0x80)) break;
        length += byte !== BACKSLASH ? 1 : this.#byteAt(length + 1) === LETTER_U ? 6 : 2;
      }
      const text = decode(this.#bytes, this.#at, this.#at + length);
      try {
        take(JSON.parse(`"${text}"`) as string);
      } catch {
        throw new JsonSyntaxError('this is not a valid string', this.offset);
      }
      this.#at += closed ? length + 1 : length;
    }
  }

  /** The byte that many places ahead. */
  #byteAt(ahead: number): number {
    for (;;) {
      const byte = this.#bytes[this.#at + ahead];
      if (byte !== undefined) return byte;
      if (!this.#more()) this.#tooShort();
    }
  }

  /** The next byte that is not a blank; it stays unread. */
  #peek(): number {
    const byte = this.#peekOrEnd();
    return byte < 0 ? this.#tooShort() : byte;
  }

  #peekOrEnd(): number {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) this.#at += 1;
      else if (byte !== undefined) return byte;
      else if (!this.#more()) return -1;
    }
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) this.#unexpected();
    this.#at += 1;
  }

  /** Appends more bytes to the unread ones, which move to the front. */
  #more(): boolean {
    const chunk = this.#source();
    if (chunk === undefined) return false;
    const rest = this.#bytes.subarray(this.#at);
    this.#base += this.#at;
    this.#at = 0;
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    return true;
  }

  #unexpected(): never {
    const found = String.fromCodePoint(this.#peek());
    throw new JsonSyntaxError(`${JSON.stringify(found)} is not expected here`, this.offset);
  }

  #tooShort(): never {
    throw new JsonSyntaxError('the text ends too early', this.#base + this.#bytes.length);
  }

  #tooDeep(): never {
    throw new JsonSyntaxError(`values are nested more than ${MAX_JSON_DEPTH} levels deep`, this.offset);
  }
}

const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start, end);

/** So many bytes are looked at one by one before the rest is searched in windows that grow: most strings are short. */
const ONE_BY_ONE = 32;

/** The offset of the first quote or backslash from `start` on, or `end`. */
function plainEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (const first = Math.min(start + ONE_BY_ONE, end); at < first; at += 1) {
    if (bytes[at] === QUOTE || bytes[at] === BACKSLASH) return at;
  }
  for (let size = 8 * ONE_BY_ONE; at < end; size *= 2) {
    const window = bytes.subarray(at, Math.min(at + size, end));
    const quote = window.indexOf(QUOTE);
    const backslash = (quote === -1 ? window : window.subarray(0, quote)).indexOf(BACKSLASH);
    if (backslash !== -1) return at + backslash;
    if (quote !== -1) return at + quote;
    at += window.length;
  }
  return end;
}
