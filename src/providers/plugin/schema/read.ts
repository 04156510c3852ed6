import {
  nestedType,
  parseJson,
  typeFromJson,
  type Attribute,
  type Block,
  type BlockType,
  type NestedAttributes,
  type Schema,
  type Type,
} from '../../../model/index.js';
import { WireError } from '../bytes/reader.js';
import { identitySchema } from '../wire/common.js';
import {
  NESTING,
  schemaMessage,
  type AttributeMessage,
  type BlockMessage,
  type NestedBlockMessage,
  type ObjectMessage,
  type Protocol,
} from '../wire/schemas.js';

/** The schema of a provider, a resource, a data source … as a plugin sends it. Throws WireError for anything else. */
export function readSchema(bytes: Uint8Array, protocol: Protocol): Schema {
  const { version, block } = schemaMessage(protocol).decode(bytes);
  if (block === undefined) throw new WireError('a schema has no block');
  return { version, block: readBlock(block) };
}

function readBlock(message: BlockMessage): Block {
  return {
    attributes: readAttributes(message.attributes),
    blockTypes: Object.fromEntries(message.blockTypes.map((inner) => [inner.typeName, readBlockType(inner)])),
    ...(message.description !== '' && { description: message.description }),
    ...(message.deprecated && { deprecated: true }),
  };
}

const readAttributes = (messages: readonly AttributeMessage[]): Record<string, Attribute> =>
  Object.fromEntries(messages.map((inner) => [inner.name, readAttribute(inner)]));

function readAttribute(message: AttributeMessage): Attribute {
  const nested = message.nestedType === undefined ? undefined : readNested(message.nestedType, message.name);
  return {
    type: nested === undefined ? readType(message.type, message.name) : nestedType(nested),
    ...(nested !== undefined && { nested }),
    ...(message.required && { required: true }),
    ...(message.optional && { optional: true }),
    ...(message.computed && { computed: true }),
    ...(message.sensitive && { sensitive: true }),
    ...(message.writeOnly && { writeOnly: true }),
    ...(message.description !== '' && { description: message.description }),
    ...(message.deprecated && { deprecated: true }),
  };
}

function readNested({ attributes, nesting: number }: ObjectMessage, name: string): NestedAttributes {
  const nesting = nestingOf(number, name);
  if (nesting === 'group') throw new WireError(`the nested attributes of ${name} are a group`);
  return { nesting, attributes: readAttributes(attributes) };
}

function readBlockType({ typeName, block, nesting, minItems, maxItems }: NestedBlockMessage): BlockType {
  if (block === undefined) throw new WireError(`the block type ${typeName} has no block`);
  return {
    nesting: nestingOf(nesting, typeName),
    block: readBlock(block),
    ...(minItems > 0 && { minItems }),
    ...(maxItems > 0 && { maxItems }),
  };
}

const NESTINGS = new Map(
  Object.entries(NESTING).map(([name, number]) => [number as number, name as keyof typeof NESTING]),
);

function nestingOf(number: number, name: string): keyof typeof NESTING {
  const nesting = NESTINGS.get(number);
  if (nesting === undefined) throw new WireError(`${name} is nested in an unknown way (${number})`);
  return nesting;
}

export function readType(json: Uint8Array, name: string): Type {
  const type = json.length === 0 ? undefined : typeFromJson(parseJson(Buffer.from(json).toString('utf8')));
  if (type === undefined) throw new WireError(`the type of ${name} is not a type`);
  return type;
}

/** An identity as a flat object: what an import needs is required, what may accompany it is optional. */
export function readIdentitySchema(bytes: Uint8Array): Schema {
  const { version, identityAttributes } = identitySchema.decode(bytes);
  const attributes = identityAttributes.map((message): [string, Attribute] => [
    message.name,
    {
      type: readType(message.type, message.name),
      ...(message.requiredForImport && { required: true }),
      ...(message.optionalForImport && { optional: true }),
      ...(message.description !== '' && { description: message.description }),
    },
  ]);
  return { version, block: { attributes: Object.fromEntries(attributes), blockTypes: {} } };
}
