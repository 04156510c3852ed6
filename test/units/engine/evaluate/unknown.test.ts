import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import type { Scope } from '../../../../src/engine/evaluate/scope.js';
import { parseExpression } from '../../../../src/language/index.js';
import {
  isWhollyKnown,
  listOf,
  mapOf,
  objectOf,
  objectValue,
  plainJson,
  setOf,
  tupleOf,
  type Type,
  Unknown,
  unknownMask,
  type Value,
} from '../../../../src/model/index.js';
import { PLACE } from './run.js';

const answers = JSON.parse(readFileSync(new URL('unknown-answers.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

const planned = (output: Type): Value =>
  objectValue({ id: new Unknown('string', true), output: new Unknown(output), triggers_replace: null });

/** Objects that are planned and not created: their ids will not be null, their outputs have the types of their inputs. */
const OBJECTS: Readonly<Record<string, Value>> = {
  x: planned('string'),
  s: planned('string'),
  l: planned(listOf('string')),
  m: planned(mapOf('string')),
  st: planned(setOf('string')),
  t: planned(tupleOf(['string', 'string'])),
  o: planned(objectOf({ a: 'string', c: 'number' })),
};

const scope: Scope = {
  lookup: (subject) =>
    subject.kind === 'resource'
      ? { value: OBJECTS[subject.name]!, consumed: 0 }
      : { value: new Unknown('bool', true), consumed: 0 },
};

/** As a plan shows it: a value, `?` for what is unknown, or a value and where it is unknown. */
function answer(text: string): unknown {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  const { value, diagnostics } = evaluate(expression, scope, PLACE);
  expect(diagnostics).toEqual([]);
  if (value instanceof Unknown) return '?';
  return isWhollyKnown(value) ? plainJson(value) : [plainJson(value), unknownMask(value)];
}

/** Where Landform knows more. */
const DIFFERENCES: Readonly<Record<string, unknown>> = {
  // As in Terraform 1.12 and later, one side may decide.
  'local.b && false': false,
  'local.b || true': true,
  // One false decides, whatever is unknown beside it.
  'alltrue([local.b, false])': false,
  // The elements of what is unknown have a type already.
  'tolist(terraform_data.t.output) == tolist([])': false,
};

describe('the result of an expression before apply matches Terraform', () => {
  it.each(Object.entries(answers))('%s', (expression, expected) => {
    const known = Object.hasOwn(DIFFERENCES, expression);
    if (known) expect(expected).toBe('?');
    expect(answer(expression)).toEqual(known ? DIFFERENCES[expression] : expected);
  });
});
