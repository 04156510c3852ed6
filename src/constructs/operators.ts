import { expressionOf } from './expression.js';
import { referenceTo, type Input, type Ref } from './reference.js';

type Numeric = Input<number>;
type Truth = Input<boolean>;

const calculate = (left: Numeric, sign: string, right: Numeric): Ref<number> =>
  referenceTo(`(${expressionOf(left)} ${sign} ${expressionOf(right)})`, 'number');

const test = (left: unknown, sign: string, right: unknown): Ref<boolean> =>
  referenceTo(`(${expressionOf(left)} ${sign} ${expressionOf(right)})`, 'bool');

/** The operators of the language, evaluated during planning. */
export const Op = {
  add: (left: Numeric, right: Numeric) => calculate(left, '+', right),
  sub: (left: Numeric, right: Numeric) => calculate(left, '-', right),
  mul: (left: Numeric, right: Numeric) => calculate(left, '*', right),
  div: (left: Numeric, right: Numeric) => calculate(left, '/', right),
  mod: (left: Numeric, right: Numeric) => calculate(left, '%', right),
  negate: (value: Numeric): Ref<number> => referenceTo(`(-${expressionOf(value)})`, 'number'),
  gt: (left: Numeric, right: Numeric) => test(left, '>', right),
  gte: (left: Numeric, right: Numeric) => test(left, '>=', right),
  lt: (left: Numeric, right: Numeric) => test(left, '<', right),
  lte: (left: Numeric, right: Numeric) => test(left, '<=', right),
  eq: (left: unknown, right: unknown) => test(left, '==', right),
  neq: (left: unknown, right: unknown) => test(left, '!=', right),
  and: (left: Truth, right: Truth) => test(left, '&&', right),
  or: (left: Truth, right: Truth) => test(left, '||', right),
  not: (value: Truth): Ref<boolean> => referenceTo(`(!${expressionOf(value)})`, 'bool'),
};
