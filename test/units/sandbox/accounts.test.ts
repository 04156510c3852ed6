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

describe('create', () => {
  test('returns 200 with the account, enabled, with its profile as an object', async () => {
    const made = await client.ask('POST', '/cloud-accounts', {
      cloudProfile: 'openstack',
      displayName: 'production',
      metadata: { tenantId: 't1' },
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ displayName: 'production', enabled: true, metadata: { tenantId: 't1' } });
    expect(made.body['cloudProfile']).toMatchObject({
      identity: 'openstack',
      type: 'openstack',
      regions: ['region-one'],
    });
    expect(made.body).not.toHaveProperty('primaryCloudCredentialsIdentity');
  });

  test('accepts a duplicate name', async () => {
    const [one, other] = [await client.account('aws', 'twin'), await client.account('aws', 'twin')];
    expect(one).not.toBe(other);
    expect(contentOf(await client.ask('GET', '/cloud-accounts?display-name=twin'))).toHaveLength(2);
  });

  test('ignores unknown fields, and enabled', async () => {
    const made = await client.ask('POST', '/cloud-accounts', {
      cloudProfile: 'aws',
      displayName: 'abc',
      enabled: false,
      colour: 'red',
    });
    expect(made.status).toBe(200);
    expect(made.body['enabled']).toBe(true);
    expect(made.body).not.toHaveProperty('colour');
  });

  test('accepts a name of 2 or 64 letters', async () => {
    for (const displayName of ['ab', 'n'.repeat(64)]) {
      expect((await client.ask('POST', '/cloud-accounts', { cloudProfile: 'aws', displayName })).status).toBe(200);
    }
  });

  test.each([
    ['no name', { cloudProfile: 'aws' }, 'displayName: is required'],
    ['null as the name', { cloudProfile: 'aws', displayName: null }, 'displayName: is required'],
    ['no profile', { displayName: 'abc' }, 'cloudProfile: is required'],
    [
      'a name of 65 letters',
      { cloudProfile: 'aws', displayName: 'n'.repeat(65) },
      'displayName: must NOT have more than 64',
    ],
    [
      'a profile that is an object',
      { cloudProfile: { identity: 'aws' }, displayName: 'abc' },
      'cloudProfile: must be string',
    ],
    [
      'an unknown profile',
      { cloudProfile: 'mars', displayName: 'abc' },
      'cloudProfile: there is no cloud profile mars',
    ],
    [
      'metadata that is not a string',
      { cloudProfile: 'aws', displayName: 'abc', metadata: { a: 1 } },
      'metadata.a: must be string',
    ],
  ])('%s is refused', async (_, body, detail) => {
    const refused = await client.ask('POST', '/cloud-accounts', body);
    expect(refused.status).toBe(400);
    expect(refused.body['message']).toBe('Invalid request body.');
    expect(refused.body['details']).toEqual([expect.stringContaining(detail)]);
    expect(contentOf(await client.ask('GET', '/cloud-accounts'))).toEqual([]);
  });
});

describe('read', () => {
  test('returns what create returned', async () => {
    const made = await client.ask('POST', '/cloud-accounts', { cloudProfile: 'aws', displayName: 'abc' });
    const read = await client.ask('GET', `/cloud-accounts/${identityOf(made)}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(made.body);
  });

  test('an account that does not exist is 404, an invalid identity is 400', async () => {
    expect((await client.ask('GET', `/cloud-accounts/${NOWHERE}`)).status).toBe(404);
    const refused = await client.ask('GET', '/cloud-accounts/production');
    expect(refused.status).toBe(400);
    expect(refused.body['details']).toEqual(['cloudAccountIdentity: must match format "uuid"']);
  });
});

describe('update', () => {
  test('changes the fields in the body and leaves the rest', async () => {
    const identity = await client.account('aws', 'before');
    const renamed = await client.ask('PATCH', `/cloud-accounts/${identity}`, { displayName: 'after' });
    expect(renamed.status).toBe(200);
    expect(renamed.body).toMatchObject({ displayName: 'after', enabled: true });
    const disabled = await client.ask('PATCH', `/cloud-accounts/${identity}`, { enabled: false });
    expect(disabled.body).toMatchObject({ displayName: 'after', enabled: false });
    expect((await client.ask('GET', `/cloud-accounts/${identity}`)).body).toEqual(disabled.body);
  });

  test('null counts as omitted', async () => {
    const identity = await client.account('aws', 'before');
    const same = await client.ask('PATCH', `/cloud-accounts/${identity}`, { displayName: null, enabled: null });
    expect(same.status).toBe(200);
    expect(same.body).toMatchObject({ displayName: 'before', enabled: true });
  });

  test('sets the primary credentials, which the response names differently', async () => {
    const identity = await client.account();
    const primary = await client.credentials(identity);
    const changed = await client.ask('PATCH', `/cloud-accounts/${identity}`, { primaryCloudCredentials: primary });
    expect(changed.status).toBe(200);
    expect(changed.body['primaryCloudCredentialsIdentity']).toBe(primary);
  });

  test('primary credentials must belong to the account', async () => {
    const [identity, other] = [await client.account(), await client.account()];
    const foreign = await client.credentials(other);
    const refused = await client.ask('PATCH', `/cloud-accounts/${identity}`, {
      displayName: 'changed',
      primaryCloudCredentials: foreign,
    });
    expect(refused.status).toBe(400);
    expect((await client.ask('GET', `/cloud-accounts/${identity}`)).body['displayName']).toBe('an account');
  });

  test.each([
    ['a name of two letters', { displayName: 'ab' }],
    ['a name of 65 letters', { displayName: 'n'.repeat(65) }],
    ['enabled as a string', { enabled: 'false' }],
    ['credentials that are not an identity', { primaryCloudCredentials: 'main' }],
  ])('%s is refused', async (_, body) => {
    const identity = await client.account();
    expect((await client.ask('PATCH', `/cloud-accounts/${identity}`, body)).status).toBe(400);
  });

  test('an account that does not exist is 404', async () => {
    expect((await client.ask('PATCH', `/cloud-accounts/${NOWHERE}`, { enabled: false })).status).toBe(404);
  });
});

describe('delete', () => {
  test('returns 204 without a body, and then 404', async () => {
    const identity = await client.account();
    const deleted = await client.ask('DELETE', `/cloud-accounts/${identity}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await client.ask('DELETE', `/cloud-accounts/${identity}`)).status).toBe(404);
    expect((await client.ask('GET', `/cloud-accounts/${identity}`)).status).toBe(404);
  });

  test('deletes the credentials of the account too, and no others', async () => {
    const [identity, other] = [await client.account(), await client.account()];
    await client.credentials(identity);
    const kept = await client.credentials(other);
    await client.ask('DELETE', `/cloud-accounts/${identity}`);
    const left = client.sandbox.store.collection('acloud', 'cloudCredentials').all();
    expect(left.map((entry) => entry.identity)).toEqual([kept]);
  });
});

describe('list', () => {
  test.each([
    ['display-name=PROD', ['prod-aws', 'prod-azure']],
    ['display-name=aws', ['prod-aws', 'test-aws']],
    ['cloud-provider-slug=azure', ['prod-azure']],
    ['display-name=prod&cloud-provider-slug=aws', ['prod-aws']],
    ['display-name=', ['prod-aws', 'test-aws', 'prod-azure']],
    ['display-name=nothing', []],
    ['unknown=parameter', ['prod-aws', 'test-aws', 'prod-azure']],
  ])('?%s finds %j', async (query, names) => {
    await client.account('aws', 'prod-aws');
    await client.account('aws', 'test-aws');
    await client.account('azure', 'prod-azure');
    const found = contentOf(await client.ask('GET', `/cloud-accounts?${query}`));
    expect(found.map((account) => account['displayName'])).toEqual(names);
  });
});

test('cloud profiles are listed, and an account can be created with each', async () => {
  const profiles = contentOf(await client.ask('GET', '/cloud-profiles'));
  expect(profiles.map((profile) => profile['type'])).toEqual(
    expect.arrayContaining(['aws', 'azure', 'digitalocean', 'hetzner', 'openstack', 'vsphere', 'none']),
  );
  for (const { identity } of profiles) {
    const made = await client.ask('POST', '/cloud-accounts', { cloudProfile: identity, displayName: 'one of each' });
    expect(made.status).toBe(200);
  }
});
