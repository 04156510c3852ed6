import { describe, expect, it } from 'vitest';
import {
  ExactNumber,
  ListValue,
  MapValue,
  objectValue,
  sensitive,
  setValue,
  Unknown,
  type Path,
  type Value,
} from '../../../src/model/index.js';
import { attributeDifferences, forcesOf } from '../../../src/render/differences.js';
import { formatTerminal } from '../../../src/render/index.js';

const list = (...items: Value[]): Value => new ListValue('string', items);
const map = (entries: Record<string, Value>): Value => new MapValue('string', objectValue(entries));
const unknown = new Unknown('string');

function shown(before: Value, after: Value, replacePaths: readonly Path[] = []): string {
  const children = attributeDifferences(objectValue({ a: before }), objectValue({ a: after }), forcesOf(replacePaths));
  const text = formatTerminal([{ kind: 'tree', nodes: [{ sign: '~', detail: ['x'], children }] }], { color: false });
  return text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.slice(6))
    .join('\n');
}

describe('a difference of one attribute', () => {
  it.each<[rule: string, before: Value, after: Value, text: string]>([
    ['shows old and new', 'x', 'y', '~ a = "x" -> "y"'],
    ['says what is known after apply', 'x', unknown, '~ a = "x" -> (known after apply)'],
    ['shows what is added', null, 'y', '+ a = "y"'],
    ['shows what is removed', 'x', null, '- a = "x"'],
    ['counts what is equal', 'x', 'x', '  (1 unchanged attribute hidden)'],
    ['does not count what is null on both sides', null, null, ''],
    ['shows a change of kind', '1', 1, '~ a = "1" -> 1'],
    [
      'shows exact numbers in full',
      9007199254740991,
      new ExactNumber(3n, 60),
      '~ a = 9007199254740991 -> 3458764513820540928',
    ],
    ['makes control characters visible', 'a', '\u001B[2Jb', '~ a = "a" -> "\\u001b[2Jb"'],
    ['makes bidirectional control characters visible', 'a', '\u202Eb', '~ a = "a" -> "\\u202eb"'],
    ['hides a secret that changes', sensitive('old-secret'), sensitive('new-secret'), '~ a = (sensitive value)'],
    ['hides a value that became sensitive', 'old-secret', sensitive('new-secret'), '~ a = (sensitive value)'],
    [
      'says that only the mark changes',
      'same-text',
      sensitive('same-text'),
      '~ a = (sensitive value)  # the value stays, and becomes sensitive',
    ],
    [
      'says that only the mark is removed',
      sensitive('same-text'),
      'same-text',
      '~ a = (sensitive value)  # the value stays, and is no longer sensitive',
    ],
    [
      'shows entries of a map one by one',
      map({ a: 'x', b: 'y', c: 'same' }),
      map({ a: 'z', 'd e': 'new', c: 'same' }),
      '~ a\n    ~ a     = "x" -> "z"\n    - b     = "y"\n    + "d e" = "new"\n      (1 unchanged entry hidden)',
    ],
    [
      'shows elements of a list at their positions',
      list('a', 'b', 'c'),
      list('a', 'x', 'c', 'd'),
      '~ a\n    ~ [1] = "b" -> "x"\n    + [3] = "d"\n      (2 unchanged elements hidden)',
    ],
    [
      'shows an insertion at the front as one change',
      list('b', 'c'),
      list('a', 'b', 'c'),
      '~ a\n    + [0] = "a"\n      (2 unchanged elements hidden)',
    ],
    [
      'shows elements of a set without positions',
      setValue('string', ['a', 'b']),
      setValue('string', ['b', 'c']),
      '~ a\n    - "a"\n    + "c"\n      (1 unchanged element hidden)',
    ],
    [
      'goes into objects in a list',
      [objectValue({ k: 1, v: 'x' })],
      [objectValue({ k: 1, v: 'y' })],
      '~ a\n    ~ [0]\n        ~ v = "x" -> "y"\n          (1 unchanged attribute hidden)',
    ],
    [
      'shows the lines of a text around a change',
      'one\ntwo\nthree\nfour\nfive\nsix\nseven',
      'one\ntwo\nthree\nFOUR\nfive\nsix\nseven',
      '~ a = text\n      (1 unchanged line hidden)\n      │ two\n      │ three\n    - │ four\n    + │ FOUR\n      │ five\n      │ six\n      (1 unchanged line hidden)',
    ],
    [
      'puts long values on separate lines',
      'a'.repeat(70),
      'b'.repeat(70),
      `~ a\n    - "${'a'.repeat(70)}"\n    + "${'b'.repeat(70)}"`,
    ],
  ])('%s', (_rule, before, after, text) => {
    expect(shown(before, after)).toBe(text);
  });

  it('marks the path that forces a replacement', () => {
    expect(shown('x', 'y', [['a']])).toBe('~ a = "x" -> "y"  # forces replacement');
  });

  it('marks a nested path', () => {
    expect(shown(list('x'), list('y'), [['a', 0]])).toBe('~ a\n    ~ [0] = "x" -> "y"  # forces replacement');
  });

  it('hides a sensitive element and shows its neighbours', () => {
    const before = [sensitive('first-secret'), 'b'];
    const after = [sensitive('other-secret'), 'c'];
    expect(shown(before, after)).toBe('~ a\n    ~ [0] = (sensitive value)\n    ~ [1] = "b" -> "c"');
  });
});
