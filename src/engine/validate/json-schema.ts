import type { Attribute, Block, BlockType, NestedAttributes, Type } from '../../model/index.js';
import { allowsDynamic, attributeBlocks, blockNames, blocksNamed } from '../evaluate/attribute-blocks.js';
import { constraintOf, isComputedOnly, NUMERIC } from './constraint.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The name for comments in a body, which are ignored. */
export const COMMENT = '//';

/**
 * The JSON Schema (draft 2020-12) of a body in Terraform's JSON syntax without expressions: it accepts what Terraform
 * would convert, and blocks as an object or an array of objects. Each type of block is one definition, so that the
 * result grows no faster than the schema.
 */
export function jsonSchemaOf(block: Block): JsonSchema {
  const definitions = new Definitions();
  const root = definitions.refer(block);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    ...root,
    $defs: definitions.all,
  };
}

class Definitions {
  readonly all: Record<string, JsonSchema> = {};
  readonly #names = new Map<Block, string>();

  refer(block: Block): JsonSchema {
    let name = this.#names.get(block);
    if (name === undefined) {
      name = `block${this.#names.size}`;
      this.#names.set(block, name);
      this.all[name] = blockSchema(block, this);
    }
    return { $ref: `#/$defs/${name}` };
  }
}

/** Omits the type, so that the block can be combined with an array of the same. */
function blockSchema(block: Block, definitions: Definitions): JsonSchema {
  const properties: Record<string, unknown> = { [COMMENT]: true };
  const required: string[] = [];
  const requiredBlocks: string[] = [];
  for (const [name, attribute] of Object.entries(block.attributes)) {
    properties[name] = attributeSchema(attribute);
    if (attribute.required !== true) continue;
    // Of an attribute that may be written as blocks, `dynamic` can generate them.
    if (attributeBlocks(attribute) === undefined) required.push(name);
    else requiredBlocks.push(name);
  }
  for (const [name, blockType] of Object.entries(block.blockTypes)) {
    properties[name] = nestedBlockSchema(blockType, definitions);
    if ((blockType.minItems ?? 0) > 0) requiredBlocks.push(name);
  }
  if (allowsDynamic(block)) properties['dynamic'] = dynamicSchema(block, definitions);
  return {
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(requiredBlocks.length > 0
      ? { if: { not: { required: ['dynamic'] } }, then: { required: requiredBlocks } }
      : {}),
    additionalProperties: false,
  };
}

/** One object, or an array of them. */
const oneOrMany = (schema: JsonSchema): JsonSchema => ({
  type: ['object', 'array'],
  ...schema,
  items: { type: 'object', ...schema },
});

function dynamicSchema(block: Block, definitions: Definitions): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const name of blockNames(block)) {
    const blockType = blocksNamed(block, name);
    if (blockType === undefined) continue;
    properties[name] = oneOrMany({
      properties: {
        for_each: true,
        iterator: { type: 'string' },
        labels: { type: 'array' },
        content: oneOrMany(definitions.refer(blockType.block)),
        [COMMENT]: true,
      },
      required: ['for_each', 'content'],
      additionalProperties: false,
    });
  }
  return oneOrMany({ properties, additionalProperties: false });
}

function nestedBlockSchema({ nesting, block, minItems, maxItems }: BlockType, definitions: Definitions): JsonSchema {
  const body = definitions.refer(block);
  const limits = {
    ...(minItems === undefined || minItems === 0 ? {} : { minItems }),
    ...(maxItems === undefined || maxItems === 0 ? {} : { maxItems }),
  };
  switch (nesting) {
    case 'single':
    case 'group':
      return { ...oneOrMany(body), type: ['object', 'array', 'null'], maxItems: 1 };
    case 'list':
    case 'set':
      // A single object is one block, which is too few if two are required.
      return { ...oneOrMany(body), type: (minItems ?? 0) > 1 ? ['array'] : ['object', 'array', 'null'], ...limits };
    case 'map': {
      const labelled = { additionalProperties: { ...oneOrMany(body), maxItems: 1 } };
      return { ...oneOrMany(labelled), type: ['object', 'array', 'null'] };
    }
  }
}

function attributeSchema(attribute: Attribute): JsonSchema {
  const described = {
    ...(attribute.description === undefined ? {} : { description: attribute.description }),
    ...(attribute.deprecated === true ? { deprecated: true } : {}),
  };
  if (isComputedOnly(attribute)) return { ...described, type: 'null', readOnly: true };
  const nullable = attribute.required !== true;
  const form =
    attribute.nested !== undefined
      ? nestedSchema(attribute.nested, nullable)
      : attributeBlocks(attribute) !== undefined
        ? blocksSchema(attribute.type, nullable)
        : typeSchema(attribute.type, nullable);
  return { ...described, ...withConstraint(form, constraintOf(attribute), nullable) };
}

/** Keywords that would also apply to null, which means "not set". */
const JUDGES_NULL = ['enum', 'const', 'not', 'anyOf', 'oneOf', 'allOf', 'if', 'type', '$ref'];

function withConstraint(form: JsonSchema, constraint: JsonSchema | undefined, nullable: boolean): JsonSchema {
  if (constraint === undefined) return form;
  if (nullable && JUDGES_NULL.some((keyword) => keyword in constraint))
    return { ...form, if: { type: 'null' }, else: constraint };
  const overlaps = Object.keys(constraint).some((keyword) => keyword in form);
  return overlaps ? { ...form, allOf: [constraint] } : { ...form, ...constraint };
}

function nestedSchema(nested: NestedAttributes, nullable: boolean): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, attribute] of Object.entries(nested.attributes)) {
    properties[name] = attributeSchema(attribute);
    if (attribute.required === true) required.push(name);
  }
  const inside = { properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
  const object = { type: ['object', 'null'], ...inside };
  switch (nested.nesting) {
    case 'single':
      return { type: orNull('object', nullable), ...inside };
    case 'list':
    case 'set':
      return { type: orNull('array', nullable), items: object };
    case 'map':
      return { type: orNull('object', nullable), additionalProperties: object };
  }
}

const orNull = (type: string, nullable: boolean): string | string[] => (nullable ? [type, 'null'] : type);

/**
 * The schema of an attribute that may be written as blocks, of which one is an object and several are an array. What a
 * block leaves out is null; whether a value is complete is checked where it is evaluated, which knows the two forms.
 */
function blocksSchema(type: Type, nullable: boolean): JsonSchema {
  if (typeof type === 'string' || (type.kind !== 'list' && type.kind !== 'set')) return typeSchema(type, nullable);
  const { element } = type;
  if (typeof element === 'string' || element.kind !== 'object') return typeSchema(type, nullable);
  const inside = {
    properties: Object.fromEntries(
      Object.entries(element.attributes).map(([name, attribute]) => [name, blocksSchema(attribute, true)]),
    ),
  };
  return {
    type: nullable ? ['array', 'object', 'null'] : ['array', 'object'],
    ...inside,
    additionalProperties: false,
    items: { type: ['object', 'null'], ...inside, additionalProperties: false },
  };
}

function typeSchema(type: Type, nullable: boolean): JsonSchema {
  const none = nullable ? ['null'] : [];
  switch (type) {
    case 'dynamic':
      return nullable ? {} : { type: ['string', 'number', 'boolean', 'array', 'object'] };
    case 'string':
      return { type: ['string', 'number', 'boolean', ...none] };
    case 'number':
      return { type: ['number', 'string', ...none], pattern: NUMERIC.source };
    case 'bool':
      return { type: ['boolean', 'string', ...none], pattern: '^(true|false|1|0)$' };
    default:
  }
  switch (type.kind) {
    case 'list':
    case 'set':
      return { type: orNull('array', nullable), items: typeSchema(type.element, true) };
    case 'map':
      return { type: orNull('object', nullable), additionalProperties: typeSchema(type.element, true) };
    case 'tuple': {
      const size = type.items.length;
      const prefixItems = type.items.map((item) => typeSchema(item, true));
      return {
        type: orNull('array', nullable),
        ...(size === 0 ? {} : { prefixItems }),
        minItems: size,
        maxItems: size,
      };
    }
    case 'object': {
      const required = Object.keys(type.attributes).filter((name) => type.optional?.includes(name) !== true);
      return {
        type: orNull('object', nullable),
        properties: Object.fromEntries(
          Object.entries(type.attributes).map(([name, attribute]) => [name, typeSchema(attribute, true)]),
        ),
        ...(required.length > 0 ? { required } : {}),
        additionalProperties: false,
      };
    }
  }
}
