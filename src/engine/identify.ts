import { isObjectValue, type ObjectEvent, ownEntry, type Schema, Sensitive, type Value } from '../model/index.js';

const KNOWN_BY = ['id', 'identity', 'name'] as const;

/** For each schema, the attributes that may identify an object, usually one; needed for each object that is read. */
const known = new WeakMap<Schema, readonly string[]>();

/**
 * The attribute by which people identify an object: `id`, `name` or `identity`, if it is a string that may be shown.
 */
export function identify(value: Value, schema: Schema): ObjectEvent['id'] {
  if (value === null || value instanceof Sensitive || !isObjectValue(value)) return undefined;
  for (const key of knownBy(schema)) {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof found === 'string') return { key, value: found };
  }
  return undefined;
}

function knownBy(schema: Schema): readonly string[] {
  let names = known.get(schema);
  if (names === undefined) {
    const { attributes } = schema.block;
    names = KNOWN_BY.filter((name) => {
      const attribute = ownEntry(attributes, name);
      return attribute !== undefined && attribute.sensitive !== true;
    });
    known.set(schema, names);
  }
  return names;
}
