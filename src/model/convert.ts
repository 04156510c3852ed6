import { nullOf, standAlone } from './nulls.js';
import { isNumber } from './number.js';
import { formatNumber, parseNumber } from './number-text.js';
import type { Path } from './path.js';
import { hasDynamic, listOf, type ObjectType, type Type, typeName, typesEqual } from './type.js';
import { isUndecided } from './undecided.js';
import { convertedType, elementType, isConvertible, withoutOptional } from './unify.js';
import { containsSensitive, isWhollyKnown, markedSet, typeOf } from './value-operations.js';
import {
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  sensitive,
  SetValue,
  type TupleValue,
  UNKNOWN,
  type TypedNull,
  Unknown,
  type Value,
} from './value.js';
import { emptyRecord, ownEntry } from './record.js';

/** `path` says where inside the value, `message` what is expected and found there, without showing values. */
export type Conversion =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly path: Path; readonly message: string };

/**
 * The value as a standalone one of `type`, by Terraform's rules; the same object if it already has the type. A null
 * becomes the null of the type, an unknown an unknown of the type, marks stay. Attributes that the type does not have
 * are dropped.
 */
export function convert(value: Value, type: Type): Conversion {
  return converted(value, type, 'alone');
}

/** {@link convert} for a place of this type: a null is plain where the place says its type (see nulls.ts). */
export function convertInPlace(value: Value, type: Type): Conversion {
  return value === null ? { ok: true, value } : converted(value, type, 'place');
}

/** The place of the result. */
type Form = 'alone' | 'place';

function converted(value: Value, type: Type, form: Form): Conversion {
  if (type === 'dynamic' || isPrimitiveOf(value, type)) return { ok: true, value };
  const path: (string | number)[] = [];
  try {
    return { ok: true, value: to(value, type, path, form) };
  } catch (failure) {
    if (failure instanceof Mismatch) return { ok: false, path, message: failure.message };
    throw failure;
  }
}

class Mismatch extends Error {}

function isPrimitiveOf(value: Value, type: Type): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    default:
      return false;
  }
}

/** `path` is the way to `value`; after a Mismatch it is the path of the mismatch. */
function to(value: Value, type: Type, path: (string | number)[], form: Form): Value {
  if (type === 'dynamic') return value;
  if (isNull(value)) return nullTo(value, type, form);
  if (value instanceof Sensitive) {
    const inside = to(value.value, type, path, form);
    return inside === value.value ? value : sensitive(inside);
  }
  if (value instanceof Unknown) return unknownTo(value, type);
  if (typeof type === 'string') return primitiveTo(value, type);
  switch (type.kind) {
    case 'list':
      return listTo(value, type.element, path);
    case 'set':
      return setTo(value, type.element, path);
    case 'map':
      return mapTo(value, type.element, path);
    case 'tuple':
      return tupleTo(value, type.items, path, form);
    case 'object':
      return objectTo(value, type, path, form);
  }
}

/** A null of a type is converted as any value of that type. */
function nullTo(value: null | TypedNull, type: Type, form: Form): null | TypedNull {
  if (value !== null && !isConvertible(value.type, type)) throw mismatch(type, value);
  if (form === 'place') return null;
  const plain = withoutOptional(type);
  if (value === null) return nullOf(plain);
  return typesEqual(value.type, plain) ? value : nullOf(convertedType(value.type, plain));
}

function unknownTo(value: Unknown, type: Type): Value {
  const plain = withoutOptional(type);
  if (typesEqual(value.type, plain)) return value;
  if (!isConvertible(value.type, type)) throw mismatch(type, value);
  const result = convertedType(value.type, plain);
  return typesEqual(result, value.type) ? value : new Unknown(result, value.notNull);
}

function primitiveTo(value: Value, type: 'string' | 'number' | 'bool'): Value {
  if (isPrimitiveOf(value, type)) return value;
  if (type === 'number') {
    if (isNumber(value)) return value;
    if (typeof value !== 'string') throw mismatch(type, value);
    const number = parseNumber(value);
    if (number === undefined) throw new Mismatch('needs a number, but the string is not one');
    return number;
  }
  if (type === 'string') {
    if (isNumber(value)) return formatNumber(value);
    if (typeof value === 'boolean') return String(value);
    throw mismatch(type, value);
  }
  if (typeof value !== 'string') throw mismatch(type, value);
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Mismatch('needs a bool, but the string is neither "true" nor "false"');
}

function mismatch(wanted: Type, value: Value): Mismatch {
  return new Mismatch(`needs ${withArticle(typeName(wanted))}, not ${withArticle(typeName(typeOf(value)))}`);
}

const withArticle = (name: string): string =>
  name === 'any' ? 'any value' : `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;

function listTo(value: Value, element: Type, path: (string | number)[]): Value {
  if (value instanceof ListValue && typesEqual(value.element, element)) return value;
  const { items, type } = elementsTo(value, element, path, 'list');
  // Unknown elements of a set may turn out to be equal and cannot be ordered.
  const loose = value instanceof SetValue && items.length > 1 && !items.every(isWhollyKnown);
  return loose ? new Unknown(listOf(type), true) : new ListValue(type, items);
}

function setTo(value: Value, element: Type, path: (string | number)[]): Value {
  if (value instanceof SetValue && typesEqual(value.element, element)) return value;
  const { items, type } = elementsTo(value, element, path, 'set');
  return markedSet(type, items);
}

/**
 * The elements of a list, set or tuple as elements of one type: `element`, or their common type where that is dynamic.
 * While the type of an unknown element is open, only the number of elements is known.
 */
function elementsTo(
  value: Value,
  element: Type,
  path: (string | number)[],
  kind: 'list' | 'set',
): { readonly items: readonly Value[]; readonly type: Type } {
  const collection = value instanceof ListValue || value instanceof SetValue ? value : undefined;
  const given = collection?.element;
  const source = isTupleValue(value) ? value : collection?.items;
  if (source === undefined || (given !== undefined && !isConvertible(given, element)))
    throw mismatch({ kind, element }, value);
  const plain = withoutOptional(element);
  const items = itemsTo(source, () => element, path, 'place');
  if (!hasDynamic(plain)) return { items, type: plain };
  if (items.length === 0) return { items, type: given === undefined ? plain : convertedType(given, plain) };
  const type = common(source, { given, wanted: plain, kind });
  if (type === undefined) return { items: items.map(open), type: 'dynamic' };
  return { items: itemsTo(items, () => type, path, 'place'), type };
}

/** What is known about a part while the type of all parts is open: whether it is sensitive. */
const open = (part: Value): Value => (containsSensitive(part) ? sensitive(UNKNOWN) : UNKNOWN);

interface Wanted {
  /** The type of the elements in the source, if they share one. */
  readonly given: Type | undefined;
  readonly wanted: Type;
  readonly kind: 'list' | 'set' | 'map';
}

/** The common type of these values for a place of type `wanted`; undefined while it depends on unknown values. */
function common(values: readonly Value[], { given, wanted, kind }: Wanted): Type | undefined {
  const alone = given === undefined ? values : values.map((value) => standAlone(value, given));
  const agreed = (parts: readonly Value[]): Type | undefined =>
    elementType(
      parts.map((part) => convertedType(typeOf(part), wanted)),
      kind,
    );
  const type = agreed(alone);
  if (type !== undefined) return alone.some((value) => isUndecided(value, type)) ? undefined : type;
  const certain = alone.filter((value) => isWhollyKnown(value) || !hasDynamic(typeOf(value)));
  if (certain.length < alone.length && (certain.length === 0 || agreed(certain) !== undefined)) return undefined;
  throw new Mismatch('needs elements of one type, but these have no common type');
}

function itemsTo(
  items: readonly Value[],
  typeAt: (index: number) => Type,
  path: (string | number)[],
  form: Form,
): readonly Value[] {
  let copy: Value[] | undefined;
  let index = 0;
  for (const item of items) {
    path.push(index);
    const next = to(item, typeAt(index), path, form);
    path.pop();
    if (next !== item) (copy ??= [...items])[index] = next;
    index += 1;
  }
  return copy ?? items;
}

function mapTo(value: Value, element: Type, path: (string | number)[]): Value {
  if (value instanceof MapValue && typesEqual(value.element, element)) return value;
  const given = value instanceof MapValue ? value.element : undefined;
  const source = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  if (source === undefined || (given !== undefined && !isConvertible(given, element)))
    throw mismatch({ kind: 'map', element }, value);
  const plain = withoutOptional(element);
  const entries = entriesTo(source, element, path);
  if (!hasDynamic(plain)) return new MapValue(plain, entries);
  const values = Object.values(entries);
  if (values.length === 0) return new MapValue(given === undefined ? plain : convertedType(given, plain), entries);
  const type = common(Object.values(source), { given, wanted: plain, kind: 'map' });
  if (type === undefined) {
    const unknown = emptyRecord<Value>();
    for (const [name, entry] of Object.entries(entries)) unknown[name] = open(entry);
    return new MapValue('dynamic', unknown);
  }
  return new MapValue(type, entriesTo(entries, type, path));
}

function entriesTo(
  entries: Readonly<Record<string, Value>>,
  type: Type,
  path: (string | number)[],
): Readonly<Record<string, Value>> {
  let copy: Record<string, Value> | undefined;
  for (const name in entries) {
    const entry = entries[name];
    if (entry === undefined) continue;
    path.push(name);
    const next = to(entry, type, path, 'place');
    path.pop();
    if (next !== entry) (copy ??= Object.assign(emptyRecord<Value>(), entries))[name] = next;
  }
  return copy ?? entries;
}

function tupleTo(value: Value, types: readonly Type[], path: (string | number)[], form: Form): TupleValue {
  if (!isTupleValue(value)) throw mismatch({ kind: 'tuple', items: types }, value);
  if (value.length !== types.length) {
    throw new Mismatch(`needs a tuple of ${types.length} elements, but has ${value.length}`);
  }
  return itemsTo(value, (index) => types[index] ?? 'dynamic', path, form);
}

function objectTo(value: Value, type: ObjectType, path: (string | number)[], form: Form): Value {
  const source = isObjectValue(value) ? value : value instanceof MapValue ? value.entries : undefined;
  if (source === undefined) throw mismatch(type, value);
  const attributes = Object.entries(type.attributes);
  const result = emptyRecord<Value>();
  let same = isObjectValue(value);
  let missing: string[] | undefined;
  for (const [name, attribute] of attributes) {
    const part = ownEntry(source, name);
    if (part === undefined) {
      if (type.optional?.includes(name) === true) result[name] = to(null, attribute, path, form);
      else (missing ??= []).push(name);
      same = false;
      continue;
    }
    const own = value instanceof MapValue ? standAlone(part, value.element) : part;
    path.push(name);
    const next = to(own, attribute, path, form);
    path.pop();
    result[name] = next;
    same &&= next === own;
  }
  if (missing !== undefined) {
    const list = missing.map((name) => JSON.stringify(name)).join(', ');
    throw new Mismatch(`needs the ${missing.length === 1 ? 'attribute' : 'attributes'} ${list}`);
  }
  return same && Object.keys(source).length === attributes.length ? source : result;
}
