import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startSandbox } from '../../../src/sandbox/index.js';
import type { Sandbox } from '../../../src/sandbox/index.js';

let time = Date.parse('2026-01-01T00:00:00Z');
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['asm'], token: 'let-me-in', checkReplies: true, now: () => new Date(time) });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { 'x-auth-token': 'let-me-in' },
): Promise<Answer> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status } = response;
  return { status, headers: response.headers, text, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

const project = (): string => sandbox.environment['HW_PROJECT_ID']!;
const meshes = (): string => `/v1/${project()}/meshes`;

const installation = { nodes: { fieldSelector: { key: 'UID', operator: 'In', values: ['a-node'] } } };
const cluster = { clusterID: 'a-cluster', projectID: 'a-project', installation };
const mesh = (name = 'mesh-one'): object => ({
  apiVersion: 'v1',
  kind: 'Mesh',
  metadata: { name },
  spec: { type: 'InCluster', version: '1.18.7-r1', extendParams: { clusters: [cluster] } },
});
const task = (more: object = {}): object => ({
  metadata: { name: 'bookinfo' },
  spec: { primaryCluster: 'a-cluster', ingress: { elbId: 'an-elb', elbIp: '192.0.2.7', port: 80 } },
  ...more,
});

async function madeMesh(): Promise<string> {
  const [entry] = await sandbox.drift({ action: 'add', collection: 'meshes', values: {} });
  return entry!.identity;
}

const login = (user: object = {}, scope: object = {}): object => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { name: 'sandbox', password: 'let-me-in', domain: { name: 'acme' }, ...user } },
    },
    scope: { project: { id: project(), ...scope } },
  },
});

describe('a client', () => {
  test.each([
    ['nothing', {}],
    ['another token', { 'x-auth-token': 'open-sesame' }],
    ['an empty token', { authorization: 'let-me-in' }],
    ['a signature in another format', { authorization: 'SDK-HMAC-SHA256 Access=SANDBOXACCESSKEY' }],
    [
      'a signature by a key that does not exist',
      { authorization: `SDK-HMAC-SHA256 Access=OTHER, SignedHeaders=host, Signature=${'0'.repeat(64)}` },
    ],
    [
      'a signature without a time',
      { authorization: `SDK-HMAC-SHA256 Access=SANDBOXACCESSKEY, SignedHeaders=host, Signature=${'0'.repeat(64)}` },
    ],
    [
      'an old signature',
      {
        authorization: `SDK-HMAC-SHA256 Access=SANDBOXACCESSKEY, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`,
        'x-sdk-date': '20251231T234459Z',
      },
    ],
    [
      'an unsigned security token',
      {
        authorization: `SDK-HMAC-SHA256 Access=SANDBOXACCESSKEY, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`,
        'x-sdk-date': '20260101T000000Z',
        'x-security-token': 't',
      },
    ],
    [
      'a signature of something else',
      {
        authorization: `SDK-HMAC-SHA256 Access=SANDBOXACCESSKEY, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`,
        'x-sdk-date': '20260101T000000Z',
      },
    ],
  ])('with %s is refused by the gateway', async (_, headers) => {
    const refused = await ask('GET', meshes(), undefined, headers);
    expect(refused.status).toBe(401);
    expect(refused.body).toEqual({ error_code: 'APIGW.0301', error_msg: expect.stringContaining('Incorrect IAM') });
    expect(refused.text).not.toContain('let-me-in');
  });

  test('can access one project', async () => {
    expect((await ask('GET', '/v1/another/meshes')).status).toBe(403);
  });

  test('gets a token that is valid for a day', async () => {
    const { status, headers, body } = await ask('POST', '/v3/auth/tokens', login(), {});
    expect([status, body]).toMatchObject([201, { token: { expires_at: '2026-01-02T00:00:00.000Z' } }]);
    const token = { 'x-auth-token': headers.get('x-subject-token')! };
    expect((await ask('GET', meshes(), undefined, token)).status).toBe(200);
    time += 24 * 60 * 60 * 1000;
    expect((await ask('GET', meshes(), undefined, token)).status).toBe(401);
    time -= 24 * 60 * 60 * 1000;
  });

  test.each([
    ['another user', { name: 'me' }, {}, 401],
    ['another password', { password: 'guess' }, {}, 401],
    ['another account', { domain: { name: 'globex' } }, {}, 401],
    ['another project', {}, { id: 'another' }, 404],
    ['a project by its name', {}, { id: undefined, name: 'eu-west-101' }, 201],
  ])('gets a token as %s only if that is correct', async (_, user, scope, status) => {
    expect((await ask('POST', '/v3/auth/tokens', login(user, scope), {})).status).toBe(status);
  });
});

describe('meshes', () => {
  test('are created with 201, run after a while, and are listed', async () => {
    const { status, body } = await ask('POST', meshes(), mesh());
    expect([status, body]).toMatchObject([201, { status: { phase: 'Creating' }, metadata: { name: 'mesh-one' } }]);
    time += 2000;
    expect((await ask('GET', meshes())).body).toMatchObject({ items: [{ status: { phase: 'Running' } }] });
  });

  test('show their installation parameters in the create response only', async () => {
    const { body } = await ask('POST', meshes(), mesh());
    const { metadata } = body as { metadata: { uid: string } };
    expect(body).toMatchObject({ spec: { extendParams: { clusters: [{ installation }] } } });
    const read = await ask('GET', `${meshes()}/${metadata.uid}`);
    expect(read.body).toMatchObject({
      spec: { extendParams: { clusters: [{ clusterID: 'a-cluster', projectID: 'a-project' }] } },
    });
    expect(read.text).not.toContain('installation');
  });

  test('have unique names', async () => {
    await ask('POST', meshes(), mesh());
    const again = await ask('POST', meshes(), mesh());
    expect([again.status, again.body]).toMatchObject([409, { errorCode: 'ASM.01409001' }]);
  });

  test('are deleted after a while, with their tasks', async () => {
    const identity = await madeMesh();
    await ask('POST', `/v2/meshes/${identity}/workshops`, task());
    const deleting = await ask('DELETE', `${meshes()}/${identity}`);
    expect([deleting.status, deleting.body]).toMatchObject([200, { status: { phase: 'Deleting' } }]);
    time += 2000;
    expect((await ask('GET', `${meshes()}/${identity}`)).status).toBe(404);
    expect(sandbox.store.collection('asm', 'workshops').size).toBe(0);
  });

  test('delete their tasks too when they are deleted elsewhere', async () => {
    const identity = await madeMesh();
    await ask('POST', `/v2/meshes/${identity}/workshops`, task());
    await sandbox.drift({ action: 'delete', collection: 'meshes', identity });
    expect(sandbox.store.collection('asm', 'workshops').size).toBe(0);
  });

  test.each([
    ['a short name', { metadata: { name: 'abc' } }],
    ['no version', { spec: { type: 'InCluster', extendParams: { clusters: [cluster] } } }],
    ['another kind', { kind: 'Cluster' }],
  ])('with %s are refused', async (_, wrong) => {
    const { status, body } = await ask('POST', meshes(), { ...mesh(), ...wrong });
    expect([status, body]).toMatchObject([400, { errorCode: 'ASM.01400001' }]);
  });
});

describe('tasks', () => {
  test('are created with 200, have times and no phase, and are listed inside objects', async () => {
    const path = `/v2/meshes/${await madeMesh()}/workshops`;
    const { status, body } = await ask('POST', path, task());
    expect(status).toBe(200);
    expect(body).toEqual({
      description: '',
      metadata: { name: 'bookinfo', uid: expect.any(String), creationTimestamp: expect.any(String) },
      spec: {
        primaryCluster: 'a-cluster',
        ingress: { elbId: 'an-elb', elbIp: '192.0.2.7', port: 80, imageAddress: '' },
      },
      status: { updateTime: expect.any(String) },
    });
    expect((await ask('GET', path)).body).toEqual({ items: [{ workshop: body }] });
  });

  test('do not accept a uid', async () => {
    const { body } = await ask('POST', `/v2/meshes/${await madeMesh()}/workshops`, {
      ...task(),
      metadata: { name: 'bookinfo', uid: 'mine' },
    });
    expect(body).not.toMatchObject({ metadata: { uid: 'mine' } });
  });

  test.each([
    ['of a mesh that does not exist', '/v2/meshes/nowhere/workshops', task(), 404],
    ['without a gateway', undefined, task({ spec: { primaryCluster: 'a' } }), 400],
    ['without a name', undefined, task({ metadata: {} }), 400],
  ])('%s are refused', async (_, path, body, status) => {
    expect((await ask('POST', path ?? `/v2/meshes/${await madeMesh()}/workshops`, body)).status).toBe(status);
  });

  test('are deleted by name, or by uid if the sandbox is configured so, with 200 and no body', async () => {
    const path = `/v2/meshes/${await madeMesh()}/workshops`;
    const { body } = await ask('POST', path, task());
    const { uid } = (body as { metadata: { uid: string } }).metadata;
    expect((await ask('DELETE', `${path}/${uid}`)).status).toBe(404);
    await sandbox.control('workshopDeletion', { by: 'uid' });
    expect((await ask('DELETE', `${path}/bookinfo`)).status).toBe(404);
    expect(await ask('DELETE', `${path}/${uid}`)).toMatchObject({ status: 200, text: '' });
  });
});

describe('the sandbox refuses', () => {
  test('drift to a task without a mesh', async () => {
    await expect(sandbox.drift({ action: 'add', collection: 'workshops', values: {} })).rejects.toThrow(/meshId/);
  });

  test('drift to a token without a login', async () => {
    await expect(sandbox.drift({ action: 'add', collection: 'tokens', values: {} })).rejects.toThrow(
      /issued by a login/,
    );
  });

  test('to delete tasks by any other field', async () => {
    await expect(sandbox.control('workshopDeletion', { by: 'port' })).rejects.toThrow(/`name` or `uid`/);
  });
});
