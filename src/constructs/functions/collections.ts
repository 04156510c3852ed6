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
  alltrue: (list: List<boolean>) => bool('alltrue', list),
  anytrue: (list: List<boolean>) => bool('anytrue', list),
  chunklist: <T>(list: List<T>, size: Count) => listOf<readonly T[]>('chunklist', list, size),
  coalesce: ofValues('coalesce'),
  coalescelist: ofLists('coalescelist', ANY_LIST),
  compact: (list: List<string>) => texts('compact', list),
  concat: ofLists('concat', ANY_LIST),
  contains: <T>(list: List<T>, value: T | Reference<T>) => bool('contains', list, value),
  distinct: <T>(list: List<T>) => listOf<T>('distinct', list),
  element: <T>(list: List<T>, index: Count) => call<T>('element', [list, index]),
  flatten: (list: List | AnyReference) => any('flatten', list),
  index: <T>(list: List<T>, value: T | Reference<T>) => number('index', list, value),
  keys: (map: Entries) => texts('keys', map),
  /** CDKTF's name of `length`. */
  lengthOf: (value: List | Entries | Text) => number('length', value),
  length: (value: List | Entries | Text) => number('length', value),
  lookup: <T>(map: Entries<T>, key: Text, fallback: T | Reference<T>) => call<T>('lookup', [map, key, fallback]),
  matchkeys: <T>(values: List<T>, keys: List, search: List) => listOf<T>('matchkeys', values, keys, search),
  merge: ofAny<Entries>('merge'),
  one: <T>(list: List<T>) => call<T>('one', [list]),
  range: (...limits: readonly [Count | readonly Count[]] | readonly [Count, Count] | readonly [Count, Count, Count]) =>
    call<readonly number[]>('range', several(limits), { kind: 'list', element: 'number' }),
  reverse: <T>(list: List<T>) => listOf<T>('reverse', list),
  setintersection: ofLists('setintersection', ANY_SET),
  setproduct: ofAny<List | AnyReference>('setproduct'),
  setsubtract: <T>(left: List<T>, right: List<T>) => call<readonly T[]>('setsubtract', [left, right], ANY_SET),
  setunion: ofLists('setunion', ANY_SET),
  slice: <T>(list: List<T>, start: Count, end: Count) => listOf<T>('slice', list, start, end),
  sort: (list: List<string>) => texts('sort', list),
  sum: (list: List<number>) => number('sum', list),
  transpose: (map: Entries) => call<Readonly<Record<string, readonly string[]>>>('transpose', [map]),
  values: (map: Entries) => any('values', map),
  zipmap: (keys: List<string>, values: List) => any('zipmap', keys, values),
};

export const conversions = {
  can: (value: unknown) => bool('can', value),
  ephemeralasnull: <T>(value: T | Reference<T>) => call<T>('ephemeralasnull', [value]),
  issensitive: (value: unknown) => bool('issensitive', value),
  nonsensitive: <T>(value: Reference<T>) => call<T>('nonsensitive', [value]),
  sensitive: <T>(value: T | Reference<T>) => call<T>('sensitive', [value]),
  tobool: (value: unknown) => bool('tobool', value),
  tolist: <T>(value: List<T>) => listOf<T>('tolist', value),
  tomap: (value: Entries) => any('tomap', value),
  tonumber: (value: unknown) => number('tonumber', value),
  toset: <T>(value: List<T>) => call<readonly T[]>('toset', [value], ANY_SET),
  tostring: (value: unknown) => text('tostring', value),
  try: ofAny<unknown>('try'),
};
