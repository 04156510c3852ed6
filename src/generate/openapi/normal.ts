import { isJsonList, type Json, isJsonObject, type JsonObject } from '../../model/index.js';
import { textOf } from './pointer.js';

/**
 * Converts a 3.0 description to 3.1, whose schemas are JSON Schema: `nullable` becomes a type, exclusive limits become
 * numbers. A 3.1 description is returned unchanged.
 */
export function toVersion31(document: JsonObject): JsonObject {
  if (textOf(document['openapi'])?.startsWith('3.0.') !== true) return document;
  return { ...convertRecord(document, false), openapi: '3.1.0' };
}

/** Where schemas are; everything below `example`, `default` and `enum` is data and stays unchanged. */
const HOLD_SCHEMAS = new Set(['schema', 'schemas', 'items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf']);
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);

/** `inSchema`: this value is a schema, or a list or a record of schemas. */
function convert(json: Json, inSchema: boolean): Json {
  if (isJsonList(json)) return json.map((item) => convert(item, inSchema));
  return isJsonObject(json) ? convertRecord(json, inSchema) : json;
}

function convertRecord(json: JsonObject, inSchema: boolean): JsonObject {
  const converted = Object.entries(json).map(([key, value]): [string, Json] => {
    if (DATA.has(key) && !isNamesOfThings(json, key)) return [key, value];
    return [key, key === 'properties' ? convertEach(value) : convert(value, HOLD_SCHEMAS.has(key))];
  });
  return inSchema || isSchema(json) ? schema31(Object.fromEntries(converted)) : Object.fromEntries(converted);
}

/** Properties may be called `default` or `example`: under `properties` every key is a name. */
function convertEach(properties: Json): Json {
  if (!isJsonObject(properties)) return convert(properties, false);
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, convert(value, true)]));
}

function isNamesOfThings(owner: JsonObject, key: string): boolean {
  // The response for all other statuses is called default; a component may be, too.
  return key === 'default' && isJsonObject(owner[key]) && ('description' in owner[key] || '$ref' in owner[key]);
}

function isSchema(json: JsonObject): boolean {
  return typeof json['nullable'] === 'boolean' || typeof json['exclusiveMinimum'] === 'boolean';
}

function schema31(schema: JsonObject): JsonObject {
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  let result: JsonObject = rest;
  result = limit(result, 'minimum', 'exclusiveMinimum', exclusiveMinimum);
  result = limit(result, 'maximum', 'exclusiveMaximum', exclusiveMaximum);
  return nullable === true ? withNull(result) : result;
}

function limit(schema: JsonObject, inclusive: string, exclusive: string, given: Json | undefined): JsonObject {
  if (given === undefined || given === false) return schema;
  if (given !== true) return { ...schema, [exclusive]: given };
  const { [inclusive]: bound, ...rest } = schema;
  return bound === undefined ? rest : { ...rest, [exclusive]: bound };
}

/** In 3.0, `nullable` beside `allOf` or `$ref` was the usual way to allow null. */
function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  if (typeof type === 'string') {
    const allowed = isJsonList(values) && !values.includes(null) ? { enum: [...values, null] } : {};
    return { ...schema, ...allowed, type: [type, 'null'] };
  }
  if (schema['allOf'] === undefined && schema['$ref'] === undefined) return schema;
  const { description, ...inner } = schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [inner, { type: 'null' }] };
}
