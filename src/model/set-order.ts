import { compareNumbers, type Num, numbersEqual } from './number.js';
import { formatNumber } from './number-text.js';
import { sameEntries, sameItems } from './pairwise.js';
import { Tagged } from './tagged.js';
import {
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  Unknown,
  type Value,
} from './value.js';

/** Order by UTF-8 bytes, which differs from UTF-16 beyond the first plane. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codeOrder(a) - codeOrder(b);
  }
  return left.length - right.length;
}

/** Surrogates encode the highest code points and sort after the rest. */
const codeOrder = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** From here on the order of UTF-16 is not that of UTF-8. */
const HIGH = /[\ud800-\uffff]/;

/** A sorted copy, in the order of {@link compareText}. */
export function sortedTexts(texts: Iterable<string>): string[] {
  const copy = [...texts];
  return copy.some((text) => HIGH.test(text)) ? copy.sort(compareText) : copy.sort();
}

/** The entries of a record, in the order of {@link compareText}. */
export function sortedEntries<T>(record: Readonly<Record<string, T>>): readonly (readonly [name: string, entry: T])[] {
  const entries = Object.entries(record);
  if (entries.length < 2) return entries;
  const compare = entries.some(([name]) => HIGH.test(name)) ? compareText : compareUnits;
  return entries.sort(([left], [right]) => compare(left, right));
}

const compareUnits = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const plain = (value: Value): Exclude<Value, Sensitive> => (value instanceof Sensitive ? value.value : value);

/** Values of one primitive type or any type, without repetitions, in the order in which Terraform keeps a set's elements. */
export function orderedElements(items: readonly Value[]): readonly Value[] {
  if (items.length < 2) return items;
  if (items.every((item) => typeof item === 'string')) return orderedTexts(items);
  const keyed = items.map((item) => ({ item, key: sortKey(item) }));
  keyed.sort((left, right) => compareKeys(left.key, right.key));
  const kept: typeof keyed = [];
  let group = 0;
  for (const next of keyed) {
    const first = kept[group];
    if (first === undefined || compareKeys(first.key, next.key) !== 0) group = kept.length;
    else if (kept.slice(group).some((other) => sameElement(other.item, next.item))) continue;
    kept.push(next);
  }
  return kept.length === items.length && kept.every((entry, index) => entry.item === items[index])
    ? items
    : kept.map((entry) => entry.item);
}

function orderedTexts(items: readonly string[]): readonly string[] {
  let last: string | undefined;
  for (const item of items) {
    if (last !== undefined && compareText(last, item) >= 0) return sortedTexts(new Set(items));
    last = item;
  }
  return items;
}

/** `rank` sorts unknown values after known ones, and null last. */
interface SortKey {
  readonly rank: number;
  readonly value: string | Num;
}

function sortKey(item: Value): SortKey {
  const value = plain(item);
  if (isNull(value)) return { rank: 2, value: '' };
  if (value instanceof Unknown) return { rank: 1, value: '' };
  if (typeof value === 'number') return { rank: 0, value };
  if (typeof value === 'string') return { rank: 0, value };
  if (value instanceof Tagged && value.kind === 'number') return { rank: 0, value };
  return { rank: 0, value: canonicalText(value) };
}

function compareKeys(left: SortKey, right: SortKey): number {
  if (left.rank !== right.rank) return left.rank - right.rank;
  if (typeof left.value === 'string') {
    return typeof right.value === 'string' ? compareText(left.value, right.value) : 1;
  }
  return typeof right.value === 'string' ? -1 : compareNumbers(left.value, right.value);
}

/** True when both are wholly known and equal, regardless of marks; an unknown value equals nothing. */
function sameElement(left: Value, right: Value): boolean {
  const [a, b] = [plain(left), plain(right)];
  if (a instanceof Unknown || b instanceof Unknown) return false;
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b);
  if (a === b && typeof a !== 'object') return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (isTupleValue(a)) return isTupleValue(b) && sameItems(a, b, sameElement);
  if (a instanceof ListValue) return b instanceof ListValue && sameItems(a.items, b.items, sameElement);
  if (a instanceof SetValue) return b instanceof SetValue && sameItems(a.items, b.items, sameElement);
  if (a instanceof MapValue) return b instanceof MapValue && sameEntries(a.entries, b.entries, sameElement);
  if (a instanceof Tagged) return b instanceof Tagged && b.kind === 'number' && numbersEqual(a, b);
  return isObjectValue(b) && sameEntries(a, b, sameElement);
}

/** The text by which Terraform orders set elements that are not primitive. */
export function canonicalText(item: Value): string {
  const value = plain(item);
  if (isNull(value)) return '~';
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return tenDigits(value);
    case 'boolean':
      return value ? 'T' : 'F';
    default:
  }
  if (isTupleValue(value)) return `<${value.map((item) => `${canonicalText(item)};`).join('')}>`;
  if (value instanceof ListValue || value instanceof SetValue) {
    return `[${value.items.map((item) => `${canonicalText(item)};`).join('')}]`;
  }
  if (value instanceof MapValue) {
    const entries = sortedEntries(value.entries);
    return `{${entries.map(([name, entry]) => `${quoted(name)}:${canonicalText(entry)};`).join('')}}`;
  }
  if (value instanceof Unknown) return '?';
  if (value instanceof Tagged) return tenDigits(value);
  const attributes = sortedEntries(value);
  return `<${attributes.map(([, attribute]) => `${canonicalText(attribute)};`).join('')}>`;
}

/** C's `%.10g`. */
function tenDigits(value: Num): string {
  if (typeof value === 'number' && Math.abs(value) < 1e10) return String(value);
  const text = Number(formatNumber(value)).toPrecision(10);
  const [digits = '', power] = text.split('e');
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  if (power === undefined) {
    return Math.abs(Number(text)) < 1e-4 ? exponential(Number(text)) : short;
  }
  return short + powerText(power);
}

function exponential(value: number): string {
  const [digits = '', power = '+0'] = value.toExponential().split('e');
  return digits + powerText(power);
}

const powerText = (power: string): string => `e${power.slice(0, 1)}${power.slice(1).padStart(2, '0')}`;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** A string as Go quotes it. */
export function quoted(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
