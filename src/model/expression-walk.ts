import { type Binary, type Expression, valueArguments } from './expression.js';

/**
 * Visits every part of an expression that has a value, from the outside in. `visit` receives the names bound there by
 * `for`; bound names are visited too.
 */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression, bound: readonly string[]) => void,
  bound: readonly string[] = NONE,
): void {
  visit(expression, bound);
  const inside = (child: Expression): void => walkExpression(child, visit, bound);
  switch (expression.kind) {
    case 'literal':
    case 'traversal':
      return;
    case 'template':
      return expression.parts.forEach(inside);
    case 'attribute':
    case 'splat':
      return inside(expression.target);
    case 'index':
      inside(expression.target);
      return inside(expression.key);
    case 'call':
      return valueArguments(expression).forEach(inside);
    case 'conditional':
    case 'template-if':
      inside(expression.condition);
      inside(expression.then);
      return inside(expression.otherwise);
    case 'for-tuple':
    case 'for-object':
    case 'template-for': {
      inside(expression.collection);
      const names = [...bound, expression.valueName];
      if (expression.keyName !== undefined) names.push(expression.keyName);
      for (const child of bodiesOf(expression)) walkExpression(child, visit, names);
      return;
    }
    case 'binary':
      return walkChain(expression, visit, bound, inside);
    case 'unary':
      return inside(expression.operand);
    case 'tuple':
      return expression.items.forEach(inside);
    case 'object':
      for (const item of expression.items) {
        inside(item.key);
        inside(item.value);
      }
  }
}

const NONE: readonly string[] = [];

/** Without recursion along the left: a chain of operators may be thousands long. */
function walkChain(
  chain: Binary,
  visit: (expression: Expression, bound: readonly string[]) => void,
  bound: readonly string[],
  inside: (child: Expression) => void,
): void {
  const rights = [chain.right];
  let { left } = chain;
  for (; left.kind === 'binary'; left = left.left) {
    visit(left, bound);
    rights.push(left.right);
  }
  inside(left);
  for (const right of rights.reverse()) inside(right);
}

/** The parts that are evaluated once for each element. */
function bodiesOf(
  expression: Expression & { kind: 'for-tuple' | 'for-object' | 'template-for' },
): readonly Expression[] {
  if (expression.kind === 'template-for') return [expression.body];
  const always = expression.kind === 'for-tuple' ? [expression.value] : [expression.key, expression.value];
  return expression.condition === undefined ? always : [...always, expression.condition];
}
