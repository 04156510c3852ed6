import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { JsonObject } from '../../src/model/index.js';
import { paletteProvider } from '../../src/providers/palette/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import {
  ACCOUNT,
  LAYERS,
  POOLS,
  PROFILE,
  cluster,
  freshSandbox,
  ground,
  layersWith,
  type Api,
} from '../units/providers/palette/cloud.js';
import { TestClock } from '../units/providers/rest/clock.js';
import { describeProvider, type DataSourceCase, type ResourceCase, type World } from './provider.js';

interface Cloud extends World {
  readonly sandbox: Sandbox;
  readonly where: { account: string; profile: string; addon: string };
}

async function open(api: Api, faults: boolean): Promise<Cloud> {
  const sandbox = await freshSandbox();
  const where = await ground(sandbox);
  // Nothing is refused for good: every fault is one after which asking again, or looking, helps.
  if (faults) {
    sandbox.faults.configure({
      rateReset: 0.04,
      rate429: 0.04,
      rate5xx: 0.03,
      rate5xxAfter: 0.03,
      rateDropAfter: 0.04,
      retryAfterSeconds: 1,
      seed: 11,
    });
  }
  const surroundings = { clock: new TestClock(), random: () => 0.5 };
  return {
    provider: paletteProvider({ version: '1.2.3', environment: sandbox.environment, surroundings }),
    config: { api, retries: 12 },
    directory: '.',
    sandbox,
    where,
    fingerprint: async () => JSON.stringify(sandbox.store.snapshot()),
    close: async () => sandbox.faults.clear(),
  };
}

const SECRET = 'planted-secret-8472';
const scoped = (state: JsonObject): string => `${state['uid'] as string}:${state['context'] as string}`;

const VARIABLES: readonly JsonObject[] = [
  { name: 'region', format: 'string', default_value: 'eu', required: true },
  { name: 'token', is_sensitive: true, default_value: SECRET },
];

/** Annotations that the service sets. */
const OF_THE_SERVICE = { scope: 'project', projectUid: 'project-default' };

type Act = (world: Cloud, state: JsonObject) => Promise<void>;

/** Changes properties of the entry behind an object, past the provider. */
const changing =
  (collection: string, values: (entry: JsonObject) => JsonObject): Act =>
  async ({ sandbox }, state) => {
    const identity = state['uid'] as string;
    const entry = sandbox.store.collection('palette', collection).get(identity) as JsonObject;
    await sandbox.drift({ action: 'change', system: 'palette', collection, identity, values: values(entry) });
  };

const vanishing =
  (collection: string): Act =>
  async ({ sandbox }, state) =>
    void (await sandbox.drift({ action: 'delete', system: 'palette', collection, identity: state['uid'] as string }));

/** Kubernetes of another version, in whatever holds packs. */
const otherKubernetes = (template: JsonObject): JsonObject => ({
  ...template,
  packs: (template['packs'] as readonly JsonObject[]).map((pack) =>
    pack['name'] === 'kubernetes' ? { ...pack, tag: '1.20.15' } : pack,
  ),
});

function resources(api: Api): readonly ResourceCase<Cloud>[] {
  return [
    {
      type: 'palette_api_key',
      config: () => ({ name: 'automation', expiry: '2030-01-31T00:00:00Z' }),
      bad: {
        'an expiry that is not a time': { expiry: 'tomorrow' },
        'a uid': { uid: 'mine' },
        'no name': { name: '' },
      },
      change: {
        inPlace: { name: 'robots', expiry: '2031-01-31T00:00:00Z', active: false },
        replacing: { user_uid: 'user-other' },
      },
      numbered: (config, index) => ({ ...config, name: `key ${index}` }),
      drift: {
        name: changing('apiKeys', () => ({ name: 'renamed by hand' })),
        active: changing('apiKeys', () => ({ isActive: false })),
      },
      vanish: vanishing('apiKeys'),
      importId: (state) => state['uid'] as string,
      afterImport: { api_key: null, expiry: '2030-01-31T00:00:00.000Z' },
      missingId: randomUUID(),
    },
    {
      type: 'palette_cloud_account_vsphere',
      config: () => ({ ...ACCOUNT, password_version: '1' }),
      bad: { 'an unknown context': { context: 'world' }, 'an empty name': { name: '' } },
      change: {
        inPlace: { name: 'other', vcenter_server: 'vc2.example.com', password_version: '2', insecure: true },
        replacing: { context: 'tenant' },
      },
      numbered: (config, index) => ({ ...config, name: `account ${index}` }),
      drift: {
        name: changing('cloudAccounts', () => ({ name: 'renamed by hand' })),
        vcenter_server: changing('cloudAccounts', () => ({ vcenterServer: 'elsewhere' })),
        insecure: changing('cloudAccounts', () => ({ insecure: true })),
      },
      vanish: vanishing('cloudAccounts'),
      importId: scoped,
      afterImport: { password_version: null },
      missingId: `${randomUUID()}:project`,
      lost: 'found',
      secret: SECRET,
    },
    {
      type: 'palette_cluster_profile',
      config: () => ({
        ...PROFILE,
        labels: { team: 'a' },
        annotations: { note: 'a' },
        namespace: 'cells',
        variables: VARIABLES,
      }),
      bad: {
        'no packs': { packs: [] },
        'a pack in an unknown layer': { packs: [{ name: 'a', layer: 'cake' }] },
        'an unknown context': { context: 'world' },
      },
      change: {
        inPlace: {
          name: 'renamed',
          labels: { team: 'b' },
          annotations: { other: 'b' },
          packs: layersWith('kubernetes', { tag: '1.21.10' }),
          variables: [{ name: 'region', default_value: 'us' }],
        },
        replacing: { cloud_type: 'aws', type: 'infra', context: 'tenant', version: '2.0.0', namespace: 'other' },
      },
      numbered: (config, index) => ({ ...config, name: `profile ${index}` }),
      drift: {
        name: changing('clusterProfiles', () => ({ name: 'renamed by hand' })),
        labels: changing('clusterProfiles', () => ({ labels: { team: 'other' } })),
        annotations: changing('clusterProfiles', () => ({ annotations: { note: 'other' } })),
        namespace: changing('clusterProfiles', () => ({ namespace: 'other' })),
        packs: changing('clusterProfiles', ({ published }) => ({
          published: otherKubernetes(published as JsonObject),
        })),
        published: changing('clusterProfiles', ({ published }) => ({ draft: published! })),
        variables: changing('clusterProfiles', () => ({ variables: [] })),
      },
      vanish: vanishing('clusterProfiles'),
      importId: scoped,
      afterImport: {
        annotations: { note: 'a', ...OF_THE_SERVICE },
        packs: expect.anything() as never,
        variables: expect.anything() as never,
      },
      missingId: `${randomUUID()}:project:1.0.0`,
      lost: 'found',
      secret: SECRET,
    },
    {
      type: 'palette_cluster_profile',
      title: 'palette_cluster_profile whose packs become others',
      config: () => ({ ...PROFILE, context: 'tenant', version: '1.1.0' }),
      numbered: (config, index) => ({ ...config, name: `profile ${index}` }),
      change: {
        inPlace: { packs: [...LAYERS.slice(0, 3), { name: 'csi-other', tag: '2.0.0', uid: 'pack-9', layer: 'csi' }] },
      },
      lost: 'found',
    },
    {
      type: 'palette_cluster_vsphere',
      config: ({ where }) =>
        cluster(where, { labels: { team: 'a' }, annotations: { note: 'a' }, namespace: 'cells', wait_seconds: 3600 }),
      bad: {
        'no machine pools': { machine_pools: [] },
        'a pool without processors': { machine_pools: [{ ...POOLS[0], num_cpus: 0 }] },
        'a negative wait': { wait_seconds: -1 },
      },
      change: {
        inPlace: {
          labels: { team: 'b' },
          annotations: { other: 'b' },
          folder: 'elsewhere',
          ntp_servers: ['ntp.example.com'],
          machine_pools: [POOLS[0]!, { ...POOLS[1], size: 3 }, { ...POOLS[1], name: 'more' }],
        },
        replacing: { name: 'another', namespace: 'other', datacenter: 'DC2', cloud_account_uid: 'other' },
      },
      numbered: (config, index) => ({ ...config, name: `cluster ${index}` }),
      drift: {
        labels: changing('clusters', () => ({ labels: {} })),
        annotations: changing('clusters', () => ({ annotations: {} })),
        namespace: changing('clusters', () => ({ namespace: 'other' })),
        folder: changing('clusters', ({ clusterConfig }) => ({
          clusterConfig: { ...(clusterConfig as JsonObject), placement: { datacenter: 'DC1', folder: 'by hand' } },
        })),
        machine_pools: changing('clusters', ({ pools }) => ({ pools: (pools as readonly JsonObject[]).slice(0, 1) })),
      },
      vanish: vanishing('clusters'),
      importId: scoped,
      afterImport: {
        wait_seconds: null,
        annotations: { note: 'a', ...OF_THE_SERVICE },
        image_template_folder: 'spectro-templates',
        profiles: expect.anything() as never,
        machine_pools: expect.anything() as never,
      },
      missingId: `${randomUUID()}:project`,
      lost: 'found',
    },
    {
      type: 'palette_cluster_vsphere',
      title: 'palette_cluster_vsphere that has packs otherwise',
      config: ({ where }) =>
        cluster(where, {
          profiles: [
            {
              uid: where.profile,
              revision: '1',
              pack_values: [{ name: 'kubernetes', tag: '1.19.16', values: 'a: 1' }],
            },
            ...(api === 'current' ? [{ uid: where.addon }] : []),
          ],
        }),
      numbered: (config, index) => ({ ...config, name: `cluster ${index}` }),
      lost: 'found',
    },
  ];
}

const dataSources: readonly DataSourceCase<Cloud>[] = [
  {
    type: 'palette_cluster_profile',
    config: ({ where }) => ({ uid: where.profile }),
    gives: { name: 'ground', cloud_type: 'vsphere', published: true, context: 'project' },
    failing: { uid: randomUUID() },
  },
  {
    type: 'palette_cluster_profile',
    config: () => ({ name: 'ground', version: '1.0.0' }),
    gives: { type: 'cluster', version: '1.0.0' },
    failing: { name: 'nobody' },
  },
  {
    type: 'palette_cluster',
    config: async ({ sandbox, where }) => {
      const known = sandbox.store.collection('palette', 'clusters').all();
      const values = { scope: 'project-default', name: 'there', cloudAccountUid: where.account };
      if (known.length === 0) await sandbox.drift({ action: 'add', system: 'palette', collection: 'clusters', values });
      return { name: 'there' };
    },
    gives: { state: 'Running', cloud_type: 'vsphere' },
    failing: { name: 'nobody' },
  },
  {
    type: 'palette_pack',
    config: () => ({ name: 'kubernetes', version: '1.21.10' }),
    gives: { uid: 'pack-kubernetes-1.21.10', layer: 'k8s', registry_uid: 'registry-public' },
    failing: { version: '0.0.1' },
  },
  {
    type: 'palette_cloud_account',
    config: () => ({ name: 'ground' }),
    gives: { vcenter_server: 'vcenter.example.com' },
    failing: { name: 'nobody' },
  },
  { type: 'palette_cloud_account', config: ({ where }) => ({ uid: where.account }), gives: { name: 'ground' } },
];

for (const api of ['documented', 'current'] as const) {
  describeProvider<Cloud>({
    name: `landform/palette, api ${api}`,
    open: () => open(api, false),
    resources: resources(api),
    dataSources,
  });
  describeProvider<Cloud>({
    name: `landform/palette, api ${api}, while one request in six goes wrong`,
    open: () => open(api, true),
    resources: resources(api),
    dataSources,
  });
}
