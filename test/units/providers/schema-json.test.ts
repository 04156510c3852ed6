import { describe, expect, it } from 'vitest';
import { EMPTY_BLOCK, listOf, objectOf, type Schema } from '../../../src/model/index.js';
import { defineProvider, list, number, object, string } from '../../../src/providers/author.js';
import type { ProviderSchemas } from '../../../src/providers/provider.js';
import { providerSchemaJson } from '../../../src/providers/schema-json.js';

function schemas(resource: Schema): ProviderSchemas {
  return {
    source: 'registry.terraform.io/acme/thing',
    version: '1.0.0',
    provider: () => ({ version: 0, block: EMPTY_BLOCK }),
    resource: () => resource,
    dataSource: () => undefined,
    resourceTypes: () => ['thing'],
    dataSourceTypes: () => [],
    action: () => undefined,
    actionTypes: () => [],
  };
}

describe('provider schema as JSON', () => {
  it('includes booleans only if true, and always the kind of a description', () => {
    const block = { attributes: { a: { type: 'string' as const, optional: true, computed: false } }, blockTypes: {} };
    expect(providerSchemaJson(schemas({ version: 2, block }))).toEqual({
      provider: { version: 0, block: { description_kind: 'plain' } },
      resource_schemas: {
        thing: {
          version: 2,
          block: {
            attributes: { a: { type: 'string', description_kind: 'plain', optional: true } },
            description_kind: 'plain',
          },
        },
      },
    });
  });

  it('omits data sources if there are none', () => {
    expect(providerSchemaJson(schemas({ version: 0, block: EMPTY_BLOCK }))).not.toHaveProperty('data_source_schemas');
  });

  it('has actions without a version, because they are not stored', () => {
    const { create } = defineProvider({
      name: 'acme/thing',
      actions: {
        thing_poke: { description: 'Pokes it.', schema: { force: number({ default: 1 }) }, invoke: async () => {} },
      },
    });
    const { action_schemas: actions } = providerSchemaJson(create().schemas);
    expect(actions).toEqual({
      thing_poke: {
        block: {
          attributes: { force: { type: 'number', description_kind: 'plain', optional: true } },
          description: 'Pokes it.',
          description_kind: 'plain',
        },
      },
    });
  });

  it('has the nesting and bounds of blocks, without bounds of zero', () => {
    const block = {
      attributes: {},
      blockTypes: {
        rule: { nesting: 'list' as const, minItems: 1, maxItems: 3, block: EMPTY_BLOCK },
        free: { nesting: 'set' as const, minItems: 0, block: EMPTY_BLOCK },
      },
    };
    expect(providerSchemaJson(schemas({ version: 0, block }))).toMatchObject({
      resource_schemas: {
        thing: {
          block: {
            block_types: {
              rule: { nesting_mode: 'list', block: { description_kind: 'plain' }, min_items: 1, max_items: 3 },
              free: { nesting_mode: 'set', block: { description_kind: 'plain' } },
            },
          },
        },
      },
    });
  });

  it('has nested attributes instead of a type', () => {
    const { create } = defineProvider({
      name: 'acme/thing',
      resources: {
        thing: {
          schema: { rules: list(object({ port: number({ required: true }), name: string({ sensitive: true }) })) },
          create: async () => ({}),
          read: async () => ({}),
          delete: async () => {},
        },
      },
    });
    const provider = create();
    expect(provider.schemas.resource('thing')!.block.attributes['rules']!.type).toEqual(
      listOf(objectOf({ port: 'number', name: 'string' })),
    );
    expect(providerSchemaJson(provider.schemas)).toMatchObject({
      resource_schemas: {
        thing: {
          block: {
            attributes: {
              rules: {
                nested_type: {
                  nesting_mode: 'list',
                  attributes: {
                    name: { type: 'string', description_kind: 'plain', optional: true, sensitive: true },
                    port: { type: 'number', description_kind: 'plain', required: true },
                  },
                },
                optional: true,
              },
            },
          },
        },
      },
    });
  });
});
