import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { consoleText } from './console-text.js';
import { DIFFERENCES, QUESTIONS } from './expressions.js';
import { run } from './run.js';

const answers = JSON.parse(readFileSync(new URL('terraform-answers.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;
const different = new Map(DIFFERENCES.flatMap((difference) => Object.entries(difference.answers)));

function answer(sheltered: string): string {
  const { value, diagnostics } = run(sheltered);
  expect(diagnostics).toEqual([]);
  return consoleText(value, 2);
}

const asResult = (text: string): string => (text === 'ERROR' ? '"ERROR"' : `{\n    "r" = ${text}\n  }`);

describe('an expression has the same result as in Terraform', () => {
  it.each(QUESTIONS.filter(({ expression }) => !different.has(expression)))(
    '$expression',
    ({ expression, sheltered }) => {
      expect(answer(sheltered)).toBe(answers[expression]);
    },
  );
});

describe.each(DIFFERENCES)('unlike Terraform 1.11: $why', (difference) => {
  it.each(Object.entries(difference.answers))('%s', (expression, expected) => {
    const { sheltered } = QUESTIONS.find((question) => question.expression === expression)!;
    expect(answer(sheltered)).toBe(asResult(expected));
    expect(answers[expression]).not.toBe(asResult(expected));
  });
});
