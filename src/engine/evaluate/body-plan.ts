import {
  type Attribute,
  type Block,
  type BlockType,
  emptyRecord,
  hasDynamic,
  impliedType,
  type NestedAttributes,
  objectOf,
  type Type,
} from '../../model/index.js';
import { allowsDynamic, attributeBlocks } from './attribute-blocks.js';

/** What decoding needs from a block's schema, computed once. */
export interface BlockPlan {
  readonly attributes: readonly AttributePlan[];
  readonly blocks: readonly NestedPlan[];
  /** Every name that the block allows. */
  readonly names: ReadonlySet<string>;
  /** Whether `dynamic` generates blocks: there are some, and the schema does not use that name itself. */
  readonly hasGenerators: boolean;
}

export interface AttributePlan {
  readonly name: string;
  readonly attribute: Attribute;
  /** The type of configured values: parts that need not be set are optional. */
  readonly type: Type;
  readonly readOnly: boolean;
  /** The blocks as which it may be written. */
  readonly blocks: NestedPlan | undefined;
}

export interface NestedPlan {
  readonly name: string;
  readonly blockType: BlockType;
  readonly element: Type;
  /** Elements may have different types, so a list or map of them becomes a tuple or object. */
  readonly loose: boolean;
}

const plans = new WeakMap<Block, BlockPlan>();

export function planOf(block: Block): BlockPlan {
  let plan = plans.get(block);
  if (plan === undefined) {
    plan = makePlan(block);
    plans.set(block, plan);
  }
  return plan;
}

function makePlan(block: Block): BlockPlan {
  const attributes = Object.entries(block.attributes).map(([name, attribute]) => ({
    name,
    attribute,
    type: configurationType(attribute),
    readOnly: attribute.computed === true && attribute.optional !== true && attribute.required !== true,
    blocks: attributeBlockPlan(name, attribute),
  }));
  const blocks = Object.entries(block.blockTypes).map(([name, blockType]) => {
    const element = impliedType(blockType.block);
    return { name, blockType, element, loose: hasDynamic(element) };
  });
  const names = new Set([...attributes, ...blocks].map(({ name }) => name));
  return { attributes, blocks, names, hasGenerators: allowsDynamic(block) };
}

/** The names of blocks, and of attributes that may be written as such. */
export const blockNamesIn = ({ attributes, blocks }: BlockPlan): readonly string[] =>
  [...blocks, ...attributes.filter(({ blocks: own }) => own !== undefined)].map(({ name }) => name);

function attributeBlockPlan(name: string, attribute: Attribute): NestedPlan | undefined {
  const blockType = attributeBlocks(attribute);
  return blockType && { name, blockType, element: impliedType(blockType.block), loose: false };
}

function configurationType({ type, nested }: Attribute): Type {
  return nested === undefined ? type : nestedConfigurationType(nested);
}

function nestedConfigurationType({ nesting, attributes }: NestedAttributes): Type {
  const types = emptyRecord<Type>();
  const optional: string[] = [];
  for (const [name, attribute] of Object.entries(attributes)) {
    types[name] = configurationType(attribute);
    if (attribute.required !== true) optional.push(name);
  }
  const element = objectOf(types, optional);
  return nesting === 'single' ? element : { kind: nesting, element };
}
