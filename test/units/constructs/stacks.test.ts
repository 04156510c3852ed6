import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import {
  App,
  Output,
  ProviderConfig,
  Resource,
  Stack,
  Testing,
  Variable,
  problemsOf,
} from '../../../src/constructs/index.js';

const data = (scope: Construct, id: string, attributes: Record<string, unknown> = {}, more: object = {}): Resource =>
  new Resource(scope, id, { type: 'terraform_data', attributes, ...more });

type Document = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

const documentOf = (stack: Stack): Document => JSON.parse(Testing.synth(stack)) as Document;

describe('a reference to another stack', () => {
  test('is read from its remote state, through a generated output', () => {
    const app = new App();
    const [network, web] = [new Stack(app, 'network'), new Stack(app, 'web')];
    const vpc = data(network, 'vpc');
    data(web, 'server', {
      input: [vpc.attribute('output').get('id'), `name-${vpc.attribute('id')}`, vpc.attribute('id')],
    });
    const remote = 'data.terraform_remote_state.cross-stack-reference-input-network.outputs';
    expect(documentOf(web).resource!.terraform_data!.server!.input).toEqual([
      `\${${remote}.cross-stack-output-terraform_datavpcoutput.id}`,
      `name-\${${remote}.cross-stack-output-terraform_datavpcid}`,
      `\${${remote}.cross-stack-output-terraform_datavpcid}`,
    ]);
    expect(documentOf(web).data).toEqual({
      terraform_remote_state: {
        'cross-stack-reference-input-network': {
          backend: 'local',
          workspace: '${terraform.workspace}',
          config: { path: 'terraform.network.tfstate', workspace_dir: 'terraform.network.tfstate.d' },
        },
      },
    });
    expect(documentOf(network).output).toEqual({
      'cross-stack-output-terraform_datavpcoutput': {
        sensitive: true,
        value: '${terraform_data.vpc.output}',
        '//': { metadata: { path: 'network', location: expect.any(String) as string } },
      },
      'cross-stack-output-terraform_datavpcid': {
        sensitive: true,
        value: '${terraform_data.vpc.id}',
        '//': { metadata: { path: 'network', location: expect.any(String) as string } },
      },
    });
  });

  test('orders the stacks, regardless of the order in which they were created', () => {
    const app = new App();
    const [web, network, base] = ['web', 'network', 'base'].map((id) => new Stack(app, id));
    data(web!, 'a', { input: data(network!, 'b').attribute('id') });
    network!.addDependency(base!);
    expect(app.assemble().stacks.map(({ name, dependencies }) => [name, dependencies])).toEqual([
      ['base', []],
      ['network', ['base']],
      ['web', ['network']],
    ]);
    expect(Object.keys(app.assemble().manifest.stacks)).toEqual(['base', 'network', 'web']);
  });

  test('that closes a cycle is an error that lists the cycle', () => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    const inA = data(a, 'x');
    const inB = data(b, 'y', { input: inA.attribute('id') });
    data(a, 'z', { input: inB.attribute('id') });
    expect(() => app.assemble()).toThrow(
      /a needs b \(a\/z uses terraform_data\.y\.id\), b needs a \(b\/y uses terraform_data\.x\.id\)/,
    );
  });

  test('leaves an index that the consumer calculates in the consumer', () => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    const index = new Variable(b, 'index', { type: 'number' });
    data(b, 'y', { input: data(a, 'x').attribute('output').at(index.value) });
    expect(documentOf(b).resource!.terraform_data!.y!.input).toBe(
      '${data.terraform_remote_state.cross-stack-reference-input-a.outputs.cross-stack-output-terraform_dataxoutput[var.index]}',
    );
  });

  test('in dependsOn only orders the stacks', () => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    data(a, 'x', {}, { dependsOn: [data(b, 'y')] });
    expect(documentOf(a).resource!.terraform_data!.x).not.toHaveProperty('depends_on');
    expect(app.assemble().stacks.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  test('never shares an output with another expression', () => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    const [x, xy] = [data(a, 'x'), data(a, 'xy')];
    data(b, 'y', { input: [x.attribute('yz'), xy.attribute('z')] });
    const outputs = Object.values(documentOf(a).output!).map(({ value }) => value as unknown);
    expect(outputs).toEqual(['${terraform_data.x.yz}', '${terraform_data.xy.z}']);
  });

  test('to a provider is an error', () => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    data(b, 'x', {}, { provider: new ProviderConfig(a, 'p', { name: 'terraform' }) });
    expect(() => app.assemble()).toThrow(/provider a\/p belongs to another stack/);
  });
});

describe('a stack', () => {
  test('stores its state in the project folder by default', () => {
    const app = new App();
    const plain = new Stack(app, 'plain');
    const other = new Stack(app, 'other', { backend: { type: 'http', config: { address: 'https://state.example' } } });
    expect(documentOf(plain).terraform).toEqual({
      backend: { local: { path: 'terraform.plain.tfstate', workspace_dir: 'terraform.plain.tfstate.d' } },
    });
    expect(documentOf(other).terraform).toMatchObject({ backend: { http: { address: 'https://state.example' } } });
  });

  test('records the line that chose its backend', () => {
    const stack = new Stack(new App(), 'prod', { backend: { type: 's3', config: { bucket: 'b' } } });
    expect(documentOf(stack).terraform).toEqual({
      backend: {
        s3: {
          '//': { metadata: { path: 'prod', location: expect.stringMatching(/stacks\.test\.ts:\d+:\d+$/) } },
          bucket: 'b',
        },
      },
    });
  });

  test('inside another construct includes that construct in its name', () => {
    expect(new Stack(new Construct(new App(), 'europe'), 'prod').name).toBe('europe-prod');
  });

  test('with a name that is already used is an error', () => {
    const app = new App();
    new Stack(new Construct(app, 'a'), 'b');
    new Stack(app, 'a-b');
    expect(() => app.assemble()).toThrow(/a\/b and a-b both have the name a-b/);
  });

  test('overrides apply last, and can remove attributes', () => {
    const stack = new Stack(new App(), 'prod');
    data(stack, 'a', { input: 1, triggers_replace: 2 }).addOverride('triggers_replace', undefined);
    stack.addOverride('terraform.required_version', '>= 1.5');
    stack.addOverride('resource.terraform_data.a.lifecycle', { prevent_destroy: true });
    const { terraform, resource } = documentOf(stack);
    expect(terraform).toMatchObject({ required_version: '>= 1.5' });
    const { '//': _, ...block } = resource!.terraform_data!.a!;
    expect(block).toEqual({ input: 1, lifecycle: { prevent_destroy: true } });
  });

  test('overrides of an element merge objects and may contain references', () => {
    const stack = new Stack(new App(), 'prod');
    const a = data(stack, 'a');
    const b = data(stack, 'b', { input: { x: { y: 1 }, 'p.q': 0 } });
    b.addOverride('input.x.z', a.attribute('id'));
    b.addOverride('input.p\\.q', 3);
    b.addOverride('input.x', { w: [1] });
    expect(documentOf(stack).resource!.terraform_data!.b!.input).toEqual({
      x: { y: 1, z: '${terraform_data.a.id}', w: [1] },
      'p.q': 3,
    });
  });
});

describe('logical names', () => {
  const scopeOf = (stack: Stack, ids: readonly string[]): Construct =>
    ids.reduce<Construct>((scope, id) => (scope.node.tryFindChild(id) as Construct) ?? new Construct(scope, id), stack);

  /** The hash CDKTF puts behind a name. */
  const hash = (path: string): string => createHash('md5').update(path).digest('hex').slice(0, 8).toUpperCase();

  test.each([
    [['a'], 'a'],
    [['a b.c'], 'abc'],
    [['web', 'server'], `web_server_${hash('web/server')}`],
    [['web', 'Resource'], `web_${hash('web/Resource')}`],
    [['web', 'Default'], 'web'],
    [['é', 'a'.repeat(120)], `_${'a'.repeat(120)}_${hash(`é/${'a'.repeat(120)}`)}`],
    [['web', 'web'], `web_${hash('web/web')}`],
  ])('%j is %s', (path, expected) => {
    const stack = new Stack(new App(), 'prod');
    const element = data(scopeOf(stack, path.slice(0, -1)), path.at(-1)!);
    expect(element.logicalId).toBe(expected);
  });

  test('can be overridden, even after references were created', () => {
    const stack = new Stack(new App(), 'prod');
    const a = data(stack, 'a');
    new Output(stack, 'o', { value: `${a.attribute('id')}` });
    a.overrideLogicalId('other');
    expect(documentOf(stack).output!.o!.value).toBe('${terraform_data.other.id}');
  });

  test('that are equal are an error that names both', () => {
    const stack = new Stack(new App(), 'prod');
    data(stack, 'a.b');
    data(stack, 'ab');
    expect(() => Testing.synth(stack)).toThrow(/prod\/a\.b and prod\/ab have the same address terraform_data\.ab/);
  });

  test('that are invalid are an error', () => {
    const stack = new Stack(new App(), 'prod');
    data(stack, '1a');
    expect(() => Testing.synth(stack)).toThrow(/begins with a letter/);
  });
});

test('equal programs produce identical bytes', () => {
  const build = (): string => {
    const app = new App();
    const [a, b] = [new Stack(app, 'a'), new Stack(app, 'b')];
    data(b, 'y', { z: 1, a: data(a, 'x').attribute('id') });
    return app
      .assemble()
      .stacks.map(({ document }) => document)
      .join('');
  };
  expect(build()).toBe(build());
  expect(build()).toMatch(/^\{\n {2}"output"/);
});

test('large numbers keep all their digits', () => {
  const stack = new Stack(new App(), 'prod');
  data(stack, 'a', { input: 12345678901234567890n });
  expect(Testing.synth(stack)).toContain('"input": 12345678901234567890');
});

test('10,000 resources are synthesized with their references', () => {
  const stack = new Stack(new App(), 'prod');
  let before: Resource | undefined;
  for (let index = 0; index < 10_000; index += 1) {
    before = data(stack, `r${index}`, { input: { index, before: before?.attribute('output'), text: `${before}` } });
  }
  expect(Testing.synth(stack)).toContain('${terraform_data.r9998.output}');
});

test('all problems are reported, each at its line', () => {
  const stack = new Stack(new App(), 'prod');
  data(stack, 'a', { input: () => 1 });
  data(stack, 'b', { input: [new Date()] });
  stack.node.addValidation({ validate: () => ['there must be a c'] });
  let problems;
  try {
    Testing.synth(stack);
  } catch (error) {
    problems = problemsOf(error);
  }
  expect(problems).toMatchObject([
    { code: 'validation-failed', summary: 'there must be a c', constructPath: 'prod' },
    { code: 'wrong-type', summary: 'input is a function', constructPath: 'prod/a' },
    { code: 'wrong-type', summary: 'input[0] is a Date', constructPath: 'prod/b' },
  ]);
});
