import { expressionOf } from '../expression.js';
import { type AnyReference, type Input, type Ref, type Reference, typedReference } from '../reference.js';
import type { Shape } from '../shape.js';
import { shapeOfType, type ValueOfType } from '../type-text.js';
import { any, bool, call, number, several, text, texts } from './call.js';

/** A list, set or tuple of anything. */
type List<T = unknown> = Reference<readonly T[]> | readonly (T | Reference<T>)[];
/** A map or object. */
type Entries<T = unknown> =
  Reference<Readonly<Record<string, T>>> | AnyReference | Readonly<Record<string, T | Reference<T>>>;
type Text = Input<string>;
type Count = Input<number>;

/** A function of several lists: `concat(a, b)`, or `concat([a, b])` as in CDKTF. A single list does not compile. */
export interface OfLists {
  <T>(lists: readonly List<T>[]): Ref<readonly T[]>;
  <T>(first: List<T>, second: List<T>, ...more: readonly List<T>[]): Ref<readonly T[]>;
}

export interface OfValues {
  <T>(values: readonly (T | Reference<T>)[]): Ref<T>;
  <T>(first: T | Reference<T>, second: T | Reference<T>, ...more: readonly (T | Reference<T>)[]): Ref<T>;
}

export interface OfAny<Item> {
  (items: readonly Item[]): AnyReference;
  (first: Item, second: Item, ...more: readonly Item[]): AnyReference;
}

const ofLists =
  (name: string, shape: Shape): OfLists =>
  <T>(...lists: readonly unknown[]) =>
    call<readonly T[]>(name, several(lists), shape);

const ofValues =
  (name: string): OfValues =>
  <T>(...values: readonly unknown[]) =>
    call<T>(name, several(values));

const ofAny =
  <Item>(name: string): OfAny<Item> =>
  (...items: readonly unknown[]) =>
    any(name, ...several(items));

const ANY_LIST = { kind: 'list', element: 'dynamic' } as const;
const ANY_SET = { kind: 'set', element: 'dynamic' } as const;

const listOf = <T>(name: string, ...args: readonly unknown[]): Ref<readonly T[]> =>
  call(name, args, { kind: 'list', element: 'dynamic' });

export const collections = {
  /** Whether all elements are true; true for an empty list. */
  alltrue: (list: List<boolean>) => bool('alltrue', list),
  /** Whether any element is true; false for an empty list. */
  anytrue: (list: List<boolean>) => bool('anytrue', list),
  /** The list split into lists of `size` elements; the last may be shorter. `chunklist([1, 2, 3], 2)` is `[[1, 2], [3]]`. */
  chunklist: <T>(list: List<T>, size: Count) => listOf<readonly T[]>('chunklist', list, size),
  /** The first value that is neither null nor an empty string. All values are converted to one type. An error if there is none. */
  coalesce: ofValues('coalesce'),
  /** The first list that is not empty. An error if there is none. */
  coalescelist: ofLists('coalescelist', ANY_LIST),
  /** The strings of a list that are neither null nor empty. `compact(["a", "", null])` is `["a"]`. */
  compact: (list: List<string>) => texts('compact', list),
  /** The elements of several lists in one list. */
  concat: ofLists('concat', ANY_LIST),
  /** Whether the value is an element of the list. */
  contains: <T>(list: List<T>, value: T | Reference<T>) => bool('contains', list, value),
  /** The elements of the list without duplicates, in the order of first occurrence. */
  distinct: <T>(list: List<T>) => listOf<T>('distinct', list),
  /**
   * The element at `index`, counted from 0. An index past the end wraps around, and a negative index counts from the end.
   * An empty list is an error. `element(["a", "b"], 3)` is `"b"`.
   */
  element: <T>(list: List<T>, index: Count) => call<T>('element', [list, index]),
  /** The elements of the list and of the lists in it, at any depth, in one list. `flatten([[1, [2]], 3])` is `[1, 2, 3]`. */
  flatten: (list: List | AnyReference) => any('flatten', list),
  /** The position of the first element equal to the value, counted from 0. An error if there is none. */
  index: <T>(list: List<T>, value: T | Reference<T>) => number('index', list, value),
  /** The keys of a map or object, sorted. */
  keys: (map: Entries) => texts('keys', map),
  /** CDKTF's name for `length`. */
  lengthOf: (value: List | Entries | Text) => number('length', value),
  /** The number of elements in a list, map or object, or of characters in a string. */
  length: (value: List | Entries | Text) => number('length', value),
  /** The element of a map under `key`, or `fallback` if there is none. `lookup({a = 1}, "b", 0)` is `0`. */
  lookup: <T>(map: Entries<T>, key: Text, fallback: T | Reference<T>) => call<T>('lookup', [map, key, fallback]),
  /**
   * The elements of `values` for which the element of `keys` at the same position is in `search`. Lists of different
   * lengths are an error. `matchkeys([1, 2, 3], ["a", "b", "a"], ["a"])` is `[1, 3]`.
   */
  matchkeys: <T>(values: List<T>, keys: List, search: List) => listOf<T>('matchkeys', values, keys, search),
  /** One map or object with the entries of several. The last value of a duplicate key wins. */
  merge: ofAny<Entries>('merge'),
  /** The only element of a list, or null for an empty list. More than one element is an error. */
  one: <T>(list: List<T>) => call<T>('one', [list]),
  /** Numbers from `start` (default 0) to `limit`, exclusive, in steps (default 1 or -1): `range(3)` is `[0, 1, 2]`. At most 1,024. */
  range: (...limits: readonly [Count | readonly Count[]] | readonly [Count, Count] | readonly [Count, Count, Count]) =>
    call<readonly number[]>('range', several(limits), { kind: 'list', element: 'number' }),
  /** The elements of the list in reverse order. */
  reverse: <T>(list: List<T>) => listOf<T>('reverse', list),
  /** The elements that are in all sets. */
  setintersection: ofLists('setintersection', ANY_SET),
  /**
   * Every combination of an element of each collection, as lists. `setproduct(["a"], [1, 2])` is `[["a", 1], ["a",
   * 2]]`.
   */
  setproduct: ofAny<List | AnyReference>('setproduct'),
  /** The elements of the first set that are not in the second. */
  setsubtract: <T>(left: List<T>, right: List<T>) => call<readonly T[]>('setsubtract', [left, right], ANY_SET),
  /** The elements that are in any set. */
  setunion: ofLists('setunion', ANY_SET),
  /**
   * The elements from `start` to `end`, exclusive, counted from 0. Positions outside the list are an error.
   * `slice(["a", "b", "c"], 0, 2)` is `["a", "b"]`.
   */
  slice: <T>(list: List<T>, start: Count, end: Count) => listOf<T>('slice', list, start, end),
  /** The strings sorted by their Unicode characters. */
  sort: (list: List<string>) => texts('sort', list),
  /** The sum of the numbers. An empty list is an error. */
  sum: (list: List<number>) => number('sum', list),
  /**
   * Swaps the keys and values of a map of lists of strings: each string becomes a key, with a list of the keys that had it.
   * `transpose({a = ["x", "y"]})` is `{x = ["a"], y = ["a"]}`.
   */
  transpose: (map: Entries) => call<Readonly<Record<string, readonly string[]>>>('transpose', [map]),
  /** The values of a map or object, in the order of their keys. */
  values: (map: Entries) => any('values', map),
  /**
   * A map or object with these keys and values. Lists of different lengths are an error. `zipmap(["a", "b"], [1, 2])`
   * is `{a = 1, b = 2}`.
   */
  zipmap: (keys: List<string>, values: List) => any('zipmap', keys, values),
};

export const conversions = {
  /**
   * Whether the expression evaluates without an error. Only errors during evaluation count, not invalid
   * configuration.
   */
  can: (value: unknown) => bool('can', value),
  /** The value as a type that is written as in `Variable`: `Fn.convert(value, 'map(number)')`. An error if that is not possible. */
  convert: <T extends string>(value: unknown, type: T): Ref<ValueOfType<T>> =>
    typedReference<ValueOfType<T>>(`convert(${expressionOf(value)}, ${type})`, shapeOfType(type)),
  /** The value, or null if it is ephemeral. */
  ephemeralasnull: <T>(value: T | Reference<T>) => call<T>('ephemeralasnull', [value]),
  /** Whether the value is marked as sensitive. */
  issensitive: (value: unknown) => bool('issensitive', value),
  /** The value without its sensitive mark, so that it is shown. */
  nonsensitive: <T>(value: Reference<T>) => call<T>('nonsensitive', [value]),
  /** The value marked as sensitive, so that neither it nor any value derived from it is shown. */
  sensitive: <T>(value: T | Reference<T>) => call<T>('sensitive', [value]),
  /** A boolean, or the string `"true"` or `"false"`, as a boolean. Any other value is an error. */
  tobool: (value: unknown) => bool('tobool', value),
  /** A set or tuple as a list, with one type for all elements. */
  tolist: <T>(value: List<T>) => listOf<T>('tolist', value),
  /** An object as a map, with one type for all values. */
  tomap: (value: Entries) => any('tomap', value),
  /** A number, or a string that contains one, as a number. Any other value is an error. */
  tonumber: (value: unknown) => number('tonumber', value),
  /** The elements as a set, without duplicates or order. */
  toset: <T>(value: List<T>) => call<readonly T[]>('toset', [value], ANY_SET),
  /** A number, boolean or string as a string. Any other value is an error. */
  tostring: (value: unknown) => text('tostring', value),
  /** The first expression that evaluates without an error. An error if there is none. */
  try: ofAny<unknown>('try'),
};
