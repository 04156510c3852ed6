import { afterAll } from 'vitest';
import { plainJson, type Diagnostic, type JsonObject } from '../../../../src/model/index.js';
import { asmProvider } from '../../../../src/providers/asm/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { configValue, Driver, quiet, type Kept } from '../../../conformance/provider-driver.js';
import { TestClock } from '../rest/clock.js';

/** Time for the provider and the service alike; it passes only by sleeping. */
export const clock = new TestClock();

let started: Promise<Sandbox> | undefined;

/** One sandbox for all tests of a file, as at its start for each. */
export async function freshSandbox(): Promise<Sandbox> {
  started ??= startSandbox({ systems: ['asm'], checkReplies: true, now: () => new Date(clock.now()) });
  const sandbox = await started;
  await sandbox.reset();
  return sandbox;
}

afterAll(async () => (await started)?.close());

export interface Service {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  /** Calls of the contract about one type, checked as the engine checks them. */
  of(type: string): Driver;
  data(
    type: string,
    config: JsonObject,
  ): Promise<{ readonly json: JsonObject; readonly diagnostics: readonly Diagnostic[] }>;
  /** Something made by somebody else; its uid. */
  made(collection: 'meshes' | 'workshops', values: JsonObject): Promise<string>;
  /** Operations asked for since the last question, in order. */
  asked(): string[];
}

/** The environment of the sandbox, with these ways to log in only. */
export function environmentOf(
  { environment }: Sandbox,
  way: 'key' | 'password' | 'token',
): Readonly<Record<string, string>> {
  const { HW_ASM_ENDPOINT, HW_AUTH_URL, HW_PROJECT_ID, HW_ACCESS_KEY, HW_SECRET_KEY } = environment;
  const { HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME } = environment;
  const ways = {
    key: { HW_ACCESS_KEY, HW_SECRET_KEY },
    password: { HW_AUTH_URL, HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME },
    token: { HW_AUTH_TOKEN: HW_SECRET_KEY },
  };
  return { HW_ASM_ENDPOINT, HW_PROJECT_ID, ...ways[way] } as Record<string, string>;
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
  let seen = 0;
  const service: Service = {
    sandbox,
    provider,
    of: (type) => new Driver(provider, type),
    async data(type, json) {
      const schema = provider.schemas.dataSource(type)!;
      const answer = await provider.readData({ type, config: configValue(schema.block, json), context: quiet() });
      return { json: (plainJson(answer.state) ?? {}) as JsonObject, diagnostics: answer.diagnostics };
    },
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', collection, values });
      return entry!.identity;
    },
    asked() {
      const news = sandbox.requests.records.slice(seen);
      seen = sandbox.requests.records.length;
      return news.map((record) => record.operationId ?? `${record.method} ${record.path}`);
    },
  };
  try {
    await test(service);
  } finally {
    await provider.close();
  }
}

export async function configured(
  environment: Readonly<Record<string, string | undefined>>,
  config: JsonObject = {},
): Promise<Provider> {
  const provider = asmProvider({ version: '1.2.3', environment, surroundings: { clock, random: () => 0.5 } });
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory: '.' });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
  return provider;
}

export const stateOf = ({ state }: Kept): JsonObject => plainJson(state) as JsonObject;

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

/** A task in a mesh that somebody else made. */
export async function task(service: Service): Promise<{ driver: Driver; kept: Kept; meshId: string; uid: string }> {
  const meshId = await service.made('meshes', {});
  const driver = service.of('asm_workshop');
  const kept = await driver.create({ ...TASK, mesh_id: meshId });
  service.asked();
  return { driver, kept, meshId, uid: stateOf(kept)['uid'] as string };
}
