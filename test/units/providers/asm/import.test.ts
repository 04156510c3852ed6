import { describe, expect, it } from 'vitest';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { inService, stateOf, TASK, task, wordsOf } from './meshes.js';

const WORKSHOP = 'asm_workshop';

describe('an import', () => {
  it.each(['name', 'uid'] as const)('accepts mesh_id and the %s of a task', (by) =>
    inService(async (service) => {
      const { driver, kept, meshId, uid } = await task(service);
      const id = `${meshId}/${by === 'uid' ? uid : TASK.name}`;
      const { objects, diagnostics } = await service.provider.import({ type: WORKSHOP, id, context: quiet() });
      expect([wordsOf(diagnostics), stateOf(objects[0]! as Kept)]).toEqual(['', stateOf(kept)]);
      const planned = await driver.plan(driver.config({ ...TASK, mesh_id: meshId }), { state: objects[0]!.state });
      expect(planned.state).toEqual(kept.state);
    }),
  );

  it.each(['name', 'uid', 'project_id/name', 'project_id/uid'])('accepts the %s of a mesh', (form) =>
    inService(async (service) => {
      const uid = await service.made('meshes', { name: 'elsewhere' });
      const id = form
        .replace('project_id', service.sandbox.environment['HW_PROJECT_ID']!)
        .replace('uid', uid)
        .replace('name', 'elsewhere');
      const { objects } = await service.provider.import({ type: 'asm_mesh', id, context: quiet() });
      expect(stateOf(objects[0]! as Kept)).toMatchObject({ uid, name: 'elsewhere', phase: 'Running' });
    }),
  );

  it('by a name that two tasks share asks for the uid', () =>
    inService(async (service) => {
      const meshId = await service.made('meshes', {});
      for (const name of ['twin', 'twin']) await service.made('workshops', { meshId, name });
      const { diagnostics } = await service.provider.import({ type: WORKSHOP, id: `${meshId}/twin`, context: quiet() });
      expect(wordsOf(diagnostics)).toMatch(/^not-exactly-one: /);
    }));
});
