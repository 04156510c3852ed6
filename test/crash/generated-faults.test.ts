import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/model/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { emulate } from '../../src/testing/index.js';
import { createHarness } from '../support/built-harness.mjs';
import { generateProvider } from '../support/generated.js';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';

onDisk();

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCENARIOS = path.join(ROOT, 'test/scenarios/openapi');

/** One request in ten goes wrong, half of them after the work was done. */
const TENTH = { rate5xx: 0.02, rate429: 0.02, rateReset: 0.02, rate5xxAfter: 0.02, rateDropAfter: 0.02 };

/** How often a run may say that it has to look again before it is finished. */
const MOST_RUNS = 6;

/** The project of a scenario, whose provider is generated; it looks again soon after an answer was lost. */
async function projectOf(scenario: string): Promise<Folder> {
  const folder = await Folder.make({ 'landform.json': { providers: { 'acme/acme': './acme/provider.ts' } } });
  await folder.link();
  await cp(path.join(SCENARIOS, scenario, 'openapi.yaml'), path.join(folder.path, 'openapi.yaml'));
  await generateProvider(folder, 'openapi.yaml', 'acme');
  const mapping = await folder.read('acme/mapping.ts');
  expect(mapping).toContain('retries: 8,');
  await folder.write('acme/mapping.ts', mapping.replace('retries: 8,', 'retries: 8,\n    landsWithinSeconds: 1,'));
  return folder;
}

/** How many things of each kind there are. */
async function held({ url }: Sandbox): Promise<Readonly<Record<string, number>>> {
  const state = (await (await fetch(`${url}/_sandbox/state`)).json()) as Record<
    string,
    Record<string, readonly { change?: unknown }[]>
  >;
  const collections = Object.values(state).flatMap((each) => Object.entries(each));
  const counts = collections.map(([kind, things]): [string, number] => [
    kind,
    things.filter(({ change }) => change === undefined).length,
  ]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe.each(['several-keys', 'merge-patch', 'nested'])('the generated provider of %s', (scenario) => {
  it.each([1, 2, 3])(
    'creates, updates and deletes everything once while one request in ten fails (seed %i)',
    { timeout: 240_000 },
    async (seed) => {
      const folder = await projectOf(scenario);
      const sandbox = await emulate({ description: path.join(folder.path, 'openapi.yaml'), provider: 'acme' });
      const harness = createHarness({ directory: folder.path, environment: sandbox.environment });
      /** Until it is done: a run may end with things to look at again, and the next one looks. */
      const finishes = async (command: 'apply' | 'destroy', ownSeed: number): Promise<void> => {
        const said: unknown[] = [];
        sandbox.faults.configure({ ...TENTH, retryAfterSeconds: 0, seed: ownSeed });
        for (let count = 0; count < MOST_RUNS; count++) {
          const { diagnostics } = await harness[command]();
          said.push(diagnostics);
          if (!hasErrors(diagnostics)) return sandbox.faults.clear();
        }
        expect.fail(JSON.stringify(said, undefined, 2));
      };
      const isDone = async (): Promise<void> => {
        const { stacks, diagnostics } = await harness.plan();
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(stacks.map(({ plan }) => plan.applyable)).toEqual([false]);
      };
      try {
        await folder.write('main.tf.json', await readFile(path.join(SCENARIOS, scenario, 'first.tf.json'), 'utf8'));
        const calm = await harness.apply();
        expect(calm.diagnostics).toEqual([]);
        const made = await held(sandbox);
        await harness.destroy();
        expect(await held(sandbox)).toEqual({});

        await finishes('apply', seed);
        expect(await held(sandbox)).toEqual(made);
        await isDone();
        await folder.write('main.tf.json', await readFile(path.join(SCENARIOS, scenario, 'second.tf.json'), 'utf8'));
        await finishes('apply', seed + 100);
        await isDone();
        await finishes('destroy', seed + 200);
        expect(await held(sandbox)).toEqual({});
      } finally {
        await sandbox.close();
        await folder.remove();
      }
    },
  );
});
