import {
  typeToJson,
  type Attribute,
  type Block,
  type BlockType,
  type Json,
  type JsonObject,
  type Schema,
  compareText,
} from '../model/index.js';
import type { FunctionParameter, Functions, ProviderSchemas } from './provider.js';

/** One provider's part of `terraform providers schema -json`. */
export function providerSchemaJson(schemas: ProviderSchemas, functions?: Functions): JsonObject {
  const result: Record<string, Json> = { provider: schemaJson(schemas.provider()) };
  const resources = schemasJson(schemas.resourceTypes(), (type) => schemas.resource(type));
  const dataSources = schemasJson(schemas.dataSourceTypes(), (type) => schemas.dataSource(type));
  if (resources !== undefined) result.resource_schemas = resources;
  if (dataSources !== undefined) result.data_source_schemas = dataSources;
  // Actions are not stored, so their schema has no version.
  const actions = schemas.actionTypes().toSorted();
  if (actions.length > 0) {
    const blocks = schemasOf(actions, (type) => schemas.action(type));
    result.action_schemas = Object.fromEntries(blocks.map(([type, { block }]) => [type, { block: blockJson(block) }]));
  }
  if (functions !== undefined && functions.names.length > 0) result.functions = functionsJson(functions);
  return result;
}

function functionsJson(functions: Functions): JsonObject {
  return Object.fromEntries(
    functions.names.flatMap((name) => {
      const found = functions.signature(name);
      if (found === undefined) return [];
      const { summary, description, result, parameters, variadic } = found;
      const json = {
        ...(description !== undefined && { description }),
        ...(summary !== undefined && { summary }),
        return_type: typeToJson(result),
        ...(parameters.length > 0 && { parameters: parameters.map(parameterJson) }),
        ...(variadic !== undefined && { variadic_parameter: parameterJson(variadic) }),
      };
      return [[name, json]];
    }),
  );
}

const parameterJson = ({ name, description, allowsNull, type }: FunctionParameter): JsonObject => ({
  name,
  ...(description !== undefined && { description }),
  ...(allowsNull === true && { is_nullable: true }),
  type: typeToJson(type),
});

function schemasJson(types: readonly string[], find: (type: string) => Schema | undefined): JsonObject | undefined {
  if (types.length === 0) return undefined;
  return Object.fromEntries(schemasOf([...types].sort(), find).map(([type, schema]) => [type, schemaJson(schema)]));
}

function schemasOf(types: readonly string[], find: (type: string) => Schema | undefined): [string, Schema][] {
  return types.flatMap((type): [string, Schema][] => {
    const schema = find(type);
    return schema === undefined ? [] : [[type, schema]];
  });
}

/** One schema in the same form. */
export function schemaJson(schema: Schema): { readonly version: number; readonly block: JsonObject } {
  return { version: schema.version, block: blockJson(schema.block) };
}

function blockJson(block: Block): JsonObject {
  const result: Record<string, Json> = {};
  if (Object.keys(block.attributes).length > 0) result.attributes = mapSorted(block.attributes, attributeJson);
  if (Object.keys(block.blockTypes).length > 0) result.block_types = mapSorted(block.blockTypes, blockTypeJson);
  describe(result, block);
  return result;
}

function attributeJson(attribute: Attribute): JsonObject {
  const result: Record<string, Json> = {};
  if (attribute.nested === undefined) result.type = typeToJson(attribute.type);
  else {
    result.nested_type = {
      attributes: mapSorted(attribute.nested.attributes, attributeJson),
      nesting_mode: attribute.nested.nesting,
    };
  }
  describe(result, attribute);
  if (attribute.required === true) result.required = true;
  if (attribute.optional === true) result.optional = true;
  if (attribute.computed === true) result.computed = true;
  if (attribute.sensitive === true) result.sensitive = true;
  if (attribute.writeOnly === true) result.write_only = true;
  return result;
}

function blockTypeJson(blockType: BlockType): JsonObject {
  const result: Record<string, Json> = { nesting_mode: blockType.nesting, block: blockJson(blockType.block) };
  if (blockType.minItems !== undefined && blockType.minItems > 0) result.min_items = blockType.minItems;
  if (blockType.maxItems !== undefined && blockType.maxItems > 0) result.max_items = blockType.maxItems;
  return result;
}

function describe(
  result: Record<string, Json>,
  item: { readonly description?: string; readonly deprecated?: boolean },
): void {
  if (item.description !== undefined) result.description = item.description;
  result.description_kind = 'plain';
  if (item.deprecated === true) result.deprecated = true;
}

function mapSorted<Item>(items: Readonly<Record<string, Item>>, json: (item: Item) => Json): JsonObject {
  const sorted = Object.entries(items).sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(sorted.map(([name, item]) => [name, json(item)]));
}
