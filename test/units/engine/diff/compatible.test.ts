import { describe, expect, it } from 'vitest';
import { assertCompatible } from '../../../../src/engine/diff/compatible/object.js';
import { formatProblem } from '../../../../src/engine/diff/problem.js';
import { ExactNumber, sensitive, Unknown, UNKNOWN, type Block, type Value } from '../../../../src/model/index.js';
import { aBlock, attribute, computed, list, map, nested, object, set, typeOfAttributes } from './support.js';

const one = (type: Parameters<typeof attribute>[0], more = {}): Block =>
  aBlock({ a: attribute(type, { optional: true, ...more }) });
const a = (value: Value): Value => object({ a: value });
const strings = { kind: 'list', element: 'string' } as const;
const stringSet = { kind: 'set', element: 'string' } as const;
const stringMap = { kind: 'map', element: 'string' } as const;
const diskAttributes = { path: attribute('string'), id: attribute('string', computed) };
const diskType = typeOfAttributes(diskAttributes);
const disk = (path: Value, id: Value = null): Value => object({ path, id });
const blocks = (nesting: 'single' | 'group' | 'list' | 'map' | 'set'): Block =>
  aBlock({}, { a: { nesting, block: aBlock(diskAttributes) } });

interface Row {
  readonly rule: string;
  readonly block: Block;
  readonly planned: Value;
  readonly actual: Value;
  readonly problems?: readonly string[];
}

const table: readonly Row[] = [
  { rule: 'the planned value is accepted', block: one('string'), planned: a('x'), actual: a('x') },
  {
    rule: 'an unknown may become anything of its type',
    block: one('string'),
    planned: a(new Unknown('string')),
    actual: a('x'),
  },
  { rule: 'an unknown may become null', block: one('string'), planned: a(new Unknown('string')), actual: a(null) },
  {
    rule: 'a non-null unknown may not become null',
    block: one('string'),
    planned: a(new Unknown('string', true)),
    actual: a(null),
    problems: ['a: was planned with a value, but is now null'],
  },
  {
    rule: 'an unknown may not become a value of another type',
    block: one('string'),
    planned: a(new Unknown('string')),
    actual: a(5),
    problems: ['a: must be of type string, but is of type number'],
  },
  {
    rule: 'a typed unknown keeps its type, even if the schema allows any',
    block: one('dynamic'),
    planned: a(new Unknown('string')),
    actual: a(5),
    problems: ['a: was planned as an unknown of type string, but is now 5'],
  },
  {
    rule: 'an unknown of unknown type may become anything',
    block: one('dynamic'),
    planned: a(UNKNOWN),
    actual: a(list('string', 'x')),
  },
  {
    rule: 'an unknown may stay unknown in the final plan',
    block: one('string'),
    planned: a(new Unknown('string')),
    actual: a(new Unknown('string')),
  },
  { rule: 'an untyped null may become anything', block: one('dynamic'), planned: a(null), actual: a('x') },
  {
    rule: 'a typed null stays null',
    block: one('string'),
    planned: a(null),
    actual: a('x'),
    problems: ['a: was planned as null, but is now "x"'],
  },
  {
    rule: 'a planned value may not disappear',
    block: one('string'),
    planned: a('x'),
    actual: a(null),
    problems: ['a: was planned as "x", but is now null'],
  },
  {
    rule: 'another value',
    block: one('number'),
    planned: a(1),
    actual: a(2),
    problems: ['a: was planned as 1, but is now 2'],
  },
  {
    rule: 'another exact number',
    block: one('number'),
    planned: a(new ExactNumber(1n, -1)),
    actual: a(new ExactNumber(1n, -2)),
    problems: ['a: was planned as 0.5, but is now 0.25'],
  },
  {
    rule: 'a known value may not become unknown',
    block: one('string'),
    planned: a('x'),
    actual: a(UNKNOWN),
    problems: ['a: was planned as "x", but is now (unknown)'],
  },
  {
    rule: 'a dynamically typed value keeps its type',
    block: one('dynamic'),
    planned: a('1'),
    actual: a(1),
    problems: ['a: was planned as "1", but is now 1'],
  },
  {
    rule: 'a list keeps its length',
    block: one(strings),
    planned: a(list('string', 'x')),
    actual: a(list('string', 'x', 'y')),
    problems: ['a: had 1 elements in the plan, but has 2 now'],
  },
  {
    rule: 'each element of a list is compared',
    block: one(strings),
    planned: a(list('string', 'x', new Unknown('string'), 'z')),
    actual: a(list('string', 'x', 'y', 'q')),
    problems: ['a[2]: was planned as "z", but is now "q"'],
  },
  {
    rule: 'a map keeps its keys',
    block: one(stringMap),
    planned: a(map('string', { x: '1', y: '2' })),
    actual: a(map('string', { x: '1', z: '2' })),
    problems: ['a.y: was planned, but is missing now', 'a.z: was not planned, but exists now'],
  },
  {
    rule: 'the elements of a set, in any order',
    block: one(stringSet),
    planned: a(set('string', 'x', new Unknown('string'))),
    actual: a(set('string', 'a', 'x')),
  },
  {
    rule: 'a set may shrink if an unknown turns out to be a duplicate',
    block: one(stringSet),
    planned: a(set('string', 'x', new Unknown('string'))),
    actual: a(set('string', 'x')),
  },
  {
    rule: 'a set may not lose a known element',
    block: one(stringSet),
    planned: a(set('string', 'x', 'y')),
    actual: a(set('string', 'x')),
    problems: ['a: 1 planned element of the set is missing from the result'],
  },
  {
    rule: 'a set may not grow',
    block: one(stringSet),
    planned: a(set('string', new Unknown('string'))),
    actual: a(set('string', 'x', 'y')),
    problems: ['a: the set had 1 elements in the plan, but has 2 now'],
  },
  {
    rule: 'an element that was not planned',
    block: one(stringSet),
    planned: a(set('string', 'x')),
    actual: a(set('string', 'y')),
    problems: [
      'a: 1 planned element of the set is missing from the result',
      'a: 1 element of the set in the result was not planned',
    ],
  },
  {
    rule: 'a sensitive attribute is not shown',
    block: one('string', { sensitive: true }),
    planned: a('s3cret'),
    actual: a('other'),
    problems: ['a: was planned as (sensitive value), but is now (sensitive value)'],
  },
  {
    rule: 'a marked value is not shown, even if only the plan marks it',
    block: one('string'),
    planned: a(sensitive('s3cret')),
    actual: a('other'),
    problems: ['a: was planned as (sensitive value), but is now (sensitive value)'],
  },
  { rule: 'marks alone are not a difference', block: one('string'), planned: a(sensitive('x')), actual: a('x') },
  {
    rule: 'parts of a sensitive value are not shown',
    block: aBlock({
      a: nested('single', { p: attribute('string', { optional: true, sensitive: true }), q: attribute('string') }),
    }),
    planned: a(object({ p: 's3cret', q: 'x' })),
    actual: a(object({ p: 'other', q: 'y' })),
    problems: [
      'a.p: was planned as (sensitive value), but is now (sensitive value)',
      'a.q: was planned as "x", but is now "y"',
    ],
  },
  { rule: 'null where null was planned', block: one('string'), planned: null, actual: null },
  {
    rule: 'absent instead of present',
    block: one('string'),
    planned: a('x'),
    actual: null,
    problems: ['was planned to be present, but is now absent'],
  },
  {
    rule: 'present instead of absent',
    block: one('string'),
    planned: null,
    actual: a('x'),
    problems: ['was planned to be absent, but is now present'],
  },
  {
    rule: 'blocks keep their number',
    block: blocks('list'),
    planned: a(list(diskType, disk('/a'))),
    actual: a(list(diskType)),
    problems: ['a: had 1 blocks in the plan, but has 0 now'],
  },
  {
    rule: 'blocks are compared one by one',
    block: blocks('list'),
    planned: a(list(diskType, disk('/a', new Unknown('string')))),
    actual: a(list(diskType, disk('/b', 'i'))),
    problems: ['a[0].path: was planned as "/a", but is now "/b"'],
  },
  {
    rule: 'unknown blocks may become any number of blocks',
    block: blocks('list'),
    planned: a(new Unknown({ kind: 'list', element: diskType })),
    actual: a(list(diskType, disk('/a'), disk('/b'))),
  },
  {
    rule: 'an unknown single block may become none',
    block: blocks('single'),
    planned: a(new Unknown(diskType)),
    actual: a(null),
  },
  {
    rule: 'labels of blocks may not change',
    block: blocks('map'),
    planned: a(map(diskType, { x: disk('/a') })),
    actual: a(map(diskType, { y: disk('/a') })),
    problems: ['a.x: was planned, but the block is missing now', 'a.y: was not planned, but a block exists now'],
  },
  {
    rule: 'a set of blocks is compared as a set',
    block: blocks('set'),
    planned: a(set(diskType, disk('/a', new Unknown('string')), disk('/b', '1'))),
    actual: a(set(diskType, disk('/b', '1'), disk('/a', '2'))),
  },
  {
    rule: 'a block in a set that matches no planned one',
    block: blocks('set'),
    planned: a(set(diskType, disk('/a', new Unknown('string')))),
    actual: a(set(diskType, disk('/b', '2'))),
    problems: [
      'a: 1 planned element of the set is missing from the result',
      'a: 1 element of the set in the result was not planned',
    ],
  },
];

describe('an apply result', () => {
  it.each(table)('$rule', ({ block, planned, actual, problems = [] }) => {
    expect(assertCompatible(block, planned, actual).map(formatProblem)).toEqual(problems);
  });

  it('is not shown at a path that is known to be secret', () => {
    const problems = assertCompatible(one('string'), a('s3cret'), a('other'), () => [['a']]);
    expect(problems.map(formatProblem)).toEqual(['a: was planned as (sensitive value), but is now (sensitive value)']);
  });

  it('with a large set is compared without trying all pairs', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const planned = a(set('string', ...names));
    const actual = a(set('string', ...names));
    expect(assertCompatible(one(stringSet), planned, actual)).toEqual([]);
  });
});
