import { numbersEqual } from './number.js';
import type { Path } from './path.js';
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
  Unknown,
  UNKNOWN,
  type Value,
} from './value.js';
import { emptyRecord } from './record.js';

/** A value without its outermost mark. */
export type Unmarked = Exclude<Value, Sensitive>;

/** The type a value has. A null does not know its type: `dynamic`. */
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
    for (const name of Object.keys(value)) attributes[name] = typeOf(value[name]!);
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
    case 'unknown':
      return value.type;
    case 'sensitive':
      return typeOf(value.value);
  }
}

/** Identity: types of collections, marks and unknowns (of one type) count. */
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
          right.kind === left.kind && typesEqual(left.element, right.element) && itemsEqual(left.items, right.items)
        );
      case 'map':
        return (
          right.kind === 'map' && typesEqual(left.element, right.element) && recordsEqual(left.entries, right.entries)
        );
      case 'unknown':
        return right.kind === 'unknown' && typesEqual(left.type, right.type);
      case 'sensitive':
        return right.kind === 'sensitive' && valuesEqual(left.value, right.value);
    }
  }
  if (isTupleValue(left)) return isTupleValue(right) && itemsEqual(left, right);
  return isObjectValue(right) && recordsEqual(left, right);
}

function itemsEqual(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, index) => valuesEqual(item, right[index]!));
}

function recordsEqual(left: Readonly<Record<string, Value>>, right: Readonly<Record<string, Value>>): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && valuesEqual(left[name]!, right[name]!))
  );
}

/** The parts of a value that are values: items, or those of a record; undefined for what has none. */
function partsOf(value: Value): readonly Value[] | Readonly<Record<string, Value>> | undefined {
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

/** True when nothing in the value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (value instanceof Unknown) return false;
  return everyPart(value instanceof Sensitive ? value.value : value, isWhollyKnown);
}

export function containsSensitive(value: Value): boolean {
  if (value === null || typeof value !== 'object') return false;
  return value instanceof Sensitive || !everyPart(value, containsNoSensitive);
}

const containsNoSensitive = (value: Value): boolean => !containsSensitive(value);

function everyPart(value: Value, test: (part: Value) => boolean): boolean {
  const parts = partsOf(value);
  if (parts === undefined) return true;
  if (Array.isArray(parts)) return (parts as readonly Value[]).every(test);
  const record = parts as Readonly<Record<string, Value>>;
  for (const name of Object.keys(record)) if (!test(record[name]!)) return false;
  return true;
}

export function unmark(value: Value): Unmarked {
  return value instanceof Sensitive ? value.value : value;
}

/** The value without any mark; the same object when it has none. */
export function unmarkDeep(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  return mapParts(unmark(value), unmarkDeep);
}

/** `value`, marked when one of `sources` is marked at its top. */
export function withMarksOf(value: Value, ...sources: readonly Value[]): Value {
  return sources.some((source) => source instanceof Sensitive) ? sensitive(value) : value;
}

/**
 * The value with every direct part replaced by what `change` makes of it; the same object when nothing changes. A changed set
 * is put in order again. A mark is not a part: give the value without it.
 */
export function mapParts<V extends Value>(value: V, change: (part: Value, step: string | number) => Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (!(value instanceof Tagged)) {
    return isTupleValue(value) ? mapItems(value, change) : mapRecord(value as ObjectValue, change);
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
  for (let index = 0; index < items.length; index += 1) {
    const next = change(items[index]!, index);
    if (next !== items[index]) (copy ??= [...items])[index] = next;
  }
  return copy ?? items;
}

function mapRecord(
  record: Readonly<Record<string, Value>>,
  change: (part: Value, step: string) => Value,
): Readonly<Record<string, Value>> {
  let copy: Record<string, Value> | undefined;
  for (const name of Object.keys(record)) {
    const next = change(record[name]!, name);
    if (next !== record[name])
      (copy ??= Object.assign(emptyRecord<Value>(), record))[name] = next;
  }
  return copy ?? record;
}

/**
 * A set of these items, repetitions dropped, in canonical order. Marks stay where they are: whoever builds a set from marked
 * items marks the set instead, see {@link markedSet}.
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

/** Calls `visit` for the value and everything inside, parents first; marks are visited, not their content twice. False skips the inside. */
export function walkValue(value: Value, visit: (value: Value, path: Path) => boolean | void, path: Path = []): void {
  if (visit(value, path) === false) return;
  const parts = partsOf(unmark(value));
  if (parts === undefined) return;
  if (Array.isArray(parts)) {
    (parts as readonly Value[]).forEach((item, index) => walkValue(item, visit, [...path, index]));
  } else {
    const record = parts as Readonly<Record<string, Value>>;
    for (const name of Object.keys(record)) walkValue(record[name]!, visit, [...path, name]);
  }
}

/** Where the marks are. Elements of a set have no path: a mark in one counts for the set. */
export function sensitivePaths(value: Value): Path[] {
  const found: Path[] = [];
  if (!containsSensitive(value)) return found;
  walkValue(value, (part, path) => {
    if (part instanceof Sensitive || (part instanceof SetValue && containsSensitive(part))) {
      found.push(path);
      return !(part instanceof Sensitive && !containsSensitive(part.value)) && !(unmark(part) instanceof SetValue);
    }
    return undefined;
  });
  return found;
}

/** The value with what lies at `path` replaced; unchanged when nothing lies there. */
export function transformValue(value: Value, path: Path, fn: (value: Value) => Value): Value {
  return transformAt(value, path, 0, fn, false);
}

function transformAt(value: Value, path: Path, depth: number, fn: (value: Value) => Value, stopEarly: boolean): Value {
  if (depth === path.length) return fn(value);
  if (value instanceof Sensitive) {
    const inside = transformAt(value.value, path, depth, fn, stopEarly);
    return inside === value.value ? value : sensitive(inside);
  }
  if (value instanceof SetValue || value instanceof Unknown) return stopEarly ? fn(value) : value;
  const step = path[depth]!;
  const parts = partsOf(value);
  if (parts === undefined || !hasStep(parts, step)) return value;
  return mapParts(value, (part, name) => (name === step ? transformAt(part, path, depth + 1, fn, stopEarly) : part));
}

function hasStep(parts: readonly Value[] | Readonly<Record<string, Value>>, step: string | number): boolean {
  return Array.isArray(parts)
    ? typeof step === 'number' && step in parts
    : typeof step === 'string' && Object.hasOwn(parts, step);
}

/** Marks what lies at each path; a path into a set or into something unknown marks that. */
export function markPaths(value: Value, paths: readonly Path[]): Value {
  let result = value;
  for (const path of paths) result = transformAt(result, path, 0, sensitive, true);
  return result;
}

/**
 * What lies at `path`; undefined when nothing does. A mark on the way marks the result, an unknown on the way makes it unknown.
 */
export function getAt(value: Value, path: Path): Value | undefined {
  let current: Value = value;
  let marked = false;
  for (const step of path) {
    if (current instanceof Sensitive) {
      marked = true;
      current = current.value;
    }
    if (current instanceof Unknown) {
      current = unknownPart(current.type, step);
      continue;
    }
    if (current instanceof SetValue) return undefined;
    const parts = partsOf(current);
    if (parts === undefined || !hasStep(parts, step)) return undefined;
    current = (parts as Readonly<Record<string | number, Value>>)[step]!;
  }
  return marked ? sensitive(current) : current;
}

function unknownPart(type: Type, step: string | number): Unknown {
  if (typeof type === 'string') return UNKNOWN;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return new Unknown(type.element);
    case 'tuple':
      return new Unknown(typeof step === 'number' ? (type.items[step] ?? 'dynamic') : 'dynamic');
    case 'object':
      return new Unknown(Object.hasOwn(type.attributes, step) ? type.attributes[step]! : 'dynamic');
  }
}
