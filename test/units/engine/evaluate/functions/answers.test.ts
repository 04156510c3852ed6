import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../../src/engine/evaluate/evaluate.js';
import type { Scope } from '../../../../../src/engine/evaluate/scope.js';
import { parseExpression, parseTemplate } from '../../../../../src/language/index.js';
import { hasErrors, type Value, objectValue } from '../../../../../src/model/index.js';
import { projectFiles } from '../../../../../src/operations/expression-files.js';
import { consoleText } from '../console-text.js';
import { PLACE } from '../run.js';
import { DIFFERENCES } from './differences.js';
import { ANSWERS, asResult, FIXTURES, LOCALS, sheltered } from './questions.js';

const locals = new Map<string, Value>();

const scope: Scope = {
  lookup: (subject) => ({ value: 'name' in subject ? (locals.get(subject.name) ?? null) : null, consumed: 0 }),
  surroundings: {
    files: projectFiles({ environment: process.env }, FIXTURES),
    parseTemplate,
    planned: '2026-01-02T03:04:05Z',
    varying: {
      now: () => '2026-01-02T03:04:05Z',
      randomHex: (bytes) =>
        Array.from({ length: 2 * bytes }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
    },
  },
};

for (const [name, given] of Object.entries(LOCALS)) locals.set(name, valueOf(given));

function valueOf(given: unknown): Value {
  if (Array.isArray(given)) return given.map(valueOf);
  if (typeof given === 'object' && given !== null)
    return objectValue(Object.fromEntries(Object.entries(given).map(([key, part]) => [key, valueOf(part)])));
  if (typeof given !== 'string') return given as Value;
  return evaluate(parseTemplate(given).expression, scope, PLACE).value;
}

function answer(expression: string): string {
  const { expression: tree, problems } = parseExpression(sheltered(expression));
  expect(problems).toEqual([]);
  const { value, diagnostics } = evaluate(tree, scope, PLACE);
  expect(hasErrors(diagnostics)).toBe(false);
  return consoleText(value, 2);
}

const different = new Map(DIFFERENCES.flatMap(({ answers }) => Object.entries(answers)));

describe.each(Object.entries(ANSWERS))('%s have the same results as in Terraform', (_, answers) => {
  it.each(Object.keys(answers).filter((expression) => !different.has(expression)))('%s', (expression) => {
    expect(answer(expression)).toBe(answers[expression]);
  });
});

describe.each(DIFFERENCES)('unlike Terraform 1.11: $why', ({ answers }) => {
  it.each(Object.entries(answers))('%s', (expression, expected) => {
    const theirs = Object.values(ANSWERS).find((table) => expression in table)![expression];
    expect(answer(expression)).toBe(asResult(expected));
    expect(theirs).not.toBe(asResult(expected));
  });
});
