import { describe, expect, it } from 'vitest';
import { canonicalConstraints, newestProvider } from '../../../src/model/index.js';

const VERSIONS = [
  '1.0.0',
  '1.2.0',
  '1.2.3',
  '1.3.0-beta1',
  '1.3.0',
  '1.10.0',
  '2.0.0-beta1',
  '2.0.0-beta2',
  '2.0.0-rc.1',
  '2.0.0+build.5',
  '3.0.0-alpha',
];

/** Each row as Terraform 1.11.4 selects from these versions, and as it writes the constraints into the lock file. */
describe('constraints of required_providers', () => {
  it.each([
    ['>= 2.0.0-beta1', '2.0.0+build.5', '>= 2.0.0-beta1'],
    ['> 2.0.0-beta1', '2.0.0+build.5', '> 2.0.0-beta1'],
    ['= 2.0.0-beta1', '2.0.0-beta1', '2.0.0-beta1'],
    ['2.0.0-rc.1', '2.0.0-rc.1', '2.0.0-rc.1'],
    ['~> 2.0.0-beta1', '2.0.0+build.5', '~> 2.0.0-beta1'],
    ['~> 2.0.0-beta1, >= 1.0.0', '2.0.0+build.5', '>= 1.0.0, ~> 2.0.0-beta1'],
    ['< 2.0.0', '1.10.0', '< 2.0.0'],
    ['<= 2.0.0-beta2', '1.10.0', '<= 2.0.0-beta2'],
    ['!= 2.0.0', '2.0.0+build.5', '!= 2.0.0'],
    ['~> 1.2', '1.10.0', '~> 1.2'],
    ['~> 1', '1.10.0', '~> 1.0'],
    ['~> 1.2.0', '1.2.3', '~> 1.2.0'],
    ['~> 1.2.0, != 1.2.3', '1.2.0', '~> 1.2.0, != 1.2.3'],
    ['1.2', '1.2.0', '1.2.0'],
    ['1', '1.0.0', '1.0.0'],
    ['= 1.2', '1.2.0', '1.2.0'],
    ['>1,<1.10', '1.3.0', '> 1.0.0, < 1.10.0'],
    ['>=3.0.0-alpha', undefined, '>= 3.0.0-alpha'],
    ['>= 1.2, >= 1.2.0, 1.3.0', '1.3.0', '>= 1.2.0, 1.3.0'],
    ['2.0.0', undefined, '2.0.0'],
    ['2.0.0+build.5', '2.0.0+build.5', '2.0.0+build.5'],
    ['>= 2.0.0+build.5', '2.0.0+build.5', '>= 2.0.0+build.5'],
    ['1.3.0-beta1', '1.3.0-beta1', '1.3.0-beta1'],
    ['>= 1.3.0-beta1, < 1.4', '1.3.0', '>= 1.3.0-beta1, < 1.4.0'],
    ['!= 1.3.0, ~> 1.3.0-beta1', undefined, '~> 1.3.0-beta1, != 1.3.0'],
    ['>= 1.0, != 1.2.9,~>1.2,<2,>= 1.0.0', '1.10.0', '>= 1.0.0, ~> 1.2, != 1.2.9, < 2.0.0'],
    ['', '2.0.0+build.5', ''],
  ])('%s', (text, chosen, canonical) => {
    expect([newestProvider(VERSIONS, text), canonicalConstraints(text)]).toEqual([chosen, canonical]);
    expect(canonicalConstraints(canonical)).toBe(canonical);
  });
});
