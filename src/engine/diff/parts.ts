import {
  isNull as isNullValue,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  Unknown,
  type Type,
  type Value,
} from '../../model/index.js';

/**
 * One look at a value's parts for all the forms that mean the same here: a list and a tuple have items, a map and an object
 * have entries. (A plugin's list of blocks with a `dynamic` inside arrives as a tuple.)
 */

export type Unmarked = Exclude<Value, Sensitive>;
export type Entries = Readonly<Record<string, Value>>;

/** The value under a mark; the value itself when it has none. Marks deeper inside stay. */
export const bare = (value: Value): Unmarked => (value instanceof Sensitive ? value.value : value);

export const isNull = (value: Value): boolean => isNullValue(bare(value));

export const isUnknown = (value: Value): value is Unknown => value instanceof Unknown;

/** Items of a list or tuple, undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof ListValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

/** Entries of a map or object, undefined for anything else. */
export function entriesOf(value: Value): Entries | undefined {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : undefined;
}

/** The elements of a known collection in their order, undefined for anything else. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  const items = value instanceof SetValue ? value.items : itemsOf(value);
  if (items !== undefined) return items;
  const entries = entriesOf(value);
  return entries === undefined ? undefined : Object.values(entries);
}

/** A list or tuple like `form`, with other items. */
export const withItems = (form: Value, items: readonly Value[]): Unmarked =>
  form instanceof ListValue ? new ListValue(form.element, items) : items;

/** A map or object like `form`, with other entries; they must be a record without prototype. */
export const withEntries = (form: Value, entries: Entries): Unmarked =>
  form instanceof MapValue ? new MapValue(form.element, entries) : entries;

/** The entry of that name; undefined when the value has none, or has no entries at all. */
export function entryOf(value: Value, name: string): Value | undefined {
  const entries = entriesOf(value);
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/**
 * What an object has under a name its schema gives it: null in a null object, unknown in an unknown one.
 */
export function attributeOf(object: Value, name: string, type: Type): Value {
  if (object === null) return null;
  if (object instanceof Unknown) return new Unknown(type);
  return (object as Entries)[name] ?? null;
}
