import { compareNumbers, type Num, numbersEqual } from './number.js';
import { formatNumber } from './number-text.js';
import { Tagged } from './tagged.js';
import { isNull, ListValue, MapValue, Sensitive, SetValue, Unknown, type Value } from './value.js';

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
  let sorted = true;
  for (let index = 1; index < items.length && sorted; index += 1) {
    sorted = compareText(items[index - 1]!, items[index]!) < 0;
  }
  return sorted ? items : sortedTexts(new Set(items));
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
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a as readonly Value[], b as readonly Value[]);
  if (a instanceof ListValue) return b instanceof ListValue && sameItems(a.items, b.items);
  if (a instanceof SetValue) return b instanceof SetValue && sameItems(a.items, b.items);
  if (a instanceof MapValue) return b instanceof MapValue && sameRecords(a.entries, b.entries);
  if (a instanceof Tagged) return b instanceof Tagged && b.kind === 'number' && numbersEqual(a, b);
  return (
    !(b instanceof Tagged) &&
    !Array.isArray(b) &&
    sameRecords(a as Readonly<Record<string, Value>>, b as Readonly<Record<string, Value>>)
  );
}

const sameItems = (left: readonly Value[], right: readonly Value[]): boolean =>
  left.length === right.length && left.every((item, index) => sameElement(item, right[index]!));

function sameRecords(left: Readonly<Record<string, Value>>, right: Readonly<Record<string, Value>>): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameElement(left[name]!, right[name]!))
  );
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
  if (Array.isArray(value)) return `<${(value as readonly Value[]).map((item) => `${canonicalText(item)};`).join('')}>`;
  if (value instanceof ListValue || value instanceof SetValue) {
    return `[${value.items.map((item) => `${canonicalText(item)};`).join('')}]`;
  }
  if (value instanceof MapValue) {
    const { entries } = value;
    const names = sortedTexts(Object.keys(entries));
    return `{${names.map((name) => `${quoted(name)}:${canonicalText(entries[name]!)};`).join('')}}`;
  }
  if (value instanceof Unknown) return '?';
  if (value instanceof Tagged) return tenDigits(value);
  const record = value as Readonly<Record<string, Value>>;
  const names = sortedTexts(Object.keys(record));
  return `<${names.map((name) => `${canonicalText(record[name]!)};`).join('')}>`;
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
  return `${short}e${power[0]!}${power.slice(1).padStart(2, '0')}`;
}

function exponential(value: number): string {
  const [digits = '', power = '+0'] = value.toExponential().split('e');
  return `${digits}e${power[0]!}${power.slice(1).padStart(2, '0')}`;
}

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
    const code = character.codePointAt(0)!;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
