import { type Attribute, type Block, type BlockType, type ObjectType, ownEntry } from '../../model/index.js';

const known = new WeakMap<Attribute, BlockType>();

/**
 * The blocks as which an attribute may be written: those of a list or a set of objects. Providers of the first SDK
 * declare blocks as attributes where "no blocks" must differ from "not configured", and mean both forms.
 */
export function attributeBlocks(attribute: Attribute): BlockType | undefined {
  const { type, nested } = attribute;
  if (nested !== undefined || typeof type === 'string' || (type.kind !== 'list' && type.kind !== 'set'))
    return undefined;
  const { element } = type;
  if (typeof element === 'string' || element.kind !== 'object') return undefined;
  if (attribute.computed === true && attribute.optional !== true) return undefined;
  let blocks = known.get(attribute);
  if (blocks === undefined) known.set(attribute, (blocks = { nesting: type.kind, block: blockOf(element) }));
  return blocks;
}

/** The blocks that a body may have under a name, also in place of an attribute. */
export function blocksNamed(block: Block, name: string): BlockType | undefined {
  const blockType = ownEntry(block.blockTypes, name);
  if (blockType !== undefined) return blockType;
  const attribute = ownEntry(block.attributes, name);
  return attribute === undefined ? undefined : attributeBlocks(attribute);
}

/** The names of all these blocks. */
export const blockNames = (block: Block): readonly string[] => [
  ...Object.keys(block.blockTypes),
  ...Object.keys(block.attributes).filter((name) => blocksNamed(block, name) !== undefined),
];

/** Whatever a block leaves out is null. */
const blockOf = ({ attributes }: ObjectType): Block => ({
  attributes: Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, { type, optional: true }])),
  blockTypes: {},
});

/** `dynamic` generates blocks from a collection, unless the schema itself uses that name. */
export const allowsDynamic = (block: Block): boolean =>
  blockNames(block).length > 0 &&
  !Object.hasOwn(block.attributes, 'dynamic') &&
  !Object.hasOwn(block.blockTypes, 'dynamic');
