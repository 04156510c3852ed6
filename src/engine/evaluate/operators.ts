import {
  addNumbers,
  type Binary,
  compareNumbers,
  containsSensitive,
  convert,
  divideNumbers,
  type Expression,
  isNull,
  isNumber,
  moduloNumbers,
  multiplyNumbers,
  negateNumber,
  type Num,
  sensitive,
  subtractNumbers,
  type Unary,
  Unknown,
  unmark,
  type Value,
  withMarksOf,
} from '../../model/index.js';
import { equals } from './equality.js';
import type { Attempt, Evaluator, Frame } from './contract.js';
import { isBelow } from './refined.js';

const SOME_BOOL = new Unknown('bool', true);
const SOME_NUMBER = new Unknown('number', true);

export function evaluateUnary(evaluator: Evaluator, expression: Unary, frame: Frame | undefined): Value {
  const given = evaluator.attempt(expression.operand, frame);
  evaluator.keep(given.diagnostics);
  const type = expression.operator === '-' ? 'number' : 'bool';
  if (given.failed) return withMarksOf(new Unknown(type), given.value);
  const operand = convert(given.value, type);
  if (!operand.ok) {
    evaluator.fail(
      'invalid-operand',
      `"${expression.operator}" cannot be applied to this value`,
      expression.span,
      `It ${operand.message}.`,
    );
    return new Unknown(type);
  }
  const value = unmark(operand.value);
  if (isNumber(value)) return withMarksOf(negateNumber(value), operand.value);
  if (typeof value === 'boolean') return withMarksOf(!value, operand.value);
  if (value instanceof Unknown) return withMarksOf(new Unknown(type, true), operand.value);
  evaluator.fail('invalid-operand', `"${expression.operator}" cannot be applied to null`, expression.span);
  return new Unknown(type);
}

/** Does not recurse into the left operand: a chain of operators may be thousands long. */
export function evaluateBinary(evaluator: Evaluator, expression: Binary, frame: Frame | undefined): Value {
  const links: Binary[] = [];
  let first: Expression = expression.left;
  for (; first.kind === 'binary'; first = first.left) links.push(first);
  let left = evaluator.attempt(first, frame);
  for (const link of links.reverse()) {
    const before = left;
    left = evaluator.trying(() => combine(evaluator, link, before, evaluator.attempt(link.right, frame)));
  }
  return combine(evaluator, expression, left, evaluator.attempt(expression.right, frame));
}

function combine(evaluator: Evaluator, expression: Binary, left: Attempt, right: Attempt): Value {
  switch (expression.operator) {
    case '==':
    case '!=':
      keepBoth(evaluator, left, right);
      // A failure keeps the marks of its operands, because it may depend on a secret.
      if (left.failed || right.failed) return withMarksOf(SOME_BOOL, left.value, right.value);
      return equality(left.value, right.value, expression.operator === '==');
    case '&&':
    case '||':
      return logic(evaluator, expression, left, right);
    default:
      return arithmetic(evaluator, expression, left, right);
  }
}

function keepBoth(evaluator: Evaluator, left: Attempt, right: Attempt): void {
  evaluator.keep(left.diagnostics);
  evaluator.keep(right.diagnostics);
}

function equality(left: Value, right: Value, wanted: boolean): Value {
  const equal = equals(left, right);
  const result = equal === undefined ? SOME_BOOL : equal === wanted;
  return containsSensitive(left) || containsSensitive(right) ? sensitive(result) : result;
}

/** Both operands converted to one type, or undefined after an error. */
function operands(
  evaluator: Evaluator,
  expression: Binary,
  left: Attempt,
  right: Attempt,
  type: 'bool' | 'number',
): readonly [Value, Value] | undefined {
  const a = operand(evaluator, expression, 'left', left, type);
  const b = operand(evaluator, expression, 'right', right, type);
  if (a !== undefined && b !== undefined) return [a, b];
  keepBoth(evaluator, left, right);
  return undefined;
}

function operand(
  evaluator: Evaluator,
  expression: Binary,
  side: 'left' | 'right',
  { value }: Attempt,
  type: 'bool' | 'number',
): Value | undefined {
  const result = convert(value, type);
  if (result.ok) return result.value;
  evaluator.fail(
    'invalid-operand',
    `The ${side} operand of "${expression.operator}" has the wrong type`,
    expression[side].span ?? expression.span,
    `It ${result.message}.`,
  );
  return undefined;
}

/** For `&&` and `||`, one operand may be enough; errors in the other one are then ignored. */
function logic(evaluator: Evaluator, expression: Binary, left: Attempt, right: Attempt): Value {
  const both = operands(evaluator, expression, left, right, 'bool');
  if (both === undefined) return SOME_BOOL;
  const [a, b] = [unmark(both[0]), unmark(both[1])];
  if (isNull(a) || isNull(b)) {
    keepBoth(evaluator, left, right);
    return nullOperand(evaluator, expression, isNull(a));
  }
  const deciding = expression.operator === '||';
  const finish = (value: Value, used: Attempt): Value => {
    evaluator.keep(used.diagnostics);
    return withMarksOf(value, both[0], both[1]);
  };
  const [leftUnknown, rightUnknown] = [a instanceof Unknown, b instanceof Unknown];
  if (leftUnknown && rightUnknown && !left.failed) return finish(SOME_BOOL, left);
  if (a === deciding) return finish(deciding, left);
  if (b === deciding) return finish(deciding, right);
  if (leftUnknown && b === !deciding) return finish(SOME_BOOL, left);
  if (rightUnknown && a === !deciding) return finish(SOME_BOOL, right);
  keepBoth(evaluator, left, right);
  if (left.failed || right.failed) return withMarksOf(SOME_BOOL, both[0], both[1]);
  return withMarksOf(leftUnknown || rightUnknown ? SOME_BOOL : !deciding, both[0], both[1]);
}

function nullOperand(evaluator: Evaluator, expression: Binary, isLeft: boolean): Value {
  const side = isLeft ? 'left' : 'right';
  evaluator.fail(
    'invalid-operand',
    `The ${side} operand of "${expression.operator}" is null`,
    expression[side].span ?? expression.span,
    'Set a value, or use a default with coalesce().',
  );
  return new Unknown(isArithmetic(expression.operator) ? 'number' : 'bool');
}

const isArithmetic = (operator: string): boolean => '+-*/%'.includes(operator);

function arithmetic(evaluator: Evaluator, expression: Binary, left: Attempt, right: Attempt): Value {
  const both = operands(evaluator, expression, left, right, 'number');
  const unknown = isArithmetic(expression.operator) ? SOME_NUMBER : SOME_BOOL;
  if (both === undefined) return unknown;
  keepBoth(evaluator, left, right);
  if (left.failed || right.failed) return withMarksOf(unknown, both[0], both[1]);
  const [a, b] = [unmark(both[0]), unmark(both[1])];
  if (isNull(a) || isNull(b)) return nullOperand(evaluator, expression, isNull(a));
  if (!isNumber(a) || !isNumber(b))
    return withMarksOf(comparedRanges(expression.operator, a, b) ?? unknown, both[0], both[1]);
  const result = compute(expression.operator, a, b);
  if (result !== undefined) return withMarksOf(result, both[0], both[1]);
  return evaluator.fail(
    'operation-failed',
    `"${expression.operator}" has no result for these numbers`,
    expression.span,
    'Zero divided by zero, and differences, quotients and remainders of infinities are undefined.',
  );
}

/**
 * The result of a comparison if it is the same for every possible value of the unknowns; otherwise, and for all other
 * operators, undefined.
 */
function comparedRanges(operator: string, left: Value, right: Value): boolean | undefined {
  if (operator === '<' || operator === '<=') return isBelow(left, right);
  return operator === '>' || operator === '>=' ? isBelow(right, left) : undefined;
}

function compute(operator: string, left: Num, right: Num): Value | undefined {
  switch (operator) {
    case '+':
      return addNumbers(left, right);
    case '-':
      return subtractNumbers(left, right);
    case '*':
      return multiplyNumbers(left, right);
    case '/':
      return divideNumbers(left, right);
    case '%':
      return moduloNumbers(left, right);
    case '<':
      return compareNumbers(left, right) < 0;
    case '>':
      return compareNumbers(left, right) > 0;
    case '<=':
      return compareNumbers(left, right) <= 0;
    default:
      return compareNumbers(left, right) >= 0;
  }
}
