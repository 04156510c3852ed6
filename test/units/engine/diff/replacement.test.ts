import { describe, expect, it } from 'vitest';
import { effectiveReplacePaths } from '../../../../src/engine/diff/replacement.js';
import { formatPath, sensitive, Unknown, type Path, type Value } from '../../../../src/model/index.js';
import { aBlock, attribute, list, map, object } from './support.js';

const block = aBlock({
  a: attribute('string'),
  b: attribute('string'),
  list: attribute({ kind: 'list', element: 'string' }),
  tags: attribute({ kind: 'map', element: 'string' }),
  secret: attribute('string', { optional: true, writeOnly: true }),
});
const nothing = object({ a: null, b: null, list: null, tags: null, secret: null });
const value = (some: Record<string, Value>): Value => object({ ...nothing, ...some });

interface Row {
  readonly rule: string;
  readonly prior: Value;
  readonly planned: Value;
  readonly asked: readonly Path[];
  readonly paths: readonly string[];
  readonly problems?: readonly string[];
}

const table: readonly Row[] = [
  {
    rule: 'of changed attributes',
    prior: value({ a: 'x', b: 'x' }),
    planned: value({ a: 'y', b: 'x' }),
    asked: [['a'], ['b']],
    paths: ['a'],
  },
  {
    rule: 'of possibly changed attributes',
    prior: value({ a: 'x' }),
    planned: value({ a: new Unknown('string') }),
    asked: [['a']],
    paths: ['a'],
  },
  { rule: 'none on create', prior: null, planned: value({ a: 'y' }), asked: [['a']], paths: [] },
  { rule: 'none on delete', prior: value({ a: 'y' }), planned: null, asked: [['a']], paths: [] },
  { rule: 'each once', prior: value({ a: 'x' }), planned: value({ a: 'y' }), asked: [['a'], ['a']], paths: ['a'] },
  {
    rule: 'of elements added to and removed from collections',
    prior: value({ list: list('string', 'x'), tags: map('string', { k: '1' }) }),
    planned: value({ list: list('string'), tags: map('string', { n: '1' }) }),
    asked: [
      ['list', 0],
      ['tags', 'k'],
      ['tags', 'n'],
    ],
    paths: ['list[0]', 'tags.k', 'tags.n'],
  },
  {
    rule: 'not for a mark alone',
    prior: value({ a: 'x' }),
    planned: value({ a: sensitive('x') }),
    asked: [['a']],
    paths: [],
  },
  {
    rule: 'of a write-only attribute, whose changes are invisible',
    prior: value({}),
    planned: value({}),
    asked: [['secret']],
    paths: ['secret'],
  },
  {
    rule: 'are an error if neither value contains them',
    prior: value({ a: 'x' }),
    planned: value({ a: 'y' }),
    asked: [['nope'], ['tags', 'k']],
    paths: [],
    problems: ['nope', 'tags.k'],
  },
];

describe('paths that force replacement', () => {
  it.each(table)('$rule', ({ prior, planned, asked, paths, problems = [] }) => {
    const found = effectiveReplacePaths(prior, planned, asked, block);
    expect(found.paths.map(formatPath)).toEqual(paths);
    expect(found.problems.map((problem) => formatPath(problem.path))).toEqual(problems);
  });
});
