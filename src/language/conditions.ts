import type { ConditionConfiguration, Expression } from '../model/index.js';
import { references } from './references.js';
import type { Scope } from './report.js';

const KNOWN = ['condition', 'error_message'];

type Kind = 'precondition' | 'postcondition' | 'validation' | 'assert';

/**
 * The blocks of a scope that hold a condition and its error message. `variable` is the name of the variable that a
 * validation checks.
 */
export function readConditions(scope: Scope, kind: Kind, variable?: string): ConditionConfiguration[] {
  const what = kind === 'assert' ? 'an assert block' : `a ${kind}`;
  return scope.blocks(kind).flatMap((block) => {
    block.allow(KNOWN, what);
    const missing = KNOWN.filter((key) => !block.has(key));
    for (const key of missing) block.missing(key, what);
    if (missing.length > 0) return [];
    const before = scope.report.diagnostics.length;
    const condition = block.expression('condition');
    if (scope.report.diagnostics.length === before) checkSubject(block, condition, kind, variable);
    return [{ condition, errorMessage: block.expression('error_message'), source: block.source }];
  });
}

/** A condition without references would always have the same result. */
function checkSubject(block: Scope, condition: Expression, kind: Kind, variable: string | undefined): void {
  const found = references(condition);
  const own = found.some(({ subject }) => subject.kind === 'variable' && subject.name === variable);
  if (variable !== undefined && !own) {
    block.error('invalid-condition', `The validation of the variable ${variable} does not refer to it`, ['condition'], {
      detail: `Its condition must refer to var.${variable}.`,
    });
  } else if (found.length === 0) {
    block.error(
      'invalid-condition',
      `The ${kind} does not refer to anything, so it always gives the same result`,
      ['condition'],
      {
        detail: 'Its condition must refer to at least one other object.',
      },
    );
  }
}
