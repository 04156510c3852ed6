import { objectValue, ownEntry, sensitive, Sensitive, type Block, type Value } from '../../model/index.js';
import { mapObjects, type Fields, type Nesting } from './fields.js';
import { listingOf } from './listing.js';
import { bare, entriesOf } from './parts.js';

/**
 * Marks what the schema declares sensitive, including nested attributes and blocks. Existing marks stay. A set with a
 * sensitive part in any element is marked as a whole, because a path cannot lead to an element of a set.
 */
export function markSensitiveAttributes(value: Value, block: Block): Value {
  return hasSensitive(block) ? markFields(value, block) : value;
}

const known = new WeakMap<Fields, boolean>();

function hasSensitive(fields: Fields): boolean {
  let result = known.get(fields);
  if (result === undefined) {
    result =
      Object.values(fields.attributes).some(
        (attribute) =>
          attribute.sensitive === true || (attribute.nested !== undefined && hasSensitive(attribute.nested)),
      ) || Object.values(fields.blockTypes ?? {}).some((blockType) => hasSensitive(blockType.block));
    known.set(fields, result);
  }
  return result;
}

function markFields(value: Value, fields: Fields): Value {
  const entries = entriesOf(bare(value));
  if (entries === undefined) return value;
  const result = objectValue(entries);
  for (const { name, attribute } of listingOf(fields).attributes) {
    const part = ownEntry(result, name);
    if (part === undefined) continue;
    if (attribute.sensitive === true) result[name] = sensitive(part);
    else if (attribute.nested !== undefined)
      result[name] = markNested(part, attribute.nested.nesting, attribute.nested);
  }
  for (const {
    name,
    blockType: { nesting, block },
  } of listingOf(fields).blockTypes) {
    const part = ownEntry(result, name);
    if (part !== undefined) result[name] = markNested(part, nesting, block);
  }
  return value instanceof Sensitive ? new Sensitive(result) : result;
}

function markNested(value: Value, nesting: Nesting, fields: Fields): Value {
  if (!hasSensitive(fields)) return value;
  return mapObjects(nesting, value, (object) => markFields(object, fields));
}
