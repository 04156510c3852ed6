import {
  markedSet,
  objectValue,
  ownEntry,
  Sensitive,
  SetValue,
  type Attribute,
  type BlockType,
  type Path,
  type Value,
} from '../../model/index.js';
import { bare, entriesOf, itemsOf, withEntries, withItems } from './parts.js';

/** The common part of a block and an object with nested attributes. */
export interface Fields {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blockTypes?: Readonly<Record<string, BlockType>>;
}

export type Nesting = BlockType['nesting'];

/** An attribute with nested attributes, or a type of nested blocks: the same structure in two notations. */
export interface Nested {
  readonly nesting: Nesting;
  readonly fields: Fields;
}

export const nestedOfAttribute = (attribute: Attribute): Nested | undefined =>
  attribute.nested === undefined ? undefined : { nesting: attribute.nested.nesting, fields: attribute.nested };

export const nestedOfBlock = (blockType: BlockType): Nested => ({
  nesting: blockType.nesting,
  fields: blockType.block,
});

/** Whether only the provider can set the attribute. */
export const isComputedOnly = (attribute: Attribute): boolean =>
  attribute.computed === true && attribute.optional !== true && attribute.required !== true;

/**
 * The attribute at the path or containing it; undefined if the path leads to a block or nowhere. Indexes and keys are
 * skipped.
 */
export function attributeAt(fields: Fields, path: Path): Attribute | undefined {
  let at: Fields = fields;
  let depth = 0;
  for (;;) {
    const name = path[depth];
    if (typeof name !== 'string') return undefined;
    const attribute = ownEntry(at.attributes, name);
    const blockType = ownEntry(at.blockTypes ?? {}, name);
    const nested = attribute === undefined ? blockType && nestedOfBlock(blockType) : nestedOfAttribute(attribute);
    if (nested === undefined) return attribute;
    depth += nested.nesting === 'list' || nested.nesting === 'map' || nested.nesting === 'set' ? 2 : 1;
    if (depth >= path.length) return attribute;
    at = nested.fields;
  }
}

/** Applies `change` to every object in the value. Marks stay in place; one inside an element of a set marks the set. */
export function mapObjects(nesting: Nesting, value: Value, change: (object: Value) => Value): Value {
  const inner = bare(value);
  const result = mapKnownObjects(nesting, inner, change);
  if (result === inner) return value;
  return value instanceof Sensitive ? new Sensitive(bare(result)) : result;
}

function mapKnownObjects(nesting: Nesting, value: Value, change: (object: Value) => Value): Value {
  if (nesting === 'single' || nesting === 'group') return change(value);
  if (value instanceof SetValue) {
    const items = value.items.map(change);
    return items.every((item, index) => item === value.items[index]) ? value : markedSet(value.element, items);
  }
  const items = itemsOf(value);
  if (items !== undefined) {
    const changed = items.map(change);
    return changed.every((item, index) => item === items[index]) ? value : withItems(value, changed);
  }
  const entries = entriesOf(value);
  if (entries === undefined) return value;
  const changed = objectValue();
  for (const [key, entry] of Object.entries(entries)) changed[key] = change(entry);
  return withEntries(value, changed);
}
