import {
  accepts,
  type Attribute,
  type Expression,
  formatNumber,
  type NestedAttributes,
  type Num,
  type ObjectType,
  ownEntry,
  parseNumber,
  toDouble,
  type Type,
} from '../../model/index.js';
import { constraintOf, isComputedOnly } from './constraint.js';
import { isMarked, look, type Look } from './look.js';
import { define, type Plain, type PlainObject, type Track } from './track.js';

type Entries = readonly (readonly [string, Expression])[];

/** Adds an attribute to `json`, unless it counts as not set. */
export function readAttributeInto(
  track: Track,
  json: PlainObject,
  name: string,
  expression: Expression,
  attribute: Attribute,
): void {
  if (expression.kind === 'literal' && expression.value === null) return;
  track.enter(name);
  const value = readAttribute(track, expression, attribute);
  track.leave();
  if (value !== undefined) define(json, name, value);
}

function readAttribute(track: Track, expression: Expression, attribute: Attribute): Plain | undefined {
  const found = look(expression);
  if (isMarked(expression)) track.keepSecret();
  if (found.kind === 'scalar' && found.value === null) return undefined;
  if (isComputedOnly(attribute)) return track.misfit(found);
  if (found.kind === 'open') return track.leaveOpen();
  const opened = track.open.length;
  const { nested } = attribute;
  const value = nested === undefined ? readTyped(track, found, attribute.type) : readNested(track, found, nested);
  const constraint = constraintOf(attribute);
  if (constraint !== undefined && (track.open.length > opened || !accepts(constraint, value))) track.plain = false;
  return value;
}

function readTyped(track: Track, found: Look, type: Type): Plain {
  if (found.kind === 'open') return track.leaveOpen();
  if (found.kind === 'scalar') return found.value === null ? null : readScalar(track, found, found.value, type);
  if (type === 'dynamic') return found.kind === 'array' ? [] : {};
  if (typeof type === 'string') return track.misfit(found);
  if (found.kind === 'array') return readItems(track, found, type);
  if (type.kind === 'map') return readEntries(track, found.entries, () => type.element);
  return type.kind === 'object' ? readObject(track, found.entries, type) : track.misfit(found);
}

function readItems(track: Track, found: Extract<Look, { kind: 'array' }>, type: Exclude<Type, string>): Plain {
  const { items } = found;
  switch (type.kind) {
    case 'list':
    case 'set':
      return items.map((item, index) => readElement(track, index, item, type.element));
    case 'tuple':
      if (items.length !== type.items.length) track.plain = false;
      return items.map((item, index) => readElement(track, index, item, type.items[index] ?? 'dynamic'));
    default:
      return track.misfit(found);
  }
}

function readObject(track: Track, entries: Entries, type: ObjectType): Plain {
  const json = readEntries(track, entries, (name) =>
    Object.hasOwn(type.attributes, name) ? type.attributes[name] : undefined,
  );
  for (const name of Object.keys(type.attributes)) {
    if (!Object.hasOwn(json, name) && type.optional?.includes(name) !== true) track.plain = false;
  }
  return json;
}

function readEntries(track: Track, entries: Entries, typeAt: (name: string) => Type | undefined): PlainObject {
  const json: PlainObject = {};
  for (const [name, item] of entries) {
    const type = typeAt(name);
    if (type === undefined) track.stray(json, name);
    else define(json, name, readElement(track, name, item, type));
  }
  return json;
}

const readElement = (track: Track, step: string | number, expression: Expression, type: Type): Plain =>
  readInside(track, step, expression, (found) => readTyped(track, found, type));

function readInside(track: Track, step: string | number, expression: Expression, read: (found: Look) => Plain): Plain {
  return track.inside(step, () => {
    if (isMarked(expression)) track.keepSecret();
    return read(look(expression));
  });
}

/** Converts the value as evaluation would; the validator rejects whatever cannot be converted. */
function readScalar(track: Track, found: Look, value: boolean | string | Num, type: Type): Plain {
  const isNumber = typeof value === 'number' || typeof value === 'object';
  switch (type) {
    case 'dynamic':
      return true;
    case 'string':
      return isNumber ? formatNumber(value) : String(value);
    case 'number': {
      const number = isNumber ? value : typeof value === 'string' ? parseNumber(value) : undefined;
      return number === undefined ? track.misfit(found) : toDouble(number);
    }
    case 'bool':
      if (value === true || value === 'true' || value === '1') return true;
      return value === false || value === 'false' || value === '0' ? false : track.misfit(found);
    default:
      return track.misfit(found);
  }
}

function readNested(track: Track, found: Look, nested: NestedAttributes): Plain {
  const object = (inner: Look): Plain => readNestedObject(track, inner, nested.attributes);
  switch (nested.nesting) {
    case 'single':
      return object(found);
    case 'list':
    case 'set':
      if (found.kind !== 'array') return track.misfit(found);
      return found.items.map((item, index) => readInside(track, index, item, object));
    case 'map': {
      if (found.kind !== 'object') return track.misfit(found);
      const json: PlainObject = {};
      for (const [key, item] of found.entries) define(json, key, readInside(track, key, item, object));
      return json;
    }
  }
}

function readNestedObject(track: Track, found: Look, attributes: NestedAttributes['attributes']): Plain {
  if (found.kind === 'open') return track.leaveOpen();
  if (found.kind === 'scalar' && found.value === null) return null;
  if (found.kind !== 'object') return track.misfit(found);
  const json: PlainObject = {};
  for (const [name, item] of found.entries) {
    const attribute = ownEntry(attributes, name);
    if (attribute === undefined) track.stray(json, name);
    else readAttributeInto(track, json, name, item, attribute);
  }
  for (const name in attributes) {
    if (attributes[name]?.required === true && !Object.hasOwn(json, name)) track.plain = false;
  }
  return json;
}
