import {
  listOf,
  mapOf,
  objectOf,
  setOf,
  tupleOf,
  type ObjectType,
  type TupleType,
  type Type,
  typesEqual,
} from './type.js';

/**
 * The one type values of all these types can be converted to, or undefined when there is none. `dynamic` (a null, or an unknown
 * of unknown type) goes along with anything.
 */
export function unify(types: readonly Type[]): Type | undefined {
  const different = distinctTypes(types);
  const [first] = different;
  if (first === undefined) return types.length === 0 ? undefined : 'dynamic';
  if (different.length === 1) return first;
  const kinds = new Set(different.map((type) => (typeof type === 'string' ? type : type.kind)));
  const only = (...allowed: string[]): boolean => [...kinds].every((kind) => allowed.includes(kind));
  // What has no type yet can be anything, if nothing better is found.
  const last = types.includes('dynamic') ? 'dynamic' : undefined;
  if (only('string', 'number', 'bool')) return kinds.has('string') ? 'string' : last;
  if (only('map')) return collection(mapOf, different);
  if (only('list')) return collection(listOf, different);
  if (only('set')) return collection(setOf, different);
  if (only('object')) return unifyObjects(different as readonly ObjectType[]);
  if (only('tuple')) return unifyTuples(different as readonly TupleType[]);
  if (only('map', 'object')) return replaceKind('object', different, objectsAsMap) ?? preferred(different);
  if (only('list', 'tuple')) return replaceKind('tuple', different, tuplesAsList) ?? preferred(different);
  return kinds.has('object') && kinds.has('tuple') ? undefined : (preferred(different) ?? last);
}

function distinctTypes(types: readonly Type[]): Type[] {
  const found: Type[] = [];
  for (const type of types) {
    if (type !== 'dynamic' && !found.some((known) => typesEqual(known, type))) found.push(type);
  }
  return found;
}

function collection(of: (element: Type) => Type, types: readonly Type[]): Type | undefined {
  const elements = types.map((type) => (type as { readonly element: Type }).element);
  // What a collection of no certain type will hold may not fit into a structure: nothing is certain then.
  const isOpen = elements.includes('dynamic') && elements.some((element) => typeof element !== 'string');
  const element = isOpen ? 'dynamic' : unify(elements);
  return element === undefined ? undefined : of(element);
}

function unifyObjects(types: readonly ObjectType[]): Type | undefined {
  const names = Object.keys(types[0]!.attributes);
  const same = types.every(
    ({ attributes }) =>
      Object.keys(attributes).length === names.length && names.every((name) => Object.hasOwn(attributes, name)),
  );
  if (!same) return objectsAsMap(types);
  const attributes = Object.create(null) as Record<string, Type>;
  for (const name of names) {
    const type = unify(types.map((object) => object.attributes[name]!));
    if (type === undefined) return undefined;
    attributes[name] = type;
  }
  return objectOf(attributes);
}

function objectsAsMap(types: readonly Type[]): Type | undefined {
  const element = unify(types.flatMap((type) => Object.values((type as ObjectType).attributes)));
  return element === undefined ? undefined : mapOf(element);
}

function unifyTuples(types: readonly TupleType[]): Type | undefined {
  const first = types[0]!.items;
  if (types.some(({ items }) => items.length !== first.length)) return tuplesAsList(types);
  const items: Type[] = [];
  for (let index = 0; index < first.length; index += 1) {
    const type = unify(types.map((tuple) => tuple.items[index]!));
    if (type === undefined) return undefined;
    items.push(type);
  }
  return tupleOf(items);
}

function tuplesAsList(types: readonly Type[]): Type | undefined {
  const element = unify(types.flatMap((type) => (type as TupleType).items));
  return element === undefined ? undefined : listOf(element);
}

/** Unifies after the types of one kind were made one collection, since they are often that in disguise. */
function replaceKind(
  kind: 'object' | 'tuple',
  types: readonly Type[],
  merge: (types: readonly Type[]) => Type | undefined,
): Type | undefined {
  const isKind = (type: Type): boolean => typeof type !== 'string' && type.kind === kind;
  const merged = merge(types.filter(isKind));
  return merged === undefined ? undefined : unify([...types.filter((type) => !isKind(type)), merged]);
}

/** The first of the types, collections first, to which every other can be converted. */
function preferred(types: readonly Type[]): Type | undefined {
  const rank = (type: Type): number =>
    typeof type === 'string' ? 2 : type.kind === 'list' || type.kind === 'map' ? 0 : 1;
  const candidates = [...types].sort((left, right) => rank(left) - rank(right));
  return candidates.find((candidate) => types.every((type) => isConvertible(type, candidate)));
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
      if (from.kind === 'tuple') return allConvertible(from.items, to.element);
      return (from.kind === 'list' || from.kind === 'set') && isConvertible(from.element, to.element);
    case 'map':
      if (from.kind === 'object') return allConvertible(Object.values(from.attributes), to.element);
      return from.kind === 'map' && isConvertible(from.element, to.element);
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.items.length === to.items.length &&
        from.items.every((item, index) => isConvertible(item, to.items[index]!))
      );
    case 'object':
      return (
        Object.keys(to.attributes).every((name) => {
          const optional = to.optional?.includes(name) === true;
          if (from.kind === 'map') return optional || isConvertible(from.element, to.attributes[name]!);
          if (from.kind !== 'object') return false;
          return Object.hasOwn(from.attributes, name)
            ? isConvertible(from.attributes[name]!, to.attributes[name]!)
            : optional;
        }) &&
        (from.kind === 'map' || from.kind === 'object')
      );
  }
}

function allConvertible(items: readonly Type[], element: Type): boolean {
  return element === 'dynamic'
    ? items.length === 0 || unify(items) !== undefined
    : items.every((item) => isConvertible(item, element));
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
      const attributes = Object.create(null) as Record<string, Type>;
      for (const name of Object.keys(to.attributes)) {
        const own =
          from.kind === 'object'
            ? Object.hasOwn(from.attributes, name)
              ? from.attributes[name]!
              : 'dynamic'
            : elementOf(from)!;
        attributes[name] = own === 'dynamic' ? to.attributes[name]! : convertedType(own, to.attributes[name]!);
      }
      return objectOf(attributes, to.optional);
    }
  }
}

function elementOf(type: Exclude<Type, string>): Type | undefined {
  if (type.kind === 'tuple') return unify(type.items);
  if (type.kind === 'object') return unify(Object.values(type.attributes));
  return type.element;
}

const withoutMarks = new WeakMap<object, Type>();

/** The type of values that were converted to it: nothing is optional any more. The same type when nothing was. */
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
      const attributes = Object.create(null) as Record<string, Type>;
      let changed = type.optional !== undefined;
      for (const name of Object.keys(type.attributes)) {
        attributes[name] = withoutOptional(type.attributes[name]!);
        changed ||= attributes[name] !== type.attributes[name];
      }
      return changed ? objectOf(attributes) : type;
    }
  }
}
