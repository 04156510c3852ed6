import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { configValue, Driver } from '../../../conformance/provider-driver.js';
import { stateOf, wordsOf } from '../acloud/cloud.js';
import { TestClock } from '../rest/clock.js';

/** Requests and replies as the document prints them, with its placeholders filled in and its omissions left out. */
const HOST = 'https://manager.example.org';
const BASE = '/api/v3.1';
const AUTHORIZATION = `Basic ${Buffer.from('admin:planted-password').toString('base64')}`;

const DEPLOYMENT: JsonObject = {
  inputs: { inp1: 'value1' },
  permalink: null,
  description: 'deployment_1',
  blueprint_id: 'blueprint_1',
  policy_types: {},
  tenant_name: 'default_tenant',
  created_at: '2017-12-17T09:28:22.800Z',
  updated_at: '2017-12-17T09:29:20.750Z',
  created_by: 'admin',
  policy_triggers: {},
  private_resource: false,
  visibility: 'tenant',
  groups: {},
  workflows: {},
  id: 'deployment_1',
  outputs: {},
  labels: [
    { key: 'key2', value: 'val2', created_at: '2020-11-29T11:19:03.324Z', creator_id: 0 },
    { key: 'key1', value: 'val1', created_at: '2020-11-29T11:19:03.324Z', creator_id: 0 },
  ],
};

const UPDATE: JsonObject = {
  old_inputs: {},
  new_inputs: {},
  state: 'successful',
  deployment_id: 'deployment_1',
  old_blueprint_id: 'blueprint_1',
  new_blueprint_id: 'blueprint_2',
  steps: [],
  tenant_name: 'default_tenant',
  created_at: '2017-12-17T09:28:22.800Z',
  created_by: 'admin',
  execution_id: 'f92754a0-4cf4-4baa-80d3-0602f03f2b91',
  deployment_update_deployment: {},
  private_resource: false,
  visibility: 'tenant',
  resource_availability: 'tenant',
  modified_entity_ids: {},
  deployment_plan: {},
  id: 'deployment_1-b22cd6b3-6dc1-4215-b9c0-404155eea939',
  deployment_update_node_instances: {},
  deployment_update_nodes: [],
  central_plugins_to_install: [],
  central_plugins_to_uninstall: [],
};

const GROUP: JsonObject = {
  created_at: '2021-04-26T09:02:05.597Z',
  created_by: 'admin',
  default_blueprint_id: 'bp1',
  default_inputs: { inp1: 'value1' },
  deployment_ids: ['dep1', 'dep2', 'dep3'],
  description: 'This is a description',
  id: 'g1',
  labels: [{ created_at: '2021-04-26T09:44:40.807Z', creator_id: 0, key: 'x', value: 'y' }],
  private_resource: false,
  resource_availability: 'tenant',
  tenant_name: 'default_tenant',
  visibility: 'tenant',
};

const DEPENDENCY: JsonObject = {
  dependency_creator: 'component.infrastructure_vkd2zx',
  tenant_name: 'default_tenant',
  created_at: '2020-04-27T08:24:45.938Z',
  visibility: 'tenant',
  private_resource: false,
  target_deployment_id: 'infrastructure_vkd2zx',
  resource_availability: 'tenant',
  created_by: 'admin',
  id: '451f2d61-448a-47db-a786-aa8b64c905ed',
  source_deployment_id: 'jboss-app',
};

const EVENTS: JsonObject = {
  items: [
    {
      node_instance_id: 'vm_ke9e2d',
      event_type: 'task_failed',
      operation: 'cloudify.interfaces.cloudify_agent.create',
      blueprint_id: 'linuxbp1',
      timestamp: '2017-03-22T11:43:02.132Z',
      message: "Task failed 'cloudify_agent.installer.operations.create' -> ERROR_MESSAGE",
      node_name: 'vm',
      workflow_id: 'install',
      error_causes: [{ message: 'ERROR_MESSAGE', traceback: 'Traceback', type: 'NonRecoverableError' }],
      reported_timestamp: '2017-03-22T11:43:01.823Z',
      deployment_id: 'linuxdp1',
      type: 'cloudify_event',
      execution_id: '19ce78d6-babc-4a18-ba8e-74b853f2b387',
      manager_name: 'manager-1',
      agent_name: null,
    },
  ],
  metadata: { pagination: { total: 1, offset: 0, size: 10000 } },
};

/** A page whose metadata has an unreliable size: the document shows 0, 1000 and 10000. */
const page = (items: readonly JsonObject[], size = 0): JsonObject => ({
  items,
  metadata: { pagination: { total: items.length, offset: 0, size } },
});

let provider: Provider;
const of = (type: string): Driver => new Driver(provider, type);
const manager = (): nock.Scope =>
  nock(HOST, { reqheaders: { authorization: AUTHORIZATION, tenant: 'default_tenant' } });

/** What a deployment shows beside itself. */
function shows(deployment: JsonObject): void {
  manager()
    .get(`${BASE}/deployments`)
    .query({ id: 'deployment_1', _size: 1000, _offset: 0 })
    .reply(200, page([deployment]));
  for (const [name, values] of [
    ['outputs', { output_1: 'node_vbs4o4', output_2: 'some_value' }],
    ['capabilities', { capability_1: 'node_vbs4o4', capability_2: 'some_capability' }],
  ] as const)
    manager()
      .get(`${BASE}/deployments/deployment_1/${name}`)
      .reply(200, { deployment_id: 'deployment_1', [name]: values });
}

function ends(execution: string, status: string, more: JsonObject = {}): void {
  manager()
    .get(`${BASE}/executions/${execution}`)
    .reply(200, { id: execution, status, workflow_id: 'w', ...more });
}

beforeEach(async () => {
  nock.disableNetConnect();
  provider = conductorProvider({ environment: {}, surroundings: { clock: new TestClock(), random: () => 0.5 } });
  const config = configValue(provider.schemas.provider().block, {
    endpoint: HOST,
    username: 'admin',
    password: 'planted-password',
  });
  const { diagnostics } = await provider.configure({ config, planning: false, directory: '.' });
  expect(diagnostics).toEqual([]);
});

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  if (pending.length > 0) throw new Error(`never asked for: ${pending.join(', ')}`);
});

const CREATED = 'e7821510-c536-47f3-8fe7-691a91dc91ff';

async function created(more: JsonObject = {}) {
  const deployment = of('conductor_deployment');
  const config = { id: 'deployment_1', blueprint_id: 'blueprint_1', inputs: { inp1: 'value1' }, ...more };
  manager()
    .put(`${BASE}/deployments/deployment_1`, {
      blueprint_id: 'blueprint_1',
      inputs: { inp1: 'value1' },
      labels: [],
      ...more,
    } as never)
    .matchHeader('content-type', 'application/json')
    .reply(200, { ...DEPLOYMENT, create_execution: CREATED });
  ends(CREATED, 'terminated');
  shows(DEPLOYMENT);
  return { deployment, config, kept: await deployment.create(config) };
}

describe("the document's samples of deployments", () => {
  it('create one, and return its outputs and capabilities', async () => {
    const { kept } = await created();
    expect(stateOf(kept)).toMatchObject({
      description: 'deployment_1',
      outputs: { output_1: 'node_vbs4o4', output_2: 'some_value' },
      capabilities: { capability_1: 'node_vbs4o4', capability_2: 'some_capability' },
    });
  });

  it('update one by POST, with skip_uninstall where the table repeats skip_install', async () => {
    const { deployment, config, kept } = await created();
    manager()
      .get(`${BASE}/deployment-updates`)
      .query({ deployment_id: 'deployment_1', _size: 1000, _offset: 0 })
      .reply(200, page([]));
    manager()
      .post(`${BASE}/deployment-updates/deployment_1/update/initiate`, {
        blueprint_id: 'blueprint_2',
        inputs: { inp1: 'value1' },
        skip_install: true,
        skip_uninstall: true,
      })
      .reply(200, UPDATE);
    ends('f92754a0-4cf4-4baa-80d3-0602f03f2b91', 'terminated');
    shows({ ...DEPLOYMENT, blueprint_id: 'blueprint_2' });
    const planned = await deployment.plan(
      deployment.config({ ...config, blueprint_id: 'blueprint_2', skip_install: true, skip_uninstall: true }),
      kept,
    );
    expect(stateOf(await deployment.apply(planned))['blueprint_id']).toBe('blueprint_2');
  });

  it('set its site, its visibility and its labels', async () => {
    const { deployment, config, kept } = await created();
    const labels = [{ key: 'key3', value: 'val3', created_at: '2020-11-29T11:19:03.324Z', creator_id: 0 }];
    const after = { ...DEPLOYMENT, visibility: 'global', site_name: 'a site name', labels };
    manager().patch(`${BASE}/deployments/deployment_1/set-visibility`, { visibility: 'global' }).reply(200, after);
    manager().post(`${BASE}/deployments/deployment_1/set-site`, { site_name: 'a site name' }).reply(200, after);
    manager()
      .patch(`${BASE}/deployments/deployment_1`, { labels: [{ key3: 'val3' }, { key2: 'val2' }, { key1: 'val1' }] })
      .reply(200, after);
    // Labels are set as a whole, so those that others put on are looked up first.
    shows(DEPLOYMENT);
    const planned = await deployment.plan(
      deployment.config({ ...config, visibility: 'global', site_name: 'a site name', labels: { key3: ['val3'] } }),
      kept,
    );
    expect(stateOf(await deployment.apply(planned))).toMatchObject({
      visibility: 'global',
      labels: { key3: ['val3'] },
    });
  });

  it('delete one with its logs', async () => {
    const { deployment, kept } = await created();
    manager().delete(`${BASE}/deployments/deployment_1`).query({ delete_logs: 'true' }).reply(204);
    manager().get(`${BASE}/deployments`).query(true).reply(200, page([]));
    const state = deployment.config({ ...stateOf(kept), delete_logs: true });
    await deployment.delete({ state });
  });
});

describe("the document's samples of a failing execution", () => {
  it('report the reason in its last events', async () => {
    const failed = '19ce78d6-babc-4a18-ba8e-74b853f2b387';
    const deployment = of('conductor_deployment');
    manager()
      .put(`${BASE}/deployments/deployment_1`)
      .reply(200, { ...DEPLOYMENT, create_execution: failed });
    ends(failed, 'failed', { error: 'ERROR_MESSAGE' });
    manager()
      .get(`${BASE}/events`)
      .query({ deployment_id: 'deployment_1', execution_id: failed, _sort: '-timestamp', _size: 3 })
      .reply(200, EVENTS);
    shows(DEPLOYMENT);
    const planned = await deployment.plan(
      deployment.config({ id: 'deployment_1', blueprint_id: 'blueprint_1', inputs: { inp1: 'value1' } }),
    );
    const { diagnostics, state } = await deployment.attempt(planned);
    expect(state).not.toBeNull();
    expect(wordsOf(diagnostics)).toContain(
      `Its last events: "Task failed 'cloudify_agent.installer.operations.create' -> ERROR_MESSAGE".`,
    );
  });
});

describe("the document's samples of groups", () => {
  it('create one from existing deployments', async () => {
    manager()
      .put(`${BASE}/deployment-groups/g1`, { description: 'hello', labels: [], deployment_ids: ['dep1', 'dep2'] })
      .reply(200, { ...GROUP, description: 'hello', deployment_ids: ['dep1', 'dep2'] });
    const kept = await of('conductor_deployment_group').create({
      id: 'g1',
      description: 'hello',
      deployment_ids: ['dep1', 'dep2'],
    });
    expect(stateOf(kept)).toMatchObject({ blueprint_id: 'bp1', default_inputs: { inp1: 'value1' } });
  });

  it('add a deployment, and remove it', async () => {
    const member = of('conductor_deployment_group_member');
    manager()
      .patch(`${BASE}/deployment-groups/g1`, { add: { deployment_ids: ['dep1'] } })
      .reply(200, GROUP);
    const kept = await member.create({ group_id: 'g1', deployment_id: 'dep1' });
    manager()
      .patch(`${BASE}/deployment-groups/g1`, { remove: { deployment_ids: ['dep1'] } })
      .reply(200, GROUP);
    await member.delete(kept);
  });
});

describe("the document's samples of dependencies", () => {
  it('create one, find it in the list, and delete it with a body', async () => {
    const dependency = of('conductor_inter_deployment_dependency');
    const triple = {
      dependency_creator: 'component.infrastructure_vkd2zx',
      source_deployment: 'jboss-app',
      target_deployment: 'infrastructure_vkd2zx',
    };
    manager().put(`${BASE}/deployments/inter-deployment-dependencies`, triple).reply(200, DEPENDENCY);
    const kept = await dependency.create(triple);
    manager()
      .get(`${BASE}/deployments/inter-deployment-dependencies`)
      .query({ source_deployment_id: 'jboss-app', _size: 1000, _offset: 0 })
      .reply(200, page([{ ...DEPENDENCY, target_deployment_id: null, id: 'x' }, DEPENDENCY], 1000));
    expect((await dependency.read(kept)).state).toEqual(kept.state);
    manager()
      .delete(`${BASE}/deployments/inter-deployment-dependencies`, { ...triple, is_component_deletion: false })
      .reply(200, DEPENDENCY);
    await dependency.delete(kept);
  });
});

describe("the document's samples of schedules", () => {
  const path = `${BASE}/execution-schedules/custom-sched`;
  const shown = {
    id: 'custom-sched',
    deployment_id: 'dep',
    workflow_id: 'install',
    tenant_name: 'default_tenant',
    since: '2021-01-01T12:00:00.000Z',
    until: '2022-01-01T12:00:00.000Z',
    next_occurrence: '2021-03-08T10:16:00.000Z',
    enabled: true,
    stop_on_fail: false,
  };
  const config = {
    id: 'custom-sched',
    deployment_id: 'dep',
    workflow_id: 'install',
    since: '2021-1-1 12:00:00',
    until: '2022-1-1 12:00:00',
    recurrence: '1 day',
  };

  it('create one, update it with its recurrence, and delete it at its actual path', async () => {
    const schedule = of('conductor_execution_schedule');
    const { id: _, deployment_id: __, ...body } = config;
    manager()
      .put(path, { ...body, slip: 0, stop_on_fail: false })
      .query({ deployment_id: 'dep' })
      .reply(200, shown);
    const kept = await schedule.create(config);
    const { workflow_id: ___, ...rule } = body;
    manager()
      .patch(path, { ...rule, slip: 0, stop_on_fail: false, enabled: false })
      .query({ deployment_id: 'dep' })
      .reply(200, { ...shown, enabled: false });
    const off = await schedule.apply(await schedule.plan(schedule.config({ ...config, enabled: false }), kept));
    expect(stateOf(off)).toMatchObject({ enabled: false, since: '2021-1-1 12:00:00' });
    manager().delete(path).query({ deployment_id: 'dep' }).reply(204);
    await schedule.delete(off);
  });
});
