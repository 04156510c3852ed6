import { describe, expect, it } from 'vitest';
import {
  convert,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  nullOf,
  objectOf,
  objectValue,
  parseNumber,
  sensitive,
  Sensitive,
  setOf,
  SetValue,
  setValue,
  tupleOf,
  type Type,
  unify,
  Unknown,
  UNKNOWN,
  type Value,
} from '../../../src/model/index.js';

const object = (entries: Record<string, Value>): Value => objectValue(entries);
const person = objectOf({ name: 'string', age: 'number' });

describe('a value is converted to the wanted type', () => {
  it.each<[string, Value, Type, Value]>([
    ['a number as text', parseNumber('1.50')!, 'string', '1.5'],
    ['a bool as text', true, 'string', 'true'],
    ['text as a number', '12', 'number', 12],
    ['text as a bool', 'false', 'bool', false],
    ['1 as a bool', '1', 'bool', true],
    ['a null gets the type', null, 'string', nullOf('string')],
    ['a null of a type gets the other', nullOf('number'), 'string', nullOf('string')],
    ['a null of a type as a collection', nullOf(listOf('number')), setOf('string'), nullOf(setOf('string'))],
    ['a null for a dynamic type', nullOf('number'), 'dynamic', nullOf('number')],
    ['a null in a list', [null, 'a'], listOf('string'), new ListValue('string', [null, 'a'])],
    ['a typed null in a list of dynamic', [nullOf('number')], listOf('dynamic'), new ListValue('number', [null])],
    ['a null in a tuple', [null], tupleOf(['string']), [nullOf('string')]],
    [
      'an element of a map as an attribute',
      new MapValue('string', objectValue({ a: null })),
      objectOf({ a: 'dynamic' }),
      object({ a: nullOf('string') }),
    ],
    ['any value for a dynamic type', object({ a: [1] }), 'dynamic', object({ a: [1] })],
    ['a tuple as a list', ['a', 1, true], listOf('string'), new ListValue('string', ['a', '1', 'true'])],
    ['a tuple as a set', ['b', 'a', 'b'], setOf('string'), setValue('string', ['a', 'b'])],
    ['a set as a list', setValue('number', [2, 1]), listOf('string'), new ListValue('string', ['1', '2'])],
    [
      'a set with an unknown as a list',
      setValue('string', ['a', UNKNOWN]),
      listOf('string'),
      new Unknown(listOf('string'), true),
    ],
    ['a list as a set', new ListValue('number', [2, 2]), setOf('number'), new SetValue('number', [2])],
    ['a list of dynamic', ['a', 1], listOf('dynamic'), new ListValue('string', ['a', '1'])],
    ['an empty list of dynamic', [], listOf('dynamic'), new ListValue('dynamic', [])],
    [
      'a list of numbers as a list of dynamic',
      new ListValue('number', [1]),
      listOf('dynamic'),
      new ListValue('number', [1]),
    ],
    [
      'lists in a list of dynamic',
      [[1], ['a', 'b']],
      listOf('dynamic'),
      new ListValue(listOf('string'), [new ListValue('string', ['1']), new ListValue('string', ['a', 'b'])]),
    ],
    [
      'an object as a map',
      object({ a: 1, b: 'x' }),
      mapOf('string'),
      new MapValue('string', objectValue({ a: '1', b: 'x' })),
    ],
    [
      'a map as an object',
      new MapValue('string', objectValue({ name: 'n', age: '5' })),
      person,
      object({ name: 'n', age: 5 }),
    ],
    [
      'an object, without its surplus attributes',
      object({ name: 1, age: '5', extra: [] }),
      person,
      object({ name: '1', age: 5 }),
    ],
    [
      'an object without its optional attribute',
      object({ name: 'n' }),
      objectOf({ name: 'string', age: 'number' }, ['age']),
      object({ name: 'n', age: nullOf('number') }),
    ],
    ['a tuple as a tuple', [1, '2'], tupleOf(['string', 'number']), ['1', 2]],
    ['an unknown', new Unknown('number'), 'string', new Unknown('string')],
    ['an unknown of unknown type', UNKNOWN, listOf('string'), new Unknown(listOf('string'))],
    ['a list with an unknown', [UNKNOWN, 'a'], listOf('string'), new ListValue('string', [new Unknown('string'), 'a'])],
    ['a sensitive value', sensitive(1), 'string', sensitive('1')],
    ['a list with a sensitive element', [sensitive(1)], listOf('string'), new ListValue('string', [sensitive('1')])],
    [
      'a set with a sensitive element is sensitive',
      [sensitive('a'), 'b'],
      setOf('string'),
      sensitive(setValue('string', ['a', 'b'])),
    ],
  ])('%s', (_name, value, type, expected) => {
    const result = convert(value, type);
    expect(result).toEqual({ ok: true, value: expected });
  });

  it('a value that already has the type is returned unchanged', () => {
    const value = object({ name: 'n', age: 5 });
    const list = new ListValue('string', ['a']);
    const secret = sensitive('x');
    for (const [given, type] of [
      [value, person],
      [list, listOf('string')],
      [secret, 'string'],
      [[1, 'a'], tupleOf(['number', 'string'])],
    ] as const) {
      expect(convert(given, type)).toEqual({ ok: true, value: given });
      expect((convert(given, type) as { value: Value }).value).toBe(given);
    }
  });

  it('an unknown value that cannot be null stays so', () => {
    const result = convert(new Unknown('number', true), 'string') as { value: Unknown };
    expect(result.value.notNull).toBe(true);
  });
});

describe('an element of unknown type, which may change the common type', () => {
  const unknownItems = (...items: Value[]): Value => new ListValue('dynamic', items);
  it.each<[string, Value, Type, Value]>([
    ['keeps the number of elements', [UNKNOWN, 1], listOf('dynamic'), unknownItems(UNKNOWN, UNKNOWN)],
    ['may turn out to be a list', [UNKNOWN, []], listOf('dynamic'), unknownItems(UNKNOWN, UNKNOWN)],
    ['keeps the marks', [UNKNOWN, sensitive(1)], listOf('dynamic'), unknownItems(UNKNOWN, sensitive(UNKNOWN))],
    [
      'keeps the keys',
      object({ a: UNKNOWN, b: true }),
      mapOf('dynamic'),
      new MapValue('dynamic', objectValue({ a: UNKNOWN, b: UNKNOWN })),
    ],
    [
      'becomes a string among strings',
      [UNKNOWN, 'a'],
      listOf('dynamic'),
      new ListValue('string', [new Unknown('string'), 'a']),
    ],
    ['decides nothing alone', [UNKNOWN, null], listOf('dynamic'), unknownItems(UNKNOWN, null)],
    ['takes a wanted type', [UNKNOWN, 1], listOf('number'), new ListValue('number', [new Unknown('number'), 1])],
  ])('%s', (_, value, type, wanted) => {
    expect(convert(value, type)).toEqual({ ok: true, value: wanted });
  });
});

describe('a mismatch is reported by path and type, never by value', () => {
  it.each<[string, Value, Type, (string | number)[], RegExp]>([
    ['text that is not a number', 'hunter2', 'number', [], /needs a number/],
    ['text that is not a bool', 'TRUE', 'bool', [], /"true" nor "false"/],
    ['a number as a bool', 1, 'bool', [], /needs a bool, not a number/],
    ['a list as text', [], 'string', [], /needs a string, not a tuple/],
    ['text as a list', 'a', listOf('string'), [], /needs a list of string, not a string/],
    ['an element', ['1', 'hunter2'], listOf('number'), [1], /needs a number/],
    ['an attribute', object({ name: 'n', age: [] }), person, ['age'], /needs a number, not a tuple/],
    [
      'deep inside',
      object({ a: [object({ b: 'hunter2' })] }),
      objectOf({ a: listOf(mapOf('number')) }),
      ['a', 0, 'b'],
      /needs a number/,
    ],
    ['an attribute that is missing', object({ name: 'n' }), person, [], /needs the attribute "age"/],
    ['several missing attributes', object({}), person, [], /needs the attributes "name", "age"/],
    ['a tuple with another length', [1], tupleOf(['number', 'number']), [], /tuple of 2 elements, but has 1/],
    ['elements without a common type', [1, []], listOf('dynamic'), [], /elements of one type/],
    [
      'an empty list of another kind',
      new ListValue(listOf('string'), []),
      listOf('string'),
      [],
      /not a list of list of string/,
    ],
    ['an unknown of another kind', new Unknown(listOf('string')), 'string', [], /needs a string, not a list/],
    ['inside a sensitive value', sensitive(object({ name: 'n', age: 'hunter2' })), person, ['age'], /needs a number/],
  ])('%s', (_name, value, type, path, message) => {
    const result = convert(value, type);
    expect(result).toMatchObject({ ok: false, path, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

it('names inherited from Object.prototype are ordinary names', () => {
  const type = objectOf({ constructor: 'string' } as unknown as Record<string, Type>);
  expect(convert(objectValue({}), type)).toMatchObject({ ok: false });
  const given = objectValue();
  given['__proto__'] = 1;
  const result = convert(given, mapOf('string')) as { value: MapValue };
  expect(Object.keys(result.value.entries)).toEqual(['__proto__']);
  expect(result.value instanceof Sensitive).toBe(false);
});

describe('unify', () => {
  it.each<[string, Type[], Type | undefined]>([
    ['nothing', [], undefined],
    ['equal types', ['string', 'string'], 'string'],
    ['a number and a string', ['number', 'string'], 'string'],
    ['a number and a bool', ['number', 'bool'], undefined],
    ['a null and another type', ['dynamic', 'number'], 'number'],
    ['nothing but nulls', ['dynamic', 'dynamic'], 'dynamic'],
    ['lists', [listOf('number'), listOf('string')], listOf('string')],
    ['a list and a tuple', [listOf('number'), tupleOf(['string', 'bool'])], listOf('string')],
    ['a set and a tuple', [setOf('string'), tupleOf(['string'])], setOf('string')],
    ['a list and a set', [setOf('string'), listOf('string')], listOf('string')],
    ['objects alike', [objectOf({ a: 'number' }), objectOf({ a: 'string' })], objectOf({ a: 'string' })],
    ['objects with other names', [objectOf({ a: 'number' }), objectOf({ b: 'string' })], mapOf('string')],
    ['objects that cannot be unified', [objectOf({ a: 'number' }), objectOf({ b: tupleOf([]) })], undefined],
    ['an object and a map', [objectOf({ a: 'number' }), mapOf('string')], mapOf('string')],
    ['tuples of one length', [tupleOf(['number']), tupleOf(['string'])], tupleOf(['string'])],
    ['tuples of several lengths', [tupleOf(['number']), tupleOf(['string', 'bool'])], listOf('string')],
    ['an object and a tuple', [objectOf({}), tupleOf([])], undefined],
    ['a string and a list', ['string', listOf('string')], undefined],
  ])('%s', (_name, types, expected) => {
    for (const order of [types, types.toReversed()]) {
      expect(unify(order)).toEqual(expected);
    }
  });
});
