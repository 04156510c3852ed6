import { plainJson } from '../../../../src/model/index.js';
import { acloudProvider } from '../../../../src/providers/acloud/index.js';
import { startSandbox } from '../../../../src/sandbox/index.js';
import { configValue, Driver, quiet } from '../../../conformance/provider-driver.js';
import { TestClock } from '../rest/clock.js';
/** A sandbox with a configured provider in front of it, closed when the test is over. Time passes only by sleeping. */
export async function inCloud(test, options = {}) {
  const { config = {}, ...sandboxOptions } = options;
  const clock = new TestClock();
  const sandbox = await startSandbox({ checkReplies: true, ...sandboxOptions });
  const provider = await configured(sandbox.environment, clock, config);
  let seen = 0;
  const cloud = {
    sandbox,
    provider,
    clock,
    of: (type) => new Driver(provider, type),
    async data(type, json) {
      const schema = provider.schemas.dataSource(type);
      const answer = await provider.readData({ type, config: configValue(schema.block, json), context: quiet() });
      return { json: answer.state === null ? {} : jsonOf(answer.state), diagnostics: answer.diagnostics };
    },
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', collection, values });
      return entry.identity;
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
    await sandbox.close();
  }
}
export async function configured(environment, clock, config = {}) {
  const provider = acloudProvider({ version: '1.2.3', environment, surroundings: { clock, random: () => 0.5 } });
  const value = configValue(provider.schemas.provider().block, config);
  const { diagnostics } = await provider.configure({ config: value, planning: false, directory: '.' });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join('; '));
  return provider;
}
export function jsonOf(value) {
  return plainJson(value);
}
export function stateOf(kept) {
  return jsonOf(kept.state);
}
/** Everything that is said in diagnostics, as one text. */
export function wordsOf(diagnostics) {
  return diagnostics.map(({ code, summary, detail }) => `${code}: ${summary}. ${detail ?? ''}`).join('\n');
}
