import {
  convert,
  emptyRecord,
  hasDynamic,
  isKind,
  isNull,
  isObjectValue,
  isWhollyKnown,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  objectOf,
  objectValue,
  ownEntry,
  Sensitive,
  sensitive,
  sortedEntries,
  sortedTexts,
  standAlone,
  tupleOf,
  type Type,
  typeName,
  typeOf,
  typesEqual,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../../model/index.js';
import { anyParameter, ArgumentError, define, type FunctionDefinition, FunctionError } from './definition.js';
import { elementsIn } from './sequence.js';

/** The entries of a map or object; rejects other arguments. */
function entriesIn(given: Value, index: number): Readonly<Record<string, Value>> {
  const value = unmark(given);
  if (value instanceof MapValue) return value.entries;
  if (isObjectValue(value)) return value;
  throw new ArgumentError(index, `must be a map or an object, not ${typeName(typeOf(value))}`);
}

/** The keys of an object follow from its type, even if its value is unknown. */
function keys([map]: readonly [Value]): Value {
  const plain = unmark(map);
  if (plain instanceof Unknown) {
    if (plain.type === 'dynamic') return withMarksOf(UNKNOWN, map);
    const type = keysType([map]);
    const known = isKind(plain.type, 'object') ? plain.type.attributes : undefined;
    return withMarksOf(known === undefined ? new Unknown(type, true) : sortedTexts(Object.keys(known)), map);
  }
  const names = sortedTexts(Object.keys(entriesIn(map, 0)));
  return withMarksOf(plain instanceof MapValue ? new ListValue('string', names) : names, map);
}

function keysType([map]: readonly [Value]): Type {
  const type = typeOf(unmark(map));
  if (isKind(type, 'map')) return listOf('string');
  if (isKind(type, 'object')) return tupleOf(Object.keys(type.attributes).map(() => 'string'));
  throw new ArgumentError(0, `must be a map or an object, not ${typeName(type)}`);
}

function values([map]: readonly [Value]): Value {
  const items = sortedEntries(entriesIn(map, 0)).map(([, item]) => item);
  const plain = unmark(map);
  return withMarksOf(plain instanceof MapValue ? new ListValue(plain.element, items) : items, map);
}

function valuesType([map]: readonly [Value]): Type {
  const type = typeOf(unmark(map));
  if (isKind(type, 'map')) return listOf(type.element);
  if (isKind(type, 'object')) return tupleOf(sortedEntries(type.attributes).map(([, attribute]) => attribute));
  throw new ArgumentError(0, `must be a map or an object, not ${typeName(type)}`);
}

function lookup([map, key, ...defaults]: readonly [Value, string | Sensitive, ...Value[]]): Value {
  const [fallback, ...more] = defaults;
  if (more.length > 0) throw new FunctionError(`it takes two or three arguments, not ${defaults.length + 2}`);
  const plain = unmark(map);
  // The argument is converted to a string, which a mark hides from the compiler.
  const name = unmark(key) as string;
  const found = ownEntry(entriesIn(map, 0), name);
  if (found !== undefined) {
    return withMarksOf(standAlone(found, plain instanceof MapValue ? plain.element : 'dynamic'), map, key);
  }
  if (fallback === undefined) {
    const shown = !(map instanceof Sensitive) && !(key instanceof Sensitive);
    throw new ArgumentError(
      1,
      shown
        ? `is ${JSON.stringify(name)}, which is not among the keys; give a default as the third argument`
        : 'is not among the keys; give a default as the third argument',
    );
  }
  if (!(plain instanceof MapValue)) return withMarksOf(fallback, map, key);
  const converted = convert(fallback, plain.element);
  if (!converted.ok) throw new ArgumentError(2, `must have the type of the elements: it ${converted.message}`);
  return withMarksOf(converted.value, map, key);
}

function lookupType([map]: readonly [Value, ...Value[]]): Type {
  const type = typeOf(unmark(map));
  if (isKind(type, 'map')) return type.element;
  if (type === 'dynamic' || isKind(type, 'object')) return 'dynamic';
  throw new ArgumentError(0, `must be a map, not ${typeName(type)}`);
}

/** Later entries replace earlier ones; null arguments have none. Maps of one type stay a map, anything else is an object. */
function merge(args: readonly Value[]): Value {
  const result = objectValue();
  const type = mergeType(args);
  const element = isKind(type, 'map') ? type.element : undefined;
  for (const [index, arg] of args.entries()) {
    if (isNull(unmark(arg))) continue;
    const plain = unmark(arg);
    const alone =
      plain instanceof MapValue && !typesEqual(element ?? 'dynamic', plain.element) ? plain.element : 'dynamic';
    for (const [name, item] of Object.entries(entriesIn(arg, index))) result[name] = standAlone(item, alone);
  }
  const value = element === undefined ? result : new MapValue(element, result);
  // As in Terraform, a null leaves nothing behind, not even its mark.
  return withMarksOf(value, ...args.filter((arg) => !isNull(unmark(arg))));
}

function mergeType(args: readonly Value[]): Type {
  const given = args.map(unmark);
  const types = given.map(typeOf);
  const [first] = types;
  for (const [index, type] of types.entries()) {
    if (type === 'dynamic') return 'dynamic';
    if (!isKind(type, 'map', 'object'))
      throw new ArgumentError(index, `must be a map or an object, not ${typeName(type)}`);
  }
  if (first !== undefined && isKind(first, 'map')) {
    if (types.every((type) => typesEqual(type, first))) return first;
    // Maps of one type make a map, others an object; which one may depend on unknown values.
    if (types.every((type) => isKind(type, 'map')) && given.some(isOpen)) return mapOf('dynamic');
  }
  return mergedObject(args) ?? 'dynamic';
}

const isOpen = (map: Value): boolean => hasDynamic(typeOf(map)) && !isWhollyKnown(map);

/** The combined object type of all arguments; undefined while a map among them is unknown. */
function mergedObject(args: readonly Value[]): Type | undefined {
  const attributes = emptyRecord<Type>();
  for (const arg of args) {
    const value = unmark(arg);
    if (isNull(value)) continue;
    const type = typeOf(value);
    if (isKind(type, 'object')) Object.assign(attributes, type.attributes);
    else if (value instanceof MapValue) for (const name of Object.keys(value.entries)) attributes[name] = value.element;
    else return undefined;
  }
  return objectOf(attributes);
}

/** Combines equally many keys and values into a map, or into an object if the values differ in type. */
function zipMap([names, given]: readonly [ListValue | Sensitive, Value]): Value {
  const { items: keyItems } = elementsIn(names, 0);
  const { kind, items, element } = elementsIn(given, 1);
  if (kind === 'set') throw new ArgumentError(1, 'must be a list, not a set');
  if (keyItems.length !== items.length) {
    throw new FunctionError(`there are ${keyItems.length} keys and ${items.length} values`);
  }
  const entries = objectValue();
  let marked = names instanceof Sensitive || given instanceof Sensitive;
  let known = true;
  for (const [index, item] of items.entries()) {
    const name = keyItems[index] ?? null;
    const key = unmark(name);
    marked ||= key !== name;
    if (key instanceof Unknown) known = false;
    else if (typeof key === 'string') entries[key] = item;
    else throw new ArgumentError(0, `contains a null (element ${index})`);
  }
  const value = known
    ? element === undefined
      ? entries
      : new MapValue(element, entries)
    : new Unknown(element === undefined ? 'dynamic' : mapOf(element), element !== undefined);
  return marked ? sensitive(value) : value;
}

function zipMapType([, given]: readonly [Value, Value]): Type {
  const type = typeOf(unmark(given));
  return isKind(type, 'list') ? mapOf(type.element) : 'dynamic';
}

/** Turns a map from keys to lists of strings into one from these strings to lists of keys. */
function transpose([map]: readonly [MapValue]): Value {
  const lists = emptyRecord<string[]>();
  for (const [key, list] of sortedEntries(map.entries)) {
    const items = list instanceof ListValue ? list.items : [null];
    for (const item of items) {
      if (typeof item !== 'string') throw new ArgumentError(0, 'must not contain null');
      (lists[item] ??= []).push(key);
    }
  }
  const result = objectValue();
  for (const [name, list] of sortedEntries(lists)) result[name] = new ListValue('string', list);
  return new MapValue(listOf('string'), result);
}

const someMap = { ...anyParameter('inputMap'), unknown: 'inside', marked: true } as const;

export const MAP_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  keys: define([{ ...someMap, unknown: 'all' }], keysType, keys),
  values: define([{ ...someMap, name: 'mapping' }], valuesType, values),
  lookup: define([someMap, { name: 'key', type: 'string', marked: true }], lookupType, lookup, {
    rest: { ...anyParameter('default'), nullable: true, unknown: 'all', marked: true },
    nullable: true,
  }),
  merge: define([], mergeType, merge, { rest: { ...someMap, name: 'maps', nullable: true } }),
  zipmap: define(
    [
      { name: 'keys', type: listOf('string'), unknown: 'inside', marked: true },
      { ...anyParameter('values'), unknown: 'inside', marked: true },
    ],
    zipMapType,
    zipMap,
  ),
  transpose: define([{ name: 'values', type: mapOf(listOf('string')) }], mapOf(listOf('string')), transpose),
};
