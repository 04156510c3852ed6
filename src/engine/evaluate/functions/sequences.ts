import {
  addNumbers,
  compareNumbers,
  containsSensitive,
  convert,
  hasDynamic,
  isNull,
  ListValue,
  listOf,
  MapValue,
  isObjectValue,
  isWhollyKnown,
  type Num,
  onlyType,
  Sensitive,
  sensitive,
  standAlone,
  type Type,
  typeName,
  typeOf,
  typesEqual,
  unify,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../../model/index.js';
import { equals } from '../equality.js';
import { lengthOf, numberBetween } from '../refined.js';
import { boundedCount } from './bounds.js';
import { countCharacters } from './characters.js';
import {
  anyParameter,
  ArgumentError,
  fixed,
  type FunctionDefinition,
  FunctionError,
  numberParameter,
} from './definition.js';
import { Membership } from './membership.js';
import {
  elementsAlone,
  elementsIn,
  hasUnknownLength,
  isKind,
  sequenceParameter,
  typeOfElements,
  wholeNumber,
} from './sequence.js';

/**
 * The number of elements, or of characters as people count them in a string. Marks inside the value do not count; the
 * mark of the whole does.
 */
function length([given]: readonly Value[]): Value {
  const value = unmark(given!);
  const type = typeOf(value);
  if (typeof value === 'string') return withMarksOf(countCharacters(value), given!);
  if (value instanceof Unknown) {
    if (isKind(type, 'tuple') && type.kind === 'tuple') return withMarksOf(type.items.length, given!);
    if (isKind(type, 'object') && type.kind === 'object')
      return withMarksOf(Object.keys(type.attributes).length, given!);
    if (type === 'string')
      return withMarksOf(numberBetween({ least: countCharacters(value.range?.prefix ?? '') }), given!);
    if (type === 'dynamic' || typeof type !== 'string')
      return withMarksOf(numberBetween(lengthOf(value) ?? {}), given!);
  } else if (hasUnknownLength(value)) {
    return withMarksOf(new Unknown('number', true), given!);
  }
  if (value instanceof MapValue) return withMarksOf(Object.keys(value.entries).length, given!);
  if (isObjectValue(value)) return withMarksOf(Object.keys(value).length, given!);
  if (value === null || typeof value !== 'object' || value instanceof Unknown || 'mantissa' in value) {
    throw new ArgumentError(0, `must be a string, a collection, a tuple or an object, not ${typeName(type)}`);
  }
  return withMarksOf(elementsIn(value, 0).items.length, given!);
}

/** The element at an index that wraps around at both ends. */
function element([list, at]: readonly Value[]): Value {
  const { items, kind, element: type } = elementsIn(list!, 0);
  if (kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  const index = wholeNumber(at!, 1);
  if (items.length === 0) throw new ArgumentError(0, 'is empty');
  return withMarksOf(standAlone(items.at(index % items.length)!, type ?? 'dynamic'), list!);
}

function index([list, wanted]: readonly Value[]): Value {
  const elements = elementsIn(list!, 0);
  if (elements.kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  if (elements.items.length === 0) throw new ArgumentError(0, 'is empty');
  for (const [place, item] of elementsAlone(elements).entries()) {
    const equal = equals(item, wanted!);
    if (equal === undefined) return new Unknown('number', true);
    if (equal) return place;
  }
  throw new ArgumentError(1, 'is not in the list');
}

function contains([list, wanted]: readonly Value[]): Value {
  let known = true;
  for (const item of elementsAlone(elementsIn(list!, 0))) {
    const equal = equals(item, wanted!);
    if (equal === true) return true;
    known &&= equal !== undefined;
  }
  return known ? false : new Unknown('bool', true);
}

/** The result type of functions that return a sequence of the same kind; a set becomes a list. */
function sameSequence(args: readonly Value[]): Type {
  const type = typeOf(unmark(args[0]!));
  if (isKind(type, 'set') && 'element' in type) return listOf(type.element);
  if (isKind(type, 'list')) return type;
  if (isKind(type, 'tuple')) return 'dynamic';
  throw new ArgumentError(0, `must be a list, not ${typeName(type)}`);
}

const rebuilt = (source: Value, items: readonly Value[]): Value => {
  const { element: type } = elementsIn(source, 0);
  return withMarksOf(type === undefined ? items : new ListValue(type, items), source);
};

function slice([list, from, to]: readonly Value[]): Value {
  const { items, kind } = elementsIn(list!, 0);
  if (kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  const [start, end] = [wholeNumber(from!, 1), wholeNumber(to!, 2)];
  if (start < 0 || start > items.length)
    throw new ArgumentError(1, `must be between 0 and the length of the list, ${items.length}`);
  if (end < start || end > items.length)
    throw new ArgumentError(2, `must be between the start and the length of the list, ${items.length}`);
  return rebuilt(list!, items.slice(start, end));
}

/** Lists of one type become a list, anything else a tuple; which one may depend on unknown values. */
function concat(args: readonly Value[]): Value {
  const lists = args.map((arg, place) => {
    const given = elementsIn(arg, place);
    if (given.kind === 'set') throw new ArgumentError(place, 'must be a list or a tuple, not a set');
    return given;
  });
  if (lists.length === 0) throw new FunctionError('at least one list is needed');
  const items = lists.flatMap(elementsAlone);
  const type = concatType(args);
  if (args.some((arg) => isOpen(unmark(arg), type)))
    return items.some(containsSensitive) ? sensitive(UNKNOWN) : withMarksOf(UNKNOWN, ...args);
  if (type === 'dynamic' || !isKind(type, 'list') || !('element' in type)) return withMarksOf(items, ...args);
  const converted = args.map((arg, place) => {
    const list = convert(unmark(arg), type);
    if (!list.ok) throw new ArgumentError(place, list.message);
    return list.value as ListValue;
  });
  const element = onlyType(converted.map((list) => list.element));
  if (element === undefined) throw new FunctionError('the elements of the lists have no type in common');
  const all = converted.flatMap((list) => list.items);
  return withMarksOf(new ListValue(element, all), ...args);
}

/** Whether a list's own type, as opposed to the common type of several lists, depends on unknown values. */
const isOpen = (list: Value, common: Type): boolean =>
  hasDynamic(typeOf(list)) && common !== 'dynamic' && !typesEqual(typeOf(list), common) && !isWhollyKnown(list);

function concatType(args: readonly Value[]): Type {
  const types = args.map((arg) => typeOf(unmark(arg)));
  for (const [place, type] of types.entries()) {
    if (!isKind(type, 'list', 'tuple'))
      throw new ArgumentError(place, `must be a list or a tuple, not ${typeName(type)}`);
  }
  if (!types.every((type) => isKind(type, 'list'))) return 'dynamic';
  return unify(types) ?? 'dynamic';
}

function flatten([list]: readonly Value[]): Value {
  const result: Value[] = [];
  const state = { known: true, marked: false };
  elementsIn(list!, 0);
  flattenInto(list!, result, state);
  const value = state.known ? result : UNKNOWN;
  return state.marked ? sensitive(value) : value;
}

function flattenInto(given: Value, result: Value[], state: { known: boolean; marked: boolean }): void {
  state.marked ||= given instanceof Sensitive;
  if (hasUnknownLength(given)) {
    state.known = false;
    return;
  }
  for (const item of elementsAlone(elementsIn(given, 0))) {
    const inner = unmark(item);
    const type = isNull(inner) ? 'string' : typeOf(inner);
    if (inner instanceof Unknown && type === 'dynamic') state.known = false;
    if (isKind(type, 'list', 'set', 'tuple')) flattenInto(item, result, state);
    else {
      boundedCount(result.length);
      result.push(item);
    }
  }
}

function distinct([list]: readonly Value[]): Value {
  const seen = new Membership();
  return rebuilt(
    list!,
    elementsIn(list!, 0).items.filter((item) => seen.add(item)),
  );
}

function chunkList([list, size]: readonly Value[]): Value {
  const { items, element: type } = elementsIn(list!, 0);
  const each = wholeNumber(size!, 1);
  if (each < 0) throw new ArgumentError(1, 'must not be negative');
  const chunks: Value[] = [];
  const step = each === 0 ? Math.max(1, items.length) : each;
  for (let start = 0; start < items.length; start += step)
    chunks.push(new ListValue(type!, items.slice(start, start + step)));
  return withMarksOf(new ListValue(listOf(type!), chunks), list!);
}

/** The same limit as in Terraform; it prevents a typo from filling the memory. */
const MAX_RANGE = 1024;

function range(args: readonly Value[]): Value {
  if (args.length < 1 || args.length > 3) throw new FunctionError('it takes one, two or three numbers');
  const given = args as readonly Num[];
  const [start, end] = given.length === 1 ? [0, given[0]!] : [given[0]!, given[1]!];
  const step = given[2] ?? (compareNumbers(end, start) < 0 ? -1 : 1);
  const direction = compareNumbers(step, 0);
  if (compareNumbers(end, start) === 0) return new ListValue('number', []);
  if (direction === 0) throw new ArgumentError(2, 'must not be zero');
  if (compareNumbers(end, start) === -direction) throw new ArgumentError(1, 'is in the opposite direction of the step');
  const items: Num[] = [];
  for (let next: Num = start; compareNumbers(next, end) === -direction; next = addNumbers(next, step)!) {
    if (items.length === MAX_RANGE) throw new FunctionError(`the result would have more than ${MAX_RANGE} numbers`);
    items.push(next);
  }
  return new ListValue('number', items);
}

function reversed([list]: readonly Value[]): Value {
  return rebuilt(list!, elementsIn(list!, 0).items.toReversed());
}

const anyList = { name: 'list', type: listOf('dynamic') };

const elementType = ([list]: readonly Value[]): Type => typeOf(list!);

export const SEQUENCE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  length: fixed([anyParameter('value', { unknown: 'all', marked: true })], 'number', length),
  element: fixed(
    [sequenceParameter('list', { unknown: 'inside', marked: true }), numberParameter('index')],
    typeOfElements,
    element,
    { nullable: true },
  ),
  index: fixed([sequenceParameter('list', { unknown: 'inside' }), anyParameter('value')], 'number', index),
  contains: fixed([sequenceParameter('list', { unknown: 'inside' }), anyParameter('value')], 'bool', contains),
  slice: fixed(
    [
      sequenceParameter('list', { unknown: 'inside', marked: true }),
      numberParameter('start_index'),
      numberParameter('end_index'),
    ],
    sameSequence,
    slice,
  ),
  concat: fixed([], concatType, concat, { rest: sequenceParameter('seqs', { unknown: 'inside', marked: true }) }),
  flatten: fixed([sequenceParameter('list', { unknown: 'inside', marked: true })], 'dynamic', flatten),
  distinct: fixed([anyList], elementType, distinct),
  chunklist: fixed(
    [{ ...anyList, unknown: 'inside', marked: true }, numberParameter('size')],
    (args) => listOf(typeOf(unmark(args[0]!))),
    chunkList,
  ),
  reverse: fixed([sequenceParameter('list', { unknown: 'inside', marked: true })], sameSequence, reversed),
  range: fixed([], listOf('number'), range, { rest: numberParameter('params') }),
};
