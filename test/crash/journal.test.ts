import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { integrityProblems } from '../../src/model/index.js';
import { openBackend, openSession, type Session } from '../../src/state/index.js';
import { bundleChild } from '../support/bundle-child.js';
import { onDisk } from '../support/on-disk.js';

onDisk();

const CHILD = await bundleChild(fileURLToPath(new URL('journal-child.mjs', import.meta.url)));

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landform-crash-'));
  path = join(folder, 'terraform.tfstate');
});
afterEach(() => rm(folder, { recursive: true }));

const open = (write: boolean): Promise<Session> =>
  openSession({ backend: openBackend('local', { path }), operation: 'test', program: 'test', write });

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  /** Lines so far; the last may be half. */
  said(): string[];
  /** Resolves at the first such line, or when the process ended. */
  saying(line: string): Promise<void>;
}

function start(...words: string[]): Child {
  const child = spawn(process.execPath, [CHILD, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const said = (): string[] => text.split('\n').slice(0, -1);
  const ended = once(child, 'close').then(() => {
    if (complaint !== '') throw new Error(complaint);
  });
  const saying = async (line: string): Promise<void> => {
    while (child.exitCode === null && child.signalCode === null && !said().some((found) => found.startsWith(line))) {
      await sleep(2);
    }
  };
  return { process: child, ended, said, saying };
}

/** What a killed process had been promised, by name; undefined while something was under way. */
class Promises {
  readonly #objects = new Map<string, 'there' | 'gone' | undefined>();
  readonly #begun = new Set<string>();
  readonly #deleting = new Set<string>();

  hear(lines: readonly string[]): void {
    for (const line of lines) {
      const [what, name] = line.split(' ') as [string, string];
      if (what === 'deleting') this.#deleting.add(name);
      if (what === 'begun') this.#begun.add(name);
      else if (name !== undefined) {
        this.#objects.set(name, what === 'made' ? 'there' : what === 'gone' ? 'gone' : undefined);
        this.#begun.delete(name);
      }
    }
  }

  /** How the session differs from what was promised. */
  broken({ state, interrupted }: Session): string[] {
    const open = new Set(interrupted.map(({ begin }) => begin.resource.name));
    const problems = integrityProblems(state).map(({ message }) => message);
    for (const [name, promised] of this.#objects) {
      const there = state.resources.has(`terraform_data.${name}`);
      if (promised === 'there' && !there) problems.push(`${name} is lost`);
      if (promised === 'gone' && there) problems.push(`${name} is back`);
      if (promised !== undefined && open.has(name)) problems.push(`${name} was settled and is open again`);
    }
    return problems;
  }

  /** Calls begun and not answered must be open, unless their outcome was recorded and only the word of it came too late. */
  forgotten({ state, interrupted }: Session): string[] {
    const open = new Set(interrupted.map(({ begin }) => begin.resource.name));
    const forgotten: string[] = [];
    for (const name of this.#begun) {
      if (open.has(name)) continue;
      const created = state.resources.has(`terraform_data.${name}`);
      if (!created && !this.#deleting.has(name)) forgotten.push(name);
      this.#begun.delete(name);
    }
    return forgotten;
  }
}

const KILLS = 110;

describe('a process that is killed at any moment', () => {
  test(`loses no durable record, ${KILLS} times in a row on the same state`, { timeout: 180_000 }, async () => {
    const promises = new Promises();
    let settledByKilled = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const child = start('apply', path, `r${round}`);
      // Every third one somewhere between its start and its first work, which is where it recovers from the one before.
      if (round % 3 === 0) await sleep(40 + Math.random() * 120);
      else {
        await child.saying('open');
        await sleep(Math.random() * 25);
      }
      child.process.kill('SIGKILL');
      await child.ended;
      promises.hear(child.said());
      settledByKilled += child.said().filter((line) => line.startsWith('made')).length;
      const session = await open(false);
      expect(promises.broken(session)).toEqual([]);
      expect(promises.forgotten(session)).toEqual([]);
    }
    // Else they all died before they had done anything.
    expect(settledByKilled).toBeGreaterThan(KILLS);
  });
});

describe('the lock of a killed process', () => {
  test('is taken over at once, with the next fencing number', { timeout: 60_000 }, async () => {
    const child = start('hold', path);
    await child.saying('held');
    await expect(open(true)).rejects.toThrow(/is locked by/);
    child.process.kill('SIGKILL');
    await child.ended;
    await (await open(true)).release();
  });

  test('is taken over by exactly one of several competing processes', { timeout: 120_000 }, async () => {
    const ROUNDS = 60;
    const RACERS = 4;
    const paths = Array.from({ length: ROUNDS }, (_, index) => join(folder, `state-${index}`));
    const victim = start('race', paths[0]!, '0', ...paths.slice(1));
    await victim.saying('done');
    victim.process.kill('SIGKILL');
    await victim.ended;
    expect(victim.said().filter((line) => line.startsWith('won'))).toHaveLength(ROUNDS);

    const begin = String(Date.now() + 2000);
    const racers = Array.from({ length: RACERS }, () => start('race', paths[0]!, begin, ...paths.slice(1)));
    await Promise.all(racers.map((racer) => racer.saying('done')));
    const wins = racers.flatMap((racer) => racer.said()).filter((line) => line.startsWith('won'));
    for (const racer of racers) racer.process.kill('SIGKILL');
    await Promise.all(racers.map((racer) => racer.ended));
    expect(wins.sort()).toEqual(paths.map((at) => `won ${at} 2`).sort());
  });
});
