import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

onDisk();

/** `LANDFORM_KILLS=50 npx vitest run test/crash/stacks-kill.test.ts` looks longer. */
const KILLS = Number(process.env['LANDFORM_KILLS'] ?? 4);

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
      create: async ({ name }) => (await appendFile('ops.log', 'create ' + name + '\\n'), await sleep(10), { id: name }),
      read: async (state) => state,
      update: async () => {},
      delete: async () => {},
      locate: async ({ name }) => ((await has('create ' + name)) ? { id: name } : undefined),
      landsWithinSeconds: 0,
    },
  },
});
`;

/** Three layers: each stack creates two services, named after those of the stacks that it needs. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  a: [],
  b: [],
  c: ['a'],
  d: ['a', 'b'],
  e: ['c', 'd'],
  f: [],
};

function documentOf(name: string): object {
  const needs = NEEDS[name] ?? [];
  const read = needs.map((need) => `-\${data.terraform_remote_state.${need}.outputs.id}`).join('');
  return {
    terraform: { required_providers: { ops: { source: 'acme/ops' } } },
    ...(needs.length > 0 && {
      data: {
        terraform_remote_state: Object.fromEntries(
          needs.map((need) => [need, { backend: 'local', config: { path: `../${need}/terraform.tfstate` } }]),
        ),
      },
    }),
    resource: { ops_service: { one: { name: `${name}${read}` }, two: { name: `${name}2-\${ops_service.one.id}` } } },
    output: { id: { value: '${ops_service.one.id}' } },
  };
}

const NAMES = [
  'a',
  'a2-a',
  'b',
  'b2-b',
  'c-a',
  'c2-c-a',
  'd-a-b',
  'd2-d-a-b',
  'e-c-a-d-a-b',
  'e2-e-c-a-d-a-b',
  'f',
  'f2-f',
];

it(
  'a kill during an apply of several stacks loses nothing, and the next run does the rest',
  { timeout: 600_000 },
  async () => {
    const random = randomOf(32);
    let killed = 0;
    let partly = 0;
    while (killed < KILLS) {
      const folder = await Folder.make({
        'landform.json': { folders: Object.keys(NEEDS), providers: { 'acme/ops': './ops.mjs' } },
        ...Object.fromEntries(Object.keys(NEEDS).map((name) => [`${name}/main.tf.json`, documentOf(name)])),
        'ops.mjs': PROVIDER,
        'ops.log': '',
      });
      await folder.link();
      try {
        const afterMs = random() * 250;
        const saved = random() < 0.5;
        if (saved) expect((await folder.warm('plan --out p')).code).toBe(0);
        const ran = await folder.landform(saved ? 'apply p' : 'apply --auto-approve', {
          during: (child) => {
            let waiting = true;
            child.stderr?.on('data', (text: string | Buffer) => {
              if (!waiting || !text.toString().includes('Creating')) return;
              waiting = false;
              void sleep(afterMs).then(() => child.kill('SIGKILL'));
            });
          },
        });
        const done = (await folder.read('ops.log')).trim().split('\n').filter(Boolean).length;
        if (ran.code === null) killed += 1;
        if (ran.code === null && done > 0 && done < NAMES.length) partly += 1;
        const next = await folder.warm('apply --auto-approve');
        expect(next.code, next.stdout + next.stderr).toBe(0);
        expect((await folder.read('ops.log')).trim().split('\n').sort()).toEqual(
          NAMES.map((name) => `create ${name}`).sort(),
        );
        expect((await folder.warm('plan --detailed-exitcode')).code).toBe(0);
      } finally {
        await folder.remove();
      }
    }
    expect(partly).toBeGreaterThan(0);
  },
);
