import { describe, expect, it } from 'vitest';
import {
  addNumbers,
  compareNumbers,
  divideNumbers,
  ExactNumber,
  formatNumber,
  fromDouble,
  isInteger,
  moduloNumbers,
  multiplyNumbers,
  negateNumber,
  type Num,
  numbersEqual,
  parseNumber,
  subtractNumbers,
  toBigInt,
  toDouble,
} from '../../../src/model/index.js';

const n = (text: string): Num => parseNumber(text)!;

describe('a number is parsed with 512 bits and printed with the fewest digits that identify it', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['-12.500', '-12.5'],
    ['0.1', '0.1'],
    ['1e3', '1000'],
    ['1E-7', '0.0000001'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5', '5'],
    ['9007199254740993', '9007199254740993'],
    ['-18446744073709551616', '-18446744073709551616'],
    ['1e100', `1${'0'.repeat(100)}`],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['Inf', '+Inf'],
    ['-inf', '-Inf'],
  ])('%s is %s', (text, written) => {
    expect(formatNumber(n(text))).toBe(written);
  });

  it.each(['', '.', 'e5', '1e', '0x10', ' 1', '1 ', '1_000', 'NaN', '--1', '1.2.3', '1e999999999'])(
    '%j is not a number',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it('a third has 155 digits', () => {
    expect(formatNumber(divideNumbers(1, 3)!)).toBe(`0.${'3'.repeat(154)}5`);
  });

  it('a decimal of 150 digits survives a round trip', () => {
    const text = `0.${'123456789'.repeat(16)}`;
    expect(formatNumber(n(text))).toBe(text);
  });
});

describe('a number has one representation', () => {
  it.each(['9007199254740991', '-9007199254740991', '4', '1e5', '2.0'])('%s is a plain number', (text) => {
    expect(typeof n(text)).toBe('number');
  });

  it.each(['9007199254740992', '0.5', '1e21', '-0.1'])('%s is exact, with an odd mantissa', (text) => {
    const number = n(text);
    expect(number).toBeInstanceOf(ExactNumber);
    expect((number as ExactNumber).mantissa % 2n).not.toBe(0n);
  });

  it('however it was created', () => {
    expect(numbersEqual(addNumbers(n('0.1'), n('0.2'))!, n('0.3'))).toBe(true);
    expect(addNumbers(n('0.5'), n('0.5'))).toBe(1);
    expect(subtractNumbers(n('9007199254740993'), 3)).toBe(9007199254740990);
    expect(Object.is(multiplyNumbers(0, -5), 0)).toBe(true);
    expect(Object.is(negateNumber(0), 0)).toBe(true);
  });

  it('a double equals the number parsed from its own text', () => {
    expect(numbersEqual(fromDouble(0.1), n('0.1'))).toBe(true);
    expect(toDouble(n('0.1'))).toBe(0.1);
    expect(fromDouble(-0)).toBe(0);
    expect(() => fromDouble(NaN)).toThrow(RangeError);
  });
});

describe('arithmetic', () => {
  it.each([
    ['add 9007199254740991 and 1', addNumbers, '9007199254740991', '1', '9007199254740992'],
    ['subtract 0.75 and 0.5', subtractNumbers, '0.75', '0.5', '0.25'],
    [
      'multiply 9007199254740991 and 9007199254740991',
      multiplyNumbers,
      '9007199254740991',
      '9007199254740991',
      '81129638414606663681390495662081',
    ],
    ['multiply 1.5 and -2', multiplyNumbers, '1.5', '-2', '-3'],
    ['divide 10 and 4', divideNumbers, '10', '4', '2.5'],
    ['divide 1 and -8', divideNumbers, '1', '-8', '-0.125'],
    ['divide 1 and 0', divideNumbers, '1', '0', '+Inf'],
    ['divide -1 and 0', divideNumbers, '-1', '0', '-Inf'],
    ['divide 5 and Inf', divideNumbers, '5', 'Inf', '0'],
    ['modulo -7 and 3', moduloNumbers, '-7', '3', '-1'],
    ['modulo 7.5 and 2', moduloNumbers, '7.5', '2', '1.5'],
    ['modulo 10 and 0', moduloNumbers, '10', '0', '10'],
    [
      'modulo 1000000000000000000000000000000 and 1000000000000001',
      moduloNumbers,
      '1000000000000000000000000000000',
      '1000000000000001',
      '1',
    ],
    ['add 1e400 and Inf', addNumbers, '1e400', 'Inf', '+Inf'],
  ])('%s', (_name, operation, left, right, result) => {
    expect(formatNumber(operation(n(left), n(right))!)).toBe(result);
  });

  it.each([
    ['0 / 0', divideNumbers, '0', '0'],
    ['∞ − ∞', subtractNumbers, 'Inf', 'Inf'],
    ['0 × ∞', multiplyNumbers, '0', '-Inf'],
    ['∞ / ∞', divideNumbers, 'Inf', 'Inf'],
  ])('%s has no result', (_name, operation, left, right) => {
    expect(operation(n(left), n(right))).toBeUndefined();
  });
});

it.each([
  ['1', '2', -1],
  ['0.1', '0.2', -1],
  ['-0.1', '0.1', -1],
  ['1e400', '1e399', 1],
  ['0.5', '0.50', 0],
  ['Inf', '1e400', 1],
  ['-Inf', '-1e400', -1],
  ['0', '0.1', -1],
  ['0', '-0.1', 1],
])('%s compared with %s is %d', (left, right, order) => {
  expect(compareNumbers(n(left), n(right))).toBe(order);
  expect(compareNumbers(n(right), n(left))).toBe(0 - order);
});

it.each([
  ['2.7', 2n, false],
  ['-2.7', -2n, false],
  ['1e30', 10n ** 30n, true],
  ['3', 3n, true],
])('the integer part of %s is %d', (text, whole, integer) => {
  expect(toBigInt(n(text))).toBe(whole);
  expect(isInteger(n(text))).toBe(integer);
});
