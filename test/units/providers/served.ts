import { plainJson, type Diagnostic, type JsonObject, type Value } from '../../../src/model/index.js';
import type { Provider } from '../../../src/providers/index.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { configValue, Driver, quiet, type Kept } from '../../conformance/provider-driver.js';

/** A configured provider in front of a sandbox, and what tests ask of the two. */
export interface Served {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  /** Calls of the contract about one type, checked as the engine checks them. */
  of(type: string): Driver;
  data(
    type: string,
    config: JsonObject,
  ): Promise<{ readonly json: JsonObject; readonly diagnostics: readonly Diagnostic[] }>;
  /** Operations asked for since the last question, in order. */
  asked(): string[];
}

export function servedBy(sandbox: Sandbox, provider: Provider): Served {
  let seen = 0;
  return {
    sandbox,
    provider,
    of: (type) => new Driver(provider, type),
    async data(type, json) {
      const schema = provider.schemas.dataSource(type)!;
      const answer = await provider.readData({ type, config: configValue(schema.block, json), context: quiet() });
      return { json: answer.state === null ? {} : jsonOf(answer.state), diagnostics: answer.diagnostics };
    },
    asked() {
      const news = sandbox.requests.records.slice(seen);
      seen = sandbox.requests.records.length;
      return news.map((record) => record.operationId ?? `${record.method} ${record.path}`);
    },
  };
}

/** Configures a provider as an apply does; any diagnostic fails the test. */
export async function configure(provider: Provider, config: JsonObject = {}, directory = '.'): Promise<Provider> {
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory });
  if (diagnostics.length > 0) throw new Error(wordsOf(diagnostics));
  return provider;
}

/** Runs a test, and closes the provider whatever comes of it. */
export async function andClose<S extends Served>(served: S, test: (served: S) => Promise<void>): Promise<void> {
  try {
    await test(served);
  } finally {
    await served.provider.close();
  }
}

export function jsonOf(value: Value): JsonObject {
  return plainJson(value) as JsonObject;
}

export function stateOf(kept: Pick<Kept, 'state'>): JsonObject {
  return jsonOf(kept.state);
}

/** Everything that is said in diagnostics, as one text. */
export function wordsOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, summary, detail }) => `${code}: ${summary}. ${detail ?? ''}`).join('\n');
}
