import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/index.js';
import { startSandbox, type FaultSettings, type Sandbox } from '../../src/sandbox/index.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

/** Late answers and kills in all; `LANDFORM_LATE=200 npx vitest run test/crash/late-answers.test.ts` looks longer. */
const LATE = Number(process.env['LANDFORM_LATE'] ?? 16);
/** How long the service goes on at most; `LANDFORM_LATE_SECONDS=20` for as long as real ones do. */
const SECONDS = Number(process.env['LANDFORM_LATE_SECONDS'] ?? 1.5);
const WITHIN = String(Math.ceil(SECONDS) + 1);
const MODES = ['kill', 'timeout', '504', 'reset'] as const;

/** Where a resource shows up in the sandbox, and how it is called there. */
const KINDS: Readonly<Record<string, readonly [system: string, collection: string, name: string]>> = {
  acloud_cloud_account: ['acloud', 'cloudAccounts', 'displayName'],
  conductor_tenant: ['conductor', 'tenants', 'name'],
  conductor_site: ['conductor', 'sites', 'name'],
  conductor_secret: ['conductor', 'secrets', 'key'],
  palette_cloud_account_vsphere: ['palette', 'cloudAccounts', 'name'],
  asm_mesh: ['asm', 'meshes', 'name'],
};

/** Everything is made anew in each generation, but the site, which gets another name, and the account, which is changed. */
function resourcesOf(generation: number): Readonly<Record<string, Readonly<Record<string, JsonObject>>>> {
  const only = (values: JsonObject): Record<string, JsonObject> => ({ [`of_${generation}`]: values });
  const account = { display_name: 'twins', cloud_profile: 'hetzner' };
  return {
    acloud_cloud_account: {
      [`one_of_${generation}`]: account,
      [`two_of_${generation}`]: account,
      changed: { display_name: `account of ${generation}`, cloud_profile: 'hetzner' },
    },
    conductor_tenant: only({ name: `tenant-${generation}` }),
    conductor_site: { renamed: { name: `site-${generation}`, location: '51.5, -0.1' } },
    conductor_secret: only({ key: `secret-${generation % 2}`, value: `planted-value-${generation}` }),
    palette_cloud_account_vsphere: only({
      name: `vcenter-${generation}`,
      vcenter_server: 'vcenter.example.com',
      username: 'somebody',
      password: 'planted-password',
      password_version: '1',
    }),
    asm_mesh: only({
      name: `mesh-${generation}`,
      version: '1.18.7-r1',
      clusters: [{ cluster_id: 'c', node_ids: ['n'] }],
    }),
  };
}

function documentOf(generation: number): JsonObject {
  const sources = ['acloud', 'asm', 'conductor', 'palette'].map((name) => [name, { source: `landform/${name}` }]);
  return {
    terraform: { required_providers: Object.fromEntries(sources) as JsonObject },
    resource: resourcesOf(generation),
  };
}

/** Kind and name of everything, in order. */
type Names = readonly string[];

function namesIn(sandbox: Sandbox): Names {
  return Object.entries(KINDS)
    .flatMap(([type, [system, collection, name]]) =>
      sandbox.store
        .collection<{ readonly identity: string } & Readonly<Record<string, unknown>>>(system, collection)
        .all()
        .map((entry) => `${type} ${String(entry[name])}`),
    )
    .sort();
}

function namesWanted(generation: number): Names {
  return Object.entries(resourcesOf(generation))
    .flatMap(([type, all]) =>
      Object.values(all).map(({ display_name, key, name }) => `${type} ${String(display_name ?? key ?? name)}`),
    )
    .sort();
}

function faultsOf(mode: (typeof MODES)[number], random: () => number): FaultSettings {
  const share = 0.4;
  const lateSeconds = random() * SECONDS;
  const common = { onlyWrites: true, lateSeconds, seed: Math.floor(random() * 1e6) };
  switch (mode) {
    case 'kill':
      return { ...common, lateSeconds: (SECONDS + lateSeconds) / 2, rateLateAnswer: 1 };
    case 'timeout':
      return { ...common, lateSeconds: 1 + lateSeconds, rateLateAnswer: share };
    case '504':
      return { ...common, rateLate504: share };
    case 'reset':
      return { ...common, rateLateReset: share };
  }
}

const PREFIXES = ['ACLOUD', 'CONDUCTOR', 'HW', 'SPECTROCLOUD'];

const settings = (name: string, value: string): Record<string, string> =>
  Object.fromEntries(PREFIXES.map((prefix) => [`${prefix}_${name}`, value]));

const lateSoFar = ({ faults }: Sandbox): number =>
  faults.counts.late504 + faults.counts.lateReset + faults.counts.lateAnswer;

/** Applies, and kills it when the service is at work on some of what it asked for. */
async function applyKilled(folder: Folder, env: Record<string, string>, sandbox: Sandbox, after: number): Promise<Ran> {
  const before = lateSoFar(sandbox);
  return folder.landform(['apply', '--auto-approve'], {
    env,
    during: (child) => {
      let done = false;
      child.once('close', () => (done = true));
      void (async () => {
        while (!done && lateSoFar(sandbox) - before < after) await sleep(5);
        child.kill('SIGKILL');
      })();
    },
  });
}

/** Until the service has ended all its work, that of clients included which are gone. */
async function quiet(sandbox: Sandbox): Promise<void> {
  while (sandbox.requests.inFlight > 0) await sleep(20);
}

interface Told {
  late: number;
  kills: number;
  runs: number;
  /** Lines that say what is waited for. */
  waits: number;
}

async function runWorld(mode: (typeof MODES)[number], seed: number, wanted: number): Promise<Told> {
  const random = randomOf(seed);
  const sandbox = await startSandbox();
  const folder = await Folder.make();
  const told: Told = { late: 0, kills: 0, runs: 0, waits: 0 };
  const env = { ...sandbox.environment, ...settings('LANDS_WITHIN_SECONDS', WITHIN) };
  const before = namesIn(sandbox);
  const keep = ({ stdout, stderr }: Ran): string => {
    told.runs += 1;
    const text = `${stdout}\n${stderr}`;
    told.waits += text.match(/may still be carried out|a request whose answer is lost/g)?.length ?? 0;
    expect(text).not.toContain('planted-');
    return text;
  };
  try {
    for (let generation = 0; told.late + told.kills < wanted; generation += 1) {
      await folder.write('main.tf.json', documentOf(generation));
      sandbox.faults.configure(faultsOf(mode, random));
      const timeout = mode === 'timeout' ? settings('TIMEOUT_SECONDS', '1') : {};
      const first =
        mode === 'kill'
          ? await applyKilled(folder, env, sandbox, 1 + Math.floor(random() * 6))
          : await folder.landform(['apply', '--auto-approve'], { env: { ...env, ...timeout } });
      if (first.signal === 'SIGKILL') told.kills += 1;
      const texts = [keep(first)];
      sandbox.faults.configure({});
      if (first.code !== 0) {
        const next = await folder.landform(['apply', '--auto-approve'], { env });
        texts.push(keep(next));
        expect(next.code, `seed ${seed}, generation ${generation}, ${mode}:\n${texts.join('\n')}`).toBe(0);
      }
      await quiet(sandbox);
      told.late = lateSoFar(sandbox);
      const where = `seed ${seed}, generation ${generation}, ${mode}:\n${texts.join('\n')}`;
      expect(namesIn(sandbox), where).toEqual([...before, ...namesWanted(generation)].sort());
      const state = await readFile(`${folder.path}/terraform.tfstate`, 'utf8');
      const { resources } = JSON.parse(state) as {
        readonly resources: readonly { readonly instances: readonly unknown[] }[];
      };
      const instances = resources.flatMap((resource) => resource.instances);
      expect(instances, where).toHaveLength(namesWanted(generation).length);
    }
    return told;
  } finally {
    await quiet(sandbox);
    await sandbox.close();
    await folder.remove();
  }
}

describe('answers that come late, or never', () => {
  it(
    `leave nothing twice and nothing lost in four systems, after ${LATE} of them`,
    async () => {
      const worlds = await Promise.all(MODES.map((mode, index) => runWorld(mode, index, LATE / MODES.length)));
      const sum = (of: (told: Told) => number): number => worlds.reduce((total, told) => total + of(told), 0);
      if (LATE > 100) process.stdout.write(`late answers: ${JSON.stringify(worlds)}\n`);
      expect(sum(({ late, kills }) => late + kills)).toBeGreaterThanOrEqual(LATE);
      expect(sum(({ kills }) => kills)).toBeGreaterThan(0);
      // A service that is not late for long may be done before anybody has to be told.
      if (SECONDS > 10) expect(Math.min(...worlds.map(({ waits }) => waits))).toBeGreaterThan(0);
    },
    LATE * 30_000,
  );

  it('are waited for before anything is repeated; Ctrl-C ends the wait, and the next run waits again', async () => {
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
        during: signalAt('waiting for a request whose answer is lost', 'SIGKILL'),
      });
      expect(killed.signal).toBe('SIGKILL');
      for (const _run of ['first', 'second']) {
        const stopped = await folder.landform('apply --auto-approve', {
          env: within(600),
          during: signalAt('acloud_cloud_account.one: An interrupted run asked to create this', 'SIGINT'),
        });
        expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringContaining('stopped-waiting') as string]);
        expect(accounts()).toBe(0);
      }
      const done = await folder.landform('apply --auto-approve', { env: within(0) });
      expect(done.code, done.stderr).toBe(0);
      expect(done.stderr).toContain('An interrupted run had begun this; nothing of it was found.');
      expect(accounts()).toBe(1);
    } finally {
      await sandbox.close();
      await folder.remove();
    }
  });
});
