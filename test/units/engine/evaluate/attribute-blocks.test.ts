import { describe, expect, it } from 'vitest';
import { decodeBody, type Decoded } from '../../../../src/engine/evaluate/body.js';
import { blockFormProblems } from '../../../../src/engine/validate/block-forms.js';
import { findingsOf } from '../../../../src/engine/validate/findings.js';
import { readBody } from '../../../../src/engine/validate/reading.js';
import { readConfiguration } from '../../../../src/language/index.js';
import { type Block, objectOf, plainJson, setOf, listOf, Unknown, type Value } from '../../../../src/model/index.js';
import { record, scopeOf } from './run.js';

const PEER = objectOf({ cidr: 'string', ports: setOf('number') });
const RULE = objectOf({ port: 'number', note: 'string', peer: listOf(PEER) });
const SCHEMA: Block = {
  attributes: {
    rule: { type: setOf(RULE), optional: true, computed: true },
    step: { type: listOf(objectOf({ name: 'string' })), optional: true },
    needed: { type: listOf(objectOf({ name: 'string' })), optional: true },
    seen: { type: setOf(RULE), computed: true },
    plain: { type: listOf('string'), optional: true },
  },
  blockTypes: {},
};
const LOCALS: Readonly<Record<string, Value>> = { ports: [80, 443], none: [], unknown: new Unknown('dynamic') };

interface Outcome extends Decoded {
  readonly problems: readonly string[];
}

function decode(text: string, schema = SCHEMA): Outcome {
  const { configuration, diagnostics } = readConfiguration([
    { name: 'main.tf', text: `resource "t" "n" {\n${text}\n}\n` },
  ]);
  expect(diagnostics).toEqual([]);
  const resource = configuration.resources.get('t.n');
  if (resource === undefined) throw new Error('the resource is missing');
  const { body } = resource;
  const forms = blockFormProblems({ body }, schema, 't.n').map(({ summary }) => summary);
  const found = findingsOf(readBody(body.content, schema), schema).map(
    ({ finding, path }) => `${path.join('.')}: ${finding.keyword}`,
  );
  return { ...decodeBody(body, schema, scopeOf(LOCALS), 't.n'), problems: [...forms, ...found] };
}

function partOf(text: string, name: string): unknown {
  const { value, diagnostics, problems } = decode(text);
  expect([...diagnostics, ...problems]).toEqual([]);
  const part = (value as Record<string, Value>)[name] ?? null;
  return part instanceof Unknown ? part : plainJson(part);
}

describe('an attribute of objects', () => {
  it('may be written as blocks, which may leave out what is null', () => {
    expect(partOf('rule {\n port = 80\n}\nrule {\n note = "x"\n}', 'rule')).toEqual([
      { port: null, note: 'x', peer: null },
      { port: 80, note: null, peer: null },
    ]);
    expect(partOf('step {\n name = "only"\n}', 'step')).toEqual([{ name: 'only' }]);
  });

  it('may contain others in either form', () => {
    const expected = [{ port: null, note: null, peer: [{ cidr: 'a', ports: [1] }] }];
    expect(partOf('rule {\n peer {\n cidr = "a"\n ports = [1]\n }\n}', 'rule')).toEqual(expected);
    expect(partOf('rule {\n peer = [{ cidr = "a", ports = [1] }]\n}', 'rule')).toEqual(expected);
  });

  it('may be generated, by nothing too, which leaves it unset', () => {
    const generated = (ports: string): string =>
      `dynamic "rule" {\n for_each = ${ports}\n content {\n port = rule.value\n }\n}`;
    expect(partOf(generated('local.ports'), 'rule')).toEqual([
      { port: 443, note: null, peer: null },
      { port: 80, note: null, peer: null },
    ]);
    expect(partOf(`${generated('local.ports')}\nrule {\n port = 1\n}`, 'rule')).toHaveLength(3);
    expect(partOf(generated('local.none'), 'rule')).toBeNull();
    expect(partOf(generated('local.unknown'), 'rule')).toEqual(new Unknown(setOf(RULE)));
  });

  it('is still an attribute, whose objects are complete', () => {
    expect(partOf('rule = []', 'rule')).toEqual([]);
    const { diagnostics } = decode('rule = [{ port = 1 }]');
    expect(diagnostics.map(({ code, detail }) => [code, detail])).toEqual([
      ['wrong-type', expect.stringMatching(/note|peer/)],
    ]);
  });

  it('is required in both forms', () => {
    const needed: Block = {
      attributes: { needed: { type: listOf(objectOf({ name: 'string' })), required: true } },
      blockTypes: {},
    };
    const codes = (text: string): unknown => decode(text, needed).diagnostics.map(({ code }) => code);
    expect(codes('')).toEqual(['missing-attribute']);
    expect(codes('dynamic "needed" {\n for_each = local.none\n content {}\n}')).toEqual(['missing-attribute']);
    expect(codes('needed {\n name = "a"\n}')).toEqual([]);
  });

  it.each([
    ['plain {\n}', 'plain is an argument, not a block'],
    ['seen {\n}', 'seen is an argument, not a block'],
    ['rule {\n color = 1\n}', 'rule: additionalProperties'],
    ['rule {\n port = "many"\n}', 'rule.port: pattern'],
    ['dynamic "plain" {\n for_each = []\n content {}\n}', 'dynamic: additionalProperties'],
  ])('%s is refused', (text, problem) => {
    expect(decode(text).problems).toContain(problem);
  });
});

it('keeps what is written in a value of any type', () => {
  const schema: Block = { attributes: { any: { type: 'dynamic', optional: true } }, blockTypes: {} };
  expect(decode('any = [{ a = 1 }]', schema).value).toEqual(record({ any: [record({ a: 1 })] }));
});
