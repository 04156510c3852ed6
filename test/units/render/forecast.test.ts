import { describe, expect, it } from 'vitest';
import type { Step, StepKind } from '../../../src/model/index.js';
import { forecastOf, forecastText } from '../../../src/render/review/forecast.js';
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
