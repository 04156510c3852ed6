import { expect, test } from 'vitest';
import { readConfiguration } from '../../../src/language/index.js';
import { wholeJson, type Block, type BlockType, type Schema } from '../../../src/model/index.js';
import { configurationJson } from '../../../src/operations/configuration-json.js';
import type { ProviderSchemas } from '../../../src/providers/index.js';

const text = { type: 'string', optional: true } as const;
const inner: Block = { attributes: { name: text }, blockTypes: {} };
const nested = (nesting: BlockType['nesting']): BlockType => ({ nesting, block: inner });
const block: Block = {
  attributes: { title: text },
  blockTypes: { one: nested('single'), many: nested('list'), labelled: nested('map'), absent: nested('list') },
};

const SCHEMA: Schema = { version: 0, block };
const SOURCE = 'registry.terraform.io/hashicorp/thing';
const schemas = new Map([[SOURCE, { provider: () => SCHEMA } as ProviderSchemas]]);

interface Shown {
  readonly provider_config?: Readonly<Record<string, { readonly expressions?: unknown }>>;
  readonly root_module: { readonly resources?: readonly { readonly expressions?: unknown }[] };
}

function shown(document: object): Shown {
  const { configuration } = readConfiguration([{ name: 'main.tf.json', text: JSON.stringify(document) }]);
  return wholeJson(configurationJson(configuration, { schemaOf: () => SCHEMA, schemas })) as unknown as Shown;
}

const expressionsOf = (body: object): unknown =>
  shown({ resource: { thing: { a: body } } }).root_module.resources![0]!.expressions;

test('the plan contains each argument as written, with its references', () => {
  expect(expressionsOf({ title: 'a-${var.x}' })).toEqual({
    title: { constant_value: 'a-${var.x}', references: ['var.x'] },
  });
  expect(expressionsOf({ title: '$${x}' })).toEqual({ title: { constant_value: '$${x}' } });
});

test('the plan nests blocks, whether their arguments are constant or not', () => {
  const written = expressionsOf({
    one: { name: 'constant' },
    many: [{ name: '${var.x}' }, { name: 'b' }],
    labelled: { first: { name: 'c' } },
    absent: null,
  });
  expect(written).toEqual({
    one: { name: { constant_value: 'constant' } },
    many: [{ name: { constant_value: '${var.x}', references: ['var.x'] } }, { name: { constant_value: 'b' } }],
    labelled: { first: { name: { constant_value: 'c' } } },
  });
});

test('the plan has the same form for provider blocks and resource blocks', () => {
  const body = { title: 'x', one: { name: '${var.x}' }, many: { name: 'b' } };
  expect(shown({ provider: { thing: body } }).provider_config!['thing']!.expressions).toEqual(expressionsOf(body));
});

test('the plan has the constraints of a provider in the form that Terraform gives them', () => {
  const required_providers = { thing: { source: 'hashicorp/thing', version: '>=4.0, != 4.1.1 ,~> 4' } };
  const { provider_config } = shown({ terraform: { required_providers }, resource: { thing: { a: {} } } });
  expect(provider_config).toMatchObject({ thing: { version_constraint: '>= 4.0.0, ~> 4.0, != 4.1.1' } });
});

test('the plan omits what is neither an argument nor a block of the schema, as Terraform does with dynamic blocks', () => {
  expect(expressionsOf({ dynamic: { many: { for_each: ['x'], content: { name: 'y' } } } })).toBeUndefined();
});
