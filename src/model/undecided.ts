import { ownEntry } from './record.js';
import type { Type } from './type.js';
import { isWhollyKnown } from './value-operations.js';
import { isTupleValue, ListValue, MapValue, Sensitive, SetValue, Unknown, type Value } from './value.js';

/**
 * True if the value contains an unknown of unknown type in a place where `type`, derived from other values, is more
 * specific: the eventual value may change the common type, `[unknown, 1]` a list of strings. Only string is final,
 * since numbers and bools become strings.
 */
export function isUndecided(value: Value, type: Type): boolean {
  if (value === null || typeof value !== 'object' || isSettled(type)) return false;
  if (value instanceof Sensitive) return isUndecided(value.value, type);
  if (value instanceof Unknown) return isUndecidedType(value.type, type);
  if (isWhollyKnown(value)) return false;
  if (isTupleValue(value)) return value.some((item, index) => isUndecided(item, partOf(type, index)));
  if (value instanceof ListValue || value instanceof SetValue)
    return value.items.some((item, index) => isUndecided(item, partOf(type, index)));
  const entries = value instanceof MapValue ? value.entries : value;
  return Object.entries(entries).some(([name, entry]) => isUndecided(entry, partOf(type, name)));
}

const isSettled = (type: Type): boolean => type === 'string' || type === 'dynamic';

function isUndecidedType(from: Type, to: Type): boolean {
  if (isSettled(to)) return false;
  if (from === 'dynamic') return true;
  if (typeof from === 'string' || typeof to === 'string') return false;
  if (from.kind === 'tuple') return from.items.some((item, index) => isUndecidedType(item, partOf(to, index)));
  if (from.kind === 'object')
    return Object.entries(from.attributes).some(([name, type]) => isUndecidedType(type, partOf(to, name)));
  return 'element' in to && isUndecidedType(from.element, to.element);
}

/** The type at an index or name of values of `type`; `dynamic` where `type` has no such place. */
function partOf(type: Type, key: number | string): Type {
  if (typeof type === 'string') return 'dynamic';
  if (type.kind === 'tuple') return (typeof key === 'number' ? type.items[key] : undefined) ?? 'dynamic';
  if (type.kind === 'object') return ownEntry(type.attributes, String(key)) ?? 'dynamic';
  return type.element;
}
