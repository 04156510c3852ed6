import { numbersEqual } from './number.js';
import { orderedElements } from './set-order.js';
import { Tagged } from './tagged.js';
import { listOf, mapOf, objectOf, setOf, tupleOf, type Type, typesEqual } from './type.js';
import {
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  type ObjectValue,
  Sensitive,
  sensitive,
  SetValue,
  type TupleValue,
  Unknown,
  type Value,
} from './value.js';
import { sameEntries, sameItems } from './pairwise.js';
import { emptyRecord, ownEntry } from './record.js';

/** A value without its outermost mark. */
export type Unmarked = Exclude<Value, Sensitive>;

/** The type a value has when it stands alone. The null without a type, like an unknown without one, is `dynamic`. */
export function typeOf(value: Value): Type {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
  }
  if (value === null) return 'dynamic';
  if (!(value instanceof Tagged)) {
    if (isTupleValue(value)) return tupleOf(value.map(typeOf));
    const attributes = emptyRecord<Type>();
    for (const name in value) {
      const part = value[name];
      if (part !== undefined) attributes[name] = typeOf(part);
    }
    return objectOf(attributes);
  }
  switch (value.kind) {
    case 'number':
      return 'number';
    case 'list':
      return listOf(value.element);
    case 'set':
      return setOf(value.element);
    case 'map':
      return mapOf(value.element);
    case 'null':
    case 'unknown':
      return value.type;
    case 'sensitive':
      return typeOf(value.value);
  }
}

/** Whether two values are identical, including the types of collections and nulls, marks and unknowns. */
export function valuesEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (left instanceof Tagged) {
    if (!(right instanceof Tagged)) return false;
    switch (left.kind) {
      case 'number':
        return right.kind === 'number' && numbersEqual(left, right);
      case 'list':
      case 'set':
        return (
          right.kind === left.kind &&
          typesEqual(left.element, right.element) &&
          sameItems(left.items, right.items, valuesEqual)
        );
      case 'map':
        return (
          right.kind === 'map' &&
          typesEqual(left.element, right.element) &&
          sameEntries(left.entries, right.entries, valuesEqual)
        );
      case 'null':
      case 'unknown':
        return right.kind === left.kind && typesEqual(left.type, right.type);
      case 'sensitive':
        return right.kind === 'sensitive' && valuesEqual(left.value, right.value);
    }
  }
  if (isTupleValue(left)) return isTupleValue(right) && sameItems(left, right, valuesEqual);
  return isObjectValue(right) && sameEntries(left, right, valuesEqual);
}

/** The parts of a value that are values: items, or those of a record; undefined for a value without parts. */
export function partsOf(value: Value): TupleValue | ObjectValue | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (!(value instanceof Tagged)) return value;
  switch (value.kind) {
    case 'list':
    case 'set':
      return value.items;
    case 'map':
      return value.entries;
    default:
      return undefined;
  }
}

/** The part at an index or with a name; undefined if there is none. */
export function partAt(value: Value, step: string | number): Value | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  if (isTupleValue(parts)) return typeof step === 'number' ? parts[step] : undefined;
  return typeof step === 'string' ? ownEntry(parts, step) : undefined;
}

/** True if the value contains no unknowns. */
export function isWhollyKnown(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (value instanceof Unknown) return false;
  return value instanceof Sensitive ? isWhollyKnown(value.value) : everyPart(value, isWhollyKnown);
}

export function containsSensitive(value: Value): boolean {
  if (value === null || typeof value !== 'object') return false;
  return value instanceof Sensitive || !everyPart(value, containsNoSensitive);
}

const containsNoSensitive = (value: Value): boolean => !containsSensitive(value);

function everyPart(value: Value, test: (part: Value) => boolean): boolean {
  const parts = partsOf(value);
  if (parts === undefined) return true;
  if (isTupleValue(parts)) return parts.every(test);
  for (const name in parts) {
    const part = parts[name];
    if (part !== undefined && !test(part)) return false;
  }
  return true;
}

export function unmark(value: Value): Unmarked {
  return value instanceof Sensitive ? value.value : value;
}

/** The value without any mark; the same object if it has none. */
export function unmarkDeep(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  return mapParts(unmark(value), unmarkDeep);
}

/** `value`, marked if the top level of one of `sources` is marked. */
export function withMarksOf(value: Value, ...sources: readonly Value[]): Value {
  return sources.some((source) => source instanceof Sensitive) ? sensitive(value) : value;
}

/**
 * The value with every direct part replaced by the result of `change`; the same object if nothing changes. A changed
 * set is sorted again. A mark is not a part: pass the value without it.
 */
export function mapParts(value: Value, change: (part: Value, step: string | number) => Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (!(value instanceof Tagged)) {
    return isTupleValue(value) ? mapItems(value, change) : mapRecord(value, change);
  }
  switch (value.kind) {
    case 'list': {
      const items = mapItems(value.items, change);
      return items === value.items ? value : new ListValue(value.element, items);
    }
    case 'set': {
      const items = mapItems(value.items, change);
      return items === value.items ? value : setValue(value.element, items);
    }
    case 'map': {
      const entries = mapRecord(value.entries, change);
      return entries === value.entries ? value : new MapValue(value.element, entries);
    }
    default:
      return value;
  }
}

function mapItems(items: readonly Value[], change: (part: Value, step: number) => Value): readonly Value[] {
  let copy: Value[] | undefined;
  let index = 0;
  for (const item of items) {
    const next = change(item, index);
    if (next !== item) (copy ??= [...items])[index] = next;
    index += 1;
  }
  return copy ?? items;
}

function mapRecord(
  record: Readonly<Record<string, Value>>,
  change: (part: Value, step: string) => Value,
): Readonly<Record<string, Value>> {
  let copy: Record<string, Value> | undefined;
  // Object.entries() takes several times as long for a record with many names.
  for (const name in record) {
    const entry = record[name];
    if (entry === undefined) continue;
    const next = change(entry, name);
    if (next !== entry) (copy ??= Object.assign(emptyRecord<Value>(), record))[name] = next;
  }
  return copy ?? record;
}

/**
 * A set of these items, repetitions dropped, in canonical order. Marks are not moved: callers with marked items mark
 * the set instead, see {@link markedSet}.
 */
export function setValue(element: Type, items: readonly Value[]): SetValue {
  return new SetValue(element, orderedElements(items));
}

/** A set whose items cannot be marked one by one: a mark anywhere in an item marks the set. */
export function markedSet(element: Type, items: readonly Value[]): Value {
  return items.some(containsSensitive) ? sensitive(setValue(element, items.map(unmarkDeep))) : setValue(element, items);
}

/** A new object with one attribute changed or added. */
export function withAttribute(object: ObjectValue, name: string, value: Value): ObjectValue {
  if (Object.hasOwn(object, name) && object[name] === value) return object;
  const copy = Object.assign(emptyRecord<Value>(), object);
  copy[name] = value;
  return copy;
}
