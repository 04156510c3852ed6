import { OperatorExpression, type Operator } from './expressions.js';
import type { Expression, IResolvable } from './resolvable.js';
import { numberToken } from './token-map.js';

const test = (left: Expression, operator: Operator, right: Expression): IResolvable =>
  new OperatorExpression(operator, left, right);
const calculate = (left: Expression, operator: Operator, right: Expression): number =>
  numberToken(new OperatorExpression(operator, left, right));

/** The operators of the language. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class Op {
  static not(expression: Expression): IResolvable {
    return new OperatorExpression('!', expression);
  }
  static negate(expression: Expression): number {
    return numberToken(new OperatorExpression('-', expression));
  }
  static mul(left: Expression, right: Expression): number {
    return calculate(left, '*', right);
  }
  static div(left: Expression, right: Expression): number {
    return calculate(left, '/', right);
  }
  static mod(left: Expression, right: Expression): number {
    return calculate(left, '%', right);
  }
  static add(left: Expression, right: Expression): number {
    return calculate(left, '+', right);
  }
  static sub(left: Expression, right: Expression): number {
    return calculate(left, '-', right);
  }
  static gt(left: Expression, right: Expression): IResolvable {
    return test(left, '>', right);
  }
  static gte(left: Expression, right: Expression): IResolvable {
    return test(left, '>=', right);
  }
  static lt(left: Expression, right: Expression): IResolvable {
    return test(left, '<', right);
  }
  static lte(left: Expression, right: Expression): IResolvable {
    return test(left, '<=', right);
  }
  static eq(left: Expression, right: Expression): IResolvable {
    return test(left, '==', right);
  }
  static neq(left: Expression, right: Expression): IResolvable {
    return test(left, '!=', right);
  }
  static and(left: Expression, right: Expression): IResolvable {
    return test(left, '&&', right);
  }
  static or(left: Expression, right: Expression): IResolvable {
    return test(left, '||', right);
  }
}
