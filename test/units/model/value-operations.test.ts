import { describe, expect, it } from 'vitest';
import {
  containsSensitive,
  formatPath,
  getAt,
  isWhollyKnown,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  markedSet,
  markPaths,
  objectOf,
  objectValue,
  parseNumber,
  type Path,
  Sensitive,
  sensitive,
  sensitivePaths,
  setOf,
  setValue,
  transformValue,
  tupleOf,
  typeOf,
  Unknown,
  UNKNOWN,
  unmark,
  unmarkDeep,
  type Value,
  valuesEqual,
  walkValue,
  withAttribute,
} from '../../../src/model/index.js';

const object = (entries: Record<string, Value>): Record<string, Value> => objectValue(entries);
const list = (...items: string[]): ListValue => new ListValue('string', items);
const secret = sensitive('hunter2');

it.each<[string, Value, unknown]>([
  ['text', 'a', 'string'],
  ['a number', parseNumber('0.5')!, 'number'],
  ['null', null, 'dynamic'],
  ['a tuple', [1, 'a'], tupleOf(['number', 'string'])],
  ['an object', object({ a: true }), objectOf({ a: 'bool' })],
  ['a list', list(), listOf('string')],
  ['a set', setValue('number', []), setOf('number')],
  ['a map', new MapValue('bool', object({})), mapOf('bool')],
  ['an unknown', new Unknown('number'), 'number'],
  ['something sensitive', sensitive([1]), tupleOf(['number'])],
])('the type of %s', (_name, value, type) => {
  expect(typeOf(value)).toEqual(type);
});

describe('two values are equal if they are indistinguishable', () => {
  it.each<[string, Value, Value, boolean]>([
    ['numbers', parseNumber('0.5')!, parseNumber('0.50')!, true],
    ['a number and its text', 1, '1', false],
    ['a tuple and a list', ['a'], list('a'), false],
    ['a map and an object', new MapValue('string', object({ a: 'x' })), object({ a: 'x' }), false],
    ['empty lists with different element types', new ListValue('string', []), new ListValue('number', []), false],
    ['sets in different orders', setValue('string', ['b', 'a']), setValue('string', ['a', 'b']), true],
    ['objects with attributes in different orders', object({ a: 1, b: 2 }), object({ b: 2, a: 1 }), true],
    ['objects, one with more attributes', object({ a: 1 }), object({ a: 1, b: 2 }), false],
    ['unknowns of one type', new Unknown('string'), new Unknown('string'), true],
    ['unknowns of two types', new Unknown('string'), UNKNOWN, false],
    ['a marked and an unmarked value', sensitive('a'), 'a', false],
    ['marked both', sensitive('a'), sensitive('a'), true],
    ['null and unknown', null, UNKNOWN, false],
    ['null and a missing attribute', object({ a: null }), object({}), false],
  ])('%s', (_name, left, right, equal) => {
    expect(valuesEqual(left, right)).toBe(equal);
    expect(valuesEqual(right, left)).toBe(equal);
  });
});

describe('a set', () => {
  const order = (element: Parameters<typeof setValue>[0], items: readonly Value[]): readonly Value[] =>
    setValue(element, items).items;

  it('drops duplicates and sorts text by its bytes', () => {
    expect(order('string', ['b', 'é', 'Z', 'a', 'b', '𐀀', '\uffff'])).toEqual(['Z', 'a', 'b', 'é', '\uffff', '𐀀']);
  });

  it('sorts numbers by size, and false before true', () => {
    expect(order('number', [20, 3, parseNumber('0.5')!, 100])).toEqual([parseNumber('0.5'), 3, 20, 100]);
    expect(order('bool', [true, false, true])).toEqual([false, true]);
  });

  it('sorts unknown values after known ones without merging them, and null last', () => {
    expect(order('string', [null, UNKNOWN, 'a', UNKNOWN, null])).toEqual(['a', UNKNOWN, UNKNOWN, null]);
  });

  it('sorts non-primitive values by their canonical text', () => {
    const [a, b, c] = [object({ n: 2, s: 'x' }), object({ n: 10, s: 'x' }), object({ n: 10, s: null })];
    expect(order(objectOf({ n: 'number', s: 'string' }), [a, b, c, b])).toEqual([b, c, a]);
  });

  it('keeps large numbers apart that are equal only when rounded', () => {
    const numbers = ['12345678901234567890', '12345678901234567891'].map((text) => [parseNumber(text)!]);
    expect(order(tupleOf(['number']), [...numbers, ...numbers])).toHaveLength(2);
  });

  it('is returned without a copy if its items are sorted', () => {
    const items = ['a', 'b', 'c'];
    expect(setValue('string', items).items).toBe(items);
  });

  it('is marked as a whole if an item is', () => {
    expect(markedSet('string', [secret, 'a'])).toEqual(sensitive(setValue('string', ['a', 'hunter2'])));
  });
});

describe('marks', () => {
  const value = object({
    a: secret,
    l: ['x', secret],
    s: sensitive(setValue('string', ['a'])),
    o: object({ deep: sensitive(object({ er: secret })) }),
    plain: 1,
  });

  it('are found at their paths', () => {
    expect(sensitivePaths(value).map(formatPath)).toEqual(['a', 'l[1]', 's', 'o.deep', 'o.deep.er']);
    expect(sensitivePaths(object({ a: 1 }))).toEqual([]);
  });

  it('can be removed and restored', () => {
    const bare = unmarkDeep(value);
    expect(containsSensitive(bare)).toBe(false);
    expect(valuesEqual(markPaths(bare, sensitivePaths(value)), value)).toBe(true);
  });

  it('cost nothing if there are none', () => {
    const bare = object({ a: [1], b: list('x') });
    expect(unmarkDeep(bare)).toBe(bare);
    expect(markPaths(bare, [])).toBe(bare);
    expect(markPaths(bare, [['nothing', 'here']])).toBe(bare);
  });

  it('for a path into a set or an unknown value apply to the set or the value', () => {
    const marked = markPaths(object({ s: setValue('string', ['a']), u: UNKNOWN }), [
      ['s', 0],
      ['u', 'inside'],
    ]) as Record<string, Value>;
    expect(marked['s']).toBeInstanceOf(Sensitive);
    expect(marked['u']).toBeInstanceOf(Sensitive);
  });

  it('are never applied twice to one value, and are removed one by one', () => {
    expect(sensitive(secret)).toBe(secret);
    expect(unmark(sensitive([secret]))).toEqual([secret]);
  });

  it('keep a value from being printed by accident', () => {
    expect(`${String(secret)} ${JSON.stringify(object({ a: secret }))}`).not.toContain('hunter2');
  });
});

describe('paths', () => {
  const value = object({
    tags: new MapValue('string', object({ k: 'v' })),
    l: [object({ a: 1 })],
    s: sensitive(object({ a: 1 })),
    u: new Unknown(objectOf({ a: listOf('string') })),
  });

  it.each<[Path, Value | undefined]>([
    [[], value],
    [['tags', 'k'], 'v'],
    [['tags', 'x'], undefined],
    [['l', 0, 'a'], 1],
    [['l', 1], undefined],
    [['l', 'length'], undefined],
    [['constructor'], undefined],
    [['s', 'a'], sensitive(1)],
    [['u', 'a', 3], new Unknown('string')],
    [['tags', 'k', 'x'], undefined],
  ])('%j leads to the value at that path', (path, expected) => {
    expect(getAt(value, path)).toEqual(expected);
  });

  it('a change leaves the rest of the value unchanged', () => {
    const changed = transformValue(value, ['l', 0, 'a'], () => 2) as Record<string, Value>;
    expect(getAt(changed, ['l', 0, 'a'])).toBe(2);
    expect(changed['tags']).toBe(value['tags']);
    expect(transformValue(value, ['l', 5, 'a'], () => 2)).toBe(value);
    expect(transformValue(value, ['s', 'a'], () => 2)).toMatchObject({ s: { value: { a: 2 } } });
  });

  it('an attribute is added without changing the original', () => {
    const more = withAttribute(value, 'x', 1);
    expect(more['x']).toBe(1);
    expect(value['x']).toBeUndefined();
    expect(withAttribute(more, 'x', 1)).toBe(more);
  });

  it('a walk visits parents before children and can skip parts', () => {
    const met: string[] = [];
    walkValue(value, (_part, path) => {
      met.push(formatPath(path));
      return path[0] !== 'tags';
    });
    expect(met).toEqual(['', 'tags', 'l', 'l[0]', 'l[0].a', 's', 's.a', 'u']);
  });
});

it('a value is wholly known if no part of it is unknown, marked or not', () => {
  expect(isWhollyKnown(object({ a: [1, secret] }))).toBe(true);
  expect(isWhollyKnown(object({ a: [sensitive([UNKNOWN])] }))).toBe(false);
  expect(isWhollyKnown(UNKNOWN)).toBe(false);
});
