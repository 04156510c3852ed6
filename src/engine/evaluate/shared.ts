import { walkExpression, type Expression, type Value } from '../../model/index.js';

/**
 * Values that all instances of a resource share, by their expression. An expression that does not refer to the instance
 * has one value for all of them as long as nothing else is evaluated in between: it is evaluated once, and every
 * instance gets the same object.
 */
export type SharedValues = Map<Expression, Value>;

/** Names whose value differs between instances. */
const OF_THE_INSTANCE: ReadonlySet<string> = new Set(['count', 'each', 'self']);

/** Functions that may return a different value on each call: a template may call the first three. */
const IMPURE: ReadonlySet<string> = new Set(['bcrypt', 'timestamp', 'uuid', 'templatefile', 'templatestring']);

const known = new WeakMap<Expression, boolean>();

/** Whether an expression in a resource has the same value in all instances and is costly enough to share. */
export function isShareable(expression: Expression): boolean {
  if (expression.kind === 'literal' || expression.kind === 'traversal') return false;
  let answer = known.get(expression);
  if (answer === undefined) known.set(expression, (answer = !variesByInstance(expression)));
  return answer;
}

function variesByInstance(expression: Expression): boolean {
  let varies = false;
  walkExpression(expression, (part, bound) => {
    if (part.kind === 'traversal') varies ||= OF_THE_INSTANCE.has(part.root) && !bound.includes(part.root);
    else if (part.kind === 'call') varies ||= IMPURE.has(part.name.replace(/^core::/, ''));
  });
  return varies;
}
