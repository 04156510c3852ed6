import {
  subjectOf,
  walkExpression,
  type CheckResult,
  type ConditionConfiguration,
  type Diagnostic,
  type Expression,
  type VariableConfiguration,
} from '../../model/index.js';
import { variableNode } from '../graph/build.js';
import type { Scope } from '../evaluate/scope.js';
import { judge, type CheckRecorder } from '../walk/conditions.js';
import { PROVIDER_FUNCTION } from '../walk/provider-functions.js';

/** Whether a validation needs more than variables, so that it has to wait for locals, resources or providers. */
export const isLate = ({ condition, errorMessage }: ConditionConfiguration): boolean =>
  readsMore(condition) || readsMore(errorMessage);

function readsMore(expression: Expression): boolean {
  let more = false;
  walkExpression(expression, (part, bound) => {
    if (part.kind === 'call' && part.name.startsWith(PROVIDER_FUNCTION)) more = true;
    if (part.kind !== 'traversal' || bound.includes(part.root) || part.root === '*') return;
    const subject = subjectOf(part.root, part.steps)?.subject;
    if (subject !== undefined && subject.kind !== 'variable') more = true;
  });
  return more;
}

/** Evaluates the late validations of a variable with the values known now, and records the result. */
export function judgeLate(
  { name, validations, origin }: VariableConfiguration,
  scope: Scope,
  checks: CheckRecorder,
): { readonly status: CheckResult['status']; readonly diagnostics: readonly Diagnostic[] } {
  const address = variableNode(name);
  const diagnostics: Diagnostic[] = [];
  for (const validation of validations) {
    if (!isLate(validation)) continue;
    const judged = judge(validation, 'validation', address, scope);
    checks.add('var', address, address, judged.status, judged.message);
    diagnostics.push(...judged.diagnostics.map((found) => (origin === undefined ? found : { ...found, origin })));
  }
  const result = checks.results().find((check) => check.address === address);
  return { status: result?.status ?? 'pass', diagnostics };
}
