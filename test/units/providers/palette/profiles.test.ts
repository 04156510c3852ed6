import { describe, expect, it } from 'vitest';
import { hasErrors, type JsonObject } from '../../../../src/model/index.js';
import { quiet } from '../../../conformance/provider-driver.js';
import { LAYERS, PROFILE, PROJECT, cluster, ground, inCloud, layersWith, stateOf, wordsOf, type Api } from './cloud.js';

const TYPE = 'palette_cluster_profile';

const packIn = (entry: Readonly<Record<string, unknown>>, name: string): unknown => {
  const { packs } = entry['published'] as { packs: readonly { name: string }[] };
  return packs.find((pack) => pack.name === name);
};

describe.each<Api>(['documented', 'current'])('a cluster profile, api %s', (api) => {
  const config = { api };

  it('is published after its create, and after an update', () =>
    inCloud(
      async (cloud) => {
        const driver = cloud.of(TYPE);
        const kept = await driver.create(PROFILE);
        expect(stateOf(kept)).toMatchObject({ published: true });
        const packs = layersWith('kubernetes', { values: 'other: true' });
        await driver.apply(await driver.plan(driver.config({ ...PROFILE, packs }), kept));
        expect(cloud.held('clusterProfiles')[0]).not.toHaveProperty('draft');
        expect(cloud.asked().filter((operation) => operation === 'publishClusterProfile')).toHaveLength(2);
      },
      { config },
    ));

  it('left as a draft is published by the next apply', () =>
    inCloud(
      async (cloud) => {
        cloud.sandbox.faults.configure({
          script: [{ fault: 'error', operations: ['publishClusterProfile'], times: 99 }],
        });
        const driver = cloud.of(TYPE);
        const made = await driver.attempt(await driver.plan(driver.config(PROFILE)));
        expect([hasErrors(made.diagnostics), made.unfinished]).toEqual([true, true]);
        cloud.sandbox.faults.clear();
        const read = await driver.read({ state: made.state! });
        expect(stateOf(read)).toMatchObject({ published: false });
        const planned = await driver.plan(driver.config(PROFILE), read);
        expect(planned.replaces).toEqual([]);
        expect(stateOf(await driver.apply(planned))).toMatchObject({ published: true });
        expect(cloud.held('clusterProfiles')).toHaveLength(1);
      },
      { config },
    ));

  it('updates only the pack whose version changes', () =>
    inCloud(
      async (cloud) => {
        const driver = cloud.of(TYPE);
        const kept = await driver.create(PROFILE);
        const before = cloud.held('clusterProfiles')[0]!;
        cloud.asked();
        const packs = layersWith('kubernetes', { tag: '1.21.10', values: 'pack:\n  k8sHardening: true' });
        const planned = await driver.plan(driver.config({ ...PROFILE, packs }), kept);
        expect(planned.replaces).toEqual([]);
        await driver.apply(planned);
        const one = api === 'documented' ? 'updateClusterProfilePackValues' : 'updateClusterProfilePack';
        const writes = cloud.asked().filter((operation) => !operation.startsWith('get'));
        expect(writes).toEqual([one, 'publishClusterProfile']);
        const after = cloud.held('clusterProfiles')[0]!;
        expect(packIn(after, 'kubernetes')).toMatchObject({ tag: '1.21.10', layer: 'k8s' });
        for (const name of ['ubuntu-vsphere', 'cni-calico', 'csi-vsphere-csi'])
          expect(packIn(after, name)).toEqual(packIn(before, name));
      },
      { config },
    ));

  it('sends all packs when one is added or removed', () =>
    inCloud(
      async (cloud) => {
        const driver = cloud.of(TYPE);
        const kept = await driver.create(PROFILE);
        cloud.asked();
        const packs = [...LAYERS, { name: 'lb-metallb', tag: '0.11.0' }];
        await driver.apply(await driver.plan(driver.config({ ...PROFILE, packs }), kept));
        expect(cloud.asked().filter((operation) => !operation.startsWith('get'))).toEqual([
          'updateClusterProfile',
          'publishClusterProfile',
        ]);
      },
      { config },
    ));
});

describe('values of packs', () => {
  it('that differ only in surrounding white space are not a change in the configuration', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      const packs = layersWith('kubernetes', { values: '\n\npack:\n  k8sHardening: true   \n\n' });
      const planned = await driver.plan(driver.config({ ...PROFILE, packs }), kept);
      expect(planned.state).toEqual(kept.state);
    }));

  it('that differ only in surrounding white space are not drift', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      // The emulator ends every text with one line break.
      expect(packIn(cloud.held('clusterProfiles')[0]!, 'ubuntu-vsphere')).toMatchObject({ values: 'os: ubuntu\n' });
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      expect(stateOf(kept)['packs']).toMatchObject([{ values: 'os: ubuntu' }, {}, {}, {}]);
    }));

  it('that differ inside are a change', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      const packs = layersWith('kubernetes', { values: 'pack:\n    k8sHardening: true' });
      const planned = await driver.plan(driver.config({ ...PROFILE, packs }), kept);
      expect(planned.state).not.toEqual(kept.state);
    }));
});

describe('attributes set by others', () => {
  it('in a pack that omits them are not drift: uid, layer, type and values', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      expect(packIn(cloud.held('clusterProfiles')[0]!, 'cni-calico')).toMatchObject({
        layer: 'cni',
        packUid: 'pack-cni-calico-3.10.2',
      });
      const read = await driver.read(kept);
      expect(stateOf(read)).toEqual(stateOf(kept));
      expect((stateOf(read)['packs'] as readonly JsonObject[])[2]).toMatchObject({
        uid: null,
        layer: null,
        values: null,
      });
    }));

  it('that are labels are not drift, and stay when labels change', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const own = { ...PROFILE, labels: { team: 'a', tier: 'one' } };
      const kept = await driver.create(own);
      const [entry] = cloud.held('clusterProfiles');
      await cloud.sandbox.drift({
        action: 'change',
        system: 'palette',
        collection: 'clusterProfiles',
        identity: entry!['identity'] as string,
        values: { labels: { team: 'a', tier: 'one', theirs: 'x' } },
      });
      cloud.clock.advance(60_000);
      const read = await driver.read(kept);
      expect(stateOf(read)).toEqual(stateOf(kept));
      await driver.apply(await driver.plan(driver.config({ ...PROFILE, labels: { team: 'b' } }), read));
      expect(cloud.held('clusterProfiles')[0]).toMatchObject({ labels: { team: 'b', theirs: 'x' } });
      expect(cloud.held('clusterProfiles')[0]).not.toHaveProperty('labels.tier');
    }));
});

describe('versions', () => {
  it('are overwritten by PUT: the uid stays, and no second profile is created', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      const packs = layersWith('kubernetes', { tag: '1.21.10' });
      const updated = await driver.apply(await driver.plan(driver.config({ ...PROFILE, packs }), kept));
      expect(stateOf(updated)).toMatchObject({ uid: stateOf(kept)['uid'], version: '1.0.0' });
      expect(stateOf(updated)['revision']).not.toEqual(stateOf(kept)['revision']);
      expect(cloud.held('clusterProfiles')).toHaveLength(1);
    }));

  it('that are new are cloned, with a uid of their own, and the old one stays unchanged', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const first = await driver.create(PROFILE);
      cloud.asked();
      const next = await driver.create({
        ...PROFILE,
        version: '1.1.0',
        clone_of: stateOf(first)['uid']!,
        packs: layersWith('kubernetes', { tag: '1.21.10' }),
      });
      expect(cloud.asked()).toContain('cloneClusterProfile');
      expect(stateOf(next)).toMatchObject({ version: '1.1.0', published: true });
      expect(stateOf(next)['uid']).not.toEqual(stateOf(first)['uid']);
      cloud.clock.advance(60_000);
      expect(stateOf(await driver.read(first))).toEqual(stateOf(first));
      expect(packIn(cloud.held('clusterProfiles')[1]!, 'kubernetes')).toMatchObject({ tag: '1.21.10' });
    }));

  it('replace a profile whose version changes in the configuration', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      const planned = await driver.plan(driver.config({ ...PROFILE, version: '1.1.0' }), kept);
      expect(planned.replaces).toEqual([['version']]);
    }));
});

describe('sensitive variables', () => {
  const variables = (value: string): JsonObject[] => [
    { name: 'token', is_sensitive: true, default_value: value },
    { name: 'region', default_value: 'eu' },
  ];

  it('are returned masked, which is not drift', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create({ ...PROFILE, variables: variables('planted-secret-1') });
      expect(stateOf(await driver.read(kept))).toEqual(stateOf(kept));
      expect(stateOf(kept)['variables']).toMatchObject([
        { default_value: 'planted-secret-1' },
        { default_value: 'eu' },
      ]);
    }));

  it('are sent when they change, and never shown', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create({ ...PROFILE, variables: variables('planted-secret-1') });
      const changed = driver.config({ ...PROFILE, variables: variables('planted-secret-2') });
      await driver.apply(await driver.plan(changed, kept));
      expect(cloud.held('clusterProfiles')[0]!['variables']).toMatchObject([{ defaultValue: 'planted-secret-2' }, {}]);
      cloud.sandbox.faults.configure({
        script: [{ fault: 'error', operations: ['updateClusterProfileVariables'], times: 99 }],
      });
      await driver.attempt(
        await driver.plan(driver.config({ ...PROFILE, variables: variables('planted-secret-3') }), kept),
      );
      expect(wordsOf(driver.said)).not.toContain('planted-secret');
    }));

  it('can be removed', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create({ ...PROFILE, variables: variables('planted-secret-1') });
      const bare = await driver.apply(await driver.plan(driver.config(PROFILE), kept));
      expect(cloud.held('clusterProfiles')[0]!['variables']).toEqual([]);
      expect(stateOf(await driver.read(bare))).toEqual(stateOf(bare));
    }));
});

describe('a profile in use', () => {
  it('is not deleted, and its users are named before any request to delete it', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const { account } = await ground(cloud.sandbox);
      const kept = await driver.create(PROFILE);
      const profile = stateOf(kept)['uid'] as string;
      await cloud.of('palette_cluster_vsphere').create(cluster({ account, profile }, { name: 'edge-7' }));
      cloud.asked();
      const answer = await driver.attempt({ state: null, config: null, prior: kept.state, replaces: [] });
      expect(answer.state).toBeUndefined();
      expect(wordsOf(answer.diagnostics)).toContain('Clusters use it: edge-7.');
      expect(cloud.asked()).not.toContain('deleteClusterProfile');
    }));
});

describe('an import id', () => {
  it.each([
    ['uid:project', (uid: string) => `${uid}:project`],
    ['uid:project:version', (uid: string) => `${uid}:project:1.0.0`],
    ['name:project', () => 'cluster-profile-1:project'],
    ['name:project:version', () => 'cluster-profile-1:project:1.0.0'],
  ])('may be %s', (_, idOf) =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      const kept = await driver.create(PROFILE);
      const id = idOf(stateOf(kept)['uid'] as string);
      const { objects, diagnostics } = await cloud.provider.import({ type: TYPE, id, context: quiet() });
      expect(wordsOf(diagnostics)).toBe('');
      expect(stateOf({ state: objects[0]!.state })).toMatchObject({
        uid: stateOf(kept)['uid'],
        context: 'project',
        project_uid: PROJECT,
        name: 'cluster-profile-1',
      });
    }),
  );

  it.each(['cluster-profile-1', 'a:world', 'a:project:1:2', ':project', 'nobody:project', 'cluster-profile-1:tenant'])(
    'is reported as invalid if it is "%s"',
    (id) =>
      inCloud(async (cloud) => {
        await cloud.of(TYPE).create(PROFILE);
        const { objects, diagnostics } = await cloud.provider.import({ type: TYPE, id, context: quiet() });
        expect(objects).toEqual([]);
        expect(wordsOf(diagnostics)).toMatch(/wrong-import-id|import-not-found/);
      }),
  );

  it('that is the name of several versions asks for the version', () =>
    inCloud(async (cloud) => {
      const driver = cloud.of(TYPE);
      await driver.create(PROFILE);
      await driver.create({ ...PROFILE, version: '1.1.0' });
      const ask = (id: string) => cloud.provider.import({ type: TYPE, id, context: quiet() });
      expect(wordsOf((await ask('cluster-profile-1:project')).diagnostics)).toContain('There are 2');
      expect((await ask('cluster-profile-1:project:1.1.0')).objects).toHaveLength(1);
    }));
});
