import type { Attribute, Block, BlockType, NestedAttributes } from '../../model/index.js';
import { constraintOf } from './constraint.js';

const known = new WeakMap<Block, readonly string[]>();

/**
 * The names in a body that its schema constrains beyond their type: only these need validation once a value has its
 * type.
 */
export function neededNames(block: Block): readonly string[] {
  let names = known.get(block);
  if (names === undefined) {
    names = [
      ...Object.entries(block.attributes).filter(([, attribute]) => isNeeded(attribute)),
      ...Object.entries(block.blockTypes).filter(([, blockType]) => isNeededBlock(blockType)),
    ].map(([name]) => name);
    known.set(block, names);
  }
  return names;
}

function isNeeded(attribute: Attribute): boolean {
  return (
    attribute.required === true ||
    constraintOf(attribute) !== undefined ||
    (attribute.nested !== undefined && hasNeeded(attribute.nested))
  );
}

const hasNeeded = (nested: NestedAttributes): boolean => Object.values(nested.attributes).some(isNeeded);

function isNeededBlock({ nesting, block, minItems = 0, maxItems = 0 }: BlockType): boolean {
  return minItems > 0 || (maxItems > 0 && nesting !== 'single' && nesting !== 'group') || neededNames(block).length > 0;
}
