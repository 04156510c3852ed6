import { isJsonList } from './kind.js';
import { ExactNumber } from '../number.js';
import { fromDouble } from '../number-text.js';
import type { Json, JsonObject } from '../state.js';
import { nullOf } from '../nulls.js';
import { Tagged } from '../tagged.js';
import { type Type, typeFromJson, typeToJson } from '../type.js';
import { setValue } from '../value-operations.js';
import { ListValue, MapValue, type ObjectValue, sensitive, type TupleValue, Unknown, type Value } from '../value.js';
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
    if (Array.isArray(value)) return (value as TupleValue).map(encodeValue);
    const record = encodeRecord(value as ObjectValue);
    return Object.hasOwn(record, TAG) ? { [TAG]: 'object', attributes: record } : record;
  }
  switch (value.kind) {
    case 'number':
      return jsonNumber(value);
    case 'list':
    case 'set':
      return { [TAG]: value.kind, element: typeToJson(value.element) as Json, items: value.items.map(encodeValue) };
    case 'map':
      return { [TAG]: 'map', element: typeToJson(value.element) as Json, entries: encodeRecord(value.entries) };
    case 'null':
      return { [TAG]: 'null', type: typeToJson(value.type) as Json };
    case 'unknown':
      return { [TAG]: 'unknown', type: typeToJson(value.type) as Json, ...(value.notNull ? { notNull: true } : {}) };
    case 'sensitive':
      return { [TAG]: 'sensitive', value: encodeValue(value.value) };
  }
}

function encodeRecord(record: Readonly<Record<string, Value>>): JsonObject {
  const json = emptyRecord<Json>();
  for (const name of Object.keys(record)) json[name] = encodeValue(record[name]!);
  return json;
}

/** Reads what {@link encodeValue} wrote; throws {@link ValueShapeError} for anything else. */
export function decodeValue(json: Json): Value {
  if (typeof json === 'number') return fromDouble(json);
  if (json === null || typeof json !== 'object') return json;
  if (json instanceof ExactNumber) return json;
  if (isJsonList(json)) return json.map(decodeValue);
  const record = json as JsonObject;
  if (!Object.hasOwn(record, TAG)) return decodeRecord(record);
  switch (record[TAG]) {
    case 'object':
      return decodeRecord(record['attributes']);
    case 'list':
      return new ListValue(decodeType(record['element']), decodeItems(record['items']));
    case 'set':
      return setValue(decodeType(record['element']), decodeItems(record['items']));
    case 'map':
      return new MapValue(decodeType(record['element']), decodeRecord(record['entries']));
    case 'null':
      return nullOf(decodeType(record['type']));
    case 'unknown':
      return new Unknown(decodeType(record['type']), record['notNull'] === true);
    case 'sensitive':
      if (record['value'] === undefined) throw misshapen('an encoded value', undefined);
      return sensitive(decodeValue(record['value']));
    case 'infinity':
      return record['positive'] === true ? Infinity : -Infinity;
    default:
      throw new ValueShapeError(expectedWords(TAGS, record[TAG]), [TAG]);
  }
}

const misshapen = (expected: string, json: unknown): ValueShapeError =>
  new ValueShapeError(expectedText(expected, json as Json | undefined), []);

function decodeItems(json: Json | undefined): readonly Value[] {
  if (!isJsonList(json)) throw misshapen('a list', json);
  return json.map(decodeValue);
}

function decodeRecord(json: Json | undefined): ObjectValue {
  if (typeof json !== 'object' || json === null || isJsonList(json) || json instanceof ExactNumber)
    throw misshapen('an object', json);
  const entries = json as JsonObject;
  const record = emptyRecord<Value>();
  for (const name of Object.keys(entries)) record[name] = decodeValue(entries[name]!);
  return record;
}

function decodeType(json: unknown): Type {
  const type = typeFromJson(json);
  if (type === undefined) throw misshapen('a type', json);
  return type;
}
