import {
  convert,
  hasDynamic,
  isNull,
  isObjectValue,
  isWhollyKnown,
  ListValue,
  listOf,
  MapValue,
  mapOf,
  objectOf,
  objectValue,
  Sensitive,
  sensitive,
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
import { sortedKeys } from '../keys.js';
import { anyParameter, ArgumentError, fixed, type FunctionDefinition, FunctionError } from './definition.js';
import { elementsIn, isKind, sequenceParameter } from './sequence.js';

/** The entries of a map or object; rejects other arguments. */
function entriesIn(given: Value, index: number): Readonly<Record<string, Value>> {
  const value = unmark(given);
  if (value instanceof MapValue) return value.entries;
  if (isObjectValue(value)) return value;
  throw new ArgumentError(index, `must be a map or an object, not ${typeName(typeOf(value))}`);
}

const mapParameter = (name: string) => anyParameter(name, { unknown: 'inside', marked: true });

/** The keys of an object follow from its type, even if its value is unknown. */
function keys([map]: readonly Value[]): Value {
  const plain = unmark(map!);
  if (plain instanceof Unknown) {
    if (plain.type === 'dynamic') return withMarksOf(UNKNOWN, map!);
    const type = keysType([map!]);
    const known = typeof plain.type === 'object' && plain.type.kind === 'object' ? plain.type.attributes : undefined;
    return withMarksOf(known === undefined ? new Unknown(type, true) : sortedTexts(Object.keys(known)), map!);
  }
  const names = sortedKeys(entriesIn(map!, 0));
  return withMarksOf(unmark(map!) instanceof MapValue ? new ListValue('string', names) : names, map!);
}

function keysType([map]: readonly Value[]): Type {
  const type = typeOf(unmark(map!));
  if (isKind(type, 'map')) return listOf('string');
  if (type !== 'dynamic' && isKind(type, 'object') && type.kind === 'object') {
    return tupleOf(Object.keys(type.attributes).map(() => 'string'));
  }
  throw new ArgumentError(0, `must be a map or an object, not ${typeName(type)}`);
}

function values([map]: readonly Value[]): Value {
  const entries = entriesIn(map!, 0);
  const items = sortedKeys(entries).map((name) => entries[name]!);
  const plain = unmark(map!);
  return withMarksOf(plain instanceof MapValue ? new ListValue(plain.element, items) : items, map!);
}

function valuesType([map]: readonly Value[]): Type {
  const type = typeOf(unmark(map!));
  if (isKind(type, 'map') && 'element' in type) return listOf(type.element);
  if (isKind(type, 'object') && type.kind === 'object') {
    return tupleOf(
      Object.keys(type.attributes)
        .sort()
        .map((name) => type.attributes[name]!),
    );
  }
  throw new ArgumentError(0, `must be a map or an object, not ${typeName(type)}`);
}

function lookup(args: readonly Value[]): Value {
  const [map, key, fallback] = args;
  if (args.length > 3) throw new FunctionError(`it takes two or three arguments, not ${args.length}`);
  const plain = unmark(map!);
  const entries = entriesIn(map!, 0);
  const name = unmark(key!) as string;
  if (Object.hasOwn(entries, name)) {
    const found = standAlone(entries[name]!, plain instanceof MapValue ? plain.element : 'dynamic');
    return withMarksOf(found, map!, key!);
  }
  if (args.length < 3) {
    const shown = !(map instanceof Sensitive) && !(key instanceof Sensitive);
    throw new ArgumentError(
      1,
      shown
        ? `is ${JSON.stringify(name)}, which is not among the keys; give a default as the third argument`
        : 'is not among the keys; give a default as the third argument',
    );
  }
  if (!(plain instanceof MapValue)) return withMarksOf(fallback!, map!, key!);
  const converted = convert(fallback!, plain.element);
  if (!converted.ok) throw new ArgumentError(2, `must have the type of the elements: it ${converted.message}`);
  return withMarksOf(converted.value, map!, key!);
}

function lookupType([map]: readonly Value[]): Type {
  const type = typeOf(unmark(map!));
  if (isKind(type, 'map') && 'element' in type) return type.element;
  if (type === 'dynamic' || isKind(type, 'object')) return 'dynamic';
  throw new ArgumentError(0, `must be a map, not ${typeName(type)}`);
}

/** Later entries replace earlier ones; null arguments have none. Maps of one type stay a map, anything else is an object. */
function merge(args: readonly Value[]): Value {
  const result = objectValue();
  const type = mergeType(args);
  const element = isKind(type, 'map') && 'element' in type ? type.element : 'dynamic';
  for (const [index, arg] of args.entries()) {
    if (isNull(unmark(arg))) continue;
    const entries = entriesIn(arg, index);
    const plain = unmark(arg);
    const alone = plain instanceof MapValue && !typesEqual(element, plain.element) ? plain.element : 'dynamic';
    for (const name of Object.keys(entries)) result[name] = standAlone(entries[name]!, alone);
  }
  const value = isKind(type, 'map') && 'element' in type ? new MapValue(type.element, result) : result;
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
  const attributes = Object.create(null) as Record<string, Type>;
  for (const arg of args) {
    const value = unmark(arg);
    if (isNull(value)) continue;
    const type = typeOf(value);
    if (isKind(type, 'object') && type.kind === 'object') Object.assign(attributes, type.attributes);
    else if (value instanceof MapValue) for (const name of Object.keys(value.entries)) attributes[name] = value.element;
    else return undefined;
  }
  return objectOf(attributes);
}

/** Combines equally many keys and values into a map, or into an object if the values differ in type. */
function zipMap([names, given]: readonly Value[]): Value {
  const list = unmark(names!) as ListValue;
  const elements = elementsIn(given!, 1);
  if (elements.kind === 'set') throw new ArgumentError(1, 'must be a list, not a set');
  if (list.items.length !== elements.items.length) {
    throw new FunctionError(`there are ${list.items.length} keys and ${elements.items.length} values`);
  }
  const entries = objectValue();
  let marked = names instanceof Sensitive || given instanceof Sensitive;
  let known = true;
  for (const [index, item] of list.items.entries()) {
    const key = unmark(item);
    marked ||= key !== item;
    if (isNull(key)) throw new ArgumentError(0, `contains a null (element ${index})`);
    if (key instanceof Unknown) known = false;
    else entries[key as string] = elements.items[index]!;
  }
  const type = elements.element === undefined ? undefined : mapOf(elements.element);
  const value = !known
    ? new Unknown(type ?? 'dynamic', type !== undefined)
    : type === undefined
      ? entries
      : new MapValue(elements.element!, entries);
  return marked ? sensitive(value) : value;
}

function zipMapType([, given]: readonly Value[]): Type {
  const type = typeOf(unmark(given!));
  return isKind(type, 'list') && 'element' in type ? mapOf(type.element) : 'dynamic';
}

/** Turns a map from keys to lists of strings into one from these strings to lists of keys. */
function transpose([map]: readonly Value[]): Value {
  const { entries } = map as MapValue;
  const lists = Object.create(null) as Record<string, string[]>;
  for (const key of sortedKeys(entries)) {
    const list = entries[key];
    if (list === null) throw new ArgumentError(0, 'must not contain null');
    for (const item of (list as ListValue).items) {
      if (isNull(item)) throw new ArgumentError(0, 'must not contain null');
      (lists[item as string] ??= []).push(key);
    }
  }
  const result = objectValue();
  for (const name of sortedKeys(lists)) result[name] = new ListValue('string', lists[name]!);
  return new MapValue(listOf('string'), result);
}

export const MAP_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  keys: fixed([{ ...mapParameter('inputMap'), unknown: 'all' }], keysType, keys),
  values: fixed([mapParameter('mapping')], valuesType, values),
  lookup: fixed([mapParameter('inputMap'), { name: 'key', type: 'string', marked: true }], lookupType, lookup, {
    rest: anyParameter('default', { nullable: true, unknown: 'all', marked: true }),
    nullable: true,
  }),
  merge: fixed([], mergeType, merge, {
    rest: anyParameter('maps', { nullable: true, unknown: 'inside', marked: true }),
  }),
  zipmap: fixed(
    [
      { name: 'keys', type: listOf('string'), unknown: 'inside', marked: true },
      sequenceParameter('values', { unknown: 'inside', marked: true }),
    ],
    zipMapType,
    zipMap,
  ),
  transpose: fixed([{ name: 'values', type: mapOf(listOf('string')) }], mapOf(listOf('string')), transpose),
};
