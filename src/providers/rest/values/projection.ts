import {
  canonicalJson,
  ExactNumber,
  fromDouble,
  isJsonList,
  isNull,
  isObjectValue,
  type Json,
  ListValue,
  MapValue,
  objectValue,
  plainJson,
  type Type,
  Unknown,
  unmarkDeep,
  type Value,
  valueFromJson,
  valuesEqual,
  ValueShapeError,
  isJsonObject,
} from '../../../model/index.js';
import type { AttributeMapping, Field, FieldMapping, Part } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { keepKnown, sameWords, shapedAs } from './same.js';

export type Values = Readonly<Record<string, Value>>;

/** The existing values that parts of a change may be merged with. */
export interface MergeSources {
  readonly current?: Json | undefined;
  readonly prior?: Values | undefined;
}

/** An object of the contract without its marks; a null object has no values. */
export function valuesOf(object: Value): Values {
  const plain = unmarkDeep(object);
  return isObjectValue(plain) ? plain : objectValue();
}

/** A fixed default. A number is the exact decimal in the mapping, as in a reply, and not the nearest double. */
export const fixedValue = ({ value }: { readonly value: Value }): Value =>
  typeof value === 'number' ? fromDouble(value) : value;

/** Fills in unset inputs from the mapping: a fixed value, or one from the provider configuration. */
export function withDefaults(
  attributes: Readonly<Record<string, AttributeMapping>>,
  config: Values,
  configured: Values,
): Values {
  const values: Record<string, Value> = { ...config };
  for (const [name, { default: source }] of Object.entries(attributes)) {
    if (source === undefined || !isNull(values[name] ?? null)) continue;
    if ('setting' in source && source.when !== undefined && values[source.when.attribute] !== source.when.is) continue;
    values[name] = 'value' in source ? fixedValue(source) : (configured[source.setting] ?? null);
  }
  return values;
}

/** The value of a part of a request; undefined if it is left out. */
export function partValue(part: Part, values: Values, configured: Values, about: MergeSources = {}): Json | undefined {
  if (typeof part === 'string') {
    const json = jsonOf(values[part]);
    return json === undefined ? undefined : withoutNulls(json);
  }
  if ('value' in part) return part.value;
  if ('setting' in part) return jsonOf(configured[part.setting]);
  if ('attributes' in part) return part.make(...part.attributes.map((name) => madeOf(name, values, about)));
  const json = jsonOf(values[part.attribute]);
  const { current, prior } = about;
  return json === undefined ? undefined : part.encode(json, { current, prior: jsonOf(prior?.[part.attribute]) });
}

function madeOf(name: string, values: Values, { current, prior }: MergeSources): Json | undefined {
  if (name === 'current') return current;
  const before = /^prior\.(.*)$/.exec(name)?.[1];
  return jsonOf(before === undefined ? values[name] : prior?.[before]);
}

/** Unset members are left out, as in a whole body. */
function withoutNulls(json: Json): Json {
  if (isJsonList(json)) return json.map(withoutNulls);
  if (!isJsonObject(json)) return json;
  const set = Object.entries(json).filter(([, member]) => member !== null);
  return Object.fromEntries(set.map(([name, member]) => [name, withoutNulls(member)]));
}

/** A known value as JSON; undefined if it is null or unknown. */
export function jsonOf(value: Value | undefined): Json | undefined {
  if (value === undefined || isNull(value) || value instanceof Unknown) return undefined;
  return plainJson(value);
}

/** A value of a reply as an attribute of this type; null if it does not match. */
export function valueFromReply(json: Json | undefined, type: Type): Value {
  return json === undefined ? null : (readAs(json, type) ?? null);
}

/** Undefined if it does not match. */
function readAs(json: Json, type: Type): Value | undefined {
  try {
    return type === 'dynamic' ? freeValue(json) : valueFromJson(json, type);
  } catch (error) {
    if (error instanceof ValueShapeError) return undefined;
    throw error;
  }
}

/** A value whose type follows from the JSON: arrays are tuples, records objects. */
function freeValue(json: Json): Value {
  if (isJsonList(json)) return json.map(freeValue);
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return json;
  return objectValue(Object.fromEntries(Object.entries(json).map(([name, member]) => [name, freeValue(member)])));
}

/**
 * The state of an object as a reply shows it. Values that replies do not show (inputs that are never returned, local
 * settings) come from `known`; nothing in the result is unknown or write-only. `odd`: the reply violates the
 * description, so its missing or unreadable values come from `known`, too.
 */
export function stateFromReply(
  attributes: Readonly<Record<string, AttributeMapping>>,
  reply: Readonly<Record<string, Field>>,
  object: Json | undefined,
  known: Values,
  { imported = false, odd = false }: { readonly imported?: boolean; readonly odd?: boolean } = {},
): Record<string, Value> {
  const state = objectValue();
  for (const [name, attribute] of Object.entries(attributes)) {
    const before = settled(known[name]);
    const field = reply[name];
    if (attribute.writeOnly === true) state[name] = null;
    else if (field === undefined || isLeftToOthers(attribute, before, imported)) state[name] = before;
    else state[name] = fieldValue(attribute, field, object, { before, imported, odd });
  }
  return state;
}

function isLeftToOthers({ followed }: AttributeMapping, before: Value, imported: boolean): boolean {
  return isNull(before) && (followed === 'when-set' || (followed === 'when-set-or-imported' && !imported));
}

interface Before {
  readonly before: Value;
  readonly imported: boolean;
  readonly odd: boolean;
}

function fieldValue(
  attribute: AttributeMapping,
  field: Field,
  object: Json | undefined,
  { before, imported, odd }: Before,
): Value {
  const { at, decode, missing } = typeof field === 'string' ? { at: field } : { decode: undefined, ...field };
  const raw = pointerGet(object, at) ?? null;
  const found = raw === null || decode === undefined ? raw : decoded(decode, raw, { before, imported, odd });
  if (found === undefined || found === null) return missing === 'keep' || odd ? before : null;
  const words = sameWords(attribute);
  const type = attribute.type ?? 'string';
  if (isNull(before) && words.has('filled-in') && attribute.computed !== true && !imported) return null;
  const known = jsonOf(before);
  const json = shapedAs(words, keepKnown(words, known, found), type);
  const shown = readAs(json, type) ?? (odd ? before : null);
  // A collection that was not set is returned as an empty one.
  if (isNull(before) && isEmpty(shown) && attribute.computed !== true && attribute.required !== true) return null;
  return valuesEqual(before, shown) || isSameFree(attribute, known, json) ? before : shown;
}

/** Hooks of a mapping rely on the form that the description promises. */
function decoded(
  decode: NonNullable<FieldMapping['decode']>,
  raw: Json,
  { before, imported, odd }: Before,
): Json | undefined {
  try {
    return decode(raw, { value: jsonOf(before), imported });
  } catch (error) {
    if (odd) return undefined;
    throw error;
  }
}

/** Whether a value of any type encodes the same JSON, for example a map where a reply can only show an object. */
function isSameFree({ type }: AttributeMapping, known: Json | undefined, found: Json): boolean {
  return type === 'dynamic' && known !== undefined && canonicalJson(known) === canonicalJson(found);
}

/** An object with all attributes of a mapping; unset ones are null. */
export function complete(
  attributes: Readonly<Record<string, AttributeMapping>>,
  values: Values,
): Record<string, Value> {
  const object = objectValue();
  for (const name of Object.keys(attributes)) object[name] = values[name] ?? null;
  return object;
}

function settled(value: Value | undefined): Value {
  return value === undefined || value instanceof Unknown ? null : value;
}

function isEmpty(value: Value): boolean {
  if (value instanceof MapValue) return Object.keys(value.entries).length === 0;
  if (value instanceof ListValue) return value.items.length === 0;
  return Array.isArray(value) ? value.length === 0 : isObjectValue(value) && Object.keys(value).length === 0;
}
