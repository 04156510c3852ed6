import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addNumbers,
  compareNumbers,
  divideNumbers,
  exponentOf,
  formatNumber,
  fromDouble,
  jsonNumber,
  mantissaOf,
  moduloNumbers,
  multiplyNumbers,
  negateNumber,
  type Num,
  numbersEqual,
  numberFromBinary,
  parseJson,
  parseNumber,
  stringifyJson,
  subtractNumbers,
  toDouble,
  valueFromJson,
} from '../../src/model/index.js';
import { someNumber } from './arbitrary.js';

const integer = fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n });
const whole = (value: bigint): Num => numberFromBinary(value, 0);

/** Numerators over one denominator. */
function fractions(left: Num, right: Num): [bigint, bigint] {
  const exponent = Math.min(exponentOf(left), exponentOf(right));
  return [
    mantissaOf(left) << BigInt(exponentOf(left) - exponent),
    mantissaOf(right) << BigInt(exponentOf(right) - exponent),
  ];
}

it('the text of a number parses to the same number', () => {
  fc.assert(
    fc.property(someNumber, (number) => {
      expect(parseNumber(formatNumber(number))).toEqual(number);
    }),
  );
});

it('no shorter decimal parses to it', () => {
  fc.assert(
    fc.property(someNumber, (number) => {
      const text = formatNumber(number);
      fc.pre(text.includes('.'));
      const shorter = text.slice(0, -1);
      const above = shorter.replace(
        /(\d)(\.?)$/,
        (_, digit: string, dot: string) => (digit === '9' ? `${digit}9` : `${Number(digit) + 1}`) + dot,
      );
      expect(numbersEqual(parseNumber(shorter)!, number)).toBe(false);
      expect(above.length > shorter.length || !numbersEqual(parseNumber(above)!, number)).toBe(true);
    }),
  );
});

it('JSON preserves a number exactly', () => {
  fc.assert(
    fc.property(someNumber, (number) => {
      const read = valueFromJson(parseJson(stringifyJson({ n: jsonNumber(number) })), {
        kind: 'object',
        attributes: { n: 'number' },
      });
      expect((read as { n: Num }).n).toEqual(number);
    }),
  );
});

it('a double survives a round trip', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (double) => {
      expect(toDouble(fromDouble(double))).toBe(double + 0);
    }),
  );
});

it('arithmetic on integers is exact', () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      expect(addNumbers(whole(a), whole(b))).toEqual(whole(a + b));
      expect(subtractNumbers(whole(a), whole(b))).toEqual(whole(a - b));
      expect(multiplyNumbers(whole(a), whole(b))).toEqual(whole(a * b));
      expect(moduloNumbers(whole(a), whole(b))).toEqual(b === 0n ? whole(a) : whole(a % b));
      fc.pre(b !== 0n);
      expect(divideNumbers(whole(a * b), whole(b))).toEqual(whole(a));
    }),
  );
});

it('order and equality match exact fractions', () => {
  fc.assert(
    fc.property(someNumber, someNumber, (a, b) => {
      const [left, right] = fractions(a, b);
      expect(compareNumbers(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0);
      expect(numbersEqual(a, b)).toBe(left === right);
    }),
  );
});

it('a result is within half a unit in the last place', () => {
  const exact = (number: Num): [bigint, number] => [mantissaOf(number), exponentOf(number)];
  fc.assert(
    fc.property(someNumber, someNumber, (a, b) => {
      const [left, right] = fractions(a, b);
      const [mantissa, exponent] = exact(addNumbers(a, b)!);
      const common = Math.min(exponentOf(a), exponentOf(b), exponent);
      const truth = (left + right) << BigInt(Math.min(exponentOf(a), exponentOf(b)) - common);
      const given = mantissa << BigInt(exponent - common);
      const error = truth > given ? truth - given : given - truth;
      const size = truth < 0n ? -truth : truth;
      expect(error * 2n ** 512n).toBeLessThanOrEqual(size);
    }),
  );
});

it('addition and multiplication are commutative, and swapping operands negates a difference', () => {
  fc.assert(
    fc.property(someNumber, someNumber, (a, b) => {
      expect(addNumbers(a, b)).toEqual(addNumbers(b, a));
      expect(multiplyNumbers(a, b)).toEqual(multiplyNumbers(b, a));
      expect(negateNumber(negateNumber(a))).toEqual(a);
      expect(subtractNumbers(a, b)).toEqual(negateNumber(subtractNumbers(b, a)!));
    }),
  );
});
