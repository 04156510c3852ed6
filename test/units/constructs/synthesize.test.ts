import { describe, expect, test } from 'vitest';
import {
  App,
  Check,
  DataSource,
  Fn,
  Local,
  Op,
  Output,
  ProviderConfig,
  Removed,
  Resource,
  Stack,
  Testing,
  Variable,
  count,
  each,
  self,
} from '../../../src/constructs/index.js';
import type { Construct } from 'constructs';

const TYPE = 'terraform_data';

const data = (scope: Construct, id: string, attributes: Record<string, unknown> = {}, more: object = {}): Resource =>
  new Resource(scope, id, { type: TYPE, attributes, ...more });

/** A block of the stack's document, without what says where it comes from. */
function block(stack: Stack, ...path: string[]): unknown {
  let place = JSON.parse(Testing.synth(stack)) as Record<string, unknown>;
  for (const key of path) place = place[key] as Record<string, unknown>;
  if (typeof place !== 'object' || Array.isArray(place)) return place;
  const { '//': _, ...rest } = place;
  return rest;
}

function stackOf(): Stack {
  return new Stack(new App(), 'prod');
}

describe('references', () => {
  test.each<[string, (a: Resource) => unknown, unknown]>([
    ['a value', (a) => a.attribute('output'), '${terraform_data.a.output}'],
    ['in a template literal', (a) => `x-${a.attribute('id')}-y`, 'x-${terraform_data.a.id}-y'],
    ['a number in a template literal', (a) => `x-${a.attribute<number>('output')}`, 'x-${terraform_data.a.output}'],
    ['added to a string', (a) => 'x' + a.attribute('id'), 'x${terraform_data.a.id}'],
    ['an attribute of an object', (a) => a.attribute('output').get('name'), '${terraform_data.a.output.name}'],
    [
      'a key that is not an identifier',
      (a) => a.attribute('output').get('a "b"'),
      '${terraform_data.a.output["a \\"b\\""]}',
    ],
    ['an element', (a) => a.attribute('output').at(0), '${terraform_data.a.output[0]}'],
    [
      'an element by a reference',
      (a) => a.attribute('output').at(a.attribute('id')),
      '${terraform_data.a.output[terraform_data.a.id]}',
    ],
    ['every element', (a) => a.attribute('output').pluck('name'), '${terraform_data.a.output[*].name}'],
    ['deep inside', (a) => ({ list: [{ id: a.attribute('id') }] }), { list: [{ id: '${terraform_data.a.id}' }] }],
    [
      'after a dollar sign',
      (a) => `US$${a.attribute('id')}, $$${a.attribute('id')}`,
      'US${"$"}${terraform_data.a.id}, ${"$$"}${terraform_data.a.id}',
    ],
    [
      'after a carriage return',
      (a) => `a\rb ${a.attribute('id')}\r\n${a.attribute('id')}`,
      'a${"\\r"}b ${terraform_data.a.id}\r\n${terraform_data.a.id}',
    ],
    [
      'in an expression written by the user',
      (a) => `\${upper(${a.attribute('id')})}-x`,
      '${upper(terraform_data.a.id)}-x',
    ],
    ['the resource itself', (a) => a, '${terraform_data.a}'],
    ['in an object key', (a) => ({ [`${a.attribute('id')}`]: 1 }), { '${terraform_data.a.id}': 1 }],
    [
      'in JSON text made from a template literal',
      (a) => JSON.stringify({ id: `${Fn.join('","', [a.attribute('id')])}` }),
      '{"id":"${trimsuffix(trimprefix(jsonencode(join("", [join("\\",\\"", [terraform_data.a.id])])), "\\""), "\\"")}"}',
    ],
  ])('%s', (_, input, expected) => {
    const stack = stackOf();
    const a = data(stack, 'a');
    data(stack, 'b', { input: input(a) });
    expect(block(stack, 'resource', TYPE, 'b')).toEqual({ input: expected });
  });

  test('used as a number say what to do instead', () => {
    const a = data(stackOf(), 'a').attribute<number>('output');
    expect(() => Number(a)).toThrow(/Op\.add/);
    expect(() => (a as unknown as number) * 2).toThrow(/used as a number/);
  });

  test('passed to JSON.stringify say what to do instead', () => {
    const a = data(stackOf(), 'a');
    expect(() => JSON.stringify({ id: a.attribute('id') })).toThrow(/Fn\.jsonencode/);
  });

  test('cut by a string operation are an error', () => {
    const stack = stackOf();
    data(stack, 'b', { input: `${data(stack, 'a').attribute('id')}`.slice(0, 14) });
    expect(() => Testing.synth(stack)).toThrow(/Fn\.substr/);
  });

  test('to another app are an error', () => {
    const stack = stackOf();
    data(stack, 'b', { input: data(new Stack(new App(), 'other'), 'a').attribute('id') });
    expect(() => Testing.synth(stack)).toThrow(/outside this app/);
  });
});

describe('expressions', () => {
  test.each<[string, (a: Resource) => unknown, string]>([
    ['a call', (a) => Fn.upper(a.attribute('id')), 'upper(terraform_data.a.id)'],
    ['a string argument', () => Fn.upper('a "quoted" \\ line\n'), 'upper("a \\"quoted\\" \\\\ line\\n")'],
    ['a template literal argument', (a) => Fn.upper(`x-${a.attribute('id')}`), 'upper("x-${terraform_data.a.id}")'],
    ['an expression written by the user', () => Fn.upper('${var.x}'), 'upper(var.x)'],
    ['a template written by the user', () => Fn.upper('a ${var.m["k"]} b'), 'upper("a ${var.m["k"]} b")'],
    ['text that only looks like an expression', () => Fn.upper(Fn.rawString('${a}')), 'upper("$${a}")'],
    [
      'lists and objects',
      (a) => Fn.merge({ a: [1, true, null], 'b c': a }, {}),
      'merge({"a" = [1, true, null], "b c" = terraform_data.a}, {})',
    ],
    [
      'a condition',
      (a) => Fn.conditional(Op.eq(a.attribute('id'), 'x'), 1, 2),
      '((terraform_data.a.id == "x") ? 1 : 2)',
    ],
    [
      'calculation',
      (a) => Op.mul(Op.add(a.attribute('output'), 1), Op.negate(2)),
      '((terraform_data.a.output + 1) * (-2))',
    ],
    [
      'raw',
      (a) => Fn.raw(`[for x in ${a.attribute('output')} : upper(x)]`),
      '[for x in terraform_data.a.output : upper(x)]',
    ],
    [
      'raw with operators stays together',
      (a) => Op.mul(Fn.raw(`${a.attribute('output')} + 1`), 2),
      '((terraform_data.a.output + 1) * 2)',
    ],
    [
      'raw with a quoted template',
      (a) => Fn.raw(`upper("x-${a.attribute('id')}")`),
      'upper("x-${terraform_data.a.id}")',
    ],
    [
      'nested calls',
      (a) => Fn.join('-', Fn.split('.', Fn.lower(`${a.attribute('id')}`))),
      'join("-", split(".", lower(terraform_data.a.id)))',
    ],
    ['steps', (a) => Fn.propertyAccess(a.attribute('output'), ['a', 0, 'b c']), 'terraform_data.a.output.a[0]["b c"]'],
    [
      'nested lookup',
      (a) => Fn.lookupNested(a.attribute('output'), ['a', 'b'], 'x'),
      'try(terraform_data.a.output.a.b, "x")',
    ],
    ['any function', () => Fn.call('provider::acme::parse', 'x'), 'provider::acme::parse("x")'],
  ])('%s', (_, input, expected) => {
    const stack = stackOf();
    const a = data(stack, 'a');
    data(stack, 'b', { input: input(a) });
    expect(block(stack, 'resource', TYPE, 'b')).toEqual({ input: `\${${expected}}` });
  });

  test('text without expressions keeps its special characters', () => {
    const stack = stackOf();
    data(stack, 'b', { input: Fn.rawString('a ${b} %{c}') });
    expect(block(stack, 'resource', TYPE, 'b')).toEqual({ input: 'a $${b} %%{c}' });
  });
});

describe('meta arguments', () => {
  test('an object is imported by its ID or its identity', () => {
    const stack = stackOf();
    data(stack, 'a').importFrom('x-1');
    data(stack, 'b').importFrom({ identity: { name: data(stack, 'c').attribute('output') } });
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      import: [
        { to: 'terraform_data.a', id: 'x-1' },
        { to: 'terraform_data.b', identity: { name: '${terraform_data.c.output}' } },
      ],
    });
  });

  test('a call of a function of a provider names the provider and requires it', () => {
    const stack = stackOf();
    const provider = new ProviderConfig(stack, 'thing', { name: 'thing', source: 'acme/thing' });
    data(stack, 'b', { input: provider.callFunction('label', data(stack, 'a').attribute('output'), 3) });
    expect(block(stack, 'resource', TYPE, 'b')).toEqual({
      input: '${provider::thing::label(terraform_data.a.output, 3)}',
    });
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      terraform: { required_providers: { thing: { source: 'acme/thing' } } },
    });
  });

  test('lifecycle, count, provider and dependsOn are written', () => {
    const stack = stackOf();
    const provider = new ProviderConfig(stack, 'europe', { name: 'acme', source: 'acme/thing', alias: 'europe' });
    const a = data(stack, 'a');
    new Resource(stack, 'b', {
      type: 'acme_thing',
      provider,
      count: 2,
      dependsOn: [a],
      attributes: { name: `n-${count.index}` },
      lifecycle: {
        createBeforeDestroy: true,
        preventDestroy: true,
        ignoreChanges: ['tags["x"]'],
        replaceTriggeredBy: [a, a.attribute('output'), '${terraform_data.a.id}'],
        precondition: [{ condition: Op.neq(a.attribute('id'), ''), errorMessage: 'no id' }],
        postcondition: [{ condition: Op.neq(self.get('name'), ''), errorMessage: 'no name' }],
      },
    });
    expect(block(stack, 'resource', 'acme_thing', 'b')).toEqual({
      provider: 'acme.europe',
      count: 2,
      depends_on: ['terraform_data.a'],
      name: 'n-${count.index}',
      lifecycle: {
        create_before_destroy: true,
        prevent_destroy: true,
        ignore_changes: ['tags["x"]'],
        replace_triggered_by: ['terraform_data.a', 'terraform_data.a.output', 'terraform_data.a.id'],
        precondition: [{ condition: '${(terraform_data.a.id != "")}', error_message: 'no id' }],
        postcondition: [{ condition: '${(self.name != "")}', error_message: 'no name' }],
      },
    });
    expect(block(stack, 'terraform', 'required_providers')).toEqual({ acme: { source: 'acme/thing' } });
    expect(block(stack, 'provider', 'acme')).toMatchObject([{ alias: 'europe' }]);
  });

  test('a postcondition added later can refer to its own resource as self', () => {
    const stack = stackOf();
    const a = data(stack, 'a');
    a.addPostcondition({ condition: Op.neq(a.attribute('id'), ''), errorMessage: 'no id' });
    expect(block(stack, 'resource', TYPE, 'a')).toMatchObject({
      lifecycle: { postcondition: [{ condition: '${(self.id != "")}' }] },
    });
  });

  test.each<[string, object, unknown]>([
    ['a map', { forEach: { a: 1 } }, { a: 1 }],
    ['a list becomes a set', { forEach: ['a', 'b'] }, '${toset(["a", "b"])}'],
  ])('forEach of %s', (_, more, expected) => {
    const stack = stackOf();
    data(stack, 'a', { input: each.key, triggers_replace: each.value }, more);
    expect(block(stack, 'resource', TYPE, 'a')).toEqual({
      for_each: expected,
      input: '${each.key}',
      triggers_replace: '${each.value}',
    });
  });

  test('references to a resource with instances select one or all of them', () => {
    const stack = stackOf();
    const a = data(stack, 'a', {}, { count: 2 });
    const b = data(stack, 'b', {}, { forEach: ['x'] });
    data(stack, 'c', {
      input: [a.instance(1).attribute('id'), b.instance('x').attribute('id'), a.pluck('id'), b.pluck('id')],
    });
    expect(block(stack, 'resource', TYPE, 'c')).toEqual({
      input: [
        '${terraform_data.a[1].id}',
        '${terraform_data.b["x"].id}',
        '${terraform_data.a[*].id}',
        '${values(terraform_data.b)[*].id}',
      ],
    });
  });

  test('a reference without an instance key is an error', () => {
    const stack = stackOf();
    const a = data(stack, 'a', {}, { count: 2 });
    data(stack, 'd', { input: a.attribute('id') });
    expect(() => Testing.synth(stack)).toThrow(/\.instance\(key\)/);
  });

  test('import and moved blocks are written', () => {
    const stack = stackOf();
    const a = data(stack, 'a');
    a.importFrom('id-1');
    a.moveFrom('terraform_data.old');
    data(stack, 'b').moveTo('c');
    const document = JSON.parse(Testing.synth(stack)) as Record<string, Record<string, unknown>[]>;
    const comments = [...document.import!, ...document.moved!].map(({ '//': comment }) => comment);
    for (const comment of comments) {
      expect(comment).toMatchObject({
        metadata: { location: expect.stringContaining('synthesize.test.ts') as string },
      });
    }
    const written = (section: string): unknown => document[section]!.map(({ '//': _, ...body }) => body);
    expect(written('import')).toEqual([{ id: 'id-1', to: 'terraform_data.a' }]);
    expect(written('moved')).toEqual([
      { from: 'terraform_data.old', to: 'terraform_data.a' },
      { from: 'terraform_data.b', to: 'terraform_data.c' },
    ]);
  });
});

describe('other elements', () => {
  test('checks and removed blocks are written, with references of their own', () => {
    const stack = stackOf();
    const a = data(stack, 'a');
    const provider = new ProviderConfig(stack, 'web', { name: 'http', alias: 'slow' });
    new Check(stack, 'health', {
      data: { type: 'http', name: 'page', provider, attributes: { url: a.attribute('output') } },
      assertions: [{ condition: '${data.http.page.status_code == 200}', errorMessage: `Down: ${a.attribute('id')}` }],
    });
    new Removed(stack, 'old', { from: 'terraform_data.old', destroy: false });
    new Removed(stack, 'older', { from: 'module.older' });
    expect(block(stack, 'check', 'health')).toEqual({
      data: { http: { page: { provider: 'http.slow', url: '${terraform_data.a.output}' } } },
      assert: [{ condition: '${data.http.page.status_code == 200}', error_message: 'Down: ${terraform_data.a.id}' }],
    });
    expect(block(stack, 'removed')).toMatchObject([
      { from: 'terraform_data.old', lifecycle: { destroy: false } },
      { from: 'module.older' },
    ]);
  });

  test('a check without assertions is refused', () => {
    expect(() => new Check(stackOf(), 'none', { assertions: [] })).toThrow('asserts nothing');
  });

  test('provisioners are written in order, and their references to the resource as self', () => {
    const stack = stackOf();
    const a = data(
      stack,
      'a',
      {},
      {
        connection: { host: 'h', privateKey: 'k' },
        provisioners: [{ type: 'local-exec', command: 'true', workingDir: '/', onFailure: 'continue' }],
      },
    );
    a.addProvisioner({ type: 'remote-exec', inline: [`echo ${a.attribute('id')}`], when: 'destroy' });
    a.addProvisioner({ type: 'file', content: 'x', destination: '/x', connection: { host: self.get('output') } });
    expect(block(stack, 'resource', TYPE, 'a')).toEqual({
      connection: { host: 'h', private_key: 'k' },
      provisioner: [
        { 'local-exec': { command: 'true', working_dir: '/', on_failure: 'continue' } },
        { 'remote-exec': { inline: ['echo ${self.id}'], when: 'destroy' } },
        { file: { content: 'x', destination: '/x', connection: { host: '${self.output}' } } },
      ],
    });
    const strange: object = { type: 'file', destination: '/x', command: 'true' };
    expect(() => {
      const other = stackOf();
      data(other, 'b', {}, { provisioners: [strange] });
      Testing.synth(other);
    }).toThrow('Unknown option provisioner.command');
    const options: object = { provisioners: [] };
    expect(() => new DataSource(stackOf(), 'c', { type: TYPE, ...options })).toThrow('Unknown option provisioners');
  });

  test('moveFromId writes a moved block', () => {
    const stack = stackOf();
    data(stack, 'a').moveFromId('terraform_data.b');
    expect(block(stack, 'moved')).toMatchObject([{ from: 'terraform_data.b', to: 'terraform_data.a' }]);
  });

  test('variables, locals, data sources and outputs are written', () => {
    const stack = stackOf();
    const size = new Variable(stack, 'size', {
      type: 'number',
      default: 1,
      sensitive: true,
      validation: [{ condition: '${var.size > 0}', errorMessage: 'too small' }],
    });
    const twice = new Local(stack, 'twice', Op.mul(size.value, 2));
    const read = new DataSource(stack, 'read', { type: 'acme_read', attributes: { size: twice.value } });
    new Output(stack, 'out', {
      value: `${read.attribute('x')}/${twice}/${size}`,
      sensitive: true,
      description: 'd',
      dependsOn: [read],
    });
    expect(block(stack, 'variable', 'size')).toEqual({
      type: 'number',
      default: 1,
      sensitive: true,
      validation: [{ condition: '${var.size > 0}', error_message: 'too small' }],
    });
    expect(block(stack, 'locals')).toEqual({ twice: '${(var.size * 2)}' });
    expect(block(stack, 'data', 'acme_read', 'read')).toEqual({ size: '${local.twice}' });
    expect(block(stack, 'output', 'out')).toEqual({
      value: '${data.acme_read.read.x}/${local.twice}/${var.size}',
      sensitive: true,
      description: 'd',
      depends_on: ['data.acme_read.read'],
    });
  });
});
