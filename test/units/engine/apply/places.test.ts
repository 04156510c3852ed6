import { beforeEach, describe, expect, it } from 'vitest';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import type { Abilities } from '../../../../src/providers/provider.js';
import { EngineRig, type Run } from '../../../support/engine.js';
import { VirtualTime } from '../../../support/virtual-time.js';

/** As the rig has it. */
const PARALLELISM = 4;
const COUNT = 60;

let time: VirtualTime;
let rig: EngineRig;
let callMs: number;
let flushMs: number;
let abilities: Abilities;
let calls: string[];
let running: number;
let most: number;

/** `terraform_data` as if it were objects of a service. */
class Service extends DataProvider {
  override readonly abilities = abilities;

  override async apply(request: Parameters<DataProvider['apply']>[0]): ReturnType<DataProvider['apply']> {
    calls.push(request.prior === null ? 'create' : request.planned === null ? 'delete' : 'update');
    running += 1;
    most = Math.max(most, running);
    await time.sleep(callMs);
    running -= 1;
    return super.apply(request);
  }
}

beforeEach(() => {
  time = new VirtualTime();
  [callMs, flushMs, abilities, calls, running, most] = [50, 50, {}, [], 0, 0];
  let made = 0;
  const factory = { create: async () => new Service({ version: '1.0.0', uuid: () => `id-${(made += 1)}` }) };
  rig = new EngineRig(TERRAFORM_SOURCE, factory);
  rig.clock = () => time.now;
  rig.appending = () => time.sleep(flushMs);
});

const many = (input: string, more: object = {}): unknown => ({
  resource: { terraform_data: { many: { count: COUNT, input, ...more } } },
});

const apply = (document: unknown, wanted = {}): Promise<Run> => time.during(rig.apply(document, wanted));

const applied = async (document: unknown, wanted = {}): Promise<number> => {
  const before = time.now;
  calls.length = 0;
  const { diagnostics } = await apply(document, wanted);
  expect(diagnostics).toEqual([]);
  expect(calls).toHaveLength(COUNT);
  expect(most).toBe(PARALLELISM);
  return time.now - before;
};

const starts = (): number => rig.events.filter(({ type }) => type === 'apply-start').length;

interface StoredState {
  readonly resources: readonly {
    readonly instances: readonly {
      readonly deposed?: string;
      readonly attributes: { readonly input: { readonly value: string } };
    }[];
  }[];
}

/** The inputs in state, with how many objects have each. */
function inputs(): Record<string, number> {
  const { resources } = JSON.parse(rig.stored) as StoredState;
  const counts: Record<string, number> = {};
  for (const { deposed, attributes } of resources.flatMap(({ instances }) => instances)) {
    const { value } = attributes.input;
    const name = deposed === undefined ? value : `deposed ${value}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('an operation whose records take as long as its call', () => {
  it('has a place among the concurrent calls only while the provider works', async () => {
    const ideal = (COUNT / PARALLELISM) * callMs;
    // The first ones have nothing to measure by, and the last records follow the last call.
    const most = 1.2 * ideal + 4 * flushMs;
    expect(await applied(many('a'))).toBeLessThan(most);
    expect(await applied(many('b'))).toBeLessThan(most);
    expect(await applied({}, { mode: 'destroy' })).toBeLessThan(most);
  });

  it('keeps its place where the journal is on this machine', async () => {
    rig.isRemote = false;
    const inTurn = (COUNT / PARALLELISM) * (callMs + flushMs);
    expect(await applied(many('a'))).toBeGreaterThanOrEqual(inTurn);
  });

  it('is not begun while long calls have all places', async () => {
    [callMs, flushMs] = [30_000, 50];
    let begun = 0;
    let waiting = 0;
    rig.appending = async (line) => {
      await time.sleep(flushMs);
      begun += line.match(/"kind": ?"begin"/g)?.length ?? 0;
      waiting = Math.max(waiting, begun - calls.length);
    };
    await applied(many('a'));
    expect([begun, waiting]).toEqual([COUNT, PARALLELISM]);
  });

  it('waits for its turn without a place if another one looks like it', async () => {
    abilities = {
      locate: {
        evidence: async () => ({ evidence: null, diagnostics: [] }),
        locate: async () => ({ outcome: 'absent', diagnostics: [] }),
        likeness: () => 'alike',
      },
    };
    const { diagnostics, outcome } = await apply(many('a'));
    expect([diagnostics, outcome?.counts.created, most]).toEqual([[], COUNT, 1]);
  });
});

describe('a stop between the record of an operation and its call', () => {
  const STOP = 20;

  /** What a stopped run left undone was neither called nor reported as started, and no call of it is open. */
  async function stopped(document: unknown, wanted = {}): Promise<number> {
    calls.length = 0;
    rig.events.length = 0;
    rig.stopping = () => calls.length >= STOP;
    const { outcome, diagnostics } = await apply(document, wanted);
    rig.stopping = () => false;
    expect(diagnostics).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(STOP);
    expect(calls.length).toBeLessThan(STOP + PARALLELISM);
    expect(starts()).toBe(calls.length);
    return outcome?.skipped.length ?? 0;
  }

  it('leaves objects as they are, and the next run continues', async () => {
    expect(await stopped(many('a'))).toBe(COUNT - calls.length);
    expect(inputs()).toEqual({ a: calls.length });
    const created = calls.length;
    calls.length = 0;
    expect((await apply(many('a'))).diagnostics).toEqual([]);
    expect(calls).toHaveLength(COUNT - created);

    expect(await stopped(many('b'))).toBe(COUNT - calls.length);
    expect(inputs()).toEqual({ a: COUNT - calls.length, b: calls.length });

    expect(await stopped({}, { mode: 'destroy' })).toBe(COUNT - calls.length);
    const left = Object.values(inputs()).reduce((sum, count) => sum + count, 0);
    expect(left).toBe(COUNT - calls.length);
  });

  it('restores objects that were to be replaced', async () => {
    const replaced = (input: string): unknown =>
      many(input, { triggers_replace: [input], lifecycle: { create_before_destroy: true } });
    await apply(replaced('a'));
    await stopped(replaced('b'));
    const created = calls.filter((call) => call === 'create').length;
    const deleted = calls.filter((call) => call === 'delete').length;
    const deposed = created === deleted ? {} : { 'deposed a': created - deleted };
    expect(inputs()).toEqual({ a: COUNT - created, b: created, ...deposed });
  });
});
