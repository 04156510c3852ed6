import { emptyRecord } from '../record.js';
import { formatNumber } from '../number-text.js';
import { Tagged } from '../tagged.js';
import { unmark } from '../value-operations.js';
import { Sensitive, Unknown, type Value, isTupleValue } from '../value.js';
import { LargeValue } from './lazy.js';
import { sensitiveMask, sortedNames } from './masks.js';

/** Larger values are printed piece by piece. */
const AT_ONCE = 1 << 16;

/** The text of `plainJson` (masks.ts) without building the JSON, since plans contain very many values. */
export function plainText(value: Value): string | LargeValue {
  const printer = new Printer();
  const text = printer.print(value);
  return printer.left < 0 ? new LargeValue(value) : text;
}

/** Prints one value, unless it turns out to be too large for that: what is printed counts only if `left` is not negative then. */
class Printer {
  left = AT_ONCE;

  print(value: Value): string {
    if (typeof value === 'string') {
      this.left -= value.length;
      return this.left < 0 ? '' : quoted(value);
    }
    this.left -= 1;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const plain = unmark(value);
    if (plain !== value) return this.print(plain);
    if (!(value instanceof Tagged)) {
      return isTupleValue(value) ? this.#items(value) : this.#members(value);
    }
    switch (value.kind) {
      case 'number':
        return formatNumber(value);
      case 'list':
      case 'set':
        return this.#items(value.items);
      case 'map':
        return this.#members(value.entries);
      default:
        return 'null';
    }
  }

  #items(items: readonly Value[]): string {
    let text = '';
    for (const item of items) {
      if (this.left < 0) return '';
      text += `${text === '' ? '' : ','}${this.print(item)}`;
    }
    return `[${text}]`;
  }

  #members(record: Readonly<Record<string, Value>>): string {
    let text = '';
    for (const name of sortedNames(record)) {
      if (this.left < 0) return '';
      const value = record[name];
      if (value === undefined || (typeof value === 'object' && unmark(value) instanceof Unknown)) continue;
      this.left -= name.length;
      text += `${text === '' ? '' : ','}${quotedWord(name)}:${this.print(value)}`;
    }
    return `{${text}}`;
  }
}

/** What JSON escapes, and lone surrogates, which JSON.stringify handles separately. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as a JSON string. */
export const quoted = (text: string): string => (isPlainText(text) ? inQuotes(text) : JSON.stringify(text));

/** How many words {@link quotedWord} keeps, so that the keys of large maps do not fill the memory. */
const KEPT_WORDS = 1000;

const words = new Map<string, string>();

/**
 * The word as a JSON string. For words that a document repeats for each of very many objects, such as attribute names, types
 * and providers: looking one up takes a fraction of the time of searching it for what JSON escapes.
 */
export function quotedWord(word: string): string {
  const known = words.get(word);
  if (known !== undefined) return known;
  const text = JSON.stringify(word);
  if (words.size < KEPT_WORDS) words.set(word, text);
  return text;
}

/** Whether nothing in the text is escaped, so that it need only be put {@link inQuotes}. */
export const isPlainText = (text: string): boolean => !SPECIAL.test(text);

export const inQuotes = (text: string): string => `"${text}"`;

/** The text of `unknownMask` (masks.ts) for the value. */
export function unknownText(value: Value): string {
  const plain = unmark(value);
  return plain instanceof Unknown ? 'true' : maskOf(plain, unknownText);
}

/** The text of `sensitiveMask` (masks.ts) for the value. */
export function sensitiveText(value: Value): string {
  if (value instanceof Sensitive) return 'true';
  if (!(value instanceof Unknown)) return maskOf(value, sensitiveText);
  return typeof value.type === 'string' ? 'false' : JSON.stringify(sensitiveMask(value));
}

function maskOf(value: Value, part: (value: Value) => string): string {
  if (typeof value !== 'object' || value === null) return 'false';
  if (!(value instanceof Tagged)) return isTupleValue(value) ? maskOfItems(value, part) : maskOfMembers(value, part);
  switch (value.kind) {
    case 'list':
    case 'set':
      return maskOfItems(value.items, part);
    case 'map':
      return maskOfMembers(value.entries, part);
    default:
      return 'false';
  }
}

const maskOfItems = (items: readonly Value[], part: (value: Value) => string): string =>
  `[${items.map(part).join(',')}]`;

/** Most objects have no marks, so their names are not sorted for that. */
function maskOfMembers(record: Readonly<Record<string, Value>>, part: (value: Value) => string): string {
  let told: Record<string, string> | undefined;
  for (const name in record) {
    const value = record[name];
    if (typeof value !== 'object' || value === null) continue;
    const inside = part(value);
    if (inside !== 'false') (told ??= emptyRecord<string>())[name] = inside;
  }
  if (told === undefined) return '{}';
  let text = '';
  for (const name of sortedNames(told)) text += `${text === '' ? '' : ','}${quotedWord(name)}:${told[name]}`;
  return `{${text}}`;
}
