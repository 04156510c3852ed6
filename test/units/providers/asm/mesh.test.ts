import { describe, expect, it } from 'vitest';
import { quiet } from '../../../conformance/provider-driver.js';
import { inService, MESH, stateOf, wordsOf } from './meshes.js';

describe('a mesh', () => {
  it('is created when its phase is Running, and deleted when it is no longer found', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const kept = await driver.create(MESH);
      expect(stateOf(kept)).toMatchObject({ phase: 'Running', type: 'InCluster', cluster_ids: ['a-cluster'] });
      expect([...new Set(service.asked())]).toEqual(['listMeshes', 'createMesh', 'getMesh']);
      await driver.delete(kept);
      expect([...new Set(service.asked())]).toEqual(['deleteMesh', 'getMesh', 'listMeshes']);
    }));

  it('that fails during creation is kept and reported', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const planned = await driver.plan(driver.config(MESH));
      const made = driver.attempt(planned, undefined, {
        ...quiet(),
        note: async () =>
          void (await service.sandbox.drift({
            action: 'change',
            collection: 'meshes',
            where: { name: MESH.name },
            values: { phase: 'CreateFailed' },
          })),
      });
      const { state, diagnostics, unfinished } = await made;
      expect(wordsOf(diagnostics)).toContain('work-failed');
      // So another one takes its place.
      expect(unfinished).toBeUndefined();
      expect(stateOf({ state: state! })).toMatchObject({ phase: 'CreateFailed' });
    }));

  it('that takes longer than the wait is kept, and the error says how to continue', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const planned = await driver.plan(driver.config({ ...MESH, wait_seconds: 0 }));
      const { state, diagnostics, unfinished } = await driver.attempt(planned);
      expect([diagnostics, unfinished]).toMatchObject([[{ code: 'not-ready' }], true]);
      expect(stateOf({ state: state! })).toMatchObject({ phase: 'Creating' });
    }));

  it('that is still being created is awaited by the next apply', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const { state } = await driver.attempt(await driver.plan(driver.config({ ...MESH, wait_seconds: 0 })));
      service.asked();
      const planned = await driver.plan(driver.config(MESH), { state: state! });
      expect(stateOf(await driver.apply(planned))).toMatchObject({ phase: 'Running' });
      expect(service.asked()).not.toContain('createMesh');
    }));

  it('that failed during creation can be deleted', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const kept = await driver.create(MESH);
      const where = { name: MESH.name };
      await service.sandbox.drift({ action: 'change', collection: 'meshes', where, values: { phase: 'CreateFailed' } });
      await driver.delete(kept);
      expect(service.sandbox.store.collection('asm', 'meshes').size).toBe(0);
    }));

  it('has its uid recorded before the wait', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      const notedAt: string[][] = [];
      const context = { ...quiet(), note: async () => void notedAt.push(service.asked()) };
      await driver.apply(await driver.plan(driver.config(MESH)), context);
      expect(notedAt[0]).toEqual(['listMeshes', 'createMesh']);
    }));

  it('is never created twice with the same name', () =>
    inService(async (service) => {
      const driver = service.of('asm_mesh');
      await driver.create(MESH);
      const { diagnostics } = await driver.attempt(await driver.plan(driver.config(MESH)));
      expect(wordsOf(diagnostics)).toContain('The resource already exists.');
    }));
});
