import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import type { Scope } from '../../../../src/engine/evaluate/scope.js';
import { parseExpression } from '../../../../src/language/index.js';
import { sensitive, type Subject, type TraversalStep, type Value } from '../../../../src/model/index.js';
import { PLACE, record } from './run.js';

function asked(text: string, answer: Value = record({ a: record({ b: 1 }) }), consumed = 0) {
  const questions: { subject: Subject; steps: readonly TraversalStep[] }[] = [];
  const scope: Scope = {
    lookup(subject, steps) {
      questions.push({ subject, steps });
      return { value: answer, consumed };
    },
  };
  return { questions, result: evaluate(parseExpression(text).expression, scope, PLACE) };
}

describe('a scope is asked for the object that a reference addresses', () => {
  it.each<[string, Subject, string]>([
    ['var.x.a', { kind: 'variable', name: 'x' }, 'a'],
    ['local.x.a', { kind: 'local', name: 'x' }, 'a'],
    ['module.m.a', { kind: 'module', name: 'm' }, 'a'],
    ['t.n.a', { kind: 'resource', mode: 'managed', type: 't', name: 'n', key: 't.n' }, 'a'],
    ['resource.t.n.a', { kind: 'resource', mode: 'managed', type: 't', name: 'n', key: 't.n' }, 'a'],
    ['data.t.n.a', { kind: 'resource', mode: 'data', type: 't', name: 'n', key: 'data.t.n' }, 'a'],
    ['self.a', { kind: 'self' }, 'a'],
    ['each.a', { kind: 'each' }, 'a'],
    ['count.a', { kind: 'count' }, 'a'],
    ['path.a', { kind: 'path' }, 'a'],
    ['terraform.a', { kind: 'terraform' }, 'a'],
  ])('%s', (text, subject, step) => {
    const { questions, result } = asked(text);
    expect(questions).toEqual([{ subject, steps: [{ kind: 'attribute', key: step }] }]);
    expect(result).toEqual({ value: record({ b: 1 }), diagnostics: [] });
  });

  it('path steps resolved by the scope are not applied again', () => {
    expect(asked('t.n[7].a.b', 5, 3).result).toEqual({ value: 5, diagnostics: [] });
    expect(asked('t.n[7].a.b', record({ b: 6 }), 2).result.value).toBe(6);
  });

  it('a name bound by "for" hides all others', () => {
    const { questions, result } = asked('[for x in [{ a = 1 }] : x.a]');
    expect(questions).toEqual([]);
    expect(result.value).toEqual([1]);
  });

  it('an inner "for" hides the outer one', () => {
    expect(asked('[for x in [1] : [for x in [2] : x]]').result.value).toEqual([[2]]);
  });
});

it('a problem in the scope becomes a diagnostic at the reference', () => {
  const scope: Scope = {
    lookup: () => ({ problem: { code: 'unknown-reference', summary: 'There is no x', detail: 'Declare it.' } }),
  };
  const { diagnostics } = evaluate(parseExpression('1 + local.x').expression, scope, PLACE);
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      code: 'unknown-reference',
      summary: 'There is no x',
      detail: 'Declare it.',
      source: { ...PLACE, span: { start: 4, end: 11 } },
    },
  ]);
});

it('a scope can define its own functions', () => {
  const scope: Scope = {
    lookup: () => ({ value: null, consumed: 0 }),
    functions: new Map([
      [
        'provider::x::twice',
        { parameters: [{ name: 'n', type: 'number' }], result: 'number', call: ([n]) => (n as number) * 2 },
      ],
    ]),
  };
  const value = (text: string): Value => evaluate(parseExpression(text).expression, scope, PLACE).value;
  expect(value('provider::x::twice("21")')).toBe(42);
  expect(value('provider::x::twice(sensitive(4))')).toEqual(sensitive(8));
  expect(value('upper("a")')).toBe('A');
});

it('a literal evaluates to its own value, not to a copy', () => {
  const value = record({ a: ['x'] });
  expect(evaluate({ kind: 'literal', value }, { lookup: () => ({ value: null, consumed: 0 }) }, PLACE).value).toBe(
    value,
  );
});
