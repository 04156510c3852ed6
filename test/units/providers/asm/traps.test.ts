import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../../../src/model/index.js';
import { quiet, type Kept } from '../../../conformance/provider-driver.js';
import { clock, inService, stateOf, TASK, task, wordsOf, type Service } from './meshes.js';

const WORKSHOP = 'asm_workshop';

const tasks = ({ sandbox }: Service): number => sandbox.store.collection('asm', 'workshops').size;

describe('the workshop in DELETE is metadata.name; on 404 try the uid, then confirm by listing', () => {
  it('is deleted by its name', () =>
    inService(async (service) => {
      const { driver, kept, meshId } = await task(service);
      await driver.delete(kept);
      const paths = service.sandbox.requests.records.map(({ method, path }) => `${method} ${path}`);
      expect(paths.at(-1)).toBe(`DELETE /v2/meshes/${meshId}/workshops/bookinfo`);
      expect([service.asked(), tasks(service)]).toEqual([['deleteWorkshop'], 0]);
    }));

  it('is deleted by its uid if its name is not found', () =>
    inService(async (service) => {
      const { driver, kept, meshId, uid } = await task(service);
      await service.sandbox.control('workshopDeletion', { by: 'uid' });
      await driver.delete(kept);
      const paths = service.sandbox.requests.records.map(({ method, path }) => `${method} ${path}`);
      expect(paths.at(-1)).toBe(`DELETE /v2/meshes/${meshId}/workshops/${uid}`);
      expect([service.asked(), tasks(service)]).toEqual([['deleteWorkshop', 'deleteWorkshop'], 0]);
    }));

  it('is deleted only if the list does not contain it either', () =>
    inService(async (service) => {
      const { driver, kept, uid } = await task(service);
      await service.sandbox.drift({ action: 'delete', collection: 'workshops', identity: uid });
      await driver.delete(kept);
      expect(service.asked()).toEqual(['deleteWorkshop', 'deleteWorkshop', 'listWorkshops']);
    }));

  it('is deleted with its mesh, if the project is accessible', () =>
    inService(async (service) => {
      const { driver, kept, meshId } = await task(service);
      await service.sandbox.drift({ action: 'delete', collection: 'meshes', identity: meshId });
      await driver.delete(kept);
      expect(service.asked()).toEqual(['deleteWorkshop', 'deleteWorkshop', 'listWorkshops', 'listMeshes']);
    }));

  it('is not considered deleted while the state of its mesh is unknown', () =>
    inService(
      async (service) => {
        const { driver, kept, meshId } = await task(service);
        await service.sandbox.drift({ action: 'delete', collection: 'meshes', identity: meshId });
        const answer = await service.provider.read({ type: WORKSHOP, state: kept.state, context: quiet() });
        expect(answer.state).toEqual(kept.state);
        expect(wordsOf(answer.diagnostics)).toContain('project_id');
        expect(driver.said).toEqual([]);
      },
      { environment: { HW_PROJECT_ID: undefined } },
    ));
});

describe('items of the list are wrapped as {workshop: {…}}; the create reply is not', () => {
  it('reads both the same way', () =>
    inService(async (service) => {
      const { driver, kept } = await task(service);
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      expect(service.asked()).toEqual(['listWorkshops']);
    }));

  it('reads a hundred tasks from one list', () =>
    inService(async (service) => {
      const { driver, meshId } = await task(service);
      const names = Array.from({ length: 100 }, (_, index) => `task-${index}`);
      const uids = await Promise.all(names.map((name) => service.made('workshops', { meshId, name })));
      const found = await Promise.all(
        uids.map((uid) => service.provider.import({ type: WORKSHOP, id: `${meshId}/${uid}`, context: quiet() })),
      );
      expect(found.map(({ objects }) => stateOf(objects[0]! as Kept)['name'])).toEqual(names);
      expect([service.asked(), driver.said]).toEqual([['listWorkshops'], []]);
    }));
});

describe('there is no phase: 200 does not say that the workload runs, and nothing can be waited for', () => {
  it('creates with one request and does not wait', () =>
    inService(async (service) => {
      const meshId = await service.made('meshes', {});
      const slept = clock.slept.length;
      await service.of(WORKSHOP).create({ ...TASK, mesh_id: meshId });
      expect([service.asked(), clock.slept.length]).toEqual([['listWorkshops', 'createWorkshop'], slept]);
    }));
});

describe("errors {errorCode, errorMsg}; a gateway's are {error_code, error_msg}; decide by HTTP status", () => {
  it("shows the service's message", () =>
    inService(async (service) => {
      const { driver, meshId } = await task(service);
      const answer = await driver.attempt(await driver.plan(driver.config({ ...TASK, mesh_id: meshId })));
      expect(wordsOf(answer.diagnostics)).toContain('There is already a task bookinfo in this mesh.');
    }));

  it("shows the gateway's message, and treats 401 as an authentication error", () =>
    inService(
      async (service) => {
        const { diagnostics } = await service.data('asm_meshes', {});
        expect(wordsOf(diagnostics)).toMatch(/^not-authenticated: .*decrypt token fail/);
      },
      { way: 'token', environment: { HW_AUTH_TOKEN: 'another' } },
    ));
});

describe('a uid in the configuration has no effect: it is computed only', () => {
  it('rejects one in the configuration', () =>
    inService(async (service) => {
      const driver = service.of(WORKSHOP);
      const said = await driver.validate(driver.config({ ...TASK, mesh_id: 'm', uid: 'mine' }));
      expect(wordsOf(said)).toContain('uid');
    }));

  it('returns the uid from the service', () =>
    inService(async (service) => {
      const { uid } = await task(service);
      const [{ identity }] = service.sandbox.store.collection('asm', 'workshops').all() as [{ identity: string }];
      expect(uid).toBe(identity);
    }));
});

describe('port must be 1..65535 (our check, before any call)', () => {
  it.each([0, -1, 65536, 80.5])('rejects %d without a request', (port) =>
    inService(async (service) => {
      const driver = service.of(WORKSHOP);
      const config = driver.config({ ...TASK, mesh_id: 'm', ingress: { ...TASK.ingress, port } });
      const diagnostics = await driver.validate(config);
      expect(diagnostics).toMatchObject([{ code: 'invalid-value', path: ['ingress', 'port'] }]);
      expect(service.asked()).toEqual([]);
    }),
  );

  it.each([1, 65535])('accepts %d', (port) =>
    inService(async (service) => {
      const mesh_id = await service.made('meshes', {});
      const kept = await service.of(WORKSHOP).create({ ...TASK, mesh_id, ingress: { ...TASK.ingress, port } });
      expect(stateOf(kept)).toMatchObject({ ingress: { port } });
    }),
  );

  it('rejects an unknown port as soon as it is known', () =>
    inService(async (service) => {
      const driver = service.of(WORKSHOP);
      const planned = await driver.plan(
        driver.config({ ...TASK, mesh_id: 'm', ingress: { ...TASK.ingress, port: 70_000 } }),
      );
      const answer = await driver.attempt(planned);
      expect([hasErrors(answer.diagnostics), service.asked()]).toEqual([true, []]);
    }));
});

describe('there is no update: every input replaces', () => {
  it.each([
    { name: 'other' },
    { mesh_id: 'other' },
    { description: 'other' },
    { primary_cluster: 'other' },
    { image_address: 'other' },
    { ingress: { ...TASK.ingress, elb_ip: '192.0.2.8' } },
  ])('%o', (change) =>
    inService(async (service) => {
      const { driver, kept, meshId } = await task(service);
      const planned = await driver.plan(driver.config({ ...TASK, mesh_id: meshId, ...change }), kept);
      expect(planned.replaces.map(([name]) => name)).toEqual(Object.keys(change));
    }),
  );
});

describe('updateTime and creationTimestamp are never a difference', () => {
  it('are ignored if the service returns new ones', () =>
    inService(async (service) => {
      const { driver, kept, uid } = await task(service);
      await service.sandbox.drift({
        action: 'change',
        collection: 'workshops',
        identity: uid,
        values: { updateTime: '2030-01-01T00:00:00Z', creationTimestamp: '2030-01-01T00:00:00Z' },
      });
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
    }));
});
