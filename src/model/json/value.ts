import { isJsonList, type Json, type JsonObject, isJsonObject } from '../json.js';
import { ExactNumber, type Num } from '../number.js';
import { standAlone } from '../nulls.js';
import { formatNumber, fromDouble, parseNumber } from '../number-text.js';
import { formatPath, type Path } from '../path.js';
import { Tagged } from '../tagged.js';
import { type Type, typeFromJson, typeName, typeToJson } from '../type.js';
import { setValue, typeOf, unmark } from '../value-operations.js';
import { ListValue, MapValue, TypedNull, Unknown, type Value, isTupleValue, isObjectValue } from '../value.js';
import { expectedText } from './found.js';
import { jsonNumber } from './parse.js';
import { emptyRecord } from '../record.js';

/** JSON that is not of the type it was read for; `path` says where. */
export class ValueShapeError extends Error {
  readonly path: Path;
  constructor(message: string, path: Path) {
    super(path.length === 0 ? message : `${formatPath(path)}: ${message}`);
    this.name = 'ValueShapeError';
    this.path = path;
  }
}

/**
 * The value as state keeps attributes of this type: sets and lists as arrays, values of type `dynamic` as `{ "value":
 * …, "type": … }`. Marks are dropped; unknown values become null.
 */
export function valueToJson(value: Value, type: Type): Json {
  if (value === null || typeof value === 'boolean')
    return type === 'dynamic' && value !== null ? withType(value) : value;
  if (type === 'dynamic') return withType(value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  const plain = unmark(value);
  if (plain !== value) return valueToJson(plain, type);
  if (value instanceof TypedNull || value instanceof Unknown) return null;
  if (typeof type === 'string') return value instanceof ExactNumber ? jsonNumber(value) : misfit(type);
  switch (type.kind) {
    case 'list':
    case 'set':
      return itemsOf(value, type).map((item) => valueToJson(item, type.element));
    case 'tuple':
      return itemsOf(value, type).map((item, index) => valueToJson(item, type.items[index] ?? 'dynamic'));
    case 'map':
      return recordToJson(entriesOf(value, type), () => type.element);
    case 'object':
      return recordToJson(entriesOf(value, type), (name) => type.attributes[name]);
  }
}

function withType(value: Value): Json {
  const plain = unmark(value);
  if (plain === null || plain instanceof Unknown) return null;
  const type = typeOf(plain);
  return { value: valueToJson(plain, type), type: typeToJson(type) };
}

function itemsOf(value: Value, type: Type): readonly Value[] {
  if (isTupleValue(value)) return value;
  if (value instanceof Tagged && (value.kind === 'list' || value.kind === 'set')) return value.items;
  return misfit(type);
}

function entriesOf(value: Value, type: Type): Readonly<Record<string, Value>> {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : misfit(type);
}

function recordToJson(record: Readonly<Record<string, Value>>, typeAt: (name: string) => Type | undefined): JsonObject {
  const json = emptyRecord<Json>();
  for (const name of Object.keys(record)) {
    const [value, type] = [record[name], typeAt(name)];
    if (value !== undefined && type !== undefined) json[name] = valueToJson(value, type);
  }
  return json;
}

/** A value in memory that is not of its type is a defect of the caller. */
function misfit(type: Type): never {
  throw new ValueShapeError(`this is not a value of the type ${typeName(type)}`, []);
}

function misread(json: Json, type: Type, path: Path): never {
  throw new ValueShapeError(expectedText(jsonOf(type), json), path);
}

/** What JSON of a type is. */
function jsonOf(type: Type): string {
  switch (type) {
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    case 'bool':
      return 'true or false';
    case 'dynamic':
      return 'an object with "value" and "type"';
    default:
      if (type.kind === 'tuple') return `a list of ${type.items.length}`;
      return type.kind === 'list' || type.kind === 'set' ? 'a list' : 'an object';
  }
}

/**
 * Reads what {@link valueToJson} wrote. A missing key of an object is null, keys that the type does not have are
 * ignored. Throws {@link ValueShapeError} for JSON of another shape.
 */
export function valueFromJson(json: Json, type: Type): Value {
  return read(json, type, []);
}

/** {@link valueFromJson} for a standalone value, such as an output: its nulls keep their types. */
export function valueAloneFromJson(json: Json, type: Type): Value {
  return standAlone(read(json, type, []), type);
}

function read(json: Json | undefined, type: Type, path: (string | number)[]): Value {
  if (json === null || json === undefined) return null;
  switch (type) {
    case 'string':
      return typeof json === 'string' ? json : textOf(json, path);
    case 'number':
      return readNumber(json, path);
    case 'bool':
      if (typeof json === 'boolean') return json;
      return json === 'true' ? true : json === 'false' ? false : misread(json, type, path);
    case 'dynamic':
      return readDynamic(json, path);
    default:
  }
  switch (type.kind) {
    case 'list':
      return new ListValue(
        type.element,
        readItems(json, type, () => type.element, path),
      );
    case 'set':
      return setValue(
        type.element,
        readItems(json, type, () => type.element, path),
      );
    case 'tuple': {
      const items = readItems(json, type, (index) => type.items[index] ?? 'dynamic', path);
      if (items.length === type.items.length) return items;
      throw new ValueShapeError(`expected ${jsonOf(type)}, found a list of ${items.length}`, path);
    }
    case 'map': {
      const source = recordOf(json, type, path);
      const entries = emptyRecord<Value>();
      for (const name of Object.keys(source)) entries[name] = readAt(source[name], type.element, path, name);
      return new MapValue(type.element, entries);
    }
    case 'object': {
      const source = recordOf(json, type, path);
      const { attributes } = type;
      const object = emptyRecord<Value>();
      for (const name in attributes) {
        const attribute = attributes[name];
        if (attribute === undefined) continue;
        object[name] = Object.hasOwn(source, name) ? readAt(source[name], attribute, path, name) : null;
      }
      return object;
    }
  }
}

function readAt(json: Json | undefined, type: Type, path: (string | number)[], step: string | number): Value {
  if (typeof json === 'string' && type === 'string') return json;
  path.push(step);
  const value = read(json, type, path);
  path.pop();
  return value;
}

function readNumber(json: Json, path: Path): Num {
  if (typeof json === 'number') return fromDouble(json);
  if (json instanceof ExactNumber) return json;
  const number = typeof json === 'string' ? parseNumber(json) : undefined;
  return number ?? misread(json, 'number', path);
}

function textOf(json: Json, path: Path): string {
  if (typeof json === 'boolean') return String(json);
  return typeof json === 'number' || json instanceof ExactNumber
    ? formatNumber(readNumber(json, path))
    : misread(json, 'string', path);
}

function readDynamic(json: Json, path: (string | number)[]): Value {
  const record = recordOf(json, 'dynamic', path);
  const type = Object.hasOwn(record, 'type') ? typeFromJson(record['type']) : undefined;
  if (type === undefined || !Object.hasOwn(record, 'value')) return misread(json, 'dynamic', path);
  return standAlone(read(record['value'], type, path), type);
}

function readItems(json: Json, type: Type, typeAt: (index: number) => Type, path: (string | number)[]): Value[] {
  if (!isJsonList(json)) return misread(json, type, path);
  return json.map((item, index) => readAt(item, typeAt(index), path, index));
}

function recordOf(json: Json, type: Type, path: Path): JsonObject {
  return isJsonObject(json) ? json : misread(json, type, path);
}
