import { objectOf, type Attribute, type Schema, type Type, memberOf } from '../../../model/index.js';
import { typeOfSchema } from './derive.js';
import type { Description, JsonSchema } from './description.js';
import type {
  ActionMapping,
  AttributeMapping,
  CallMapping,
  ConfigurationMapping,
  DataSourceMapping,
  Field,
  FilePart,
  JsonPart,
  ListMapping,
  ManyMapping,
  Part,
  ResourceMapping,
  UpdateMapping,
} from '../mapping/definition.js';
import { nestedAttributes } from '../values/nested.js';
import { placesOf } from '../mapping/paging.js';
import { pointerSteps } from '../pointer.js';

/** The engine's schema of a resource: the mapping's attributes, documented and constrained by the API description. */
export function resourceSchema(description: Description, mapping: ResourceMapping): Schema {
  const writes = [mapping.create, ...(mapping.create.variants ?? []), ...(mapping.updates ?? [])];
  const attributes = Object.entries(mapping.attributes).map(([name, attribute]): [string, Attribute] => {
    const sent = writes.flatMap((call) => sentAs(description, call, name));
    const shown = readFrom(description, mapping.create, mapping.reply[name]);
    const replaces = replacesWhenChanged(mapping, name);
    const words = wordsOn(description, mapping, [...writes, ...readsOf(mapping)], name);
    return [name, toAttribute(attribute, sent, shown, { ...words, ...(replaces ? { replaces } : {}) })];
  });
  const { removedWith, members } = mapping;
  return {
    ...schemaOf(attributes, mapping.description, mapping.version),
    ...(removedWith === undefined ? {} : { removedWith }),
    ...(members === undefined ? {} : { members }),
  };
}

export function dataSourceSchema(description: Description, mapping: DataSourceMapping): Schema {
  const { one, many } = mapping;
  const reader = one?.call ?? one?.list;
  const attributes = Object.entries(mapping.attributes).map(([name, attribute]): [string, Attribute] => {
    const shown = reader === undefined ? undefined : readFrom(description, reader, one?.reply[name]);
    const calls = [one?.call, one?.list, many?.list, mapping.download?.call].filter((call) => call !== undefined);
    return [name, toAttribute(attribute, [], shown, wordsOn(description, mapping, calls, name))];
  });
  if (many !== undefined) {
    const words = typeof many.item === 'string' ? description.schema(many.item).description : undefined;
    const type = { kind: 'list', element: itemType(description, many) } as const;
    const sensitive = many.sensitive === true ? { sensitive: true } : {};
    attributes.push([many.into, { type, computed: true, ...sensitive, ...worded(many.description ?? words) }]);
  }
  return schemaOf(attributes, mapping.description);
}

/** The type of an item of a data source's list. */
export function itemType(description: Description, { item, omit = [] }: ManyMapping): Type {
  if (typeof item === 'object') return item.type;
  const type = typeOfSchema(description, description.schema(item));
  if (omit.length === 0 || typeof type === 'string' || type.kind !== 'object') return type;
  return objectOf(Object.fromEntries(Object.entries(type.attributes).filter(([name]) => !omit.includes(name))));
}

export function actionSchema(description: Description, mapping: ActionMapping): Schema {
  const attributes = Object.entries(mapping.attributes).map(([name, attribute]): [string, Attribute] => {
    const sent = mapping.calls.flatMap((call) => sentAs(description, call, name));
    return [name, toAttribute(attribute, sent, undefined, wordsOn(description, mapping, mapping.calls, name))];
  });
  return schemaOf(attributes, mapping.description);
}

export function configurationSchema(mapping: ConfigurationMapping): Schema {
  const attributes = Object.entries(mapping.attributes).map(([name, attribute]): [string, Attribute] => [
    name,
    toAttribute(attribute, [], undefined, {}),
  ]);
  return schemaOf(attributes, undefined);
}

type Asked = Pick<CallMapping, 'operation' | 'parameters'>;

function readsOf({ read }: ResourceMapping): readonly Asked[] {
  return [read.call, read.list].filter((call) => call !== undefined);
}

/** The description's parameter that an attribute is sent as. */
function wordsOn(
  description: Description,
  { parameters }: Pick<ResourceMapping, 'parameters'>,
  calls: readonly Asked[],
  name: string,
): { readonly description?: string } {
  for (const call of calls) {
    const { words } = description.operation(call.operation);
    const sent = Object.entries({ ...parameters, ...call.parameters }).find(([, part]) => part === name)?.[0];
    const said = sent === undefined ? undefined : words.get(sent);
    if (said !== undefined) return { description: said };
  }
  return {};
}

/** An input that no update can send can only change by replacement. */
export function replacesWhenChanged(mapping: ResourceMapping, name: string): boolean {
  const attribute = memberOf(mapping.attributes, name);
  if (attribute.replaces !== undefined) return attribute.replaces;
  if (attribute.local === true || attribute.writeOnly === true) return false;
  if (attribute.required !== true && attribute.optional !== true) return false;
  return !(mapping.updates ?? []).some((call) => attributesOf(call).includes(name));
}

/** The attributes a call sends: those of its body, and those the mapping names. */
export function attributesOf(call: CallMapping & Pick<UpdateMapping, 'carries'>): readonly string[] {
  const { body, carries } = call;
  if (carries !== undefined || body === undefined) return carries ?? [];
  const parts =
    'json' in body ? Object.values(body.json) : 'multipart' in body ? Object.values(body.multipart) : [body.raw];
  return parts.flatMap(attributeOf);
}

function attributeOf(part: Part | FilePart | JsonPart): string[] {
  if (typeof part === 'string') return [part];
  if ('json' in part) return Object.values(part.json).flatMap(attributeOf);
  if ('file' in part) return [part.file];
  if ('attributes' in part) return part.attributes.filter((name) => !name.startsWith('prior.') && name !== 'current');
  return 'attribute' in part ? [part.attribute] : [];
}

function schemaOf(
  attributes: readonly (readonly [string, Attribute])[],
  description: string | undefined,
  version = 0,
): Schema {
  return { version, block: { attributes: Object.fromEntries(attributes), blockTypes: {}, ...worded(description) } };
}

function toAttribute(
  mapping: AttributeMapping,
  sent: readonly JsonSchema[],
  shown: JsonSchema | undefined,
  { description: fallback, ...more }: { readonly replaces?: boolean; readonly description?: string },
): Attribute {
  const { type = 'string', required, optional, computed, sensitive, writeOnly } = mapping;
  const constraint = intersect([
    ...sent.map(limitsOf),
    ...(mapping.constraint === undefined ? [] : [mapping.constraint]),
  ]);
  const text =
    mapping.description ??
    sent.find((schema) => schema.description !== undefined)?.description ??
    shown?.description ??
    fallback;
  return {
    type,
    ...(mapping.nested === undefined ? {} : { nested: nestedAttributes(mapping.nested) }),
    ...(required === true ? { required } : {}),
    ...(optional === true ? { optional } : {}),
    ...(computed === true || isFilledIn(mapping) ? { computed: true } : {}),
    ...(sensitive === true ? { sensitive } : {}),
    ...(writeOnly === true ? { writeOnly } : {}),
    ...(Object.keys(constraint).length > 0 ? { constraint } : {}),
    ...worded(text),
    ...more,
  };
}

/**
 * An input that the service or others may set if the configuration leaves it out. An imported object keeps its value.
 */
export function isFilledIn({ optional, nested, same = [] }: AttributeMapping): boolean {
  return optional === true && (nested !== undefined || same === 'filled-in' || same.includes('filled-in'));
}

function worded(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}

/** The schemas of the request fields that an attribute is sent in. */
function sentAs(description: Description, call: CallMapping, name: string): JsonSchema[] {
  const pointer = description.operation(call.operation).requestSchema;
  if (pointer === undefined || call.body === undefined || !('json' in call.body)) return [];
  const root = description.schema(pointer);
  return Object.entries(call.body.json)
    .filter(([, part]) => part === name)
    .map(([field]) => at(description, root, field))
    .filter((schema) => schema !== undefined);
}

/** The reply of a successful call; creates have different success statuses. */
function successSchema(description: Description, { operation }: Pick<CallMapping, 'operation'>): string | undefined {
  const found = description.operation(operation);
  return found.replySchema(200) ?? found.replySchema(201) ?? found.replySchema(202);
}

function readFrom(description: Description, call: Reader, field: Field | undefined): JsonSchema | undefined {
  if (field === undefined) return undefined;
  const pointer = successSchema(description, call);
  const place = typeof field === 'string' ? field : field.at;
  return pointer === undefined ? undefined : at(description, description.schema(pointer), objectPlace(call) + place);
}

type Reader = Pick<CallMapping, 'operation' | 'object'> | ListMapping;

/** Where the object, or the first object of a list, is in a reply. */
function objectPlace(call: Reader): string {
  if ('paging' in call) return `${placesOf(call.paging)[0]}/0${call.at ?? ''}`;
  return typeof call.object === 'object' && call.object.member === undefined ? call.object.at : '';
}

function at(description: Description, root: JsonSchema, pointer: string): JsonSchema | undefined {
  let here: JsonSchema | undefined = root;
  for (const step of pointerSteps(pointer)) {
    if (here?.items !== undefined && /^\d+$/.test(step)) here = description.resolve(here.items);
    else here = here && description.property(here, step);
  }
  return here;
}

const LIMITS = ['enum', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'];

function limitsOf(schema: JsonSchema): Record<string, unknown> {
  const found = Object.entries(schema).filter(([keyword]) => LIMITS.includes(keyword));
  // `int32` and `password` describe the representation, not the allowed values.
  return Object.fromEntries(
    found.filter(([keyword, value]) => keyword !== 'format' || CHECKED_FORMATS.has(String(value))),
  );
}

const CHECKED_FORMATS = new Set(['uuid', 'date-time', 'uri', 'email', 'ipv4', 'ipv6']);

/** The constraint that satisfies all of them: the highest lower limit and the lowest upper limit. */
function intersect(limits: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const limit of limits) {
    for (const [keyword, value] of Object.entries(limit)) {
      const before = result[keyword];
      if (typeof before === 'number' && typeof value === 'number') {
        result[keyword] = keyword.startsWith('min') ? Math.max(before, value) : Math.min(before, value);
      } else result[keyword] = value;
    }
  }
  return result;
}
