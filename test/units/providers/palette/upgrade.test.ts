import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/index.js';
import { createHarness, startSandbox, type Sandbox } from '../../../../src/testing/index.js';
import { ACCOUNT, POOLS, layersWith, wordsOf, type Api } from './cloud.js';

let directory: string;
let sandbox: Sandbox;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-palette-'));
  sandbox = await startSandbox({ systems: ['palette'], checkReplies: true });
  await sandbox.control('provisioning', { milliseconds: 100 });
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

/** The document's walk as a configuration. */
async function wish(api: Api, kubernetes: JsonObject, more: JsonObject = {}): Promise<void> {
  const configuration = {
    terraform: { required_providers: { palette: { source: 'landform/palette' } } },
    provider: { palette: { api } },
    resource: {
      palette_cloud_account_vsphere: { account: ACCOUNT },
      palette_cluster_profile: {
        profile: { name: 'cluster-profile-1', cloud_type: 'vsphere', packs: layersWith('kubernetes', kubernetes) },
      },
      palette_cluster_vsphere: {
        cluster: {
          name: 'cluster-1',
          cloud_account_uid: '${palette_cloud_account_vsphere.account.uid}',
          profiles: [
            { uid: '${palette_cluster_profile.profile.uid}', revision: '${palette_cluster_profile.profile.revision}' },
          ],
          datacenter: 'DC1',
          machine_pools: POOLS,
          ...more,
        },
      },
    },
  };
  await writeFile(path.join(directory, 'main.tf.json'), JSON.stringify(configuration));
}

const harness = () => createHarness({ directory, environment: sandbox.environment });

const clusters = () => sandbox.store.collection('palette', 'clusters').all();

const writes = (): string[] =>
  sandbox.requests.records
    .map(({ operationId = '' }) => operationId)
    .filter((operation) => !/^(get|list|search)/.test(operation));

describe.each<[Api, readonly string[]]>([
  ['documented', ['updateClusterProfilePackValues', 'publishClusterProfile', 'updateVsphereCluster']],
  ['current', ['updateClusterProfilePack', 'publishClusterProfile', 'mergeClusterProfiles']],
])('Kubernetes 1.19 to 1.21, api %s', (api, calls) => {
  it('updates the pack of the profile and then the cluster, both in place', async () => {
    await wish(api, { tag: '1.19.16' });
    expect(wordsOf((await harness().apply()).diagnostics)).toBe('');
    sandbox.requests.clear();
    await wish(api, { tag: '1.21.10' });
    const { stacks } = await harness().plan();
    const changes = stacks[0]!.planJson()['resource_changes'] as readonly { address: string; change: JsonObject }[];
    expect(changes.map(({ address, change }) => [address, change['actions']])).toEqual(
      expect.arrayContaining([
        ['palette_cluster_profile.profile', ['update']],
        ['palette_cluster_vsphere.cluster', ['update']],
      ]),
    );
    expect(wordsOf((await harness().apply()).diagnostics)).toBe('');
    expect(writes()).toEqual(calls);
    const [cluster] = clusters();
    const [profile] = cluster!['profiles'] as readonly { packs: readonly JsonObject[] }[];
    expect(profile!.packs.find(({ name }) => name === 'kubernetes')).toMatchObject({ tag: '1.21.10' });
    expect(cluster).toMatchObject({ state: 'Running' });
  });
});

describe('a cluster that takes longer than the wait', () => {
  it('is neither discarded nor created twice, and the next apply finishes it', async () => {
    await sandbox.control('provisioning', { milliseconds: 60_000 });
    await wish('documented', {}, { wait_seconds: 0 });
    const first = await harness().apply();
    expect(wordsOf(first.diagnostics)).toContain('not-ready');
    const [cluster] = clusters();
    await sandbox.control('provisioning', { milliseconds: 100 });
    await wish('documented', {});
    const second = await harness().apply();
    expect(wordsOf(second.diagnostics)).toBe('');
    expect(clusters()).toEqual([expect.objectContaining({ identity: cluster!.identity, state: 'Running' })]);
    expect(writes().filter((operation) => operation.endsWith('Cluster'))).toEqual(['createVsphereCluster']);
  });
});
