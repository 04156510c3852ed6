import {
  sortedEntries,
  typeToJson,
  type Attribute,
  type Block,
  type BlockType,
  type Schema,
  type Type,
} from '../../../model/index.js';
import { identitySchema } from '../wire/common.js';
import {
  DESCRIPTION_KIND,
  NESTING,
  schemaMessage,
  type AttributeMessage,
  type BlockMessage,
  type NestedBlockMessage,
  type ObjectMessage,
  type Protocol,
} from '../wire/schemas.js';

/** A schema as a plugin sends it. Protocol 5 has no nested attributes: they become an attribute of an object's type. */
export function writeSchema(schema: Schema, protocol: Protocol): Buffer {
  return schemaMessage(protocol).encode({ version: schema.version, block: writeBlock(schema.block, protocol) });
}

function writeBlock(block: Block, protocol: Protocol): BlockMessage {
  return {
    attributes: writeAttributes(block.attributes, protocol),
    blockTypes: sortedEntries(block.blockTypes).map(([name, inner]) => writeBlockType(name, inner, protocol)),
    ...described(block),
  };
}

const writeAttributes = (attributes: Block['attributes'], protocol: Protocol): AttributeMessage[] =>
  sortedEntries(attributes).map(([name, attribute]) => writeAttribute(name, attribute, protocol));

function writeAttribute(name: string, attribute: Attribute, protocol: Protocol): AttributeMessage {
  const { nested } = attribute;
  const nestedType: ObjectMessage | undefined =
    nested === undefined || protocol === 5
      ? undefined
      : { attributes: writeAttributes(nested.attributes, protocol), nesting: NESTING[nested.nesting] };
  return {
    name,
    type: nestedType === undefined ? writeType(attribute.type) : Buffer.alloc(0),
    nestedType,
    required: attribute.required === true,
    optional: attribute.optional === true,
    computed: attribute.computed === true,
    sensitive: attribute.sensitive === true,
    writeOnly: attribute.writeOnly === true,
    ...described(attribute),
  };
}

function writeBlockType(
  typeName: string,
  { nesting, block, minItems = 0, maxItems = 0 }: BlockType,
  protocol: Protocol,
): NestedBlockMessage {
  return { typeName, block: writeBlock(block, protocol), nesting: NESTING[nesting], minItems, maxItems };
}

const described = ({
  description = '',
  deprecated = false,
}: {
  readonly description?: string;
  readonly deprecated?: boolean;
}) => ({
  description,
  descriptionKind: DESCRIPTION_KIND.plain,
  deprecated,
  deprecationMessage: '',
});

export const writeType = (type: Type): Buffer => Buffer.from(JSON.stringify(typeToJson(type)));

/** The inverse of `readIdentitySchema`. */
export const writeIdentitySchema = ({ version, block }: Schema): Buffer =>
  identitySchema.encode({
    version,
    identityAttributes: sortedEntries(block.attributes).map(([name, attribute]) => ({
      name,
      type: writeType(attribute.type),
      requiredForImport: attribute.required === true,
      optionalForImport: attribute.optional === true,
      description: attribute.description ?? '',
    })),
  });
