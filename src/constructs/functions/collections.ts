import type { AnyReference, Input, Ref, Reference } from '../reference.js';
import type { Shape } from '../shape.js';
import { any, bool, call, number, several, text, texts } from './call.js';

/** A list, set or tuple of anything. */
type List<T = unknown> = Reference<readonly T[]> | readonly (T | Reference<T>)[];
/** A map or object. */
type Entries<T = unknown> =
  Reference<Readonly<Record<string, T>>> | AnyReference | Readonly<Record<string, T | Reference<T>>>;
type Text = Input<string>;
type Count = Input<number>;

/** Functions of several lists: `concat(a, b)`, or `concat([a, b])` as in CDKTF. One list alone does not compile. */
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
  /** Whether an element is true; false for an empty list. */
  anytrue: (list: List<boolean>) => bool('anytrue', list),
  /** The list in lists of `size` elements; the last may be shorter. `chunklist([1, 2, 3], 2)` is `[[1, 2], [3]]`. */
  chunklist: <T>(list: List<T>, size: Count) => listOf<readonly T[]>('chunklist', list, size),
  /** The first value that is neither null nor an empty text. All have one type in the end; none is an error. */
  coalesce: ofValues('coalesce'),
  /** The first list that is not empty. None is an error. */
  coalescelist: ofLists('coalescelist', ANY_LIST),
  /** The texts of a list that are neither null nor empty. `compact(["a", "", null])` is `["a"]`. */
  compact: (list: List<string>) => texts('compact', list),
  /** The elements of several lists in one. */
  concat: ofLists('concat', ANY_LIST),
  /** Whether the value is an element of the list. */
  contains: <T>(list: List<T>, value: T | Reference<T>) => bool('contains', list, value),
  /** The elements of the list, each only where it is first. */
  distinct: <T>(list: List<T>) => listOf<T>('distinct', list),
  /**
   * The element at `index`, counted from 0; past the end it begins again, and a negative index counts from the end.
   * An empty list is an error. `element(["a", "b"], 3)` is `"b"`.
   */
  element: <T>(list: List<T>, index: Count) => call<T>('element', [list, index]),
  /** The elements of lists in the list, at any depth, in one list. `flatten([[1, [2]], 3])` is `[1, 2, 3]`. */
  flatten: (list: List | AnyReference) => any('flatten', list),
  /** The position of the first element that equals the value, from 0. None is an error. */
  index: <T>(list: List<T>, value: T | Reference<T>) => number('index', list, value),
  /** The keys of a map or object, sorted. */
  keys: (map: Entries) => texts('keys', map),
  /** CDKTF's name of `length`. */
  lengthOf: (value: List | Entries | Text) => number('length', value),
  /** The number of elements of a list, map or object, or of characters of a text. */
  length: (value: List | Entries | Text) => number('length', value),
  /** The element of a map under `key`, or `fallback` when there is none. `lookup({a = 1}, "b", 0)` is `0`. */
  lookup: <T>(map: Entries<T>, key: Text, fallback: T | Reference<T>) => call<T>('lookup', [map, key, fallback]),
  /**
   * Those of `values` whose counterpart in `keys`, at the same position, is one of `search`. Lists of different
   * lengths are an error. `matchkeys([1, 2, 3], ["a", "b", "a"], ["a"])` is `[1, 3]`.
   */
  matchkeys: <T>(values: List<T>, keys: List, search: List) => listOf<T>('matchkeys', values, keys, search),
  /** One map or object with the entries of several; of equal keys the last counts. */
  merge: ofAny<Entries>('merge'),
  /** The only element of a list, or null for an empty one. More are an error. */
  one: <T>(list: List<T>) => call<T>('one', [list]),
  /** Numbers from `start` (0) up to but without `limit`, in steps (1 or -1): `range(3)` is `[0, 1, 2]`. At most 1,024. */
  range: (...limits: readonly [Count | readonly Count[]] | readonly [Count, Count] | readonly [Count, Count, Count]) =>
    call<readonly number[]>('range', several(limits), { kind: 'list', element: 'number' }),
  /** The elements of the list from last to first. */
  reverse: <T>(list: List<T>) => listOf<T>('reverse', list),
  /** The elements that are in all of the sets. */
  setintersection: ofLists('setintersection', ANY_SET),
  /**
   * Every combination of an element of each collection, as lists. `setproduct(["a"], [1, 2])` is `[["a", 1], ["a",
   * 2]]`.
   */
  setproduct: ofAny<List | AnyReference>('setproduct'),
  /** The elements of the first set that are not in the second. */
  setsubtract: <T>(left: List<T>, right: List<T>) => call<readonly T[]>('setsubtract', [left, right], ANY_SET),
  /** The elements that are in any of the sets. */
  setunion: ofLists('setunion', ANY_SET),
  /**
   * The elements from `start` up to but without `end`, counted from 0. Positions outside of the list are an error.
   * `slice(["a", "b", "c"], 0, 2)` is `["a", "b"]`.
   */
  slice: <T>(list: List<T>, start: Count, end: Count) => listOf<T>('slice', list, start, end),
  /** The texts sorted by their Unicode characters. */
  sort: (list: List<string>) => texts('sort', list),
  /** The sum of the numbers. An empty list is an error. */
  sum: (list: List<number>) => number('sum', list),
  /**
   * A map of lists of texts turned round: the texts become keys, with the lists of the keys that had them.
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
   * Whether the expression has a value, and no error. Only errors of the value itself count, not those in the
   * configuration.
   */
  can: (value: unknown) => bool('can', value),
  /** The value, or null when it is ephemeral. */
  ephemeralasnull: <T>(value: T | Reference<T>) => call<T>('ephemeralasnull', [value]),
  /** Whether the value is marked as sensitive. */
  issensitive: (value: unknown) => bool('issensitive', value),
  /** The value without its mark: it is shown from then on. */
  nonsensitive: <T>(value: Reference<T>) => call<T>('nonsensitive', [value]),
  /** The value with the mark that it must not be shown, which all that is made from it keeps. */
  sensitive: <T>(value: T | Reference<T>) => call<T>('sensitive', [value]),
  /** The value as a boolean: `"true"` and `"false"` are. Others are an error. */
  tobool: (value: unknown) => bool('tobool', value),
  /** A set or tuple as a list, with one type for all elements. */
  tolist: <T>(value: List<T>) => listOf<T>('tolist', value),
  /** An object as a map, with one type for all values. */
  tomap: (value: Entries) => any('tomap', value),
  /** The value as a number: a text with one is. Others are an error. */
  tonumber: (value: unknown) => number('tonumber', value),
  /** The elements as a set: each once, without order. */
  toset: <T>(value: List<T>) => call<readonly T[]>('toset', [value], ANY_SET),
  /** A number, boolean or text as text. Others are an error. */
  tostring: (value: unknown) => text('tostring', value),
  /** The first expression that has a value and no error. None is an error. */
  try: ofAny<unknown>('try'),
};
