import { describe, expect, test } from 'vitest';
import * as cdktf from 'cdktf';
import * as landform from '../../../src/constructs/index.js';
import {
  Action,
  App,
  DataSource,
  Fn,
  Local,
  Module,
  Output,
  ProviderConfig,
  problemsOf,
  type Dynamic,
  Resource,
  Stack,
  Testing,
  Variable,
} from '../../../src/constructs/index.js';
import { CDKTF_MEMBERS } from '../../../src/constructs/missing-members.js';
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

const synthWith = (stack: Stack, more: object): void => {
  new Resource(stack, 'r', { type: 't', ...more });
  Testing.synth(stack);
};

const thrown = (work: () => unknown): { code: string; summary: string; hint: string; location: string } => {
  try {
    work();
  } catch (error) {
    return problemsOf(error)![0] as never;
  }
  throw new Error('nothing was thrown');
};

describe("CDKTF's argument list", () => {
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

  test('literal arguments stay unchanged', () => {
    expect(stackWith(() => Fn.concat(['a'], ['b']))).toBe('${concat(["a"], ["b"])}');
    expect(stackWith(() => Fn.formatlist('%s', ['a', 'b']))).toBe('${formatlist("%s", ["a", "b"])}');
  });
});

test('a reference can be an object key', () => {
  expect(stackWith((_, a) => Fn.jsonencode({ [`${a.attribute('id')}`]: 1, [`x-${a.attribute('id')}`]: 2 }))).toBe(
    '${jsonencode({(terraform_data.a.id) = 1, "x-${terraform_data.a.id}" = 2})}',
  );
});

test("CDKTF's members return the value", () => {
  const members = ['stringValue', 'numberValue', 'booleanValue', 'listValue'] as const;
  for (const member of members)
    expect(stackWith((stack) => new Variable(stack, 'v', { type: 'string' })[member])).toBe('${var.v}');
  for (const member of ['asString', 'asNumber', 'asBoolean', 'asList', 'asAnyMap'] as const)
    expect(stackWith((stack) => new Local(stack, 'l', 'x')[member])).toBe('${local.l}');
  expect(stackWith((stack) => new Local(stack, 'l', 'x').expression)).toBe('x');
});

describe('an unknown option is rejected at its line', () => {
  test.each<[string, (stack: Stack) => unknown, string, RegExp]>([
    [
      'a resource',
      (s) => new Resource(s, 'r', { type: 't', terraformResourceType: 'x' } as never),
      'terraformResourceType',
      /type/,
    ],
    ['an output', (s) => new Output(s, 'o', { value: 1, staticId: true } as never), 'staticId', /overrideLogicalId/],
    ['a variable', (s) => new Variable(s, 'v', { defualt: 1 } as never), 'defualt', /Did you mean default/],
    ['a provider', (s) => new ProviderConfig(s, 'p', { name: 'p', region: 'x' } as never), 'region', /version/],
    ['an action', (s) => new Action(s, 'a', { type: 't', atributes: {} } as never), 'atributes', /config/],
    ['a stack', (s) => new Stack(s.node.root, 's', { backends: {} } as never), 'backends', /Did you mean backend/],
    ['an app', () => new App({ skipValidation: true } as never), 'skipValidation', /always run/],
    [
      'a lifecycle',
      (s) => synthWith(s, { lifecycle: { preventdestroy: true } }),
      'lifecycle.preventdestroy',
      /Did you mean preventDestroy/,
    ],
    [
      'a condition',
      (s) => synthWith(s, { lifecycle: { precondition: [{ condition: true, message: 'x' }] } }),
      'condition.message',
      /errorMessage/,
    ],
  ])('%s', (_, make, name, hint) => {
    const problem = thrown(() => make(new Stack(new App(), 'test')));
    expect(problem).toMatchObject({ code: 'unknown-option', summary: `Unknown option ${name}` });
    expect(problem.hint).toMatch(hint);
    expect(problem.location).toContain('cdktf.test.ts');
  });
});

describe('a CDKTF feature that Landform lacks names its replacement, at the line', () => {
  const classes = landform as unknown as Record<string, new () => { fromList(): void }>;
  test.each<[string, RegExp, (member: new () => object) => unknown]>([
    ['TerraformIterator', /forEach/, (it) => (it as unknown as { fromList(): void }).fromList()],
    ['Annotations', /Throw an Error/, (it) => (it as unknown as { of(): void }).of()],
    ['Token', /reference itself/, (it) => (it as unknown as { asString(): void }).asString()],
    ['TerraformAsset', /file's path/, (it) => new it()],
    ['S3Backend', /type: 's3'/, (it) => new it()],
    ['TerraformModule', /generate module/, (it) => new (class extends it {})()],
  ])('%s', (name, hint, use) => {
    const problem = thrown(() => use(classes[name]!));
    expect(problem).toMatchObject({ code: 'not-in-landform', summary: `Landform does not have ${name}` });
    expect(problem.hint).toMatch(hint);
    expect(problem.location).toContain('cdktf.test.ts');
  });
});

describe("each public member of CDKTF's classes exists or names its replacement", () => {
  /** What CDKTF keeps for itself. */
  const INTERNAL =
    /^_|Crossstack|CrossStackReference|crossStackReference|loadContext|findAll|ensureBackendExists|hasResourceMove|synthesizeHclAttributes|metaAttributes|isITerraformAddressable|staticId|validation$/;
  const make = (stack: Stack): Record<string, object> => ({
    TerraformResource: new Resource(stack, 'a', { type: 't' }),
    TerraformDataSource: new DataSource(stack, 'b', { type: 't' }),
    TerraformProvider: new ProviderConfig(stack, 'c', { name: 't' }),
    TerraformVariable: new Variable(stack, 'd'),
    TerraformOutput: new Output(stack, 'e', { value: 1 }),
    TerraformLocal: new Local(stack, 'f', 1),
    TerraformHclModule: new Module(stack, 'g', { source: './m' }),
    TerraformStack: stack,
  });
  const membersOf = (name: string): string[] => {
    const { prototype } = (cdktf as unknown as Record<string, { readonly prototype: object }>)[name]!;
    const names: string[] = [];
    for (let each = prototype; each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
      names.push(...Object.getOwnPropertyNames(each));
    }
    return [...new Set(names)].filter((member) => !INTERNAL.test(member));
  };

  test.each(Object.keys(make(new Stack(new App(), 'test'))))('%s', (name) => {
    const made = make(new Stack(new App(), 'test'))[name]!;
    expect(membersOf(name).filter((member) => !(member in made))).toEqual([]);
  });

  const TABLES = {
    elements: 'TerraformOutput',
    blocks: 'TerraformResource',
    stacks: 'TerraformStack',
    variables: 'TerraformVariable',
    locals: 'TerraformLocal',
  };
  const members = Object.entries(TABLES).flatMap(([table, name]) =>
    Object.keys(CDKTF_MEMBERS[table as 'blocks']).map((member) => [name, member] as const),
  );
  test.each(members)('%s.%s throws at its line', (name, member) => {
    const made = make(new Stack(new App(), 'test'))[name] as Record<string, unknown>;
    const problem = thrown(() => made[member]);
    expect(problem.code).toBe('not-in-landform');
    expect(problem.summary).toMatch(new RegExp(`^Landform's \\w+ does not have ${member}$`));
    expect(problem.location).toContain('cdktf.test.ts');
  });

  test('a class in the program may define a member with that name', () => {
    class Own extends Stack {
      constructor() {
        super(new App(), 'own');
        Object.assign(this, { allProviders: ['mine'] });
      }
    }
    expect((new Own() as unknown as { allProviders: string[] }).allProviders).toEqual(['mine']);
  });
});

describe('the type of a variable or local is the type of its references', () => {
  test.each<[string, string, (value: Dynamic) => unknown]>([
    ['object({ name = string })', '${var.v.name}', (value) => value.name],
    [
      'object({\n  a = optional(number, 1)\n  b = list(object({ c = string }))\n})',
      '${var.v.b[0].c}',
      (value) => value.b.at(0).c,
    ],
    ['map(object({ a = bool }))', '${var.v.x.a}', (value) => value.get('x').a],
    ['tuple([string, object({ a = string })])', '${var.v[1].a}', (value) => value.at(1).a],
    ['set(string)', '${tolist(var.v)[0]}', (value) => value.at(0)],
  ])('%s', (type, written, use) => {
    expect(stackWith((stack) => use(new Variable(stack, 'v', { type }).value))).toBe(written);
  });

  test('a local has the type of its value', () => {
    const written = stackWith((stack, a) => {
      const { value } = new Local(stack, 'l', { id: a.attribute<string>('id'), list: [{ x: 1 }] });
      return [value.id, value.list.at(0).x];
    });
    expect(written).toEqual(['${local.l.id}', '${local.l.list[0].x}']);
  });
});
