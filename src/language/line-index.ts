import type { SourceRange } from '../model/index.js';

type Position = SourceRange['start'];

/** Lines, columns and bytes for offsets in a text. A column counts characters, not UTF-16 units. */
export class LineIndex {
  readonly #text: string;
  /** Offset at which each line begins, and the bytes before it. */
  readonly #starts: number[] = [0];
  readonly #bytes: number[] = [0];

  /** The last result; the next lookup in the same line continues from there. */
  #last = { offset: 0, line: 0, column: 1, byte: 0 };

  constructor(text: string) {
    this.#text = text;
    let bytes = 0;
    for (let offset = 0, end = text.indexOf('\n'); end !== -1; offset = end + 1, end = text.indexOf('\n', offset)) {
      bytes += byteLength(text, offset, end + 1);
      this.#starts.push(end + 1);
      this.#bytes.push(bytes);
    }
  }

  range(start: number, end: number): { readonly start: Position; readonly end: Position } {
    const last = this.#text.length;
    return { start: this.position(Math.min(start, last)), end: this.position(Math.min(end, last)) };
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const near = this.#last.line === low && this.#last.offset <= offset;
    const from = near ? this.#last : { offset: this.#starts[low]!, column: 1, byte: this.#bytes[low]! };
    let { column } = from;
    for (let at = from.offset; at < offset; at += 1) if (!isLowSurrogate(this.#text.charCodeAt(at))) column += 1;
    const byte = from.byte + byteLength(this.#text, from.offset, offset);
    this.#last = { offset, line: low, column, byte };
    return { line: low + 1, column, byte };
  }

  /** Offsets of a line, without its end. */
  line(number: number): { readonly start: number; readonly end: number } {
    const start = this.#starts[number - 1] ?? this.#text.length;
    const next = this.#starts[number];
    let end = next === undefined ? this.#text.length : next - 1;
    if (this.#text[end - 1] === '\r' && end > start) end -= 1;
    return { start, end };
  }

  /** The offset of a line and column. */
  offset(position: Pick<Position, 'line' | 'column'>): number {
    const { start, end } = this.line(position.line);
    let at = start;
    for (let column = 1; column < position.column && at < end; column += 1)
      at += this.#text.codePointAt(at)! > 0xffff ? 2 : 1;
    return at;
  }
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

function byteLength(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code <= 0xdfff) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
