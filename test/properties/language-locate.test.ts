import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expressionFromJson, locate, printTemplate } from '../../src/language/index.js';
import { type Json, type JsonObject, plainJson, type Path, type Value } from '../../src/model/index.js';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

/** The same document with numbers that JSON gives back as they are. */
const withShortNumbers = (value: Json): Json =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'number' ? Math.round((part % 1e6) * 8) / 8 + 0 : part,
  ) as Json;

/** Every place in a document, with its value. */
function* places(value: Json, path: Path = []): Generator<[Path, Json]> {
  yield [path, value];
  if (Array.isArray(value)) {
    for (const [index, item] of (value as Json[]).entries()) yield* places(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value as JsonObject)) yield* places(inner, [...path, key]);
  }
}

it('the location of a path contains the value that JSON.parse finds there', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1, '\t'), fc.boolean(), (value, indent, escape) => {
      let text = JSON.stringify(value, undefined, indent);
      if (escape)
        text = text.replace(
          /[\u0080-\uffff]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      const bytes = Buffer.from(text);
      const lines = text.split('\n');
      for (const [path, found] of places(JSON.parse(text) as Json)) {
        const range = locate(text, path)!;
        const part = bytes.subarray(range.start.byte, range.end.byte).toString();
        const step = path.at(-1);
        const container = typeof found === 'object' && found !== null;
        // A container is shown by its key, or else by its first sign.
        const shown = container && typeof step !== 'string' ? part : (JSON.parse(part) as Json);
        const key = typeof step === 'string' ? step : Array.isArray(found) ? '[' : '{';
        expect(shown).toEqual(container ? key : found);
        const line = [...lines[range.start.line - 1]!];
        expect(
          line
            .slice(range.start.column - 1)
            .join('')
            .startsWith(part.split('\n')[0]!),
        ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

it('any span of a string is located across its escapes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.nat(), fc.nat(), (value, escape, first, second) => {
      let text = JSON.stringify({ a: value });
      if (escape)
        text = text.replace(
          /[\u0080-\uffff]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      // Only between whole characters.
      const borders = [...value].reduce((found, character) => [...found, found.at(-1)! + character.length], [0]);
      const [start, end] = [borders[first % borders.length]!, borders[second % borders.length]!].sort(
        (a, b) => a - b,
      ) as [number, number];
      const range = locate(text, ['a'], { start, end })!;
      const part = Buffer.from(text).subarray(range.start.byte, range.end.byte).toString();
      expect(JSON.parse(`"${part}"`)).toBe(value.slice(start, end));
    }),
  );
});

it('JSON without templates is one literal with the same content', () => {
  fc.assert(
    fc.property(json.map(withShortNumbers), (value) => {
      fc.pre(!/[$%]\{/.test(JSON.stringify(value)));
      const { expression, problems } = expressionFromJson(value);
      expect(problems).toEqual([]);
      expect(expression.kind).toBe('literal');
      const literal = (expression as { value: Value }).value;
      expect(plainJson(literal)).toEqual(value);
    }),
  );
});

it('a string escaped as a template evaluates to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '~', '"', '\\', 'a', '\n') }), (value) => {
      const text = printTemplate({ kind: 'literal', value });
      expect(expressionFromJson(text)).toMatchObject({ expression: { kind: 'literal', value }, problems: [] });
    }),
    { numRuns: 1000 },
  );
});
