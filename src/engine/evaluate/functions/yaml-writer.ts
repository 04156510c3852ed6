import {
  formatNumber,
  isNull,
  isNumber,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  SetValue,
  sortedEntries,
  unmark,
  type Value,
} from '../../../model/index.js';

import { BoundedText } from './bounds.js';
import { FunctionError } from './definition.js';

/** Double-quoted text is folded at a space after this column. */
const WIDTH = 80;
const INDENT = 2;
/** A longer key, in bytes of UTF-8, needs a question mark. */
const LONGEST_KEY = 128;

const BREAK = /[\r\n\u0085\u2028\u2029]/;

/**
 * The value as YAML, byte for byte as Terraform writes it: block style, strings quoted, multi-line strings as blocks.
 */
export function yamlText(value: Value): string {
  const writer = new Writer();
  writer.node(value, 'root');
  return writer.finish();
}

type Place = 'root' | 'item' | 'value' | 'key';

class Writer {
  readonly #text = new BoundedText();
  /** The length of the last line, in characters. */
  #column = 0;
  /** The last line contains only blanks and indicators. */
  #isIndented = true;
  /** The last character was a blank. */
  #isBlank = true;
  #indent = -1;
  #isOpen = false;

  finish(): string {
    this.#newLine(Math.max(0, this.#indent));
    if (this.#isOpen) this.#put('...\n');
    return this.#text.text;
  }

  node(given: Value, place: Place): void {
    const value = unmark(given);
    if (typeof value === 'string') this.#string(value, place === 'key');
    else if (isTupleValue(value)) this.#items(value, place);
    else if (value instanceof ListValue || value instanceof SetValue) this.#items(value.items, place);
    else if (value instanceof MapValue) this.#entries(value.entries);
    else if (isObjectValue(value)) this.#entries(value);
    else this.#plain(plainText(value), place);
  }

  #put(text: string): void {
    this.#text.add(text);
    for (const character of text) this.#column = character === '\n' ? 0 : this.#column + 1;
  }

  #newLine(indent: number): void {
    if (!this.#isIndented || this.#column > indent || (this.#column === indent && !this.#isBlank)) this.#put('\n');
    if (this.#column < indent) this.#put(' '.repeat(indent - this.#column));
    this.#isBlank = true;
    this.#isIndented = true;
  }

  /** Writes `-`, `?`, `:` or the start of a scalar. */
  #indicator(text: string, { apart = true, blank = false, indents = false } = {}): void {
    if (apart && !this.#isBlank) this.#put(' ');
    this.#put(text);
    this.#isBlank = blank;
    this.#isIndented = this.#isIndented && indents;
  }

  #deeper(write: (indent: number) => void, asDeep = false): void {
    const outer = this.#indent;
    if (!asDeep) this.#indent = outer < 0 ? 0 : outer + INDENT;
    write(this.#indent);
    this.#indent = outer;
  }

  #items(items: readonly Value[], place: Place): void {
    if (items.length === 0) return this.#indicator('[]');
    // Items of a list in a mapping begin in the same column as its keys.
    const isInMapping = (place === 'value' || place === 'key') && !this.#isIndented;
    this.#deeper((indent) => {
      for (const item of items) {
        this.#newLine(indent);
        this.#indicator('-', { blank: false, indents: true });
        this.node(item, 'item');
      }
    }, isInMapping);
  }

  #entries(record: Readonly<Record<string, Value>>): void {
    const entries = sortedEntries(record);
    if (entries.length === 0) return this.#indicator('{}');
    this.#deeper((indent) => {
      for (const [key, value] of entries) {
        this.#newLine(indent);
        const isSimple = !BREAK.test(key) && Buffer.byteLength(key) <= LONGEST_KEY;
        if (isSimple) this.node(key, 'key');
        else {
          this.#indicator('?', { indents: true });
          this.node(key, 'value');
          this.#newLine(indent);
        }
        this.#indicator(':', { apart: !isSimple, indents: !isSimple });
        this.node(value, 'value');
      }
    });
  }

  #plain(text: string, place: Place): void {
    this.#indicator(text);
    this.#isOpen = place === 'root';
  }

  #string(text: string, isKey: boolean): void {
    const outer = this.#indent;
    this.#indent = outer < 0 ? INDENT : outer + INDENT;
    if (!isKey && text.includes('\n') && isBlockable(text)) this.#block(text, Math.max(0, outer) + INDENT);
    else this.#quoted(text, isKey, outer < 0 ? INDENT : outer + INDENT);
    this.#indent = outer;
  }

  #block(text: string, indent: number): void {
    const hint = BREAK.test(text.slice(0, 1)) || text.startsWith(' ') ? String(INDENT) : '';
    const [last, beforeLast] = [text.slice(-1), text.slice(-2, -1)];
    const end = !BREAK.test(last) ? '-' : beforeLast === '' || BREAK.test(beforeLast) ? '+' : '';
    this.#indicator(`|${hint}${end}`);
    this.#put('\n');
    this.#isIndented = true;
    this.#isBlank = true;
    let isStart = true;
    for (const character of text) {
      if (BREAK.test(character)) {
        this.#put(character);
        this.#column = 0;
        this.#isIndented = true;
        isStart = true;
        continue;
      }
      if (isStart) this.#newLine(indent);
      this.#put(character);
      this.#isIndented = false;
      isStart = false;
    }
  }

  #quoted(text: string, isKey: boolean, indent: number): void {
    this.#indicator('"');
    const characters = Array.from(text);
    // Terraform escapes all of a string that begins with a byte order mark.
    const escapesAll = text.startsWith('\ufeff');
    let afterSpace = false;
    for (const [index, character] of characters.entries()) {
      if (escapesAll || !isPrintable(character) || BREAK.test(character) || character === '"' || character === '\\') {
        this.#put(escape(character));
        afterSpace = false;
      } else if (character === ' ') {
        const folds = !isKey && !afterSpace && this.#column > WIDTH && index > 0 && index < characters.length - 1;
        if (folds) {
          this.#newLine(indent);
          if (characters[index + 1] === ' ') this.#put('\\');
        } else this.#put(character);
        afterSpace = true;
      } else {
        this.#put(character);
        this.#isIndented = false;
        afterSpace = false;
      }
    }
    this.#indicator('"', { apart: false });
  }
}

function plainText(value: Value): string {
  if (isNull(value)) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (value === Infinity || value === -Infinity)
    throw new FunctionError('YAML output cannot represent infinite numbers');
  if (!isNumber(value)) throw new FunctionError('the value is not known yet');
  return formatNumber(value);
}

/** Printable as Terraform defines it: neither tabs nor characters beyond 16 bits. */
const isPrintable = (character: string): boolean => /^[\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u.test(character);

/** Whether a string can be written as a block: its lines do not end in spaces, and nothing in it needs an escape. */
const isBlockable = (text: string): boolean =>
  !/ (?:$|[\r\n\u0085\u2028\u2029])/.test(text) && Array.from(text).every(isPrintable);

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escape(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const [letter, digits] =
    code <= 0xff ? (['x', 2] as const) : code <= 0xffff ? (['u', 4] as const) : (['U', 8] as const);
  return `\\${letter}${code.toString(16).toUpperCase().padStart(digits, '0')}`;
}
