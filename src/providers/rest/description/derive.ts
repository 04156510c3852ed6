import {
  ExactNumber,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  objectOf,
  objectValue,
  snakeCase,
  stringifyJson,
  type Type,
  type Value,
} from '../../../model/index.js';
import type { Description, JsonSchema } from './description.js';

/** The `$ref`s on the way to a schema; one that repeats would never end. */
type Way = ReadonlySet<string>;

const START: Way = new Set();

/** The largest number of parts of a nested type. A larger one becomes a string that holds its JSON. */
const MOST_PARTS = 1_000;

interface Derived {
  readonly type: Type;
  readonly parts: number;
  /** The `$ref`s that were followed to here, and inside. */
  readonly refs: ReadonlySet<string>;
  /** Whether a nested `$ref` leads back to something around the schema, so that the type is only valid there. */
  readonly bound: boolean;
}

/**
 * Types already derived from a schema. Many schemas refer to the same one; deriving it each time would take exponential
 * time.
 */
const derivations = new WeakMap<JsonSchema, Derived>();

/**
 * Derives a type from a description's schema, and converts values to it. Names become snake_case. An object that has no
 * described members, contains its own kind, or has more than a thousand parts becomes a string that holds its JSON, so
 * that nothing is lost.
 */
export function typeOfSchema(description: Description, schema: JsonSchema, way: Way = START): Type {
  return derive(description, schema, way).type;
}

function derive(description: Description, schema: JsonSchema, way: Way): Derived {
  // The outermost type may have any number of parts.
  const known = way === START ? undefined : derivations.get(schema);
  if (known !== undefined && ![...way].some((ref) => known.refs.has(ref))) return known;
  const on = further(way, schema);
  if (on === undefined) return { ...TEXT, bound: true };
  const { type, parts, refs, bound } = deriveWhole(description, wholeOf(description, schema), on);
  const large = way !== START && parts > MOST_PARTS;
  const derived: Derived = {
    type: large ? 'string' : type,
    parts: large ? 1 : parts,
    refs: schema.$ref === undefined ? refs : new Set([...refs, schema.$ref]),
    bound,
  };
  if (!bound && way !== START) derivations.set(schema, derived);
  return derived;
}

const TEXT: Derived = { type: 'string', parts: 1, refs: START, bound: false };

function deriveWhole(description: Description, whole: JsonSchema, way: Way): Derived {
  switch (typeName(whole)) {
    case 'boolean':
      return { ...TEXT, type: 'bool' };
    case 'integer':
    case 'number':
      return { ...TEXT, type: 'number' };
    case 'array':
      return whole.items === undefined ? TEXT : around(derive(description, whole.items, way), listOf);
    case 'object':
      return deriveObject(description, whole, way);
    default:
      return TEXT;
  }
}

function deriveObject(description: Description, schema: JsonSchema, way: Way): Derived {
  const entries = Object.entries(propertiesOf(description, schema));
  const { additionalProperties } = schema;
  if (entries.length === 0)
    return typeof additionalProperties === 'object'
      ? around(derive(description, additionalProperties, way), mapOf)
      : TEXT;
  const members = entries.map(([name, property]) => [snakeCase(name), derive(description, property, way)] as const);
  return {
    type: objectOf(Object.fromEntries(members.map(([name, { type }]) => [name, type]))),
    parts: members.reduce((sum, [, { parts }]) => sum + parts, 1),
    refs: new Set(members.flatMap(([, { refs }]) => [...refs])),
    bound: members.some(([, { bound }]) => bound),
  };
}

const around = (inner: Derived, collection: (element: Type) => Type): Derived => ({
  ...inner,
  type: collection(inner.type),
  parts: inner.parts + 1,
});

/** Converts a reply's JSON to the type that {@link typeOfSchema} returns; what does not match becomes null. */
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
  const { items, additionalProperties: others } = whole;
  switch (type.kind) {
    case 'list':
      return isJsonList(json) && items !== undefined
        ? new ListValue(
            type.element,
            json.map((item) => valueOfSchema(description, items, item, on)),
          )
        : null;
    case 'map':
      return isJsonObject(json) && typeof others === 'object'
        ? mapValue(description, others, type.element, json, on)
        : null;
    case 'object':
      return isJsonObject(json) ? objectOfSchema(description, whole, json, on) : null;
    default:
      return null;
  }
}

/** The schema with its `$ref` followed, and without the alternative null. */
function wholeOf(description: Description, schema: JsonSchema): JsonSchema {
  const whole = description.resolve(schema);
  if (whole.type !== undefined) return whole;
  const choices = [whole.anyOf ?? [], whole.oneOf ?? []].flat().filter(({ type }) => type !== 'null');
  const [only, another] = choices;
  return only !== undefined && another === undefined ? { ...description.resolve(only), ...whole } : whole;
}

function further(way: Way, { $ref }: JsonSchema): Way | undefined {
  if ($ref === undefined) return way;
  return way.has($ref) ? undefined : new Set([...way, $ref]);
}

type Properties = Readonly<Record<string, JsonSchema>>;

const properties = new WeakMap<JsonSchema, Properties>();

/** All properties of an object's schema, including those of `allOf`. A recursive `allOf` adds nothing. */
export function propertiesOf(description: Description, schema: JsonSchema): Properties {
  const known = properties.get(schema);
  if (known !== undefined) return known;
  properties.set(schema, {});
  const whole = wholeOf(description, schema);
  const inherited = (whole.allOf ?? []).map((part) => propertiesOf(description, part));
  const all = Object.fromEntries([...inherited, whole.properties ?? {}].flatMap((part) => Object.entries(part)));
  properties.set(schema, all);
  return all;
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
