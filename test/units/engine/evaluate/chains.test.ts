import { expect, it } from 'vitest';
import { parseExpression } from '../../../../src/language/index.js';
import { printExpression } from '../../../../src/language/print.js';
import { walkExpression } from '../../../../src/model/index.js';
import { errorOf, valueOf } from './run.js';

const LINKS = 20_000;

it.each<[string, string, number]>([
  ['one operator', '1 + '.repeat(LINKS), LINKS + 1],
  ['several operators', '1 + 2 * 3 - '.repeat(LINKS), 5 * LINKS + 1],
])('a chain of thousands of operators can be evaluated: %s', (_, chain, value) =>
  expect(valueOf(`${chain}1`)).toBe(value),
);

it('a long chain of conditions has the combined truth value', () => {
  expect(valueOf(`${'true && '.repeat(LINKS)}false`)).toBe(false);
  expect(valueOf(`${'false || '.repeat(LINKS)}true`)).toBe(true);
});

it('an error in a long chain is reported once', () => {
  expect(errorOf(`${'1 + '.repeat(LINKS)}"x"${' + 1'.repeat(LINKS)}`)).toMatchObject({ code: 'invalid-operand' });
});

it('a long chain can be walked and printed', () => {
  const text = `${'a.b - 1 * '.repeat(LINKS / 2)}(c - d) == e`;
  const { expression } = parseExpression(text);
  let parts = 0;
  walkExpression(expression, () => (parts += 1));
  expect(parts).toBe(2 * LINKS + 5);
  expect(printExpression(expression)).toBe(text);
});
