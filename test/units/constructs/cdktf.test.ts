import { describe, expect, test } from 'vitest';
import * as landform from '../../../src/constructs/index.js';
import { App, Fn, Local, Output, problemsOf, Resource, Stack, Variable } from '../../../src/constructs/index.js';
import { readConfiguration } from '../../../src/language/index.js';

const stackWith = (make: (stack: Stack, a: Resource) => unknown): string => {
  const app = new App();
  const stack = new Stack(app, 'test');
  const a = new Resource(stack, 'a', { type: 'terraform_data' });
  new Output(stack, 'it', { value: make(stack, a) });
  const [{ document } = { document: '' }] = app.assemble().stacks;
  expect(readConfiguration([{ name: 'main.tf.json', text: document }]).diagnostics).toEqual([]);
  return (JSON.parse(document) as { output: { it: { value: string } } }).output.it.value;
};

const thrown = (work: () => unknown): { code: string; summary: string; hint: string; location: string } => {
  try {
    work();
  } catch (error) {
    return problemsOf(error)![0] as never;
  }
  throw new Error('nothing was thrown');
};

describe("CDKTF's list of arguments", () => {
  test.each<[name: string, make: (a: Resource) => unknown, written: string]>([
    ['concat', (a) => Fn.concat([a.attribute('x'), ['b']]), 'concat(terraform_data.a.x, ["b"])'],
    ['coalesce', (a) => Fn.coalesce([a.attribute('x'), 'b']), 'coalesce(terraform_data.a.x, "b")'],
    ['coalescelist', () => Fn.coalescelist([['a'], ['b']]), 'coalescelist(["a"], ["b"])'],
    ['setunion', () => Fn.setunion([['a'], ['b']]), 'setunion(["a"], ["b"])'],
    ['setintersection', () => Fn.setintersection([['a'], ['b']]), 'setintersection(["a"], ["b"])'],
    ['setproduct', () => Fn.setproduct([['a'], ['b']]), 'setproduct(["a"], ["b"])'],
    ['merge', () => Fn.merge([{ a: 1 }, { b: 2 }]), 'merge({"a" = 1}, {"b" = 2})'],
    ['max', () => Fn.max([1, 2]), 'max(1, 2)'],
    ['min', () => Fn.min([1, 2]), 'min(1, 2)'],
    ['range', () => Fn.range([1, 5]), 'range(1, 5)'],
    ['try', (a) => Fn.try([a.attribute('x'), 'b']), 'try(terraform_data.a.x, "b")'],
    ['format', () => Fn.format('%s%s', ['a', 'b']), 'format("%s%s", "a", "b")'],
    ['cidrsubnets', () => Fn.cidrsubnets('10.0.0.0/8', [4, 4]), 'cidrsubnets("10.0.0.0/8", 4, 4)'],
  ])('%s', (_, make, written) => {
    expect(stackWith((_stack, a) => make(a))).toBe(`\${${written}}`);
  });

  test('arguments that are written out stay as they are', () => {
    expect(stackWith(() => Fn.concat(['a'], ['b']))).toBe('${concat(["a"], ["b"])}');
    expect(stackWith(() => Fn.formatlist('%s', ['a', 'b']))).toBe('${formatlist("%s", ["a", "b"])}');
  });
});

test('a reference is a key of an object', () => {
  expect(stackWith((_, a) => Fn.jsonencode({ [`${a.attribute('id')}`]: 1, [`x-${a.attribute('id')}`]: 2 }))).toBe(
    '${jsonencode({(terraform_data.a.id) = 1, "x-${terraform_data.a.id}" = 2})}',
  );
});

test("CDKTF's members give the value", () => {
  const members = ['stringValue', 'numberValue', 'booleanValue', 'listValue'] as const;
  for (const member of members)
    expect(stackWith((stack) => new Variable(stack, 'v', { type: 'string' })[member])).toBe('${var.v}');
  for (const member of ['asString', 'asNumber', 'asBoolean', 'asList', 'asAnyMap'] as const)
    expect(stackWith((stack) => new Local(stack, 'l', 'x')[member])).toBe('${local.l}');
  expect(stackWith((stack) => new Local(stack, 'l', 'x').expression)).toBe('x');
});

describe('an option that does not exist is refused at its line', () => {
  test.each<[string, (stack: Stack) => unknown, string, RegExp]>([
    [
      'a resource',
      (s) => new Resource(s, 'r', { type: 't', terraformResourceType: 'x' } as never),
      'terraformResourceType',
      /type/,
    ],
    ['an output', (s) => new Output(s, 'o', { value: 1, staticId: true } as never), 'staticId', /overrideLogicalId/],
    ['a variable', (s) => new Variable(s, 'v', { defualt: 1 } as never), 'defualt', /Did you mean default/],
  ])('%s', (_, make, name, hint) => {
    const problem = thrown(() => make(new Stack(new App(), 'test')));
    expect(problem).toMatchObject({ code: 'unknown-option', summary: `There is no option ${name}` });
    expect(problem.hint).toMatch(hint);
    expect(problem.location).toContain('cdktf.test.ts');
  });
});

describe('what CDKTF has and Landform has not says what to write instead, at the line', () => {
  const classes = landform as unknown as Record<string, new () => { fromList(): void }>;
  test.each<[string, RegExp, (member: new () => object) => unknown]>([
    ['TerraformIterator', /forEach/, (it) => (it as unknown as { fromList(): void }).fromList()],
    ['Annotations', /Throw an Error/, (it) => (it as unknown as { of(): void }).of()],
    ['Token', /reference itself/, (it) => (it as unknown as { asString(): void }).asString()],
    ['TerraformAsset', /path of the file/, (it) => new it()],
    ['S3Backend', /type: 's3'/, (it) => new it()],
    ['TerraformModule', /not supported/, (it) => new (class extends it {})()],
  ])('%s', (name, hint, use) => {
    const problem = thrown(() => use(classes[name]!));
    expect(problem).toMatchObject({ code: 'not-in-landform', summary: `Landform has no ${name}` });
    expect(problem.hint).toMatch(hint);
    expect(problem.location).toContain('cdktf.test.ts');
  });
});
