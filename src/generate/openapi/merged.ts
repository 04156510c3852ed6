import { isJsonList, type Json, isJsonObject, objectIn, type JsonObject, listIn } from '../../model/index.js';
import type { follow } from './api.js';
import { escapeStep, textOf } from './pointer.js';

/** A schema merged from its own keywords and those of its parts. */
export interface Merged {
  /** Keywords of all parts; outer ones take precedence. */
  readonly schema: JsonObject;
  /** Property → location of its schema. */
  readonly properties: ReadonlyMap<string, string>;
  readonly required: ReadonlySet<string>;
  readonly nullable: boolean;
  /** The locations that `$ref`s led to: one that repeats inside contains itself. */
  readonly places: readonly string[];
  /** Locations of `items` and `additionalProperties`, if they are schemas. */
  readonly items: string | undefined;
  readonly additional: string | undefined;
  /** Locations of its alternatives. */
  readonly choices: readonly string[];
}

/** A schema with all parts that apply together with it. */
export function mergedOf(
  pointer: string,
  { value, pointer: place }: ReturnType<typeof follow>,
  beside: JsonObject,
  inner: readonly Merged[],
): Merged {
  const own = Object.keys(objectIn(value['properties'])).map((name): [string, string] => [
    name,
    `${place}/properties/${escapeStep(name)}`,
  ]);
  const types = listIn(value['type']);
  return {
    schema: Object.fromEntries(
      [...inner.map((part) => part.schema), value, beside].flatMap((part) => Object.entries(part)),
    ),
    properties: new Map([...inner.flatMap((part) => [...part.properties]), ...own]),
    required: new Set([...inner.flatMap((part) => [...part.required]), ...listIn(value['required']).map(String)]),
    nullable: types.includes('null') || hasNull(value) || inner.some((part) => part.nullable),
    places: [...new Set([...(place === pointer ? [] : [place]), ...inner.flatMap((part) => part.places)])],
    items: isJsonObject(value['items']) ? `${place}/items` : inner.find((part) => part.items !== undefined)?.items,
    additional: isJsonObject(value['additionalProperties'])
      ? `${place}/additionalProperties`
      : inner.find((part) => part.additional !== undefined)?.additional,
    choices: [
      ...(alternatives(value).length > 1 ? alternatives(value).map((step) => `${place}/${step}`) : []),
      ...inner.flatMap((part) => part.choices),
    ],
  };
}

/** Pointers of the parts that apply together: `allOf`, and the only real alternative. */
export function partsOf(value: JsonObject, place: string): string[] {
  const all = listIn(value['allOf']).map((_, index) => `${place}/allOf/${index}`);
  const [only, ...others] = alternatives(value);
  return only === undefined || others.length > 0 ? all : [...all, `${place}/${only}`];
}

function alternatives(value: JsonObject): string[] {
  return ['anyOf', 'oneOf'].flatMap((keyword) =>
    listIn(value[keyword]).flatMap((item, index) => (isNull(item) ? [] : [`${keyword}/${index}`])),
  );
}

const hasNull = (value: JsonObject): boolean =>
  ['anyOf', 'oneOf'].some((keyword) => listIn(value[keyword]).some(isNull));

const isNull = (item: Json): boolean => objectIn(item)['type'] === 'null';

/** The JSON type that a schema names or implies; undefined if there are several. */
export function typeName({ schema, properties, items }: Merged): string | undefined {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (isJsonList(type)) {
    const real = type.filter((name) => name !== 'null');
    return real.length === 1 ? textOf(real[0]) : undefined;
  }
  if (properties.size > 0) return 'object';
  if (items !== undefined) return 'array';
  const [example] = [schema['const'], ...listIn(schema['enum'])].filter(
    (value) => value !== undefined && value !== null,
  );
  return example === undefined ? undefined : typeof example;
}
