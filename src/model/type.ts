import type { Json } from './json.js';
import { sameEntries, sameItems } from './pairwise.js';
import { emptyRecord } from './record.js';

/**
 * The kinds of values, as Terraform's type system has them. `dynamic` is the type of a place that takes anything (and
 * of a null or unknown value of unknown type).
 */
export type Type = PrimitiveType | 'dynamic' | ListType | SetType | MapType | TupleType | ObjectType;

export type PrimitiveType = 'string' | 'number' | 'bool';

export interface ListType {
  readonly kind: 'list';
  readonly element: Type;
}

export interface SetType {
  readonly kind: 'set';
  readonly element: Type;
}

export interface MapType {
  readonly kind: 'map';
  readonly element: Type;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly items: readonly Type[];
}

export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: Readonly<Record<string, Type>>;
  /** Attributes that may be missing in a value to be converted; they become null (or the default a variable's type gives). */
  readonly optional?: readonly string[];
}

export const listOf = (element: Type): ListType => ({ kind: 'list', element });
export const setOf = (element: Type): SetType => ({ kind: 'set', element });
export const mapOf = (element: Type): MapType => ({ kind: 'map', element });
export const tupleOf = (items: readonly Type[]): TupleType => ({ kind: 'tuple', items });
export const objectOf = (attributes: Readonly<Record<string, Type>>, optional?: readonly string[]): ObjectType =>
  optional === undefined || optional.length === 0
    ? { kind: 'object', attributes }
    : { kind: 'object', attributes, optional };

export type StructuralType = Exclude<Type, string>;
export type TypeOfKind<K extends StructuralType['kind']> = Extract<StructuralType, { readonly kind: K }>;

/** Whether a type is one of these kinds. */
export function isKind<K extends StructuralType['kind']>(type: Type, ...kinds: readonly K[]): type is TypeOfKind<K> {
  return typeof type !== 'string' && kinds.some((kind) => kind === type.kind);
}

export function typesEqual(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (typeof left === 'string' || typeof right === 'string') return false;
  switch (left.kind) {
    case 'list':
    case 'set':
    case 'map':
      return right.kind === left.kind && typesEqual(left.element, right.element);
    case 'tuple':
      return right.kind === 'tuple' && sameItems(left.items, right.items, typesEqual);
    case 'object':
      return right.kind === 'object' && sameEntries(left.attributes, right.attributes, typesEqual);
  }
}

/** True if the type contains `dynamic`. */
export function hasDynamic(type: Type): boolean {
  if (typeof type === 'string') return type === 'dynamic';
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return hasDynamic(type.element);
    case 'tuple':
      return type.items.some(hasDynamic);
    case 'object':
      return Object.values(type.attributes).some(hasDynamic);
  }
}

/** The type as JSON, in cty's form: `"string"`, `["list","string"]`, `["object",{"a":"number"}]`, `["object",{…},["a"]]`. */
export function typeToJson(type: Type): Json {
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeToJson(type.element)];
    case 'tuple':
      return ['tuple', type.items.map(typeToJson)];
    case 'object': {
      const attributes = emptyRecord<Json>();
      for (const [name, attribute] of Object.entries(type.attributes).sort(byName))
        attributes[name] = typeToJson(attribute);
      return type.optional === undefined ? ['object', attributes] : ['object', attributes, [...type.optional].sort()];
    }
  }
}

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;

/** Reads cty's JSON form of a type; undefined if the text is not a type. */
export function typeFromJson(json: unknown): Type | undefined {
  if (typeof json === 'string') {
    return json === 'string' || json === 'number' || json === 'bool' || json === 'dynamic' ? json : undefined;
  }
  if (!Array.isArray(json)) return undefined;
  const [kind, inner, optional]: readonly unknown[] = json;
  switch (kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = typeFromJson(inner);
      return element === undefined ? undefined : { kind, element };
    }
    case 'tuple': {
      if (!Array.isArray(inner)) return undefined;
      const items = inner.map(typeFromJson);
      return items.every((item) => item !== undefined) ? tupleOf(items) : undefined;
    }
    case 'object': {
      if (typeof inner !== 'object' || inner === null) return undefined;
      const attributes = emptyRecord<Type>();
      for (const [name, attribute] of Object.entries(inner)) {
        const type = typeFromJson(attribute);
        if (type === undefined) return undefined;
        attributes[name] = type;
      }
      return objectOf(
        attributes,
        Array.isArray(optional) ? optional.filter((name) => typeof name === 'string') : undefined,
      );
    }
    default:
      return undefined;
  }
}

/** The type in words: `list of string`, `object`, `map of number`. */
export function typeName(type: Type): string {
  if (typeof type === 'string') return type === 'dynamic' ? 'any' : type;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind} of ${typeName(type.element)}`;
    default:
      return type.kind;
  }
}
