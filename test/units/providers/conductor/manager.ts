import type { JsonObject } from '../../../../src/model/index.js';
import { conductorProvider } from '../../../../src/providers/conductor/index.js';
import { fetchOver } from '../../../../src/providers/rest/http/transport.js';
import { startSandbox, type Answers, type Sandbox } from '../../../../src/sandbox/index.js';
import { oncePerFile } from '../../../support/per-file.js';
import { TestClock } from '../rest/clock.js';
import { andClose, configure, servedBy, type Served } from '../served.js';
import { answering, type Otherwise } from './otherwise.js';

export interface Manager extends Served {
  readonly clock: TestClock;
  /** Creates an object past the provider, and returns its identity. */
  made(collection: string, values: JsonObject): Promise<string>;
}

export interface ManagerOptions {
  /** Of the provider. */
  readonly config?: JsonObject;
  /** Where relative paths start. */
  readonly directory?: string;
  /** The form of answers where the document and the public source differ. Default: `documented`. */
  readonly answers?: Answers;
  /** Answers in place of the emulator, or changes what it answers; see `otherwise.ts`. */
  readonly otherwise?: readonly Otherwise[];
}

let time: TestClock | undefined;

const started = oncePerFile(
  () =>
    startSandbox({
      systems: ['conductor'],
      checkReplies: true,
      now: () => new Date(time?.now() ?? Date.now()),
    }),
  (sandbox) => sandbox.close(),
);

/** One manager for all tests of a file, as at its start for each. Its time is that of the clock, or the real one. */
export async function freshManager(clock?: TestClock): Promise<Sandbox> {
  time = clock;
  const sandbox = await started();
  await sandbox.reset();
  return sandbox;
}

/** An emulated manager as at its start, with a configured provider in front of it. Time passes only by sleeping. */
export async function inManager(
  test: (manager: Manager) => Promise<void>,
  { config = {}, directory = '.', answers = 'documented', otherwise = [] }: ManagerOptions = {},
): Promise<void> {
  const clock = new TestClock();
  const sandbox = await freshManager(clock);
  sandbox.answers.change(answers);
  const { environment } = sandbox;
  const surroundings = { clock, random: () => 0.5, fetch: answering(fetchOver(environment), otherwise) };
  const provider = conductorProvider({ version: '1.2.3', environment, surroundings });
  const manager: Manager = {
    ...servedBy(sandbox, await configure(provider, config, directory)),
    clock,
    async made(collection, values) {
      const [entry] = await sandbox.drift({ action: 'add', system: 'conductor', collection, values });
      return entry!.identity;
    },
  };
  await andClose(manager, test);
}
