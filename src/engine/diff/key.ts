import {
  ExactNumber,
  isTupleValue,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  sortedEntries,
  TypedNull,
  typeToJson,
  Unknown,
  type Type,
  type Value,
} from '../../model/index.js';

/** A lookup key for a value: two values have the same key exactly if they are equal. */
export function valueKey(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return String(value);
    case 'boolean':
      return value ? 'T' : 'F';
    default:
  }
  if (value === null) return '~';
  if (value instanceof TypedNull) return `~${typeKey(value.type)}`;
  if (value instanceof Sensitive) return `!${valueKey(value.value)}`;
  if (value instanceof Unknown) return `?${typeKey(value.type)}`;
  if (value instanceof ExactNumber) return `${value.mantissa}p${value.exponent}`;
  if (value instanceof ListValue || value instanceof SetValue)
    return value.kind + typeKey(value.element) + keyOfItems(value.items);
  if (isTupleValue(value)) return keyOfItems(value);
  return value instanceof MapValue ? `map${typeKey(value.element)}${keyOfEntries(value.entries)}` : keyOfEntries(value);
}

const keyOfItems = (items: readonly Value[]): string => `[${items.map(valueKey).join(';')}]`;

function keyOfEntries(entries: Readonly<Record<string, Value>>): string {
  const parts = sortedEntries(entries).map(([name, entry]) => `${JSON.stringify(name)}:${valueKey(entry)}`);
  return `{${parts.join(';')}}`;
}

const typeKeys = new WeakMap<object, string>();

function typeKey(type: Type): string {
  if (typeof type === 'string') return type;
  let key = typeKeys.get(type);
  if (key === undefined) {
    key = JSON.stringify(typeToJson(type));
    typeKeys.set(type, key);
  }
  return key;
}
