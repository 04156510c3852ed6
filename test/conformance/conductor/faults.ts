/* oxlint-disable vitest/valid-title, vitest/expect-expect -- tests are made from cases */
import { describe, expect, it } from 'vitest';
import { plainJson, type JsonObject } from '../../../src/model/index.js';
import { conductorProvider } from '../../../src/providers/conductor/index.js';
import type { FaultSettings } from '../../../src/sandbox/index.js';
import { freshManager } from '../../units/providers/conductor/manager.js';
import { TestClock } from '../../units/providers/rest/clock.js';
import { configValue, Driver } from '../provider-driver.js';
import type { ResourceCase } from '../provider.js';
import { shown } from '../provider-world.js';
import type { ManagerWorld } from './world.js';

/** A tenth of everything goes wrong in each of these ways, one time before the work is done and one time after. */
const TENTH = 0.1;
const RATES = { rate429: TENTH, rate5xx: TENTH, rate5xxAfter: TENTH, rateReset: TENTH, rateDropAfter: TENTH };

const EACH: Readonly<Record<string, FaultSettings>> = {
  'the response to every first write is lost': { script: [{ fault: 'dropAfter', onlyWrites: true, times: 1 }] },
  'every first write succeeds and returns 502 Bad Gateway': {
    script: [{ fault: 'errorAfter', onlyWrites: true, times: 1 }],
  },
  'a tenth of all requests fails in each way (seed 1)': { ...RATES, seed: 1 },
  'a tenth of all requests fails in each way (seed 2)': { ...RATES, seed: 2 },
  'a tenth of all requests fails in each way (seed 3)': { ...RATES, seed: 3 },
};

/** The whole life of each thing under faults: it ends as without them, and nothing is done twice. */
export function describeUnderFaults(resources: readonly ResourceCase<ManagerWorld>[]): void {
  describe.each(Object.entries(EACH))('under faults: %s', (_, faults) => {
    it.each(resources.map((resource) => [resource.title ?? resource.type, resource] as const))(
      '%s is created, updated and deleted once',
      async (_name, resource) => {
        const world = await openFaulty();
        try {
          await live(world, resource, faults);
        } finally {
          await world.provider.close();
        }
      },
    );
  });
}

async function live(world: ManagerWorld, resource: ResourceCase<ManagerWorld>, faults: FaultSettings): Promise<void> {
  const driver = new Driver(world.provider, resource.type);
  const config = await resource.config(world);
  const before = sizes(world);
  // Once without faults, to know what is right.
  const right = await driver.create(config);
  const made = sizes(world);
  await driver.delete(right);
  const gone = sizes(world);
  const under = async <T>(act: () => Promise<T>): Promise<T> => {
    world.sandbox.faults.configure(faults);
    const result = await act();
    world.sandbox.faults.clear();
    return result;
  };
  const changes = Object.entries(resource.change?.inPlace ?? {});
  for (const [name, value] of [undefined, ...changes].map((change) => change ?? [])) {
    let kept = await under(() => driver.create(config));
    expect(grown(before, sizes(world))).toEqual(grown(before, made));
    expect(shown(await driver.read(kept))).toEqual(shown(kept));
    if (name !== undefined) {
      const planned = await driver.plan(driver.config({ ...config, [name]: value }), kept);
      kept = await under(() => driver.apply(planned));
      expect((plainJson(kept.state) as JsonObject)[name]).toEqual(value);
      expect(shown(await driver.read(kept))).toEqual(shown(kept));
      expect(grown(before, sizes(world))).toEqual(grown(before, made));
    }
    const last = kept;
    await under(() => driver.delete(last));
    expect(grown(before, sizes(world))).toEqual(grown(before, gone));
  }
}

/** How many things of each kind a manager holds; what is written about the work itself is omitted. */
function sizes({ sandbox }: ManagerWorld): Readonly<Record<string, number>> {
  const all = Object.entries(sandbox.store.snapshot()['conductor'] ?? {});
  const kinds = all.filter(
    ([name]) => !['executions', 'events', 'deploymentUpdates', 'executionGroups'].includes(name),
  );
  return Object.fromEntries(kinds.map(([name, entries]) => [name, entries.length]));
}

function grown(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const differences = Object.entries(after).map(([name, size]) => [name, size - (before[name] ?? 0)] as const);
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}

/** A manager and a provider for which time passes only by sleeping. */
async function openFaulty(): Promise<ManagerWorld> {
  const clock = new TestClock();
  const sandbox = await freshManager(clock);
  const { environment } = sandbox;
  const surroundings = { clock, random: () => 0.5 };
  const provider = conductorProvider({ version: '1.2.3', environment, surroundings });
  const config = configValue(provider.schemas.provider().block, { retries: 20 });
  await provider.configure({ config, planning: false, directory: '.' });
  return { provider, directory: '.', sandbox, close: async () => {} };
}
