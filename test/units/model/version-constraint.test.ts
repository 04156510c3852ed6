import { expect, it } from 'vitest';
import { constraintProblem, meetsConstraints, namesPrerelease } from '../../../src/model/index.js';

it.each([
  ['1.11.4', '1.11.4', true],
  ['1.11.4', '=1.11.4', true],
  ['1.11.4', 'v1.11.4', true],
  ['1.11.4', '1.11.4.0', true],
  ['1.11.4', '= 1.11.4+build', true],
  ['1.11.4', '1.11', false],
  ['1.11.4', '!= 1.11.4', false],
  ['1.11.4', '!= 1.11.3', true],
  ['1.11.4', '>= 99', false],
  ['1.11.4', '> 1.11.4', false],
  ['1.11.4', '>= 1.11.4', true],
  ['1.11.4', '> 1.9', true],
  ['1.11.4', '< 1.9', false],
  ['1.11.4', '<= 1.11.4', true],
  ['1.11.4', '>= 1.0, < 2.0', true],
  ['1.11.4', '>= 1.0, < 1.11', false],
  ['1.11.4', '~> 1', true],
  ['1.11.4', '~> 1.10', true],
  ['1.11.4', '~> 1.12', false],
  ['1.11.4', '~> 1.11.0', true],
  ['1.12.0', '~> 1.11.0', false],
  ['2.0.0', '~> 1.10', false],
  ['1.0.0-beta.2', '>= 1.0.0', false],
  ['1.0.0-beta.2', '>= 1.0.0-beta.1', true],
  ['1.0.0-beta.10', '> 1.0.0-beta.9', true],
  ['1.0.0-beta.2', '>= 0.9', false],
  ['1.0.0', '> 1.0.0-rc.1', true],
  ['1.0.0', '1.0.0-rc.1', false],
  ['unknown', '!= 1.0', false],
])('%s meets %j: %s', (version, text, met) => {
  expect(meetsConstraints(version, text)).toBe(met);
});

it.each(['abc', '', '>= 1.0,', '== 1.0', '>= 1.0 < 2', '1.x', '~>', '1..2', '=> 1'])(
  '%j is not a version constraint',
  (text) => {
    expect(constraintProblem(text)).toMatch(/ is not a version constraint$/);
  },
);

it('recognizes constraints that name a prerelease', () => {
  expect(['>= 1.0', '>= 1.0, < 2.0.0-rc1'].map(namesPrerelease)).toEqual([false, true]);
});
