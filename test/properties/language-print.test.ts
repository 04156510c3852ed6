import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, parseTemplate, printExpression, printTemplate } from '../../src/language/index.js';
import {
  type BinaryOperator,
  type Expression,
  parseNumber,
  Tagged,
  type TraversalStep,
  type Value,
} from '../../src/model/index.js';
import { object, tuple } from '../../src/language/collections.js';

const name = fc.constantFrom('a', 'b_1', 'var', 'x-y', 'für', 'in', 'if', 'for');
const freshName = fc.constantFrom('k', 'v', 'each-one');
const text = fc.oneof(
  // As every text the language reads: in Unicode's normal form C.
  fc.string({ unit: 'binary' }).map((one) => one.normalize('NFC')),
  fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '~', '"', '\\', '\n', ' ', 'a') }),
);
const number = fc.oneof(
  fc.integer(),
  fc
    .tuple(fc.bigInt(), fc.integer({ min: -40, max: 40 }))
    .map(([digits, exponent]) => parseNumber(`${digits}e${exponent}`)!),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    text,
    number,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(name, text), tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Value>,
  ),
}));

const step: fc.Arbitrary<TraversalStep> = fc.oneof(
  name.map((key) => ({ kind: 'attribute', key }) as const),
  fc.oneof(fc.nat(), text).map((key) => ({ kind: 'index', key }) as const),
);
const oldStep: fc.Arbitrary<TraversalStep> = fc.oneof(
  name.map((key) => ({ kind: 'attribute', key }) as const),
  fc.nat().map((key) => ({ kind: 'index', key }) as const),
);
const operator = fc.constantFrom<BinaryOperator>('+', '-', '*', '/', '%', '==', '!=', '<', '>', '<=', '>=', '&&', '||');
const forNames = fc.record({ keyName: freshName, valueName: freshName }, { requiredKeys: ['valueName'] });

/** Parts of a template in the one form the parser gives them: no empty text, no two texts side by side. */
function template(parts: readonly Expression[]): Expression {
  const merged: Expression[] = [];
  for (const part of parts.flatMap((part) => (part.kind === 'template' ? part.parts : [part]))) {
    const last = merged.at(-1);
    if (isText(part) && part.value === '') continue;
    if (last !== undefined && isText(last) && isText(part)) {
      merged[merged.length - 1] = { kind: 'literal', value: `${last.value}${part.value}` };
    } else {
      merged.push(part);
    }
  }
  const [first] = merged;
  if (first === undefined) return { kind: 'literal', value: '' };
  const alone = merged.length === 1 && (isText(first) || first.kind === 'template-if' || first.kind === 'template-for');
  return alone ? first : { kind: 'template', parts: merged };
}

const isText = (expression: Expression): expression is Expression & { value: string } =>
  expression.kind === 'literal' && typeof expression.value === 'string';

/** A key that is a constant is a string: the parser writes numbers and booleans out. */
const asKey = (key: Expression): Expression =>
  key.kind === 'literal' ? { kind: 'literal', value: typeof key.value === 'string' ? key.value : 'k' } : key;

const node = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Expression> =>
  fc.record(fields) as unknown as fc.Arbitrary<Expression>;

const { expression: expressions } = fc.letrec<{ expression: Expression; template: Expression }>((tie) => {
  const inner = tie('expression');
  const items = fc.array(inner, { maxLength: 3 });
  return {
    template: fc.array(inner, { maxLength: 4 }).map(template),
    expression: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      value.map((value): Expression => ({ kind: 'literal', value })),
      node({ kind: fc.constant('traversal'), root: name, steps: fc.array(step, { maxLength: 3 }) }),
      tie('template'),
      node({ kind: fc.constant('attribute'), target: inner, name }),
      node({ kind: fc.constant('index'), target: inner, key: inner }),
      node({
        kind: fc.constant('splat'),
        target: inner,
        steps: fc.array(step, { maxLength: 2 }),
        full: fc.constant(true),
      }),
      node({
        kind: fc.constant('splat'),
        target: inner,
        steps: fc.array(oldStep, { maxLength: 2 }),
        full: fc.constant(false),
      }),
      fc
        .tuple(fc.constantFrom('f', 'provider::x::f'), items, fc.boolean())
        .map(([called, args, expand]): Expression => ({
          kind: 'call',
          name: called,
          args,
          expand: expand && args.length > 0,
        })),
      node({ kind: fc.constant('conditional'), condition: inner, then: inner, otherwise: inner }),
      fc
        .tuple(
          forNames,
          fc.record({ collection: inner, value: inner, condition: inner }, { requiredKeys: ['collection', 'value'] }),
        )
        .map(([names, rest]): Expression => ({ kind: 'for-tuple', ...names, ...rest })),
      fc
        .tuple(
          forNames,
          fc.record(
            { collection: inner, key: inner, value: inner, group: fc.boolean(), condition: inner },
            { requiredKeys: ['collection', 'key', 'value', 'group'] },
          ),
        )
        .map(([names, rest]): Expression => ({ kind: 'for-object', ...names, ...rest })),
      node({ kind: fc.constant('binary'), operator, left: inner, right: inner }),
      node({ kind: fc.constant('unary'), operator: fc.constantFrom('!', '-'), operand: inner }),
      items.map((found) => tuple(found)),
      fc.array(fc.record({ key: inner.map(asKey), value: inner }), { maxLength: 3 }).map((found) => object(found)),
      node({
        kind: fc.constant('template-if'),
        condition: inner,
        then: tie('template'),
        otherwise: tie('template'),
      }),
      fc
        .tuple(forNames, inner, tie('template'))
        .map(([names, collection, body]): Expression => ({ kind: 'template-for', ...names, collection, body })),
    ),
  };
});

const templateTexts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '${',
        '%{',
        '}',
        '~}',
        '${~',
        '$${',
        '"',
        'if ',
        'else',
        'endif',
        'for x in ',
        'endfor',
        ' ',
        '\n',
        '[',
        ']',
        '[*]',
        '.*',
        '(',
        ')',
      ),
      fc.constantFrom(
        '{',
        '=',
        ',',
        'a',
        '.b',
        '.0',
        '+',
        '-',
        '!',
        '?',
        ':',
        '=>',
        '...',
        '1.5',
        '"x"',
        '"${a}"',
        'f(',
        '#',
        '/*',
        '*/',
        '\\',
      ),
      fc.constantFrom(
        '${a}',
        '%{ if a }',
        '%{ else }',
        '%{ endif }',
        '%{ for x in a }',
        '%{ endfor }',
        '${[for x in a : x]}',
        '${a[*].b[c]}',
      ),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));

/** The tree without its positions, and without what follows from the rest of it. */
function bare(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(bare);
  if (typeof part !== 'object' || part === null || part instanceof Tagged) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => key !== 'span' && key !== 'named')
      .map(([key, inner]) => [key, bare(inner)]),
  );
}

describe('a printed expression parses to the same expression', () => {
  it('between ${ and }', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = printExpression(expression);
        const { expression: again, problems } = parseExpression(text);
        expect({ text, problems }).toEqual({ text, problems: [] });
        expect({ text, tree: bare(again) }).toEqual({ text, tree: bare(expression) });
      }),
      { numRuns: 1500 },
    );
  });

  it('as the value of a JSON string', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = printTemplate(expression);
        const { expression: again, problems } = parseTemplate(text);
        expect({ text, problems }).toEqual({ text, problems: [] });
        expect({ text, tree: bare(again) }).toEqual({ text, tree: bare(expression) });
      }),
      { numRuns: 1500 },
    );
  });

  it('as any template text that parses', () => {
    fc.assert(
      fc.property(templateTexts, (text) => {
        const { expression, problems } = parseTemplate(text);
        fc.pre(problems.length === 0);
        expect(bare(parseTemplate(printTemplate(expression)).expression)).toEqual(bare(expression));
      }),
      { numRuns: 3000 },
    );
  });
});

it('the parser never throws, and every problem lies inside the text', () => {
  fc.assert(
    fc.property(templateTexts, (text) => {
      for (const { problems } of [parseTemplate(text), parseExpression(text)]) {
        for (const { span } of problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
      }
    }),
    { numRuns: 3000 },
  );
});
