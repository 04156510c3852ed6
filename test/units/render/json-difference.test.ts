import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseJson, stringifyJson, type Json } from '../../../src/model/index.js';
import { formatTerminal } from '../../../src/render/index.js';
import { jsonDifferenceNodes } from '../../../src/render/json-difference.js';

function shown(before: Json, after: Json): string {
  const nodes = jsonDifferenceNodes(before, after);
  const text = formatTerminal([{ kind: 'tree', nodes: [{ sign: '~', detail: ['x'], children: nodes }] }], {
    color: false,
  });
  return text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.slice(6))
    .join('\n');
}

describe('differences of JSON documents', () => {
  it.each<[rule: string, before: Json, after: Json, text: string]>([
    ['are none for the same document in another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, ''],
    ['show a value that changes', { a: 1 }, { a: 2 }, '~ a = 1 -> 2'],
    ['show what is added and removed', { a: 1 }, { b: 2 }, '- a = 1\n+ b = 2'],
    ['include a key named constructor', {}, { constructor: 1 }, '+ constructor = 1'],
    ['include a removed key named constructor', { constructor: 1 }, {}, '- constructor = 1'],
    ['see a key called __proto__', parseJson('{"__proto__":1}'), parseJson('{"__proto__":2}'), '~ __proto__ = 1 -> 2'],
    ['do not mistake a key for a mark', { a__added: 1 }, { a__added: 2 }, '~ a__added = 1 -> 2'],
    [
      'do not mistake an object for a mark',
      { a: { __old: 1, __new: 2 } },
      { a: { __old: 1, __new: 3 } },
      '~ a\n    ~ __new = 2 -> 3',
    ],
    ['do not mistake a string for a mark', ['__$!SCALAR1'], ['__$!SCALAR2'], '- "__$!SCALAR1"\n+ "__$!SCALAR2"'],
    [
      'match elements by their identity, in any position',
      [
        { Sid: 'A', Effect: 'Allow' },
        { Sid: 'B', Effect: 'Deny' },
      ],
      [
        { Sid: 'B', Effect: 'Deny' },
        { Sid: 'A', Effect: 'Deny' },
      ],
      '~ [Sid "A"]\n    ~ Effect = "Allow" -> "Deny"',
    ],
    [
      'report when identified elements change only their order',
      [{ id: 1 }, { id: 2 }],
      [{ id: 2 }, { id: 1 }],
      '  (the same elements in another order)',
    ],
    [
      'show an insertion at the front as one change',
      [{ x: 1 }, { x: 2 }],
      [{ x: 0 }, { x: 1 }, { x: 2 }],
      '+ [0] = { x = 0 }',
    ],
    ['show an object that becomes an array', { a: {} }, { a: [{}] }, '~ a\n    - {}\n    + [{}]'],
    ['show a scalar that becomes an object', { a: 1 }, { a: { b: 2 } }, '~ a\n    - 1\n    + { b = 2 }'],
    ['compare whole documents of different kinds', [1], { a: 1 }, '- [1]\n+ { a = 1 }'],
    [
      'keep numbers exact',
      parseJson('{"n":9007199254740993}'),
      parseJson('{"n":9007199254740995}'),
      '~ n = 9007199254740993 -> 9007199254740995',
    ],
    ['count equal elements', ['a', 'b', 'c'], ['a', 'c'], '- "b"\n  (2 unchanged elements hidden)'],
  ])('%s', (_rule, before, after, text) => {
    expect(shown(before, after)).toBe(text);
  });

  it('are computed path by path for a large document, quickly', () => {
    const items = Array.from({ length: 3000 }, (_, index) => ({ index, deep: { a: index } }));
    const changed = items.map((item, index) => (index === 1500 ? { ...item, deep: { a: -1 } } : item));
    expect(shown(items, changed)).toBe('~ [1500].deep.a = 1500 -> -1');
  });

  it('are cut to a readable number', () => {
    const many = (value: number): Json =>
      Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, value]));
    expect(shown(many(1), many(2)).split('\n').at(-1)).toBe('  (2800 more differences)');
  });

  it('are empty exactly if the documents are equal', () => {
    const document = fc.json({ maxDepth: 4 }).map(parseJson);
    fc.assert(
      fc.property(document, document, (before, after) => {
        const same = canonicalJson(before) === canonicalJson(after);
        expect(jsonDifferenceNodes(before, after).length > 0).toBe(!same);
        expect(jsonDifferenceNodes(before, parseJson(stringifyJson(before)))).toEqual([]);
      }),
    );
  });
});
