import {
  isNull as isNullValue,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  ownEntry,
  Sensitive,
  SetValue,
  Unknown,
  type Type,
  type Value,
} from '../../model/index.js';

/**
 * A uniform view of a value's parts, for types that are equivalent in comparisons: a list and a tuple have items, a map
 * and an object have entries. (A plugin's list of blocks with a `dynamic` inside arrives as a tuple.)
 */

export type Unmarked = Exclude<Value, Sensitive>;
export type Entries = Readonly<Record<string, Value>>;

/** The value without its outermost mark. Marks inside it stay. */
export const bare = (value: Value): Unmarked => (value instanceof Sensitive ? value.value : value);

export const isNull = (value: Value): boolean => isNullValue(bare(value));

export const isUnknown = (value: Value): value is Unknown => value instanceof Unknown;

/** The items of a list or tuple, undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof ListValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

/** The entries of a map or object, undefined for anything else. */
export function entriesOf(value: Value): Entries | undefined {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : undefined;
}

/** The elements of a known collection in order, undefined for anything else. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  const items = value instanceof SetValue ? value.items : itemsOf(value);
  if (items !== undefined) return items;
  const entries = entriesOf(value);
  return entries === undefined ? undefined : Object.values(entries);
}

/** A list or tuple like `form`, with other items. */
export const withItems = (form: Value, items: readonly Value[]): Unmarked =>
  form instanceof ListValue ? new ListValue(form.element, items) : items;

/** A map or object like `form`, with other entries, which must be a record without a prototype. */
export const withEntries = (form: Value, entries: Entries): Unmarked =>
  form instanceof MapValue ? new MapValue(form.element, entries) : entries;

/** The entry with that name; undefined if there is none, or the value has no entries. */
export function entryOf(value: Value, name: string): Value | undefined {
  const entries = entriesOf(value);
  return entries === undefined ? undefined : ownEntry(entries, name);
}

/** The value of an attribute that an object's schema declares: null in a null object, unknown in an unknown one. */
export function attributeOf(object: Value, name: string, type: Type): Value {
  if (object instanceof Unknown) return new Unknown(type);
  return isObjectValue(object) ? (object[name] ?? null) : null;
}
