import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { contentOf, identityOf, startClient } from './client.js';
import type { Client } from './client.js';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const NOWHERE = '7c4a8d09-ca37-4f62-8a4b-1f0d9b3c2e11';

/** Path and profile type, and credentials as the document names their members. */
const KINDS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['aws', { accessKeyId: 'planted-1', accessKeySecret: 'planted-2' }],
  ['azure', { clientId: 'planted-1', clientSecret: 'planted-2', subscriptionId: 'planted-3', tenantId: 'planted-4' }],
  ['digitalocean', { apiKey: 'planted-1' }],
  ['hetzner', { apiToken: 'planted-1' }],
  ['openstack', { credentialId: 'planted-1', credentialSecret: 'planted-2' }],
  [
    'vsphere',
    { username: 'planted-1', password: 'planted-2', provisionUsername: 'planted-3', provisionPassword: 'planted-4' },
  ],
];

describe.each(KINDS)('%s credentials', (kind, secrets) => {
  test('are created in an account of their kind, and their secrets are never returned', async () => {
    const account = await client.account(kind);
    const made = await client.ask('POST', `/cloud-accounts/${account}/credentials/${kind}`, {
      displayName: 'main',
      credentials: secrets,
      metadata: { team: 'blue' },
    });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      identity: expect.any(String),
      cloudAccountIdentity: account,
      cloudType: kind,
      displayName: 'main',
      isPrimary: false,
      metadata: { team: 'blue' },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const listed = await client.ask('GET', `/cloud-accounts/${account}/credentials`);
    expect(contentOf(listed)).toEqual([made.body]);
    expect(JSON.stringify(client.sandbox.store.snapshot())).not.toContain('planted');
  });

  test('are refused in an account of another kind', async () => {
    const account = await client.account('dummy');
    const body = { displayName: 'main', credentials: secrets };
    const refused = await client.ask('POST', `/cloud-accounts/${account}/credentials/${kind}`, body);
    expect(refused.status).toBe(400);
    expect(refused.text).not.toContain('planted');
    expect(contentOf(await client.ask('GET', `/cloud-accounts/${account}/credentials`))).toEqual([]);
  });

  test.each(Object.keys(secrets).filter((name) => !name.startsWith('provision')))('require %s', async (name) => {
    const account = await client.account(kind);
    const { [name]: _, ...rest } = secrets;
    const refused = await client.ask('POST', `/cloud-accounts/${account}/credentials/${kind}`, {
      displayName: 'main',
      credentials: rest,
    });
    expect(refused.status).toBe(400);
    expect(refused.body['details']).toEqual([`credentials.${name}: is required`]);
  });

  test('refuse a field that is not a string, without repeating it', async () => {
    const account = await client.account(kind);
    const [first = ''] = Object.keys(secrets);
    const refused = await client.ask('POST', `/cloud-accounts/${account}/credentials/${kind}`, {
      displayName: 'main',
      credentials: { ...secrets, [first]: 8675309 },
    });
    expect(refused.status).toBe(400);
    expect(refused.text).not.toMatch(/8675309|planted/);
  });
});

describe('dummy credentials', () => {
  test.each(['dummy', 'empty'])('are created without a body in an account of profile %s', async (profile) => {
    const account = await client.account(profile);
    const made = await client.ask('POST', `/cloud-accounts/${account}/credentials/dummy`);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ cloudType: 'dummy', cloudAccountIdentity: account, isPrimary: false });
  });

  test('are refused in an account of a real cloud', async () => {
    const account = await client.account('aws');
    expect((await client.ask('POST', `/cloud-accounts/${account}/credentials/dummy`)).status).toBe(400);
  });
});

describe('names', () => {
  test('are required for Hetzner, with at most 64 letters', async () => {
    const path = `/cloud-accounts/${await client.account('hetzner')}/credentials/hetzner`;
    const credentials = { apiToken: 't' };
    expect((await client.ask('POST', path, { credentials })).status).toBe(400);
    expect((await client.ask('POST', path, { credentials, displayName: 'n'.repeat(65) })).status).toBe(400);
    expect((await client.ask('POST', path, { credentials, displayName: 'n'.repeat(64) })).status).toBe(200);
  });

  test('are optional for all others', async () => {
    const path = `/cloud-accounts/${await client.account('aws')}/credentials/aws`;
    expect((await client.ask('POST', path, {})).status).toBe(200);
  });
});

test('tests compare secrets by a fingerprint, which responses do not contain', async () => {
  const account = await client.account('digitalocean');
  const make = async (apiKey: string): Promise<string> =>
    identityOf(
      await client.ask('POST', `/cloud-accounts/${account}/credentials/digitalocean`, { credentials: { apiKey } }),
    );
  const [one, same, other] = [await make('a'), await make('a'), await make('b')];
  const held = client.sandbox.store.collection('acloud', 'cloudCredentials');
  const fingerprint = (identity: string): unknown => held.get(identity)?.['secretsFingerprint'];
  expect(fingerprint(one)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(same)).toBe(fingerprint(one));
  expect(fingerprint(other)).not.toBe(fingerprint(one));
});

describe('set-primary', () => {
  test('returns the account, and the list shows which ones it uses', async () => {
    const account = await client.account();
    const [first, second] = [await client.credentials(account), await client.credentials(account)];
    const path = `/cloud-accounts/${account}/credentials`;
    expect((await client.ask('POST', `${path}/${first}/set-primary`)).status).toBe(200);
    const changed = await client.ask('POST', `${path}/${second}/set-primary`);
    expect(changed.body).toMatchObject({ identity: account, primaryCloudCredentialsIdentity: second });
    const primary = contentOf(await client.ask('GET', path)).filter((own) => own['isPrimary'] === true);
    expect(primary.map((own) => own['identity'])).toEqual([second]);
  });

  test('accepts only credentials of the account', async () => {
    const account = await client.account();
    const foreign = await client.credentials(await client.account());
    for (const identity of [foreign, NOWHERE]) {
      const path = `/cloud-accounts/${account}/credentials/${identity}/set-primary`;
      expect((await client.ask('POST', path)).status).toBe(404);
    }
  });
});

describe('delete', () => {
  test('returns 204, and then 404', async () => {
    const account = await client.account();
    const path = `/cloud-accounts/${account}/credentials/${await client.credentials(account)}`;
    expect((await client.ask('DELETE', path)).status).toBe(204);
    expect((await client.ask('DELETE', path)).status).toBe(404);
    expect(contentOf(await client.ask('GET', `/cloud-accounts/${account}/credentials`))).toEqual([]);
  });

  test('of the primary ones leaves the account without any', async () => {
    const account = await client.account();
    const identity = await client.credentials(account);
    await client.ask('POST', `/cloud-accounts/${account}/credentials/${identity}/set-primary`);
    await client.ask('DELETE', `/cloud-accounts/${account}/credentials/${identity}`);
    const read = await client.ask('GET', `/cloud-accounts/${account}`);
    expect(read.body).not.toHaveProperty('primaryCloudCredentialsIdentity');
  });

  test('accepts only credentials of the account', async () => {
    const foreign = await client.credentials(await client.account());
    const path = `/cloud-accounts/${await client.account()}/credentials/${foreign}`;
    expect((await client.ask('DELETE', path)).status).toBe(404);
  });
});

test.each([
  ['GET', ''],
  ['POST', '/dummy'],
  ['DELETE', `/${NOWHERE}`],
  ['POST', `/${NOWHERE}/set-primary`],
])('%s credentials%s of an account that does not exist is 404', async (method, rest) => {
  expect((await client.ask(method, `/cloud-accounts/${NOWHERE}/credentials${rest}`)).status).toBe(404);
});
