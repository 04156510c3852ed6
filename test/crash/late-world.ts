import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/model/index.js';
import { startSandbox, type FaultKind, type FaultSettings, type Sandbox } from '../../src/sandbox/index.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { randomOf } from './wishes.js';

/** How a response is lost: the run is killed, its client or a gateway times out, the connection breaks. */
export const MODES = ['kill', 'timeout', '504', 'reset'] as const;
export type Mode = (typeof MODES)[number];

export const SYSTEMS = ['acloud', 'asm', 'conductor', 'palette'] as const;
export type System = (typeof SYSTEMS)[number];

/** The outcome of the lost responses of one system. */
export interface Tally {
  /** Changes that the service carried out, or refused, after the client had lost their answer. */
  tries: number;
  /** Duplicate objects. */
  twins: number;
  /** Objects that are missing in the service. */
  lost: number;
  /** Objects that a run reported waiting for. */
  waits: number;
}

export interface Told {
  readonly tallies: Readonly<Record<System, Tally>>;
  /** Runs of `landform`, and how many of them were killed while the service worked on. */
  runs: number;
  kills: number;
  /** The longest time, in seconds, in which a run that was not killed printed nothing. */
  silence: number;
  /** Errors, each with the output of the runs that led to it; empty on success. */
  readonly wrong: string[];
}

/** The collection of a resource in the sandbox, and its name there. */
const KINDS: Readonly<Record<string, readonly [system: System, collection: string, name: string]>> = {
  acloud_cloud_account: ['acloud', 'cloudAccounts', 'displayName'],
  conductor_tenant: ['conductor', 'tenants', 'name'],
  conductor_site: ['conductor', 'sites', 'name'],
  conductor_secret: ['conductor', 'secrets', 'key'],
  palette_cloud_account_vsphere: ['palette', 'cloudAccounts', 'name'],
  palette_api_key: ['palette', 'apiKeys', 'name'],
  palette_cluster_profile: ['palette', 'clusterProfiles', 'name'],
  asm_mesh: ['asm', 'meshes', 'name'],
};

const systemOf = (name: string): System => KINDS[/^\w+/.exec(name)![0]]![0];

/** Each generation creates everything again, except the site and a profile, which are renamed, and the account, which is updated. */
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
    palette_api_key: { [`one_of_${generation}`]: { name: 'twins' }, [`two_of_${generation}`]: { name: 'twins' } },
    palette_cluster_profile: {
      ...only({ name: `profile-${generation}`, cloud_type: 'vsphere', packs: PACKS }),
      renamed: { name: `renamed-${generation}`, cloud_type: 'vsphere', packs: PACKS },
    },
    asm_mesh: only({
      name: `mesh-${generation}`,
      version: '1.18.7-r1',
      clusters: [{ cluster_id: 'c', node_ids: ['n'] }],
    }),
  };
}

const PACKS: readonly JsonObject[] = [{ name: 'cni-calico', tag: '3.10.2' }];

function documentOf(generation: number): JsonObject {
  const sources = SYSTEMS.map((name) => [name, { source: `landform/${name}` }]);
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

/** Those of `all` that are left when each of `some` is taken away once. */
function without(all: Names, some: Names): Names {
  const left = [...all];
  for (const name of some) if (left.includes(name)) left.splice(left.indexOf(name), 1);
  return left;
}

const FAULTS: Readonly<Record<Mode, FaultKind>> = {
  kill: 'lateAnswer',
  timeout: 'lateAnswer',
  '504': 'late504',
  reset: 'lateReset',
};

function faultsOf(mode: Mode, random: () => number, seconds: number): FaultSettings {
  const share = 0.4;
  const lateSeconds = random() * seconds;
  const common = { onlyWrites: true, lateSeconds, seed: Math.floor(random() * 1e6) };
  switch (mode) {
    case 'kill':
      return { ...common, rateLateAnswer: 1 };
    case 'timeout':
      // The client gives up after one second.
      return { ...common, lateSeconds: Math.max(1.2, lateSeconds), rateLateAnswer: share };
    case '504':
      return { ...common, rateLate504: share };
    case 'reset':
      return { ...common, rateLateReset: share };
  }
}

const PREFIXES = ['ACLOUD', 'CONDUCTOR', 'HW', 'SPECTROCLOUD'];

const settings = (name: string, value: string): Record<string, string> =>
  Object.fromEntries(PREFIXES.map((prefix) => [`${prefix}_${name}`, value]));

const WAIT = /^(\w+)\.(\w+): .*(?:may still take effect|a request whose reply was lost)/gm;

/** Applies under late answers, generation after generation, and notes what came of them. */
export class LateWorld {
  readonly told: Told = {
    tallies: Object.fromEntries(
      SYSTEMS.map((system) => [system, { tries: 0, twins: 0, lost: 0, waits: 0 }]),
    ) as unknown as Record<System, Tally>,
    runs: 0,
    kills: 0,
    silence: 0,
    wrong: [],
  };
  readonly #mode: Mode;
  readonly #seed: number;
  readonly #seconds: number;
  readonly #random: () => number;
  readonly #sandbox: Sandbox;
  readonly #folder: Folder;
  readonly #before: Names;
  #seen = 0;

  private constructor(mode: Mode, seed: number, seconds: number, sandbox: Sandbox, folder: Folder) {
    this.#mode = mode;
    this.#seed = seed;
    this.#seconds = seconds;
    this.#random = randomOf(seed);
    this.#sandbox = sandbox;
    this.#folder = folder;
    this.#before = namesIn(sandbox);
  }

  /** Starts the service. All services of a process are started before any is asked: starting keeps the process busy, and the service late. */
  static async start(mode: Mode, seed: number, seconds: number): Promise<LateWorld> {
    return new LateWorld(mode, seed, seconds, await startSandbox(), await Folder.make());
  }

  /** Runs until so many answers were lost (kills: runs were killed), and says what came of it. */
  async run(wanted: number): Promise<Told> {
    try {
      for (let generation = 0; this.#done < wanted; generation += 1) {
        const outputs = await this.#generation(generation);
        const wrong = await this.#judge(generation);
        if (wrong.length === 0) continue;
        const where = `${this.#mode}, seed ${this.#seed}, generation ${generation}`;
        this.told.wrong.push(`${where}: ${wrong.join('; ')}\n${outputs.join('\n')}`);
        break;
      }
      return this.told;
    } finally {
      await this.#quiet();
      await this.#sandbox.close();
      await this.#folder.remove();
    }
  }

  get #done(): number {
    const tries = SYSTEMS.map((system) => this.told.tallies[system].tries);
    return this.#mode === 'kill' ? this.told.kills : tries.reduce((sum, count) => sum + count, 0);
  }

  /** Applies while responses are lost, and once more unless everything succeeded. */
  async #generation(generation: number): Promise<readonly string[]> {
    await this.#folder.write('main.tf.json', documentOf(generation));
    this.#sandbox.faults.configure(faultsOf(this.#mode, this.#random, this.#seconds));
    const first = await this.#apply(this.#mode === 'timeout' ? settings('TIMEOUT_SECONDS', '1') : {}, true);
    if (first.signal === 'SIGKILL' && this.#sandbox.requests.inFlight > 0) this.told.kills += 1;
    this.#sandbox.faults.configure({});
    const texts = [textOf(first)];
    if (first.code !== 0) {
      const next = await this.#apply({}, false);
      texts.push(textOf(next));
      if (next.code !== 0) this.told.wrong.push(`the next run failed:\n${texts.join('\n')}`);
    }
    await this.#quiet();
    for (const { fault, system, clientGone } of this.#news())
      if (fault === FAULTS[this.#mode] && (clientGone || fault === 'late504'))
        this.told.tallies[system as System].tries += 1;
    return texts;
  }

  async #apply(env: Record<string, string>, isFirst: boolean): Promise<Ran> {
    // A request may land a little later than its work takes: machines are busy.
    const within = String(Math.ceil(1.15 * this.#seconds) + 1);
    let spokeAt = Date.now();
    let silence = 0;
    const ran = await this.#folder.landform(['apply', '--auto-approve'], {
      env: { ...this.#sandbox.environment, ...settings('LANDS_WITHIN_SECONDS', within), ...env },
      during: (child) => {
        const speak = (): void => {
          silence = Math.max(silence, Date.now() - spokeAt);
          spokeAt = Date.now();
        };
        child.stdout!.on('data', speak);
        child.stderr!.on('data', speak);
        child.once('close', speak);
        if (this.#mode !== 'kill' || !isFirst) return;
        const before = this.#sandbox.faults.counts.lateAnswer;
        const after = 1 + Math.floor(this.#random() * 10);
        void (async () => {
          while (child.exitCode === null && this.#sandbox.faults.counts.lateAnswer - before < after) await sleep(5);
          child.kill('SIGKILL');
        })();
      },
    });
    this.told.runs += 1;
    if (ran.signal === undefined) this.told.silence = Math.max(this.told.silence, silence / 1000);
    const waits = new Set([...textOf(ran).matchAll(WAIT)].map(([, type, name]) => `${type} ${name}`));
    for (const wait of waits) this.told.tallies[systemOf(wait)].waits += 1;
    return ran;
  }

  /** What is wrong between service and configuration, and between both and the state. */
  async #judge(generation: number): Promise<readonly string[]> {
    const wanted = [...this.#before, ...namesWanted(generation)];
    const found = namesIn(this.#sandbox);
    const twins = without(found, wanted);
    const lost = without(wanted, found);
    for (const name of twins) this.told.tallies[systemOf(name)].twins += 1;
    for (const name of lost) this.told.tallies[systemOf(name)].lost += 1;
    const { resources } = JSON.parse(await readFile(`${this.#folder.path}/terraform.tfstate`, 'utf8')) as {
      readonly resources: readonly { readonly instances: readonly unknown[] }[];
    };
    const inState = resources.flatMap(({ instances }) => instances).length;
    const managed = namesWanted(generation).length;
    return [
      ...twins.map((name) => `twice: ${name}`),
      ...lost.map((name) => `lost: ${name}`),
      ...(inState === managed ? [] : [`${inState} in state instead of ${managed}`]),
    ];
  }

  #news(): Sandbox['requests']['records'] {
    const { records } = this.#sandbox.requests;
    const news = records.filter(({ sequence }) => sequence > this.#seen);
    this.#seen = Math.max(this.#seen, ...news.map(({ sequence }) => sequence));
    return news;
  }

  /** Until the service has ended all its work, that of clients included which are gone. */
  async #quiet(): Promise<void> {
    while (this.#sandbox.requests.inFlight > 0) await sleep(20);
  }
}

const textOf = ({ stdout, stderr }: Ran): string => `${stdout}\n${stderr}`;
