import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig, type Wanted } from '../../../support/engine.js';

/** How many calls run at the same time, and how many of each kind there were. */
class Calls {
  most = 0;
  readonly counts: Record<string, number> = {};
  #running = 0;

  async count<T>(kind: string, answer: () => T | Promise<T>): Promise<T> {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    await new Promise((resolve) => setImmediate(resolve));
    this.#running -= 1;
    return answer();
  }
}

/** `terraform_data` and a data source from a provider that takes its time for everything. */
class Slow extends DataProvider {
  static calls = new Calls();

  constructor() {
    super({ version: '1.0.0', uuid: () => 'id' });
    const schema = this.schemas.resource('terraform_data');
    Object.assign(this.schemas, { dataSource: () => schema });
  }

  override validate(request: Parameters<DataProvider['validate']>[0]): ReturnType<DataProvider['validate']> {
    const answer = (): unknown => (request.mode === 'data' ? { diagnostics: [] } : super.validate(request));
    return Slow.calls.count('validate', answer) as never;
  }

  override upgrade(request: Parameters<DataProvider['upgrade']>[0]): ReturnType<DataProvider['upgrade']> {
    return Slow.calls.count('upgrade', () => super.upgrade(request)) as never;
  }

  override read(request: Parameters<DataProvider['read']>[0]): ReturnType<DataProvider['read']> {
    return Slow.calls.count('read', () => super.read(request)) as never;
  }

  override plan(request: Parameters<DataProvider['plan']>[0]): ReturnType<DataProvider['plan']> {
    return Slow.calls.count('plan', () => super.plan(request)) as never;
  }

  override readData(request: Parameters<DataProvider['readData']>[0]): ReturnType<DataProvider['readData']> {
    return Slow.calls.count('readData', () => ({ state: request.config, diagnostics: [] }));
  }
}

/** As the rig has it. */
const PARALLELISM = 4;
const COUNT = 30;

const resources = {
  terraform_data: { a: { count: COUNT, input: 'a' }, b: { count: COUNT, input: 'b' }, c: { input: 'c' } },
};
const data = { terraform_any: { d: { count: COUNT, input: 'd' }, e: { count: COUNT, input: 'e' } } };
const managed = 2 * COUNT + 1;

async function planned(before: unknown, document: unknown, wanted: Wanted = {}): Promise<Calls> {
  const rig = new EngineRig(TERRAFORM_SOURCE, { create: async () => new Slow() });
  if (before !== undefined) expect(hasErrors((await rig.apply(before)).diagnostics)).toBe(false);
  Slow.calls = new Calls();
  expect(hasErrors((await rig.plan(document, wanted)).diagnostics)).toBe(false);
  return Slow.calls;
}

describe('a plan reaches the limit of concurrent provider calls and never exceeds it', () => {
  it.each<readonly [string, unknown, unknown, Wanted, Record<string, number>]>([
    ['new objects', undefined, { resource: resources }, {}, { validate: managed, plan: managed }],
    [
      'objects in state',
      { resource: resources },
      { resource: resources },
      {},
      { upgrade: managed, read: managed, validate: managed, plan: managed },
    ],
    ['data', undefined, { data }, {}, { validate: 2 * COUNT, readData: 2 * COUNT }],
    [
      'objects that are no longer configured',
      { resource: resources },
      {},
      {},
      { upgrade: managed, read: managed, plan: managed },
    ],
    [
      'destroy',
      { resource: resources },
      {},
      { mode: 'destroy' },
      { upgrade: 2 * managed, read: managed, plan: managed },
    ],
    ['refresh-only', { resource: resources }, {}, { mode: 'refresh-only' }, { upgrade: 2 * managed, read: managed }],
  ])('%s', async (_, before, document, wanted, counts) => {
    const calls = await planned(before, document, wanted);
    expect(calls.most).toBe(PARALLELISM);
    expect(calls.counts).toEqual(counts);
  });
});
