import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { App, Fn, Resource, Stack, Testing, type Reference } from '../../src/constructs/index.js';
import { expressionOf } from '../../src/constructs/expression.js';
import { jsonText } from '../../src/constructs/json-text.js';
import { md5 } from '../../src/constructs/md5.js';
import { relativeLocation } from '../../src/constructs/origin.js';
import { evaluate } from '../../src/engine/index.js';
import { parseExpression, parseTemplate } from '../../src/language/index.js';
import { plainJson, type Expression, type Json, type Value } from '../../src/model/index.js';

/** Values of references are their own texts, so that what arrives can be told. */
function valueOf(expression: Expression): Json {
  const result = evaluate(
    expression,
    {
      lookup: (_subject, steps) => ({ value: `value of ${JSON.stringify(steps)}` as Value, consumed: steps.length }),
    },
    { file: 'test', path: [] },
  );
  expect(result.diagnostics).toEqual([]);
  return plainJson(result.value);
}

/** Composed, as the language keeps text. */
const text = (minLength = 0): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength, maxLength: 30 }).map((each) => each.normalize('NFC'));

const plainText = text().map((each) => Fn.rawString(each));

const json = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, fc.boolean(), fc.integer(), text(), tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(text(1), tie('any'), { maxKeys: 4 }),
})).any;

/** Text in it means itself, whatever signs of the language it has. */
const literally = (value: unknown): unknown => {
  if (typeof value === 'string') return Fn.rawString(value);
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [Fn.rawString(key), literally(item)]));
};

describe('constructs', () => {
  test('a value converted to an expression evaluates to itself', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { expression, problems } = parseExpression(expressionOf(literally(value)));
        expect(problems).toEqual([]);
        expect(valueOf(expression)).toEqual(value);
      }),
    );
  });

  test('a reference survives template literals, functions and JSON text, whatever the keys', () => {
    fc.assert(
      fc.property(plainText, text(1), fc.array(fc.integer({ min: 0, max: 3 })), (around, key, layers) => {
        const stack = new Stack(new App(), 'prod');
        const a = new Resource(stack, 'a', { type: 'terraform_data' });
        const reference = a.attribute('output').get(Fn.rawString(key)) as Reference<string>;
        let text = `${around}${reference}${around}`;
        // What is done to the text on its way, and what undoes it when it is evaluated.
        for (const layer of layers) {
          if (layer === 0) text = `${Fn.jsondecode(Fn.jsonencode(text))}`;
          if (layer === 1) text = `${Fn.join('', [text])}`;
          if (layer === 2) text = `${Fn.conditional(true, text, '')}`;
          if (layer === 3) text = (JSON.parse(JSON.stringify({ text })) as { text: string }).text;
        }
        new Resource(stack, 'b', { type: 'terraform_data', attributes: { input: text } });
        const document = JSON.parse(Testing.synth(stack)) as {
          resource: { terraform_data: { b: { input: string } } };
        };
        const { expression, problems } = parseTemplate(document.resource.terraform_data.b.input);
        expect(problems).toEqual([]);
        const steps = JSON.stringify([
          { kind: 'attribute', key: 'output' },
          { kind: /^[A-Za-z_][\w-]*$/.test(key) ? 'attribute' : 'index', key },
        ]);
        const plain = valueOf(parseTemplate(around).expression) as string;
        expect(valueOf(expression)).toBe(`${plain}value of ${steps}${plain}`);
      }),
    );
  });

  test('JSON text matches JSON.stringify with sorted keys', () => {
    const sorted = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map(sorted);
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, sorted(item)]),
      );
    };
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(jsonText(value as never))).toEqual(value);
      }),
    );
    const example = { b: [1, { d: [], c: {} }], a: null };
    expect(jsonText(example as never)).toBe(`${JSON.stringify(sorted(example), null, 2)}\n`);
  });

  test('the hash in names is MD5', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (each) => {
        expect(md5(each)).toBe(createHash('md5').update(each).digest('hex'));
      }),
    );
  });

  test('a relative location resolves to the file', () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.array(name), fc.array(name, { minLength: 1 }), (root, file) => {
        const relative = relativeLocation(`/${file.join('/')}:1:2`, `/${root.join('/')}`);
        expect(
          new URL(relative.replaceAll(':', '%3A'), `file:///${root.map((part) => `${part}/`).join('')}`).pathname,
        ).toBe(`/${file.join('/')}%3A1%3A2`);
      }),
    );
  });
});
