import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import type { Kept } from '../../../conformance/provider-driver.js';
import { stateOf } from '../served.js';
import { inManager, type Manager } from './manager.js';

const SECRETS = 40;

/** Many secrets, as state has them. */
async function crowd(manager: Manager): Promise<readonly Kept[]> {
  const secret = manager.of('conductor_secret');
  const all = Array.from({ length: SECRETS }, (_, index) =>
    secret.create({ key: `key-${index}`, value: `value-${index}` }),
  );
  const kept = await Promise.all(all);
  manager.asked();
  return kept;
}

async function readAll(manager: Manager, all: readonly Kept[]): Promise<readonly JsonObject[]> {
  const secret = manager.of('conductor_secret');
  const read = await Promise.all(all.map((kept) => secret.read(kept)));
  return read.map(stateOf);
}

const changed = (manager: Manager, key: string, values: JsonObject): Promise<unknown> =>
  manager.sandbox.drift({
    action: 'change',
    system: 'conductor',
    collection: 'secrets',
    identity: `default_tenant/${key}`,
    values,
  });

describe('many secrets of Conductor', () => {
  it('are read from one list, with the same values', () =>
    inManager(async (manager) => {
      const all = await crowd(manager);
      expect(await readAll(manager, all)).toEqual(all.map(stateOf));
      expect(manager.asked().toSorted()).toEqual([...Array<string>(5).fill('getSecret'), 'listSecrets']);
    }));

  it('are read one by one if the list shows that they changed', () =>
    inManager(async (manager) => {
      const all = await crowd(manager);
      await changed(manager, 'key-30', { value: 'another', updated_at: '2030-01-01T00:00:00.000Z' });
      const read = await readAll(manager, all);
      expect(read[30]).toMatchObject({ key: 'key-30', value: 'another' });
      expect(read[31]).toEqual(stateOf(all[31]!));
      expect(manager.asked().filter((operation) => operation === 'getSecret')).toHaveLength(6);
    }));

  it('count as deleted only if they are missing when requested individually', () =>
    inManager(async (manager) => {
      const all = await crowd(manager);
      await manager.sandbox.drift({
        action: 'delete',
        system: 'conductor',
        collection: 'secrets',
        identity: 'default_tenant/key-30',
      });
      const secret = manager.of('conductor_secret');
      const read = await Promise.all(all.map((kept) => secret.read(kept)));
      expect(read.flatMap(({ state }, index) => (state === null ? [index] : []))).toEqual([30]);
    }));

  it('are read one by one if the list is not available', () =>
    inManager(async (manager) => {
      const all = await crowd(manager);
      manager.sandbox.faults.configure({ script: [{ fault: 'error', operations: ['listSecrets'], times: 99 }] });
      expect(await readAll(manager, all)).toEqual(all.map(stateOf));
    }));
});
