import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { quiet, type Driver } from '../../../conformance/provider-driver.js';
import { POOLS, cluster, ground, inCloud, stateOf, wordsOf, type Api, type Cloud } from './cloud.js';

const TYPE = 'palette_cluster_vsphere';

/** So long that a wait sees the states go by. */
const SLOW = 120_000;
/** Longer than anybody waits. */
const NEVER = 24 * 60 * 60 * 1000;

const onlyDocumented = ['updateVsphereCluster', 'updateClusterProfilePackValues'];
const onlyCurrent = [
  'updateClusterMetadata',
  'replaceClusterProfiles',
  'mergeClusterProfiles',
  'updateVsphereClusterConfig',
  'addVsphereMachinePool',
  'updateVsphereMachinePool',
  'deleteVsphereMachinePool',
  'updateClusterProfilePack',
];

async function setUp(
  cloud: Cloud,
): Promise<{ driver: Driver; where: Awaited<ReturnType<typeof ground>>; json: JsonObject }> {
  const where = await ground(cloud.sandbox);
  return { driver: cloud.of(TYPE), where, json: cluster(where) };
}

const writes = (cloud: Cloud): string[] => cloud.asked().filter((operation) => !/^(get|list|search)/.test(operation));

describe('a new cluster', () => {
  it('is awaited through its states until it runs and is healthy', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const told: string[] = [];
        const planned = await driver.plan(driver.config(json));
        const kept = await driver.apply(planned, { ...quiet(), progress: (message) => void told.push(message) });
        expect(stateOf(kept)).toMatchObject({ state: 'Running' });
        const states = new Set(told.flatMap((line) => /is (.*) after/.exec(line)?.[1] ?? []));
        expect([...states]).toEqual(
          expect.arrayContaining(['Pending', 'Provisioning', 'Running, with health Unknown']),
        );
        expect(cloud.held('clusters')[0]).toMatchObject({ state: 'Running', health: 'Healthy' });
      },
      { milliseconds: SLOW },
    ));

  it('has its uid recorded before the wait begins', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const notes: unknown[] = [];
        const asked: string[][] = [];
        cloud.asked();
        await driver.apply(await driver.plan(driver.config(json)), {
          ...quiet(),
          note: async (data) => {
            notes.push(data);
            asked.push(cloud.asked());
          },
        });
        expect(notes).toEqual([{ identity: { uid: cloud.held('clusters')[0]!['identity'] } }]);
        expect(asked).toEqual([['searchClusters', 'createVsphereCluster']]);
        expect(cloud.asked()[0]).toBe('getClusterOverview');
      },
      { milliseconds: SLOW },
    ));

  it('is awaited for three hours by default, or for wait_seconds', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        for (const [seconds, more] of [
          [10_800, {}],
          [60, { wait_seconds: 60, name: 'other' }],
        ] as const) {
          const before = cloud.clock.now();
          const made = await driver.attempt(await driver.plan(driver.config({ ...json, ...more })));
          expect(wordsOf(made.diagnostics)).toContain('not-ready');
          const waited = (cloud.clock.now() - before) / 1000;
          expect([waited >= seconds, waited < seconds + 15]).toEqual([true, true]);
        }
      },
      { milliseconds: NEVER },
    ));

  it('is kept after a timeout, and the diagnostic says how to continue', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const made = await driver.attempt(await driver.plan(driver.config({ ...json, wait_seconds: 5 })));
        expect(made.unfinished).toBe(true);
        expect(stateOf({ state: made.state! })).toMatchObject({ uid: cloud.held('clusters')[0]!['identity'] });
        expect(wordsOf(made.diagnostics)).toMatch(/It is kept in state: .*apply again/);
      },
      { milliseconds: NEVER },
    ));

  it('left unfinished is continued by the next apply, without a second one', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const made = await driver.attempt(await driver.plan(driver.config({ ...json, wait_seconds: 1 })));
        const left = { state: made.state! };
        expect(stateOf(left)['state']).not.toBe('Running');
        const planned = await driver.plan(driver.config(json), await driver.read(left));
        expect(planned.replaces).toEqual([]);
        cloud.asked();
        const kept = await driver.apply(planned);
        expect(stateOf(kept)).toMatchObject({ state: 'Running', uid: stateOf(left)['uid'] });
        expect(writes(cloud)).toEqual([]);
        expect(cloud.held('clusters')).toHaveLength(1);
        const again = await driver.plan(driver.config(json), await driver.read(kept));
        expect(again.state).toEqual(kept.state);
      },
      { milliseconds: SLOW },
    ));

  it('whose response was lost is found by its name, and is still awaited', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        cloud.sandbox.faults.configure({ script: [{ fault: 'dropAfter', operations: ['createVsphereCluster'] }] });
        const kept = await driver.create(json);
        expect(stateOf(kept)).toMatchObject({ state: 'Running', name: 'cluster-1' });
        expect(cloud.held('clusters')).toHaveLength(1);
      },
      { milliseconds: SLOW },
    ));

  it('that fails is reported, kept, and not considered ready', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        await cloud.sandbox.control('provisioning', { milliseconds: SLOW, failing: 'no more addresses' });
        const made = await driver.attempt(await driver.plan(driver.config(json)));
        expect(wordsOf(made.diagnostics)).toContain('ended in state Error');
        expect(wordsOf(made.diagnostics)).toContain('It says: no more addresses');
        expect([made.unfinished, stateOf({ state: made.state! })['state']]).toEqual([true, 'Error']);
      },
      { milliseconds: SLOW },
    ));
});

describe('deleting a cluster', () => {
  it('waits until it is Deleted or missing', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const kept = await driver.create(json);
        await driver.delete(kept);
        expect(cloud.held('clusters').every(({ state }) => state === 'Deleted')).toBe(true);
        expect((await driver.read(kept)).state).toBeNull();
      },
      { milliseconds: SLOW },
    ));

  it('uses force if that is configured', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const kept = await driver.create({ ...json, force_delete: true });
        await driver.delete(kept);
        const [request] = cloud.sandbox.requests.records.filter(({ operationId }) => operationId === 'deleteCluster');
        expect(request!.query).toBe('?forceDelete=true');
        expect(cloud.held('clusters')).toEqual([]);
      },
      { milliseconds: SLOW },
    ));
});

describe('updating a cluster', () => {
  it.each<[Api, readonly string[], readonly string[]]>([
    ['documented', onlyDocumented, onlyCurrent],
    ['current', onlyCurrent, onlyDocumented],
  ])('uses only the calls of the api %s', (api, own, others) =>
    inCloud(
      async (cloud) => {
        const { driver, where, json } = await setUp(cloud);
        const kept = await driver.create(json);
        cloud.asked();
        const profiles = [{ uid: where.profile, revision: '2' }];
        const changed = { ...json, profiles, folder: 'other', labels: { a: 'b' }, machine_pools: [POOLS[0]!] };
        await driver.apply(await driver.plan(driver.config(changed), kept));
        const made = new Set(writes(cloud));
        expect([...made].filter((operation) => others.includes(operation))).toEqual([]);
        expect([...made].every((operation) => own.includes(operation))).toBe(true);
        expect(cloud.held('clusters')[0]).toMatchObject({ labels: { a: 'b' }, state: 'Running' });
      },
      { config: { api } },
    ),
  );

  it.each<Api>(['documented', 'current'])('follows a new revision of its profile in place, api %s', (api) =>
    inCloud(
      async (cloud) => {
        const { driver, where, json } = await setUp(cloud);
        const kept = await driver.create({ ...json, profiles: [{ uid: where.profile, revision: '1' }] });
        const entry = cloud.held('clusterProfiles').find(({ identity }) => identity === where.profile)!;
        const published = entry['published'] as { packs: readonly JsonObject[] };
        const packs = published.packs.map((pack) =>
          pack['name'] === 'kubernetes' ? { ...pack, tag: '1.21.10' } : pack,
        );
        await cloud.sandbox.drift({
          action: 'change',
          system: 'palette',
          collection: 'clusterProfiles',
          identity: where.profile,
          values: { published: { ...published, packs } },
        });
        const wanted = driver.config({ ...json, profiles: [{ uid: where.profile, revision: '2' }] });
        const planned = await driver.plan(wanted, kept);
        expect(planned.replaces).toEqual([]);
        await driver.apply(planned);
        const [attached] = cloud.held('clusters')[0]!['profiles'] as readonly { packs: readonly JsonObject[] }[];
        expect(attached!.packs.find(({ name }) => name === 'kubernetes')).toMatchObject({ tag: '1.21.10' });
      },
      { config: { api } },
    ),
  );

  it('attaches and updates profiles by PATCH, which keeps those attached by others', () =>
    inCloud(
      async (cloud) => {
        const { driver, where, json } = await setUp(cloud);
        const kept = await driver.create(json);
        await attachByHand(cloud, where.addon);
        cloud.asked();
        const profiles = [{ uid: where.profile, revision: '2' }];
        await driver.apply(await driver.plan(driver.config({ ...json, profiles }), await driver.read(kept)));
        expect(writes(cloud)).toEqual(['mergeClusterProfiles']);
        expect(attachedTo(cloud)).toEqual([where.profile, where.addon]);
      },
      { config: { api: 'current' } },
    ));

  it('detaches a profile by PUT, which replaces all, and includes those of others', () =>
    inCloud(
      async (cloud) => {
        const { driver, where, json } = await setUp(cloud);
        const both = { ...json, profiles: [{ uid: where.profile }, { uid: where.addon }] };
        const kept = await driver.create(both);
        const theirs = await added(cloud, 'theirs');
        await attachByHand(cloud, theirs);
        cloud.asked();
        await driver.apply(await driver.plan(driver.config(json), await driver.read(kept)));
        expect(writes(cloud)).toEqual(['replaceClusterProfiles']);
        expect(attachedTo(cloud)).toEqual([where.profile, theirs]);
      },
      { config: { api: 'current' } },
    ));

  it('ignores profiles that others attached', () =>
    inCloud(
      async (cloud) => {
        const { driver, where, json } = await setUp(cloud);
        const kept = await driver.create(json);
        await attachByHand(cloud, where.addon);
        const read = await driver.read(kept);
        expect(stateOf(read)['profiles']).toEqual(stateOf(kept)['profiles']);
        expect(stateOf(read)['attached_profile_uids']).toEqual([where.profile, where.addon]);
        const planned = await driver.plan(driver.config(json), read);
        expect(planned.state).toEqual(read.state);
      },
      { config: { api: 'current' } },
    ));

  it('touches only the changed pool', () =>
    inCloud(
      async (cloud) => {
        const { driver, json } = await setUp(cloud);
        const kept = await driver.create(json);
        cloud.asked();
        const bigger = [POOLS[0]!, { ...POOLS[1], size: 5 }];
        const more = await driver.apply(await driver.plan(driver.config({ ...json, machine_pools: bigger }), kept));
        expect(writes(cloud)).toEqual(['updateVsphereMachinePool']);
        const added = { ...json, machine_pools: [...bigger, { ...POOLS[1], name: 'gpu' }] };
        const three = await driver.apply(await driver.plan(driver.config(added), more));
        expect(writes(cloud)).toEqual(['addVsphereMachinePool']);
        await driver.apply(await driver.plan(driver.config({ ...json, machine_pools: bigger }), three));
        expect(writes(cloud)).toEqual(['deleteVsphereMachinePool']);
      },
      { config: { api: 'current' } },
    ));

  it.each<[string, JsonObject]>([
    ['name', { name: 'other' }],
    ['cloud_account_uid', { cloud_account_uid: 'other' }],
    ['datacenter', { datacenter: 'DC2' }],
  ])('replaces it when its %s changes', (name, change) =>
    inCloud(async (cloud) => {
      const { driver, json } = await setUp(cloud);
      const kept = await driver.create(json);
      const planned = await driver.plan(driver.config({ ...json, ...change }), kept);
      expect(planned.replaces).toEqual([[name]]);
    }),
  );

  it('cannot move its control plane, and reports that before any change', () =>
    inCloud(async (cloud) => {
      const { driver, json } = await setUp(cloud);
      const kept = await driver.create(json);
      const moved = [{ ...POOLS[0], placements: [{ datastore: 'other' }] }, POOLS[1]!];
      const config = driver.config({ ...json, machine_pools: moved });
      await expect(driver.plan(config, kept)).rejects.toThrow('The placement of the control plane cannot be changed');
    }));

  it('ignores values that the service fills in', () =>
    inCloud(async (cloud) => {
      const { driver, json } = await setUp(cloud);
      const kept = await driver.create(json);
      expect(cloud.held('clusters')[0]).toMatchObject({
        clusterConfig: { placement: { imageTemplateFolder: 'spectro-templates' } },
        pools: [{ labels: ['control-plane'] }, { labels: ['worker'] }],
      });
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      expect(stateOf(kept)).toMatchObject({ image_template_folder: null, machine_pools: [{ labels: null }, {}] });
    }));

  it('waits for the approval of a repave, which an action grants', () =>
    inCloud(
      async (cloud) => {
        await cloud.sandbox.control('provisioning', { milliseconds: 0, approvals: true });
        const { driver, where, json } = await setUp(cloud);
        const kept = await driver.create(json);
        const newer = [{ uid: where.profile, pack_values: [{ name: 'kubernetes', tag: '1.21.10' }] }];
        const config = driver.config({ ...json, profiles: newer, wait_seconds: 30 });
        const stuck = await driver.attempt(await driver.plan(config, kept));
        expect(wordsOf(stuck.diagnostics)).toContain('not-ready');
        const { actions } = cloud.provider.abilities;
        const input = cloud.provider.schemas.action('palette_repave_approve')!.block;
        const { configValue } = await import('../../../conformance/provider-driver.js');
        const done = await actions!.invoke({
          type: 'palette_repave_approve',
          config: configValue(input, { uid: stateOf(kept)['uid']! }),
          requestKey: 'k',
          context: quiet(),
        });
        expect(wordsOf(done.diagnostics)).toBe('');
        const next = await driver.apply(await driver.plan(config, { state: stuck.state! }));
        expect(stateOf(next)).toMatchObject({ state: 'Running' });
      },
      { config: { api: 'current' } },
    ));
});

describe('the documented API', () => {
  it('supports one profile and no variables, which the plan reports', () =>
    inCloud(async (cloud) => {
      const { driver, where, json } = await setUp(cloud);
      const two = driver.config({ ...json, profiles: [{ uid: where.profile }, { uid: where.addon }] });
      await expect(driver.plan(two)).rejects.toThrow('The documented API does not support more than one profile');
      const set = driver.config({
        ...json,
        profiles: [{ uid: where.profile, variables: [{ name: 'a', value: 'b' }] }],
      });
      await expect(driver.plan(set)).rejects.toThrow('The documented API does not support variables');
    }));

  it('gives each pool the profile and packs of the cluster by default', () =>
    inCloud(async (cloud) => {
      const { driver, where, json } = await setUp(cloud);
      const ofCluster = [{ name: 'kubernetes', tag: '1.19.16' }];
      const own = [{ name: 'kubernetes', tag: '1.21.10', values: 'a: 1' }];
      const [controlPlane, workers] = POOLS as [JsonObject, JsonObject];
      const kept = await driver.create({
        ...json,
        profiles: [{ uid: where.profile, pack_values: ofCluster }],
        machine_pools: [
          controlPlane,
          { ...workers, pack_values: own },
          { ...workers, name: 'others', infra_profile_uid: where.addon },
        ],
      });
      expect(profilesOfPools(cloud)).toEqual({
        'control-plane': { infraProfileUid: where.profile, packValues: ofCluster },
        workers: { infraProfileUid: where.profile, packValues: own },
        others: { infraProfileUid: where.addon },
      });
      const back = { ...json, profiles: [{ uid: where.profile, pack_values: ofCluster }] };
      const without = driver.config({ ...back, machine_pools: [controlPlane, workers] });
      await driver.apply(await driver.plan(without, kept));
      expect(profilesOfPools(cloud)['workers']).toEqual({ infraProfileUid: where.profile, packValues: ofCluster });
    }));

  it('rejects a pool with a profile that does not exist', () =>
    inCloud(async (cloud) => {
      const { driver, json } = await setUp(cloud);
      const [controlPlane] = POOLS as [JsonObject];
      const strange = { ...json, machine_pools: [{ ...controlPlane, infra_profile_uid: 'nowhere' }] };
      await expect(driver.create(strange)).rejects.toThrow('There is no published cluster profile nowhere');
    }));
});

describe('the current API', () => {
  it.each([{ infra_profile_uid: 'p' }, { pack_values: [{ name: 'kubernetes' }] }])(
    'does not support a profile for a pool, which the plan reports: %o',
    (own) =>
      inCloud(
        async (cloud) => {
          const { driver, json } = await setUp(cloud);
          const [controlPlane] = POOLS as [JsonObject];
          const config = driver.config({ ...json, machine_pools: [{ ...controlPlane, ...own }] });
          await expect(driver.plan(config)).rejects.toThrow(
            `The current API does not support ${Object.keys(own)[0]} of a machine pool`,
          );
        },
        { config: { api: 'current' } },
      ),
  );
});

describe('the service', () => {
  const strange = { wish: 'b' };
  it.each<readonly [what: string, path: string, body: object]>([
    ['the metadata', 'spectroclusters/vsphere', { metadata: { name: 'a', ...strange }, spec: {} }],
    [
      'a pool',
      'spectroclusters/vsphere',
      { spec: { machinepoolconfig: [{ cloudConfig: {}, poolConfig: { name: 'a', size: 1, ...strange } }] } },
    ],
    ['a cluster', 'spectroclusters/vsphere', { spec: strange }],
    ['a profile', 'clusterprofiles', { metadata: { name: 'a' }, spec: { template: {}, ...strange } }],
    ['the template of a profile', 'clusterprofiles', { metadata: { name: 'a' }, spec: { template: strange } }],
    [
      'an account',
      'cloudaccounts/vsphere',
      { metadata: { name: 'a' }, spec: { vcenterServer: 'v', username: 'u', password: 'p', ...strange } },
    ],
    ['an API key', 'apiKeys', { metadata: { name: 'a' }, spec: strange }],
    ['the whole', 'apiKeys', { metadata: { name: 'a' }, ...strange }],
  ])('rejects unknown fields of %s', (_, path, body) =>
    inCloud(async (cloud) => {
      const response = await ask(cloud, 'POST', path, body);
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('must NOT have additional properties'),
      ]);
      for (const collection of ['clusters', 'clusterProfiles', 'cloudAccounts', 'apiKeys'])
        expect(cloud.held(collection)).toEqual([]);
    }),
  );

  it('keeps the labels and annotations of an API key, and changes those in an update', () =>
    inCloud(async (cloud) => {
      const made = await ask(cloud, 'POST', 'apiKeys', {
        metadata: { name: 'a', labels: { team: 'x' }, annotations: { note: 'n' } },
      });
      const { uid } = (await made.json()) as { uid: string };
      const shown = async (): Promise<unknown> =>
        ((await (await ask(cloud, 'GET', `apiKeys/${uid}`)).json()) as { metadata: unknown }).metadata;
      expect(await shown()).toEqual({ uid, name: 'a', labels: { team: 'x' }, annotations: { note: 'n' } });
      await ask(cloud, 'PUT', `apiKeys/${uid}`, { metadata: { labels: { team: 'y' } } });
      expect(await shown()).toEqual({ uid, name: 'a', labels: { team: 'y' }, annotations: { note: 'n' } });
    }));
});

async function ask(cloud: Cloud, method: string, path: string, body?: object): Promise<Response> {
  const { environment } = cloud.sandbox;
  return fetch(`${environment['SPECTROCLOUD_HOST']}/v1/${path}`, {
    method,
    headers: { ApiKey: environment['SPECTROCLOUD_APIKEY']!, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** By the name of the pool, of the one cluster there is. */
function profilesOfPools(cloud: Cloud): Readonly<Record<string, unknown>> {
  const pools = cloud.held('clusters')[0]!['pools'] as readonly { name: string; profileConfig?: unknown }[];
  return Object.fromEntries(pools.map(({ name, profileConfig }) => [name, profileConfig]));
}

const attachedTo = (cloud: Cloud): string[] =>
  (cloud.held('clusters')[0]!['profiles'] as readonly { uid: string }[]).map(({ uid }) => uid);

async function attachByHand(cloud: Cloud, uid: string): Promise<void> {
  const [entry] = cloud.held('clusters');
  const profiles = [...(entry!['profiles'] as readonly JsonObject[]), { uid, packValues: [], packs: [] }];
  const identity = entry!['identity'] as string;
  await cloud.sandbox.drift({
    action: 'change',
    system: 'palette',
    collection: 'clusters',
    identity,
    values: { profiles },
  });
  cloud.clock.advance(60_000);
}

async function added(cloud: Cloud, name: string): Promise<string> {
  const values = { scope: 'project-default', name };
  const [entry] = await cloud.sandbox.drift({
    action: 'add',
    system: 'palette',
    collection: 'clusterProfiles',
    values,
  });
  return entry!.identity;
}
