import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import type { Entry } from '../../../../src/sandbox/collection.js';
import { stateOf, wordsOf } from '../acloud/cloud.js';
import { web } from './blueprints.js';
import { inManager, type Manager } from './manager.js';

const DEPLOYMENT = 'conductor_deployment';
const GROUP = 'conductor_deployment_group';
const SCHEDULE = 'conductor_execution_schedule';

interface StoredDeployment extends Entry {
  readonly labels: readonly { readonly key: string; readonly value: string }[];
}

function labelsOf(manager: Manager, id: string): JsonObject {
  const { labels } = manager.sandbox.store
    .collection<StoredDeployment>('conductor', 'deployments')
    .get(`default_tenant/${id}`)!;
  return Object.fromEntries(labels.map(({ key, value }) => [key, value]));
}

async function deployed(manager: Manager, more: JsonObject = {}) {
  await web(manager);
  const deployment = manager.of(DEPLOYMENT);
  const config = { id: 'shop', blueprint_id: 'web', inputs: { port: 8080, motto: 'hi' }, ...more };
  return { deployment, config, kept: await deployment.create(config) };
}

const NIGHTLY = {
  id: 'nightly',
  deployment_id: 'shop',
  workflow_id: 'heal',
  since: '2030-1-1 2:00:00',
  recurrence: '1 day',
};

async function scheduled(manager: Manager, more: JsonObject = {}) {
  await deployed(manager);
  const schedule = manager.of(SCHEDULE);
  const config = { ...NIGHTLY, ...more };
  return { schedule, config, kept: await schedule.create(config) };
}

/** Changes the schedule past the provider. */
async function moved({ sandbox }: Manager, values: JsonObject): Promise<void> {
  const identity = 'default_tenant/shop/nightly';
  await sandbox.drift({ action: 'change', system: 'conductor', collection: 'schedules', identity, values });
}

describe('trap 2, deployment updates', () => {
  it('start with POST, because PUT was removed', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager);
      const other = { ...config, inputs: { port: 9090, motto: 'hi' } };
      await deployment.apply(await deployment.plan(deployment.config(other), kept));
      const [begun] = manager.sandbox.requests.records.filter(
        ({ operationId }) => operationId === 'initiateDeploymentUpdate',
      );
      expect(begun?.method).toBe('POST');
      const { url, environment, answers } = manager.sandbox;
      // The document's sample has PUT, its text POST; in the manager's source there is only POST.
      answers.change('source');
      const answer = await fetch(`${url}/api/v3.1/deployment-updates/shop/update/initiate`, {
        method: 'PUT',
        headers: { Tenant: environment['CONDUCTOR_TENANT']! },
      });
      expect(answer.status).toBe(405);
    }));

  it('send skip_uninstall, which the table prints as a second skip_install', () =>
    inManager(async (manager) => {
      const { schemas } = manager.provider;
      expect(schemas.resource(DEPLOYMENT)!.block.attributes).toHaveProperty('skip_uninstall');
      expect(schemas.action('conductor_deployment_update')).toBeDefined();
    }));

  it('merge inputs, so a removed input is sent with its default', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager);
      await deployment.apply(await deployment.plan(deployment.config({ ...config, inputs: { port: 1 } }), kept));
      const { inputs } = manager.sandbox.store
        .collection<Entry & { readonly inputs: JsonObject }>('conductor', 'deployments')
        .get('default_tenant/shop')!;
      expect(inputs).toEqual({ port: 1, motto: 'hello' });
    }));
});

describe('trap 3, misspelt paths', () => {
  it.each([
    ['executions-schedules', 'nightly?deployment_id=shop'],
    ['executions', 'an-execution-group'],
  ])('%s/%s is not a path of the manager', (folder, rest) =>
    inManager(async (manager) => {
      const { url, environment } = manager.sandbox;
      const basic = `${environment['CONDUCTOR_USERNAME']}:${environment['CONDUCTOR_PASSWORD']}`;
      const answer = await fetch(`${url}/api/v3.1/${folder}/${rest}`, {
        headers: { Tenant: 'default_tenant', authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      });
      expect(answer.status).toBe(404);
    }),
  );

  it('schedules and execution groups have their own paths', () =>
    inManager(async (manager) => {
      const { schedule, kept } = await scheduled(manager);
      await schedule.read(kept);
      await schedule.delete(kept);
      const paths = manager.sandbox.requests.records.map(({ path }) => path);
      expect(paths).toContain('/api/v3.1/execution-schedules/nightly');
      expect(paths.some((path) => path.includes('executions-schedules'))).toBe(false);
    }));
});

describe('trap 6, labels', () => {
  it('of blueprints and groups are not drift, and stay when others change', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager, { labels: { Tier: ['front'] } });
      await manager.of(GROUP).create({ id: 'g', deployment_ids: ['shop'], labels: { team: ['a'] } });
      const found = await deployment.read(kept);
      expect(found.state).toEqual(kept.state);
      const planned = await deployment.plan(deployment.config({ ...config, labels: { Tier: ['back'] } }), found);
      await deployment.apply(planned);
      expect(labelsOf(manager, 'shop')).toEqual({
        'csys-obj-type': 'service',
        owner: 'platform',
        team: 'a',
        tier: 'back',
      });
    }));
});

describe('trap 7, labels of a group', () => {
  it('spread to its members, and are removed from one that leaves', () =>
    inManager(async (manager) => {
      const { deployment, kept } = await deployed(manager);
      await manager.of(GROUP).create({ id: 'g', labels: { team: ['a'] } });
      const member = manager.of('conductor_deployment_group_member');
      const joined = await member.create({ group_id: 'g', deployment_id: 'shop' });
      expect(labelsOf(manager, 'shop')).toMatchObject({ team: 'a' });
      expect((await deployment.read(kept)).state).toEqual(kept.state);
      await member.delete(joined);
      expect(labelsOf(manager, 'shop')).not.toHaveProperty('team');
      expect((await deployment.read(kept)).state).toEqual(kept.state);
    }));
});

describe('trap 11, times of a schedule', () => {
  it('have another format in responses, and the same instant is not a difference', () =>
    inManager(async (manager) => {
      const { schedule, config, kept } = await scheduled(manager, { until: '2031-1-1 12:00:00' });
      expect(stateOf(kept)).toMatchObject({ since: '2030-1-1 2:00:00', until: '2031-1-1 12:00:00' });
      const found = await schedule.read(kept);
      expect(found.state).toEqual(kept.state);
      expect((await schedule.plan(schedule.config(config), found)).state).toEqual(found.state);
    }));

  it('that were changed elsewhere are drift, in the format of requests', () =>
    inManager(async (manager) => {
      const { schedule, kept } = await scheduled(manager);
      await moved(manager, { since: '2030-02-03T04:05:06.000Z' });
      expect(stateOf(await schedule.read(kept))['since']).toBe('2030-02-03 04:05:06');
    }));

  it('are updated with the recurrence, because the rule would be lost otherwise', () =>
    inManager(async (manager) => {
      const { schedule, config, kept } = await scheduled(manager);
      const off = await schedule.apply(await schedule.plan(schedule.config({ ...config, enabled: false }), kept));
      expect(stateOf(await schedule.read(off))).toMatchObject({ enabled: false, recurrence: '1 day' });
    }));

  it('are disabled by a PATCH after the PUT, which does not accept `enabled`', () =>
    inManager(async (manager) => {
      const { kept } = await scheduled(manager, { enabled: false });
      expect(stateOf(kept)['enabled']).toBe(false);
      expect(manager.asked()).toContain('updateExecutionSchedule');
    }));
});

describe('trap 13, a delete', () => {
  it('of a dependency returns the object, and of a deployment nothing', () =>
    inManager(async (manager) => {
      const { deployment } = await deployed(manager);
      const other = await deployment.create({ id: 'database', blueprint_id: 'web' });
      const dependency = manager.of('conductor_inter_deployment_dependency');
      const kept = await dependency.create({
        dependency_creator: 'by-hand',
        source_deployment: 'shop',
        target_deployment: 'database',
      });
      await dependency.delete(kept);
      await deployment.delete(other);
      const answers = manager.sandbox.requests.records.filter(({ method }) => method === 'DELETE');
      expect(answers.map(({ operationId, status }) => [operationId, status])).toEqual([
        ['deleteInterDeploymentDependency', 200],
        ['deleteDeployment', 204],
      ]);
    }));
});

describe('trap 14, volatile and secret values', () => {
  it('are not drift: changed outputs, and the next run of a schedule', () =>
    inManager(async (manager) => {
      const { schedule, kept } = await scheduled(manager);
      await moved(manager, { next_occurrence: '2030-05-05T02:00:00.000Z' });
      expect((await schedule.read(kept)).state).toEqual(kept.state);
    }));

  it('are never shown: inputs, outputs, capabilities, parameters of executions and schedules', () =>
    inManager(async ({ provider: { schemas } }) => {
      const hidden = (type: string, names: readonly string[], schema = schemas.resource(type)): void => {
        for (const name of names)
          expect(schema!.block.attributes[name], `${type}.${name}`).toMatchObject({ sensitive: true });
      };
      hidden(DEPLOYMENT, ['inputs', 'outputs', 'capabilities', 'install_parameters', 'uninstall_parameters']);
      hidden(SCHEDULE, ['parameters']);
      hidden(GROUP, ['default_inputs', 'new_deployments']);
      for (const [type, name] of [
        ['conductor_execution', 'parameters'],
        ['conductor_executions', 'executions'],
        ['conductor_deployment_outputs', 'outputs'],
        ['conductor_deployment_capabilities', 'capabilities'],
        ['conductor_nodes', 'nodes'],
        ['conductor_node_instances', 'node_instances'],
        ['conductor_deployment_updates', 'deployment_updates'],
        ['conductor_execution_schedules', 'execution_schedules'],
      ] as const)
        hidden(type, [name], schemas.dataSource(type));
    }));
});

describe('trap 16, deleting a deployment', () => {
  it('is refused while instances of it are live, and says what to do', () =>
    inManager(async (manager) => {
      const { deployment, config, kept } = await deployed(manager, { install: true });
      const { install: _, ...left } = config as JsonObject;
      const alone = await deployment.apply(await deployment.plan(deployment.config(left), kept));
      const answer = await deployment.attempt({ ...(await deletion(alone)), private: undefined });
      expect(answer.diagnostics).toEqual([expect.objectContaining({ code: 'delete-refused' })]);
      expect(wordsOf(answer.diagnostics)).toMatch(/still live\. Apply with install set.*force_delete/s);
    }));

  it('is refused while another deployment needs it, and succeeds with force', () =>
    inManager(async (manager) => {
      const { deployment, kept } = await deployed(manager);
      await deployment.create({ id: 'front', blueprint_id: 'web' });
      await manager.of('conductor_inter_deployment_dependency').create({
        dependency_creator: 'by-hand',
        source_deployment: 'front',
        target_deployment: 'shop',
      });
      const answer = await deployment.attempt(await deletion(kept));
      expect(wordsOf(answer.diagnostics)).toContain('depend on it: front');
      const forced = { ...stateOf(kept), force_delete: true };
      await deployment.delete({ state: deployment.config(forced) });
    }));
});

async function deletion(kept: { readonly state: unknown; readonly private?: string | undefined }) {
  return { state: null, config: null, prior: kept.state as never, replaces: [], private: kept.private };
}
