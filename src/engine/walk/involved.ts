import { walkExpression, type Expression, type Traversal } from '../../model/index.js';
import { show } from '../diff/show.js';
import { stepText } from '../evaluate/access.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Scope } from '../evaluate/scope.js';

/** How many values a message shows. */
const SHOWN = 5;

/**
 * What the references of an expression give, for the message that it did not give what it should: `local.max = 3, var.v = 5`.
 * Sensitive values are not shown. Empty when there are no references.
 */
export function involvedValues(expression: Expression, scope: Scope): string {
  const found = new Map<string, Traversal>();
  walkExpression(expression, (part, bound) => {
    // The elements of a splat, and names that `for` binds, have no value of their own here.
    if (part.kind === 'traversal' && part.root !== '*' && !bound.includes(part.root))
      found.set(part.root + part.steps.map(stepText).join(''), part);
  });
  const shown = [...found].sort(([left], [right]) => (left < right ? -1 : 1)).slice(0, SHOWN);
  return shown
    .flatMap(([name, traversal]) => {
      const { value, diagnostics } = evaluate(traversal, scope, { file: '', path: [] });
      return diagnostics.length > 0 ? [] : `${name} = ${show(value)}`;
    })
    .join(', ');
}
