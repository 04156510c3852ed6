import { expect, test } from 'vitest';
import { readConfiguration } from '../../../src/language/index.js';
import { wholeJson, type Block, type BlockType } from '../../../src/model/index.js';
import { configurationJson } from '../../../src/operations/plan-configuration.js';

const text = { type: 'string', optional: true } as const;
const inner: Block = { attributes: { name: text }, blockTypes: {} };
const nested = (nesting: BlockType['nesting']): BlockType => ({ nesting, block: inner });
const block: Block = {
  attributes: { title: text },
  blockTypes: { one: nested('single'), many: nested('list'), labelled: nested('map'), absent: nested('list') },
};

function expressionsOf(body: object): unknown {
  const file = { name: 'main.tf.json', text: JSON.stringify({ resource: { thing: { a: body } } }) };
  const { configuration } = readConfiguration([file]);
  const json = wholeJson(configurationJson(configuration, () => ({ version: 0, block })));
  return (json as { root_module: { resources: { expressions: unknown }[] } }).root_module.resources[0]!.expressions;
}

test('the plan shows each argument as it was written, with its references beside it', () => {
  expect(expressionsOf({ title: 'a-${var.x}' })).toEqual({
    title: { constant_value: 'a-${var.x}', references: ['var.x'] },
  });
  expect(expressionsOf({ title: '$${x}' })).toEqual({ title: { constant_value: '$${x}' } });
});

test('the plan shows blocks by their nesting, whether their arguments are constant or not', () => {
  const shown = expressionsOf({
    one: { name: 'constant' },
    many: [{ name: '${var.x}' }, { name: 'b' }],
    labelled: { first: { name: 'c' } },
    absent: null,
  });
  expect(shown).toEqual({
    one: { name: { constant_value: 'constant' } },
    many: [{ name: { constant_value: '${var.x}', references: ['var.x'] } }, { name: { constant_value: 'b' } }],
    labelled: { first: { name: { constant_value: 'c' } } },
  });
});

test('the plan leaves out what is neither an argument nor a block of the schema, as Terraform does with dynamic blocks', () => {
  expect(expressionsOf({ dynamic: { many: { for_each: ['x'], content: { name: 'y' } } } })).toBeUndefined();
});
