import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const wishes = randomWishes(randomOf(7), 1);
const accounts = Object.keys(wishes).length;

let sandbox: Sandbox;
let folder: Folder;

beforeEach(async () => {
  sandbox = await startSandbox();
  folder = await Folder.make({ 'main.tf.json': configurationOf(wishes) });
});
afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

interface Running {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  readonly kill: () => void;
}

/** Starts an apply and does not wait for its end. */
function apply(...flags: readonly string[]): Running {
  let process: ChildProcess | undefined;
  const ended = folder.landform(['apply', '--auto-approve', '--parallelism=2', ...flags], {
    env: sandbox.environment,
    during: (child) => {
      process = child;
      child.stdin?.end();
    },
  });
  return { pid: process!.pid!, ended, kill: () => void process!.kill('SIGKILL') };
}

const writes = (): number => sandbox.requests.records.filter((request) => request.method !== 'GET').length;
const creates = (): number => sandbox.requests.records.filter((request) => request.method === 'POST').length;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}

async function expectAppliedOnce(): Promise<void> {
  expect(linesOfSandbox(sandbox)).toEqual(linesOf(wishes));
  expect(identitiesOf(await folder.read('terraform.tfstate'))).toEqual(identitiesOfSandbox(sandbox));
  const { accounts: made, credentials } = identitiesOfSandbox(sandbox);
  expect(made).toHaveLength(accounts);
  // Whatever was made twice and removed again would show here.
  expect(creates()).toBe(made.length + credentials.length);
  expect((await readdir(folder.path)).filter((name) => name.endsWith('.journal'))).toEqual([]);
}

describe('two concurrent applies', () => {
  it('the second reports the lock holder and does nothing', async () => {
    sandbox.faults.configure({ latencyMs: 300, onlyWrites: true });
    const first = apply();
    await until(() => sandbox.requests.total > 0);
    const before = await folder.contents();
    const second = await apply('--json').ended;
    expect(second.code, second.stdout + second.stderr).toBe(1);
    const said = second.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { diagnostic?: { code?: string; summary: string; detail: string } })
      .flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [diagnostic]));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ code: 'state-locked' });
    expect(`${said[0]!.summary} ${said[0]!.detail}`).toContain(`process ${first.pid}`);
    expect(await folder.contents()).toMatchObject({ 'main.tf.json': before['main.tf.json'] });
    const ended = await first.ended;
    expect(ended.code, ended.stderr).toBe(0);
    await expectAppliedOnce();
  });

  it('the second waits with --lock-timeout, says so, and then has nothing to do', async () => {
    sandbox.faults.configure({ latencyMs: 150, onlyWrites: true });
    const first = apply();
    await until(() => sandbox.requests.total > 0);
    const second = apply('--lock-timeout=60s');
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect(one.code, one.stderr).toBe(0);
    expect(two.code, two.stderr).toBe(0);
    expect(two.stderr).toMatch(/[Ww]aiting for the lock/);
    expect(two.stdout).toContain('No changes.');
    await expectAppliedOnce();
  });

  it('exactly one of five does the work if all start together and wait', async () => {
    sandbox.faults.configure({ latencyMs: 20, onlyWrites: true });
    const runs = Array.from({ length: 5 }, () => apply('--lock-timeout=60s'));
    const ended = await Promise.all(runs.map((run) => run.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(ended.filter(({ stdout }) => stdout.includes('No changes.'))).toHaveLength(4);
    await expectAppliedOnce();
  });
});

it('the lock of a killed process blocks no later run', async () => {
  sandbox.faults.configure({ latencyMs: 100, onlyWrites: true });
  const first = apply();
  await until(() => existsSync(path.join(folder.path, 'terraform.tfstate.journal')) && writes() > 0);
  first.kill();
  expect((await first.ended).code).toBe(null);
  const next = await apply().ended;
  expect(next.code, next.stderr).toBe(0);
  await expectAppliedOnce();
});
