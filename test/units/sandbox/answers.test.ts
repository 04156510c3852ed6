import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answers } from '../../../src/sandbox/index.js';
import { WEB } from '../providers/conductor/blueprints.js';
import { startManager, type Body, type ManagerAnswer, type ManagerClient } from './manager-client.js';
import { zip } from './zip.js';

let manager: ManagerClient;
let now: Date;

beforeAll(async () => {
  manager = await startManager({ now: () => now });
});

afterAll(() => manager.sandbox.close());

beforeEach(async () => {
  now = new Date('2030-01-01T00:00:00Z');
  await manager.sandbox.reset();
  await manager.add('blueprints', { id: 'web', plan: WEB });
  await manager.add('deployments', { id: 'a', blueprint_id: 'web', inputs: { port: 1, motto: 'm' } });
});

/** The answer in both forms, each on a fresh manager. */
const FORMS: readonly Answers[] = ['documented', 'source'];

function upload(text: string, params: Body = {}): FormData {
  const form = new FormData();
  form.set('blueprint_archive', new File([zip({ 'b/blueprint.yaml': text })], 'b.zip'));
  form.set('params', JSON.stringify(params));
  return form;
}

const MAIN = 'tosca_definitions_version: cloudify_dsl_1_3\n';

interface Case {
  readonly what: string;
  readonly ask: () => Promise<ManagerAnswer>;
  readonly documented: object;
  readonly source: object;
}

const schedule = (body: Body) => () =>
  manager.ask('PUT', '/execution-schedules/s?deployment_id=a', {
    workflow_id: 'install',
    since: '2030-01-02 10:00:00',
    ...body,
  });

const CASES: readonly Case[] = [
  {
    what: "a schedule's weekdays are as they were sent, or in capitals, and its rule is whole",
    ask: schedule({ recurrence: '1mo', weekdays: ['2mo', 'l-fr'] }),
    documented: { status: 200, body: { rule: { recurrence: '1mo', weekdays: ['2mo', 'l-fr'] } } },
    source: { status: 201, body: { rule: { recurrence: '1mo', weekdays: ['2MO', 'L-FR'], count: null } } },
  },
  {
    what: "a schedule's execution arguments are as they were sent, or filled in",
    ask: schedule({ count: 1, execution_arguments: { force: true } }),
    documented: { body: { execution_arguments: { force: true } } },
    source: {
      body: {
        execution_arguments: { allow_custom_parameters: false, force: true, is_dry_run: false, wait_after_fail: 600 },
      },
    },
  },
  {
    what: "a plugin's own labels are texts, or lists",
    ask: () =>
      manager.ask(
        'POST',
        '/plugins',
        zip({
          'p/package.json': JSON.stringify({ package_name: 'aws', package_version: '1.0.0' }),
          'p/plugin.yaml':
            'labels: { csys-obj-type: { values: [aws] } }\nblueprint_labels: { a: { values: [b, c] } }\n',
        }),
      ),
    documented: { status: 201, body: { labels: { 'csys-obj-type': 'aws' }, blueprint_labels: { a: ['b', 'c'] } } },
    source: { status: 201, body: { labels: { 'csys-obj-type': ['aws'] }, blueprint_labels: { a: ['b', 'c'] } } },
  },
  {
    what: 'an output that does not refer to anything is null, or refuses all outputs',
    async ask() {
      const outputs = { key: { value: { get_secret: 'no-such-secret' } } };
      await manager.add('blueprints', { id: 'broken', plan: { outputs } });
      await manager.add('deployments', { id: 'b', blueprint_id: 'broken' });
      return manager.ask('GET', '/deployments/b/outputs');
    },
    documented: { status: 200, body: { outputs: { key: null } } },
    source: { status: 400, body: { error_code: 'deployment_outputs_evaluation_error' } },
  },
  {
    what: 'a deployment in use is not deleted: 405, or 400',
    async ask() {
      await manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'install' });
      now = new Date(now.getTime() + 10_000);
      return manager.ask('DELETE', '/deployments/a');
    },
    documented: { status: 405, body: { error_code: 'dependent_exists_error' } },
    source: { status: 400, body: { error_code: 'dependent_exists_error' } },
  },
  {
    what: 'a second execution on a deployment is refused: 409, or 400',
    async ask() {
      await manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'install' });
      return manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'heal' });
    },
    documented: { status: 409, body: { error_code: 'existing_running_execution_error' } },
    source: { status: 400, body: { error_code: 'existing_running_execution_error' } },
  },
  {
    what: 'an execution that is over is not cancelled: 409, or 400',
    async ask() {
      const { body } = await manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'install' });
      now = new Date(now.getTime() + 10_000);
      return manager.ask('POST', `/executions/${String(body['id'])}`, { action: 'cancel' });
    },
    documented: { status: 409, body: { error_code: 'illegal_action_error' } },
    source: { status: 400, body: { error_code: 'illegal_action_error' } },
  },
  {
    what: 'the token of an administrator is one of the role admin, or a list that hides it',
    ask: () => manager.ask('GET', '/tokens'),
    documented: { status: 200, body: { role: 'admin' } },
    source: { status: 200, body: { items: [expect.objectContaining({ role: 'sys_admin', username: 'admin' })] } },
  },
  {
    what: 'an update of a filter replaces its rules, or those of the same type',
    async ask() {
      const label = { key: 'Env', values: ['test'], operator: 'any_of', type: 'label' };
      const attribute = { key: 'created_by', values: ['ann'], operator: 'any_of', type: 'attribute' };
      await manager.ask('PUT', '/filters/deployments/f', { filter_rules: [label] });
      return manager.ask('PATCH', '/filters/deployments/f', { filter_rules: [attribute] });
    },
    documented: { body: { value: [expect.objectContaining({ key: 'created_by' })] } },
    source: { body: { value: [{ key: 'env' }, { key: 'created_by' }].map((rule) => expect.objectContaining(rule)) } },
  },
];

describe('undocumented behaviour follows the document or the source, as configured', () => {
  for (const { what, ask, ...expected } of CASES) {
    it.each(FORMS)(`${what} (%s)`, async (form) => {
      await manager.as(form);
      expect(await ask()).toMatchObject(expected[form]);
    });
  }
});

describe('the form of responses', () => {
  it('is set at the start, changed while the sandbox runs, and restored by a reset', async () => {
    const sourced = await startManager({ answers: 'source' });
    try {
      expect((await sourced.ask('GET', '/tokens')).body).toHaveProperty('items');
      await sourced.as('documented');
      expect((await sourced.ask('GET', '/tokens')).body).toHaveProperty('value');
      await sourced.sandbox.reset();
      expect((await sourced.ask('GET', '/tokens')).body).toHaveProperty('items');
    } finally {
      await sourced.sandbox.close();
    }
  });

  it('is either of two', async () => {
    await expect(manager.as('other' as Answers)).rejects.toThrow(/documented/);
  });
});

describe('a blueprint upload', () => {
  const states = async (): Promise<unknown> => (await manager.items('/blueprints?id=b')).map(({ state }) => state);

  it('continues after its response if it is asynchronous', async () => {
    const answer = await manager.ask('PUT', '/blueprints/b', upload(MAIN, { async_upload: true }));
    expect(answer).toMatchObject({ status: 201, body: { state: 'uploading' } });
    expect(await states()).toEqual(['uploading']);
    expect(await manager.ask('PUT', '/deployments/d', { blueprint_id: 'b' })).toMatchObject({ status: 400 });
    now = new Date(now.getTime() + 1000);
    expect(await states()).toEqual(['uploaded']);
  });

  it('that fails leaves its blueprint in a failed state, and can be repeated', async () => {
    const failed = await manager.ask('PUT', '/blueprints/b', upload('node_templates: {}\n'));
    expect(failed).toMatchObject({ status: 400, body: { error_code: 'invalid_blueprint_error' } });
    expect(await states()).toEqual(['failed_parsing']);
    expect(await manager.ask('PUT', '/blueprints/b', upload(MAIN))).toMatchObject({ status: 201 });
    expect(await manager.ask('PUT', '/blueprints/b', upload(MAIN))).toMatchObject({ status: 409 });
  });

  it.each([
    { seconds: 30, text: MAIN, state: 'uploaded', status: 201 },
    { seconds: 30, text: 'a: b', state: 'failed_parsing', status: 400 },
  ])('returns a response when it is complete: $state', async ({ seconds, text, state, status }) => {
    await manager.sandbox.control('uploads', { seconds });
    const answer = manager.ask('PUT', '/blueprints/b', upload(text));
    while ((await manager.items('/blueprints?id=b')).length === 0);
    expect(await states()).toEqual(['uploading']);
    now = new Date(now.getTime() + 31_000);
    expect(await answer).toMatchObject({ status });
    expect(await states()).toEqual([state]);
  });
});
