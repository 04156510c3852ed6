import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { onDisk } from '../support/on-disk.js';
import { Folder, type Ran } from '../support/run-landform.js';
import {
  configurationOf,
  identitiesOf,
  identitiesOfSandbox,
  linesOf,
  linesOfSandbox,
  randomOf,
  randomWishes,
} from './wishes.js';

onDisk();

const folder = await Folder.make();
const filler = path.join(folder.path, 'filler');
const state = path.join(folder.path, 'terraform.tfstate');

/** A disk that is soon full can be mounted by root on Linux. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder.path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const unmount = (): void => void execFileSync('umount', [folder.path]);

const canMount = mount();
if (canMount) unmount();
else console.log('skipped: no tmpfs can be mounted here');

/** Leaves about this many bytes, or none if the apply that is running takes them first. */
function fill(bytesLeft: number): void {
  const { bavail, bsize } = statfsSync(folder.path);
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

describe.skipIf(!canMount)('an apply on a disk that fills up', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    mount();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await sandbox.close();
    unmount();
  });
  afterAll(() => folder.remove());

  /** Runs an apply; `during` may act once the sandbox has seen so many requests of it. */
  async function apply(requests = 0, during?: () => void): Promise<Ran> {
    const before = sandbox.requests.total;
    let done = false;
    const ended = folder
      .landform(['apply', '--auto-approve', '--parallelism=4'], { env: sandbox.environment })
      .finally(() => (done = true));
    while (!done && sandbox.requests.total - before < requests) await sleep(1);
    if (!done) during?.();
    return ended;
  }

  const writes = (): number => sandbox.requests.records.filter((request) => request.method !== 'GET').length;

  const ROUNDS = 10;

  it(
    `fails with an error and a readable state, and the next apply completes it (${ROUNDS} times at different moments)`,
    { timeout: 120_000 },
    async () => {
      const random = randomOf(20);
      let [refused, inTheMiddle, usual] = [0, 0, 12];
      for (let generation = 0; refused < ROUNDS && generation < 4 * ROUNDS; generation += 1) {
        const wishes = randomWishes(random, generation);
        await folder.write('main.tf.json', configurationOf(wishes));
        sandbox.faults.configure({ latencyMs: 4, rateDropAfter: 0.08, onlyWrites: true, seed: generation });
        const left = Math.floor(random() * 3) * 4096;
        const cut = await apply(1 + Math.floor(random() * usual), () => fill(left));
        const told = `generation ${generation}, ${left} bytes left: ${cut.stdout}${cut.stderr}`;
        if (cut.code !== 0) {
          refused += 1;
          expect(cut.code, told).toBe(1);
          expect(cut.stderr, told).toContain('state-disk-full');
        }
        if (existsSync(`${state}.journal`)) inTheMiddle += 1;
        if (existsSync(state)) expect(identitiesOf(await folder.read('terraform.tfstate'))).toBeDefined();

        rmSync(filler, { force: true });
        const before = sandbox.requests.total;
        const next = await apply();
        const where = `${told}\nthen ${next.stdout}${next.stderr}`;
        expect(next.code, where).toBe(0);
        usual = Math.max(8, Math.min(30, sandbox.requests.total - before));
        sandbox.faults.clear();
        expect(linesOfSandbox(sandbox), where).toEqual(linesOf(wishes));
        expect(identitiesOf(await folder.read('terraform.tfstate')), where).toEqual(identitiesOfSandbox(sandbox));
        expect(existsSync(`${state}.journal`), where).toBe(false);
      }
      expect(refused).toBe(ROUNDS);
      // Most must have met an apply at work, or this test would prove little.
      expect(inTheMiddle).toBeGreaterThanOrEqual(ROUNDS / 2);
    },
  );

  it('changes nothing if there is no space from the start, and says what to do', async () => {
    await folder.write('main.tf.json', configurationOf(randomWishes(randomOf(3), 0)));
    fill(0);
    const ran = await apply();
    expect(ran.code, ran.stdout + ran.stderr).toBe(1);
    expect(ran.stderr).toContain('state-disk-full');
    expect(ran.stderr).toMatch(/room|space/);
    expect(ran.stderr).not.toMatch(/ENOSPC[^]*\n\s+at /);
    expect(writes()).toBe(0);
    expect(sandbox.store.collection('acloud', 'cloudAccounts').all()).toEqual([]);
  });
});
