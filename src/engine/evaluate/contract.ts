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

/** What each kind of expression needs from the one who evaluates; the place in the document is kept here. */
export interface Evaluator extends Caller {
  readonly scope: Scope;
  evaluate(expression: Expression, frame: Frame | undefined): Value;
  /** Evaluates and holds back the diagnostics; give those that shall count to {@link keep}. */
  attempt(expression: Expression, frame: Frame | undefined): Attempt;
  /** What a computation gives, its diagnostics held back in the same way. */
  trying(compute: () => Value): Attempt;
  keep(diagnostics: readonly Diagnostic[]): void;
  /** How many diagnostics count so far. */
  readonly reported: number;
  /** Adds an error and gives the value that stands for what could not be computed. */
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
