import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gzip, tarOf } from '../../../src/providers/rest/exchange/archive.js';
import { filesIn } from '../../../src/sandbox/conductor/archive.js';
import { startSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { zip } from './zip.js';

type Body = Readonly<Record<string, unknown>>;

interface Asking {
  readonly user?: string;
  readonly tenant?: string;
  readonly body?: Body | FormData | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly bytes: Buffer;
}

const PASSWORD = 'sandbox-token';
const WEB = 'test/conformance/conductor/files/web';
const MAIN = 'tosca_definitions_version: cloudify_dsl_1_3\n';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['conductor'], checkReplies: true });
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.reset();
  await add('tenants', { name: 'other' });
});

async function add(collection: string, values: Body): Promise<void> {
  await sandbox.drift({ action: 'add', system: 'conductor', collection, values });
}

async function ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { user = 'admin', tenant = 'default_tenant', body, type } = asking;
  const raw = body instanceof FormData || body instanceof Uint8Array;
  const announced = type ?? (raw || body === undefined ? undefined : 'application/json');
  const answer = await fetch(`${sandbox.url}/api/v3.1${path}`, {
    method,
    headers: {
      tenant,
      authorization: `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`,
      ...(announced === undefined ? {} : { 'content-type': announced }),
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const json = answer.headers.get('content-type') === 'application/json';
  return { status: answer.status, body: json ? (JSON.parse(bytes.toString('utf8')) as Body) : {}, bytes };
}

const idsIn = ({ body }: Answer, name = 'id'): readonly unknown[] =>
  (body['items'] as readonly Body[]).map((item) => item[name]);

/** An ordinary user of both tenants. */
async function ann(): Promise<string> {
  await ask('PUT', '/users', { body: { username: 'ann', password: PASSWORD, role: 'default' } });
  for (const tenant_name of ['default_tenant', 'other'])
    await ask('PUT', '/tenants/users', { body: { tenant_name, username: 'ann', role: 'user' } });
  return 'ann';
}

describe('secrets in the emulator', () => {
  const put = (key: string, more: Body = {}, asking: Asking = {}): Promise<Answer> =>
    ask('PUT', `/secrets/${key}`, { ...asking, body: { value: 'v', ...more } });

  it('belong to a tenant unless they are global', async () => {
    await put('own');
    await put('for-all', { visibility: 'global' });
    expect(idsIn(await ask('GET', '/secrets', { tenant: 'other' }), 'key')).toEqual(['for-all']);
    expect((await ask('GET', '/secrets/own', { tenant: 'other' })).status).toBe(404);
    expect((await ask('DELETE', '/secrets/for-all', { tenant: 'other' })).status).toBe(403);
    expect(idsIn(await ask('GET', '/secrets?_all_tenants=true', { tenant: 'other' }), 'key')).toHaveLength(2);
  });

  it('are created once, and overwritten only on request', async () => {
    await put('db');
    expect((await put('db')).status).toBe(409);
    expect((await put('db', { value: 'w', update_if_exists: true })).status).toBe(200);
    expect((await ask('GET', '/secrets/db')).body['value']).toBe('w');
  });

  it('that are private or hidden are visible only to their creator and administrators', async () => {
    const user = await ann();
    await put('mine', { visibility: 'private' });
    await put('hidden', { is_hidden_value: true });
    expect((await ask('GET', '/secrets/mine', { user })).status).toBe(404);
    expect((await ask('GET', '/secrets/hidden', { user })).body['value']).toBe('');
    expect((await ask('GET', '/secrets/hidden')).body['value']).toBe('v');
    expect((await ask('GET', '/secrets/hidden?_skip_value=true')).body).not.toHaveProperty('value');
  });

  it('are returned as ciphertext by changes', async () => {
    const { body } = await put('db');
    expect(body['value']).not.toBe('v');
    expect((await ask('PATCH', '/secrets/db', { body: { value: 'w' } })).body['value']).not.toBe('w');
  });

  it('must match their schema, and the error does not contain the value', async () => {
    const refused = await put('db', { value: 'planted-8472', schema: { type: 'string', maxLength: 3 } });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).not.toContain('planted-8472');
    expect((await put('db', { value: '{"a": 1}', schema: { type: 'object' } })).status).toBe(200);
  });

  it('never become narrower', async () => {
    await put('db', { visibility: 'global' });
    const back = await ask('PATCH', '/secrets/db/set-visibility', { body: { visibility: 'tenant' } });
    expect(back.status).toBe(400);
  });

  it('move from one tenant to another, encrypted in transit', async () => {
    await put('db');
    const exported = await ask('GET', '/secrets/share/export?_passphrase=a-passphrase');
    const shared = exported.body as unknown as readonly Body[];
    expect(shared).toMatchObject([{ key: 'db', encrypted: true }]);
    const taken = (passphrase: string): Promise<Answer> =>
      ask('POST', '/secrets/share/import', {
        body: { secrets_list: shared, tenant_map_dict: { default_tenant: 'other' }, passphrase },
      });
    expect((await taken('another-one')).body['secrets_errors']).toHaveProperty('0');
    expect((await taken('a-passphrase')).body).toEqual({ colliding_secrets: {}, secrets_errors: {} });
    expect((await ask('GET', '/secrets/db', { tenant: 'other' })).body['value']).toBe('v');
    expect((await taken('a-passphrase')).body['colliding_secrets']).toEqual({ other: ['db'] });
  });

  it('are refused without a value', async () => {
    const taken = await ask('POST', '/secrets/share/import', { body: { secrets_list: [{ key: 'db', value: null }] } });
    expect(taken.body['secrets_errors']).toHaveProperty(['0', 'value']);
    expect((await ask('GET', '/secrets/db')).status).toBe(404);
  });

  it('keep the secrets provider they use', async () => {
    const provider = (more: Body): Promise<Answer> =>
      ask('PUT', '/secrets-providers', { body: { name: 'here', type: 'local', ...more } });
    expect([(await provider({ test: true })).status, (await provider({ type: 'vault' })).status]).toEqual([204, 400]);
    expect((await put('db', { provider_name: 'here' })).status).toBe(404);
    await provider({});
    await put('db', { provider_name: 'here' });
    expect((await ask('DELETE', '/secrets-providers/here')).status).toBe(405);
  });

  it('are created only by authorized users', async () => {
    await ask('PUT', '/users', { body: { username: 'eve', password: PASSWORD, role: 'default' } });
    await ask('PUT', '/tenants/users', {
      body: { tenant_name: 'default_tenant', username: 'eve', role: 'viewer' },
    });
    const refused = await put('db', {}, { user: 'eve' });
    expect([refused.status, String(refused.body['message'])]).toEqual([403, expect.stringContaining('secret_create')]);
  });
});

describe('blueprints in the emulator', () => {
  const upload = (id: string, archive: Uint8Array<ArrayBuffer> | undefined, params: Body = {}): Promise<Answer> => {
    const form = new FormData();
    if (archive !== undefined) form.append('blueprint_archive', new Blob([archive]), 'web.tar.gz');
    form.append('params', JSON.stringify(params));
    return ask('PUT', `/blueprints/${id}`, { body: form });
  };
  const web = async (): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(gzip(await tarOf(WEB, 'web')));

  it('are read from a tar.gz, a tar and a zip', async () => {
    const tar = new Uint8Array(await tarOf(WEB, 'web'));
    expect((await upload('tar', tar)).body['description']).toBe('a web server');
    expect((await upload('tgz', await web())).status).toBe(201);
    const zipped = zip({ 'web/blueprint.yaml': MAIN, 'web/scripts/start.sh': '' });
    expect([...filesIn(zipped).keys()]).toEqual(['web/blueprint.yaml', 'web/scripts/start.sh']);
    expect((await upload('zip', zipped)).body['plan']).toEqual({ tosca_definitions_version: 'cloudify_dsl_1_3' });
  });

  it.each([
    ['nothing', undefined, 'Missing blueprint archive or url'],
    ['no archive', 'hello', 'neither a zip nor a tar.gz'],
    ['two folders', zip({ 'a/blueprint.yaml': MAIN, 'b/x': '' }), 'exactly 1 directory'],
    ['no main file', zip({ 'a/other.yaml': MAIN }), 'blueprint.yaml does not exist'],
    ['no blueprint', zip({ 'a/blueprint.yaml': 'hello' }), 'Invalid blueprint'],
  ])('are refused when they are %s', async (_, content, message) => {
    const archive = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const refused = await upload('web', archive);
    expect([refused.status, String(refused.body['message'])]).toEqual([400, expect.stringContaining(message)]);
  });

  it('are downloaded as they were uploaded', async () => {
    const archive = await web();
    await upload('web', archive);
    const back = await ask('GET', '/blueprints/web/archive');
    expect(back.bytes.equals(Buffer.from(archive))).toBe(true);
  });

  it('remain while a deployment uses them, or another blueprint unless forced', async () => {
    await upload('base', await web());
    await add('blueprints', { id: 'user', plan: { imports: ['blueprint:base'] } });
    expect((await ask('DELETE', '/blueprints/base')).body['message']).toContain('blueprints: user');
    await add('deployments', { id: 'd', blueprint_id: 'base' });
    expect((await ask('DELETE', '/blueprints/base?force=true')).body['message']).toContain('deployments: d');
    await sandbox.drift({ action: 'delete', system: 'conductor', collection: 'deployments', where: { id: 'd' } });
    expect((await ask('DELETE', '/blueprints/base?force=true')).status).toBe(204);
  });

  it('have lower-case labels, listed by key and by value', async () => {
    await upload('web', await web(), { labels: [{ key: 'Env', value: 'Test' }] });
    await ask('PATCH', '/blueprints/web', { body: { labels: [{ Env: 'Prod' }, { team: 'a' }] } });
    expect((await ask('GET', '/labels/blueprints')).body['items']).toEqual(['env', 'team']);
    expect((await ask('GET', '/labels/blueprints/env')).body['items']).toEqual(['Prod']);
    await ask('PUT', '/filters/blueprints/prod', {
      body: { filter_rules: [{ key: 'env', values: ['Prod'], operator: 'any_of', type: 'label' }] },
    });
    await upload('other', await web());
    expect(idsIn(await ask('GET', '/blueprints?_filter_id=prod'))).toEqual(['web']);
  });

  it('accept a PNG as an icon, and nothing else', async () => {
    await upload('web', await web());
    const icon = (body: Uint8Array<ArrayBuffer>): Promise<Answer> =>
      ask('PATCH', '/blueprints/web/icon', { body, type: 'image/png' });
    expect((await icon(new TextEncoder().encode('<svg/>'))).status).toBe(400);
    expect((await icon(new Uint8Array(Buffer.from('89504e470d0a1a0a', 'hex')))).status).toBe(200);
  });
});

describe('searches in the emulator', () => {
  const search = (resource: string, body: Body = {}, query = ''): Promise<Answer> =>
    ask('POST', `/searches/${resource}${query}`, { body });

  it('match identifiers and display names together', async () => {
    await add('blueprints', { id: 'web' });
    await add('deployments', { id: 'one', display_name: 'first', blueprint_id: 'web' });
    await add('deployments', { id: 'two', display_name: 'second', blueprint_id: 'web' });
    await add('deployments', { id: 'three', display_name: 'third', blueprint_id: 'web' });
    expect(idsIn(await search('deployments', {}, '?_search=one&_search_name=second'))).toEqual(['one', 'two']);
  });

  it('list workflows of all deployments, or their common ones', async () => {
    await add('blueprints', { id: 'a', plan: { workflows: { backup: {} } } });
    await add('blueprints', { id: 'b' });
    for (const id of ['a', 'b']) await add('deployments', { id, blueprint_id: id });
    expect(idsIn(await search('workflows'), 'name')).toContain('backup');
    expect(idsIn(await search('workflows', {}, '?_common_only=true'), 'name')).not.toContain('backup');
  });

  it.each([
    ['secrets', { filter_rules: [{ key: 'a', values: [], operator: 'is_null', type: 'label' }] }],
    ['nodes', { filter_rules: [{ key: 'state', values: ['a'], operator: 'any_of', type: 'attribute' }] }],
    ['blueprints', { filter_rules: [{ key: 'id', values: ['a'], operator: 'starts-with', type: 'attribute' }] }],
    ['blueprints', { constraints: {}, filter_id: 'a' }],
    ['nodes', { filter_id: 'a' }],
  ])('in %s refuses what the endpoint does not support', async (resource, body) => {
    expect((await search(resource, body)).status).toBe(400);
  });
});
