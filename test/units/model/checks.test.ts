import { expect, test } from 'vitest';
import {
  checkResultsFromJson,
  checkResultsToJson,
  sameCheckResults,
  type CheckResult,
  parseJson,
} from '../../../src/model/index.js';

const RESULTS: readonly CheckResult[] = [
  { kind: 'output_value', address: 'output.o', status: 'unknown', instances: [] },
  {
    kind: 'resource',
    address: 'terraform_data.a',
    status: 'fail',
    instances: [
      { address: 'terraform_data.a["x"]', status: 'fail', problems: ['It must hold.'] },
      { address: 'terraform_data.a["y"]', status: 'pass', problems: [] },
    ],
  },
  { kind: 'var', address: 'var.v', status: 'pass', instances: [{ address: 'var.v', status: 'pass', problems: [] }] },
];

test('check results survive a round trip through state', () => {
  expect(checkResultsFromJson(checkResultsToJson(RESULTS))).toEqual(RESULTS);
});

test('a state names outputs as Terraform does, and unevaluated objects as null', () => {
  expect(checkResultsToJson(RESULTS.slice(0, 1))).toEqual([
    { object_kind: 'output', config_addr: 'output.o', status: 'unknown', objects: null },
  ]);
  expect(checkResultsToJson([])).toBeNull();
});

test('results are equal in any order, but not with another status', () => {
  expect(sameCheckResults(RESULTS, [...RESULTS].reverse())).toBe(true);
  expect(sameCheckResults(RESULTS, [{ ...RESULTS[0]!, status: 'pass' }, ...RESULTS.slice(1)])).toBe(false);
});

test.each([[null], ['x'], [[1, null, 'x']], [[{ object_kind: 'strange', config_addr: 'x' }]]])(
  'results with an unknown form, %j, are dropped',
  (json) => {
    expect(checkResultsFromJson(json)).toEqual([]);
  },
);

const HUGE = parseJson(`1${'0'.repeat(30)}`);

test.each([
  [{ status: HUGE }, []],
  [{ status: 'passed' }, []],
  [{ config_addr: HUGE }, []],
  [{ objects: [{ object_addr: HUGE, status: 'pass' }] }, [{ instances: [] }]],
  [{ objects: [{ object_addr: 'output.o', status: null }] }, [{ instances: [] }]],
  [
    { objects: [{ object_addr: 'output.o', status: 'fail', failure_messages: [HUGE, 'It must hold.'] }] },
    [{ instances: [{ address: 'output.o', status: 'fail', problems: ['It must hold.'] }] }],
  ],
] as const)('of an entry with %o, only well-formed results are read', (damage, read) => {
  const entry = { object_kind: 'output', config_addr: 'output.o', status: 'pass', objects: null, ...damage };
  const results = checkResultsFromJson([entry]);
  expect(results).toEqual(read.map((each) => ({ kind: 'output_value', address: 'output.o', status: 'pass', ...each })));
  expect(sameCheckResults(results, results)).toBe(true);
});
