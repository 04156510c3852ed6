import { isJsonList, type Json, isJsonObject, type JsonObject } from '../../model/index.js';

/**
 * The document in a form for validators. A pattern that is only valid without the `u` flag is rewritten for it, and an
 * invalid one is dropped; an example that contains `$id` is dropped, because it would be taken for a schema with that
 * ID.
 */
export function soundSchemas(document: JsonObject): JsonObject {
  return soundRecord(document, false);
}

/** `named`: the members are named objects, whose names may be keywords. */
function sound(value: Json, named: boolean): Json {
  if (isJsonList(value)) {
    const items = value.map((item) => sound(item, false));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isJsonObject(value) ? soundRecord(value, named) : value;
}

function soundRecord(value: JsonObject, named: boolean): JsonObject {
  let changed = false;
  const members = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const kept = named ? sound(item, false) : soundMember(key, item);
    changed ||= kept !== item;
    return kept === undefined ? [] : [[key, kept]];
  });
  return changed ? Object.fromEntries(members) : value;
}

function soundMember(key: string, value: Json): Json | undefined {
  switch (key) {
    case 'pattern':
      return typeof value === 'string' ? validPattern(value) : sound(value, false);
    case 'example':
    case 'examples':
      return holdsId(value) ? undefined : value;
    case 'default':
    case 'enum':
    case 'const':
      return value;
    default:
      return sound(value, key === 'properties');
  }
}

/** The escapes that the `u` flag allows. */
const ESCAPED = /[\^$\\.*+?()[\]{}|/dDwWsSbBfnrtvckpPux\d]/;

function validPattern(pattern: string): string | undefined {
  if (isValid(pattern)) return pattern;
  const plain = pattern.replaceAll(/\\(.)/gs, (whole, character: string) =>
    ESCAPED.test(character) ? whole : character === '-' ? '\\x2d' : character,
  );
  return isValid(plain) ? plain : undefined;
}

function isValid(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function holdsId(value: Json): boolean {
  if (isJsonList(value)) return value.some(holdsId);
  return isJsonObject(value) && Object.entries(value).some(([key, item]) => key === '$id' || holdsId(item));
}
