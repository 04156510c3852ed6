import {
  compareNumbers,
  convert,
  exactDouble,
  isInteger,
  isNumber,
  negateNumber,
  type Num,
  numberFromBinary,
  toBigInt,
  toDouble,
  typeName,
  typeOf,
  type Value,
} from '../../../model/index.js';
import { added, noResult } from './arithmetic.js';
import {
  anyParameter,
  ArgumentError,
  define,
  type FunctionDefinition,
  FunctionError,
  numberParameter,
} from './definition.js';
import { logarithm, power } from './power.js';
import { elementsIn, wholeNumber } from './sequence.js';

/** Rounding down and up to whole numbers; infinities are unchanged. */
function floor(value: Num): Num {
  if (typeof value === 'number' || isInteger(value)) return value;
  const whole = numberFromBinary(toBigInt(value), 0);
  return compareNumbers(whole, value) > 0 ? added(whole, -1) : whole;
}

const ceil = (value: Num): Num => negateNumber(floor(negateNumber(value)));

const absolute = (value: Num): Num => (compareNumbers(value, 0) < 0 ? negateNumber(value) : value);

function extreme(wanted: -1 | 1): FunctionDefinition {
  return define(
    [],
    'number',
    ([first, ...others]) => {
      if (first === undefined) throw new FunctionError('at least one number is required');
      let best = first;
      for (const other of others) if (compareNumbers(other, best) === wanted) best = other;
      return best;
    },
    { rest: numberParameter('numbers') },
  );
}

/** Functions that, as in Terraform, compute with doubles. */
function double(names: readonly string[], compute: (...args: number[]) => number): FunctionDefinition {
  return define(names.map(numberParameter), 'number', (args) => {
    const result = compute(...args.map(toDouble));
    if (Number.isNaN(result)) throw noResult();
    return exactDouble(result);
  });
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parseInteger([text, base]: readonly [Value, Num]): Value {
  if (typeof text !== 'string') throw new ArgumentError(0, `must be a string, not a ${typeName(typeOf(text))}`);
  if (!isInteger(base) || compareNumbers(base, 2) < 0 || compareNumbers(base, 62) > 0) {
    throw new ArgumentError(1, 'must be a whole number from 2 to 62');
  }
  const size = toDouble(base);
  const match = /^([+-]?)([0-9A-Za-z]+)$/.exec(text);
  const digits = size <= 36 ? match?.[2]?.toLowerCase() : match?.[2];
  let sum = 0n;
  for (const character of digits ?? ' ') {
    const digit = DIGITS.indexOf(character);
    if (digit < 0 || digit >= size) throw new ArgumentError(0, `is not a whole number in base ${size}`);
    sum = sum * BigInt(size) + BigInt(digit);
  }
  return numberFromBinary(match?.[1] === '-' ? -sum : sum, 0);
}

function sum([list]: readonly [Value]): Value {
  const { items } = elementsIn(list, 0);
  if (items.length === 0) throw new ArgumentError(0, 'is empty, so it has no sum');
  let total: Num = 0;
  for (const item of items) {
    const number = convert(item, 'number');
    if (!number.ok || !isNumber(number.value)) throw new ArgumentError(0, 'must contain only numbers');
    total = added(total, number.value);
  }
  return total;
}

export const NUMBER_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  abs: define([numberParameter('num')], 'number', ([value]) => absolute(value)),
  ceil: define([numberParameter('num')], 'number', ([value]) => ceil(value)),
  floor: define([numberParameter('num')], 'number', ([value]) => floor(value)),
  signum: define([numberParameter('num')], 'number', ([value]) => Math.sign(wholeNumber(value, 0))),
  max: extreme(1),
  min: extreme(-1),
  pow: double(['num', 'power'], power),
  log: double(['num', 'base'], (value, base) => logarithm(value) / logarithm(base)),
  parseint: define([anyParameter('number'), numberParameter('base')], 'number', parseInteger),
  sum: define([anyParameter('list')], 'number', sum),
};
