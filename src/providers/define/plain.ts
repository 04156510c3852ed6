import {
  ExactNumber,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  Tagged,
  TypedNull,
  Unknown,
  formatPath,
  isInteger,
  objectValue,
  parseNumber,
  setValue,
  toBigInt,
  toDouble,
  typeName,
  type Num,
  type ObjectValue,
  type Path,
  type Type,
  type Value,
  isObjectValue,
  isTupleValue,
} from '../../model/index.js';

/** A value in JavaScript. An integer beyond what a number represents exactly is a bigint. */
export type Plain = null | boolean | string | number | bigint | readonly Plain[] | PlainObject;

export interface PlainObject {
  readonly [name: string]: Plain;
}

/**
 * A value for a handler, which must never receive an unknown: a value that is not known yet becomes `unknown`,
 * undefined or null. (Inside a collection, where a value is required, it is null.)
 */
export function toPlain(value: Value, unknown?: null): Plain | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Tagged) return taggedToPlain(value, unknown);
  if (isTupleValue(value)) return value.map(itemToPlain);
  return objectToPlain(value, unknown);
}

const itemToPlain = (item: Value): Plain => toPlain(item, null) ?? null;

function taggedToPlain(value: Value & Tagged, unknown?: null): Plain | undefined {
  if (value instanceof ExactNumber) return numberToPlain(value);
  if (value instanceof ListValue || value instanceof SetValue) return value.items.map(itemToPlain);
  if (value instanceof MapValue) return objectToPlain(value.entries, unknown);
  if (value instanceof Sensitive) return toPlain(value.value, unknown);
  if (value instanceof TypedNull) return null;
  return unknown;
}

/** An object for a handler. Attributes that are not known yet are left out, or null. */
export function objectToPlain(entries: ObjectValue, unknown?: null): PlainObject {
  const known: [string, Plain][] = [];
  for (const [name, value] of Object.entries(entries)) {
    const plain = toPlain(value, unknown);
    if (plain !== undefined) known.push([name, plain]);
  }
  // Own properties whatever their names, including `__proto__`.
  return Object.fromEntries(known);
}

const numberToPlain = (value: Num): number | bigint =>
  typeof value === 'number' ? value : isInteger(value) ? toBigInt(value) : toDouble(value);

/** A handler's result does not match the schema: a mistake by the provider's author. */
export class ResultError extends Error {
  readonly path: Path;
  constructor(path: Path, problem: string) {
    super(`${formatPath(path)} ${problem}`);
    this.name = 'ResultError';
    this.path = path;
  }
}

/**
 * Converts a handler's value to a value of `type`; throws ResultError. Attributes that a handler leaves out are null,
 * those the type does not have are ignored (an API's reply may be returned unchanged). If the handler returns a number
 * that it received, the exact number in `like` is kept.
 */
export function fromPlain(plain: unknown, type: Type, path: Path = [], like?: Value): Value {
  if (plain === null || plain === undefined) return null;
  if (typeof type === 'string') {
    if (type === 'dynamic') return dynamicFromPlain(plain, path, like);
    return primitiveFromPlain(plain, type, path, like);
  }
  switch (type.kind) {
    case 'list':
      return new ListValue(
        type.element,
        itemsFromPlain(plain, type, path).map((item, index) =>
          fromPlain(item, type.element, [...path, index], child(like, index)),
        ),
      );
    case 'set':
      return setValue(
        type.element,
        itemsFromPlain(plain, type, path).map((item, index) => fromPlain(item, type.element, [...path, index])),
      );
    case 'map': {
      const entries = objectValue();
      const given = recordFromPlain(plain, type, path);
      for (const name of Object.keys(given))
        entries[name] = fromPlain(given[name], type.element, [...path, name], child(like, name));
      return new MapValue(type.element, entries);
    }
    case 'object': {
      const attributes = objectValue();
      const given = recordFromPlain(plain, type, path);
      for (const [name, attribute] of Object.entries(type.attributes)) {
        const item = Object.hasOwn(given, name) ? given[name] : null;
        attributes[name] = fromPlain(item, attribute, [...path, name], child(like, name));
      }
      return attributes;
    }
    case 'tuple': {
      const items = itemsFromPlain(plain, type, path);
      if (items.length !== type.items.length)
        throw new ResultError(path, `must have ${type.items.length} items, not ${items.length}`);
      return type.items.map((of, index) => fromPlain(items[index], of, [...path, index], child(like, index)));
    }
  }
}

function primitiveFromPlain(
  plain: unknown,
  type: 'string' | 'number' | 'bool',
  path: Path,
  like: Value | undefined,
): Value {
  if (type === 'string' && typeof plain === 'string') return plain;
  if (type === 'bool' && typeof plain === 'boolean') return plain;
  if (type === 'number' && (typeof plain === 'number' || typeof plain === 'bigint'))
    return numberFromPlain(plain, path, like);
  throw new ResultError(path, `must be ${named(type)}, not ${described(plain)}`);
}

function numberFromPlain(plain: number | bigint, path: Path, like: Value | undefined): Value {
  if (like instanceof ExactNumber && numberToPlain(like) === plain) return like;
  if (typeof plain === 'number' && Number.isSafeInteger(plain)) return plain === 0 ? 0 : plain;
  const exact = parseNumber(String(plain));
  if (exact === undefined) throw new ResultError(path, `must be a number, not ${plain}`);
  return exact;
}

/** The type follows from the value: arrays are tuples, records objects. */
function dynamicFromPlain(plain: unknown, path: Path, like: Value | undefined): Value {
  if (like !== undefined && like instanceof Tagged && !(like instanceof Unknown) && samePlain(toPlain(like), plain))
    return like;
  switch (typeof plain) {
    case 'string':
    case 'boolean':
      return plain;
    case 'number':
    case 'bigint':
      return numberFromPlain(plain, path, like);
    default:
  }
  if (Array.isArray(plain))
    return plain.map((item, index) => fromPlain(item, 'dynamic', [...path, index], child(like, index)));
  const result = objectValue();
  const given = recordFromPlain(plain, 'dynamic', path);
  for (const name of Object.keys(given))
    result[name] = fromPlain(given[name], 'dynamic', [...path, name], child(like, name));
  return result;
}

/** Any object with properties is accepted (a parsed reply, an author's class); some classes have none of their own. */
function hasProperties(plain: unknown): plain is Readonly<Record<string, unknown>> {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return false;
  return !(plain instanceof Date || plain instanceof Map || plain instanceof Set);
}

function itemsFromPlain(plain: unknown, type: Type, path: Path): readonly unknown[] {
  if (Array.isArray(plain)) return plain;
  if (plain instanceof Set) return [...plain];
  throw new ResultError(path, `must be ${named(type)} (an array), not ${described(plain)}`);
}

function recordFromPlain(plain: unknown, type: Type, path: Path): Readonly<Record<string, unknown>> {
  if (hasProperties(plain)) return plain;
  throw new ResultError(path, `must be ${named(type)}, not ${described(plain)}`);
}

/** The item or member of a value, if it has one there. */
function child(like: Value | undefined, step: string | number): Value | undefined {
  if (like === undefined || like === null || typeof like !== 'object') return undefined;
  if (typeof step === 'number') {
    const items = like instanceof ListValue ? like.items : isTupleValue(like) ? like : [];
    return items[step];
  }
  const members = like instanceof MapValue ? like.entries : isObjectValue(like) ? like : {};
  return Object.hasOwn(members, step) ? members[step] : undefined;
}

function samePlain(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const members = Object.entries(left);
  const others = new Map<string, unknown>(Object.entries(right));
  return (
    Array.isArray(left) === Array.isArray(right) &&
    members.length === others.size &&
    members.every(([name, member]) => others.has(name) && samePlain(member, others.get(name)))
  );
}

function named(type: Type): string {
  if (type === 'dynamic') return 'a plain value';
  return typeof type !== 'string' && type.kind === 'object' ? 'an object' : `a ${typeName(type)}`;
}

function described(plain: unknown): string {
  if (Array.isArray(plain)) return 'an array';
  if (typeof plain === 'object' && plain !== null) return `an object of class ${plain.constructor?.name ?? 'Object'}`;
  return typeof plain === 'bigint' || typeof plain === 'number' ? 'a number' : `a ${typeof plain}`;
}
