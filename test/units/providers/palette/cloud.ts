import type { JsonObject } from '../../../../src/model/index.js';
import { paletteProvider } from '../../../../src/providers/palette/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { oncePerFile } from '../../../support/per-file.js';
import { TestClock } from '../rest/clock.js';
import { andClose, configure, servedBy, type Served } from '../served.js';

export { stateOf, wordsOf } from '../served.js';

export type Api = 'documented' | 'current';

export const PROJECT = 'project-default';
export const OTHER_PROJECT = 'project-other';

export interface Cloud extends Served {
  readonly clock: TestClock;
  /** Entries of one kind. */
  held(collection: string): readonly Readonly<Record<string, unknown>>[];
}

export interface CloudOptions {
  /** Of the provider. */
  readonly config?: JsonObject;
  /** How long clusters take. Default: no time at all. */
  readonly milliseconds?: number;
}

/** Both sides tell the time by it. */
let clockOfBoth = new TestClock();

const started = oncePerFile(
  () => startSandbox({ systems: ['palette'], checkReplies: true, now: () => new Date(clockOfBoth.now()) }),
  (sandbox) => sandbox.close(),
);

/** One sandbox for all tests of a file, as at its start for each. Its time is that of the provider in front of it. */
export async function freshSandbox(milliseconds = 0, clock = new TestClock()): Promise<Sandbox> {
  clockOfBoth = clock;
  const sandbox = await started();
  await sandbox.reset();
  await sandbox.control('provisioning', { milliseconds, approvals: false });
  await sandbox.control('rateLimit', { enabled: false });
  return sandbox;
}

/** A sandbox as at its start, with a configured provider in front of it. Time passes only by sleeping. */
export async function inCloud(test: (cloud: Cloud) => Promise<void>, options: CloudOptions = {}): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshSandbox(options.milliseconds, clock);
  const provider = await configured(sandbox.environment, clock, options.config);
  const cloud: Cloud = {
    ...servedBy(sandbox, provider),
    clock,
    held: (collection) => sandbox.store.collection('palette', collection).all(),
  };
  await andClose(cloud, test);
}

export async function configured(
  environment: Readonly<Record<string, string>>,
  clock: TestClock,
  config: JsonObject = {},
  more: Partial<NonNullable<Parameters<typeof paletteProvider>[0]['surroundings']>> = {},
): Promise<Provider> {
  const surroundings = { clock, random: () => 0.5, ...more };
  return configure(paletteProvider({ version: '1.2.3', environment, surroundings }), config);
}

/** The four layers of the document. */
export const LAYERS: readonly JsonObject[] = [
  { name: 'ubuntu-vsphere', tag: '18.4.x', layer: 'os', values: 'os: ubuntu' },
  { name: 'kubernetes', tag: '1.19.16', layer: 'k8s', values: 'pack:\n  k8sHardening: true' },
  { name: 'cni-calico', tag: '3.10.2' },
  { name: 'csi-vsphere-csi', tag: '1.0.0', values: 'storageClass: standard\n' },
];

export const PROFILE: JsonObject = { name: 'cluster-profile-1', cloud_type: 'vsphere', packs: LAYERS };

/** The layers with one of them changed. */
export function layersWith(name: string, change: JsonObject): JsonObject[] {
  return LAYERS.map((layer) => (layer['name'] === name ? { ...layer, ...change } : layer));
}

export const ACCOUNT: JsonObject = {
  name: 'vcenter',
  vcenter_server: 'vcenter.example.com',
  username: 'landform',
  password: 'planted-secret-8472',
};

export const POOLS: readonly JsonObject[] = [
  { name: 'control-plane', control_plane: true, size: 1, num_cpus: 4, memory_mib: 8192, disk_gib: 60 },
  { name: 'workers', size: 2, num_cpus: 4, memory_mib: 8192, disk_gib: 60 },
];

/** What a cluster needs, created past the provider: an account and published profiles. */
export async function ground(
  sandbox: Sandbox,
  scope = PROJECT,
): Promise<{ account: string; profile: string; addon: string }> {
  const add = async (collection: string, values: JsonObject): Promise<string> => {
    const [entry] = await sandbox.drift({ action: 'add', system: 'palette', collection, values });
    return entry!.identity;
  };
  const packs = LAYERS.map((pack) => ({ packUid: 'p', type: 'spectro', layer: 'addon', values: '', ...pack }));
  const published = (type: string): JsonObject => ({ cloudType: 'vsphere', type, packs });
  return {
    account: await add('cloudAccounts', { scope, name: 'ground' }),
    profile: await add('clusterProfiles', { scope, name: 'ground', published: published('cluster') }),
    addon: await add('clusterProfiles', { scope, name: 'addon', published: published('add-on') }),
  };
}

export function cluster(where: { account: string; profile: string }, more: JsonObject = {}): JsonObject {
  return {
    name: 'cluster-1',
    cloud_account_uid: where.account,
    profiles: [{ uid: where.profile }],
    datacenter: 'DC1',
    folder: 'landform',
    network_name: 'VM Network',
    ssh_keys: ['ssh-ed25519 AAAA'],
    machine_pools: POOLS,
    ...more,
  };
}
