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
} from '../../../model/index.js';
import type { Description, JsonSchema } from './description.js';

/** The `$ref`s on the way to a schema: one that comes up again would never end. */
type Way = ReadonlySet<string>;

const START: Way = new Set();

/**
 * A type for what a description describes, and values of it. Names become snake_case. An object the description names but
 * does not describe, or that holds another of its own kind, becomes a string that holds its JSON, so that nothing of it is lost.
 */
export function typeOfSchema(description: Description, schema: JsonSchema, way: Way = START): Type {
  const on = further(way, schema);
  if (on === undefined) return 'string';
  const whole = wholeOf(description, schema);
  switch (typeName(whole)) {
    case 'boolean':
      return 'bool';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return whole.items === undefined ? 'string' : listOf(typeOfSchema(description, whole.items, on));
    case 'object':
      return objectType(description, whole, on);
    default:
      return 'string';
  }
}

/** A reply's JSON as a value of the type that {@link typeOfSchema} gives; what does not fit becomes null. */
export function valueOfSchema(
  description: Description,
  schema: JsonSchema,
  json: Json | undefined,
  way: Way = START,
): Value {
  if (json === undefined || json === null) return null;
  const type = typeOfSchema(description, schema, way);
  if (type === 'string') return typeof json === 'string' ? json : stringifyJson(json);
  if (typeof type === 'string') return scalar(json, type);
  const whole = wholeOf(description, schema);
  const on = further(way, schema) ?? way;
  switch (type.kind) {
    case 'list':
      return Array.isArray(json)
        ? new ListValue(
            type.element,
            (json as readonly Json[]).map((item) => valueOfSchema(description, whole.items!, item, on)),
          )
        : null;
    case 'map':
      return isRecord(json)
        ? mapValue(description, whole.additionalProperties as JsonSchema, type.element, json, on)
        : null;
    case 'object':
      return isRecord(json) ? objectOfSchema(description, whole, json, on) : null;
    default:
      return null;
  }
}

/** The schema with its `$ref` followed, and with the only thing that it may be besides null. */
function wholeOf(description: Description, schema: JsonSchema): JsonSchema {
  const whole = description.resolve(schema);
  if (whole.type !== undefined) return whole;
  const choices = [whole.anyOf ?? [], whole.oneOf ?? []].flat().filter(({ type }) => type !== 'null');
  return choices.length === 1 ? { ...description.resolve(choices[0]!), ...whole } : whole;
}

function further(way: Way, { $ref }: JsonSchema): Way | undefined {
  if ($ref === undefined) return way;
  return way.has($ref) ? undefined : new Set([...way, $ref]);
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
  const whole = wholeOf(description, schema);
  const inherited = (whole.allOf ?? []).map((part) => propertiesOf(description, part));
  return Object.assign({}, ...inherited, whole.properties ?? {}) as Record<string, JsonSchema>;
}

function objectType(description: Description, schema: JsonSchema, way: Way): Type {
  const properties = Object.entries(propertiesOf(description, schema));
  if (properties.length > 0) {
    return objectOf(
      Object.fromEntries(
        properties.map(([name, property]) => [snakeCase(name), typeOfSchema(description, property, way)]),
      ),
    );
  }
  const additional = schema.additionalProperties;
  return typeof additional === 'object' ? mapOf(typeOfSchema(description, additional, way)) : 'string';
}

function objectOfSchema(description: Description, schema: JsonSchema, json: JsonObject, way: Way): Value {
  const value = objectValue();
  for (const [name, property] of Object.entries(propertiesOf(description, schema))) {
    value[snakeCase(name)] = valueOfSchema(
      description,
      property,
      Object.hasOwn(json, name) ? json[name] : undefined,
      way,
    );
  }
  return value;
}

function mapValue(description: Description, schema: JsonSchema, element: Type, json: JsonObject, way: Way): Value {
  const entries = objectValue();
  for (const key of Object.keys(json)) entries[key] = valueOfSchema(description, schema, json[key], way);
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
