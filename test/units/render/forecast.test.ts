import { describe, expect, it } from 'vitest';
import {
  expectedMs,
  forecastOf,
  forecastOfRun,
  timeForecastOf,
  type CallTimes,
  type Experience,
  type Step,
  type StepKind,
  type TimeForecast,
} from '../../../src/model/index.js';
import { forecastText, timeText, tookText } from '../../../src/render/reports/forecast.js';
import { aChange, aPlan } from '../../support/plans.js';

const ADDRESSES = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `terraform_data.${name}`);
const changes = ADDRESSES.map((address, index) =>
  aChange(address, 'create', index < 2 ? { provider: { source: 'landform/acloud' } } : {}),
);
const step = (index: number, needs: readonly number[], kind: Exclude<StepKind, 'delete-deposed'> = 'create'): Step => ({
  index,
  kind,
  address: ADDRESSES[index] ?? '',
  change: index,
  needs,
});
const text = (steps: readonly Step[]) => forecastText(forecastOf(aPlan(changes, { steps })));

describe('a forecast', () => {
  it('counts calls by provider and names the longest chain, whatever the order of the steps', () => {
    expect(text([step(0, [2]), step(1, []), step(2, [3]), step(3, [4]), step(4, [5]), step(5, [])])).toBe(
      'Apply makes 6 provider calls (terraform 4, acloud 2). The longest chain is 5 calls one after another: ' +
        'terraform_data.f, then terraform_data.e, then terraform_data.d, then terraform_data.c, then 1 more.',
    );
  });

  it('counts nothing that calls no provider, and follows what joins steps', () => {
    const gather: Step = { index: 1, kind: 'gather', needs: [0] };
    const steps = [step(0, []), gather, step(2, [1]), step(3, [2], 'forget'), step(4, [3], 'refresh-state')];
    expect(forecastOf(aPlan(changes, { steps }))).toEqual({
      calls: [
        ['acloud', 1],
        ['terraform', 1],
      ],
      chain: ['terraform_data.a', 'terraform_data.c'],
    });
  });

  it('says that calls are independent, and nothing of a single one', () => {
    expect(text([step(0, []), step(1, [])])).toBe(
      'Apply makes 2 provider calls (acloud 2), none of which waits for another.',
    );
    expect(text([step(0, [])])).toBeUndefined();
    expect(text([])).toBeUndefined();
  });

  it('of a hundred thousand steps in one chain does not exhaust the stack', () => {
    const steps = Array.from({ length: 100_000 }, (_, index) => ({
      ...step(0, index === 0 ? [] : [index - 1]),
      index,
    }));
    expect(forecastOf(aPlan(changes, { steps })).chain).toHaveLength(100_000);
  });
});

describe('the time of an apply', () => {
  const ACLOUD = 'landform/acloud';
  const TERRAFORM = 'terraform.io/builtin/terraform';
  const took = (seconds: number, most = seconds): CallTimes => ({
    calls: 2,
    totalMs: 2000 * seconds,
    mostMs: 1000 * most,
  });
  const KNOWN = new Map([
    [`${ACLOUD} terraform_data create`, took(4, 7)],
    [`${TERRAFORM} terraform_data create`, took(1)],
  ]);
  const timeOf = (steps: readonly Step[], more: Partial<Experience> = {}): TimeForecast | undefined =>
    timeForecastOf(aPlan(changes, { steps }), {
      parallelism: 10,
      earlier: KNOWN,
      reads: new Map(),
      paces: new Map(),
      ...more,
    });
  const said = (...given: Parameters<typeof timeOf>): string => timeText(timeOf(...given)!);
  const free = (count: number): Step[] => Array.from({ length: count }, (_, index) => step(index, []));

  it('is that of the longest chain, by what such calls took before', () => {
    expect(said([step(0, []), step(1, [0]), step(2, [1]), step(3, [])])).toBe(
      'Apply takes about 9s, or 15s with the longest of such calls so far.',
    );
  });

  it('is that of all calls, as wide as they may run', () => {
    expect(said(free(6), { parallelism: 2 })).toBe(
      'Apply takes about 6s, or 9s with the longest of such calls so far.',
    );
  });

  it('is at least what reads took, where such calls were not made before', () => {
    const earlier = new Map([[`${ACLOUD} terraform_data create`, took(4)]]);
    expect(said(free(4), { earlier, reads: new Map([[TERRAFORM, 6000]]) })).toBe(
      'Apply takes at least 6s. No earlier run made 2 calls like these. 2 are counted with the time of a read.',
    );
    expect(said(free(3), { earlier })).toBe(
      'Apply takes at least 4s. No earlier run made 1 call like these. 1 is not counted, as nothing is known of their time.',
    );
  });

  it('is at least what a service accepts', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ ...step(0, []), index }));
    const paces = new Map([[`provider["${ACLOUD}"]`, { service: 'https://a', concurrency: 16, perSecond: 1 }]]);
    expect(timeOf(many, { paces })!.limits).toEqual([
      { provider: 'acloud', calls: 40, workMs: 160_000, concurrency: 16, perSecond: 1 },
    ]);
    expect(said(many)).toBe('Apply takes about 16s, or 28s with the longest of such calls so far.');
    expect(said(many, { paces })).toBe('Apply takes about 39s. acloud accepts 1 request per second.');
    expect(said(many, { earlier: new Map(), paces })).toBe(
      'Apply takes at least 39s. No earlier run made 40 calls like these. 40 are not counted, as nothing is known of their time. acloud accepts 1 request per second.',
    );
  });

  it('counts a service that was asked to slow down with what is left of its width', () => {
    const paces = new Map([[`provider["${ACLOUD}"]`, { service: 'https://a', concurrency: 1 }]]);
    expect(expectedMs(timeOf([step(0, []), step(1, [])], { paces })!)).toBe(8000);
  });

  it('is unknown if nothing is known', () => {
    expect(timeOf(free(3), { earlier: new Map() })).toBeUndefined();
    expect(
      timeForecastOf(aPlan(), { parallelism: 1, earlier: KNOWN, reads: new Map(), paces: new Map() }),
    ).toBeUndefined();
  });

  it('of a plan without steps is that of its changes', () => {
    const replaced = [aChange('terraform_data.a', 'delete-create', { provider: { source: ACLOUD } })];
    const earlier = new Map([...KNOWN, [`${ACLOUD} terraform_data delete`, took(3)]]);
    const forecast = timeForecastOf(aPlan(replaced), { parallelism: 10, earlier, reads: new Map(), paces: new Map() })!;
    expect([forecast.calls, expectedMs(forecast)]).toEqual([2, 7000]);
  });

  it('of several stacks follows their order, their common width and their common services', () => {
    const forecast = timeOf([step(0, [])], {
      paces: new Map([[`provider["${ACLOUD}"]`, { service: 'a', concurrency: 16, perSecond: 1 }]]),
    })!;
    const run = (needs: readonly (readonly number[])[]): number =>
      expectedMs(forecastOfRun(needs.map((of) => ({ forecast, needs: of })))!);
    expect(run([[], []])).toBe(4000);
    expect(run([[], [0], [1]])).toBe(12_000);
    // Twenty requests at one per second.
    expect(run(Array.from({ length: 20 }, () => []))).toBe(19_000);
    expect(run(Array.from({ length: 60 }, () => []))).toBe(59_000);
    expect(forecastOfRun([])).toBeUndefined();
  });

  it('is compared with what it took', () => {
    expect(tookText(timeOf(free(3))!, 3, 5400)).toBe('It took 5s and 3 provider calls; 4s and 3 were forecast.');
  });

  it('of a hundred thousand steps is computed in one pass', () => {
    const steps = Array.from({ length: 100_000 }, (_, index) => ({
      ...step(0, index === 0 ? [] : [index - 1]),
      index,
    }));
    expect(timeOf(steps)!.chainMs).toBe(400_000_000);
  });
});
