import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { start, type Killable } from './killable.js';
import { randomOf } from './wishes.js';
import { onDisk } from '../support/on-disk.js';

onDisk();

/** Enough to notice a hole soon; `LANDFORM_CLUSTER_KILLS=50 npx vitest run test/crash/cluster-kill.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_CLUSTER_KILLS'] ?? 6);
/** How long a cluster takes in the sandbox: much longer than everything else. */
const PROVISIONING_MS = 600;

const CONFIGURATION = JSON.stringify({
  terraform: { required_providers: { palette: { source: 'landform/palette' } } },
  resource: {
    palette_cloud_account_vsphere: {
      account: { name: 'vcenter', vcenter_server: 'vc', username: 'u', password: 'planted-secret-password' },
    },
    palette_cluster_profile: {
      profile: { name: 'profile', cloud_type: 'vsphere', packs: [{ name: 'kubernetes', tag: '1.19.16' }] },
    },
    palette_cluster_vsphere: {
      cluster: {
        name: 'cluster-1',
        cloud_account_uid: '${palette_cloud_account_vsphere.account.uid}',
        profiles: [
          { uid: '${palette_cluster_profile.profile.uid}', revision: '${palette_cluster_profile.profile.revision}' },
        ],
        datacenter: 'DC1',
        machine_pools: [{ name: 'cp', control_plane: true, size: 1, num_cpus: 2, memory_mib: 4096, disk_gib: 40 }],
      },
    },
  },
});

const apply = ['apply', '--auto-approve'];

/** Kills the apply at some moment after the cluster was asked for; false when the apply was done before. */
async function killWhileItProvisions(sandbox: Sandbox, run: Killable, pauseMs: number): Promise<boolean> {
  let done = false;
  void run.ended.then(() => (done = true));
  while (!done && clustersIn(sandbox).length === 0) await sleep(1);
  await sleep(pauseMs);
  if (done) return false;
  run.kill();
  return (await run.ended).code === null;
}

const clustersIn = (sandbox: Sandbox) => sandbox.store.collection('palette', 'clusters').all();

/** Uids of clusters in a state file. */
function uidsIn(file: string): readonly unknown[] {
  const { resources } = JSON.parse(readFileSync(file, 'utf8')) as {
    resources: readonly { type: string; instances: readonly { status?: string; attributes: { uid: string } }[] }[];
  };
  return resources
    .filter(({ type }) => type === 'palette_cluster_vsphere')
    .flatMap(({ instances }) =>
      instances.map(({ status, attributes }) => (status === undefined ? attributes.uid : status)),
    );
}

describe('an apply that is killed while a cluster provisions', () => {
  it(
    `never creates a second cluster, and the next apply finishes it, at any of ${KILLS} random moments`,
    async () => {
      const random = randomOf(42);
      const sandbox = await startSandbox({ systems: ['palette'] });
      let inTheMiddle = 0;
      try {
        for (let killed = 0; killed < KILLS;) {
          await sandbox.reset();
          await sandbox.control('provisioning', { milliseconds: PROVISIONING_MS });
          // Now and then the answer to what asked for the cluster is lost as well.
          sandbox.faults.configure({ rateDropAfter: 0.1, onlyWrites: true, seed: killed + 1 });
          const directory = mkdtempSync(path.join(tmpdir(), 'landform-cluster-'));
          const statePath = path.join(directory, 'terraform.tfstate');
          try {
            writeFileSync(path.join(directory, 'main.tf.json'), CONFIGURATION);
            const pause = random() * PROVISIONING_MS * 0.9;
            if (!(await killWhileItProvisions(sandbox, start(sandbox, directory, apply), pause))) continue;
            killed += 1;
            if (existsSync(`${statePath}.journal`)) inTheMiddle += 1;
            const next = await start(sandbox, directory, apply).ended;
            const where = `kill ${killed} after ${Math.round(pause)} ms: ${next.text}`;
            expect(next.code, where).toBe(0);
            expect(next.text).not.toContain('planted-secret-password');
            expect(
              clustersIn(sandbox).map(({ state, name }) => [name, state]),
              where,
            ).toEqual([['cluster-1', 'Running']]);
            expect(uidsIn(statePath), where).toEqual(clustersIn(sandbox).map(({ identity }) => identity));
            const asked = sandbox.requests.records.filter(({ operationId }) => operationId === 'createVsphereCluster');
            expect(
              asked.filter(({ status }) => status === 201),
              where,
            ).toHaveLength(1);
            sandbox.faults.clear();
            const plan = await start(sandbox, directory, ['plan', '--detailed-exitcode']).ended;
            expect(plan.code, plan.text).toBe(0);
          } finally {
            rmSync(directory, { recursive: true, force: true });
          }
        }
        // Most kills must have met an apply at work, or this test would prove little.
        expect(inTheMiddle).toBeGreaterThan(KILLS / 2);
      } finally {
        await sandbox.close();
      }
    },
    KILLS * 30_000,
  );
});
