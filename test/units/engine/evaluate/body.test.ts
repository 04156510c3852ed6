import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../../src/engine/evaluate/body.js';
import { parseTemplate } from '../../../../src/language/index.js';
import {
  type Block,
  type BlockType,
  EMPTY_BLOCK,
  type Expression,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  objectOf,
  objectValue,
  sensitive,
  setOf,
  setValue,
  Unknown,
  UNKNOWN,
  type Value,
} from '../../../../src/model/index.js';
import { record, scopeOf } from './run.js';

/** JSON as a configuration file has it, templates parsed. */
function fromJson(json: unknown): Expression {
  if (typeof json === 'string') return parseTemplate(json).expression;
  if (json === null || typeof json !== 'object') return { kind: 'literal', value: json as Value };
  if (Array.isArray(json)) {
    const items = json.map(fromJson);
    const values = items.map((item) => (item.kind === 'literal' ? item.value : undefined));
    return values.includes(undefined) ? { kind: 'tuple', items } : { kind: 'literal', value: values as Value[] };
  }
  const items = Object.entries(json).map(([key, value]) => ({
    key: { kind: 'literal', value: key } as const,
    value: fromJson(value),
  }));
  if (items.some(({ value }) => value.kind !== 'literal')) return { kind: 'object', items };
  return {
    kind: 'literal',
    value: objectValue(
      Object.fromEntries(items.map(({ key, value }) => [key.value, (value as { value: Value }).value])),
    ),
  };
}

const locals: Readonly<Record<string, Value>> = {
  n: 5,
  secret: sensitive('hunter2'),
  list: ['a', 'b'],
  unknown: UNKNOWN,
  nothing: null,
};

function decode(block: Block, json: Record<string, unknown>) {
  const content = Object.fromEntries(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
  const body = { content, source: { file: 'main.tf.json', path: ['resource', 't', 'n'] } };
  return decodeBody(body, block, scopeOf(locals), 't.n');
}

const block = (attributes: Block['attributes'], blockTypes: Block['blockTypes'] = {}): Block => ({
  attributes,
  blockTypes,
});
const withBlocks = (nesting: BlockType['nesting'], more: Partial<BlockType> = {}): Block =>
  block({}, { b: { nesting, block: block({ x: { type: 'number', optional: true } }), ...more } });

describe('attributes', () => {
  const schema = block({
    name: { type: 'string', required: true },
    size: { type: 'number', optional: true },
    tags: { type: mapOf('string'), optional: true },
    ports: { type: setOf('number'), optional: true },
    id: { type: 'string', computed: true },
    any: { type: 'dynamic', optional: true },
    key: { type: 'string', optional: true, sensitive: true },
  });

  it('are evaluated, converted and completed with nulls', () => {
    const { value, diagnostics } = decode(schema, {
      name: '${local.n}',
      size: '7',
      tags: { a: 1 },
      ports: ['2', 1],
      any: [1],
      '//': 'a comment',
    });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual(
      record({
        name: '5',
        size: 7,
        tags: new MapValue('string', record({ a: '1' }) as Record<string, Value>),
        ports: setValue('number', [1, 2]),
        id: null,
        any: [1],
        key: null,
      }),
    );
  });

  it('stay unknown and marked where they were, and nowhere else', () => {
    const { value } = decode(schema, { name: '${local.secret}', size: '${local.unknown}', key: 'plain' });
    expect(value).toMatchObject({ name: sensitive('hunter2'), size: new Unknown('number'), key: 'plain' });
  });

  it.each<[string, Record<string, unknown>, string, (string | number)[], RegExp]>([
    ['missing', {}, 'missing-attribute', ['name'], /"name" is missing/],
    ['null', { name: null }, 'missing-attribute', ['name'], /"name" must not be null/],
    ['null once evaluated', { name: '${local.nothing}' }, 'missing-attribute', ['name'], /"name" must not be null/],
    [
      'misspelt',
      { name: 'x', sise: 1 },
      'unknown-attribute',
      ['sise'],
      /no attribute or block "sise".*Did you mean "size"/s,
    ],
    [
      'of another type',
      { name: 'x', size: 'big' },
      'wrong-type',
      ['size'],
      /"size" has the wrong type.*needs a number/s,
    ],
    [
      'wrong inside',
      { name: 'x', tags: { a: [] } },
      'wrong-type',
      ['tags', 'a'],
      /"a" in it needs a string, not a tuple/,
    ],
    ['read-only', { name: 'x', id: 'y' }, 'read-only-attribute', ['id'], /"id" cannot be set/],
    ['an unknown reference', { name: '${local.missing}' }, 'unknown-reference', ['name'], /./],
    ['a dynamic block of no name', { name: 'x', dynamic: { b: {} } }, 'unknown-attribute', ['dynamic'], /./],
  ])('an attribute that is %s is reported with address and path', (_name, json, code, path, text) => {
    const { diagnostics } = decode(schema, json);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: 'error', code, address: 't.n', path });
    expect(`${diagnostics[0]!.summary}\n${diagnostics[0]!.detail}`).toMatch(text);
    expect(diagnostics[0]!.source!.path.slice(0, 3)).toEqual(['resource', 't', 'n']);
  });

  it('all errors are reported at once, without secrets', () => {
    const { diagnostics } = decode(schema, { size: '${local.secret}', nmae: 1, ports: '${local.secret}' });
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      'missing-attribute',
      'unknown-attribute',
      'wrong-type',
      'wrong-type',
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  it('names inherited from Object.prototype are neither attributes nor content', () => {
    expect(decode(EMPTY_BLOCK, { constructor: 1 }).diagnostics[0]).toMatchObject({ code: 'unknown-attribute' });
    expect(
      decode(block({ toString: { type: 'string', required: true } } as unknown as Block['attributes']), {})
        .diagnostics[0],
    ).toMatchObject({ code: 'missing-attribute' });
  });
});

describe('nested attributes', () => {
  const schema = block({
    rules: {
      type: listOf(objectOf({ port: 'number', note: 'string' })),
      nested: {
        nesting: 'list',
        attributes: { port: { type: 'number', required: true }, note: { type: 'string', optional: true } },
      },
      optional: true,
    },
  });

  it('may be omitted if they are optional', () => {
    const { value, diagnostics } = decode(schema, { rules: [{ port: '1' }] });
    expect(diagnostics).toEqual([]);
    const element = objectOf({ port: 'number', note: 'string' });
    expect((value as { rules: ListValue }).rules).toMatchObject({ items: [{ port: 1, note: null }] });
    expect((value as { rules: ListValue }).rules.element).toMatchObject(element);
    expect((value as { rules: ListValue }).rules.element).not.toHaveProperty('optional');
  });

  it('must be set if they are required', () => {
    expect(decode(schema, { rules: [{ port: 1 }, {}] }).diagnostics[0]).toMatchObject({
      code: 'wrong-type',
      path: ['rules', 1],
    });
  });
});

describe('blocks', () => {
  const element = objectOf({ x: 'number' });

  it.each<[string, BlockType['nesting'], unknown, Value]>([
    ['no single block', 'single', undefined, null],
    ['one', 'single', { x: 1 }, record({ x: 1 })],
    ['one in an array', 'single', [{ x: '1' }], record({ x: 1 })],
    ['no block of a group', 'group', undefined, record({ x: null })],
    ['a group', 'group', { x: '${local.n}' }, record({ x: 5 })],
    ['no block of a list', 'list', undefined, new ListValue(element, [])],
    ['null instead of a list', 'list', null, new ListValue(element, [])],
    ['one block of a list', 'list', {}, new ListValue(element, [record({ x: null })])],
    [
      'several blocks of a list',
      'list',
      [{ x: 2 }, { x: '${local.n}' }],
      new ListValue(element, [record({ x: 2 }), record({ x: 5 })]),
    ],
    ['a set', 'set', [{ x: 2 }, { x: 1 }, { x: 2 }], setValue(element, [record({ x: 1 }), record({ x: 2 })])],
    ['no block of a map', 'map', undefined, new MapValue(element, {})],
    [
      'a map',
      'map',
      { k: { x: 1 }, l: {} },
      new MapValue(element, record({ k: record({ x: 1 }), l: record({ x: null }) }) as Record<string, Value>),
    ],
    [
      'a map in several objects',
      'map',
      [{ k: { x: 1 } }, { l: {} }],
      new MapValue(element, record({ k: record({ x: 1 }), l: record({ x: null }) }) as Record<string, Value>),
    ],
  ])('%s', (_name, nesting, json, expected) => {
    const { value, diagnostics } = decode(withBlocks(nesting), json === undefined ? {} : { b: json });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual(record({ b: expected }));
  });

  it('a mark on a block in a set marks the whole set', () => {
    const { value } = decode(withBlocks('set', { block: block({ x: { type: 'string', optional: true } }) }), {
      b: [{ x: '${local.secret}' }],
    });
    expect(value).toMatchObject({ b: sensitive(setValue(objectOf({ x: 'string' }), [record({ x: 'hunter2' })])) });
  });

  it('elements with different types form a tuple', () => {
    const schema = withBlocks('list', { block: block({ x: { type: 'dynamic', optional: true } }) });
    expect(decode(schema, { b: [{ x: 1 }, { x: 'a' }] }).value).toEqual(
      record({ b: [record({ x: 1 }), record({ x: 'a' })] }),
    );
  });

  it.each<[string, Block, Record<string, unknown>, string, (string | number)[]]>([
    ['too many single blocks', withBlocks('single'), { b: [{}, {}] }, 'too-many-blocks', ['b']],
    ['more than the maximum', withBlocks('list', { maxItems: 1 }), { b: [{}, {}] }, 'too-many-blocks', ['b']],
    ['fewer than the minimum', withBlocks('list', { minItems: 2 }), { b: [{}] }, 'too-few-blocks', ['b']],
    ['a missing required block', withBlocks('single', { minItems: 1 }), {}, 'missing-block', ['b']],
    ['a reference instead of a block', withBlocks('list'), { b: '${local.list}' }, 'wrong-block', ['b']],
    ['text instead of a block', withBlocks('list'), { b: ['x'] }, 'wrong-block', ['b']],
    ['a block without a label', withBlocks('map'), { b: { x: 1 } }, 'wrong-block', ['b', 'x']],
    ['a duplicate label', withBlocks('map'), { b: [{ k: {} }, { k: {} }] }, 'duplicate-block', ['b', 'k']],
    [
      'an unknown nested attribute',
      withBlocks('list'),
      { b: [{ x: 1 }, { y: 1 }] },
      'unknown-attribute',
      ['b', 1, 'y'],
    ],
    ['another type in a nested attribute', withBlocks('map'), { b: { k: { x: 'a' } } }, 'wrong-type', ['b', 'k', 'x']],
  ])('%s', (_name, schema, json, code, path) => {
    const { diagnostics } = decode(schema, json);
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.path])).toEqual([[code, path]]);
  });

  it('an error in the only block of a list has a path without an index', () => {
    const { diagnostics } = decode(withBlocks('list'), { b: { y: 1 } });
    expect(diagnostics[0]).toMatchObject({ path: ['b', 0, 'y'], source: { path: ['resource', 't', 'n', 'b', 'y'] } });
  });
});
