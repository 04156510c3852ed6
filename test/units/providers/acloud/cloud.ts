import type { JsonObject } from '../../../../src/model/index.js';
import { acloudProvider } from '../../../../src/providers/acloud/index.js';
import type { Provider } from '../../../../src/providers/index.js';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index.js';
import { oncePerFile } from '../../../support/per-file.js';
import { TestClock } from '../rest/clock.js';
import { andClose, configure, servedBy, type Served } from '../served.js';

export { jsonOf, stateOf, wordsOf } from '../served.js';

export interface Cloud extends Served {
  readonly clock: TestClock;
  /** Creates an object past the provider, and returns its identity. */
  made(collection: 'cloudAccounts' | 'cloudCredentials', values: JsonObject): Promise<string>;
}

export interface CloudOptions {
  /** Of the provider. */
  readonly config?: JsonObject;
}

const started = oncePerFile(
  () => startSandbox({ checkReplies: true }),
  (sandbox) => sandbox.close(),
);

/** One sandbox for all tests of a file, as at its start for each; starting one takes longer than most tests. */
export async function freshSandbox(): Promise<Sandbox> {
  const sandbox = await started();
  await sandbox.reset();
  return sandbox;
}

/** A sandbox as at its start, with a configured provider in front of it. Time passes only by sleeping. */
export async function inCloud(test: (cloud: Cloud) => Promise<void>, options: CloudOptions = {}): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshSandbox();
  const provider = await configured(sandbox.environment, clock, options.config);
  const cloud: Cloud = {
    ...servedBy(sandbox, provider),
    clock,
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', collection, values });
      return entry!.identity;
    },
  };
  await andClose(cloud, test);
}

export async function configured(
  environment: Readonly<Record<string, string>>,
  clock: TestClock,
  config: JsonObject = {},
): Promise<Provider> {
  const surroundings = { clock, random: () => 0.5 };
  return configure(acloudProvider({ version: '1.2.3', environment, surroundings }), config);
}
