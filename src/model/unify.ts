import {
  hasDynamic,
  isKind,
  listOf,
  mapOf,
  type ObjectType,
  objectOf,
  setOf,
  type StructuralType,
  tupleOf,
  type TupleType,
  type Type,
  type TypeOfKind,
  typesEqual,
} from './type.js';
import { byGenerality } from './generality.js';
import { sameItems } from './pairwise.js';
import { emptyRecord, ownEntry } from './record.js';

/**
 * The one type values of all these types can be converted to, or undefined when there is none, by the rules of
 * Terraform. `dynamic` (a null, or an unknown of unknown type) adapts to primitive types; with structures and
 * collections it makes the common type `dynamic`, since its eventual type may change theirs.
 */
export function unify(types: readonly Type[]): Type | undefined {
  const different = distinctTypes(types);
  if (different.length <= 1) return different[0];
  const kinds = new Set(different.map(kindOf));
  const isOpen = kinds.delete('dynamic');
  const only = (...allowed: Kind[]): boolean => [...kinds].every((kind) => allowed.includes(kind));
  const [kind] = kinds;
  if (kinds.size === 1 && kind !== undefined && !isPrimitive(kind))
    return isOpen ? 'dynamic' : unifyOneKind(kind, different);
  if (only('map', 'object')) return unifyDisguised('object', 'map', different) ?? preferred(different);
  if (only('list', 'tuple')) return unifyDisguised('tuple', 'list', different) ?? preferred(different);
  return kinds.has('object') && kinds.has('tuple') ? undefined : preferred(different);
}

type Kind = Extract<Type, string> | StructuralType['kind'];

const kindOf = (type: Type): Kind => (typeof type === 'string' ? type : type.kind);

const isPrimitive = (kind: Kind): kind is Extract<Type, string> =>
  kind === 'string' || kind === 'number' || kind === 'bool' || kind === 'dynamic';

const isOfKind =
  <K extends StructuralType['kind']>(kind: K) =>
  (type: Type): type is TypeOfKind<K> =>
    isKind(type, kind);

/** Unifies types of one kind; the result may be a new type. */
function unifyOneKind(kind: StructuralType['kind'], types: readonly Type[]): Type | undefined {
  switch (kind) {
    case 'map':
      return collection(mapOf, types.filter(isOfKind(kind)));
    case 'list':
      return collection(listOf, types.filter(isOfKind(kind)));
    case 'set':
      return collection(setOf, types.filter(isOfKind(kind)));
    case 'object':
      return unifyObjects(types.filter(isOfKind(kind)));
    case 'tuple':
      return unifyTuples(types.filter(isOfKind(kind)));
  }
}

function distinctTypes(types: readonly Type[]): Type[] {
  const found: Type[] = [];
  for (const type of types) if (!found.some((known) => typesEqual(known, type))) found.push(type);
  return found;
}

/** The type, if all of the others can be converted to it. */
const ifReachable = (type: Type | undefined, from: readonly Type[]): Type | undefined =>
  type !== undefined && from.every((own) => isConvertible(own, type)) ? type : undefined;

function collection(
  of: (element: Type) => Type,
  types: readonly TypeOfKind<'list' | 'set' | 'map'>[],
): Type | undefined {
  const element = unify(types.map((type) => type.element));
  return element === undefined ? undefined : ifReachable(of(element), types);
}

function unifyObjects(types: readonly ObjectType[]): Type | undefined {
  const names = new Set(types.flatMap(({ attributes }) => Object.keys(attributes)));
  if (types.some(({ attributes }) => Object.keys(attributes).length < names.size)) return objectsAsMap(types);
  const attributes = emptyRecord<Type>();
  for (const name of names) {
    const type = unify(types.map((object) => object.attributes[name] ?? 'dynamic'));
    if (type === undefined) return undefined;
    attributes[name] = type;
  }
  return ifReachable(objectOf(attributes), types) ?? objectsAsMap(types);
}

function objectsAsMap(types: readonly ObjectType[]): Type | undefined {
  const element = unify(types.flatMap((type) => Object.values(type.attributes)));
  return element === undefined ? undefined : ifReachable(mapOf(element), types);
}

function unifyTuples(types: readonly TupleType[]): Type | undefined {
  const length = Math.max(...types.map(({ items }) => items.length));
  if (types.some(({ items }) => items.length < length)) return tuplesAsList(types);
  const items: Type[] = [];
  for (let index = 0; index < length; index += 1) {
    const type = unify(types.map((tuple) => tuple.items[index] ?? 'dynamic'));
    if (type === undefined) return undefined;
    items.push(type);
  }
  return ifReachable(tupleOf(items), types) ?? tuplesAsList(types);
}

function tuplesAsList(types: readonly TupleType[]): Type | undefined {
  const element = unify(types.flatMap((type) => type.items));
  return element === undefined ? undefined : ifReachable(listOf(element), types);
}

/** Unifies after converting the structures to one collection, which is often what they represent. */
function unifyDisguised(
  structure: 'object' | 'tuple',
  wanted: 'map' | 'list',
  types: readonly Type[],
): Type | undefined {
  const merged =
    structure === 'object'
      ? objectsAsMap(types.filter(isOfKind(structure)))
      : tuplesAsList(types.filter(isOfKind(structure)));
  if (merged === undefined) return undefined;
  const type = unify([...types.filter((own) => kindOf(own) !== structure), merged]);
  return type !== undefined && kindOf(type) === wanted ? type : undefined;
}

/** The most general of the types to which every other can be converted. */
function preferred(types: readonly Type[]): Type | undefined {
  return byGenerality(types).find((candidate) => types.every((type) => isConvertible(type, candidate)));
}

/** True when a value of one type may be convertible to the other; whether it is, may depend on the value (`"1"`, `"x"`). */
export function isConvertible(from: Type, to: Type): boolean {
  if (from === 'dynamic' || to === 'dynamic' || typesEqual(from, to)) return true;
  if (typeof from === 'string' || typeof to === 'string') {
    return typeof from === 'string' && typeof to === 'string' && (from === 'string' || to === 'string');
  }
  switch (to.kind) {
    case 'list':
    case 'set':
      if (from.kind === 'tuple') return areElements(from.items, to.element);
      return (from.kind === 'list' || from.kind === 'set') && isConvertible(from.element, to.element);
    case 'map':
      if (from.kind === 'object') return areEntries(Object.values(from.attributes), to.element);
      return from.kind === 'map' && isConvertible(from.element, to.element);
    case 'tuple':
      return from.kind === 'tuple' && sameItems(from.items, to.items, isConvertible);
    case 'object':
      if (from.kind !== 'map' && from.kind !== 'object') return false;
      return Object.entries(to.attributes).every(([name, wanted]) => {
        const optional = to.optional?.includes(name) === true;
        if (from.kind === 'map') return optional || isConvertible(from.element, wanted);
        const own = ownEntry(from.attributes, name);
        return own === undefined ? optional : isConvertible(own, wanted);
      });
  }
}

/** True when items of these types can be elements of a list or set: all of a `dynamic` type, or none. */
function areElements(items: readonly Type[], element: Type): boolean {
  if (element !== 'dynamic' || items.length === 0) return items.every((item) => isConvertible(item, element));
  const common = unify(items);
  if (common === 'dynamic') return items.every((item) => item === 'dynamic');
  return common !== undefined && items.every((item) => isConvertible(item, common));
}

function areEntries(items: readonly Type[], element: Type): boolean {
  const common = element === 'dynamic' && items.length > 0 ? unify(items) : element;
  return common !== undefined && items.every((item) => isConvertible(item, common));
}

/** The type a conversion from one type to the other gives: `to`, its `dynamic` parts taken from `from`. */
export function convertedType(from: Type, to: Type): Type {
  if (to === 'dynamic' || typesEqual(from, to)) return from;
  if (typeof to === 'string' || typeof from === 'string') return to;
  switch (to.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = elementOf(from);
      return element === undefined ? to : { kind: to.kind, element: convertedType(element, to.element) };
    }
    case 'tuple':
      return from.kind === 'tuple'
        ? tupleOf(to.items.map((item, index) => convertedType(from.items[index] ?? 'dynamic', item)))
        : to;
    case 'object': {
      const attributes = emptyRecord<Type>();
      for (const [name, wanted] of Object.entries(to.attributes)) {
        const own = (from.kind === 'object' ? ownEntry(from.attributes, name) : elementOf(from)) ?? 'dynamic';
        attributes[name] = own === 'dynamic' ? wanted : convertedType(own, wanted);
      }
      return objectOf(attributes, to.optional);
    }
  }
}

function elementOf(type: Exclude<Type, string>): Type | undefined {
  if (type.kind === 'tuple') return elementType(type.items, 'list');
  if (type.kind === 'object') return elementType(Object.values(type.attributes), 'map');
  return type.element;
}

/**
 * The element type of a collection made of values of these types, or undefined when they cannot be in one. Parts that
 * are `dynamic` in their common type must have the same type in all of them, except that an untyped null fits any type.
 */
export function elementType(types: readonly Type[], kind: 'list' | 'set' | 'map'): Type | undefined {
  const common = unify(types);
  if (common === undefined || !hasDynamic(common)) return common;
  if (common === 'dynamic' && kind !== 'map') return types.every((type) => type === 'dynamic') ? common : undefined;
  const reached = types.map((type) => convertedType(type, common));
  // As in Terraform, the converted elements of a list are unified again, and so are structures and collections in a
  // map.
  const again = kind === 'list' || (kind === 'map' && common !== 'dynamic') ? unify(reached) : common;
  return again === undefined ? undefined : onlyType(reached.map((type) => convertedType(type, again)));
}

/** The one type among these, beside nulls without a type; undefined when there are several. */
export function onlyType(types: readonly Type[]): Type | undefined {
  const typed = distinctTypes(types.filter((type) => type !== 'dynamic'));
  return typed.length > 1 ? undefined : (typed[0] ?? 'dynamic');
}

const withoutMarks = new WeakMap<object, Type>();

/** The type of values that were converted to it: no attribute is optional. Returns the same type if none was. */
export function withoutOptional(type: Type): Type {
  if (typeof type === 'string') return type;
  let plain = withoutMarks.get(type);
  if (plain === undefined) {
    plain = strip(type);
    withoutMarks.set(type, plain);
  }
  return plain;
}

function strip(type: Exclude<Type, string>): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = withoutOptional(type.element);
      return element === type.element ? type : { kind: type.kind, element };
    }
    case 'tuple': {
      const items = type.items.map(withoutOptional);
      return items.every((item, index) => item === type.items[index]) ? type : tupleOf(items);
    }
    case 'object': {
      const attributes = emptyRecord<Type>();
      let changed = type.optional !== undefined;
      for (const [name, attribute] of Object.entries(type.attributes)) {
        const plain = withoutOptional(attribute);
        attributes[name] = plain;
        changed ||= plain !== attribute;
      }
      return changed ? objectOf(attributes) : type;
    }
  }
}
