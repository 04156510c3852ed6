import type { Diagnostic, Expression, Span, Unknown, Value } from '../../model/index.js';
import type { Caller } from './functions/definition.js';
import type { Scope } from './scope.js';

/** Names bound by `for`, innermost first. */
export interface Frame {
  readonly name: string;
  readonly value: Value;
  readonly outer: Frame | undefined;
}

export interface Attempt {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: boolean;
}

/** What the code for each kind of expression needs from its evaluator, which also tracks the place in the document. */
export interface Evaluator extends Caller {
  readonly scope: Scope;
  evaluate(expression: Expression, frame: Frame | undefined): Value;
  /** Evaluates and holds back the diagnostics; pass those that count to {@link keep}. */
  attempt(expression: Expression, frame: Frame | undefined): Attempt;
  /** Runs a computation and holds back its diagnostics in the same way. */
  trying(compute: () => Value): Attempt;
  keep(diagnostics: readonly Diagnostic[]): void;
  /** The number of diagnostics that count so far. */
  readonly reported: number;
  /** Adds an error. The result is unknown, so that evaluation continues and finds further errors. */
  fail(code: string, summary: string, span: Span | undefined, detail?: string): Unknown;
}

export function bind(
  outer: Frame | undefined,
  keyName: string | undefined,
  key: Value,
  valueName: string,
  value: Value,
): Frame {
  const withKey = keyName === undefined ? outer : { name: keyName, value: key, outer };
  return { name: valueName, value, outer: withKey };
}
