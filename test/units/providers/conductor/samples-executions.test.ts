import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import type { InvokeActionResponse } from '../../../../src/providers/requests.js';
import { configValue, quiet } from '../../../conformance/provider-driver.js';
import { wordsOf } from '../acloud/cloud.js';
import { TestClock } from '../rest/clock.js';

/** Requests and replies of executions as the document prints them. */
const HOST = 'https://manager.example.org';
const BASE = '/api/v3.1';
const STARTED = '33dd51d4-5e24-4034-8ed6-2150cdbd98f7';
const SECRET = 'planted-parameter-4711';

const GROUP: JsonObject = {
  concurrency: 5,
  created_at: '2021-04-27T10:29:10.350Z',
  created_by: 'admin',
  deployment_group_id: 'g1',
  execution_ids: ['f89a7998-eb29-44fb-a5da-f565405ac6b2'],
  id: '9159be07-6741-482c-ab99-9ee6894122b9',
  private_resource: false,
  resource_availability: 'tenant',
  status: 'terminated',
  tenant_name: 'default_tenant',
  visibility: 'tenant',
  workflow_id: 'create_deployment_environment',
};

const none = { items: [], metadata: { pagination: { total: 0, offset: 0, size: 0 } } };

let provider: Provider;
let progress: string[];

const manager = (): nock.Scope => nock(HOST, { reqheaders: { tenant: 'default_tenant' } });

async function invoke(type: string, json: JsonObject): Promise<InvokeActionResponse> {
  const actions = provider.abilities.actions!;
  const config = configValue(provider.schemas.action(type)!.block, json);
  expect((await actions.validate({ type, config })).diagnostics).toEqual([]);
  const context = { ...quiet(), progress: (text: string) => void progress.push(text) };
  return actions.invoke({ type, config, requestKey: 'request-1', context });
}

/** An execution that is looked at again and again, in one state after another. */
function goes(execution: string, ...states: readonly JsonObject[]): void {
  for (const state of states)
    manager()
      .get(`${BASE}/executions/${execution}`)
      .reply(200, { id: execution, workflow_id: 'install', ...state });
}

function starts(): void {
  manager()
    .get(`${BASE}/executions`)
    .query({ deployment_id: 'dep', workflow_id: 'install', _size: 1000, _offset: 0 })
    .reply(200, none);
  manager()
    .post(`${BASE}/executions`, { deployment_id: 'dep', workflow_id: 'install', parameters: { password: SECRET } })
    .reply(200, { id: STARTED });
}

beforeEach(async () => {
  nock.disableNetConnect();
  progress = [];
  provider = conductorProvider({ environment: {}, surroundings: { clock: new TestClock(), random: () => 0.5 } });
  const config = configValue(provider.schemas.provider().block, { endpoint: HOST, token: 'planted-token' });
  expect((await provider.configure({ config, planning: false, directory: '.' })).diagnostics).toEqual([]);
});

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  if (pending.length > 0) throw new Error(`never asked for: ${pending.join(', ')}`);
});

const INSTALL = { deployment_id: 'dep', workflow_id: 'install', parameters: { password: SECRET } };

describe('the action conductor_execution', () => {
  it('starts a workflow, shows its progress, and reports its result', async () => {
    starts();
    goes(
      STARTED,
      { status: 'pending' },
      { status: 'started', total_operations: 8, finished_operations: 2 },
      { status: 'started', total_operations: 8, finished_operations: 7 },
      { status: 'terminated' },
    );
    const { summary, diagnostics } = await invoke('conductor_execution', INSTALL);
    expect(diagnostics).toEqual([]);
    expect(summary).toBe(`Started the execution "${STARTED}" of the workflow "install"`);
    expect(progress.map((text) => text.replace(/\d+ s/, '… s'))).toEqual([
      'The execution is pending after … s',
      'The execution is started after … s: 2 of 8 operations',
      'The execution is started after … s: 7 of 8 operations',
    ]);
  });

  it('that fails reports what was done, why it failed, and the last events, but no parameter', async () => {
    starts();
    goes(STARTED, { status: 'failed', error: `no route to host, tried ${SECRET}` });
    manager()
      .get(`${BASE}/events`)
      .query(true)
      .reply(200, {
        items: [{ message: `Task failed with ${SECRET}`, type: 'cloudify_event' }],
        metadata: none.metadata,
      });
    const { summary, diagnostics } = await invoke('conductor_execution', INSTALL);
    expect(summary).toContain(`Started the execution "${STARTED}"`);
    const words = wordsOf(diagnostics);
    expect(words).toContain('ended in state failed');
    expect(words).toContain('It says: no route to host');
    expect(words).toContain('Its last events: "Task failed');
    expect(words + summary + progress.join('')).not.toContain(SECRET);
  });
});

describe("the document's samples of executions", () => {
  it('cancel one', async () => {
    const id = 'e7821510-c536-47f3-8fe7-691a91dc91ff';
    manager().post(`${BASE}/executions/${id}`, { deployment_id: 'dep', action: 'cancel' }).reply(200, { id });
    goes(id, { status: 'cancelling' }, { status: 'cancelled' });
    const { diagnostics } = await invoke('conductor_execution_cancel', {
      execution_id: id,
      action: 'cancel',
      deployment_id: 'dep',
    });
    expect(diagnostics).toEqual([]);
  });

  it('overwrite the state of one', async () => {
    const id = '21236984-9d1f-445e-8bca-f923175441f1';
    manager().patch(`${BASE}/executions/${id}`, { status: 'cancelled' }).reply(200, { id });
    const { diagnostics } = await invoke('conductor_execution_status_override', {
      execution_id: id,
      status: 'cancelled',
    });
    expect(diagnostics).toEqual([]);
  });

  it('delete finished ones, in a body of a DELETE', async () => {
    const gone = ['dab3d7ac-fef0-4b8b-912f-5611cc8f20b5', 'ca3d7413-c8af-41a3-b864-571cef25899b'].map((id) => ({ id }));
    manager()
      .delete(`${BASE}/executions`, { keep_last: 10 })
      .matchHeader('content-type', 'application/json')
      .reply(200, { items: gone, metadata: { pagination: { total: 2, offset: 0, size: 0 } } });
    expect(await invoke('conductor_executions_purge', { keep_last: 10 })).toMatchObject({
      summary: 'Deleted 2 executions',
      diagnostics: [],
    });
  });

  it('start an execution group, and read it at its actual path', async () => {
    manager().get(`${BASE}/execution-groups`).query(true).reply(200, none);
    manager()
      .post(`${BASE}/execution-groups`, { deployment_group_id: 'g1', workflow_id: 'install' })
      .reply(200, { ...GROUP, status: 'started' });
    manager()
      .get(`${BASE}/execution-groups/${GROUP['id'] as string}`)
      .reply(200, GROUP);
    const { diagnostics } = await invoke('conductor_execution_group', {
      deployment_group_id: 'g1',
      workflow_id: 'install',
    });
    expect(diagnostics).toEqual([]);
  });

  it('cancel an execution group, and change its concurrency', async () => {
    const id = GROUP['id'] as string;
    manager()
      .patch(`${BASE}/execution-groups/${id}`, { concurrency: 15 })
      .reply(200, { ...GROUP, concurrency: 15 });
    manager().post(`${BASE}/execution-groups/${id}`, { action: 'cancel' }).reply(200, GROUP);
    const { diagnostics } = await invoke('conductor_execution_group_control', {
      execution_group_id: id,
      concurrency: 15,
      action: 'cancel',
    });
    expect(diagnostics).toEqual([]);
  });

  it('update a node instance at its current version', async () => {
    const path = `${BASE}/node-instances/http_web_server_tfq3nt`;
    manager().get(path).reply(200, { id: 'http_web_server_tfq3nt', version: 0 });
    manager()
      .patch(path, { version: 0, runtime_properties: { key: 'value' } })
      .reply(200, { id: 'http_web_server_tfq3nt', runtime_properties: { key: 'value' } });
    const { diagnostics } = await invoke('conductor_node_instance_update', {
      node_instance_id: 'http_web_server_tfq3nt',
      runtime_properties: { key: 'value' },
    });
    expect(diagnostics).toEqual([]);
  });
});
