import {
  ExactNumber,
  ListValue,
  MapValue,
  listOf,
  mapOf,
  objectOf,
  objectValue,
  stringifyJson,
  type Json,
  type JsonObject,
  type Type,
  type Value,
} from '../../model/index.js';
import type { Description, JsonSchema } from './description.js';

/**
 * A type for what a description describes, and values of it. Names become snake_case. An object the description names but
 * does not describe becomes a string that holds its JSON, so that nothing of it is lost.
 */
export function typeOfSchema(description: Description, schema: JsonSchema): Type {
  const whole = description.resolve(schema);
  switch (typeName(whole)) {
    case 'boolean':
      return 'bool';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return whole.items === undefined ? 'string' : listOf(typeOfSchema(description, whole.items));
    case 'object':
      return objectType(description, whole);
    default:
      return 'string';
  }
}

/** A reply's JSON as a value of the type that {@link typeOfSchema} gives; what does not fit becomes null. */
export function valueOfSchema(description: Description, schema: JsonSchema, json: Json | undefined): Value {
  if (json === undefined || json === null) return null;
  const whole = description.resolve(schema);
  const type = typeOfSchema(description, whole);
  if (type === 'string') return typeof json === 'string' ? json : stringifyJson(json);
  if (typeof type === 'string') return scalar(json, type);
  switch (type.kind) {
    case 'list':
      return Array.isArray(json)
        ? new ListValue(
            type.element,
            (json as readonly Json[]).map((item) => valueOfSchema(description, whole.items!, item)),
          )
        : null;
    case 'map':
      return isRecord(json)
        ? mapValue(description, whole.additionalProperties as JsonSchema, type.element, json)
        : null;
    case 'object':
      return isRecord(json) ? objectOfSchema(description, whole, json) : null;
    default:
      return null;
  }
}

/** `enableNATGateway` → `enable_nat_gateway`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}

/** All properties of an object's schema, those of `allOf` included. */
export function propertiesOf(description: Description, schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const whole = description.resolve(schema);
  const inherited = (whole.allOf ?? []).map((part) => propertiesOf(description, part));
  return Object.assign({}, ...inherited, whole.properties ?? {}) as Record<string, JsonSchema>;
}

function objectType(description: Description, schema: JsonSchema): Type {
  const properties = Object.entries(propertiesOf(description, schema));
  if (properties.length > 0) {
    return objectOf(
      Object.fromEntries(properties.map(([name, property]) => [snakeCase(name), typeOfSchema(description, property)])),
    );
  }
  const additional = schema.additionalProperties;
  return typeof additional === 'object' ? mapOf(typeOfSchema(description, additional)) : 'string';
}

function objectOfSchema(description: Description, schema: JsonSchema, json: JsonObject): Value {
  const value = objectValue();
  for (const [name, property] of Object.entries(propertiesOf(description, schema))) {
    value[snakeCase(name)] = valueOfSchema(description, property, Object.hasOwn(json, name) ? json[name] : undefined);
  }
  return value;
}

function mapValue(description: Description, schema: JsonSchema, element: Type, json: JsonObject): Value {
  const entries = objectValue();
  for (const key of Object.keys(json)) entries[key] = valueOfSchema(description, schema, json[key]);
  return new MapValue(element, entries);
}

function scalar(json: Json, type: 'number' | 'bool' | 'dynamic'): Value {
  if (type === 'bool') return typeof json === 'boolean' ? json : null;
  return typeof json === 'number' || json instanceof ExactNumber ? json : null;
}

function typeName(schema: JsonSchema): string | undefined {
  if (typeof schema.type === 'string') return schema.type;
  if (schema.type !== undefined) return schema.type.find((name) => name !== 'null');
  return schema.properties !== undefined || schema.allOf !== undefined ? 'object' : undefined;
}

function isRecord(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
