import {
  type Attribute,
  type Block,
  convertInPlace,
  isKind,
  isNull,
  isObjectValue,
  ListValue,
  MapValue,
  mapParts,
  nullOf,
  objectValue,
  ownEntry,
  setValue,
  type Type,
  Unknown,
  type Value,
} from '../model/index.js';
import { asObject } from './object-values.js';

/** The value of the attribute of this name, which the provider computes. `given` is what a test wants it to be. */
export type Compute = (value: Value, attribute: Attribute, given: Value | undefined, name: string) => Value;

/**
 * An object whose computed attributes without a value are computed. `given` is an object with values by name, for all
 * elements of a collection alike.
 */
export function fillBlock(value: Value, block: Block, given: Value | undefined, compute: Compute): Value {
  if (isNull(value) || value instanceof Unknown) return value;
  const object = asObject(value);
  const filled = objectValue(object);
  for (const [name, attribute] of Object.entries(block.attributes)) {
    filled[name] = fillAttribute(object[name] ?? null, attribute, partOf(given, name), name, compute);
  }
  for (const [name, { nesting, block: inner }] of Object.entries(block.blockTypes)) {
    const fill = (one: Value): Value => fillBlock(one, inner, partOf(given, name), compute);
    filled[name] = fillAll(object[name] ?? null, nesting, fill);
  }
  return filled;
}

function fillAttribute(
  value: Value,
  attribute: Attribute,
  given: Value | undefined,
  name: string,
  compute: Compute,
): Value {
  if (isNull(value) || value instanceof Unknown)
    return attribute.computed === true ? compute(value, attribute, given, name) : value;
  if (attribute.nested === undefined) return value;
  const { nesting, attributes } = attribute.nested;
  return fillAll(value, nesting, (one) => fillBlock(one, { attributes, blockTypes: {} }, given, compute));
}

function fillAll(value: Value, nesting: string, fill: (one: Value) => Value): Value {
  return nesting === 'single' || nesting === 'group' ? fill(value) : mapParts(value, fill);
}

const partOf = (given: Value | undefined, name: string): Value | undefined =>
  given !== undefined && isObjectValue(given) ? ownEntry(given, name) : undefined;

/** The value that a test gives, or a made-up one; undefined if the given one is not of this type. */
export function mockedValue(type: Type, given: Value | undefined, text: () => string): Value | undefined {
  if (given !== undefined) {
    const converted = convertInPlace(given, type);
    if (converted.ok) return converted.value;
    // An object may lack attributes, and is for each element of a collection, of which none is made up.
    if (!isObjectValue(given) || typeof type === 'string') return undefined;
  }
  if (type === 'string') return text();
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (isKind(type, 'list')) return new ListValue(type.element, []);
  if (isKind(type, 'set')) return setValue(type.element, []);
  if (isKind(type, 'map')) return new MapValue(type.element, {});
  if (!isKind(type, 'object')) return nullOf(type);
  const object = objectValue();
  for (const [name, part] of Object.entries(type.attributes)) {
    const made = mockedValue(part, partOf(given, name), text);
    if (made === undefined) return undefined;
    object[name] = made;
  }
  return object;
}
