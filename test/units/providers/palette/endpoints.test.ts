import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { describedPalette } from './described.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { TestClock } from '../rest/clock.js';
import {
  ACCOUNT,
  LAYERS,
  POOLS,
  PROFILE,
  PROJECT,
  cluster,
  configured,
  ground,
  inCloud,
  layersWith,
  stateOf,
  wordsOf,
  type Api,
  type Cloud,
} from './cloud.js';

const HOST = 'https://api.spectrocloud.com';

describe("the documented calls, with the document's samples", () => {
  let provider: Provider;

  const use = async (config: JsonObject = {}): Promise<void> => {
    provider = await configured({ SPECTROCLOUD_APIKEY: 'key-1' }, new TestClock(), {
      project_uid: PROJECT,
      retries: 0,
      ...config,
    });
  };
  const service = (scoped = true): nock.Scope =>
    nock(HOST, { reqheaders: { apikey: 'key-1', ...(scoped ? { projectuid: PROJECT } : {}) } });

  beforeEach(async () => {
    nock.disableNetConnect();
    await use();
  });
  afterEach(async () => {
    await provider.close();
    expect(nock.pendingMocks()).toEqual([]);
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it('POST /v1/apiKeys, whose documented response contains only the uid', async () => {
    const key = {
      metadata: { uid: 'k1', name: 'string' },
      spec: { expiry: '2030-01-01T00:00:00Z', user: { uid: 'u1' } },
    };
    service(false).get('/v1/apiKeys').reply(200, { items: [] });
    service(false)
      .post('/v1/apiKeys', { metadata: { name: 'string' }, spec: { expiry: '2030-01-01T00:00:00Z', userUid: 'u1' } })
      .reply(201, { uid: 'k1' });
    service(false)
      .get('/v1/apiKeys/k1')
      .reply(200, { ...key, status: { isActive: true } });
    const kept = await new Driver(provider, 'palette_api_key').create({
      name: 'string',
      expiry: '2030-01-01T00:00:00Z',
      user_uid: 'u1',
    });
    expect(stateOf(kept)).toMatchObject({ uid: 'k1', api_key: null, active: true });
  });

  it('POST /v1/auth/authenticate, whose token is sent unchanged in Authorization', async () => {
    provider = await configured({}, new TestClock(), {
      email: 'janedoe@thefirm.com',
      password: 'password1234',
      project_uid: PROJECT,
    });
    nock(HOST)
      .post('/v1/auth/authenticate', { emailId: 'janedoe@thefirm.com', password: 'password1234' })
      .reply(200, { Authorization: 'string' });
    nock(HOST, { reqheaders: { authorization: 'string', projectuid: PROJECT } })
      .get('/v1/dashboard/clusterprofiles/metadata')
      .reply(200, { items: [] });
    const { block } = provider.schemas.dataSource('palette_cluster_profile')!;
    const config = configValue(block, { name: 'nobody' });
    const answer = await provider.readData({ type: 'palette_cluster_profile', config, context: quiet() });
    expect(wordsOf(answer.diagnostics)).toContain('not-exactly-one');
  });

  /** What GET shows of a profile, drafted or published. */
  const shown = (packs: readonly JsonObject[], published: boolean): JsonObject => ({
    metadata: { uid: 'p1', name: 'cluster-profile-1' },
    spec: { version: '1.0.0', [published ? 'published' : 'draft']: { cloudType: 'vmware', type: 'cluster', packs } },
    status: { isPublished: published },
  });
  const shows = (packs: readonly JsonObject[], published: boolean): void => {
    service().get('/v1/clusterprofiles/p1').reply(200, shown(packs, published));
    service().get('/v1/clusterprofiles/p1/variables').reply(200, { variables: [] });
  };
  const PACKS = ['os', 'kubernetes', 'network', 'storage'].map((name) => ({
    name,
    tag: '1',
    uid: `uid-${name}`,
    values: 'a: 1',
  }));
  const made = { name: 'cluster-profile-1', cloud_type: 'vmware', packs: PACKS };
  const refs = PACKS.map(({ uid, ...pack }) => ({ ...pack, packUid: uid, values: 'a: 1\n' }));

  it('POST /v1/clusterprofiles with the four layers, published after it', async () => {
    service().get('/v1/dashboard/clusterprofiles/metadata').reply(200, { items: [] });
    service()
      .post('/v1/clusterprofiles', {
        metadata: { name: 'cluster-profile-1' },
        spec: { version: '1.0.0', template: { cloudType: 'vmware', packs: PACKS, type: 'cluster' } },
      })
      .reply(201, { uid: 'p1' });
    shows(refs, false);
    service().patch('/v1/clusterprofiles/p1/publish').reply(204);
    shows(refs, true);
    const kept = await new Driver(provider, 'palette_cluster_profile').create(made);
    expect(stateOf(kept)).toMatchObject({ uid: 'p1', published: true, cloud_type: 'vmware' });
  });

  const prior = (driver: Driver): JsonObject => ({
    ...made,
    packs: PACKS.map((pack) => ({ ...pack, layer: null, type: null })),
    id: 'p1',
    uid: 'p1',
    context: 'project',
    project_uid: PROJECT,
    version: '1.0.0',
    type: 'cluster',
    published: true,
    revision: driver.type,
  });

  it.each<[Api, string, JsonObject]>([
    ['documented', '/v1/clusterprofiles/p1/packs/kubernetes/versions/1.21.X/values', { values: 'a: 1' }],
    [
      'current',
      '/v1/clusterprofiles/p1/packs/kubernetes',
      { pack: { name: 'kubernetes', uid: 'uid-kubernetes', tag: '1.21.X', values: 'a: 1' } },
    ],
  ])('PUT for one pack, api %s', async (api, path, body) => {
    await use({ api });
    const driver = new Driver(provider, 'palette_cluster_profile');
    const packs = PACKS.map((pack) => (pack.name === 'kubernetes' ? { ...pack, tag: '1.21.X' } : pack));
    const newer = refs.map((pack) => (pack.name === 'kubernetes' ? { ...pack, tag: '1.21.X' } : pack));
    service()
      .put(path, body as never)
      .reply(204);
    shows(newer, false);
    service().patch('/v1/clusterprofiles/p1/publish').reply(204);
    shows(newer, true);
    const planned = await driver.plan(driver.config({ ...made, packs }), { state: driver.config(prior(driver)) });
    await driver.apply(planned);
  });

  const where = { account: 'a1', profile: 'p1' };
  const wanted = cluster(where, {
    profiles: [{ uid: 'p1', pack_values: [{ name: 'kubernetes', tag: '1.19', values: 'v' }] }],
    ntp_servers: ['ntp1'],
    compute_cluster: 'c',
    datastore: 'd',
    image_template_folder: 'i',
    resource_pool: 'r',
    machine_pools: [{ ...POOLS[0], control_plane_as_worker: true, labels: ['cp'] }],
  });
  const packValues = [{ name: 'kubernetes', tag: '1.19', values: 'v' }];
  const placement = {
    cluster: 'c',
    datacenter: 'DC1',
    datastore: 'd',
    folder: 'landform',
    imageTemplateFolder: 'i',
    resourcePool: 'r',
  };
  const network = { networkName: 'VM Network' };
  const instanceType = { diskGiB: 60, memoryMiB: 8192, numCPUs: 4 };
  const poolConfig = {
    isControlPlane: true,
    labels: ['cp'],
    name: 'control-plane',
    size: 1,
    useControlPlaneAsWorker: true,
  };
  const rest = { ntpServers: ['ntp1'], sshKeys: ['ssh-ed25519 AAAA'] };

  const BODIES: Readonly<Record<Api, JsonObject>> = {
    documented: {
      metadata: { name: 'cluster-1' },
      spec: {
        cloudAccountUid: 'a1',
        cloudConfig: { network, placement, ...rest },
        machinepoolconfig: [
          { cloudConfig: { instanceType }, poolConfig, profileConfig: { infraProfileUid: 'p1', packValues } },
        ],
        packValues,
        profileUid: 'p1',
      },
    },
    // profileUid, packValues and profileConfig became profiles; the network went into the placement.
    current: {
      metadata: { name: 'cluster-1' },
      spec: {
        cloudAccountUid: 'a1',
        cloudConfig: { placement: { ...placement, network }, ...rest },
        machinepoolconfig: [{ cloudConfig: { instanceType }, poolConfig }],
        profiles: [{ uid: 'p1', packValues }],
      },
    },
  };

  const clusterShows = (): void => {
    service()
      .get('/v1/spectroclusters/c1')
      .reply(200, {
        metadata: { uid: 'c1', name: 'cluster-1' },
        spec: {
          cloudConfigRef: { uid: 'cc1' },
          clusterProfileTemplates: [{ uid: 'p1', packs: [{ name: 'kubernetes', tag: '1.19', values: 'v\n' }] }],
        },
        status: { state: 'Running' },
      });
    service()
      .get('/v1/cloudconfigs/vsphere/cc1')
      .reply(200, {
        spec: {
          cloudAccountRef: { uid: 'a1' },
          clusterConfig: { placement: { ...placement, network }, ...rest },
          machinePoolConfig: [{ ...poolConfig, instanceType }],
        },
      });
  };
  const runs = (): nock.Scope =>
    service()
      .get('/v1/dashboard/spectroclusters/c1/overview')
      .reply(200, { metadata: {}, status: { state: 'Running', health: { state: 'Healthy' } } });

  it.each<Api>(['documented', 'current'])('POST /v1/spectroclusters/vsphere, api %s', async (api) => {
    await use({ api });
    service().post('/v1/dashboard/spectroclusters/search').query({ limit: 50 }).reply(200, { items: [] });
    service()
      .post('/v1/spectroclusters/vsphere', BODIES[api] as never)
      .reply(201, { uid: 'c1' });
    runs();
    clusterShows();
    const kept = await new Driver(provider, 'palette_cluster_vsphere').create(wanted);
    expect(stateOf(kept)).toMatchObject({ uid: 'c1', state: 'Running', cloud_config_uid: 'cc1' });
  });

  it('PUT /v1/spectroclusters/vsphere/{uid} with the same body, after the profile changed its version', async () => {
    const driver = new Driver(provider, 'palette_cluster_vsphere');
    clusterShows();
    service()
      .put('/v1/spectroclusters/vsphere/c1', {
        ...BODIES.documented,
        metadata: { name: 'cluster-1', labels: {}, annotations: {} },
      } as never)
      .reply(204);
    clusterShows();
    runs();
    clusterShows();
    const before = driver.config({
      ...wanted,
      id: 'c1',
      uid: 'c1',
      context: 'project',
      project_uid: PROJECT,
      state: 'Running',
      cloud_config_uid: 'cc1',
      attached_profile_uids: ['p1'],
    });
    const newer = (wanted['profiles'] as readonly JsonObject[]).map((profile) => ({ ...profile, revision: '2' }));
    const planned = await driver.plan(driver.config({ ...wanted, profiles: newer }), { state: before });
    expect(planned.replaces).toEqual([]);
    await driver.apply(planned);
  });
});

/** Makes, changes, finds and removes one of everything. */
async function walk(cloud: Cloud, api: Api): Promise<void> {
  const { account: ground1, profile, addon } = await ground(cloud.sandbox);
  const life = async (type: string, json: JsonObject, ...changes: readonly JsonObject[]): Promise<void> => {
    const driver = cloud.of(type);
    let kept = await driver.read(await driver.create(json));
    for (const change of changes)
      kept = await driver.apply(await driver.plan(driver.config({ ...json, ...change }), kept));
    await driver.delete(kept);
  };
  await life('palette_api_key', { name: 'key' }, { name: 'other' }, { name: 'other', active: false });
  await life('palette_cloud_account_vsphere', ACCOUNT, { username: 'other' });
  const packs = layersWith('kubernetes', { tag: '1.21.10' });
  await life(
    'palette_cluster_profile',
    PROFILE,
    { name: 'renamed' },
    { packs },
    { packs: [...LAYERS, { name: 'lb-metallb' }] },
    { variables: [{ name: 'a' }] },
  );
  await life('palette_cluster_profile', { ...PROFILE, clone_of: profile });
  const json = cluster({ account: ground1, profile });
  const both = [{ uid: profile }, { uid: addon }];
  await life(
    'palette_cluster_vsphere',
    json,
    { labels: { a: 'b' } },
    { folder: 'other' },
    { machine_pools: [POOLS[0]!, { ...POOLS[1], name: 'third' }] },
    { machine_pools: [POOLS[0]!, { ...POOLS[1], name: 'third', size: 4 }] },
    ...(api === 'current' ? [{ profiles: both }, {}] : []),
  );
  await cloud.data('palette_pack', { name: 'kubernetes', version: '1.21.10' });
  const repave = cloud.provider.schemas.action('palette_repave_approve')!.block;
  await cloud.provider.abilities.actions!.invoke({
    type: 'palette_repave_approve',
    config: configValue(repave, { uid: 'nobody' }),
    requestKey: 'k',
    context: quiet(),
  });
}

describe('every call in the description', () => {
  it('is made: by api "documented", by api "current", or to log in', () =>
    inCloud(async (cloud) => {
      await walk(cloud, 'documented');
      const documented = new Set(Object.keys(cloud.sandbox.requests.byOperation));
      cloud.sandbox.requests.clear();
      const login = { api: 'current', email: 'janedoe@thefirm.com', password: 'password1234' };
      const { SPECTROCLOUD_APIKEY: _key, ...environment } = cloud.sandbox.environment;
      const provider = await configured(environment, cloud.clock, login);
      await walk({ ...cloud, provider, of: (type) => new Driver(provider, type) }, 'current');
      cloud.clock.advance(14.8 * 60_000);
      await provider.import({ type: 'palette_api_key', id: 'nobody', context: quiet() });
      await provider.close();
      const current = new Set(Object.keys(cloud.sandbox.requests.byOperation));
      const operations = await describedPalette();
      expect(operations.map(({ id }) => id).filter((id) => !documented.has(id) && !current.has(id))).toEqual([]);
      for (const { id, only } of operations) {
        if (only === 'documented') expect([id, current.has(id)]).toEqual([id, false]);
        if (only === 'current') expect([id, documented.has(id)]).toEqual([id, false]);
      }
    }));
});
