import { describe, expect, it } from 'vitest';
import { decodeBody, type Decoded } from '../../../../src/engine/evaluate/body.js';
import { readConfiguration } from '../../../../src/language/index.js';
import {
  type Block,
  type BlockType,
  plainJson,
  sensitive,
  Sensitive,
  setOf,
  setValue,
  Unknown,
  unmarkDeep,
  type Value,
} from '../../../../src/model/index.js';
import { record, scopeOf } from './run.js';

const TAG: Block = { attributes: { name: { type: 'string', required: true } }, blockTypes: {} };
const RULE: Block = {
  attributes: { port: { type: 'number', optional: true }, from: { type: 'string', optional: true } },
  blockTypes: { tag: { nesting: 'list', block: TAG } },
};
const SCHEMA: Block = {
  attributes: { name: { type: 'string', optional: true } },
  blockTypes: {
    rule: { nesting: 'list', block: RULE, maxItems: 3 },
    group: { nesting: 'set', block: TAG },
    one: { nesting: 'single', block: TAG },
    named: { nesting: 'map', block: TAG },
  } satisfies Record<string, BlockType>,
};

const LOCALS: Readonly<Record<string, Value>> = {
  ports: [80, 443],
  byName: record({ a: 1, b: 2 }),
  set: setValue('string', ['x', 'y']),
  none: [],
  unknown: new Unknown('dynamic'),
  unknownSet: new Unknown(setOf('string')),
  secret: sensitive([1]),
  nothing: null,
};

function decode(text: string): Decoded {
  const { configuration, diagnostics } = readConfiguration([
    { name: 'main.tf', text: `resource "t" "n" {\n${text}\n}\n` },
  ]);
  expect(diagnostics).toEqual([]);
  const resource = configuration.resources.get('t.n');
  if (resource === undefined) throw new Error('the resource is missing');
  return decodeBody(resource.body, SCHEMA, scopeOf(LOCALS), 't.n');
}

/** A part of the value, without the attributes and blocks that are not set. */
function partOf(text: string, name: string): unknown {
  const { value, diagnostics } = decode(text);
  expect(diagnostics).toEqual([]);
  return JSON.parse(
    JSON.stringify(plainJson((unmarkDeep(value) as Record<string, Value>)[name] ?? null), (_, part: unknown) =>
      part === null || (Array.isArray(part) && part.length === 0) ? undefined : part,
    ) ?? 'null',
  );
}

const dynamic = (name: string, forEach: string, content: string, more = ''): string =>
  `dynamic "${name}" {\nfor_each = ${forEach}\n${more}\ncontent {\n${content}\n}\n}`;

describe('a dynamic block', () => {
  it.each([
    [
      'a list',
      dynamic('rule', 'local.ports', 'port = rule.value\nfrom = rule.key'),
      'rule',
      [
        { port: 80, from: '0' },
        { port: 443, from: '1' },
      ],
    ],
    [
      'an object',
      dynamic('rule', 'local.byName', 'port = rule.value\nfrom = rule.key'),
      'rule',
      [
        { port: 1, from: 'a' },
        { port: 2, from: 'b' },
      ],
    ],
    [
      'a set',
      dynamic('group', 'local.set', 'name = "${group.key}-${group.value}"'),
      'group',
      [{ name: 'x-x' }, { name: 'y-y' }],
    ],
    ['nothing', dynamic('rule', 'local.none', 'port = 1'), 'rule', null],
    ['an element of a block that occurs once', dynamic('one', '["a"]', 'name = one.value'), 'one', { name: 'a' }],
    [
      'a name of its own',
      dynamic('rule', 'local.ports', 'port = it.value', 'iterator = it'),
      'rule',
      [{ port: 80 }, { port: 443 }],
    ],
    [
      'labels',
      dynamic('named', 'local.byName', 'name = named.value', 'labels = ["l-${named.key}"]'),
      'named',
      { 'l-a': { name: '1' }, 'l-b': { name: '2' } },
    ],
    [
      'blocks that are written too, in the order of the file',
      `${dynamic('rule', '[2]', 'port = rule.value')}\nrule {\nport = 1\n}`,
      'rule',
      [{ port: 2 }, { port: 1 }],
    ],
    [
      'blocks inside, which see both elements',
      dynamic(
        'rule',
        'local.ports',
        `port = rule.value\n${dynamic('tag', 'local.set', 'name = "${rule.key}${tag.value}"')}`,
      ),
      'rule',
      [
        { port: 80, tag: [{ name: '0x' }, { name: '0y' }] },
        { port: 443, tag: [{ name: '1x' }, { name: '1y' }] },
      ],
    ],
    [
      'blocks inside a written block',
      `rule {\n${dynamic('tag', '["a"]', 'name = tag.value')}\n}`,
      'rule',
      [{ tag: [{ name: 'a' }] }],
    ],
  ])('with %s', (_, text, name, expected) => {
    expect(partOf(text, name)).toEqual(expected);
  });

  it.each([
    ['rule', 'local.unknown', 'port = rule.value', { kind: 'list' }],
    ['group', 'local.unknownSet', 'name = group.value', { kind: 'set' }],
    ['one', 'local.unknown', 'name = one.value', { kind: 'object' }],
    ['named', 'local.unknown', 'name = named.value', { kind: 'map' }],
  ])('of the name %s is unknown if its collection is', (name, forEach, content, type) => {
    const { value, diagnostics } = decode(dynamic(name, forEach, content));
    expect(diagnostics).toEqual([]);
    const part = (value as Record<string, Value>)[name];
    expect(part).toBeInstanceOf(Unknown);
    expect((part as Unknown).type).toMatchObject(type);
  });

  it('of a sensitive collection has sensitive attributes', () => {
    const { value } = decode(dynamic('rule', 'local.secret', 'port = rule.value\nfrom = "public"'));
    const [rule] = ((value as Record<string, Value>)['rule'] as unknown as { items: Record<string, Value>[] }).items;
    expect(rule?.['port']).toBeInstanceOf(Sensitive);
    expect(rule?.['from']).toBeInstanceOf(Sensitive);
  });

  it.each([
    [dynamic('rule', 'local.nothing', ''), 'invalid-for-each', 'The for_each of the dynamic block "rule" is null'],
    [dynamic('rule', '"x"', ''), 'invalid-for-each', 'The for_each of the dynamic block "rule" is a string'],
    [dynamic('rule', 'range(4)', ''), 'too-many-blocks', 'There are too many "rule" blocks'],
    [dynamic('rules', '[]', ''), 'unknown-attribute', 'There is no block "rules"'],
    [dynamic('group', '[1]', ''), 'missing-attribute', '"name" is missing'],
    [dynamic('group', 'local.unknown', ''), 'missing-attribute', '"name" is missing'],
    [dynamic('group', '[1]', 'name = group.other'), 'unsupported-attribute', /other/],
  ])('%#: its errors have places', (text, code, summary) => {
    const { diagnostics } = decode(text);
    expect(diagnostics).toMatchObject([{ code, address: 't.n', source: { file: 'main.tf' } }]);
    expect(diagnostics[0]?.summary).toMatch(summary);
  });
});
