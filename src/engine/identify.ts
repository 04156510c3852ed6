import { isObjectValue, Sensitive, type ObjectEvent, type Schema, type Value } from '../model/index.js';

const KNOWN_BY = ['id', 'identity', 'name'];

/** The attribute people know an object by: `id`, `name` or `identity`, when it is a string that may be shown. */
export function identify(value: Value, schema: Schema): ObjectEvent['id'] {
  const plain = value instanceof Sensitive ? null : value;
  if (plain === null || !isObjectValue(plain)) return undefined;
  for (const key of KNOWN_BY) {
    const found = Object.hasOwn(plain, key) ? plain[key] : undefined;
    if (typeof found === 'string' && schema.block.attributes[key]?.sensitive !== true) return { key, value: found };
  }
  return undefined;
}
