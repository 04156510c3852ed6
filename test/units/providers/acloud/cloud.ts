import { afterAll } from 'vitest';
import { plainJson, type Diagnostic, type JsonObject, type Value } from '../../../../src/model/index.js';
import { acloudProvider } from '../../../../src/providers/acloud/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { configValue, Driver, quiet, type Kept } from '../../../conformance/provider-driver.js';
import { TestClock } from '../rest/clock.js';

export interface Cloud {
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
  made(collection: 'cloudAccounts' | 'cloudCredentials', values: JsonObject): Promise<string>;
  /** Operations asked for since the last question, in order. */
  asked(): string[];
}

export interface CloudOptions {
  /** Of the provider. */
  readonly config?: JsonObject;
}

let started: Promise<Sandbox> | undefined;

/** One sandbox for all tests of a file, as at its start for each; starting one takes longer than most tests. */
export async function freshSandbox(): Promise<Sandbox> {
  started ??= startSandbox({ checkReplies: true });
  const sandbox = await started;
  await sandbox.reset();
  return sandbox;
}

afterAll(async () => (await started)?.close());

/** A sandbox as at its start, with a configured provider in front of it. Time passes only by sleeping. */
export async function inCloud(test: (cloud: Cloud) => Promise<void>, options: CloudOptions = {}): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshSandbox();
  const provider = await configured(sandbox.environment, clock, options.config);
  let seen = 0;
  const cloud: Cloud = {
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
    await test(cloud);
  } finally {
    await provider.close();
  }
}

export async function configured(
  environment: Readonly<Record<string, string>>,
  clock: TestClock,
  config: JsonObject = {},
): Promise<Provider> {
  const provider = acloudProvider({ version: '1.2.3', environment, surroundings: { clock, random: () => 0.5 } });
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory: '.' });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
  return provider;
}

export function jsonOf(value: Value): JsonObject {
  return plainJson(value) as JsonObject;
}

export function stateOf(kept: Kept): JsonObject {
  return jsonOf(kept.state);
}

/** Everything that is said in diagnostics, as one text. */
export function wordsOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, summary, detail }) => `${code}: ${summary}. ${detail ?? ''}`).join('\n');
}
