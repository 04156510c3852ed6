import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { JsonObject } from '../../src/model/index.js';
import { acloudProvider } from '../../src/providers/acloud/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { freshSandbox } from '../units/providers/acloud/cloud.js';
import { describeProvider, type ResourceCase, type World } from './provider.js';

interface Cloud extends World {
  readonly sandbox: Sandbox;
}

async function open(): Promise<Cloud> {
  const sandbox = await freshSandbox();
  return {
    provider: acloudProvider({ version: '1.2.3', environment: sandbox.environment }),
    directory: '.',
    sandbox,
    fingerprint: async () => JSON.stringify(sandbox.store.snapshot()),
    close: async () => {},
  };
}

/** Identities of objects that were created past the provider. */
async function added(world: Cloud, collection: string, values: JsonObject): Promise<string[]> {
  const entries = await world.sandbox.drift({ action: 'add', collection, values });
  return entries.map(({ identity }) => identity);
}

async function account(world: Cloud, cloudProfile: string): Promise<string> {
  const [identity] = await added(world, 'cloudAccounts', { displayName: `for ${cloudProfile}`, cloudProfile });
  return identity!;
}

/** The suite asks for a configuration several times; what it refers to is created once. */
function madeOnce(make: (world: Cloud) => Promise<JsonObject>): (world: Cloud) => Promise<JsonObject> {
  const made = new WeakMap<Cloud, Promise<JsonObject>>();
  return (world) => {
    const found = made.get(world) ?? make(world);
    made.set(world, found);
    return found;
  };
}

const SECRET = 'planted-secret-8472';

function credentials(
  kind: string,
  profile: string,
  parts: JsonObject,
  more: Partial<ResourceCase<Cloud>>,
): ResourceCase<Cloud> {
  return {
    type: `acloud_cloud_credentials_${kind}`,
    config: async (world) => ({
      cloud_account_identity: await account(world, profile),
      ...(kind === 'dummy' ? {} : { display_name: `${kind} key`, metadata: { team: 'a' }, secret_version: '1' }),
      ...parts,
    }),
    numbered: (config, index) => (kind === 'dummy' ? config : { ...config, display_name: `key ${index}` }),
    importId: (state) => `acme/${state['cloud_account_identity'] as string}/${state['identity'] as string}`,
    missingId: `acme/${randomUUID()}/${randomUUID()}`,
    bad: {
      'an account that is not an identity': { cloud_account_identity: 'mine' },
      'an identity': { identity: randomUUID() },
    },
    lost: 'found',
    secret: SECRET,
    ...more,
  };
}

const ofKind = (kind: string, parts: JsonObject, plain: readonly string[] = []): ResourceCase<Cloud> =>
  credentials(kind, kind, parts, {
    change: { replacing: { display_name: 'another', metadata: { team: 'b' }, secret_version: '2' } },
    afterImport: { secret_version: null, ...Object.fromEntries(plain.map((name) => [name, null])) },
  });

describeProvider<Cloud>({
  name: 'landform/acloud',
  open,
  resources: [
    {
      type: 'acloud_cloud_account',
      config: () => ({ display_name: 'prod', cloud_profile: 'aws', metadata: { owner: 'a' } }),
      bad: {
        'a name of two letters': { display_name: 'ab' },
        'a name of 65 letters': { display_name: 'a'.repeat(65) },
        'an identity': { identity: randomUUID() },
      },
      change: {
        inPlace: { display_name: 'production', enabled: false },
        replacing: { cloud_profile: 'hetzner', metadata: { owner: 'b' } },
      },
      numbered: (config, index) => ({ ...config, display_name: `account ${index}` }),
      importId: (state) => `acme/${state['identity'] as string}`,
      missingId: `acme/${randomUUID()}`,
      lost: 'found',
    },
    {
      type: 'acloud_cloud_account',
      title: 'acloud_cloud_account that is not enabled',
      config: () => ({ display_name: 'idle', cloud_profile: 'dummy', enabled: false, organisation: 'acme' }),
      lost: 'found',
    },
    ofKind('aws', { access_key_id: 'AKIA1', access_key_secret: SECRET }, ['access_key_id']),
    ofKind('azure', { tenant_id: 't', subscription_id: 's', client_id: 'c', client_secret: SECRET }, [
      'tenant_id',
      'subscription_id',
      'client_id',
    ]),
    ofKind('digitalocean', { api_key: SECRET }),
    ofKind('hetzner', { api_token: SECRET }),
    ofKind('openstack', { credential_id: 'c', credential_secret: SECRET }, ['credential_id']),
    ofKind('vsphere', { username: 'u', password: SECRET, provision_username: 'p', provision_password: SECRET }, [
      'username',
      'provision_username',
    ]),
    credentials('dummy', 'dummy', {}, {}),
    {
      type: 'acloud_primary_cloud_credentials',
      config: async (world) => {
        const owner = await account(world, 'dummy');
        const [first] = await added(world, 'cloudCredentials', { cloudAccountIdentity: owner, displayName: 'first' });
        return { cloud_account_identity: owner, credentials_identity: first! };
      },
      bad: { 'credentials that are not an identity': { credentials_identity: 'first' } },
      importId: (state) => `acme/${state['id'] as string}`,
      missingId: `acme/${randomUUID()}`,
      // Destroying forgets: there is no unset, so the choice is still there afterwards.
      livesInWorld: false,
      lost: 'found',
    },
  ],
  dataSources: [
    {
      type: 'acloud_cloud_account',
      config: madeOnce(async (world) => ({ identity: await account(world, 'aws') })),
      gives: { display_name: 'for aws', cloud_profile: 'aws', enabled: true, organisation: 'acme' },
      failing: { identity: randomUUID() },
    },
    {
      type: 'acloud_cloud_account',
      config: madeOnce(async (world) => {
        await account(world, 'azure');
        return { display_name: 'for azure' };
      }),
      gives: { display_name: 'for azure', cloud_profile: 'azure' },
      failing: { display_name: 'for nobody' },
    },
    {
      type: 'acloud_cloud_accounts',
      config: madeOnce(async (world) => {
        await account(world, 'aws');
        await account(world, 'hetzner');
        return { display_name: 'for', cloud_provider_slug: 'hetzner' };
      }),
      failing: { organisation: 'elsewhere' },
    },
    {
      type: 'acloud_cloud_credentials',
      config: madeOnce(async (world) => {
        const owner = await account(world, 'dummy');
        await added(world, 'cloudCredentials', { cloudAccountIdentity: owner, displayName: 'first' });
        return { cloud_account_identity: owner };
      }),
      failing: { cloud_account_identity: randomUUID() },
    },
    {
      type: 'acloud_cloud_account_clusters',
      config: madeOnce(async (world) => {
        const owner = await account(world, 'dummy');
        await world.sandbox.control('clusters', { cloudAccount: owner, name: 'one', status: 'hibernating' });
        return { cloud_account_identity: owner };
      }),
      failing: { cloud_account_identity: randomUUID() },
    },
    {
      type: 'acloud_cloud_profiles',
      config: () => ({ type: 'vsphere' }),
      gives: { cloud_profiles: [expect.objectContaining({ identity: 'vsphere', regions: ['datacenter-one'] })] },
      failing: { organisation: 'elsewhere' },
    },
  ],
});
