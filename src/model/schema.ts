import { hasDynamic, listOf, mapOf, objectOf, setOf, type Type } from './type.js';

/** What a resource, data source or provider block may contain; the words are those of `terraform providers schema -json`. */
export interface Schema {
  /** Version of the stored form; older state goes through the provider's `upgrade`. */
  readonly version: number;
  readonly block: Block;
  /**
   * Parent objects whose deletion also deletes objects of this type: replacing them replaces this too. Not part of the
   * published schema.
   */
  readonly removedWith?: readonly Parent[];
  /** Sets out of which the service takes an object that it removes: replacing that one updates this one. Not a part of the published schema. */
  readonly members?: readonly Members[];
}

/** A set, in one object, of names of others. */
export interface Members {
  /** The attribute that holds the set. */
  readonly at: string;
  /** The resource type of the others. */
  readonly type: string;
  /** Their attribute that the set's elements equal. */
  readonly name: string;
  /** What else they have in common: attributes of the one with the set → theirs of the same values. */
  readonly by?: Readonly<Record<string, string>>;
}

/** A parent object whose deletion also deletes others. */
export interface Parent {
  /** Its resource type. */
  readonly type: string;
  /** Attributes of the deleted object that refer to it → its own attributes with the same values. */
  readonly by: Readonly<Record<string, string>>;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blockTypes: Readonly<Record<string, BlockType>>;
  readonly description?: string;
  readonly deprecated?: boolean;
}

export interface Attribute {
  /** For an attribute with `nested`, the type that follows from it. */
  readonly type: Type;
  readonly nested?: NestedAttributes;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Sent to the provider and never stored. */
  readonly writeOnly?: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  /**
   * Constraints beyond the type, as JSON Schema keywords on the value (`enum`, `minLength`, `maxLength`, `pattern`,
   * `format`, `minimum`, `maximum`, `minItems`, …). Checked before any call.
   */
  readonly constraint?: Readonly<Record<string, unknown>>;
  /** For documentation and constructs: a change of this attribute replaces the resource. The provider's plan decides. */
  readonly replaces?: boolean;
}

export interface NestedAttributes {
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface BlockType {
  readonly nesting: 'single' | 'group' | 'list' | 'set' | 'map';
  readonly block: Block;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export const EMPTY_BLOCK: Block = { attributes: {}, blockTypes: {} };

const impliedTypes = new WeakMap<Block, Type>();

/** The object type of a block's values (plugin protocol, "Implied type"). */
export function impliedType(block: Block): Type {
  let type = impliedTypes.get(block);
  if (type === undefined) {
    const attributes: Record<string, Type> = {};
    for (const [name, attribute] of Object.entries(block.attributes)) attributes[name] = attribute.type;
    for (const [name, nested] of Object.entries(block.blockTypes)) attributes[name] = blockTypeType(nested);
    type = objectOf(attributes);
    impliedTypes.set(block, type);
  }
  return type;
}

function blockTypeType(blockType: BlockType): Type {
  const element = impliedType(blockType.block);
  switch (blockType.nesting) {
    case 'single':
    case 'group':
      return element;
    case 'set':
      return setOf(element);
    // Blocks with parts of any type may differ in their types, and are a tuple or an object.
    case 'list':
      return hasDynamic(element) ? 'dynamic' : listOf(element);
    case 'map':
      return hasDynamic(element) ? 'dynamic' : mapOf(element);
  }
}

/** The type of an attribute written with nested attributes. */
export function nestedType(nested: NestedAttributes): Type {
  const attributes: Record<string, Type> = {};
  for (const [name, attribute] of Object.entries(nested.attributes)) attributes[name] = attribute.type;
  const element = objectOf(attributes);
  switch (nested.nesting) {
    case 'single':
      return element;
    case 'list':
      return listOf(element);
    case 'set':
      return setOf(element);
    case 'map':
      return mapOf(element);
  }
}
