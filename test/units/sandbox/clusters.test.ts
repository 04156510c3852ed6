import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { contentOf, startClient } from './client.js';
import type { Client } from './client.js';

const HOUR = 60 * 60 * 1000;
let now = new Date('2026-03-01T12:00:00Z');
let client: Client;
beforeAll(async () => {
  client = await startClient({ now: () => now });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

async function usedAccount(): Promise<{ account: string; used: string; unused: string; cluster: string }> {
  const account = await client.account('dummy', 'in use');
  const [used, unused] = [await client.credentials(account), await client.credentials(account)];
  const put = await client.send('POST', '/_sandbox/clusters', {
    cloudAccount: account,
    cloudCredentials: used,
    name: 'blue',
  });
  expect(put.status).toBe(200);
  return { account, used, unused, cluster: String(put.body['identity']) };
}

test('a cluster added to an account is listed there, with references by identity and name', async () => {
  const { account, used, cluster } = await usedAccount();
  const listed = contentOf(await client.ask('GET', `/cloud-accounts/${account}/clusters`));
  expect(listed).toHaveLength(1);
  expect(listed[0]).toMatchObject({
    identity: cluster,
    name: 'blue',
    status: 'started',
    cloudAccount: { identity: account, displayName: 'in use' },
    cloudCredentials: { identity: used, displayName: 'dummy' },
  });
  expect(contentOf(await client.ask('GET', `/cloud-accounts/${await client.account()}/clusters`))).toEqual([]);
});

test('a cluster uses the primary credentials by default', async () => {
  const account = await client.account();
  const primary = await client.credentials(account);
  await client.ask('POST', `/cloud-accounts/${account}/credentials/${primary}/set-primary`);
  await client.sandbox.control('clusters', { cloudAccount: account });
  const [cluster] = contentOf(await client.ask('GET', `/cloud-accounts/${account}/clusters`));
  expect(cluster?.['cloudCredentials']).toMatchObject({ identity: primary });
});

test('a status may be undocumented', async () => {
  const account = await client.account();
  await client.sandbox.control('clusters', { cloudAccount: account, status: 'hibernating' });
  const [cluster] = contentOf(await client.ask('GET', `/cloud-accounts/${account}/clusters`));
  expect(cluster?.['status']).toBe('hibernating');
});

describe('while a cluster uses them', () => {
  test('an account and its credentials cannot be deleted', async () => {
    const { account, used } = await usedAccount();
    for (const path of [`/cloud-accounts/${account}`, `/cloud-accounts/${account}/credentials/${used}`]) {
      const refused = await client.ask('DELETE', path);
      expect(refused.status).toBe(400);
      expect(refused.body['message']).toMatch(/used by a cluster in the last 24 hours/);
    }
    expect(contentOf(await client.ask('GET', `/cloud-accounts/${account}/credentials`))).toHaveLength(2);
  });

  test('other credentials of the account can be deleted', async () => {
    const { account, unused } = await usedAccount();
    expect((await client.ask('DELETE', `/cloud-accounts/${account}/credentials/${unused}`)).status).toBe(204);
  });
});

test('deletion is allowed 24 hours after the cluster is deleted, and not before', async () => {
  const { account, used, cluster } = await usedAccount();
  await client.sandbox.drift({
    action: 'change',
    collection: 'clusters',
    identity: cluster,
    values: { status: 'deleted', deletedAt: now.toISOString() },
  });
  const path = `/cloud-accounts/${account}/credentials/${used}`;
  now = new Date(now.getTime() + 24 * HOUR - 1);
  expect((await client.ask('DELETE', path)).status).toBe(400);
  now = new Date(now.getTime() + 1);
  expect((await client.ask('DELETE', path)).status).toBe(204);
  expect((await client.ask('DELETE', `/cloud-accounts/${account}`)).status).toBe(204);
});

test.each([
  ['no account', {}, /needs `cloudAccount`/],
  ['an account that does not exist', { cloudAccount: 'nowhere' }, /needs `cloudAccount`/],
])('a cluster with %s is refused', async (_, body, message) => {
  const refused = await client.send('POST', '/_sandbox/clusters', body);
  expect(refused.status).toBe(400);
  expect(refused.body['message']).toMatch(message);
});

test('a cluster with credentials of another account is refused', async () => {
  const foreign = await client.credentials(await client.account());
  const cluster = { cloudAccount: await client.account(), cloudCredentials: foreign };
  expect((await client.send('POST', '/_sandbox/clusters', cluster)).status).toBe(400);
});

test('clusters of an account that does not exist are 404', async () => {
  const path = '/cloud-accounts/7c4a8d09-ca37-4f62-8a4b-1f0d9b3c2e11/clusters';
  expect((await client.ask('GET', path)).status).toBe(404);
});
