import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { WEB } from '../providers/conductor/blueprints.js';

type Body = Readonly<Record<string, unknown>>;

let sandbox: Sandbox;
let now: Date;
const start = new Date('2030-01-01T00:00:00Z');

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['conductor'], checkReplies: true, now: () => now });
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  now = start;
  await sandbox.reset();
  await add('blueprints', { id: 'web', plan: WEB });
  for (const id of ['a', 'b', 'c'])
    await add('deployments', { id, blueprint_id: 'web', inputs: { port: 1, motto: 'm' } });
});

async function add(collection: string, values: Body): Promise<void> {
  await sandbox.drift({ action: 'add', system: 'conductor', collection, values });
}

function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

/** A request to the manager; the body of a refusal is thrown as status and message. */
async function ask(method: string, path: string, body?: Body): Promise<Body> {
  const { CONDUCTOR_USERNAME: user, CONDUCTOR_PASSWORD: password } = sandbox.environment;
  const answer = await fetch(`${sandbox.url}/api/v3.1${path}`, {
    method,
    headers: {
      Tenant: 'default_tenant',
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Body;
  if (!answer.ok) throw new Error(`${answer.status} ${String(json['message'])}`);
  return json;
}

const items = async (path: string): Promise<readonly Body[]> => (await ask('GET', path))['items'] as readonly Body[];

async function begun(deployment: string, more: Body = {}): Promise<string> {
  return (await ask('POST', '/executions', { deployment_id: deployment, workflow_id: 'install', ...more }))[
    'id'
  ] as string;
}

const statusOf = async (id: string): Promise<unknown> => (await ask('GET', `/executions/${id}`))['status'];

describe('an execution', () => {
  it('takes time, and the state of its deployment follows', async () => {
    await sandbox.control('executions', { seconds: 10 });
    const id = await begun('a');
    const deployment = async (): Promise<Body> => (await items('/deployments?id=a'))[0]!;
    expect(await statusOf(id)).toBe('started');
    expect(await deployment()).toMatchObject({ installation_status: 'inactive', deployment_status: 'in_progress' });
    pass(11);
    expect(await statusOf(id)).toBe('terminated');
    expect(await deployment()).toMatchObject({
      installation_status: 'active',
      deployment_status: 'good',
      latest_execution: id,
      latest_execution_status: 'completed',
    });
    expect(await ask('GET', '/deployments/a/outputs')).toMatchObject({ outputs: { url: 'http://10.0.0.1:1' } });
  });

  it('is queued on request, and refused otherwise', async () => {
    await sandbox.control('executions', { seconds: 10 });
    await begun('a');
    await expect(begun('a')).rejects.toThrow(/409 .*currently running/);
    const second = await begun('a', { workflow_id: 'heal', queue: true });
    expect(await statusOf(second)).toBe('queued');
    pass(15);
    expect(await statusOf(second)).toBe('started');
    pass(5);
    expect(await statusOf(second)).toBe('terminated');
  });

  it('fails on request, with an error and matching events', async () => {
    await sandbox.control('executions', { seconds: 1, failing: [{ deployment: 'a', error: 'no room', times: 1 }] });
    const id = await begun('a');
    pass(2);
    expect(await ask('GET', `/executions/${id}`)).toMatchObject({ status: 'failed', error: 'no room' });
    const failed = await items(`/events?execution_id=${id}&event_type=task_failed`);
    expect(failed).toEqual([expect.objectContaining({ message: 'Task failed -> no room' })]);
    const again = await begun('a');
    pass(2);
    expect(await statusOf(again)).toBe('terminated');
  });

  it('ends as cancelled when it is cancelled, and can be resumed', async () => {
    await sandbox.control('executions', { seconds: 10 });
    const id = await begun('a');
    expect(await ask('POST', `/executions/${id}`, { action: 'force-cancel' })).toMatchObject({
      status: 'force_cancelling',
    });
    pass(11);
    expect(await statusOf(id)).toBe('cancelled');
    await expect(ask('POST', `/executions/${id}`, { action: 'cancel' })).rejects.toThrow(/409/);
    expect(await ask('POST', `/executions/${id}`, { action: 'resume' })).toMatchObject({ status: 'started' });
    pass(11);
    expect(await statusOf(id)).toBe('terminated');
  });

  it('starts later if it is scheduled, in its own time zone', async () => {
    const id = await begun('a', { schedule: '203001010230+0200' });
    expect(await statusOf(id)).toBe('scheduled');
    pass(31 * 60);
    expect(await statusOf(id)).toBe('started');
  });

  it('can be deleted only after it has ended', async () => {
    await sandbox.control('executions', { seconds: 10 });
    await begun('a');
    pass(11);
    await begun('b');
    const purged = await ask('DELETE', '/executions', { keep_last: 0 });
    expect(purged['items']).toHaveLength(1);
    expect(await items('/executions')).toHaveLength(1);
    await expect(ask('DELETE', '/executions', {})).rejects.toThrow(/400/);
  });
});

describe('an execution group', () => {
  beforeEach(async () => {
    await sandbox.control('executions', { seconds: 10, failing: [{ deployment: 'b' }] });
    await ask('PUT', '/deployment-groups/all', { deployment_ids: ['a', 'b', 'c'] });
    for (const id of ['good', 'bad']) await ask('PUT', `/deployment-groups/${id}`, {});
  });

  it('limits its concurrency, and moves deployments on according to the result of their execution', async () => {
    const { id } = await ask('POST', '/execution-groups', {
      deployment_group_id: 'all',
      workflow_id: 'install',
      concurrency: 1,
    });
    await ask('PATCH', `/execution-groups/${String(id)}`, { success_group_id: 'good', failure_group_id: 'bad' });
    const statuses = async (): Promise<unknown[]> =>
      (await items('/executions?_sort=deployment_id')).map(({ status }) => status);
    expect(await statuses()).toEqual(['started', 'queued', 'queued']);
    pass(11);
    expect(await statuses()).toEqual(['terminated', 'started', 'queued']);
    expect(await ask('GET', `/execution-groups/${String(id)}`)).toMatchObject({ status: 'started' });
    pass(30);
    expect(await ask('GET', `/execution-groups/${String(id)}`)).toMatchObject({ status: 'failed' });
    expect(await ask('GET', '/deployment-groups/good')).toMatchObject({ deployment_ids: ['a', 'c'] });
    expect(await ask('GET', '/deployment-groups/bad')).toMatchObject({ deployment_ids: ['b'] });
  });

  it('pauses at a concurrency of zero, and is cancelled as a whole', async () => {
    const { id } = await ask('POST', '/execution-groups', {
      deployment_group_id: 'all',
      workflow_id: 'heal',
      concurrency: 0,
    });
    pass(60);
    expect(await ask('GET', `/execution-groups/${String(id)}`)).toMatchObject({ status: 'pending' });
    expect(await ask('POST', `/execution-groups/${String(id)}`, { action: 'cancel' })).toMatchObject({
      status: 'terminated',
    });
  });
});

describe('a schedule', () => {
  const put = (rule: Body): Promise<Body> =>
    ask('PUT', '/execution-schedules/s?deployment_id=a', { workflow_id: 'heal', ...rule });

  it.each([
    [{ since: '2030-1-1 2:00:00', recurrence: '1 day' }, '2030-01-01T02:00:00.000Z'],
    [{ since: '2029-12-1 2:00:00', recurrence: '2 weeks' }, '2030-01-12T02:00:00.000Z'],
    [{ since: '2030-1-1 2:00:00', recurrence: '1d', weekdays: ['sa'] }, '2030-01-05T02:00:00.000Z'],
    [{ since: '2030-1-1 2:00:00', recurrence: '1 day', weekdays: ['we', 'th'] }, '2030-01-02T02:00:00.000Z'],
    [{ since: '2030-1-1 2:00:00', count: 1 }, '2030-01-01T02:00:00.000Z'],
    [{ since: '2030-1-31 2:00:00', recurrence: '1 month' }, '2030-01-31T02:00:00.000Z'],
    [{ since: '2030-1-1 2:00:00', rrule: 'RRULE:FREQ=DAILY;INTERVAL=3' }, '2030-01-01T02:00:00.000Z'],
    [{ since: '2029-1-1 2:00:00', until: '2029-6-1 2:00:00', recurrence: '1 day' }, null],
  ])('%o runs next at %s', async (rule, next) => {
    expect(await put(rule)).toMatchObject({ next_occurrence: next });
  });

  it.each<['documented' | 'source', boolean]>([
    ['documented', true],
    ['source', false],
  ])('can be created by the public Python client, %s: with null for omitted fields', async (answers, enabled) => {
    sandbox.answers.change(answers);
    const left = { until: null, count: null, weekdays: null, rrule: null, slip: null, parameters: null };
    const made = await put({
      ...left,
      since: '2030-1-1 2:00:00',
      recurrence: '1 day',
      stop_on_fail: null,
      enabled: false,
    });
    expect(made).toMatchObject({ enabled, stop_on_fail: false, until: null, parameters: {} });
  });

  it('fires when it is due, repeatedly, up to its limit', async () => {
    await put({ since: '2030-1-1 2:00:00', recurrence: '1 hour', count: 2 });
    const runs = async (): Promise<number> => (await items('/executions')).length;
    expect(await runs()).toBe(0);
    pass(2 * 3600 + 1);
    expect(await runs()).toBe(1);
    pass(3600);
    expect(await runs()).toBe(2);
    pass(3600);
    expect(await runs()).toBe(2);
    expect((await items('/execution-schedules'))[0]).toMatchObject({ next_occurrence: null });
  });

  it('does nothing while it is disabled, and requires its recurrence for every other change', async () => {
    await put({ since: '2030-1-1 2:00:00', recurrence: '1 hour' });
    const change = (body: Body): Promise<Body> => ask('PATCH', '/execution-schedules/s?deployment_id=a', body);
    expect(await change({ enabled: false })).toMatchObject({ enabled: false });
    pass(2 * 3600 + 1);
    expect(await items('/executions')).toEqual([]);
    await expect(change({ slip: 5 })).rejects.toThrow(/400 recurrence/);
    expect(await change({ slip: 5, recurrence: '2 hours' })).toMatchObject({ slip: 5 });
  });

  it('stops permanently after a failed execution if configured so', async () => {
    await sandbox.control('executions', { seconds: 1, failing: [{ workflow: 'heal' }] });
    await put({ since: '2030-1-1 2:00:00', recurrence: '1 hour', stop_on_fail: true });
    pass(2 * 3600 + 1);
    expect(await items('/executions')).toHaveLength(1);
    pass(3600);
    expect(await items('/executions')).toHaveLength(1);
  });

  it('is deleted with its deployment', async () => {
    await put({ since: '2030-1-1 2:00:00', recurrence: '1 hour' });
    await ask('DELETE', '/deployments/a');
    pass(5);
    expect(await items('/deployments?id=a')).toEqual([]);
    expect(await items('/execution-schedules')).toEqual([]);
  });
});

describe('a deployment group', () => {
  const labels = async (id: string): Promise<unknown[]> =>
    ((await items(`/deployments?id=${id}`))[0]!['labels'] as readonly Body[]).map(
      ({ key, value }) => `${key}=${value}`,
    );

  it('applies its labels to members, removes labels it loses, and removes them from members that leave', async () => {
    await ask('PUT', '/deployment-groups/g', { deployment_ids: ['a', 'b'], labels: [{ Team: 'x' }, { tier: 'y' }] });
    expect(await labels('a')).toEqual(['team=x', 'tier=y']);
    await ask('PUT', '/deployment-groups/g', { labels: [{ team: 'z' }] });
    expect(await labels('a')).toEqual(['team=z']);
    await ask('PATCH', '/deployment-groups/g', {
      add: { deployment_ids: ['c'] },
      remove: { deployment_ids: ['a', 'c'] },
    });
    expect(await Promise.all(['a', 'b', 'c'].map(labels))).toEqual([[], ['team=z'], []]);
  });

  it('contains what a filter, rules or another group select now', async () => {
    await ask('PATCH', '/deployments/a', { labels: [{ tier: 'front' }] });
    const rule = { key: 'tier', values: ['front'], operator: 'any_of', type: 'label' };
    await ask('PUT', '/filters/deployments/front', { filter_rules: [rule] });
    expect(await ask('PUT', '/deployment-groups/g', { filter_id: 'front' })).toMatchObject({ deployment_ids: ['a'] });
    expect(await ask('PUT', '/deployment-groups/h', { filter_rules: [{ ...rule, operator: 'is_not' }] })).toMatchObject(
      {
        deployment_ids: ['b', 'c'],
      },
    );
    expect(await ask('PATCH', '/deployment-groups/g', { add: { deployments_from_group: 'h' } })).toMatchObject({
      deployment_ids: ['a', 'b', 'c'],
    });
  });

  it('creates deployments of its blueprint, named by a template, and their execution group', async () => {
    await ask('PUT', '/deployment-groups/g', {
      blueprint_id: 'web',
      default_inputs: { port: 7 },
      new_deployments: [{ id: '{group_id}-{blueprint_id}-{count}' }, { id: '{group_id}-{count}', inputs: { port: 8 } }],
    });
    const made = await items('/deployments?_group_id=g');
    expect(made.map(({ id, inputs }) => [id, (inputs as Body)['port']])).toEqual([
      ['g-web-1', 7],
      ['g-2', 8],
    ]);
    expect(await items('/execution-groups?deployment_group_id=g')).toEqual([
      expect.objectContaining({ workflow_id: 'create_deployment_environment' }),
    ]);
  });
});

describe('a deployment', () => {
  it.each([
    [{}, /Required inputs/],
    [{ size: 1, port: 1 }, /Unknown input/],
  ])('with the inputs %o is refused', async (inputs, why) => {
    await add('blueprints', { id: 'strict', plan: { inputs: { port: {} } } });
    await expect(ask('PUT', '/deployments/d', { blueprint_id: 'strict', inputs })).rejects.toThrow(why);
  });

  it('can be global only if its blueprint is', async () => {
    const make = (): Promise<Body> => ask('PUT', '/deployments/d', { blueprint_id: 'web', visibility: 'global' });
    await expect(make()).rejects.toThrow(/400/);
    await ask('PATCH', '/blueprints/web/set-visibility', { visibility: 'global' });
    expect(await make()).toMatchObject({ visibility: 'global' });
  });

  it('is not updated during an execution, and previews change nothing', async () => {
    await sandbox.control('executions', { seconds: 10 });
    const update = (body: Body): Promise<Body> => ask('POST', '/deployment-updates/a/update/initiate', body);
    expect(await update({ inputs: { port: 9 }, preview: true })).toMatchObject({ state: 'preview' });
    expect((await items('/deployments?id=a'))[0]).toMatchObject({ inputs: { port: 1 } });
    const { id } = await update({ inputs: { port: 9 } });
    await expect(update({ inputs: { port: 10 } })).rejects.toThrow(/409/);
    pass(11);
    expect(await ask('GET', `/deployment-updates/${String(id)}`)).toMatchObject({
      state: 'successful',
      old_inputs: { port: 1 },
    });
    expect((await items('/deployments?id=a'))[0]).toMatchObject({ inputs: { port: 9, motto: 'm' } });
  });

  it('whose capability another one refers to is evaluated there', async () => {
    const plan = { outputs: { peer: { value: { get_capability: ['a', 'port'] } } } };
    await add('blueprints', { id: 'peer', plan });
    await add('deployments', { id: 'd', blueprint_id: 'peer' });
    expect(await ask('GET', '/deployments/d/outputs')).toMatchObject({ outputs: { peer: 1 } });
  });
});

describe('a node instance', () => {
  it('is changed only with its current version', async () => {
    const [instance] = await items('/node-instances?deployment_id=a');
    const change = (version: number): Promise<Body> =>
      ask('PATCH', `/node-instances/${String(instance!['id'])}`, { version, state: 'started' });
    expect(await change(1)).toMatchObject({ state: 'started', version: 2 });
    await expect(change(1)).rejects.toThrow(/409/);
    expect(await items('/nodes?deployment_id=a&_instance_counts=true')).toEqual([
      expect.objectContaining({ unavailable_instances: 0, number_of_instances: 1 }),
    ]);
  });
});
