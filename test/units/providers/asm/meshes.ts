import type { JsonObject } from '../../../../src/model/index.js';
import { asmProvider } from '../../../../src/providers/asm/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import type { Driver, Kept } from '../../../conformance/provider-driver.js';
import { oncePerFile } from '../../../support/per-file.js';
import { TestClock } from '../rest/clock.js';
import { andClose, configure, servedBy, stateOf, type Served } from '../served.js';

export { stateOf, wordsOf } from '../served.js';

/** Time for the provider and the service alike; it passes only by sleeping. */
export const clock = new TestClock();

const started = oncePerFile(
  () => startSandbox({ systems: ['asm'], checkReplies: true, now: () => new Date(clock.now()) }),
  (sandbox) => sandbox.close(),
);

/** One sandbox for all tests of a file, as at its start for each. */
export async function freshSandbox(): Promise<Sandbox> {
  const sandbox = await started();
  await sandbox.reset();
  return sandbox;
}

export interface Service extends Served {
  /** Creates an object past the provider, and returns its uid. */
  made(collection: 'meshes' | 'workshops', values: JsonObject): Promise<string>;
}

/** The environment of the sandbox, with these ways to log in only. */
export function environmentOf(
  { environment }: Sandbox,
  way: 'key' | 'password' | 'token',
): Readonly<Record<string, string>> {
  const { HW_ASM_ENDPOINT, HW_AUTH_URL, HW_PROJECT_ID, HW_ACCESS_KEY, HW_SECRET_KEY } = environment;
  const { HW_LANDS_WITHIN_SECONDS } = environment;
  const { HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME } = environment;
  const ways = {
    key: { HW_ACCESS_KEY, HW_SECRET_KEY },
    password: { HW_AUTH_URL, HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME },
    token: { HW_AUTH_TOKEN: HW_SECRET_KEY },
  };
  return { HW_ASM_ENDPOINT, HW_PROJECT_ID, HW_LANDS_WITHIN_SECONDS, ...ways[way] } as Record<string, string>;
}

export interface ServiceOptions {
  readonly way?: 'key' | 'password' | 'token';
  /** Of the provider. */
  readonly config?: JsonObject;
  /** In addition to that of the sandbox; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A sandbox as at its start, with a configured provider in front of it. */
export async function inService(
  test: (service: Service) => Promise<void>,
  { way = 'key', config, environment }: ServiceOptions = {},
): Promise<void> {
  const sandbox = await freshSandbox();
  const provider = await configured({ ...environmentOf(sandbox, way), ...environment }, config);
  const service: Service = {
    ...servedBy(sandbox, provider),
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', collection, values });
      return entry!.identity;
    },
  };
  await andClose(service, test);
}

export async function configured(
  environment: Readonly<Record<string, string | undefined>>,
  config: JsonObject = {},
): Promise<Provider> {
  const surroundings = { clock, random: () => 0.5 };
  return configure(asmProvider({ version: '1.2.3', environment, surroundings }), config);
}

export const TASK = {
  name: 'bookinfo',
  primary_cluster: 'a-cluster',
  ingress: { elb_id: 'an-elb', elb_ip: '192.0.2.7', port: 8080 },
} as const satisfies JsonObject;

export const MESH = {
  name: 'mesh-one',
  version: '1.18.7-r1',
  clusters: [{ cluster_id: 'a-cluster', node_ids: ['a-node'] }],
} as const satisfies JsonObject;

/** A task in a mesh that was created past the provider. */
export async function task(service: Service): Promise<{ driver: Driver; kept: Kept; meshId: string; uid: string }> {
  const meshId = await service.made('meshes', {});
  const driver = service.of('asm_workshop');
  const kept = await driver.create({ ...TASK, mesh_id: meshId });
  service.asked();
  return { driver, kept, meshId, uid: stateOf(kept)['uid'] as string };
}
