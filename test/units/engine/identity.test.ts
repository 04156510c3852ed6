import { expect, it } from 'vitest';
import {
  hasErrors,
  objectValue,
  Unknown,
  type ObjectValue,
  type Schema,
  type Value,
} from '../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../src/providers/builtin/data.js';
import type { ProviderSchemas } from '../../../src/providers/provider.js';
import type {
  ApplyRequest,
  ApplyResponse,
  ImportResponse,
  PlanRequest,
  PlanResponse,
  ReadRequest,
  ReadResponse,
  UpgradeRequest,
  UpgradeResponse,
} from '../../../src/providers/requests.js';
import { EngineRig } from '../../support/engine.js';

const IDENTITY: Schema = {
  version: 3,
  block: { attributes: { name: { type: 'string', required: true } }, blockTypes: {} },
};

const named = (name: Value): Value => objectValue({ name });
const nameOf = (identity: Value | undefined): unknown => (identity as ObjectValue | undefined)?.name;

/** `terraform_data` whose objects are identified by a name in upper case. */
class Identifying extends DataProvider {
  /** Each call with the identity that came with it. */
  readonly given: unknown[] = [];
  override readonly schemas: ProviderSchemas = { ...plain().schemas, identity: () => IDENTITY };

  constructor() {
    super({ version: '1.0.0', uuid: () => 'id' });
  }

  override upgrade(request: UpgradeRequest): UpgradeResponse {
    const { identity } = request;
    if (identity !== undefined) this.given.push(['upgrade', identity.version, identity.attributes['name']]);
    const name = identity?.attributes['name'];
    return { ...super.upgrade(request), ...(typeof name === 'string' ? { identity: named(name) } : {}) };
  }

  override read(request: ReadRequest): ReadResponse {
    this.given.push(['read', nameOf(request.identity)]);
    return { ...super.read(request), identity: named('A') };
  }

  override plan(request: PlanRequest): PlanResponse {
    this.given.push(['plan', nameOf(request.identity)]);
    return { ...super.plan(request), identity: named(request.prior === null ? new Unknown('string') : 'A') };
  }

  override async apply(request: ApplyRequest): Promise<ApplyResponse> {
    const name = nameOf(request.identity);
    this.given.push(['apply', name instanceof Unknown ? 'unknown' : name]);
    return { ...(await super.apply(request)), ...(request.planned === null ? {} : { identity: named('A') }) };
  }

  override async import(request: Parameters<DataProvider['import']>[0]): Promise<ImportResponse> {
    const { objects, diagnostics } = await super.import(request);
    return { objects: objects.map((object) => ({ ...object, identity: named('A') })), diagnostics };
  }
}

/** A rig whose provider can be exchanged. */
function rigOf(first: DataProvider): { rig: EngineRig; use: (provider: DataProvider) => void } {
  let provider = first;
  const rig = new EngineRig(TERRAFORM_SOURCE, { create: () => provider });
  return { rig, use: (other) => void (provider = other) };
}

const wanting = (input: string): unknown => ({ resource: { terraform_data: { a: { input } } } });
const plain = (): DataProvider => new DataProvider({ version: '1.0.0', uuid: () => 'id' });
const storedIn = (rig: EngineRig): unknown => {
  const { identity, identity_schema_version: version } = JSON.parse(rig.stored).resources[0].instances[0];
  return [identity, version];
};
const A = [{ name: 'A' }, 3];

it('keeps the identity of an object, and returns it with each later call', async () => {
  const provider = new Identifying();
  const { rig } = rigOf(provider);
  await rig.apply(wanting('one'));
  expect(storedIn(rig)).toEqual(A);
  expect(provider.given).toEqual([
    ['plan', undefined],
    ['plan', undefined],
    ['apply', 'unknown'],
  ]);
  provider.given.length = 0;
  await rig.apply(wanting('two'));
  expect(storedIn(rig)).toEqual(A);
  expect(provider.given).toEqual([
    ['upgrade', 3, 'A'],
    ['read', 'A'],
    ['plan', 'A'],
    ['plan', 'A'],
    ['apply', 'A'],
  ]);
  provider.given.length = 0;
  await rig.apply({});
  expect(provider.given).toEqual([
    ['upgrade', 3, 'A'],
    ['read', 'A'],
    ['plan', 'A'],
    ['apply', 'A'],
  ]);
});

it('records an identity that a refresh finds', async () => {
  const { rig, use } = rigOf(plain());
  await rig.apply(wanting('one'));
  expect(storedIn(rig)).toEqual([undefined, undefined]);
  use(new Identifying());
  expect(hasErrors((await rig.apply(wanting('one'))).diagnostics)).toBe(false);
  expect(storedIn(rig)).toEqual(A);
});

it('keeps a stored identity that the provider does not know', async () => {
  const { rig, use } = rigOf(new Identifying());
  await rig.apply(wanting('one'));
  use(plain());
  await rig.apply(wanting('two'));
  expect(storedIn(rig)).toEqual(A);
});

it('records the identity of an imported object', async () => {
  const { rig } = rigOf(new Identifying());
  await rig.apply({
    import: [{ to: 'terraform_data.a', id: 'x' }],
    resource: { terraform_data: { a: {} } },
  });
  expect(storedIn(rig)).toEqual(A);
});

it.each([
  ['several objects', ['terraform_data', 'terraform_data']],
  ['an object of another type', ['terraform_other']],
])('refuses an import of %s', async (_, types) => {
  const provider = new Identifying();
  provider.import = async () => ({
    objects: types.map((type) => ({ type, state: objectValue({ id: 'x' }) })),
    diagnostics: [],
  });
  const { rig } = rigOf(provider);
  const { diagnostics } = await rig.plan({
    import: [{ to: 'terraform_data.a', id: 'x' }],
    resource: { terraform_data: { a: {} } },
  });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: 'import-unexpected',
      address: 'terraform_data.a',
      detail: expect.stringContaining(types.join(', ')) as string,
    }),
  ]);
});
