import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

onDisk();

/** `LANDFORM_KILLS=100 npx vitest run test/crash/waves-kill.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_KILLS'] ?? 6);

/** Services are lines of a file, so that an interrupted create can be looked up. */
const PROVIDER = `
import { appendFile, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineProvider, string } from 'landform/provider';
const has = async (line) => (await readFile('ops.log', 'utf8')).split('\\n').includes(line);
export default defineProvider({
  name: 'acme/ops',
  resources: {
    ops_service: {
      schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
      create: async ({ name }) => (await appendFile('ops.log', 'create ' + name + '\\n'), await sleep(5), { id: name }),
      read: async (state) => state,
      update: async () => {},
      delete: async () => {},
      locate: async ({ name }) => ((await has('create ' + name)) ? { id: name } : undefined),
      landsWithinSeconds: 0,
    },
  },
});
`;

const DOCUMENT = {
  terraform: { required_providers: { ops: { source: 'acme/ops' } } },
  resource: {
    ops_service: {
      first: { count: 3, name: 'f${count.index}' },
      second: { for_each: '${toset(ops_service.first[*].id)}', name: 's-${each.key}' },
      third: { for_each: '${toset([for one in ops_service.second : one.id])}', name: 't-${each.key}' },
    },
  },
};

const NAMES = ['f0', 'f1', 'f2', 's-f0', 's-f1', 's-f2', 't-s-f0', 't-s-f1', 't-s-f2'];

it('a kill between or in waves loses nothing, and the next run plans the rest', { timeout: 120_000 }, async () => {
  const random = randomOf(22);
  let killed = 0;
  let between = 0;
  while (killed < KILLS) {
    const folder = await Folder.make({
      'landform.json': { providers: { 'acme/ops': './ops.mjs' } },
      'main.tf.json': DOCUMENT,
      'ops.mjs': PROVIDER,
      'ops.log': '',
    });
    await folder.link();
    try {
      // The plan of the next wave is shown once the state of the one before is stored.
      const afterMs = random() * 30;
      const ran = await folder.landform('apply --auto-approve', {
        during: (child) =>
          child.stdout?.on('data', (text: string | Buffer) => {
            if (text.toString().includes('Next wave')) void sleep(afterMs).then(() => child.kill('SIGKILL'));
          }),
      });
      if (ran.code === null) killed += 1;
      const listed = (await folder.warm('state list')).stdout.trim().split('\n');
      expect(listed.length).toBeGreaterThanOrEqual(3);
      if (ran.code === null && listed.length === 3) between += 1;
      const next = await folder.warm('apply --auto-approve');
      expect(next.code, next.stdout + next.stderr).toBe(0);
      const log = (await folder.read('ops.log')).trim().split('\n').sort();
      expect(log).toEqual(NAMES.map((name) => `create ${name}`));
      expect((await folder.warm('plan --detailed-exitcode')).code).toBe(0);
    } finally {
      await folder.remove();
    }
  }
  expect(between).toBeGreaterThan(0);
});
