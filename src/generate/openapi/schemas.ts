import type { Json } from '../../model/index.js';
import { follow } from './api.js';
import { at, escapeStep, isRecord, listIn, recordOf, textOf, type JsonRecord } from './pointer.js';

/** What a schema comes to as far as a mapping can say it. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Shape }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  /** Anything: kept as a text of JSON. `recursive` names the schema that contains itself. */
  | { readonly kind: 'json'; readonly recursive?: string };

/** A property of an object, or the whole. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly nullable: boolean;
  readonly secret: boolean;
  readonly description: string | undefined;
  /** Keywords: `enum`, `default`, `format`, … */
  readonly schema: JsonRecord;
  readonly pointer: string;
  /** Where the schema of an array's items stands. */
  readonly items: string | undefined;
  readonly shape: Shape;
}

/** The schema at a pointer. */
export function memberAt(document: JsonRecord, pointer: string, name = '', required = true): Member {
  return readMember(document, pointer, name, required, new Set());
}

/** The members of an object; none of anything else. */
export const membersOf = ({ shape }: Member): readonly Member[] => (shape.kind === 'object' ? shape.members : []);

function readMember(
  document: JsonRecord,
  pointer: string,
  name: string,
  required: boolean,
  way: ReadonlySet<string>,
): Member {
  const merged = merge(document, pointer, new Set());
  const again = merged.places.find((place) => way.has(place));
  const { schema } = merged;
  const shape: Shape =
    again === undefined
      ? shapeOf(document, merged, new Set([...way, ...merged.places]))
      : { kind: 'json', recursive: again };
  return {
    name,
    required,
    readOnly: schema['readOnly'] === true,
    writeOnly: schema['writeOnly'] === true,
    nullable: merged.nullable,
    secret: schema['format'] === 'password' || schema['x-sensitive'] === true || schema['x-secret'] === true,
    description: textOf(schema['description']),
    schema,
    pointer,
    items: merged.items,
    shape,
  };
}

interface Merged {
  /** Keywords of all parts, those further out winning. */
  readonly schema: JsonRecord;
  /** Property → where its schema stands. */
  readonly properties: ReadonlyMap<string, string>;
  readonly required: ReadonlySet<string>;
  readonly nullable: boolean;
  /** The places that `$ref`s led to: one that comes up again inside contains itself. */
  readonly places: readonly string[];
  /** Where `items` and `additionalProperties` stand, when they are schemas. */
  readonly items: string | undefined;
  readonly additional: string | undefined;
  /** One of several schemas that have nothing in common. */
  readonly choice: boolean;
}

/** A schema with `$ref`, `allOf`, and a choice between itself and nothing, all made into one. */
function merge(document: JsonRecord, pointer: string, seen: ReadonlySet<string>): Merged {
  const found = follow(document, pointer);
  const place = found.pointer;
  const { value } = found;
  const { $ref: _, ...beside } = recordOf(at(document, pointer));
  const parts = seen.has(place) ? [] : partsOf(value, place);
  const inner = parts.map((part) => merge(document, part, new Set([...seen, place])));
  const own = Object.keys(recordOf(value['properties'])).map((name): [string, string] => [
    name,
    `${place}/properties/${escapeStep(name)}`,
  ]);
  const types = listIn(value['type']);
  return {
    schema: Object.assign({}, ...inner.map((part) => part.schema), value, beside) as JsonRecord,
    properties: new Map([...inner.flatMap((part) => [...part.properties]), ...own]),
    required: new Set([...inner.flatMap((part) => [...part.required]), ...listIn(value['required']).map(String)]),
    nullable: types.includes('null') || hasNull(value) || inner.some((part) => part.nullable),
    places: [...(place === pointer ? [] : [place]), ...inner.flatMap((part) => part.places)],
    items: isRecord(value['items']) ? `${place}/items` : inner.find((part) => part.items !== undefined)?.items,
    additional: isRecord(value['additionalProperties'])
      ? `${place}/additionalProperties`
      : inner.find((part) => part.additional !== undefined)?.additional,
    choice: alternatives(value).length > 1 || inner.some((part) => part.choice),
  };
}

/** Pointers of what has to hold together: `allOf`, and the only real alternative. */
function partsOf(value: JsonRecord, place: string): string[] {
  const all = listIn(value['allOf']).map((_, index) => `${place}/allOf/${index}`);
  const [only, ...others] = alternatives(value);
  return only === undefined || others.length > 0 ? all : [...all, `${place}/${only}`];
}

function alternatives(value: JsonRecord): string[] {
  return ['anyOf', 'oneOf'].flatMap((keyword) =>
    listIn(value[keyword]).flatMap((item, index) => (isNull(item) ? [] : [`${keyword}/${index}`])),
  );
}

const hasNull = (value: JsonRecord): boolean =>
  ['anyOf', 'oneOf'].some((keyword) => listIn(value[keyword]).some(isNull));

const isNull = (item: Json): boolean => recordOf(item)['type'] === 'null';

function shapeOf(document: JsonRecord, merged: Merged, way: ReadonlySet<string>): Shape {
  const { schema, properties, required, items, additional } = merged;
  const inner = (pointer: string): Shape => readMember(document, pointer, '', true, way).shape;
  switch (merged.choice ? undefined : typeName(merged)) {
    case 'string':
      return { kind: 'string' };
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'bool' };
    case 'array': {
      const element = items === undefined ? undefined : inner(items);
      return element === undefined || holdsJson(element)
        ? asJson(element)
        : { kind: schema['uniqueItems'] === true && element.kind !== 'object' ? 'set' : 'list', element };
    }
    case 'object': {
      if (properties.size > 0) {
        const members = [...properties].map(([name, pointer]) =>
          readMember(document, pointer, name, required.has(name), way),
        );
        return { kind: 'object', members };
      }
      const element = additional === undefined ? undefined : inner(additional);
      return element === undefined || element.kind === 'object' || holdsJson(element)
        ? asJson(element)
        : { kind: 'map', element };
    }
    default:
      return { kind: 'json' };
  }
}

/** A collection of what can not be typed can not be typed either, and tells why. */
const asJson = (element: Shape | undefined): Shape =>
  element?.kind === 'json' && element.recursive !== undefined
    ? element
    : element?.kind === 'object'
      ? (element.members.map(({ shape }) => asJson(shape)).find((shape) => 'recursive' in shape) ?? { kind: 'json' })
      : { kind: 'json' };

/** Inside a list there is no place to say that something is JSON. */
function holdsJson(shape: Shape): boolean {
  if (shape.kind === 'json') return true;
  if (shape.kind === 'object') return shape.members.some((member) => holdsJson(member.shape));
  return 'element' in shape && holdsJson(shape.element);
}

function typeName({ schema, properties, items }: Merged): string | undefined {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const real = (type as readonly Json[]).filter((name) => name !== 'null');
    return real.length === 1 ? textOf(real[0]) : undefined;
  }
  if (properties.size > 0) return 'object';
  if (items !== undefined) return 'array';
  const [example] = [schema['const'], ...listIn(schema['enum'])].filter(
    (value) => value !== undefined && value !== null,
  );
  return example === undefined ? undefined : typeof example;
}
