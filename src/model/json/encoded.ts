import { isJsonList, type Json, type JsonObject, isJsonObject } from '../json.js';
import { ExactNumber } from '../number.js';
import { fromDouble } from '../number-text.js';
import { nullOf } from '../nulls.js';
import { Tagged } from '../tagged.js';
import { type Type, typeFromJson, typeToJson } from '../type.js';
import { setValue } from '../value-operations.js';
import { ListValue, MapValue, type ObjectValue, sensitive, Unknown, type Value, isTupleValue } from '../value.js';
import { expectedText, expectedWords } from './found.js';
import { jsonNumber } from './parse.js';
import { ValueShapeError } from './value.js';
import { emptyRecord } from '../record.js';

/** The key that tells a described value from an object; an object that has it is described too. */
const TAG = '$';
const TAGS = ['object', 'list', 'set', 'map', 'null', 'unknown', 'sensitive', 'infinity'];

/**
 * The value as JSON that needs no type to be read: tuples and objects are arrays and objects, every value that JSON
 * does not have is an object with the key `$`. Types of collections, unknowns and marks are all preserved.
 */
export function encodeValue(value: Value): Json {
  if (value === null || typeof value !== 'object')
    return value === Infinity || value === -Infinity ? { [TAG]: 'infinity', positive: value > 0 } : value;
  if (!(value instanceof Tagged)) {
    if (isTupleValue(value)) return value.map(encodeValue);
    const record = encodeRecord(value);
    return Object.hasOwn(record, TAG) ? { [TAG]: 'object', attributes: record } : record;
  }
  switch (value.kind) {
    case 'number':
      return jsonNumber(value);
    case 'list':
    case 'set':
      return { [TAG]: value.kind, element: typeToJson(value.element), items: value.items.map(encodeValue) };
    case 'map':
      return { [TAG]: 'map', element: typeToJson(value.element), entries: encodeRecord(value.entries) };
    case 'null':
      return { [TAG]: 'null', type: typeToJson(value.type) };
    case 'unknown':
      return { [TAG]: 'unknown', type: typeToJson(value.type), ...(value.notNull ? { notNull: true } : {}) };
    case 'sensitive':
      return { [TAG]: 'sensitive', value: encodeValue(value.value) };
  }
}

function encodeRecord(record: Readonly<Record<string, Value>>): JsonObject {
  const json = emptyRecord<Json>();
  for (const [name, value] of Object.entries(record)) json[name] = encodeValue(value);
  return json;
}

/** Reads what {@link encodeValue} wrote; throws {@link ValueShapeError} for anything else. */
export function decodeValue(json: Json): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (json === null || typeof json !== 'object') return json;
  if (json instanceof ExactNumber) return json;
  if (isJsonList(json)) return json.map(decodeValue);
  if (!Object.hasOwn(json, TAG)) return decodeRecord(json);
  switch (json[TAG]) {
    case 'object':
      return decodeRecord(json['attributes']);
    case 'list':
      return new ListValue(decodeType(json['element']), decodeItems(json['items']));
    case 'set':
      return setValue(decodeType(json['element']), decodeItems(json['items']));
    case 'map':
      return new MapValue(decodeType(json['element']), decodeRecord(json['entries']));
    case 'null':
      return nullOf(decodeType(json['type']));
    case 'unknown':
      return new Unknown(decodeType(json['type']), json['notNull'] === true);
    case 'sensitive':
      if (json['value'] === undefined) throw misshapen('an encoded value', undefined);
      return sensitive(decodeValue(json['value']));
    case 'infinity':
      return json['positive'] === true ? Infinity : -Infinity;
    default:
      throw new ValueShapeError(expectedWords(TAGS, json[TAG]), [TAG]);
  }
}

const misshapen = (expected: string, json: Json | undefined): ValueShapeError =>
  new ValueShapeError(expectedText(expected, json), []);

function decodeItems(json: Json | undefined): readonly Value[] {
  if (!isJsonList(json)) throw misshapen('a list', json);
  return json.map(decodeValue);
}

function decodeRecord(json: Json | undefined): ObjectValue {
  if (!isJsonObject(json)) throw misshapen('an object', json);
  const record = emptyRecord<Value>();
  for (const [name, entry] of Object.entries(json)) record[name] = decodeValue(entry);
  return record;
}

function decodeType(json: Json | undefined): Type {
  const type = typeFromJson(json);
  if (type === undefined) throw misshapen('a type', json);
  return type;
}
