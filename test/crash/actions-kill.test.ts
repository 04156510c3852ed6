import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

onDisk();

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** `LANDFORM_KILLS=100 npx vitest run test/crash/actions-kill.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_KILLS'] ?? 12);
const SERVICES = 24;

/** Services are lines of a file, so that an interrupted create can be looked up. Actions only leave lines, and cannot. */
const PROVIDER = `
import { appendFile, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineProvider, string } from 'landform/provider';
const write = (line) => appendFile('ops.log', line + '\\n');
const has = async (line) => (await readFile('ops.log', 'utf8')).split('\\n').includes(line);
export default defineProvider({
  name: 'acme/ops',
  resources: {
    ops_service: {
      schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
      create: async ({ name }) => (await write('create ' + name), await sleep(5), { id: name }),
      read: async (state) => state,
      update: async () => {},
      delete: async () => {},
      locate: async ({ name }) => ((await has('create ' + name)) ? { id: name } : undefined),
      landsWithinSeconds: 0,
    },
  },
  actions: {
    ops_note: {
      schema: { text: string({ required: true }) },
      invoke: async ({ text }) => (await write('begin ' + text), await sleep(15), await write('end ' + text)),
    },
  },
});
`;

const keys = Object.fromEntries(Array.from({ length: SERVICES }, (_, index) => [`k${index}`, index]));

const DOCUMENT = {
  terraform: { required_providers: { ops: { source: 'acme/ops' } } },
  action: {
    ops_note: {
      before: { for_each: keys, config: { text: 'before ${each.key}' } },
      after: { for_each: keys, config: { text: 'after ${each.key}' } },
    },
  },
  resource: {
    ops_service: {
      s: {
        for_each: keys,
        name: '${each.key}',
        lifecycle: {
          action_trigger: [
            { events: ['before_create'], actions: ['action.ops_note.before[each.key]'] },
            { events: ['after_create'], actions: ['action.ops_note.after[each.key]'] },
          ],
        },
      },
    },
  },
};

async function world(): Promise<Folder> {
  const folder = await Folder.make({
    'landform.json': { providers: { 'acme/ops': './ops.mjs' } },
    'main.tf.json': DOCUMENT,
    'ops.mjs': PROVIDER,
    'ops.log': '',
  });
  await folder.link();
  return folder;
}

/** Runs an apply and kills it after a while; says what it told, and whether it came to its end. */
async function applyKilled(
  folder: Folder,
  afterMs: number,
): Promise<{ readonly text: string; readonly ended: boolean }> {
  const main = path.join(ROOT, 'dist/cli/main.cjs');
  const child = spawn(process.execPath, [main, 'apply', '--auto-approve', '--no-color', '--parallelism=3'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const take = (chunk: Buffer): void => void (text += chunk.toString('utf8'));
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const first = await Promise.race([closed, begun(folder).then(() => sleep(afterMs))]);
  if (first === undefined) child.kill('SIGKILL');
  return { text, ended: (await closed) !== null };
}

/** Starting a process takes as long as it takes; what is killed is the work. */
async function begun(folder: Folder): Promise<void> {
  const before = await folder.read('ops.log');
  for (let tries = 0; tries < 2000 && (await folder.read('ops.log')) === before; tries += 1) await sleep(5);
}

it(
  'a kill at any moment creates each object once, and no later action is repeated or silently lost',
  { timeout: 300_000 },
  async () => {
    const random = randomOf(7);
    let killed = 0;
    while (killed < KILLS) {
      const folder = await world();
      try {
        let told = '';
        let ended = false;
        for (let run = 0; !ended && run < 40; run += 1) {
          const attempt = await applyKilled(folder, random() * 200);
          told += attempt.text;
          ended = attempt.ended;
          if (!ended) killed += 1;
        }
        const last = await folder.landform('apply --auto-approve --no-color');
        told += last.stdout + last.stderr;
        expect(last.code, told).toBe(0);
        const log = (await folder.read('ops.log')).split('\n');
        const count = (line: string): number => log.filter((each) => each === line).length;
        for (const key of Object.keys(keys)) {
          expect([key, count(`create ${key}`)]).toEqual([key, 1]);
          expect([key, count(`begin after ${key}`)], told).not.toEqual([key, 2]);
          const reported = told.includes(`while action.ops_note.after["${key}"] was being invoked`);
          expect([key, count(`end after ${key}`) === 1 || reported], told).toEqual([key, true]);
          const again = count(`begin before ${key}`) > 1;
          const planned = told.split(`invokes before: action.ops_note.before["${key}"]`).length - 1;
          expect([key, !again || planned > 1], told).toEqual([key, true]);
        }
        const quiet = await folder.landform('plan --no-color');
        expect([quiet.stdout.includes('No changes.'), quiet.stderr]).toEqual([true, '']);
      } finally {
        await folder.remove();
      }
    }
  },
);
