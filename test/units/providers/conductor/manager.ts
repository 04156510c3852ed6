import { afterAll } from 'vitest';
import type { Diagnostic, JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { jsonOf } from '../acloud/cloud.js';
import { TestClock } from '../rest/clock.js';

export interface Manager {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly clock: TestClock;
  /** Calls of the contract about one type, checked as the engine checks them. */
  of(type: string): Driver;
  data(
    type: string,
    config: JsonObject,
  ): Promise<{ readonly json: JsonObject; readonly diagnostics: readonly Diagnostic[] }>;
  /** Something made by somebody else; its identity. */
  made(collection: string, values: JsonObject): Promise<string>;
  /** Operations asked for since the last question, in order. */
  asked(): string[];
}

export interface ManagerOptions {
  /** Of the provider. */
  readonly config?: JsonObject;
  /** Where relative paths start. */
  readonly directory?: string;
}

let started: Promise<Sandbox> | undefined;

/** One manager for all tests of a file, as at its start for each. */
export async function freshManager(): Promise<Sandbox> {
  started ??= startSandbox({ systems: ['conductor'], checkReplies: true });
  const sandbox = await started;
  await sandbox.reset();
  return sandbox;
}

afterAll(async () => (await started)?.close());

/** An emulated manager as at its start, with a configured provider in front of it. Time passes only by sleeping. */
export async function inManager(
  test: (manager: Manager) => Promise<void>,
  { config = {}, directory = '.' }: ManagerOptions = {},
): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshManager();
  const { environment } = sandbox;
  const provider = conductorProvider({ version: '1.2.3', environment, surroundings: { clock, random: () => 0.5 } });
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
  let seen = 0;
  const manager: Manager = {
    sandbox,
    provider,
    clock,
    of: (type) => new Driver(provider, type),
    async data(type, json) {
      const schema = provider.schemas.dataSource(type)!;
      const answer = await provider.readData({ type, config: configValue(schema.block, json), context: quiet() });
      return { json: answer.state === null ? {} : jsonOf(answer.state), diagnostics: answer.diagnostics };
    },
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', system: 'conductor', collection, values });
      return entry!.identity;
    },
    asked() {
      const news = sandbox.requests.records.slice(seen);
      seen = sandbox.requests.records.length;
      return news.map((record) => record.operationId ?? `${record.method} ${record.path}`);
    },
  };
  try {
    await test(manager);
  } finally {
    await provider.close();
  }
}
