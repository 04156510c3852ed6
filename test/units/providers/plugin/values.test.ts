import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  canonicalText,
  impliedType,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  nullOf,
  numberFromBinary,
  objectOf,
  objectValue,
  parseJson,
  parseNumber,
  setOf,
  setValue,
  tupleOf,
  Unknown,
  UNKNOWN,
  unmarkDeep,
  valuesEqual,
  valueToJson,
  type Block,
  type Type,
  type Value,
} from '../../../../src/model/index.js';
import {
  decodeBlock,
  decodeValue,
  encodeBlock,
  encodeValue,
} from '../../../../src/providers/plugin/values/dynamic-value.js';
import { blockFromJson } from '../../../../src/providers/plugin/values/blocks.js';
import { typedValue } from '../../../properties/arbitrary.js';

const NONE = Buffer.alloc(0);
const hex = ({ msgpack }: { readonly msgpack: Uint8Array }): string => Buffer.from(msgpack).toString('hex');
const packed = (text: string) => ({ msgpack: Buffer.from(text.replaceAll(' ', ''), 'hex'), json: NONE });
const number = (text: string): Value => parseNumber(text)!;
const ascii = (text: string): string => Buffer.from(text).toString('hex');

/** What Terraform writes for each value, in both directions. */
const vectors: readonly (readonly [title: string, type: Type, value: Value, packed: string])[] = [
  ['null', 'string', null, 'c0'],
  ['true', 'bool', true, 'c3'],
  ['false', 'bool', false, 'c2'],
  ['an empty string', 'string', '', 'a0'],
  ['a string of 32 bytes', 'string', 'x'.repeat(32), `d9 20 ${'78'.repeat(32)}`],
  ['a string of 256 bytes', 'string', 'x'.repeat(256), `da 0100 ${'78'.repeat(256)}`],
  ['0', 'number', 0, '00'],
  ['127', 'number', 127, '7f'],
  ['128', 'number', 128, 'cc 80'],
  ['256', 'number', 256, 'cd 0100'],
  ['65536', 'number', 65536, 'ce 00010000'],
  ['2^32', 'number', 2 ** 32, 'cf 0000000100000000'],
  ['-1', 'number', -1, 'ff'],
  ['-33', 'number', -33, 'd0 df'],
  ['-129', 'number', -129, 'd1 ff7f'],
  ['-32769', 'number', -32769, 'd2 ffff7fff'],
  ['-2^31-1', 'number', -(2 ** 31) - 1, 'd3 ffffffff7fffffff'],
  ['2^60', 'number', numberFromBinary(1n, 60), 'cf 1000000000000000'],
  ['2^63-1', 'number', number('9223372036854775807'), 'cf 7fffffffffffffff'],
  ['-2^63', 'number', number('-9223372036854775808'), 'd3 8000000000000000'],
  ['2^63', 'number', number('9223372036854775808'), `b3 ${ascii('9223372036854775808')}`],
  ['0.5', 'number', number('0.5'), 'cb 3fe0000000000000'],
  ['the smallest double', 'number', numberFromBinary(1n, -1074), 'cb 0000000000000001'],
  ['0.8', 'number', number('0.8'), `a3 ${ascii('0.8')}`],
  ['infinity', 'number', Infinity, 'cb 7ff0000000000000'],
  ['an unknown string', 'string', new Unknown('string'), 'd4 00 00'],
  ['an unknown string that is not null', 'string', new Unknown('string', true), 'c7 03 0c 81 01 c2'],
  ['one with a prefix', 'string', new Unknown('string', true, { prefix: 'n-' }), 'c7 07 0c 82 01 c2 02 a2 6e2d'],
  [
    'a number between 1 and 2',
    'number',
    new Unknown('number', false, { least: 1, most: 2 }),
    'c7 09 0c 82 03 92 01 c3 04 92 02 c3',
  ],
  [
    'a list of 1 to 3 elements',
    listOf('bool'),
    new Unknown(listOf('bool'), true, { least: 1, most: 3 }),
    'c7 07 0c 83 01 c2 05 01 06 03',
  ],
  ['a list', listOf('number'), new ListValue('number', [1, null, 2]), '93 01 c0 02'],
  ['a set', setOf('string'), setValue('string', ['b', 'a']), '92 a1 61 a1 62'],
  ['a map', mapOf('bool'), new MapValue('bool', objectValue({ b: true, a: false })), '82 a1 61 c2 a1 62 c3'],
  ['an object', objectOf({ b: 'bool', a: 'string' }), objectValue({ a: 'x', b: null }), '82 a1 61 a1 78 a1 62 c0'],
  ['an object without attributes', objectOf({}), objectValue(), '80'],
  ['a tuple', tupleOf(['bool', 'string']), [true, 'x'], '92 c3 a1 78'],
  ['a dynamic string', 'dynamic', 'x', `92 c4 08 ${ascii('"string"')} a1 78`],
  ['a dynamic tuple', 'dynamic', [1], `92 c4 14 ${ascii('["tuple",["number"]]')} 91 01`],
  ['a null without a type', 'dynamic', null, 'c0'],
  ['a null with one', 'dynamic', nullOf('bool'), `92 c4 06 ${ascii('"bool"')} c0`],
  ['an unknown value without a type', 'dynamic', UNKNOWN, 'd4 00 00'],
  ['an unknown value with one', 'dynamic', new Unknown('bool'), `92 c4 06 ${ascii('"bool"')} d4 00 00`],
];

describe('values of the plugin protocol', () => {
  it.each(vectors)('%s', (_, type, value, text) => {
    expect(hex(encodeValue(value, type))).toBe(text.replaceAll(' ', ''));
    expect(decodeValue(packed(text), type)).toEqual(value);
  });

  it.each<[string, Type, string, Value]>([
    ['integers in wider forms', 'number', 'd3 0000000000000001', 1],
    ['doubles that are integers', 'number', 'cb 3ff0000000000000', 1],
    ['floats of 32 bits', 'number', 'ca 3f000000', number('0.5')],
    ['unsigned integers of 64 bits', 'number', 'cf ffffffffffffffff', number('18446744073709551615')],
    ['numbers as text', 'number', 'a1 31', 1],
    ['unknown values of other extensions', 'string', 'd5 07 0000', new Unknown('string')],
    ['facts that are not known yet', 'string', 'c7 05 0c 82 63 c0 01 c2', new Unknown('string', true)],
    ['exclusive bounds', 'number', 'c7 05 0c 81 03 92 01 c2', new Unknown('number', false, { least: 1 })],
    ['text that is not normalized', 'string', `a3 65cc81`, 'é'],
    ['nothing', 'string', '', null],
  ])('are also read from %s', (_, type, text, value) => {
    expect(decodeValue(packed(text), type)).toEqual(value);
  });

  it.each<[string, Type, string, string]>([
    ['text in place of a number', 'number', 'a1 78', 'this is not a value of the type number'],
    ['a number in place of text', listOf('string'), '91 01', '[0]: this is not a value of the type string'],
    ['an unknown attribute', objectOf({ a: 'bool' }), '82 a1 61 c3 a1 62 c3', 'the schema has no attribute b'],
    ['a missing attribute', objectOf({ a: 'bool', b: 'bool' }), '81 a1 61 c3', 'the attribute b is missing'],
    ['a tuple of another size', tupleOf(['bool']), '92 c3 c3', 'this is not a value of the type tuple'],
    ['a dynamic value without its type', 'dynamic', 'a1 78', 'this is not a value with its type'],
    ['a size without its elements', listOf('bool'), 'dd ffffffff', 'the message ends too early'],
    ['bytes after the value', 'bool', 'c3 c3', 'a value is followed by other bytes'],
    ['a byte without a meaning', 'bool', 'c1', 'a value is not MessagePack'],
    ['NaN', 'number', 'cb 7ff8000000000000', 'this is not a value of the type number'],
  ])('are refused: %s', (_, type, text, problem) => {
    expect(() => decodeValue(packed(text), type)).toThrow(problem);
  });

  it('lose their marks, and nothing else', () => {
    fc.assert(
      fc.property(typedValue({ nulls: 15, unknowns: 15, marks: 15 }), ({ type, value, alone }) => {
        const plain = unmarkDeep(value);
        fc.pre(isNormal(plain));
        expect(valuesEqual(decodeValue({ ...encodeValue(value, type), json: NONE }, type), plain)).toBe(true);
        const standing = unmarkDeep(alone);
        expect(valuesEqual(decodeValue({ ...encodeValue(alone, 'dynamic'), json: NONE }, 'dynamic'), standing)).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are the same in JSON', () => {
    fc.assert(
      fc.property(typedValue({ nulls: 15 }), ({ type, value }) => {
        fc.pre(isNormal(value));
        const json = Buffer.from(canonicalJson(valueToJson(value, type)));
        expect(valuesEqual(decodeValue({ msgpack: NONE, json }, type), value)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are MessagePack in its shortest form, as another implementation writes it', () => {
    const extensions = new ExtensionCodec();
    const decoder = new Decoder({ useBigInt64: false, extensionCodec: extensions });
    const encoder = new Encoder({ extensionCodec: extensions });
    fc.assert(
      fc.property(typedValue({ nulls: 15, unknowns: 15 }), ({ type, value }) => {
        const { msgpack } = encodeValue(value, type);
        // The other implementation refuses keys named __proto__ and rounds integers beyond 2^53.
        fc.pre(!Buffer.from(msgpack).includes('__proto__') && !/[cd][f3][0-9a-f]{16}/.test(hex({ msgpack })));
        const decoded = decoder.decode(msgpack);
        expect(hex({ msgpack: encoder.encode(decoded) })).toBe(hex({ msgpack }));
      }),
      { numRuns: 200 },
    );
    expect(decoder.decode(encodeValue(new Unknown('bool'), 'bool').msgpack)).toMatchObject({ type: 0, data: { 0: 0 } });
  });

  it('cut long prefixes between characters', () => {
    const value = new Unknown('string', false, { prefix: 'é'.repeat(200) });
    const read = decodeValue({ ...encodeValue(value, 'string'), json: NONE }, 'string');
    expect(read).toEqual(new Unknown('string', false, { prefix: 'é'.repeat(128) }));
  });

  it('are not written with another type', () => {
    expect(() => encodeValue('x', 'bool')).toThrow('a value in memory is not a value of the type bool');
    expect(hex(encodeValue(objectValue({ a: true }), objectOf({ a: 'bool', b: 'bool' })))).toBe('82a161c3a162c0');
  });
});

/** Texts are normalized when they are read. */
const isNormal = (value: Value): boolean => canonicalText(value) === canonicalText(value).normalize('NFC');

const inner: Block = {
  attributes: { n: { type: 'number', optional: true }, any: { type: 'dynamic', optional: true } },
  blockTypes: {},
};
const plain: Block = { attributes: { n: { type: 'number', optional: true } }, blockTypes: {} };
const block: Block = {
  attributes: { id: { type: 'string', computed: true }, free: { type: 'dynamic', optional: true } },
  blockTypes: {
    one: { nesting: 'single', block: inner },
    open: { nesting: 'list', block: inner },
    named: { nesting: 'map', block: { ...inner, blockTypes: { deep: { nesting: 'list', block: inner } } } },
    rule: { nesting: 'set', block: plain },
    step: { nesting: 'list', block: plain },
  },
};

const part = (n: Value, any: Value): Value => objectValue({ n, any });

const object = objectValue({
  id: 'x',
  free: [true],
  one: part(1, nullOf('string')),
  open: [part(1, 'x'), part(null, 2), part(3, null)],
  named: objectValue({ a: objectValue({ n: 1, any: false, deep: [part(2, [])] }) }),
  rule: setValue(impliedType(plain), [objectValue({ n: 1 })]),
  step: new ListValue(impliedType(plain), []),
});

describe('values of blocks', () => {
  const back = (value: Value): Value => decodeBlock({ ...encodeBlock(value, block), json: NONE }, block);

  it('are the same after both directions', () => {
    expect(back(object)).toEqual(object);
    expect(back(null)).toBeNull();
  });

  it('are tuples and objects with their types where blocks may differ', () => {
    const alone: Block = { attributes: {}, blockTypes: { open: { nesting: 'list', block: inner } } };
    const value = objectValue({ open: [part(1, 'x')] });
    const type = '["tuple",[["object",{"any":"string","n":"number"}]]]';
    const elements = `91 82 a3 ${ascii('any')} a1 78 a1 6e 01`;
    expect(hex(encodeBlock(value, alone))).toBe(
      `81 a4 ${ascii('open')} 92 c4 ${type.length.toString(16)} ${ascii(type)} ${elements}`.replaceAll(' ', ''),
    );
  });

  it('may be unknown', () => {
    const unknown = objectValue({
      ...object,
      open: new Unknown('dynamic'),
      step: new Unknown(listOf(impliedType(plain))),
    });
    expect(back(unknown)).toEqual(unknown);
  });

  it('are read from the JSON of a state', () => {
    const json = parseJson(
      JSON.stringify({
        id: 'x',
        open: { type: ['tuple', [['object', { n: 'number', any: 'string' }]]], value: [{ n: 1, any: 'y' }] },
        step: [{ n: 2 }],
        one: { n: 1, any: null },
      }),
    );
    expect(blockFromJson(json, block)).toEqual(
      objectValue({
        id: 'x',
        free: null,
        one: part(1, null),
        open: [part(1, 'y')],
        named: null,
        rule: null,
        step: new ListValue(impliedType(plain), [objectValue({ n: 2 })]),
      }),
    );
  });
});
