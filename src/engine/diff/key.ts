import {
  ExactNumber,
  isTupleValue,
  ListValue,
  MapValue,
  SetValue,
  Unknown,
  typeToJson,
  type Value,
} from '../../model/index.js';
import { bare } from './parts.js';

/**
 * A text by which values can be looked up: equal values have equal keys, and known values with equal keys have equal
 * content (a list and a tuple of the same items share one key, marks and element types are left out).
 */
export function valueKey(value: Value): string {
  const inner = bare(value);
  if (inner === null) return '~';
  switch (typeof inner) {
    case 'string':
      return JSON.stringify(inner);
    case 'number':
      return String(inner);
    case 'boolean':
      return inner ? 'T' : 'F';
    default:
  }
  if (inner instanceof Unknown) return `?${JSON.stringify(typeToJson(inner.type))}`;
  if (inner instanceof ExactNumber) return `${inner.mantissa}p${inner.exponent}`;
  if (inner instanceof ListValue || inner instanceof SetValue) return keyOfItems(inner.items);
  if (isTupleValue(inner)) return keyOfItems(inner);
  return keyOfEntries(inner instanceof MapValue ? inner.entries : inner);
}

const keyOfItems = (items: readonly Value[]): string => `[${items.map(valueKey).join(';')}]`;

function keyOfEntries(entries: Readonly<Record<string, Value>>): string {
  const names = Object.keys(entries).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${valueKey(entries[name]!)}`).join(';')}}`;
}
