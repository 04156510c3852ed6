import type { ExactNumber, Num } from './number.js';
import { emptyRecord } from './record.js';
import { Tagged } from './tagged.js';
import type { Type } from './type.js';

/**
 * An evaluated value. It may be null, unknown or sensitive (also deep inside); a reference cannot hide in it.
 * Values are immutable: every operation makes a new one.
 *
 * - integers that JavaScript holds exactly are `number`; every other number is an {@link ExactNumber}, so that one
 *   number has one form (see number.ts);
 * - a tuple is a plain array, an object a plain record WITHOUT prototype (make it with {@link objectValue} or
 *   `emptyRecord`), as the JSON of a configuration gives them;
 * - lists, sets and maps carry the type of their elements, also when empty;
 * - a null has the type of its place: an element that of its list, an attribute that of its schema. Where nothing else says the
 *   type, a null of a known type is a {@link TypedNull}. Both are nulls: ask {@link isNull}. (See nulls.ts.)
 */
export type Value =
  | null
  | TypedNull
  | boolean
  | string
  | number
  | ExactNumber
  | TupleValue
  | ObjectValue
  | ListValue
  | SetValue
  | MapValue
  | Unknown
  | Sensitive;

export type TupleValue = readonly Value[];

export interface ObjectValue {
  readonly [attribute: string]: Value;
}

export class ListValue extends Tagged {
  override readonly kind = 'list';
  readonly element: Type;
  readonly items: readonly Value[];
  constructor(element: Type, items: readonly Value[]) {
    super();
    this.element = element;
    this.items = items;
  }
}

/** Items are unique and in canonical order; create sets with `setValue` (value-operations.ts), which ensures both. */
export class SetValue extends Tagged {
  override readonly kind = 'set';
  readonly element: Type;
  readonly items: readonly Value[];
  constructor(element: Type, items: readonly Value[]) {
    super();
    this.element = element;
    this.items = items;
  }
}

export class MapValue extends Tagged {
  override readonly kind = 'map';
  readonly element: Type;
  /** A record without prototype. */
  readonly entries: Readonly<Record<string, Value>>;
  constructor(element: Type, entries: Readonly<Record<string, Value>>) {
    super();
    this.element = element;
    this.entries = entries;
  }
}

/** A null whose type its place does not say; get one from `nullOf` (nulls.ts). The null without any type is `null`. */
export class TypedNull extends Tagged {
  override readonly kind = 'null';
  readonly type: Exclude<Type, 'dynamic'>;
  constructor(type: Exclude<Type, 'dynamic'>) {
    super();
    this.type = type;
  }
  toJSON(): null {
    return null;
  }
}

export const isNull = (value: Value): value is null | TypedNull =>
  value === null || (typeof value === 'object' && value instanceof TypedNull);

/** A value that will be known after apply. `dynamic` when not even its type is known. */
export class Unknown extends Tagged {
  override readonly kind = 'unknown';
  readonly type: Type;
  /** True if the eventual value is not null. */
  readonly notNull: boolean;
  /** Other known facts about it; only expressions use them. */
  readonly range: Range | undefined;
  constructor(type: Type = 'dynamic', notNull = false, range?: Range) {
    super();
    this.type = type;
    this.notNull = notNull;
    this.range = range;
  }
}

/** The range of the eventual value. All bounds are inclusive. */
export interface Range {
  /** Prefix of a string. */
  readonly prefix?: string;
  /** Bounds of a number, or of the length of a collection. */
  readonly least?: Num | undefined;
  readonly most?: Num | undefined;
}

/** A value that must not be shown. Never nested directly in another Sensitive; the inside may hold more of them deeper down. */
export class Sensitive extends Tagged {
  override readonly kind = 'sensitive';
  readonly value: Exclude<Value, Sensitive>;
  constructor(value: Exclude<Value, Sensitive>) {
    super();
    this.value = value;
  }
  /** The result of printing or serializing a value by accident. */
  override toString(): string {
    return '(sensitive value)';
  }
  toJSON(): string {
    return '(sensitive value)';
  }
}

/** The unknown of no known type; one instance serves all. */
export const UNKNOWN: Unknown = new Unknown('dynamic');

/** The value, or an unknown one if there is none yet. Null is a value. */
export const orUnknown = (value: Value | undefined): Value => (value === undefined ? UNKNOWN : value);

export function sensitive(value: Value): Sensitive {
  return value instanceof Sensitive ? value : new Sensitive(value);
}

/** A fresh record without prototype, from entries or another record. */
export function objectValue(entries?: Readonly<Record<string, Value>>): Record<string, Value> {
  const result = emptyRecord<Value>();
  return entries === undefined ? result : Object.assign(result, entries);
}

export type Kind =
  'null' | 'bool' | 'string' | 'number' | 'tuple' | 'object' | 'list' | 'set' | 'map' | 'unknown' | 'sensitive';

export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      if (value === null) return 'null';
      if (value instanceof Tagged) return value.kind;
      return Array.isArray(value) ? 'tuple' : 'object';
  }
}

export function isObjectValue(value: Value): value is ObjectValue {
  return typeof value === 'object' && value !== null && !(value instanceof Tagged) && !Array.isArray(value);
}

export function isTupleValue(value: Value): value is TupleValue {
  return Array.isArray(value);
}
