import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import type { FaultKind } from '../../../../src/sandbox/index.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { inService, MESH, stateOf, TASK, wordsOf, type Service } from './meshes.js';

const FAULTS: readonly FaultKind[] = ['reset', 'throttle', 'error', 'errorAfter', 'dropAfter'];

interface Case {
  readonly type: string;
  readonly collection: 'meshes' | 'workshops';
  readonly create: string;
  config(service: Service): Promise<JsonObject>;
  /** What a whole life of an object asks for. */
  readonly operations: readonly string[];
}

const CASES: readonly Case[] = [
  {
    type: 'asm_workshop',
    collection: 'workshops',
    create: 'createWorkshop',
    config: async (service) => ({ ...TASK, mesh_id: await service.made('meshes', {}) }),
    operations: ['listWorkshops', 'deleteWorkshop'],
  },
  {
    type: 'asm_mesh',
    collection: 'meshes',
    create: 'createMesh',
    config: async () => MESH,
    operations: ['listMeshes', 'getMesh', 'deleteMesh'],
  },
];

const held = ({ sandbox }: Service, { collection }: Case): number => sandbox.store.collection('asm', collection).size;

describe.each(CASES)('$type', (item) => {
  describe.each(FAULTS)('under the fault %s', (fault) => {
    it.each([1, 2, 4])('a create hit %i times creates one object', (times) =>
      inService(async (service) => {
        const config = await item.config(service);
        const before = held(service, item);
        service.sandbox.faults.configure({ script: [{ fault, operations: [item.create], times }] });
        const driver = service.of(item.type);
        const kept = await driver.create(config);
        expect(held(service, item)).toBe(before + 1);
        expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      }),
    );

    it('all other calls succeed', () =>
      inService(async (service) => {
        const config = await item.config(service);
        const before = held(service, item);
        service.sandbox.faults.configure({
          script: item.operations.map((operation) => ({ fault, operations: [operation], times: 2 })),
        });
        const driver = service.of(item.type);
        const kept = await driver.create(config);
        expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
        await driver.delete(kept);
        expect(held(service, item)).toBe(before);
      }));

    it('its login succeeds', () =>
      inService(
        async (service) => {
          const config = await item.config(service);
          service.sandbox.faults.configure({ script: [{ fault, operations: ['createToken'], times: 2 }] });
          await service.of(item.type).create(config);
          expect(service.asked().filter((operation) => operation === item.create)).toHaveLength(1);
        },
        { way: 'password' },
      ));
  });

  it('survives random faults without duplicates or losses', () =>
    inService(async (service) => {
      const config = await item.config(service);
      const before = held(service, item);
      service.sandbox.faults.configure({
        rate429: 0.1,
        rate5xx: 0.1,
        rate5xxAfter: 0.1,
        rateReset: 0.1,
        rateDropAfter: 0.1,
        seed: 7,
      });
      const driver = service.of(item.type);
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, index) => driver.create({ ...config, name: `numbered-${index}` })),
      );
      expect([held(service, item), new Set(all.map((kept) => stateOf(kept)['uid'])).size]).toEqual([before + 12, 12]);
      await Promise.all(all.map((kept) => driver.delete(kept)));
      expect(held(service, item)).toBe(before);
    }));

  it('is found by the next run if its create got no response', () =>
    inService(async (service) => {
      const driver = service.of(item.type);
      const planned = await driver.plan(driver.config(await item.config(service)));
      const locator = service.provider.abilities.locate!;
      const about = { type: item.type, planned: planned.state };
      const { evidence } = await locator.evidence({ ...about, context: quiet() });
      service.sandbox.faults.configure({
        script: [
          { fault: 'dropAfter', operations: [item.create] },
          { fault: 'error', operations: ['listWorkshops', 'listMeshes'], times: 99 },
        ],
      });
      const made = await driver.attempt(planned, evidence);
      expect([made.state, made.uncertain, wordsOf(made.diagnostics)]).toEqual([
        undefined,
        true,
        expect.stringContaining('outcome-unknown'),
      ]);
      service.sandbox.faults.clear();
      const request = { ...about, action: 'create', evidence, managed: [], notes: [], requestKey: 'k' } as const;
      expect(await locator.locate({ ...request, context: quiet() })).toMatchObject({ outcome: 'found' });
    }));
});
