import { describe, expect, it } from 'vitest';
import { differences, type Difference } from '../../../../src/engine/diff/compare.js';
import { formatPath, ListValue, Sensitive, sensitive, Unknown, type Value } from '../../../../src/model/index.js';
import { list, map, object, set } from './support.js';

const shown = (value: Value): string =>
  value instanceof Sensitive ? '***' : value instanceof Unknown ? '?' : JSON.stringify(value);

const SIGNS = { added: '+', removed: '-', changed: '~', unknown: '?' } as const;

const text = ({ path, before, after, kind, marksOnly }: Difference): string =>
  `${SIGNS[kind]} ${formatPath(path)}: ${shown(before)} -> ${shown(after)}${marksOnly === true ? ' (marks)' : ''}`;

interface Row {
  readonly rule: string;
  readonly before: Value;
  readonly after: Value;
  readonly found: readonly string[];
}

const many = (count: number, start = 0): string[] => Array.from({ length: count }, (_, index) => `n${start + index}`);

const table: readonly Row[] = [
  {
    rule: 'equal values do not differ',
    before: object({ a: list('string', 'x') }),
    after: object({ a: list('string', 'x') }),
    found: [],
  },
  {
    rule: 'a primitive changed',
    before: object({ a: 1, b: 2 }),
    after: object({ a: 1, b: 3 }),
    found: ['~ b: 2 -> 3'],
  },
  {
    rule: 'null to a value is an addition',
    before: object({ a: null }),
    after: object({ a: 'x' }),
    found: ['+ a: null -> "x"'],
  },
  {
    rule: 'a value to null is a removal',
    before: object({ a: 'x' }),
    after: object({ a: null }),
    found: ['- a: "x" -> null'],
  },
  {
    rule: 'a value to unknown',
    before: object({ a: 'x' }),
    after: object({ a: new Unknown('string') }),
    found: ['? a: "x" -> ?'],
  },
  {
    rule: 'null to unknown',
    before: object({ a: null }),
    after: object({ a: new Unknown('string') }),
    found: ['? a: null -> ?'],
  },
  { rule: 'a whole object created', before: null, after: object({ a: 1 }), found: ['+ : null -> {"a":1}'] },
  { rule: 'a type changed', before: object({ a: '1' }), after: object({ a: 1 }), found: ['~ a: "1" -> 1'] },
  {
    rule: 'a list that became a tuple',
    before: object({ a: list('string') }),
    after: object({ a: [] }),
    found: ['~ a: {"kind":"list","element":"string","items":[]} -> []'],
  },
  {
    rule: 'the element type of an empty list changed',
    before: list('string'),
    after: list('number'),
    found: ['~ : {"kind":"list","element":"string","items":[]} -> {"kind":"list","element":"number","items":[]}'],
  },
  {
    rule: 'keys of a map',
    before: map('string', { a: '1', b: '2' }),
    after: map('string', { b: '3', c: '4' }),
    found: ['- a: "1" -> null', '~ b: "2" -> "3"', '+ c: null -> "4"'],
  },
  {
    rule: 'a key with null is not a missing key',
    before: map('string', { a: null }),
    after: map('string', {}),
    found: ['- a: null -> null'],
  },
  {
    rule: 'attributes of an object of dynamic type',
    before: object({ a: object({ x: 1 }) }),
    after: object({ a: object({ y: 1 }) }),
    found: ['- a.x: 1 -> null', '+ a.y: null -> 1'],
  },
  {
    rule: 'elements of a set, under the path of the set',
    before: object({ a: set('string', 'x', 'y') }),
    after: object({ a: set('string', 'y', 'z') }),
    found: ['- a: "x" -> null', '+ a: null -> "z"'],
  },
  {
    rule: 'an unknown element of a set',
    before: set('string', 'x'),
    after: set('string', 'x', new Unknown('string')),
    found: ['? : null -> ?'],
  },
  {
    rule: 'an item inserted at the front of a list',
    before: list('string', 'a', 'b'),
    after: list('string', 'z', 'a', 'b'),
    found: ['+ [0]: null -> "z"'],
  },
  {
    rule: 'an item removed from a list',
    before: list('string', 'a', 'b', 'c'),
    after: list('string', 'a', 'c'),
    found: ['- [1]: "b" -> null'],
  },
  {
    rule: 'items moved in a list',
    before: list('string', 'a', 'b', 'c'),
    after: list('string', 'b', 'c', 'a'),
    found: ['- [0]: "a" -> null', '+ [2]: null -> "a"'],
  },
  {
    rule: 'an item replaced in a list',
    before: list('string', 'a', 'b'),
    after: list('string', 'a', 'c'),
    found: ['- [1]: "b" -> null', '+ [1]: null -> "c"'],
  },
  {
    rule: 'an item that became unknown',
    before: list('string', 'a', 'b'),
    after: list('string', new Unknown('string'), 'b'),
    found: ['- [0]: "a" -> null', '? [0]: null -> ?'],
  },
  {
    rule: 'objects in a list are compared by position',
    before: [object({ a: 1 }), object({ a: 2 })],
    after: [object({ a: 1 }), object({ a: 3 }), object({ a: 4 })],
    found: ['~ [1].a: 2 -> 3', '+ [2]: null -> {"a":4}'],
  },
  {
    rule: 'objects missing at the end of a list',
    before: [object({ a: 1 }), object({ a: 2 })],
    after: [object({ a: 1 })],
    found: ['- [1]: {"a":2} -> null'],
  },
  {
    rule: 'both sides of a sensitive change are wrapped',
    before: object({ a: 's3cret' }),
    after: object({ a: sensitive('other') }),
    found: ['~ a: *** -> ***'],
  },
  {
    rule: 'a sensitive value added',
    before: object({ a: null }),
    after: object({ a: sensitive('other') }),
    found: ['+ a: null -> ***'],
  },
  {
    rule: 'a change inside a sensitive value is not shown',
    before: object({ a: sensitive(object({ x: 1 })) }),
    after: object({ a: sensitive(object({ x: 2 })) }),
    found: ['~ a: *** -> ***'],
  },
  {
    rule: 'a change of only the mark',
    before: object({ a: 'x' }),
    after: object({ a: sensitive('x') }),
    found: ['~ a: *** -> *** (marks)'],
  },
  {
    rule: 'a sensitive value that becomes unknown',
    before: object({ a: sensitive('x') }),
    after: object({ a: sensitive(new Unknown('string')) }),
    found: ['? a: *** -> ***'],
  },
  {
    rule: 'keys with a meaning in JavaScript',
    before: map('string', { constructor: 'a' }),
    after: map('string', { toString: 'a' }),
    found: ['- constructor: "a" -> null', '+ toString: null -> "a"'],
  },
];

describe('differences', () => {
  it.each(table)('$rule', ({ before, after, found }) => {
    expect(differences(before, after).map(text)).toEqual(found);
  });

  it('of long lists with little in common are found by position', () => {
    const found = differences(list('string', ...many(5_000)), list('string', ...many(5_000, 2_500)));
    expect(found).toHaveLength(5_000);
    expect(found[0]).toMatchObject({ path: [0], kind: 'changed', before: 'n0', after: 'n2500' });
  });

  it('of long lists with a common beginning and end are cheap', () => {
    const before = many(100_000);
    const after = [...before.slice(0, 50_000), 'new', ...before.slice(50_000)];
    const found = differences(new ListValue('string', before), new ListValue('string', after));
    expect(found.map(text)).toEqual(['+ [50000]: null -> "new"']);
  });
});
