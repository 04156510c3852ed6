import { emptyRecord, ownEntry } from './record.js';
import type { ObjectType, Type } from './type.js';
import {
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  sensitive,
  SetValue,
  TypedNull,
  Unknown,
  type Value,
} from './value.js';
import { mapParts } from './value-operations.js';

/*
 * A value in a place of a known type (an element of a collection, an attribute of a resource) holds plain nulls: the
 * place says their type. A standalone value (a variable, the result of an expression, anything in a place of type
 * `dynamic`) holds typed nulls. A value taken out of a place goes through `standAlone`, a value put into one through
 * `inPlace`.
 */

const PRIMITIVES = { string: new TypedNull('string'), number: new TypedNull('number'), bool: new TypedNull('bool') };

const others = new WeakMap<object, TypedNull>();

/** The null of a type. The type must not have optional attributes. */
export function nullOf(type: Type): null | TypedNull {
  if (typeof type === 'string') return type === 'dynamic' ? null : PRIMITIVES[type];
  let made = others.get(type);
  if (made === undefined) others.set(type, (made = new TypedNull(type)));
  return made;
}

/** Converts a value taken out of a place of this type. Returns the same object if it has no nulls that need a type. */
export function standAlone(value: Value, type: Type): Value {
  if (value === null) return nullOf(type);
  return typeof value === 'object' && type !== 'dynamic' ? retyped(value, type, standAlone) : value;
}

/**
 * Converts a value of this type for a place of this type. Returns the same object if it has no typed nulls to simplify.
 */
export function inPlace(value: Value, type: Type): Value {
  if (typeof value !== 'object' || type === 'dynamic') return value;
  if (isNull(value)) return null;
  return retyped(value, type, inPlace);
}

/** The standalone value with nulls of their types instead of unknown values; marks stay. */
export function unknownAsNull(value: Value): Value {
  if (value instanceof Unknown) return nullOf(value.type);
  if (value instanceof Sensitive) return sensitive(unknownAsNull(value.value));
  const isPlaced = value instanceof ListValue || value instanceof SetValue || value instanceof MapValue;
  return mapParts(value, (part) => (isPlaced ? inPlace(unknownAsNull(part), value.element) : unknownAsNull(part)));
}

type Retype = (value: Value, type: Type) => Value;

/** Collections have places inside, so only tuples and objects are traversed. */
function retyped(value: Value, type: Type, retype: Retype): Value {
  if (value instanceof Sensitive) {
    const inside = retype(value.value, type);
    return inside === value.value ? value : sensitive(inside);
  }
  if (typeof type === 'string') return value;
  if (isTupleValue(value)) return type.kind === 'tuple' ? retypedItems(value, type.items, retype) : value;
  return type.kind === 'object' && isObjectValue(value) ? retypedObject(value, type, retype) : value;
}

function retypedItems(items: readonly Value[], types: readonly Type[], retype: Retype): readonly Value[] {
  let copy: Value[] | undefined;
  let index = 0;
  for (const item of items) {
    const next = retype(item, types[index] ?? 'dynamic');
    if (next !== item) (copy ??= [...items])[index] = next;
    index += 1;
  }
  return copy ?? items;
}

function retypedObject(
  object: Readonly<Record<string, Value>>,
  { attributes }: ObjectType,
  retype: Retype,
): Readonly<Record<string, Value>> {
  let copy: Record<string, Value> | undefined;
  for (const name in object) {
    const part = object[name];
    const type = ownEntry(attributes, name);
    if (part === undefined || type === undefined) continue;
    const next = retype(part, type);
    if (next !== part) (copy ??= Object.assign(emptyRecord<Value>(), object))[name] = next;
  }
  return copy ?? object;
}
