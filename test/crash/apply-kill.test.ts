import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/model/index.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { createHarness } from '../../src/testing/index.js';
import { start, type Killable } from './killable.js';
import {
  configurationOf,
  identitiesOf,
  identitiesOfSandbox,
  linesOf,
  linesOfSandbox,
  randomOf,
  randomWishes,
} from './wishes.js';
import { onDisk } from '../support/on-disk.js';

onDisk();

/** Enough to notice a hole soon; `LANDFORM_KILLS=300 npx vitest run test/crash/apply-kill.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_KILLS'] ?? 60);
const WORLDS = 2;
/** Of so many runs after a killed one, one is a process. */
const NEXT_STARTED = 4;

const apply = ['apply', '--auto-approve', '--parallelism=4'];

/** Kills the apply once the sandbox has seen so many requests and a moment more has passed; false when it was done before. */
async function killAt(sandbox: Sandbox, run: Killable, requests: number, pauseMs: number): Promise<boolean> {
  let done = false;
  void run.ended.then(() => (done = true));
  const before = sandbox.requests.total;
  while (!done && sandbox.requests.total - before < requests) await sleep(1);
  if (!done) await sleep(pauseMs);
  if (done) return false;
  run.kill();
  const { code } = await run.ended;
  return code === null;
}

interface Next {
  readonly ok: boolean;
  readonly text: string;
}

/** The run after a killed one, as a process. */
async function nextStarted(sandbox: Sandbox, directory: string): Promise<Next> {
  const { code, text } = await start(sandbox, directory, apply).ended;
  return { ok: code === 0, text };
}

/** The same within this process, which takes a fraction of the time: it finds the same state, journal and lock. */
async function nextWithin({ environment }: Sandbox, directory: string): Promise<Next> {
  const harness = createHarness({ directory, environment });
  const { diagnostics } = await harness.apply({ parallelism: 4 });
  return { ok: !hasErrors(diagnostics), text: JSON.stringify([diagnostics, harness.events]) };
}

async function runWorld(seed: number, kills: number): Promise<{ killed: number; inTheMiddle: number }> {
  const random = randomOf(seed);
  const sandbox = await startSandbox();
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-kill-'));
  const statePath = path.join(directory, 'terraform.tfstate');
  let killed = 0;
  let inTheMiddle = 0;
  let usual = 12;
  try {
    for (let generation = 0; killed < kills; generation += 1) {
      const wishes = randomWishes(random, generation);
      writeFileSync(path.join(directory, 'main.tf.json'), configurationOf(wishes));
      // Answers are slow enough to be killed in between, and one in twelve is lost after the work was done.
      sandbox.faults.configure({ latencyMs: 4, rateDropAfter: 0.08, onlyWrites: true, seed: generation });
      const cut = await killAt(
        sandbox,
        start(sandbox, directory, apply),
        1 + Math.floor(random() * usual),
        random() * 8,
      );
      if (cut) killed += 1;
      if (existsSync(`${statePath}.journal`)) inTheMiddle += 1;
      if (existsSync(statePath))
        expect(() => identitiesOf(readFileSync(statePath, 'utf8')), 'the state is readable').not.toThrow();

      const before = sandbox.requests.total;
      const next = await (generation % NEXT_STARTED === 0 ? nextStarted : nextWithin)(sandbox, directory);
      const where = `seed ${seed}, generation ${generation}: ${next.text}`;
      expect(next.ok, where).toBe(true);
      expect(next.text).not.toContain('planted-secret-token');
      usual = Math.max(8, Math.min(40, sandbox.requests.total - before));
      sandbox.faults.clear();
      expect(linesOfSandbox(sandbox), where).toEqual(linesOf(wishes));
      expect(identitiesOf(readFileSync(statePath, 'utf8')), where).toEqual(identitiesOfSandbox(sandbox));
      expect(existsSync(`${statePath}.journal`), 'the journal is gone').toBe(false);
    }
    return { killed, inTheMiddle };
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('an apply that is killed', () => {
  it(
    `creates nothing twice and forgets nothing, at any of ${KILLS} random moments, with lost responses`,
    async () => {
      const worlds = await Promise.all(
        Array.from({ length: WORLDS }, (_, index) => runWorld(1000 + index, Math.ceil(KILLS / WORLDS))),
      );
      const killed = worlds.reduce((sum, world) => sum + world.killed, 0);
      expect(killed).toBeGreaterThanOrEqual(KILLS);
      // Most kills must have met an apply at work, or this test would prove little.
      expect(worlds.reduce((sum, world) => sum + world.inTheMiddle, 0)).toBeGreaterThan(KILLS / 3);
    },
    KILLS * 20_000,
  );
});
