import { isJsonList, type Json, isJsonObject } from '../json.js';
import { emptyRecord } from '../record.js';
import { Tagged } from '../tagged.js';
import { ExactNumber } from '../number.js';
import {
  isNull,
  Sensitive,
  sensitive,
  TypedNull,
  Unknown,
  UNKNOWN,
  type Value,
  isTupleValue,
  MapValue,
  isObjectValue,
} from '../value.js';
import { jsonNumber } from './parse.js';
import { valueFromUntyped } from './untyped.js';
import { compareText } from '../set-order.js';
import { unmark } from '../value-operations.js';

/**
 * The known parts of the value, as plain JSON without types: unknown attributes and map entries are left out, unknown
 * elements are null. Marks are dropped, so the result may contain secrets.
 */
export function plainJson(value: Value): Json {
  const plain = unmark(value);
  // As Terraform writes it; only a variable can be infinite where JSON is made.
  if (plain === Infinity || plain === -Infinity) return plain > 0 ? 'Inf' : '-Inf';
  if (plain === null || typeof plain !== 'object') return plain;
  if (plain instanceof Unknown || plain instanceof TypedNull) return null;
  if (plain instanceof Tagged && plain.kind === 'number') return jsonNumber(plain);
  const items = itemsOf(plain);
  if (items !== undefined) return items.map(plainJson);
  const json = emptyRecord<Json>();
  const record = recordOf(plain);
  for (const name of sortedNames(record)) {
    const part = record[name];
    if (part !== undefined && !(unmark(part) instanceof Unknown)) json[name] = plainJson(part);
  }
  return json;
}

/**
 * Where the value is unknown, in the shape of a plan's `after_unknown`: true for unknown values, false for other values
 * without parts; objects and maps omit false, arrays keep their length.
 */
export function unknownMask(value: Value): Json {
  const plain = unmark(value);
  return plain instanceof Unknown ? true : mask(plain, unknownMask);
}

/** Where the value is marked, in the same shape (`before_sensitive`, `after_sensitive`). */
export function sensitiveMask(value: Value): Json {
  if (value instanceof Sensitive) return true;
  if (value instanceof Unknown) return emptyMask(value);
  return mask(value, sensitiveMask);
}

function emptyMask({ type }: Unknown): Json {
  if (typeof type === 'string') return false;
  return type.kind === 'map' || type.kind === 'object' ? {} : [];
}

function mask(value: Exclude<Value, Unknown>, part: (value: Value) => Json): Json {
  if (isNull(value) || typeof value !== 'object' || value instanceof ExactNumber) return false;
  const items = itemsOf(value);
  if (items !== undefined) return items.map(part);
  const json = emptyRecord<Json>();
  const record = recordOf(value);
  for (const name of sortedNames(record)) {
    const inner = record[name];
    const inside = inner !== undefined && part(inner);
    if (inside !== false) json[name] = inside;
  }
  return json;
}

/** In the order in which Terraform prints them. */
export function sortedNames(record: Readonly<Record<string, Value>>): readonly string[] {
  const names = Object.keys(record);
  let last = '';
  for (const name of names) {
    if (name < last) return names.sort(compareText);
    last = name;
  }
  return names;
}

function itemsOf(value: Value): readonly Value[] | undefined {
  if (isTupleValue(value)) return value;
  return value instanceof Tagged && (value.kind === 'list' || value.kind === 'set') ? value.items : undefined;
}

function recordOf(value: Value): Readonly<Record<string, Value>> {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : {};
}

/**
 * Reconstructs a value from its plain JSON and masks: arrays are tuples, objects are objects, numbers exact, and
 * unknown values have no known type.
 */
export function maskedValue(json: Json | undefined, unknown: Json | undefined, marked: Json | undefined): Value {
  if (unknown === true) return marked === true ? sensitive(UNKNOWN) : UNKNOWN;
  const value = maskedParts(json ?? null, unknown, marked === true ? undefined : marked);
  return marked === true ? sensitive(value) : value;
}

function maskedParts(json: Json, unknown: Json | undefined, marked: Json | undefined): Value {
  if (isJsonList(json))
    return json.map((item, index) => maskedValue(item, partOf(unknown, index), partOf(marked, index)));
  if (typeof json !== 'object' || json === null || json instanceof Tagged) return valueFromUntyped(json);
  const record = emptyRecord<Value>();
  for (const name of Object.keys(json))
    record[name] = maskedValue(json[name], partOf(unknown, name), partOf(marked, name));
  if (typeof unknown === 'object' && unknown !== null)
    for (const name of Object.keys(unknown))
      if (!Object.hasOwn(json, name) && partOf(unknown, name) === true)
        record[name] = maskedValue(null, true, partOf(marked, name));
  return record;
}

function partOf(mask: Json | undefined, name: string | number): Json | undefined {
  if (isJsonList(mask)) return typeof name === 'number' ? mask[name] : undefined;
  return isJsonObject(mask) && Object.hasOwn(mask, name) ? mask[name] : undefined;
}
