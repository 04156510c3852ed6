import { emptyRecord } from '../record.js';
import { formatNumber } from '../number-text.js';
import { Tagged } from '../tagged.js';
import { unmark } from '../value-operations.js';
import { Sensitive, Unknown, type ObjectValue, type TupleValue, type Value } from '../value.js';
import { LargeValue } from './lazy.js';
import { sensitiveMask, sortedNames } from './masks.js';

/** Larger values are printed piece by piece. */
const AT_ONCE = 1 << 16;

/** The text of what `plainJson` (masks.ts) makes of the value, without making that: plans hold very many. */
export function plainText(value: Value): string | LargeValue {
  return room(value, AT_ONCE) < 0 ? new LargeValue(value) : print(value);
}

/** What is left of a budget of characters after this value; negative when it is too much. */
function room(value: Value, budget: number): number {
  if (typeof value === 'string') return budget - value.length;
  if (typeof value !== 'object' || value === null) return budget - 1;
  const plain = unmark(value);
  if (plain !== value) return room(plain, budget);
  if (value instanceof Tagged) {
    if (value.kind === 'map') return room(value.entries, budget);
    return value.kind === 'list' || value.kind === 'set' ? room(value.items, budget) : budget - 1;
  }
  let left = budget;
  if (Array.isArray(value)) {
    for (const item of value as TupleValue) if ((left = room(item, left)) < 0) return left;
    return left;
  }
  const record = value as ObjectValue;
  for (const name in record) if ((left = room(record[name]!, left - name.length)) < 0) return left;
  return left;
}

function print(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const plain = unmark(value);
  if (plain !== value) return print(plain);
  if (!(value instanceof Tagged)) {
    return Array.isArray(value) ? printItems(value as TupleValue) : printMembers(value as ObjectValue);
  }
  switch (value.kind) {
    case 'number':
      return formatNumber(value);
    case 'list':
    case 'set':
      return printItems(value.items);
    case 'map':
      return printMembers(value.entries);
    default:
      return 'null';
  }
}

const printItems = (items: readonly Value[]): string => `[${items.map(print).join(',')}]`;

function printMembers(record: Readonly<Record<string, Value>>): string {
  let text = '';
  for (const name of sortedNames(record)) {
    const value = record[name]!;
    if (unmark(value) instanceof Unknown) continue;
    text += `${text === '' ? '' : ','}${quoted(name)}:${print(value)}`;
  }
  return `{${text}}`;
}

/** What JSON escapes, and halves of surrogate pairs, which JSON.stringify looks at more closely. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as a JSON string. */
export const quoted = (text: string): string => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);

/** The text of what `unknownMask` (masks.ts) makes of the value. */
export function unknownText(value: Value): string {
  const plain = unmark(value);
  return plain instanceof Unknown ? 'true' : maskOf(plain, unknownText);
}

/** The text of what `sensitiveMask` (masks.ts) makes of the value. */
export function sensitiveText(value: Value): string {
  if (value instanceof Sensitive) return 'true';
  return value instanceof Unknown ? JSON.stringify(sensitiveMask(value)) : maskOf(value, sensitiveText);
}

function maskOf(value: Value, part: (value: Value) => string): string {
  if (typeof value !== 'object' || value === null) return 'false';
  if (!(value instanceof Tagged))
    return Array.isArray(value) ? maskOfItems(value as TupleValue, part) : maskOfMembers(value as ObjectValue, part);
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

/** Most objects have nothing to tell, and their names are not put in order for that. */
function maskOfMembers(record: Readonly<Record<string, Value>>, part: (value: Value) => string): string {
  let told: Record<string, string> | undefined;
  for (const name in record) {
    const value = record[name]!;
    if (typeof value !== 'object' || value === null) continue;
    const inside = part(value);
    if (inside !== 'false') (told ??= emptyRecord<string>())[name] = inside;
  }
  if (told === undefined) return '{}';
  let text = '';
  for (const name of sortedNames(told)) text += `${text === '' ? '' : ','}${quoted(name)}:${told[name]!}`;
  return `{${text}}`;
}
