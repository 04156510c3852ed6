import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  decodeValue,
  encodeValue,
  ExactNumber,
  type Json,
  JsonSyntaxError,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  objectOf,
  objectValue,
  parseJson,
  parseNumber,
  plainJson,
  sensitive,
  sensitiveMask,
  setOf,
  setValue,
  stringifyJson,
  tupleOf,
  type Type,
  Unknown,
  UNKNOWN,
  unknownMask,
  type Value,
  valueFromJson,
  ValueShapeError,
  valuesEqual,
  valueToJson,
} from '../../../src/model/index.js';

const object = (entries: Record<string, Value>): Value => objectValue(entries);

describe('JSON is parsed without losing digits', () => {
  it.each([
    '12345678901234567890',
    '-9007199254740993',
    '0.1234567890123456789',
    '[1,2.5,"x",null,true,{"a":{}}]',
    '{"n":98765432109876543210,"s":"#0","t":"##1"}',
    '"escaped \\" 12345678901234567890 \\\\"',
    '{"#0":12345678901234567890}',
    '["\\u00230",12345678901234567890]',
  ])('%s survives a round trip', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(
      JSON.stringify(JSON.parse(text)) === text ? text : text.replace('\\u0023', '#'),
    );
  });

  it.each([
    ['0.1', 'number'],
    ['9007199254740991', 'number'],
    ['123456789012345', 'number'],
    ['0.30000000000000004', 'number'],
    ['1e5', 'number'],
    ['9007199254740993', 'object'],
    ['1e400', 'object'],
    ['0.12345678901234567890', 'object'],
  ])('%s is a %s', (text, kind) => {
    expect(typeof parseJson(text)).toBe(kind);
  });

  it('a number that is too large is an error, not infinity', () => {
    expect(() => parseJson('[1e999999999]')).toThrow(JsonSyntaxError);
  });

  it.each([
    ['{"a":1,}', 7],
    ['', 0],
    ['[1 2]', 3],
    ['{"a":', 5],
    ['nul', 0],
    ['[1] x', 4],
  ])('%j is rejected at the position of the error', (text, offset) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'JsonSyntaxError', offset }));
  });

  it('keys inherited from Object.prototype are read like any other', () => {
    const json = parseJson('{"__proto__":12345678901234567890,"constructor":1}') as Record<string, Json>;
    expect(Object.keys(json)).toEqual(['__proto__', 'constructor']);
    expect(stringifyJson(json)).toBe('{"__proto__":12345678901234567890,"constructor":1}');
  });

  it('is written with indentation as JSON.stringify does', () => {
    const json = { a: [1, { b: [] }], c: {} };
    const exact = { ...json, n: parseNumber('12345678901234567890')! };
    expect(stringifyJson(exact, 2)).toBe(
      JSON.stringify({ ...json, n: 0 }, undefined, 2).replace('"n": 0', '"n": 12345678901234567890'),
    );
    expect(stringifyJson(json, 2)).toBe(JSON.stringify(json, undefined, 2));
  });
});

it('canonical JSON is identical for equal documents', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: parseNumber('0.5')! }], a: 'é' })).toBe('{"a":"é","b":[1,{"c":0.5,"d":1}]}');
});

describe('a value in the state format', () => {
  const type = objectOf({
    s: 'string',
    n: 'number',
    b: 'bool',
    l: listOf('number'),
    st: setOf('string'),
    m: mapOf('string'),
    t: tupleOf(['string', 'number']),
    any: 'dynamic',
    o: objectOf({ x: 'string' }),
  });
  const value = object({
    s: 'a',
    n: parseNumber('0.1')!,
    b: true,
    l: new ListValue('number', [1, parseNumber('12345678901234567890')!]),
    st: setValue('string', ['b', 'a']),
    m: new MapValue('string', objectValue({ k: 'v' })),
    t: ['x', 1],
    any: new ListValue('string', ['q']),
    o: object({ x: null }),
  });
  const text =
    '{"s":"a","n":0.1,"b":true,"l":[1,12345678901234567890],"st":["a","b"],"m":{"k":"v"},"t":["x",1],"any":{"value":["q"],"type":["list","string"]},"o":{"x":null}}';

  it('is written by its type and read back', () => {
    expect(stringifyJson(valueToJson(value, type))).toBe(text);
    expect(valuesEqual(valueFromJson(parseJson(text), type), value)).toBe(true);
  });

  it.each<[string, Json, Type, Value]>([
    ['a missing key is null', {}, objectOf({ a: 'string' }), object({ a: null })],
    ['an unknown key is ignored', { a: 'x', z: 1 }, objectOf({ a: 'string' }), object({ a: 'x' })],
    [
      'an inherited name counts as missing',
      {},
      objectOf({ toString: 'string' } as unknown as Record<string, Type>),
      object({ toString: null }),
    ],
    ['a number for a string', 5, 'string', '5'],
    ['a string for a number', '12345678901234567890', 'number', parseNumber('12345678901234567890')!],
    ['a set in any order', ['b', 'a', 'b'], setOf('string'), setValue('string', ['a', 'b'])],
    ['null of any type', null, 'dynamic', null],
  ])('%s', (_name, json, wanted, expected) => {
    expect(valuesEqual(valueFromJson(json, wanted), expected)).toBe(true);
  });

  it.each<[string, Json, Type]>([
    ['a list instead of an object', [], objectOf({})],
    ['a string instead of a bool', 'maybe', 'bool'],
    ['a tuple that is too short', [1], tupleOf(['number', 'number'])],
    ['a dynamic value without its type', { value: 1 }, 'dynamic'],
  ])('%s is rejected', (_name, json, wanted) => {
    expect(() => valueFromJson(json, wanted)).toThrow(ValueShapeError);
  });

  it('is rejected with the path of the error', () => {
    expect(() => valueFromJson({ a: [1, 'x'] }, objectOf({ a: listOf('number') }))).toThrow(
      /^a\[1\]: expected a number, found a string$/,
    );
  });

  it('has no marks, and null for unknown values', () => {
    expect(valueToJson(object({ a: sensitive('x'), b: UNKNOWN }), objectOf({ a: 'string', b: 'string' }))).toEqual({
      a: 'x',
      b: null,
    });
  });
});

describe('a value in the self-describing format', () => {
  it.each<[string, Value]>([
    ['nothing', null],
    ['an exact number', parseNumber('0.1234567890123456789')!],
    ['a decimal', parseNumber('0.1')!],
    ['a tuple and an object', [object({ a: [] }), 'x', true]],
    ['infinity', Infinity],
    ['negative infinity', -Infinity],
    ['an object in the form of a described value', object({ $: 'list', items: [] })],
    [
      'collections',
      [new ListValue('number', []), setValue('string', ['a']), new MapValue(listOf('bool'), objectValue())],
    ],
    ['unknowns', [UNKNOWN, new Unknown('string', true), new Unknown(listOf('number'))]],
    ['marks', object({ a: sensitive([sensitive('x')]) })],
  ])('%s survives a round trip through text', (_name, value) => {
    const back = decodeValue(parseJson(stringifyJson(encodeValue(value))));
    expect(valuesEqual(back, value)).toBe(true);
    expect(back instanceof ExactNumber).toBe(value instanceof ExactNumber);
  });

  it('still records that an unknown value is not null', () => {
    expect(decodeValue(encodeValue(new Unknown('string', true)))).toMatchObject({ notNull: true });
  });

  it.each<[string, Json]>([
    ['an unknown kind', { $: 'tuple' }],
    ['a list without items', { $: 'list', element: 'string' }],
    ['a list whose items are not a list', { $: 'list', element: 'string', items: { a: 1 } }],
    ['a list without a type', { $: 'list', element: 'text', items: [] }],
    ['a map whose entries are a list', { $: 'map', element: 'string', entries: [] }],
    ['an object without attributes', { $: 'object' }],
    ['a sensitive value without a value', { $: 'sensitive' }],
  ])('rejects %s', (_, json) => {
    expect(() => decodeValue(json)).toThrow(ValueShapeError);
  });
});

describe('a plan shows a value as three documents', () => {
  const value = object({
    known: 'a',
    unknown: UNKNOWN,
    list: ['x', UNKNOWN, object({ id: UNKNOWN, name: 'n' })],
    empty: object({}),
    none: [],
    secret: sensitive(object({ a: UNKNOWN, b: 1 })),
    nothing: null,
    inside: [object({ s: sensitive('x') }), 1],
  });

  it('the known parts', () => {
    expect(plainJson(value)).toEqual({
      known: 'a',
      list: ['x', null, { name: 'n' }],
      empty: {},
      none: [],
      secret: { b: 1 },
      nothing: null,
      inside: [{ s: 'x' }, 1],
    });
  });

  it('the unknown parts', () => {
    expect(unknownMask(value)).toEqual({
      unknown: true,
      list: [false, true, { id: true }],
      empty: {},
      none: [],
      secret: { a: true },
      inside: [{}, false],
    });
    expect(unknownMask(object({ a: 1 }))).toEqual({});
    expect(unknownMask(UNKNOWN)).toBe(true);
    expect(unknownMask(null)).toBe(false);
  });

  it('the sensitive parts', () => {
    expect(sensitiveMask(value)).toEqual({
      list: [false, false, {}],
      empty: {},
      none: [],
      secret: true,
      inside: [{ s: true }, false],
    });
    expect(sensitiveMask(object({ l: new Unknown(listOf('string')), m: new Unknown(mapOf('string')) }))).toEqual({
      l: [],
      m: {},
    });
    expect(sensitiveMask(null)).toBe(false);
  });
});
