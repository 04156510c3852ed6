import { beforeEach, describe, expect, it } from 'vitest';
import { isObjectValue, type Schema } from '../../../src/model/index.js';
import { DataProvider } from '../../../src/providers/builtin/data.js';
import type { ProviderSchemas } from '../../../src/providers/provider.js';
import type { ConfigureRequest } from '../../../src/providers/requests.js';
import { EngineRig } from '../../support/engine.js';

const SOURCE = 'registry.terraform.io/example/store';
const STORE = { required_providers: { store: { source: 'example/store' } } };

const CONFIGURATION: Schema = {
  version: 0,
  block: { attributes: { endpoint: { type: 'string', required: true } }, blockTypes: {} },
};

/** The endpoint of each configuration, after the phase that it is for. */
let configured: string[] = [];

class Store extends DataProvider {
  declare readonly schemas: ProviderSchemas;

  constructor() {
    super({ version: '1.0.0', uuid: () => 'id' });
    this.schemas = { ...this.schemas, source: SOURCE, provider: () => CONFIGURATION };
  }

  override async configure({ config, planning }: ConfigureRequest): ReturnType<DataProvider['configure']> {
    const endpoint = isObjectValue(config) ? config['endpoint'] : undefined;
    configured.push(`${planning ? 'plan' : 'apply'} ${typeof endpoint === 'string' ? endpoint : 'unknown'}`);
    return { diagnostics: [] };
  }
}

const resource = (body = {}): unknown => ({ terraform_data: { a: { provider: 'store', ...body } } });

/** A module whose provider has the endpoint that the call gives it. */
const OWN = {
  terraform: STORE,
  variable: { endpoint: { type: 'string' } },
  provider: { store: { endpoint: '${var.endpoint}' } },
};

const root = (module: unknown, more = {}): unknown => ({
  terraform: STORE,
  provider: { store: { endpoint: 'root' } },
  module,
  ...more,
});

let rig: EngineRig;

beforeEach(() => {
  configured = [];
  rig = new EngineRig(SOURCE, { create: async () => new Store() });
  rig.modules = { own: { ...OWN, resource: resource() }, empty: OWN };
});

const codes = ({ diagnostics }: Awaited<ReturnType<EngineRig['plan']>>): string[] =>
  diagnostics.map(({ code, address }) => `${code} ${address ?? ''}`);

describe('a module with a provider configuration of its own', () => {
  const calls = { m: { source: 'own', endpoint: 'one' }, n: { source: 'own', endpoint: 'two' } };

  it('gets an instance for each configuration, named in state', async () => {
    expect(codes(await rig.apply(root(calls, { resource: resource() })))).toEqual([]);
    expect(configured.toSorted()).toEqual([
      'apply one',
      'apply root',
      'apply two',
      'plan one',
      'plan root',
      'plan two',
    ]);
    expect(JSON.parse(rig.stored)).toMatchObject({
      resources: ['provider', 'module.m.provider', 'module.n.provider'].map((text) => ({
        provider: `${text}["${SOURCE}"]`,
      })),
    });
  });

  it('is configured with what is only known after apply', async () => {
    const document = root(
      { m: { source: 'own', endpoint: '${terraform_data.a.output}' } },
      { resource: resource({ input: 'made' }) },
    );
    expect(codes(await rig.apply(document))).toEqual([]);
    expect(configured.filter((text) => !text.endsWith('root'))).toEqual(['plan unknown', 'apply made']);
    configured = [];
    expect(codes(await rig.apply(document, { mode: 'destroy' }))).toEqual([]);
    expect(configured.filter((text) => !text.endsWith('root'))).toEqual(['plan made', 'apply made']);
  });

  it('deletes its objects with that configuration, which must still exist', async () => {
    await rig.apply(root(calls));
    const removed = await rig.plan(root({ n: calls.n }));
    expect(removed.diagnostics).toMatchObject([
      {
        code: 'undeclared-provider-configuration',
        address: 'module.m.terraform_data.a',
        detail: expect.stringMatching(/^module\.m\.provider\["[^"]+"\] is no longer configured/) as string,
      },
    ]);
    configured = [];
    expect(codes(await rig.apply(root({ ...calls, m: { ...calls.m, source: 'empty' } })))).toEqual([]);
    expect(configured.filter((text) => text.endsWith('one'))).toEqual(['plan one', 'apply one']);
    expect(codes(await rig.plan(root({ n: calls.n })))).toEqual([]);
  });

  it('is validated, with addresses in the module', async () => {
    rig.modules = {
      typed: { terraform: STORE, provider: { store: { alias: 'x', endpoint: ['a'], other: 1 } } },
      lost: { terraform: STORE, provider: { store: { endpoint: '${var.missing}' } } },
    };
    const found = await rig.validate(root({ m: { source: 'typed' }, n: { source: 'lost' } }));
    expect(found.map(({ code, address }) => `${code} ${address ?? ''}`).toSorted()).toEqual([
      'unknown-attribute module.m.provider.store',
      'unknown-reference module.n.provider.store',
      'wrong-type module.m.provider.store',
    ]);
  });
});
