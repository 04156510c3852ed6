import type { ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';
import { LateWorld, MODES, SYSTEMS, type Mode, type Tally, type Told } from './late-world.js';

onDisk();

/** Lost answers of each kind; `LANDFORM_LATE=200 npx vitest run test/crash/late-answers.test.ts` looks longer. */
const LATE = Number(process.env['LANDFORM_LATE'] ?? 4);
/** How long the service works on at most; `LANDFORM_LATE_SECONDS=20` for as long as real ones do. */
const SECONDS = Number(process.env['LANDFORM_LATE_SECONDS'] ?? 1.5);
/** The first seed: another one gives other times and other faults. */
const SEED = Number(process.env['LANDFORM_LATE_SEED'] ?? 0);
/** A sign of life comes every ten seconds. The long form runs many worlds on one machine, which are late to say it. */
const SILENCE_SECONDS = LATE > 100 ? 60 : 30;
/** A kill ends a generation, other modes lose several answers in each. */
const EACH: Readonly<Record<Mode, number>> = { kill: 17, timeout: 70, '504': 70, reset: 70 };

/** Worlds that run side by side, most of whose time is waiting. */
async function startWorlds(mode: Mode): Promise<readonly LateWorld[]> {
  const worlds: LateWorld[] = [];
  for (let index = 0; index < Math.ceil(LATE / EACH[mode]); index += 1)
    worlds.push(await LateWorld.start(mode, SEED + 1000 * MODES.indexOf(mode) + index, SECONDS));
  return worlds;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function table(worlds: Readonly<Record<Mode, readonly Told[]>>): string {
  const columns = ['kind', 'system', 'tries', 'twins', 'lost', 'waits shown'];
  const rows = MODES.flatMap((mode) =>
    SYSTEMS.map((system) => {
      const of = (what: keyof Tally): string => String(sum(worlds[mode].map(({ tallies }) => tallies[system][what])));
      return [mode, system, of('tries'), of('twins'), of('lost'), of('waits')];
    }),
  );
  const all = MODES.flatMap((mode) => worlds[mode]);
  const silence = Math.max(...all.map((told) => told.silence));
  return [
    ...[columns, ...rows].map((row) => row.map((cell) => cell.padEnd(12)).join('')),
    `${sum(all.map(({ runs }) => runs))} runs, ${sum(all.map(({ kills }) => kills))} of them killed while the service worked on; ` +
      `the longest silence was ${silence.toFixed(1)} s`,
  ].join('\n');
}

describe('responses that arrive late or never', () => {
  it(
    `duplicate nothing and lose nothing in four systems, after ${LATE} of each kind`,
    async () => {
      const started = new Map<Mode, readonly LateWorld[]>();
      for (const mode of MODES) started.set(mode, await startWorlds(mode));
      const entries = await Promise.all(
        MODES.map(async (mode) => {
          const worlds = started.get(mode)!;
          return [mode, await Promise.all(worlds.map((world) => world.run(Math.ceil(LATE / worlds.length))))] as const;
        }),
      );
      const worlds = Object.fromEntries(entries) as unknown as Record<Mode, readonly Told[]>;
      if (LATE > 100) process.stdout.write(`${table(worlds)}\n`);
      const all = MODES.flatMap((mode) => worlds[mode]);
      expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(sum(worlds.kill.map(({ kills }) => kills))).toBeGreaterThanOrEqual(LATE);
      for (const mode of MODES) {
        const tallies = worlds[mode].flatMap((told) => SYSTEMS.map((system) => told.tallies[system]));
        expect(sum(tallies.map(({ tries }) => tries)), mode).toBeGreaterThanOrEqual(LATE);
        // A service that is not late for long may be done before anything has to be said.
        if (SECONDS > 10) expect(sum(tallies.map(({ waits }) => waits)), mode).toBeGreaterThan(0);
      }
      expect(Math.max(...all.map(({ silence }) => silence))).toBeLessThan(SILENCE_SECONDS);
    },
    60_000 + LATE * 30_000,
  );

  it('are awaited before any retry; Ctrl-C ends the wait, and the next run waits again', async () => {
    const sandbox = await startSandbox({ systems: ['acloud'] });
    const account = { display_name: 'one', cloud_profile: 'hetzner' };
    const folder = await Folder.make({
      'main.tf.json': {
        terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
        resource: { acloud_cloud_account: { one: account } },
      },
    });
    const within = (seconds: number): Record<string, string> => ({
      ...sandbox.environment,
      ACLOUD_LANDS_WITHIN_SECONDS: String(seconds),
    });
    const accounts = (): number => sandbox.store.collection('acloud', 'cloudAccounts').size;
    /** Sends a signal as soon as this is shown. */
    const signalAt =
      (shown: string, signal: NodeJS.Signals) =>
      (child: ChildProcess): void => {
        let text = '';
        child.stderr!.on('data', (chunk: string) => {
          if (!text.includes(shown) && (text += chunk).includes(shown)) child.kill(signal);
        });
      };
    try {
      sandbox.faults.configure({ script: [{ fault: 'reset', methods: ['POST'] }] });
      const killed = await folder.landform('apply --auto-approve', {
        env: within(600),
        during: signalAt('waiting for a request whose reply was lost', 'SIGKILL'),
      });
      expect(killed.signal).toBe('SIGKILL');
      for (const _run of ['first', 'second']) {
        const stopped = await folder.landform('apply --auto-approve', {
          env: within(600),
          during: signalAt('acloud_cloud_account.one: An interrupted run tried to create this', 'SIGINT'),
        });
        expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringContaining('stopped-waiting') as string]);
        expect(accounts()).toBe(0);
      }
      const done = await folder.landform('apply --auto-approve', { env: within(0) });
      expect(done.code, done.stderr).toBe(0);
      expect(done.stderr).toContain('Not found: the request of an interrupted run had no effect');
      expect(accounts()).toBe(1);
    } finally {
      await sandbox.close();
      await folder.remove();
    }
  });
});
