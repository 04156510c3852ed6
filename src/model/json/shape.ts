import { ValueShapeError } from './value.js';
import { isJsonList, type Json, type JsonObject, isJsonObject } from '../json.js';
import { ExactNumber } from '../number.js';
import { fromDouble } from '../number-text.js';
import { emptyRecord } from '../record.js';
import { sortedTexts } from '../set-order.js';
import { Tagged } from '../tagged.js';
import { typeFromJson, typeToJson, type Type } from '../type.js';
import { setValue } from '../value-operations.js';
import {
  ListValue,
  MapValue,
  sensitive,
  Unknown,
  type ObjectValue,
  type TupleValue,
  type Value,
  isTupleValue,
} from '../value.js';
import { decodeValue, encodeValue } from './encoded.js';
import { stringifyJson } from './parse.js';
import { quotedWord } from './plain-text.js';

/**
 * What plain JSON (masks.ts) cannot express of a value: the types of collections, what is unknown, what is sensitive. Undefined
 * for a value that plain JSON expresses completely. Plain JSON and shape together give the value back.
 *
 *     {"parts": {…}}                            shapes of parts, by attribute or index
 *     {"is": "list", "element": …, "parts": …}  a list, set or map
 *     {"is": "sensitive", "inside": …}          a sensitive value, with the shape of what is inside
 *     {"is": "value", "value": …}               what plain JSON leaves out, as encoded.ts has it
 *     "string", "string!"                       an unknown value of a simple type; `!` if it is not null. Plans of new
 *                                               objects consist of these
 */
export type Shape = JsonObject | string;

/** Thrown for a shape and plain JSON that do not match. */
export class ShapeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShapeError';
  }
}

export function shapeOf(value: Value): Shape | undefined {
  if (value === Infinity || value === -Infinity) return { is: 'value', value: encodeValue(value) };
  if (value === null || typeof value !== 'object') return undefined;
  if (!(value instanceof Tagged)) return partsShape(value);
  switch (value.kind) {
    case 'number':
      return undefined;
    case 'list':
    case 'set':
      return { is: value.kind, element: typeToJson(value.element), ...partsShape(value.items) };
    case 'map':
      return { is: 'map', element: typeToJson(value.element), ...partsShape(value.entries) };
    case 'sensitive': {
      const inside = shapeOf(value.value);
      return inside === undefined ? { is: 'sensitive' } : { is: 'sensitive', inside };
    }
    case 'unknown':
      if (typeof value.type === 'string') return unknownShape(value.type, value.notNull);
      return { is: 'value', value: encodeValue(value) };
    default:
      return { is: 'value', value: encodeValue(value) };
  }
}

const NOT_NULL = '!';

const unknownShape = (type: string, notNull: boolean): string => (notNull ? type + NOT_NULL : type);

function partsShape(parts: TupleValue | ObjectValue): JsonObject | undefined {
  let shapes: Record<string, Json> | undefined;
  if (isTupleValue(parts)) {
    parts.forEach((part, index) => {
      const shape = shapeOf(part);
      if (shape !== undefined) (shapes ??= emptyRecord<Json>())[index] = shape;
    });
  } else {
    for (const name in parts) {
      const shape = shapeOf(parts[name] ?? null);
      if (shape !== undefined) (shapes ??= emptyRecord<Json>())[name] = shape;
    }
  }
  return shapes === undefined ? undefined : { parts: shapes };
}

/**
 * The text of {@link shapeOf}, for very many values: objects of plain values, a few of them unknown, are built as text.
 */
export function shapeText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return undefined;
  if (value instanceof Tagged) {
    if (value.kind === 'number') return undefined;
    if (value.kind === 'unknown' && typeof value.type === 'string')
      return quotedWord(unknownShape(value.type, value.notNull));
  }
  if (value instanceof Tagged || isTupleValue(value)) {
    const shape = shapeOf(value);
    return shape === undefined ? undefined : stringifyJson(shape);
  }
  let parts = '';
  for (const name in value) {
    const shape = shapeText(value[name]);
    if (shape !== undefined) parts += `${parts === '' ? '' : ','}${quotedWord(name)}:${shape}`;
  }
  return parts === '' ? undefined : `{"parts":{${parts}}}`;
}

/** The value of which this is the plain JSON and the shape. Throws {@link ShapeError}. */
export function valueOfShape(json: Json | undefined, shape: Json | undefined): Value {
  if (shape === undefined) return plainValue(json);
  if (typeof shape === 'string') return unknownOf(shape);
  const described = recordOf(shape);
  switch (described['is']) {
    case undefined:
      return isJsonList(json) ? items(json, described) : entries(json, described);
    case 'list':
      return new ListValue(elementOf(described), items(json, described));
    case 'set':
      return setValue(elementOf(described), items(json, described));
    case 'map':
      return new MapValue(elementOf(described), entries(json, described));
    case 'sensitive':
      return sensitive(valueOfShape(json, described['inside']));
    case 'value':
      return decoded(described['value']);
    default:
      throw new ShapeError('the kind of a value is unknown');
  }
}

function unknownOf(shape: string): Value {
  const notNull = shape.endsWith(NOT_NULL);
  const type = typeFromJson(notNull ? shape.slice(0, -NOT_NULL.length) : shape);
  if (typeof type !== 'string') throw new ShapeError('the type of an unknown value is unknown');
  return new Unknown(type, notNull);
}

/** JSON of which no part has a shape. */
function plainValue(json: Json | undefined): Value {
  if (json === undefined) throw new ShapeError('a value is missing');
  if (typeof json === 'number') return fromDouble(json);
  if (json === null || typeof json !== 'object' || json instanceof ExactNumber) return json;
  if (isJsonList(json)) return json.map(plainValue);
  const record = emptyRecord<Value>();
  for (const name of Object.keys(json)) record[name] = plainValue(json[name]);
  return record;
}

function items(json: Json | undefined, described: JsonObject): readonly Value[] {
  if (!isJsonList(json)) throw new ShapeError('a list is missing');
  const parts = partsOf(described);
  if (parts === undefined) return json.map(plainValue);
  for (const name of Object.keys(parts))
    if (!(Number(name) < json.length && String(Number(name)) === name)) throw new ShapeError('an item is missing');
  return json.map((item, index) => valueOfShape(item, Object.hasOwn(parts, index) ? parts[index] : undefined));
}

function entries(json: Json | undefined, described: JsonObject): ObjectValue {
  const source = recordOf(json);
  const parts = partsOf(described) ?? {};
  const record = emptyRecord<Value>();
  const missing = Object.keys(parts).filter((name) => !Object.hasOwn(source, name));
  // Attributes are in order; those that are not in plain JSON are inserted between the others.
  const names = missing.length === 0 ? Object.keys(source) : sortedTexts([...Object.keys(source), ...missing]);
  for (const name of names) {
    const json = Object.hasOwn(source, name) ? source[name] : undefined;
    record[name] = valueOfShape(json, Object.hasOwn(parts, name) ? parts[name] : undefined);
  }
  return record;
}

const partsOf = (described: JsonObject): JsonObject | undefined =>
  described['parts'] === undefined ? undefined : recordOf(described['parts']);

function recordOf(json: Json | undefined): JsonObject {
  if (!isJsonObject(json)) throw new ShapeError('an object is missing');
  return json;
}

function elementOf(described: JsonObject): Type {
  const type = typeFromJson(described['element']);
  if (type === undefined) throw new ShapeError('a type is missing');
  return type;
}

function decoded(json: Json | undefined): Value {
  try {
    return decodeValue(json ?? null);
  } catch (error) {
    throw error instanceof ValueShapeError ? new ShapeError(error.message) : error;
  }
}
