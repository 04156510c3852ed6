import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/index.js';

let sandbox: Sandbox;
let now = new Date('2026-01-01T00:00:00Z');

/** Lets so many seconds pass in the manager. */
function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['conductor'], checkReplies: true, now: () => now });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Request {
  readonly as?: string;
  readonly tenant?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const PASSWORD = 'sandbox-token';

async function ask(method: string, path: string, request: Request = {}): Promise<Answer> {
  const { as = 'admin', tenant = 'default_tenant', body, headers } = request;
  const response = await fetch(`${sandbox.url}/api/v3.1${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${as}:${PASSWORD}`).toString('base64')}`,
      ...(tenant === '' ? {} : { tenant }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

async function made(
  ...requests: readonly (readonly [method: string, path: string, body?: unknown, tenant?: string])[]
) {
  for (const [method, path, body, tenant = 'default_tenant'] of requests) {
    const answer = await ask(method, path, { body, tenant });
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)]);
  }
}

const namesIn = (answer: Answer, name = 'name'): unknown[] =>
  (answer.body['items'] as Record<string, unknown>[]).map((item) => item[name]);

/** A user who is in a tenant. */
async function user(name: string, tenant: string, role: string): Promise<void> {
  await made(
    ['PUT', '/users', { username: name, password: PASSWORD }],
    ['PUT', '/tenants/users', { username: name, tenant_name: tenant, role }],
  );
}

describe('authentication', () => {
  test.each<[string, Request, number, string]>([
    ['nobody', { headers: { authorization: '' } }, 401, 'unauthorized_error'],
    ['an unknown user', { as: 'nobody' }, 401, 'unauthorized_error'],
    ['an invalid token', { headers: { 'authentication-token': 'x' } }, 401, 'unauthorized_error'],
    ['no tenant', { tenant: '' }, 403, 'forbidden_error'],
    ['an unknown tenant', { tenant: 'nowhere' }, 403, 'forbidden_error'],
  ])("%s is refused with an error in the manager's words", async (_, request, status, code) => {
    const answer = await ask('GET', '/sites', request);
    expect(answer).toEqual({
      status,
      body: { message: expect.any(String), error_code: code, server_traceback: null },
    });
  });

  test('a token identifies its user until the password changes', async () => {
    const { body } = await ask('GET', '/tokens');
    const token = { headers: { authorization: '', 'authentication-token': String(body['value']) } };
    expect((await ask('GET', '/users/admin', token)).status).toBe(200);
    await made(['POST', '/users/admin', { password: 'another-password' }]);
    expect((await ask('GET', '/users/admin', token)).status).toBe(401);
  });

  test('a user can access only their own tenants, directly or through a group', async () => {
    await made(['POST', '/tenants/acme'], ['POST', '/user-groups', { group_name: 'staff' }]);
    await user('ann', 'default_tenant', 'user');
    expect((await ask('GET', '/sites', { as: 'ann' })).status).toBe(200);
    expect((await ask('GET', '/sites', { as: 'ann', tenant: 'acme' })).status).toBe(403);
    await made(
      ['PUT', '/tenants/user-groups', { group_name: 'staff', tenant_name: 'acme', role: 'viewer' }],
      ['PUT', '/user-groups/users', { username: 'ann', group_name: 'staff' }],
    );
    expect((await ask('GET', '/sites', { as: 'ann', tenant: 'acme' })).status).toBe(200);
    expect((await ask('PUT', '/sites/here', { as: 'ann', tenant: 'acme' })).status).toBe(403);
  });

  test('the progress of a restore is visible to everyone', async () => {
    expect((await ask('GET', '/snapshot-status', { headers: { authorization: '' }, tenant: '' })).status).toBe(200);
  });
});

describe('the permissions of a role', () => {
  test.each([
    ['viewer', 'PUT', '/sites/here', 403],
    ['operations', 'PUT', '/sites/here', 403],
    ['user', 'PUT', '/sites/here', 200],
    ['manager', 'PUT', '/sites/here', 200],
    ['manager', 'PUT', '/users', 403],
    ['manager', 'POST', '/tenants/more', 403],
    ['viewer', 'GET', '/sites', 200],
  ])('%s: %s %s is %i', async (role, method, path, status) => {
    await user('ann', 'default_tenant', role);
    const body = path === '/users' ? { username: 'bob', password: PASSWORD } : undefined;
    expect((await ask(method, path, { as: 'ann', body })).status).toBe(status);
  });

  test('can be granted and revoked', async () => {
    await user('ann', 'default_tenant', 'viewer');
    await made(['PUT', '/permissions/viewer/site_create']);
    expect((await ask('PUT', '/sites/here', { as: 'ann' })).status).toBe(200);
    await made(['DELETE', '/permissions/viewer/site_create']);
    const refused = await ask('PUT', '/sites/there', { as: 'ann' });
    expect(refused.status).toBe(403);
    expect(refused.body['message']).toContain('site_create');
  });
});

describe('tenants', () => {
  beforeEach(() => made(['POST', '/tenants/acme'], ['PUT', '/sites/here'], ['PUT', '/sites/there', {}, 'acme']));

  test('isolate their objects', async () => {
    expect(namesIn(await ask('GET', '/sites'))).toEqual(['here']);
    expect((await ask('GET', '/sites/there')).status).toBe(404);
    expect((await ask('DELETE', '/sites/there')).status).toBe(404);
    expect(namesIn(await ask('GET', '/sites?_all_tenants=true'))).toEqual(['here', 'there']);
  });

  test('share global objects, which only their own tenant may change', async () => {
    await made(['POST', '/sites/there', { visibility: 'global' }, 'acme']);
    expect(namesIn(await ask('GET', '/sites'))).toEqual(['here', 'there']);
    expect((await ask('POST', '/sites/there', { body: { location: '1, 1' } })).status).toBe(403);
    expect((await ask('PUT', '/sites/there')).status).toBe(409);
  });

  test('are not deleted while they contain objects, and the default tenant never', async () => {
    expect((await ask('DELETE', '/tenants/acme')).status).toBe(405);
    await made(['DELETE', '/sites/there', undefined, 'acme'], ['DELETE', '/tenants/acme']);
    expect((await ask('DELETE', '/tenants/default_tenant')).status).toBe(405);
  });
});

describe('visibility', () => {
  test('hides private objects from everyone except their creator and managers', async () => {
    await made(['PUT', '/sites/secret', { visibility: 'private' }]);
    await user('ann', 'default_tenant', 'user');
    await user('max', 'default_tenant', 'manager');
    expect(namesIn(await ask('GET', '/sites', { as: 'ann' }))).toEqual([]);
    expect((await ask('GET', '/sites/secret', { as: 'ann' })).status).toBe(404);
    expect(namesIn(await ask('GET', '/sites', { as: 'max' }))).toEqual(['secret']);
  });

  test.each([
    ['private', 'tenant', 200],
    ['tenant', 'global', 200],
    ['global', 'tenant', 400],
  ])('changes from %s to %s with %i', async (from, to, status) => {
    await made(['PUT', '/sites/here', { visibility: from }]);
    expect((await ask('POST', '/sites/here', { body: { visibility: to } })).status).toBe(status);
  });
});

describe('a list', () => {
  const SITES = [
    ['a', '1, 1', 'tenant'],
    ['b', '2, 2', 'private'],
    ['c', '1, 1', 'private'],
  ] as const;
  beforeEach(() =>
    made(...SITES.map(([name, location, visibility]) => ['PUT', `/sites/${name}`, { location, visibility }] as const)),
  );

  test.each([
    ['', ['a', 'b', 'c']],
    ['?name=a&name=c', ['a', 'c']],
    ['?name=a&name=b&visibility=private', ['b']],
    ['?_sort=-name', ['c', 'b', 'a']],
    ['?_sort=visibility&_sort=-name', ['c', 'b', 'a']],
    ['?_sort=-visibility&_sort=name', ['a', 'b', 'c']],
    ['?_size=2', ['a', 'b']],
    ['?_size=2&_offset=2', ['c']],
    ['?_search=B', ['b']],
  ])('%s contains %j', async (query, names) => {
    expect(namesIn(await ask('GET', `/sites${query}`))).toEqual(names);
  });

  test('reports the total, whatever the page contains', async () => {
    const { body } = await ask('GET', '/sites?_size=1&_offset=1');
    expect(body['metadata']).toMatchObject({ pagination: { total: 3, offset: 1, size: 1 } });
  });

  test('never contains more than a thousand', async () => {
    const sites = sandbox.store.collection('conductor', 'sites');
    const [first] = sites.all();
    for (let index = 0; index < 1200; index++)
      sites.put({ ...first!, identity: `default_tenant/s-${index}`, name: `s-${index}` });
    const { body } = await ask('GET', '/sites?_size=10000');
    expect(body['items']).toHaveLength(1000);
    expect(body['metadata']).toMatchObject({ pagination: { total: 1203 } });
  });

  test('shows the fields in _include, and refuses unknown ones', async () => {
    const { body } = await ask('GET', '/sites?_include=name,location');
    expect((body['items'] as object[])[0]).toEqual({ name: 'a', location: '1, 1' });
    const refused = await ask('GET', '/sites?_include=name,colour');
    expect([refused.status, refused.body['error_code']]).toEqual([400, 'bad_parameters_error']);
    expect(refused.body['message']).toContain('colour');
    expect((await ask('GET', '/sites?_sort=colour')).status).toBe(400);
  });

  test('of managers has no metadata, metrics have empty pagination, and operations and graphs are bare', async () => {
    expect(Object.keys((await ask('GET', '/managers')).body)).toEqual(['items']);
    expect((await ask('GET', '/metrics-overview')).body['metadata']).toEqual({ pagination: {} });
    const graph = await ask('POST', '/tasks_graphs', {
      body: { execution_id: 'e', name: 'n', operations: [{ id: 'o', name: 'x', type: 't' }] },
    });
    expect((await ask('GET', '/tasks_graphs?execution_id=e')).body).toEqual(graph.body);
    const operations = await ask('GET', `/operations?graph_id=${String(graph.body['id'])}`);
    expect(operations.body).toEqual([expect.objectContaining({ id: 'o', state: 'PENDING' })]);
  });
});

describe('a request', () => {
  test.each([
    ['application/json; charset=utf-8', 415],
    ['text/plain', 415],
    ['application/json', 200],
  ])('whose JSON is declared as %s returns %i', async (type, status) => {
    const answer = await ask('PUT', '/sites/here', { body: '{}', headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect(answer.body['error_code']).toBe(status === 415 ? 'unsupported_content_type_error' : undefined);
  });

  test("for an unknown path returns an error in the manager's words", async () => {
    expect(await ask('GET', '/no-such-thing')).toMatchObject({ status: 404, body: { error_code: 'not_found_error' } });
  });

  test('that creates a duplicate is a conflict', async () => {
    await made(['PUT', '/sites/here']);
    expect(await ask('PUT', '/sites/here')).toMatchObject({ status: 409, body: { error_code: 'conflict_error' } });
  });

  test('changes a single field of a user', async () => {
    await user('ann', 'default_tenant', 'user');
    const both = { role: 'sys_admin', show_getting_started: false };
    expect((await ask('POST', '/users/ann', { body: both })).status).toBe(400);
  });

  test('may be a DELETE with a body', async () => {
    await user('ann', 'default_tenant', 'user');
    await made(['DELETE', '/tenants/users', { username: 'ann', tenant_name: 'default_tenant' }]);
    expect(
      (await ask('DELETE', '/tenants/users', { body: { username: 'ann', tenant_name: 'default_tenant' } })).status,
    ).toBe(404);
  });
});

describe('a failing cluster', () => {
  test('returns a summary with status 500, and the whole with 200', async () => {
    await sandbox.drift({ action: 'change', collection: 'health', identity: 'cluster', values: { status: 'Fail' } });
    expect(await ask('GET', '/cluster-status?summary=true')).toEqual({
      status: 500,
      body: { status: 'Fail', services: {} },
    });
    expect((await ask('GET', '/cluster-status')).status).toBe(200);
  });
});

describe('a snapshot', () => {
  test('exists when its execution has ended, and can be restored with force over existing objects', async () => {
    await sandbox.control('executions', { seconds: 60 });
    const { body } = await ask('PUT', '/snapshots/nightly', { body: {} });
    expect(body).toMatchObject({ workflow_id: 'create_snapshot', parameters: { include_credentials: true } });
    expect((await ask('DELETE', '/snapshots/nightly')).status).toBe(405);
    pass(61);
    expect((await ask('GET', '/snapshots')).body['items']).toEqual([expect.objectContaining({ status: 'created' })]);
    await sandbox.drift({ action: 'add', collection: 'deployments', values: { id: 'd' } });
    expect((await ask('POST', '/snapshots/nightly/restore', { body: {} })).status).toBe(409);
    expect((await ask('POST', '/snapshots/nightly/restore', { body: { force: true } })).status).toBe(200);
    expect((await ask('GET', '/snapshot-status')).body['status']).toMatch(/^A /);
  });

  test('has failed if its execution has', async () => {
    await sandbox.control('executions', { seconds: 60, failing: [{ workflow: 'create_snapshot' }] });
    await made(['PUT', '/snapshots/nightly', {}]);
    pass(61);
    expect((await ask('GET', '/snapshots?id=nightly')).body['items']).toEqual([
      expect.objectContaining({ status: 'failed', error: expect.stringContaining('is failed') }),
    ]);
  });
});
