import { describe, expect, it } from 'vitest';
import {
  App,
  Fn,
  Module,
  Output,
  ProviderConfig,
  Resource,
  shape,
  Stack,
  TerraformHclModule,
} from '../../../src/constructs/index.js';

function documentOf(build: (stack: Stack) => void): Record<string, Record<string, Record<string, unknown>>> {
  const app = new App();
  build(new Stack(app, 'main'));
  const [stack] = app.assemble().stacks;
  const document = JSON.parse(stack?.document ?? '{}', (key, value: unknown) =>
    key === '//' ? undefined : value,
  ) as Record<string, Record<string, Record<string, unknown>>>;
  return document;
}

const data = (stack: Stack, id: string, input?: unknown): Resource =>
  new Resource(stack, id, { type: 'terraform_data', attributes: { input } });

describe('a module', () => {
  it('exists only if its lifecycle is enabled', () => {
    const { module, resource } = documentOf((stack) => {
      const switched = new Module(stack, 'm', { source: './m', lifecycle: { enabled: '${var.on}' } });
      new Resource(stack, 'r', { type: 't_r', lifecycle: { enabled: Fn.can(switched.output('x')) } });
    });
    expect(module?.['m']).toEqual({ source: './m', lifecycle: { enabled: '${var.on}' } });
    expect(resource?.['t_r']?.['r']).toEqual({ lifecycle: { enabled: '${can(module.m.x)}' } });
  });

  it('is written as a module block, with all it can be given', () => {
    const document = documentOf((stack) => {
      const first = data(stack, 'first');
      const aws = new ProviderConfig(stack, 'aws', { name: 'aws', source: 'hashicorp/aws' });
      const west = new ProviderConfig(stack, 'west', { name: 'aws', source: 'hashicorp/aws', alias: 'west' });
      new Module(stack, 'network', {
        source: 'acme/network/aws',
        version: '~> 2.1',
        variables: { cidr_block: '10.0.0.0/16', id: first.attribute('id') },
        providers: { aws, 'aws.other': west },
        forEach: ['a', 'b'],
        dependsOn: [first],
      });
    });
    expect(document['module']).toEqual({
      network: {
        source: 'acme/network/aws',
        version: '~> 2.1',
        cidr_block: '10.0.0.0/16',
        id: '${terraform_data.first.id}',
        providers: { aws: 'aws', 'aws.other': 'aws.west' },
        for_each: '${toset(["a", "b"])}',
        depends_on: ['terraform_data.first'],
      },
    });
  });

  it('takes providers as CDKTF does, and its outputs are references', () => {
    const document = documentOf((stack) => {
      const west = new ProviderConfig(stack, 'west', { name: 'aws', alias: 'west' });
      const module = new TerraformHclModule(stack, 'm', {
        source: './m',
        providers: [west, { provider: west, moduleAlias: 'other' }],
      });
      new Output(stack, 'text', { value: `x-${module.output('a')}` });
      new Output(stack, 'part', { value: module.get('b').get('c') });
    });
    expect(document['module']).toEqual({
      m: { source: './m', providers: { aws: 'aws.west', 'aws.other': 'aws.west' } },
    });
    expect(document['output']).toEqual({ text: { value: 'x-${module.m.a}' }, part: { value: '${module.m.b.c}' } });
  });

  it('with instances is referred to by instance, or as a list', () => {
    const document = documentOf((stack) => {
      const counted = new Module(stack, 'counted', { source: './m', count: 2 });
      const each = new Module(stack, 'each', { source: './m', forEach: ['a'] });
      new Output(stack, 'one', { value: counted.instance(0).output('a') });
      new Output(stack, 'all', { value: counted.pluck('a') });
      new Output(stack, 'every', { value: each.pluck('a') });
    });
    expect(document['output']).toEqual({
      one: { value: '${module.counted[0].a}' },
      all: { value: '${module.counted[*].a}' },
      every: { value: '${values(module.each)[*].a}' },
    });
  });

  it('with instances refuses a reference that names none', () => {
    expect(() =>
      documentOf((stack) => {
        const counted = new Module(stack, 'counted', { source: './m', count: 2 });
        new Output(stack, 'one', { value: counted.output('a') });
      }),
    ).toThrow('has count, and the reference does not say which instance');
  });

  it('can be depended on, and waits for what its construct depends on', () => {
    const document = documentOf((stack) => {
      const first = data(stack, 'first');
      const module = new Module(stack, 'm', { source: './m' });
      module.node.addDependency(first);
      new Resource(stack, 'last', { type: 'terraform_data', dependsOn: [module] });
    });
    expect(document['module']?.['m']).toEqual({ source: './m', depends_on: ['terraform_data.first'] });
    expect(document['resource']?.['terraform_data']?.['last']).toEqual({ depends_on: ['module.m'] });
  });

  it('translates names that a generated class gives it', () => {
    const document = documentOf((stack) => {
      const module = new Module(stack, 'm', {
        source: './m',
        variables: { cidrBlock: '10.0.0.0/8', rules: [{ fromPort: 1 }] },
        fields: {
          cidrBlock: shape.input('cidr_block', 'string'),
          rules: shape.input('rules', shape.list(shape.object({ fromPort: shape.input('from_port', 'number') }))),
        },
        outputs: { vpcId: shape.computed('vpc_id', 'dynamic') },
      });
      new Output(stack, 'id', { value: module.output('vpcId') });
    });
    expect(document['module']).toEqual({
      m: { source: './m', cidr_block: '10.0.0.0/8', rules: [{ from_port: 1 }] },
    });
    expect(document['output']).toEqual({ id: { value: '${module.m.vpc_id}' } });
  });

  it('can be used in another stack', () => {
    const app = new App();
    const module = new Module(new Stack(app, 'one'), 'm', { source: './m' });
    new Output(new Stack(app, 'two'), 'text', { value: module.output('a') });
    const [one, two] = app.assemble().stacks;
    expect(one?.document).toContain('"value": "${module.m.a}"');
    expect(two?.dependencies).toEqual(['one']);
  });

  it('refuses both count and forEach, and unknown options', () => {
    const stack = new Stack(new App(), 'main');
    expect(() => new Module(stack, 'a', { source: './m', count: 1, forEach: ['a'] })).toThrow('both count and forEach');
    const options = { source: './m', variable: {} };
    expect(() => new Module(stack, 'b', options)).toThrow('Unknown option variable');
  });
});
