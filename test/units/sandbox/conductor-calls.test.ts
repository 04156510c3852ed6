import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WEB } from '../providers/conductor/blueprints.js';
import { startManager, type Body, type ManagerClient } from './manager-client.js';
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
});

const label = (key: string, value: string): Body => ({ key, value, created_at: now.toISOString(), creator_id: 0 });

/** A deployment created past the provider, in an environment if one is named. */
async function deployment(id: string, inside?: string, more: Body = {}): Promise<void> {
  const labels = inside === undefined ? [] : [label('csys-obj-parent', inside)];
  await manager.add('deployments', { id, blueprint_id: 'web', inputs: { port: 1, motto: 'm' }, labels, ...more });
}

async function environment(id: string, inside?: string): Promise<void> {
  const parents = inside === undefined ? [] : [label('csys-obj-parent', inside)];
  await deployment(id, undefined, { labels: [label('csys-obj-type', 'environment'), ...parents] });
}

const idsOf = async (path: string): Promise<readonly unknown[]> => (await manager.items(path)).map(({ id }) => id);

function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

describe('an environment of deployments', () => {
  beforeEach(async () => {
    await environment('outer');
    await environment('inner', 'outer');
    await deployment('service', 'outer');
    await deployment('deep', 'inner');
  });

  it('counts its contents at all levels, or at the first level only', async () => {
    const counts = async (query: string): Promise<Body> => (await manager.items(`/deployments?id=outer${query}`))[0]!;
    expect(await counts('')).toMatchObject({ sub_services_count: 2, sub_environments_count: 1 });
    expect(await counts('&all_sub_deployments=False')).toMatchObject({
      sub_services_count: 1,
      sub_environments_count: 1,
    });
  });

  it('has the worst status of its contents', async () => {
    const [before] = await manager.items('/deployments?id=outer');
    expect(before).toMatchObject({ sub_services_status: 'requires_attention' });
    for (const id of ['outer', 'inner', 'service', 'deep']) {
      await manager.ask('POST', '/executions', { deployment_id: id, workflow_id: 'install' });
      pass(1);
    }
    const [after] = await manager.items('/deployments?id=outer');
    expect(after).toMatchObject({
      sub_services_status: 'good',
      sub_environments_status: 'good',
      deployment_status: 'good',
    });
  });

  it('is not deleted while it has contents, unless they are deleted with it', async () => {
    expect(await manager.ask('DELETE', '/deployments/outer')).toMatchObject({
      status: 405,
      body: { message: expect.stringMatching(/inner.*service|service.*inner/) as unknown },
    });
    expect(await manager.ask('DELETE', '/deployments/outer?recursive=True')).toMatchObject({ status: 204 });
    pass(1);
    expect(await idsOf('/deployments')).toEqual([]);
  });

  it('is not deleted with its contents if one of them is live', async () => {
    await manager.ask('POST', '/executions', { deployment_id: 'deep', workflow_id: 'install' });
    pass(1);
    expect(await manager.ask('DELETE', '/deployments/outer?recursive=true')).toMatchObject({ status: 405 });
    expect((await idsOf('/deployments')).length).toBe(4);
    expect(await manager.ask('DELETE', '/deployments/outer?recursive=true&force=true')).toMatchObject({ status: 204 });
    pass(1);
    expect(await idsOf('/deployments')).toEqual([]);
  });

  it('must exist, and cannot contain itself', async () => {
    const put = (id: string, parent: string) =>
      manager.ask('PATCH', `/deployments/${id}`, { labels: [{ 'csys-obj-parent': parent }] });
    expect(await put('service', 'nowhere')).toMatchObject({
      status: 404,
      body: { error_code: 'deployment_parent_not_found_error' },
    });
    expect(await put('outer', 'deep')).toMatchObject({ status: 409 });
    expect(await put('outer', 'outer')).toMatchObject({ status: 409 });
    expect(await put('deep', 'outer')).toMatchObject({ status: 200 });
  });
});

it('a dependency survives a forced deletion of its target, without a target', async () => {
  await deployment('app');
  await deployment('db');
  const triple = { dependency_creator: 'c', source_deployment: 'app', target_deployment: 'db' };
  await manager.ask('PUT', '/deployments/inter-deployment-dependencies', triple);
  expect(await manager.ask('DELETE', '/deployments/db')).toMatchObject({ status: 405 });
  await manager.ask('DELETE', '/deployments/db?force=True');
  pass(1);
  const [left] = await manager.items('/deployments/inter-deployment-dependencies');
  expect(left).toMatchObject({ source_deployment_id: 'app', target_deployment_id: null });
});

describe('filter rules', () => {
  const rule = (key: string, operator: string, values: readonly string[] = [], type = 'attribute'): Body => ({
    key,
    operator,
    values,
    type,
  });

  it('find deployments by their installation, and by their schedules', async () => {
    for (const id of ['a', 'b']) await deployment(id);
    await manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'install' });
    pass(1);
    await manager.add('schedules', { id: 's', deployment_id: 'b' });
    const found = async (only: Body): Promise<unknown> =>
      (await manager.ask('POST', '/searches/deployments?_include=id', { filter_rules: [only] })).body['items'];
    expect(await found(rule('installation_status', 'any_of', ['active']))).toEqual([{ id: 'a' }]);
    expect(await found(rule('schedules', 'is_not_empty'))).toEqual([{ id: 'b' }]);
  });

  it.each([
    ['deployments', rule('installation_status', 'any_of', ['active']), 200],
    ['deployments', rule('schedules', 'is_not_empty'), 200],
    ['deployments', rule('schedules', 'any_of', ['s']), 400],
    ['deployments', rule('state', 'any_of', ['uploaded']), 400],
    ['blueprints', rule('state', 'any_of', ['uploaded']), 200],
    ['blueprints', rule('site_name', 'any_of', ['london']), 400],
    ['blueprints', rule('id', 'starts-with', ['a']), 400],
    ['blueprints', rule('env', 'any_of', [], 'label'), 400],
    ['blueprints', rule('env', 'is_null', ['a'], 'label'), 400],
    ['blueprints', rule('env', 'is_null', [], 'label'), 200],
  ])('for %s: %o is answered %i, stored or searched with', async (resource, only, status) => {
    const body = { filter_rules: [only] };
    expect((await manager.ask('PUT', `/filters/${resource}/f`, body)).status).toBe(status);
    expect((await manager.ask('POST', `/searches/${resource}`, body)).status).toBe(status);
  });

  it('are stored with lower-case keys without duplicates', async () => {
    const twice = ['Env', 'env'].map((key) => rule(key, 'any_of', ['Test'], 'label'));
    const { body } = await manager.ask('PUT', '/filters/deployments/f', { filter_rules: twice });
    expect(body['value']).toEqual([rule('env', 'any_of', ['Test'], 'label')]);
  });
});

describe('the parameters of a workflow', () => {
  beforeEach(async () => {
    const backup = { mapping: 'p.backup', parameters: { to: {}, keep: { default: 3 }, note: { required: false } } };
    await manager.add('blueprints', { id: 'own', plan: { workflows: { backup } } });
    await deployment('a', undefined, { blueprint_id: 'own' });
  });

  const start = (more: Body) =>
    manager.ask('POST', '/executions', { deployment_id: 'a', workflow_id: 'backup', ...more });

  it('are shown wherever workflows are', async () => {
    const declared = { to: {}, keep: { default: 3 }, note: { required: false } };
    const [shown] = await manager.items('/deployments?id=a');
    const [listed, searched] = [
      await manager.items('/workflows?id=a'),
      (await manager.ask('POST', '/searches/workflows', {})).body['items'],
    ];
    for (const workflows of [shown!['workflows'], listed, searched])
      expect(workflows).toContainEqual(expect.objectContaining({ name: 'backup', parameters: declared }));
  });

  it.each([
    ['defaults are filled in', { parameters: { to: 'x' } }, { parameters: { to: 'x', keep: 3 } }],
    ['a required one may not be missing', {}, { error_code: 'illegal_execution_parameters_error' }],
    ['another is refused', { parameters: { to: 'x', b: 1 } }, { error_code: 'illegal_execution_parameters_error' }],
    [
      'another is let through when that is allowed',
      { parameters: { to: 'x', b: 1 }, allow_custom_parameters: true },
      { parameters: { to: 'x', keep: 3, b: 1 } },
    ],
  ])('%s', async (_, more, body) => {
    expect((await start(more)).body).toMatchObject(body);
  });
});

describe('calls as printed in the document', () => {
  it('any field filters a list, documented or not', async () => {
    await deployment('a');
    await deployment('b', undefined, { created_by: 'ann' });
    expect(await idsOf('/deployments?created_by=nobody')).toEqual([]);
    expect(await idsOf('/deployments?created_by=ann')).toEqual(['b']);
    expect(await idsOf('/deployments?description=A%20web%20server.&created_by=ann&created_by=admin')).toEqual([]);
    expect(await idsOf('/blueprints?main_file_name=blueprint.yaml')).toEqual(['web']);
  });

  it('any field filters a summary in the same way', async () => {
    await deployment('a');
    await deployment('b', undefined, { created_by: 'ann' });
    const counts = async (query: string): Promise<unknown> => {
      const { body } = await manager.ask('GET', `/summary/deployments?_target_field=blueprint_id${query}`);
      return (body as { items: { deployments: number }[] }).items.map(({ deployments }) => deployments);
    };
    expect(await counts('')).toEqual([2]);
    expect(await counts('&created_by=ann')).toEqual([1]);
    expect(await counts('&created_by=ann&created_by=admin')).toEqual([2]);
    expect(await counts('&description=none')).toEqual([]);
    const blueprints = await manager.ask(
      'GET',
      '/summary/blueprints?_target_field=tenant_name&main_file_name=other.yaml',
    );
    expect(blueprints.body).toMatchObject({ items: [] });
    const nodes = await manager.ask('GET', '/summary/nodes?_target_field=deployment_id&id=nothing');
    expect(nodes.body).toMatchObject({ items: [] });
  });

  it('any field filters exported secrets', async () => {
    await manager.add('secrets', { key: 'one', value: 'v' });
    await manager.add('secrets', { key: 'two', value: 'v', created_by: 'ann' });
    const exported = async (query: string): Promise<unknown> =>
      ((await manager.ask('GET', `/secrets/share/export${query}`)).body as unknown as { key: string }[]).map(
        ({ key }) => key,
      );
    expect(await exported('')).toEqual(['one', 'two']);
    expect(await exported('?created_by=ann')).toEqual(['two']);
    expect(await exported('?key=one')).toEqual(['one']);
  });

  it('booleans may be written as in Python, and in no other way', async () => {
    await manager.add('secrets', { key: 'k', value: 'v' });
    expect((await manager.ask('GET', '/secrets/k?_skip_value=True')).body).not.toHaveProperty('value');
    expect((await manager.ask('GET', '/secrets/k?_skip_value=False')).body).toHaveProperty('value', 'v');
    expect(await manager.ask('GET', '/secrets/k?_skip_value=yes')).toMatchObject({ status: 400 });
  });

  it('a blueprint from an address needs no body', async () => {
    const query = 'blueprint_archive_url=https://host.invalid/a.zip&visibility=private&labels=Env=test,owner=ann';
    expect(await manager.ask('PUT', `/blueprints/b?${query}`)).toMatchObject({
      status: 201,
      body: { visibility: 'private', labels: [{ key: 'env' }, { key: 'owner', value: 'ann' }] },
    });
    expect(await manager.ask('PUT', '/blueprints/c')).toMatchObject({ status: 400 });
  });

  it.each([
    ['GET', '/executions-schedules/s?deployment_id=a', 200],
    ['DELETE', '/executions-schedules/s?deployment_id=a', 204],
    ['GET', '/secrets-provider/p', 200],
  ])('%s %s, which does not exist in the source, returns %i', async (method, path, status) => {
    await deployment('a');
    await manager.add('schedules', { id: 's', deployment_id: 'a' });
    await manager.add('secretsProviders', { name: 'p' });
    await manager.as('source');
    expect((await manager.ask(method, path)).status).toBe(404);
    await manager.as('documented');
    expect((await manager.ask(method, path)).status).toBe(status);
  });

  it('is_component_deletion is optional in the document, and required in the source', async () => {
    for (const id of ['a', 'b']) await deployment(id);
    const triple = { dependency_creator: 'c', source_deployment: 'a', target_deployment: 'b' };
    const path = '/deployments/inter-deployment-dependencies';
    await manager.ask('PUT', path, triple);
    await manager.as('source');
    expect((await manager.ask('DELETE', path, triple)).status).toBe(400);
    await manager.as('documented');
    expect((await manager.ask('DELETE', path, triple)).status).toBe(200);
  });
});

describe('nodes', () => {
  const contained = (target: string): Body => ({ type: 'cloudify.relationships.contained_in', target });
  const plan = {
    inputs: { port: { default: 80 } },
    node_templates: {
      vm: { type: 'cloudify.nodes.Compute' },
      server: {
        type: 'cloudify.nodes.WebServer',
        properties: { port: { get_input: 'port' } },
        relationships: [contained('vm')],
      },
      app: {
        type: 'cloudify.nodes.ApplicationModule',
        relationships: [contained('server'), { type: 'cloudify.relationships.connected_to', target: 'cloud' }],
      },
      cloud: { type: 'cloudify.nodes.Root' },
    },
  };

  beforeEach(async () => {
    await manager.add('blueprints', { id: 'stack', plan });
    await deployment('a', undefined, { blueprint_id: 'stack', inputs: { port: 8080 } });
  });

  it('name their computer and their relationships', async () => {
    const nodes = new Map((await manager.items('/nodes')).map((node) => [node['id'], node]));
    expect([...nodes].map(([id, node]) => [id, node['host_id']])).toEqual([
      ['vm', 'vm'],
      ['server', 'vm'],
      ['app', 'vm'],
      ['cloud', null],
    ]);
    expect(nodes.get('app')!['relationships']).toMatchObject([{ target_id: 'server' }, { target_id: 'cloud' }]);
    const instances = new Map((await manager.items('/node-instances')).map((one) => [one['node_id'], one]));
    const idOf = (node: string): unknown => instances.get(node)!['id'];
    expect(instances.get('app')).toMatchObject({
      host_id: idOf('vm'),
      relationships: [
        { type: 'cloudify.relationships.contained_in', target_name: 'server', target_id: idOf('server') },
        { target_name: 'cloud', target_id: idOf('cloud') },
      ],
    });
  });

  it('show functions, or their results', async () => {
    const port = async (query: string): Promise<unknown> =>
      (await manager.items(`/nodes?id=server${query}`))[0]!['properties'];
    expect(await port('')).toEqual({ port: { get_input: 'port' } });
    expect(await port('&evaluate_functions=true')).toEqual({ port: 8080 });
  });
});

describe('invalid requests', () => {
  it.each([
    ['8080', 400],
    [8080, 201],
    [80.5, 400],
    [{ get_secret: 'port' }, 201],
  ])('an integer input of %j: %i', async (port, status) => {
    const answer = await manager.ask('PUT', '/deployments/a', { blueprint_id: 'web', inputs: { port } });
    expect(answer.status === 200 ? 201 : answer.status).toBe(status);
  });

  it.each<[string, Record<string, string>, number]>([
    ['the manager knows', { 'b/blueprint.yaml': 'node_templates: { a: { type: cloudify.nodes.Root } }' }, 201],
    ['nothing declares', { 'b/blueprint.yaml': 'node_templates: { a: { type: acme.Thing } }' }, 400],
    [
      'it declares itself',
      { 'b/blueprint.yaml': 'node_types: { acme.Thing: {} }\nnode_templates: { a: { type: acme.Thing } }' },
      201,
    ],
    [
      'another file declares',
      {
        'b/blueprint.yaml': 'imports: [more.yaml]\nnode_templates: { a: { type: acme.Thing } }',
        'b/more.yaml': 'node_types: { acme.Thing: {} }',
      },
      201,
    ],
    [
      'a plugin may bring',
      { 'b/blueprint.yaml': 'imports: ["plugin:acme"]\nnode_templates: { a: { type: acme.Thing } }' },
      201,
    ],
  ])('a node of a type that %s', async (_, files, status) => {
    const whole = Object.entries(files).map(([path, text]) => [
      path,
      `tosca_definitions_version: cloudify_dsl_1_3\n${text}`,
    ]);
    const form = new FormData();
    form.set('blueprint_archive', new File([zip(Object.fromEntries(whole) as Record<string, string>)], 'b.zip'));
    expect((await manager.ask('PUT', '/blueprints/b', form)).status).toBe(status);
  });

  it.each([
    ['PUT', '/status', 405, 'method_not_allowed_error'],
    ['GET', '/nowhere', 404, 'not_found_error'],
  ])('%s %s is refused with the usual message', async (method, path, status, error_code) => {
    expect(await manager.ask(method, path)).toMatchObject({ status, body: { error_code, server_traceback: null } });
  });

  it.each([
    ['executions', { secnods: 1 }],
    ['executions', { failing: [{ workflows: 'install' }] }],
    ['uploads', { seconds: -1 }],
  ])('a control %s with %j', async (name, values) => {
    const posted = await fetch(`${manager.sandbox.url}/_sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
    expect(posted.status).toBe(400);
  });
});
