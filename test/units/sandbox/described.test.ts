import { afterEach, describe, expect, it } from 'vitest';
import { emulate, type Sandbox } from '../../../src/testing/index.js';

let sandbox: Sandbox;
afterEach(async () => sandbox.close());

async function start(scenario: string, file = 'openapi.yaml', checkReplies = true): Promise<void> {
  sandbox = await emulate({
    provider: 'acme',
    description: new URL(`../../scenarios/openapi/${scenario}/${file}`, import.meta.url).pathname,
    identities: 'sequential',
    checkReplies,
    now: () => new Date(now),
  });
  bearer = await tokenOf(sandbox.environment);
}

/** What lets a client in: a token that it gets, where the description wants that. */
let bearer = '';

async function tokenOf({
  ACME_TOKEN_URL: url,
  ACME_CLIENT_ID: id,
  ACME_CLIENT_SECRET: secret,
}: Sandbox['environment']) {
  if (url === undefined) return 'sandbox-token';
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id!, client_secret: secret! });
  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { readonly access_token: string };
  return answer.access_token;
}

let now = Date.UTC(2026, 0, 1);
const later = (): void => void (now += 1000);

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function ask(what: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const [method, path] = what.split(' ') as [string, string];
  const answer = await fetch(path.startsWith('http') ? path : sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      'x-gate-key': 'sandbox-token',
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
  };
}

describe('an emulator of nested objects', () => {
  it('generates ids, fills in defaults and times, and shows the parent of an object', async () => {
    await start('nested');
    const project = await ask('POST /projects', { displayName: 'P' });
    expect(project).toMatchObject({
      status: 201,
      body: {
        displayName: 'P',
        region: 'eu',
        labels: {},
        createdAt: new Date(now).toISOString(),
        id: expect.any(String) as string,
      },
    });
    const topic = await ask(`POST /projects/${project.body['id'] as string}/topics`, {
      name: 't',
      rules: [{ match: 'a' }],
    });
    expect(topic.body).toMatchObject({
      projectId: project.body['id'],
      retention: { hours: 24 },
      rules: [{ match: 'a', weight: 1, ruleId: expect.any(String) as string }],
    });
  });

  it('refuses invalid bodies, unknown clients and missing parents', async () => {
    // Refusals are seldom described.
    await start('nested', 'openapi.yaml', false);
    expect(await ask('POST /projects', {})).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('displayName: is required') as string } },
    });
    expect((await ask('GET /projects', undefined, { authorization: 'Bearer no' })).status).toBe(401);
    expect((await ask('POST /projects/none/topics', { name: 't' })).status).toBe(404);
    expect((await ask('GET /projects/none')).status).toBe(404);
  });

  it('deletes children with their parent, and never returns write-only fields', async () => {
    await start('nested');
    const { id } = (await ask('POST /projects', { displayName: 'P' })).body as { id: string };
    const topic = (await ask(`POST /projects/${id}/topics`, { name: 't' })).body as { id: string };
    const made = await ask(`POST /projects/${id}/topics/${topic.id}/subscriptions`, {
      target: 'https://a.test/',
      secret: 's',
    });
    expect(made.body).not.toHaveProperty('secret');
    expect((await ask(`DELETE /projects/${id}`)).status).toBe(204);
    const state = sandbox.store.snapshot()['acme']!;
    expect(Object.values(state).flat()).toEqual([]);
  });

  it('paginates lists by offset, and lists only the requested parent', async () => {
    await start('nested');
    for (const displayName of ['a', 'b', 'c', 'd']) await ask('POST /projects', { displayName });
    const first = await ask('GET /projects?limit=3');
    expect(first.body).toMatchObject({
      total: 4,
      items: [{ displayName: 'a' }, { displayName: 'b' }, { displayName: 'c' }],
    });
    expect((await ask('GET /projects?offset=3')).body).toMatchObject({ items: [{ displayName: 'd' }] });
  });

  it('responds to operations on nothing it stores', async () => {
    await start('nested');
    expect((await ask('POST /projects/p/topics/t/purge')).status).toBe(204);
  });

  it('can be changed without its clients', async () => {
    await start('nested');
    const { id } = (await ask('POST /projects', { displayName: 'P' })).body as { id: string };
    await sandbox.drift({
      action: 'change',
      collection: 'projects',
      where: { displayName: 'P' },
      values: { displayName: 'Q' },
    });
    expect((await ask(`GET /projects/${id}`)).body).toMatchObject({ displayName: 'Q', id });
    await sandbox.drift({ action: 'delete', collection: 'projects', identity: id });
    expect((await ask(`GET /projects/${id}`)).status).toBe(404);
  });
});

describe('an emulator of updates', () => {
  it('merges a patch, in which null removes, and counts revisions', async () => {
    await start('merge-patch');
    const data = { name: 'a', upstream: 'https://a.test/', description: 'x', timeout_seconds: 5 };
    const made = (await ask('POST /v1/services', { data })).body as { data: { id: string } };
    const type = { 'content-type': 'application/merge-patch+json' };
    const changed = await ask(
      `PATCH /v1/services/${made.data.id}`,
      { data: { timeout_seconds: null, name: 'b' } },
      type,
    );
    expect(changed.body['data']).toEqual({
      id: made.data.id,
      name: 'b',
      upstream: 'https://a.test/',
      description: 'x',
      revision: 2,
    });
    expect((await ask(`PATCH /v1/services/${made.data.id}`, { data: {} })).status).toBe(415);
  });

  it('replaces everything by PUT except its own fields, and creates a missing object', async () => {
    await start('put-only', 'openapi.json');
    const basic = { authorization: `Basic ${btoa('sandbox:sandbox-token')}` };
    const made = await ask('PUT /buckets/a', { quota: { bytes: 1 }, encryptionKey: 'k' }, basic);
    expect(made.body).toMatchObject({ name: 'a', quota: { bytes: 1 }, versioning: false, count: 2 });
    const changed = await ask('PUT /buckets/a', { versioning: true }, basic);
    expect(changed.body).toEqual({ name: 'a', versioning: true, count: 2, etag: expect.any(String) as string });
    expect(changed.body['etag']).not.toBe(made.body['etag']);
  });
});

describe('an emulator of pagination', () => {
  it('names the next page in a Link header', async () => {
    await start('put-only', 'openapi.json');
    const basic = { authorization: `Basic ${btoa('sandbox:sandbox-token')}` };
    for (const name of ['a', 'b', 'c', 'd']) await ask(`PUT /buckets/${name}`, {}, basic);
    const next = /<(.*)>; rel="next"/.exec(
      (await ask('GET /buckets', undefined, basic)).headers.get('link') ?? '',
    )![1]!;
    const last = await ask(`GET ${next}`, undefined, basic);
    expect([last.body, last.headers.get('link')]).toEqual([[expect.objectContaining({ name: 'd' })], null]);
  });

  it('returns a cursor, except on the last page', async () => {
    await start('cursor');
    for (const name of 'abcd') await ask('POST /customers?api_key=sandbox-token', { email: `${name}@a.test` });
    const first = await ask('GET /customers?api_key=sandbox-token');
    expect(first.body).toMatchObject({ has_more: true, results: [{ id: 1001 }, { id: 1002 }, { id: 1003 }] });
    const last = await ask(`GET /customers?api_key=sandbox-token&cursor=${first.body['next_cursor'] as string}`);
    expect(last.body).toEqual({ has_more: false, results: [expect.objectContaining({ id: 1004 })] });
  });
});

describe('an emulator that issues tokens', () => {
  const ACCESS = { authorization: 'Bearer sandbox-token' };

  it('requires a token, and accepts it until it expires', async () => {
    await start('asynchronous');
    expect((await ask('GET /machines', undefined, ACCESS)).status).toBe(401);
    expect((await ask('GET /machines')).status).toBe(200);
    now += 3_600_000;
    expect((await ask('GET /machines')).status).toBe(401);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['another secret', { client_id: 'sandbox', client_secret: 'x' }, 401, 'invalid_client'],
    [
      'another grant',
      { client_id: 'sandbox', client_secret: 'sandbox-token', grant_type: 'password' },
      400,
      'unsupported_grant_type',
    ],
  ])('refuses %s as OAuth specifies', async (_, form, status, error) => {
    await start('asynchronous');
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
    const answer = await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', body });
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ error })]);
  });
});

describe('an emulator of asynchronous work', () => {
  it('starts it, reports its progress, and completes it', async () => {
    await start('asynchronous');
    const begun = await ask('POST /machines', { name: 'm', size: 'small' });
    expect(begun.status).toBe(202);
    const status = begun.headers.get('operation-location')!;
    expect((await ask(`GET ${status}`)).body).toMatchObject({ status: 'queued' });
    expect((await ask('GET /machines')).body).toEqual({ value: [] });
    later();
    const ended = await ask(`GET ${status}`);
    expect(ended.body).toMatchObject({ status: 'succeeded', resourceId: expect.any(String) as string });
    expect((await ask(`GET /machines/${ended.body['resourceId'] as string}`)).body).toMatchObject({
      name: 'm',
      address: '192.0.2.1',
    });
  });

  it('can show objects as being created', async () => {
    await start('asynchronous');
    const { id, status } = (await ask('POST /networks', { name: 'n' })).body as { id: string; status: string };
    expect(status).toBe('creating');
    later();
    expect((await ask(`GET /networks/${id}`)).body).toMatchObject({ status: 'active' });
  });
});
