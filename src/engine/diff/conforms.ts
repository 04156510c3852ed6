import {
  hasDynamic,
  isNull,
  isObjectValue,
  isTupleValue,
  kindOf,
  ListValue,
  MapValue,
  ownEntry,
  SetValue,
  typeName,
  typesEqual,
  Unknown,
  type ListType,
  type MapType,
  type ObjectType,
  type Path,
  type SetType,
  type TupleType,
  type Type,
  type Value,
} from '../../model/index.js';
import { bare, entriesOf, type Entries, type Unmarked } from './parts.js';
import type { Problem } from './problem.js';

/**
 * Where a value from a provider does not have the type in its schema. Null fits every type, an unknown must have the
 * type, `dynamic` accepts anything. Nothing is converted: a provider must return exactly the type.
 */
export function conformanceProblems(value: Value, type: Type, path: Path = []): Problem[] {
  const problems: Problem[] = [];
  check(value, type, path, problems);
  return problems;
}

export const conforms = (value: Value, type: Type): boolean => conformanceProblems(value, type).length === 0;

function check(value: Value, type: Type, path: Path, problems: Problem[]): void {
  const inner = bare(value);
  if (isNull(inner) || type === 'dynamic') return;
  if (inner instanceof Unknown ? !unknownFits(inner.type, type) : !fits(inner, type, path, problems)) {
    problems.push({ path, message: `must be of type ${typeName(type)}, but is ${describe(inner)}` });
  }
}

const describe = (value: Unmarked): string =>
  value instanceof Unknown ? `unknown of type ${typeName(value.type)}` : `of type ${kindOf(value)}`;

const unknownFits = (unknown: Type, type: Type): boolean =>
  unknown === 'dynamic' || hasDynamic(type) || typesEqual(unknown, type);

/** False if the value itself has another type; problems inside it are added to `problems`. */
function fits(value: Unmarked, type: Exclude<Type, 'dynamic'>, path: Path, problems: Problem[]): boolean {
  if (typeof type === 'string') return kindOf(value) === type;
  switch (type.kind) {
    case 'list':
      return fitsList(value, type, path, problems);
    case 'set':
      return fitsSet(value, type, path, problems);
    case 'map':
      return fitsMap(value, type, path, problems);
    case 'tuple':
      return fitsTuple(value, type, path, problems);
    case 'object':
      return isObjectValue(value) && fitsObject(value, type, path, problems);
  }
}

/** A list of blocks with a `dynamic` inside is transmitted as a tuple, and a map of them as an object. */
const travelsLoose = (type: ListType | MapType): boolean => hasDynamic(type.element);

function fitsList(value: Unmarked, type: ListType, path: Path, problems: Problem[]): boolean {
  const items =
    value instanceof ListValue ? value.items : isTupleValue(value) && travelsLoose(type) ? value : undefined;
  items?.forEach((item, index) => check(item, type.element, [...path, index], problems));
  return items !== undefined;
}

function fitsSet(value: Unmarked, type: SetType, path: Path, problems: Problem[]): boolean {
  if (!(value instanceof SetValue)) return false;
  for (const item of value.items) check(item, type.element, path, problems);
  return true;
}

function fitsMap(value: Unmarked, type: MapType, path: Path, problems: Problem[]): boolean {
  const entries = value instanceof MapValue || travelsLoose(type) ? entriesOf(value) : undefined;
  if (entries === undefined) return false;
  for (const [key, entry] of Object.entries(entries)) check(entry, type.element, [...path, key], problems);
  return true;
}

function fitsTuple(value: Unmarked, type: TupleType, path: Path, problems: Problem[]): boolean {
  if (!isTupleValue(value)) return false;
  if (value.length === type.items.length)
    value.forEach((item, index) => check(item, type.items[index] ?? 'dynamic', [...path, index], problems));
  else problems.push({ path, message: `must have ${type.items.length} elements, but has ${value.length}` });
  return true;
}

const listings = new WeakMap<ObjectType, readonly (readonly [name: string, type: Type])[]>();

/** The attributes of a type, listed once: they are visited for every object. */
function attributesOf(type: ObjectType): readonly (readonly [name: string, type: Type])[] {
  let listing = listings.get(type);
  if (listing === undefined) listings.set(type, (listing = Object.entries(type.attributes)));
  return listing;
}

function fitsObject(value: Entries, type: ObjectType, path: Path, problems: Problem[]): boolean {
  for (const [name, attribute] of attributesOf(type)) {
    const part = ownEntry(value, name);
    if (part === null || typeof part === attribute) continue;
    if (part !== undefined) check(part, attribute, [...path, name], problems);
    else
      problems.push({
        path: [...path, name],
        message: 'is missing; every attribute of the schema must be present, null if unset',
      });
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(type.attributes, name))
      problems.push({ path: [...path, name], message: 'is not in the schema' });
  }
  return true;
}
