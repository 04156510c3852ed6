import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { contentOf, startClient } from './client.js';
import type { Client } from './client.js';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

describe('drift', () => {
  test('changes an object by its identity', async () => {
    const [identity, other] = [await client.account(), await client.account()];
    const drift = {
      action: 'change',
      collection: 'cloudAccounts',
      identity,
      values: { displayName: 'renamed', enabled: false },
    };
    const told = await client.send('POST', '/_sandbox/drift', drift);
    expect(told.status).toBe(200);
    expect(told.body['entries']).toEqual([expect.objectContaining({ identity, displayName: 'renamed' })]);
    expect((await client.ask('GET', `/cloud-accounts/${identity}`)).body).toMatchObject({
      displayName: 'renamed',
      enabled: false,
    });
    expect((await client.ask('GET', `/cloud-accounts/${other}`)).body).toMatchObject({
      displayName: 'an account',
      enabled: true,
    });
  });

  test('changes objects by their properties', async () => {
    await client.account('aws', 'production');
    await client.account('aws', 'test');
    await client.sandbox.drift({
      action: 'change',
      collection: 'cloudAccounts',
      where: { displayName: 'production' },
      values: { displayName: 'prod' },
    });
    const names = contentOf(await client.ask('GET', '/cloud-accounts')).map((account) => account['displayName']);
    expect(names).toEqual(['prod', 'test']);
  });

  test('removes a property with null', async () => {
    const account = await client.account();
    const primary = await client.credentials(account);
    await client.ask('POST', `/cloud-accounts/${account}/credentials/${primary}/set-primary`);
    const values = { primaryCloudCredentialsIdentity: null };
    await client.sandbox.drift({ action: 'change', collection: 'cloudAccounts', identity: account, values });
    expect((await client.ask('GET', `/cloud-accounts/${account}`)).body).not.toHaveProperty(
      'primaryCloudCredentialsIdentity',
    );
  });

  test('deletes an account with its credentials, even if a cluster uses them', async () => {
    const account = await client.account();
    await client.credentials(account);
    await client.sandbox.control('clusters', { cloudAccount: account });
    await client.sandbox.drift({ action: 'delete', collection: 'cloudAccounts', identity: account });
    expect((await client.ask('GET', `/cloud-accounts/${account}`)).status).toBe(404);
    expect(client.sandbox.store.snapshot()['acloud']).toMatchObject({
      cloudAccounts: [],
      cloudCredentials: [],
      clusters: [],
    });
  });

  test('deletes credentials, and the account no longer has primary ones', async () => {
    const account = await client.account();
    const identity = await client.credentials(account);
    await client.ask('POST', `/cloud-accounts/${account}/credentials/${identity}/set-primary`);
    await client.sandbox.drift({ action: 'delete', collection: 'cloudCredentials', identity });
    expect((await client.ask('GET', `/cloud-accounts/${account}`)).body).not.toHaveProperty(
      'primaryCloudCredentialsIdentity',
    );
  });

  test.each([
    ['cloudAccounts', { displayName: 'theirs', cloudProfile: 'hetzner' }, '/cloud-accounts'],
    ['cloudProfiles', { identity: 'moon', type: 'byon' }, '/cloud-profiles'],
  ])('adds to %s', async (collection, values, path) => {
    await client.sandbox.drift({ action: 'add', collection, values });
    expect(contentOf(await client.ask('GET', path)).at(-1)).toMatchObject({ displayName: expect.any(String) });
  });

  test('adds credentials to an account', async () => {
    const account = await client.account();
    await client.sandbox.drift({
      action: 'add',
      collection: 'cloudCredentials',
      values: { cloudAccountIdentity: account },
    });
    expect(contentOf(await client.ask('GET', `/cloud-accounts/${account}/credentials`))).toHaveLength(1);
  });

  test.each([
    [{ action: 'delete', collection: 'cloudAccounts', identity: 'nowhere' }, /matches "nowhere"/],
    [{ action: 'delete', collection: 'cloudAccounts', where: { displayName: 'nobody' } }, /matches/],
    [{ action: 'delete', collection: 'cloudAccounts' }, /Select the objects/],
    [{ action: 'delete', collection: 'accounts', identity: 'x' }, /it has cloudAccounts, cloudCredentials/],
    [{ action: 'delete', collection: 'constructor', identity: 'x' }, /no collection constructor/],
    [{ action: 'delete', system: 'mars', collection: 'cloudAccounts', identity: 'x' }, /no system mars/],
    [{ action: 'change', collection: 'cloudAccounts', identity: 'x' }, /values/],
    [{ action: 'explode', collection: 'cloudAccounts' }, /allowed values/],
    [{ action: 'add', collection: 'cloudCredentials', values: {} }, /cloudAccountIdentity/],
  ])('%j is refused', async (drift, message) => {
    const refused = await client.send('POST', '/_sandbox/drift', drift);
    expect(refused.status).toBe(400);
    expect(refused.body['message']).toMatch(message);
  });
});

describe('requests', () => {
  test('are recorded with operation and status, in order', async () => {
    const identity = await client.account();
    await client.ask('GET', `/cloud-accounts/${identity}?x=1`);
    await client.ask('GET', '/nothing');
    const told = await client.send('GET', '/_sandbox/requests');
    const base = '/api/v1/orgs/acme';
    expect(told.body).toEqual({
      total: 3,
      mostInFlight: 1,
      byOperation: { createCloudAccount: 1, getCloudAccount: 1 },
      requests: [
        {
          sequence: 1,
          method: 'POST',
          path: `${base}/cloud-accounts`,
          query: '',
          system: 'acloud',
          operationId: 'createCloudAccount',
          status: 200,
          clientGone: false,
        },
        {
          sequence: 2,
          method: 'GET',
          path: `${base}/cloud-accounts/${identity}`,
          query: '?x=1',
          system: 'acloud',
          operationId: 'getCloudAccount',
          status: 200,
          clientGone: false,
        },
        { sequence: 3, method: 'GET', path: `${base}/nothing`, query: '', status: 404, clientGone: false },
      ],
    });
    expect((await client.send('GET', '/_sandbox/requests?after=2')).body['requests']).toHaveLength(1);
  });

  test('are recorded without their secrets', async () => {
    const account = await client.account('digitalocean');
    const body = { displayName: 'main', credentials: { apiKey: 'planted' } };
    await client.ask('POST', `/cloud-accounts/${account}/credentials/digitalocean`, body);
    expect((await client.send('GET', '/_sandbox/requests')).text).not.toMatch(/planted|sandbox-token/);
  });

  test('are recorded with the fault that was injected', async () => {
    client.sandbox.faults.configure({ script: [{ fault: 'dropAfter' }] });
    await expect(client.ask('POST', '/cloud-accounts', { cloudProfile: 'aws', displayName: 'abc' })).rejects.toThrow(
      'fetch failed',
    );
    expect(client.sandbox.requests.records).toMatchObject([{ status: 200, fault: 'dropAfter', clientGone: true }]);
  });

  test('show the maximum concurrency', async () => {
    client.sandbox.faults.configure({ latencyMs: 100 });
    await Promise.all(Array.from({ length: 8 }, () => client.ask('GET', '/cloud-profiles')));
    expect(client.sandbox.requests.mostInFlight).toBe(8);
  });
});

describe('faults', () => {
  test('can be set and read', async () => {
    expect((await client.send('POST', '/_sandbox/faults', { rate429: 1, retryAfterSeconds: 0 })).status).toBe(200);
    expect((await client.ask('GET', '/cloud-accounts')).status).toBe(429);
    expect((await client.send('GET', '/_sandbox/faults')).body).toMatchObject({
      settings: { rate429: 1, retryAfterSeconds: 0 },
      counts: { throttle: 1 },
    });
  });

  test.each([
    [{ rate492: 1 }, /rate492/],
    [{ rate429: 2 }, /rate429 must be <= 1/],
    [{ rate429: 0.7, rateReset: 0.7 }, /at most 1/],
    [{ script: [{ fault: 'earthquake' }] }, /script.0.fault/],
  ])('%j are refused', async (settings, message) => {
    const refused = await client.send('POST', '/_sandbox/faults', settings);
    expect(refused.status).toBe(400);
    expect(refused.body['message']).toMatch(message);
  });

  test('do not affect the control endpoints', async () => {
    client.sandbox.faults.configure({ rateReset: 1 });
    expect((await client.send('GET', '/_sandbox/state')).status).toBe(200);
  });
});

describe('state and reset', () => {
  test('the state shows all objects, without secrets', async () => {
    const identity = await client.account('hetzner', 'abc');
    const body = { displayName: 'main', credentials: { apiToken: 'planted' } };
    await client.ask('POST', `/cloud-accounts/${identity}/credentials/hetzner`, body);
    const state = await client.send('GET', '/_sandbox/state');
    expect(state.body['acloud']).toMatchObject({
      cloudAccounts: [{ identity, displayName: 'abc', cloudProfile: 'hetzner' }],
      cloudCredentials: [{ cloudAccountIdentity: identity }],
    });
    expect(state.text).not.toContain('planted');
  });

  test('reset restores the seeds', async () => {
    await client.account();
    client.sandbox.faults.configure({ rate429: 1 });
    const headers = { 'content-type': 'application/json' };
    expect((await client.send('POST', '/_sandbox/reset', undefined, headers)).status).toBe(200);
    expect(contentOf(await client.ask('GET', '/cloud-accounts'))).toEqual([]);
    expect(contentOf(await client.ask('GET', '/cloud-profiles')).length).toBeGreaterThan(5);
    expect(client.sandbox.requests.total).toBe(2);
  });
});

test.each([
  ['GET', '/_sandbox/nothing'],
  ['POST', '/_sandbox/state'],
  ['GET', '/_sandbox/clusters'],
  ['POST', '/_sandbox/'],
])('%s %s is not a control', async (method, path) => {
  expect((await client.send(method, path)).status).toBe(404);
});

test.each(['faults', 'reset', 'rateLimit', 'drift'])(
  'POST %s without a body requires the content type too',
  async (name) => {
    client.sandbox.faults.configure({ retryAfterSeconds: 3 });
    const refused = await client.send('POST', `/_sandbox/${name}`);
    expect([refused.status, refused.body['message']]).toEqual([400, 'Send JSON, with content-type application/json.']);
    expect(client.sandbox.faults.settings).toEqual({ retryAfterSeconds: 3 });
  },
);

test('a control accepts only JSON, which no web page may send without a preflight', async () => {
  const headers = { 'content-type': 'text/plain' };
  expect((await client.send('POST', '/_sandbox/faults', '{"rate429":1}', headers)).status).toBe(400);
  expect((await client.send('POST', '/_sandbox/faults', '{rate429:1}')).status).toBe(400);
  expect(client.sandbox.faults.settings).toEqual({});
});
