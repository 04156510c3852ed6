import { walkExpression, type Expression, type Value } from '../../model/index.js';

/**
 * Values that all instances of a resource share, by their expression. An expression that does not refer to the instance has one
 * value for all of them while nothing else is evaluated in between: it is evaluated once, and the value is the same object
 * everywhere.
 */
export type SharedValues = Map<Expression, Value>;

/** Names with another value in each instance. */
const OF_THE_INSTANCE: ReadonlySet<string> = new Set(['count', 'each', 'self']);

/** Functions that give another value at each call. */
const IMPURE: ReadonlySet<string> = new Set(['bcrypt', 'timestamp', 'uuid']);

const known = new WeakMap<Expression, boolean>();

/** Whether an expression that is written in a resource has the same value in all its instances, and evaluating it costs something. */
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
