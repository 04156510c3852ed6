import { walkExpression, type Expression, type Traversal } from '../../model/index.js';
import { show } from '../diff/show.js';
import { stepText } from '../evaluate/access.js';
import { isEphemeral } from '../evaluate/ephemeral.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Scope } from '../evaluate/scope.js';

/** How many values a message shows. */
const SHOWN = 5;

/**
 * The values of an expression's references, for a message about its result: `local.max = 3, var.v = 5`. Sensitive
 * values are hidden. Empty if there are no references.
 */
export function involvedValues(expression: Expression, scope: Scope): string {
  const found = new Map<string, Traversal>();
  walkExpression(expression, (part, bound) => {
    // The elements of a splat, and names bound by `for`, have no value of their own.
    if (part.kind === 'traversal' && part.root !== '*' && !bound.includes(part.root))
      found.set(part.root + part.steps.map(stepText).join(''), part);
  });
  const shown = [...found].sort(([left], [right]) => (left < right ? -1 : 1)).slice(0, SHOWN);
  return shown
    .flatMap(([name, traversal]) => {
      if (isEphemeral(scope, traversal)) return `${name} = (ephemeral value)`;
      const { value, diagnostics } = evaluate(traversal, scope, { file: '', path: [] });
      return diagnostics.length > 0 ? [] : `${name} = ${show(value)}`;
    })
    .join(', ');
}
