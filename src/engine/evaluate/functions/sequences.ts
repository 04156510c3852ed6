import {
  compareNumbers,
  containsSensitive,
  convert,
  hasDynamic,
  isKind,
  isNull,
  isNumber,
  isObjectValue,
  isWhollyKnown,
  listOf,
  ListValue,
  MapValue,
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
  define,
  type FunctionDefinition,
  FunctionError,
  numberParameter,
} from './definition.js';
import { added } from './arithmetic.js';
import { Membership } from './membership.js';
import { elementsAlone, elementsIn, hasUnknownLength, typeOfElements, wholeNumber } from './sequence.js';

/**
 * The number of elements, or of characters as people count them in a string. Marks inside the value do not count; the
 * mark of the whole does.
 */
function length([given]: readonly [Value]): Value {
  const value = unmark(given);
  const type = typeOf(value);
  if (typeof value === 'string') return withMarksOf(countCharacters(value), given);
  if (value instanceof Unknown) {
    if (isKind(type, 'tuple')) return withMarksOf(type.items.length, given);
    if (isKind(type, 'object')) return withMarksOf(Object.keys(type.attributes).length, given);
    if (type === 'string')
      return withMarksOf(numberBetween({ least: countCharacters(value.range?.prefix ?? '') }), given);
    if (type === 'dynamic' || typeof type !== 'string') return withMarksOf(numberBetween(lengthOf(value) ?? {}), given);
  } else if (hasUnknownLength(value)) {
    return withMarksOf(new Unknown('number', true), given);
  }
  if (value instanceof MapValue) return withMarksOf(Object.keys(value.entries).length, given);
  if (isObjectValue(value)) return withMarksOf(Object.keys(value).length, given);
  if (value === null || typeof value !== 'object' || value instanceof Unknown || isNumber(value)) {
    throw new ArgumentError(0, `must be a string, a collection, a tuple or an object, not ${typeName(type)}`);
  }
  return withMarksOf(elementsIn(value, 0).items.length, given);
}

/** The element at an index that wraps around at both ends. */
function element([list, at]: readonly [Value, Num]): Value {
  const { items, kind, element: type } = elementsIn(list, 0);
  if (kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  const index = wholeNumber(at, 1);
  const item = items.at(index % items.length);
  if (item === undefined) throw new ArgumentError(0, 'is empty');
  return withMarksOf(standAlone(item, type ?? 'dynamic'), list);
}

function index([list, wanted]: readonly [Value, Value]): Value {
  const elements = elementsIn(list, 0);
  if (elements.kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  if (elements.items.length === 0) throw new ArgumentError(0, 'is empty');
  for (const [place, item] of elementsAlone(elements).entries()) {
    const equal = equals(item, wanted);
    if (equal === undefined) return new Unknown('number', true);
    if (equal) return place;
  }
  throw new ArgumentError(1, 'is not in the list');
}

function contains([list, wanted]: readonly [Value, Value]): Value {
  let known = true;
  for (const item of elementsAlone(elementsIn(list, 0))) {
    const equal = equals(item, wanted);
    if (equal === true) return true;
    known &&= equal !== undefined;
  }
  return known ? false : new Unknown('bool', true);
}

/** The result type of functions that return a sequence of the same kind; a set becomes a list. */
function sameSequence([list]: readonly [Value, ...Value[]]): Type {
  const type = typeOf(unmark(list));
  if (isKind(type, 'set')) return listOf(type.element);
  if (isKind(type, 'list')) return type;
  if (isKind(type, 'tuple')) return 'dynamic';
  throw new ArgumentError(0, `must be a list, not ${typeName(type)}`);
}

const rebuilt = (source: Value, items: readonly Value[]): Value => {
  const { element: type } = elementsIn(source, 0);
  return withMarksOf(type === undefined ? items : new ListValue(type, items), source);
};

function slice([list, from, to]: readonly [Value, Num, Num]): Value {
  const { items, kind } = elementsIn(list, 0);
  if (kind === 'set') throw new ArgumentError(0, 'is a set, whose elements have no indexes');
  const [start, end] = [wholeNumber(from, 1), wholeNumber(to, 2)];
  if (start < 0 || start > items.length)
    throw new ArgumentError(1, `must be between 0 and the length of the list, ${items.length}`);
  if (end < start || end > items.length)
    throw new ArgumentError(2, `must be between the start and the length of the list, ${items.length}`);
  return rebuilt(list, items.slice(start, end));
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
  if (!isKind(type, 'list')) return withMarksOf(items, ...args);
  const converted = args.map((arg, place) => {
    const list = convert(unmark(arg), type);
    if (!list.ok) throw new ArgumentError(place, list.message);
    return list.value;
  });
  const element = onlyType(converted.map((list) => typeOfElements([list])));
  if (element === undefined) throw new FunctionError('the elements of the lists have no type in common');
  const all = converted.flatMap((list, place) => elementsIn(list, place).items);
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

function flatten([list]: readonly [Value]): Value {
  const result: Value[] = [];
  const state = { known: true, marked: false };
  elementsIn(list, 0);
  flattenInto(list, result, state);
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

function distinct([list]: readonly [ListValue]): Value {
  const seen = new Membership();
  return rebuilt(
    list,
    list.items.filter((item) => seen.add(item)),
  );
}

function chunkList([list, size]: readonly [ListValue | Sensitive, Num]): Value {
  const { items, element: type = 'dynamic' } = elementsIn(list, 0);
  const each = wholeNumber(size, 1);
  if (each < 0) throw new ArgumentError(1, 'must not be negative');
  const chunks: Value[] = [];
  const step = each === 0 ? Math.max(1, items.length) : each;
  for (let start = 0; start < items.length; start += step)
    chunks.push(new ListValue(type, items.slice(start, start + step)));
  return withMarksOf(new ListValue(listOf(type), chunks), list);
}

/** The same limit as in Terraform; it prevents a typo from filling the memory. */
const MAX_RANGE = 1024;

function range([first, second, third, ...more]: readonly Num[]): Value {
  if (first === undefined || more.length > 0) throw new FunctionError('it takes one, two or three numbers');
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (compareNumbers(end, start) < 0 ? -1 : 1);
  const direction = compareNumbers(step, 0);
  if (compareNumbers(end, start) === 0) return new ListValue('number', []);
  if (direction === 0) throw new ArgumentError(2, 'must not be zero');
  if (compareNumbers(end, start) === -direction) throw new ArgumentError(1, 'is in the opposite direction of the step');
  const items: Num[] = [];
  for (let next: Num = start; compareNumbers(next, end) === -direction; next = added(next, step)) {
    if (items.length === MAX_RANGE) throw new FunctionError(`the result would have more than ${MAX_RANGE} numbers`);
    items.push(next);
  }
  return new ListValue('number', items);
}

function reversed([list]: readonly [Value]): Value {
  return rebuilt(list, elementsIn(list, 0).items.toReversed());
}

const anyList = { name: 'list', type: listOf('dynamic') };

const someList = { ...anyParameter('list'), unknown: 'inside' } as const;
const markedList = { ...someList, marked: true } as const;

export const SEQUENCE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  length: define([{ ...anyParameter('value'), unknown: 'all', marked: true }], 'number', length),
  element: define([markedList, numberParameter('index')], typeOfElements, element, { nullable: true }),
  index: define([someList, anyParameter('value')], 'number', index),
  contains: define([someList, anyParameter('value')], 'bool', contains),
  slice: define([markedList, numberParameter('start_index'), numberParameter('end_index')], sameSequence, slice),
  concat: define([], concatType, concat, { rest: { ...markedList, name: 'seqs' } }),
  flatten: define([markedList], 'dynamic', flatten),
  distinct: define([anyList], ([given]) => typeOf(given), distinct),
  chunklist: define(
    [{ ...anyList, unknown: 'inside', marked: true }, numberParameter('size')],
    ([given]) => listOf(typeOf(unmark(given))),
    chunkList,
  ),
  reverse: define([markedList], sameSequence, reversed),
  range: define([], listOf('number'), range, { rest: numberParameter('params') }),
};
