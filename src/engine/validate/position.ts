import {
  type Attribute,
  type Block,
  type BlockType,
  itemAt,
  type NestedAttributes,
  ownEntry,
  type Path,
  type Type,
} from '../../model/index.js';
import { allowsDynamic, blocksNamed } from '../evaluate/attribute-blocks.js';

/** The part of a schema that describes a place in a body. */
export type Position =
  /** Inside the body of a block, or of one that `dynamic` generates. */
  | { readonly kind: 'body'; readonly block: Block; readonly named: string | undefined }
  /** The place of one or more blocks of one type. */
  | { readonly kind: 'blocks'; readonly name: string; readonly blockType: BlockType }
  /** Inside a value with nested attributes. */
  | { readonly kind: 'nested'; readonly attributes: NestedAttributes['attributes']; readonly attribute: Attribute }
  /** A value, or a part of one. */
  | { readonly kind: 'value'; readonly type: Type; readonly attribute: Attribute; readonly whole: boolean }
  /** A nested collection: its elements are objects with nested attributes. */
  | { readonly kind: 'collection'; readonly nested: NestedAttributes; readonly attribute: Attribute }
  /** A part of `dynamic` itself, or something the schema does not have. */
  | { readonly kind: 'other' };

export interface Located {
  readonly position: Position;
  /** Whether an attribute along the path is sensitive by the schema. */
  readonly secret: boolean;
}

const OTHER: Position = { kind: 'other' };

export function locate(block: Block, path: Path): Located {
  let position: Position = { kind: 'body', block, named: undefined };
  let secret = false;
  for (let depth = 0; depth < path.length; depth += 1) {
    const step = itemAt(path, depth);
    if (position.kind === 'body' && step === 'dynamic' && allowsDynamic(position.block)) {
      const inner = throughDynamic(position.block, path, depth + 1);
      if (inner === undefined) return { position: OTHER, secret };
      position = inner.position;
      depth = inner.depth;
    } else position = into(position, step);
    if ('attribute' in position && position.attribute.sensitive === true) secret = true;
  }
  return { position, secret };
}

function into(position: Position, step: string | number): Position {
  switch (position.kind) {
    case 'body':
      return intoBody(position.block, step);
    case 'blocks':
      return intoBlocks(position.name, position.blockType, step);
    case 'nested': {
      const attribute =
        typeof step === 'string' && Object.hasOwn(position.attributes, step) ? position.attributes[step] : undefined;
      return attribute === undefined ? OTHER : ofAttribute(attribute);
    }
    case 'collection':
      return { kind: 'nested', attributes: position.nested.attributes, attribute: position.attribute };
    case 'value':
      return { ...position, type: typeInside(position.type, step), whole: false };
    case 'other':
      return OTHER;
  }
}

function intoBody(block: Block, step: string | number): Position {
  if (typeof step !== 'string') return OTHER;
  const attribute = ownEntry(block.attributes, step);
  if (attribute !== undefined) return ofAttribute(attribute);
  const blockType = ownEntry(block.blockTypes, step);
  return blockType === undefined ? OTHER : { kind: 'blocks', name: step, blockType };
}

/** An index leads to a body; a name leads to a body through a label, or directly into a single block. */
function intoBlocks(name: string, blockType: BlockType, step: string | number): Position {
  const body: Position = { kind: 'body', block: blockType.block, named: name };
  if (blockType.nesting !== 'map') return typeof step === 'number' ? body : into(body, step);
  if (typeof step === 'number') return { kind: 'blocks', name, blockType };
  return { kind: 'blocks', name, blockType: { ...blockType, nesting: 'list' } };
}

function ofAttribute(attribute: Attribute): Position {
  const { nested } = attribute;
  if (nested === undefined) return { kind: 'value', type: attribute.type, attribute, whole: true };
  if (nested.nesting === 'single') return { kind: 'nested', attributes: nested.attributes, attribute };
  return { kind: 'collection', nested, attribute };
}

function typeInside(type: Type, step: string | number): Type {
  if (typeof type === 'string') return 'dynamic';
  switch (type.kind) {
    case 'list':
    case 'set':
      // A name leads into the only block of an attribute that is written as blocks.
      return typeof step === 'string' ? typeInside(type.element, step) : type.element;
    case 'map':
      return type.element;
    case 'tuple':
      return type.items[Number(step)] ?? 'dynamic';
    case 'object':
      return ownEntry(type.attributes, String(step)) ?? 'dynamic';
  }
}

/** `dynamic.<kind>[.i].content[.i]` is a body of that kind; anything else on the path belongs to `dynamic` itself. */
function throughDynamic(
  block: Block,
  path: Path,
  from: number,
): { readonly position: Position; readonly depth: number } | undefined {
  let depth = from;
  if (typeof path[depth] === 'number') depth += 1;
  const name = path[depth];
  const blockType = typeof name === 'string' ? blocksNamed(block, name) : undefined;
  if (typeof name !== 'string' || blockType === undefined) return undefined;
  depth += 1;
  if (typeof path[depth] === 'number') depth += 1;
  if (path[depth] !== 'content') return undefined;
  if (typeof path[depth + 1] === 'number') depth += 1;
  return { position: { kind: 'body', block: blockType.block, named: name }, depth };
}
