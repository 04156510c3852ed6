import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  JsonScanner,
  JsonSyntaxError,
  JsonWriter,
  parseJson,
  parseNumber,
  stringifyJson,
  type ByteSource,
  type Json,
} from '../../src/model/index.js';

/** The bytes in chunks of the given size. */
function chunks(bytes: Uint8Array, size: number): ByteSource {
  let offset = 0;
  return () => {
    if (offset >= bytes.length) return undefined;
    const chunk = bytes.subarray(offset, offset + size);
    offset += size;
    return chunk;
  };
}

function scanned(text: string, size: number): Json {
  const scanner = new JsonScanner(chunks(Buffer.from(text), size));
  const json = scanner.value();
  scanner.end();
  return json;
}

function written(json: Json): string {
  const pieces: string[] = [];
  const writer = new JsonWriter((piece) => pieces.push(piece));
  writer.write(json);
  writer.flush();
  return pieces.join('');
}

const LARGE = 3 << 20;

describe('chunked JSON', () => {
  it('is read like whole JSON, wherever the chunks end', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), fc.boolean(), (json, size, indented) => {
        const text = JSON.stringify(json, undefined, indented ? 2 : undefined);
        expect(scanned(text, size)).toEqual(parseJson(text));
      }),
    );
  });

  it('is written like whole JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(written(json as Json)).toBe(stringifyJson(json as Json));
      }),
    );
  });

  it.each<[string, Json]>([
    ['a text', 'x'.repeat(LARGE)],
    ['a string of escapes', '"\\\u0001'.repeat(LARGE / 3)],
    ['a string of multibyte characters', '€🙂é'.repeat(LARGE / 8)],
    ['an object with a large string in a list', { a: [1, { b: `${'y'.repeat(LARGE)}"` }, null], c: true }],
    ['a long list', Array.from({ length: 400_000 }, (_, index) => ({ index }))],
    ['strings that are equal or differ at the end', ['a', 'a', 'ab', 'a', 'ac'].map((end) => 'x'.repeat(LARGE) + end)],
    ['strings with a common prefix', [LARGE, LARGE - 1, 2 * LARGE, LARGE / 2].map((length) => 'x'.repeat(length))],
    ['exact numbers among large strings', ['z'.repeat(LARGE), parseNumber('12345678901234567890.5')!]],
  ])('survives a round trip when it is large: %s', (_, json) => {
    const text = written(json);
    for (const size of [1 << 16, (1 << 20) + 7])
      expect(stringifyJson(scanned(text, size)) === stringifyJson(json)).toBe(true);
    expect(text === stringifyJson(json)).toBe(true);
  });

  it('is read like whole JSON when a string is about as long as a piece, wherever its escapes and characters of several bytes are', () => {
    const about = fc.integer({ min: (1 << 16) - 40, max: (1 << 16) + 40 });
    const special = fc.constantFrom('"', '\\', '\\\\', '\n', '€', '🙂', '\ud83d');
    const chunk = fc.constantFrom(1000, (1 << 16) - 1, 1 << 16, 1 << 20);
    fc.assert(
      fc.property(about, fc.array(fc.tuple(about, special), { maxLength: 4 }), chunk, (length, specials, size) => {
        let value = 'x'.repeat(length);
        for (const [at, sign] of specials) value = value.slice(0, at) + sign + value.slice(at);
        const text = JSON.stringify({ before: [1, '"'], value, again: value, after: null });
        expect(JSON.stringify(scanned(text, size)) === text).toBe(true);
      }),
    );
  });

  it.each(['', '{', '[1,', '{"a"}', '{"a":1,}', '[1 2]', '{"a":1}}', 'nul', '"a', '{a:1}', '[1]x', '"\u0001"'])(
    'is rejected if it is invalid: %j',
    (text) => {
      for (const size of [1, 100]) expect(() => scanned(text, size)).toThrow(JsonSyntaxError);
    },
  );

  it('is rejected if it is nested too deeply, at any size', () => {
    const deep = '['.repeat(100_000);
    expect(() => scanned(deep, 1 << 16)).toThrow(/nested more than 1000 levels/);
    expect(() => new JsonScanner(chunks(Buffer.from(deep), 1 << 16)).skip()).toThrow(/nested/);
  });

  it('can be skipped value by value, with their positions', () => {
    const scanner = new JsonScanner(
      chunks(Buffer.from(`{"a": [1, "}"] ,"b":{"c":"${'x'.repeat(LARGE)}"}, "d": 7}`), 1 << 16),
    );
    const places: [string, number][] = [];
    let last: Json = null;
    scanner.members((name) => {
      places.push([name, scanner.valueOffset()]);
      if (name === 'd') last = scanner.value();
      else scanner.skip();
    });
    expect(places.slice(0, 2)).toEqual([
      ['a', 6],
      ['b', 20],
    ]);
    expect(last).toBe(7);
  });
});
