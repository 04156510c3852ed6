import { describe, expect, it } from 'vitest';
import { hasErrors, type ResourceConfiguration } from '../../../src/model/index.js';
import { readAll, readOne, readResourceBody } from './configuration.js';
import { tree } from './tree.js';

function resource(body: unknown): ResourceConfiguration {
  const { configuration, diagnostics } = readResourceBody(body);
  expect(diagnostics).toEqual([]);
  return configuration.resources.get('terraform_data.a')!;
}

describe('blocks may be objects or lists of objects at every level', () => {
  it.each<[string, unknown]>([
    ['plain', { resource: { terraform_data: { a: {}, b: {} } } }],
    ['a list of types', { resource: [{ terraform_data: { a: {} } }, { terraform_data: { b: {} } }] }],
    ['a list of names', { resource: { terraform_data: [{ a: {} }, { b: {} }] } }],
    ['a list of bodies', { resource: { terraform_data: { a: [{}], b: [{}] } } }],
    ['a list of documents', [{ resource: { terraform_data: { a: {} } } }, { resource: { terraform_data: { b: {} } } }]],
    ['a duplicate key', '{"resource":{"terraform_data":{"a":{}}},"resource":{"terraform_data":{"b":{}}}}'],
    ['a duplicate type', '{"resource":{"terraform_data":{"a":{}},"terraform_data":{"b":{}}}}'],
  ])('%s', (_, content) => {
    const { configuration, diagnostics } = readOne(content);
    expect(diagnostics).toEqual([]);
    expect([...configuration.resources.keys()]).toEqual(['terraform_data.a', 'terraform_data.b']);
  });

  it('null and an empty list do not count as blocks', () => {
    const { configuration, diagnostics } = readOne({
      resource: { terraform_data: { a: null, b: [] } },
      terraform: null,
    });
    expect(diagnostics).toEqual([]);
    expect(configuration.resources.size).toBe(0);
  });
});

describe('the body of a resource', () => {
  it('has attributes and blocks as expressions by name', () => {
    const { body } = resource({
      input: { a: ['x-${var.b}', 1.5, null], '${var.k}': true },
      triggers_replace: [1, { b: 'c' }],
    });
    expect(tree(body.content['input']!)).toEqual([
      'object',
      ['"a"', ['tuple', ['template', '"x-"', 'var.b'], { number: '1.5' }, null]],
      ['var.k', true],
    ]);
    expect(body.content['triggers_replace']).toEqual({ kind: 'literal', value: [1, { b: 'c' }] });
    expect(body.source).toEqual({ file: 'main.tf.json', path: ['resource', 'terraform_data', 'a'] });
  });

  it('keeps numbers exact', () => {
    const { body } = readOne(
      '{"resource":{"terraform_data":{"a":{"input":12345678901234567890.5}}}}',
    ).configuration.resources.get('terraform_data.a')!;
    expect(tree(body.content['input']!)).toEqual({ number: '12345678901234567890.5' });
  });

  it('drops comments at the top, and reads them as values in nested objects', () => {
    const { body } = resource({ '//': 'note', input: { '//': 'kept' } });
    expect(Object.keys(body.content)).toEqual(['input']);
    expect(tree(body.content['input']!)).toEqual({ '//': '"kept"' });
  });

  it('has no prototype that could be mistaken for attributes', () => {
    expect(resource({}).body.content['constructor']).toBeUndefined();
    expect(Object.keys(resource(JSON.parse('{"__proto__": 1}')).body.content)).toEqual(['__proto__']);
  });

  it('includes the content of the escape block', () => {
    const { body } = resource({ _: { count: '${var.n}', '//': 'note' }, input: 1 });
    expect(Object.keys(body.content)).toEqual(['count', 'input']);
  });

  it('excludes meta-arguments', () => {
    const found = resource({
      count: '${var.n}',
      provider: 'aws.west',
      depends_on: ['terraform_data.b', 'data.x.y[0]', 'module.m'],
      lifecycle: { create_before_destroy: true },
      input: 1,
    });
    expect(Object.keys(found.body.content)).toEqual(['input']);
    expect(tree(found.count!)).toBe('var.n');
    expect(found.provider).toEqual({ name: 'aws', alias: 'west' });
    expect(found.dependsOn.map(tree)).toEqual(['terraform_data.b', 'data.x.y[0]', 'module.m']);
  });

  it('includes for_each over a constant map', () => {
    expect(tree(resource({ for_each: { a: 1 } }).forEach!)).toEqual({ a: 1 });
  });
});

describe('the provider of a resource', () => {
  it.each<[string, unknown, unknown]>([
    ['by name', 'aws', { name: 'aws' }],
    ['with alias', 'aws.west', { name: 'aws', alias: 'west' }],
    ['in a list of one', ['aws.west'], { name: 'aws', alias: 'west' }],
    ['with dashes', 'google-beta', { name: 'google-beta' }],
  ])('%s', (_, provider, expected) => expect(resource({ provider }).provider).toEqual(expected));

  it.each([
    ['terraform_data', 'terraform'],
    ['acloud_cloud_account', 'acloud'],
    ['thing', 'thing'],
  ])('%s belongs to %s', (type, name) => {
    const { configuration } = readOne({ resource: { [type]: { a: {} } }, data: { [type]: { a: {} } } });
    expect(configuration.resources.get(`${type}.a`)!.provider).toEqual({ name });
    expect(configuration.resources.get(`data.${type}.a`)!.provider).toEqual({ name });
  });
});

describe('actions', () => {
  const action = (body: unknown): unknown => ({ action: { acme_backup: { nightly: body } } });

  it('have a configuration, count, for_each and a provider, like resources', () => {
    const { configuration, diagnostics } = readOne(
      action({ config: { target: '${var.x}' }, for_each: { a: 1 }, provider: 'acme.west' }),
    );
    expect(diagnostics).toEqual([]);
    const read = configuration.actions.get('action.acme_backup.nightly')!;
    expect(read).toMatchObject({
      address: { type: 'acme_backup', name: 'nightly' },
      provider: { name: 'acme', alias: 'west' },
      source: { path: ['action', 'acme_backup', 'nightly'] },
    });
    expect(read.body.source.path).toEqual(['action', 'acme_backup', 'nightly', 'config']);
    expect(tree(read.body.content['target']!)).toBe('var.x');
    expect(read.forEach).toBeDefined();
  });

  it('need no configuration, and belong to the provider of their type', () => {
    const { configuration, diagnostics } = readOne(action({}));
    expect(diagnostics).toEqual([]);
    expect(configuration.actions.get('action.acme_backup.nightly')).toMatchObject({
      provider: { name: 'acme' },
      body: { content: {} },
    });
  });

  it.each<[string, unknown, string]>([
    ['arguments next to config', { target: 'x' }, 'unknown-argument'],
    ['several configurations', { config: [{}, {}] }, 'duplicate-block'],
    ['count beside for_each', { count: 1, for_each: {} }, 'invalid-combination'],
  ])('cannot have %s', (_, body, code) => {
    expect(readOne(action(body)).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  it('are overridden argument by argument', () => {
    const { configuration } = readAll({
      'a.tf.json': action({ config: { target: 'x', keep: 1 }, count: 2 }),
      'a_override.tf.json': action({ config: { target: 'y' } }),
    });
    const read = configuration.actions.get('action.acme_backup.nightly')!;
    expect([read.body.content['target'], read.body.content['keep'], read.count].map((one) => tree(one!))).toEqual([
      '"y"',
      1,
      2,
    ]);
  });
});

describe('lifecycle', () => {
  it('is empty by default', () => {
    expect(resource({}).lifecycle).toEqual({
      createBeforeDestroy: false,
      preventDestroy: false,
      ignoreChanges: [],
      replaceTriggeredBy: [],
      preconditions: [],
      postconditions: [],
      actionTriggers: [],
    });
  });

  it('has flags, which may be strings', () => {
    const { lifecycle } = resource({ lifecycle: [{ create_before_destroy: 'true', prevent_destroy: true }] });
    expect(lifecycle).toMatchObject({ createBeforeDestroy: true, preventDestroy: true });
  });

  it('ignores all attributes, or some', () => {
    expect(resource({ lifecycle: { ignore_changes: 'all' } }).lifecycle.ignoreChanges).toBe('all');
    const { ignoreChanges } = resource({
      lifecycle: { ignore_changes: ['input', 'tags["a b"]', 'list[0].x'] },
    }).lifecycle;
    expect((ignoreChanges as readonly never[]).map(tree)).toEqual(['input', 'tags["a b"]', 'list[0].x']);
  });

  it('is replaced together with other resources', () => {
    const { replaceTriggeredBy } = resource({
      lifecycle: { replace_triggered_by: ['terraform_data.b', 'terraform_data.c[count.index].output'] },
    }).lifecycle;
    expect(replaceTriggeredBy.map(tree)).toEqual([
      'terraform_data.b',
      ['attribute', ['index', 'terraform_data.c', 'count.index'], 'output'],
    ]);
  });

  it('triggers actions, or a single instance with a computed key', () => {
    const { actionTriggers } = resource({
      lifecycle: {
        action_trigger: [
          { events: ['before_create', 'after_update'], actions: ['action.t.n', 'action.t.m[0]'] },
          { events: ['after_destroy'], condition: '${var.x}', actions: ['action.t.each[each.key]'] },
        ],
      },
    }).lifecycle;
    expect(actionTriggers.map(({ events }) => events)).toEqual([['before_create', 'after_update'], ['after_destroy']]);
    expect(actionTriggers.map(({ condition }) => condition && tree(condition))).toEqual([undefined, 'var.x']);
    const actions = actionTriggers.flatMap((trigger) => trigger.actions);
    expect(actions.map(({ action, instance }) => [action, instance && tree(instance)])).toEqual([
      ['action.t.n', undefined],
      ['action.t.m', 0],
      ['action.t.each', 'each.key'],
    ]);
  });

  it('has one or several conditions', () => {
    const condition = { condition: '${self.output == 1}', error_message: 'is ${self.output}' };
    const { lifecycle } = resource({ lifecycle: { precondition: condition, postcondition: [condition, condition] } });
    expect(lifecycle.preconditions).toHaveLength(1);
    expect(tree(lifecycle.preconditions[0]!.condition)).toEqual(['==', 'self.output', 1]);
    expect(lifecycle.postconditions.map(({ source }) => source.path.slice(3))).toEqual([
      ['lifecycle', 'postcondition', 0],
      ['lifecycle', 'postcondition', 1],
    ]);
  });
});

describe('the location of a construct', () => {
  it.each<[string, unknown, unknown]>([
    [
      "in Landform's form",
      { metadata: { path: 'stack/db', location: 'main.ts:14:3' } },
      { constructPath: 'stack/db', location: 'main.ts:14:3' },
    ],
    ["in CDKTF's form", { metadata: { path: 'stack/db', uniqueId: 'db' } }, { constructPath: 'stack/db' }],
    ['ignored in any other comment', 'note', undefined],
  ])('%s', (_, comment, origin) => expect(resource({ '//': comment }).origin).toEqual(origin));

  it('is known for variables, outputs and providers, and for errors in them', () => {
    const origin = { constructPath: 's/x', location: 'main.ts:1:2' };
    const body = { '//': { metadata: { path: 's/x', location: 'main.ts:1:2' } } };
    const { configuration, diagnostics } = readOne({
      variable: { v: { ...body, typ: 'string' } },
      output: { o: { ...body, value: 1 } },
      provider: { p: [{ ...body, alias: 'q' }] },
    });
    expect(configuration.variables.get('v')!.origin).toEqual(origin);
    expect(configuration.outputs.get('o')!.origin).toEqual(origin);
    expect(configuration.providers.get('p.q')!.origin).toEqual(origin);
    expect(diagnostics).toMatchObject([{ code: 'unknown-argument', address: 'var.v', origin }]);
  });
});

describe('variables', () => {
  it('have a type, a constant default and settings', () => {
    const { configuration, diagnostics } = readOne({
      variable: {
        a: { type: 'string', default: '${not.a.template}', description: 'text', sensitive: true, nullable: 'false' },
        b: {},
        c: { type: 'number', validation: { condition: '${var.c > 0}', error_message: 'no' } },
      },
    });
    expect(diagnostics).toEqual([]);
    expect(configuration.variables.get('a')).toMatchObject({
      type: 'string',
      default: { kind: 'literal', value: '${not.a.template}' },
      description: 'text',
      sensitive: true,
      nullable: false,
      validations: [],
      source: { file: 'main.tf.json', path: ['variable', 'a'] },
    });
    expect(configuration.variables.get('b')).toMatchObject({ type: 'dynamic', sensitive: false, nullable: true });
    expect(configuration.variables.get('b')).not.toHaveProperty('default');
    expect(configuration.variables.get('c')!.validations).toHaveLength(1);
  });
});

it('outputs, locals and providers', () => {
  const { configuration, diagnostics } = readOne({
    output: { o: { value: '${local.x}', description: 'd', sensitive: true, depends_on: ['terraform_data.a'] } },
    locals: [{ x: 1, '//': 'note' }, { y: ['${local.x}'] }],
    provider: { aws: [{ region: 'a' }, { alias: 'west', region: '${local.x}' }] },
  });
  expect(diagnostics).toEqual([]);
  expect(configuration.outputs.get('o')).toMatchObject({ description: 'd', sensitive: true });
  expect(configuration.outputs.get('o')!.dependsOn.map(tree)).toEqual(['terraform_data.a']);
  expect([...configuration.locals.values()].map(({ name, value, source }) => [name, tree(value), source.path])).toEqual(
    [
      ['x', 1, ['locals', 0, 'x']],
      ['y', ['tuple', 'local.x'], ['locals', 1, 'y']],
    ],
  );
  expect([...configuration.providers]).toMatchObject([
    ['aws', { name: 'aws' }],
    ['aws.west', { name: 'aws', alias: 'west', body: { source: { path: ['provider', 'aws', 1] } } }],
  ]);
  expect(Object.keys(configuration.providers.get('aws.west')!.body.content)).toEqual(['region']);
});

it('a cloud block is a backend, and there is only one', () => {
  const cloud = { organization: 'acme', workspaces: [{ tags: ['web'] }] };
  const { configuration, diagnostics } = readOne({ terraform: { cloud: [cloud] } });
  expect(diagnostics).toEqual([]);
  expect(configuration.terraform.backend).toMatchObject({ type: 'cloud', config: cloud });
  const both = readOne({ terraform: { cloud: [cloud], backend: { local: {} } } });
  expect(both.diagnostics).toMatchObject([{ code: 'duplicate-block' }]);
});

it('settings: versions, providers and the backend', () => {
  const { configuration, diagnostics } = readAll({
    'a.tf.json': {
      terraform: [
        {
          required_version: '>= 1.0',
          required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5' }, '//': 'note' },
        },
        { required_version: '< 2.0', backend: { local: { path: 'x.tfstate', '//': 'note' } } },
      ],
    },
    'b.tf.json': {
      terraform: { required_providers: [{ random: '3.1.0', acme: { source: 'example.com/acme/thing' } }] },
    },
  });
  expect(diagnostics).toEqual([]);
  expect(configuration.terraform).toEqual({
    requiredVersion: '>= 1.0, < 2.0',
    requiredProviders: new Map([
      [
        'aws',
        {
          source: 'registry.terraform.io/hashicorp/aws',
          version: '~> 5',
          place: { file: 'a.tf.json', path: ['terraform', 0, 'required_providers', 'aws'] },
        },
      ],
      [
        'random',
        {
          source: 'registry.terraform.io/hashicorp/random',
          version: '3.1.0',
          place: { file: 'b.tf.json', path: ['terraform', 'required_providers', 0, 'random'] },
        },
      ],
      [
        'acme',
        {
          source: 'example.com/acme/thing',
          place: { file: 'b.tf.json', path: ['terraform', 'required_providers', 0, 'acme'] },
        },
      ],
    ]),
    backend: {
      type: 'local',
      config: { path: 'x.tfstate' },
      source: { file: 'a.tf.json', path: ['terraform', 1, 'backend', 'local'] },
    },
  });
});

it('several files form one configuration, and comments at the top are ignored', () => {
  const { configuration, diagnostics } = readAll({
    'a.tf.json': { '//': { metadata: { stackName: 's' } }, resource: { terraform_data: { a: {} } } },
    'b.tf.json': { '//': 'note', resource: { terraform_data: { b: {} } } },
  });
  expect(diagnostics).toEqual([]);
  expect([...configuration.resources.keys()]).toEqual(['terraform_data.a', 'terraform_data.b']);
  expect(configuration.files.map((file) => file.name)).toEqual(['a.tf.json', 'b.tf.json']);
});

const condition = { condition: '${var.v == 1}', error_message: 'no' };

describe('override files', () => {
  const override = (base: unknown, over: unknown): ReturnType<typeof readAll> =>
    readAll({ 'override.tf.json': over, 'main.tf.json': base });

  it('change a resource argument by argument, regardless of the order of files', () => {
    const { configuration, diagnostics } = override(
      {
        resource: {
          terraform_data: {
            a: {
              input: 1,
              triggers_replace: 2,
              count: 1,
              lifecycle: { prevent_destroy: true, ignore_changes: ['input'] },
            },
          },
        },
      },
      {
        resource: {
          terraform_data: { a: { input: 3, count: 2, provider: 'p.q', lifecycle: { prevent_destroy: false } } },
        },
      },
    );
    expect(diagnostics).toEqual([]);
    const found = configuration.resources.get('terraform_data.a')!;
    expect(tree(found.body.content['input']!)).toBe(3);
    expect(tree(found.body.content['triggers_replace']!)).toBe(2);
    expect(tree(found.count!)).toBe(2);
    expect(found.provider).toEqual({ name: 'p', alias: 'q' });
    expect(found.lifecycle.preventDestroy).toBe(false);
    expect(found.lifecycle.ignoreChanges).toHaveLength(1);
  });

  it('keep the provider of a resource if they name none', () => {
    const { configuration } = override(
      { resource: { terraform_data: { a: { provider: 'p.q' } } } },
      { resource: { terraform_data: { a: { input: 1 } } } },
    );
    expect(configuration.resources.get('terraform_data.a')!.provider).toEqual({ name: 'p', alias: 'q' });
  });

  it('change variables, outputs, locals, providers and settings', () => {
    const { configuration, diagnostics } = override(
      {
        variable: { v: { type: 'object({a=optional(string,"x")})', description: 'd', sensitive: true } },
        output: { o: { value: 1, description: 'd' } },
        locals: { l: 1, m: 2 },
        provider: { p: { a: 1, b: 2 } },
        terraform: {
          required_version: '>= 99',
          required_providers: { p: { source: 'x/p', version: '1' }, q: '1' },
          backend: { local: {} },
        },
      },
      {
        variable: { v: { default: {}, nullable: false } },
        output: { o: { value: 3 } },
        locals: { l: 4 },
        provider: { p: { b: 5 }, unsaid: { c: 6 } },
        terraform: {
          required_version: '>= 1.2',
          required_providers: { p: { version: '2' } },
          backend: { http: { address: 'a' } },
        },
      },
    );
    expect(diagnostics).toEqual([]);
    expect(configuration.variables.get('v')).toMatchObject({
      description: 'd',
      sensitive: true,
      nullable: false,
      default: { value: {} },
      typeDefaults: { attributes: { a: { value: 'x' } } },
    });
    expect(configuration.outputs.get('o')).toMatchObject({ value: { value: 3 }, description: 'd' });
    expect([...configuration.locals.values()].map(({ value }) => tree(value))).toEqual([4, 2]);
    expect(configuration.providers.get('p')!.body.content).toMatchObject({ a: { value: 1 }, b: { value: 5 } });
    expect(configuration.providers.has('unsaid')).toBe(true);
    expect(configuration.terraform.requiredVersion).toBe('>= 1.2');
    expect(configuration.terraform.requiredProviders.get('p')).toMatchObject({
      source: 'registry.terraform.io/x/p',
      version: '2',
    });
    expect(configuration.terraform.backend).toMatchObject({ type: 'http', config: { address: 'a' } });
  });

  it.each<[string, unknown, string]>([
    ['a resource', { resource: { terraform_data: { x: {} } } }, 'terraform_data.x'],
    ['a variable', { variable: { x: {} } }, 'var.x'],
    ['an output', { output: { x: { value: 1 } } }, 'output.x'],
    ['a local value', { locals: { x: 1 } }, 'local.x'],
    ['a provider with alias', { provider: { p: { alias: 'x' } } }, 'provider.p.x'],
  ])('cannot override an undeclared %s', (_, over, address) => {
    const { diagnostics } = override({}, over);
    expect(diagnostics).toMatchObject([{ code: 'missing-base', address }]);
  });

  it.each<[string, unknown, string]>([
    ['depends_on', { resource: { terraform_data: { a: { depends_on: ['terraform_data.b'] } } } }, 'terraform_data.a'],
    [
      'replace_triggered_by',
      { resource: { terraform_data: { a: { lifecycle: { replace_triggered_by: ['terraform_data.b'] } } } } },
      'terraform_data.a',
    ],
    [
      'precondition',
      { resource: { terraform_data: { a: { lifecycle: { precondition: condition } } } } },
      'terraform_data.a',
    ],
    [
      'postcondition',
      { resource: { terraform_data: { a: { lifecycle: { postcondition: condition } } } } },
      'terraform_data.a',
    ],
    ['precondition', { output: { o: { precondition: condition } } }, 'output.o'],
    ['depends_on', { output: { o: { depends_on: ['terraform_data.a'] } } }, 'output.o'],
    ['validation', { variable: { v: { validation: condition } } }, 'var.v'],
  ])('cannot override %s: %j', (name, over, address) => {
    const { diagnostics } = override(
      { resource: { terraform_data: { a: {}, b: {} } }, output: { o: { value: 1 } }, variable: { v: {} } },
      over,
    );
    expect(diagnostics).toMatchObject([
      { code: 'unsupported-override', summary: `"${name}" cannot be overridden`, address },
    ]);
  });
});

it('a configuration with an error in one place is still read everywhere else', () => {
  const { configuration, diagnostics } = readOne({
    resource: { terraform_data: { a: { input: '${' }, b: { input: 1 }, '1c': {} } },
    variable: { v: { type: 'strng' } },
  });
  expect(hasErrors(diagnostics)).toBe(true);
  expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-expression', 'invalid-name', 'invalid-type']);
  expect([...configuration.resources.keys()]).toContain('terraform_data.b');
});
