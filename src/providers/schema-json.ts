import {
  typeToJson,
  type Attribute,
  type Block,
  type BlockType,
  type Json,
  type JsonObject,
  type Schema,
} from '../model/index.js';
import type { ProviderSchemas } from './provider.js';

/** One provider's part of `terraform providers schema -json`. */
export function providerSchemaJson(schemas: ProviderSchemas): JsonObject {
  const result: Record<string, Json> = { provider: schemaJson(schemas.provider()) };
  const resources = schemasJson(schemas.resourceTypes(), (type) => schemas.resource(type));
  const dataSources = schemasJson(schemas.dataSourceTypes(), (type) => schemas.dataSource(type));
  if (resources !== undefined) result.resource_schemas = resources;
  if (dataSources !== undefined) result.data_source_schemas = dataSources;
  // Actions are not stored, so their schema has no version.
  const actions = schemas.actionTypes().toSorted();
  if (actions.length > 0) {
    result.action_schemas = Object.fromEntries(
      actions.map((type) => [type, { block: blockJson(schemas.action(type)!.block) }]),
    );
  }
  return result;
}

function schemasJson(types: readonly string[], find: (type: string) => Schema | undefined): JsonObject | undefined {
  if (types.length === 0) return undefined;
  const result: Record<string, Json> = {};
  for (const type of [...types].sort()) result[type] = schemaJson(find(type)!);
  return result;
}

function schemaJson(schema: Schema): JsonObject {
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
  if (attribute.nested === undefined) result.type = typeToJson(attribute.type) as Json;
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
  const result: Record<string, Json> = {};
  for (const name of Object.keys(items).sort()) result[name] = json(items[name]!);
  return result;
}
