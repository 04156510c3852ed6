import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHarness } from '../../../src/testing/index.js';

/** The parts of Terraform's plan JSON that rules for Conftest and OPA, and Checkov's parser of plans, go by. */
interface Change {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

interface PlannedModule {
  readonly address?: string;
  readonly resources?: readonly (Pick<Change, 'address' | 'type' | 'name' | 'mode'> & {
    readonly values: Readonly<Record<string, unknown>>;
  })[];
  readonly child_modules?: readonly PlannedModule[];
}

interface WrittenModule {
  readonly resources?: readonly {
    readonly address: string;
    readonly type: string;
    readonly name: string;
    readonly expressions: Readonly<Record<string, { readonly references?: readonly string[] }>>;
  }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: WrittenModule }>>;
}

interface PlanJson {
  readonly resource_changes: readonly Change[];
  readonly planned_values: { readonly root_module: PlannedModule };
  readonly configuration: {
    readonly root_module: WrittenModule;
    readonly provider_config: Readonly<
      Record<string, { readonly expressions?: Readonly<Record<string, { readonly constant_value?: unknown }>> }>
    >;
  };
}

const MAIN = {
  terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
  provider: { acloud: { organisation: 'acme' } },
  variable: { colour: { type: 'string', default: 'red' } },
  resource: {
    acloud_cloud_account: { main: { display_name: 'Main', cloud_profile: 'aws', metadata: { Environment: 'prod' } } },
    terraform_data: {
      same: { input: 'a' },
      changed: { input: '${var.colour}' },
      replaced: { triggers_replace: '${var.colour}' },
      follows: { input: '${acloud_cloud_account.main.identity}' },
    },
  },
  module: { outer: { source: './outer', for_each: '${toset(["x"])}' } },
};
const OUTER = { module: { inner: { source: './inner' } } };
const INNER = {
  variable: { size: { type: 'number', default: 3 } },
  resource: { terraform_data: { deep: { count: 2, input: '${var.size}' } } },
};

let directory: string;
let plan: PlanJson;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-tools-'));
  await mkdir(path.join(directory, 'outer/inner'), { recursive: true });
  const write = (name: string, content: object) => writeFile(path.join(directory, name), JSON.stringify(content));
  await write('main.tf.json', {
    ...MAIN,
    resource: { terraform_data: { ...MAIN.resource.terraform_data, follows: {}, gone: {} } },
  });
  await write('outer/main.tf.json', OUTER);
  await write('outer/inner/main.tf.json', INNER);
  const project = createHarness({ directory, mocks: { acloud: {} } });
  expect((await project.apply()).diagnostics).toEqual([]);
  await write('main.tf.json', MAIN);
  const { stacks, diagnostics } = await project.plan({ variables: [{ name: 'colour', text: 'blue' }] });
  expect(diagnostics).toEqual([]);
  plan = JSON.parse(JSON.stringify(stacks[0]!.planJson())) as PlanJson;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('rules that Conftest and OPA document, on a plan of Landform', () => {
  const changes = () => plan.resource_changes.filter(({ mode }) => mode === 'managed');

  it('deny types by their prefix', () => {
    const denied = plan.resource_changes.filter(({ type }) => type.startsWith('acloud_cloud'));
    expect(denied.map(({ address }) => address)).toEqual(['acloud_cloud_account.main']);
  });

  it('count creates, deletes and changes by type, for a score', () => {
    const counted = (action: string) =>
      changes().filter(({ type, change }) => type === 'terraform_data' && change.actions.includes(action)).length;
    // A replacement has both actions.
    expect({ creates: counted('create'), deletes: counted('delete'), updates: counted('update') }).toEqual({
      creates: 1,
      deletes: 2,
      updates: 2,
    });
  });

  it('look at values after the change, and at what is not known yet', () => {
    const production = changes().filter(
      ({ change }) => (change.after?.['metadata'] as { Environment?: string } | undefined)?.Environment === 'prod',
    );
    expect(production.map(({ address }) => address)).toEqual(['acloud_cloud_account.main']);
    const follows = changes().find(({ name }) => name === 'follows')!;
    expect(follows.change.after).not.toHaveProperty('input');
    expect(follows.change.after_unknown['input']).toBe(true);
    expect(changes().find(({ name }) => name === 'gone')!.change.after).toBeNull();
  });
});

describe('what the parser of Checkov reads, in a plan of Landform', () => {
  /** The resources of the configuration that belong to a module instance. */
  function writtenIn(module: string): WrittenModule['resources'] {
    let found: WrittenModule | undefined = plan.configuration.root_module;
    for (const name of module.split('.').filter((step) => step !== 'module'))
      found = found?.module_calls?.[name.replace(/\[.*$/, '')]?.module;
    return found?.resources ?? [];
  }

  function* modules(module: PlannedModule): Iterable<PlannedModule> {
    yield module;
    for (const child of module.child_modules ?? []) yield* modules(child);
  }

  it('has resources with their values, in modules of modules too', () => {
    const resources = [...modules(plan.planned_values.root_module)].flatMap((module) => module.resources ?? []);
    expect(resources.map(({ address, mode, type, name }) => [address, mode, type, name])).toEqual(
      expect.arrayContaining([
        ['acloud_cloud_account.main', 'managed', 'acloud_cloud_account', 'main'],
        ['module.outer["x"].module.inner.terraform_data.deep[1]', 'managed', 'terraform_data', 'deep'],
      ]),
    );
    expect(resources.find(({ name }) => name === 'main')!.values).toMatchObject({ display_name: 'Main' });
    for (const { address } of resources)
      expect(
        plan.resource_changes.some((change) => change.address === address),
        address,
      ).toBe(true);
  });

  it('has the expressions of each resource, found by type and name, and in modules by address', () => {
    const written = plan.configuration.root_module.resources!.find(
      ({ type, name }) => type === 'terraform_data' && name === 'follows',
    )!;
    expect(written.expressions['input']!.references).toEqual(
      expect.arrayContaining(['acloud_cloud_account.main.identity', 'acloud_cloud_account.main']),
    );
    const inner = [...modules(plan.planned_values.root_module)].find(({ address }) => address?.endsWith('inner'))!;
    const [deep] = inner.resources!;
    const names = writtenIn(inner.address!)!.map(({ address }) => `${inner.address}.${address}`);
    expect(names).toContain(deep!.address.replace(/\[[^\]]*\]$/, ''));
  });

  it('has constants of providers, and the attributes that a change concerns', () => {
    expect(plan.configuration.provider_config['acloud']!.expressions!['organisation']!.constant_value).toBe('acme');
    const { before, after } = plan.resource_changes.find(({ name }) => name === 'changed')!.change;
    const changed = Object.keys(before!).filter(
      (name) => JSON.stringify(before![name]) !== JSON.stringify(after![name]),
    );
    expect(changed).toEqual(['input', 'output']);
  });
});
