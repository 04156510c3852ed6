import { expect, test } from 'vitest';
import { ancestriesOf, mergeDependencies } from '../../../../src/engine/graph/ancestry.js';

const chain = (length: number): Map<string, readonly string[]> =>
  new Map(Array.from({ length }, (_, index) => [`r.${index}`, index === 0 ? [] : [`r.${index - 1}`]]));

test('the dependencies of a resource are all resources it depends on, sorted', () => {
  const direct = new Map<string, readonly string[]>([
    ['t.b', []],
    ['t.a', ['t.b']],
    ['t.d', []],
    ['t.c', ['t.a', 't.d']],
  ]);
  expect([...ancestriesOf(direct)]).toEqual([
    ['t.b', []],
    ['t.a', ['t.b']],
    ['t.d', []],
    ['t.c', ['t.a', 't.b', 't.d']],
  ]);
});

test('a chain of five hundred stores all ancestors', () => {
  expect(ancestriesOf(chain(500)).get('r.499')).toHaveLength(499);
});

test('a chain whose ancestors would grow quadratically stores direct dependencies only', () => {
  const direct = chain(20_000);
  expect(ancestriesOf(direct)).toBe(direct);
});

test.each([
  [['a'], ['b'], ['a', 'b']],
  [
    ['b', 'c'],
    ['a', 'c'],
    ['a', 'b', 'c'],
  ],
  [['a', 'b'], ['b'], ['a', 'b']],
  [[], ['b'], ['b']],
])('merging %j and %j gives %j', (left, right, merged) => {
  expect(mergeDependencies(left, right)).toEqual(merged);
});
