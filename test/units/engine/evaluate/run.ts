import { expect } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import type { Lookup, Scope } from '../../../../src/engine/evaluate/scope.js';
import { parseExpression } from '../../../../src/language/index.js';
import { type Diagnostic, objectValue, setValue, UNKNOWN, type Value } from '../../../../src/model/index.js';

export const record = (entries: Record<string, Value>): Value => objectValue(entries);

/** What the shared expressions refer to; see `DECLARATIONS`. */
export const LOCALS: Readonly<Record<string, Value>> = {
  m: record({ a: 1, zero: 0 }),
  l: ['p', 'q', 'r'],
  n: null,
  t: 'text',
  key: 'a',
  s: setValue('string', ['a', 'b']),
  o: record({ inner: record({ list: [1, 2] }) }),
  objects: [record({ a: 1 }), record({ a: 2 })],
  nothing: objectValue(),
};

export function scopeOf(locals: Readonly<Record<string, Value>> = LOCALS): Scope {
  return {
    lookup(subject): Lookup {
      if (subject.kind === 'local' && Object.hasOwn(locals, subject.name))
        return { value: locals[subject.name]!, consumed: 0 };
      if (subject.kind === 'resource' && subject.type === 'terraform_data') return { value: UNKNOWN, consumed: 0 };
      return { problem: { code: 'unknown-reference', summary: 'It is not declared', detail: 'Declare it.' } };
    },
  };
}

export const PLACE = { file: 'main.tf.json', path: ['locals', 'x'] };

export function run(
  text: string,
  locals?: Readonly<Record<string, Value>>,
): { value: Value; diagnostics: readonly Diagnostic[] } {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  return evaluate(expression, scopeOf(locals), PLACE);
}

/** The value; fails when there is any diagnostic. */
export function valueOf(text: string, locals?: Readonly<Record<string, Value>>): Value {
  const { value, diagnostics } = run(text, locals);
  expect(diagnostics).toEqual([]);
  return value;
}

/** The one diagnostic. */
export function errorOf(text: string, locals?: Readonly<Record<string, Value>>): Diagnostic {
  const { diagnostics } = run(text, locals);
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0]!;
}
