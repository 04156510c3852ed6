/**
 * Powers and logarithms with the same rounding as in Terraform. Both compute with doubles, but JavaScript uses other
 * algorithms, which differ in the last digits.
 */

/** x = fraction × 2^exponent, with ½ ≤ fraction < 1. */
function split(x: number): readonly [fraction: number, exponent: number] {
  let exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(x))) + 1);
  let fraction = scale(x, -exponent);
  for (; Math.abs(fraction) < 0.5; exponent -= 1) fraction *= 2;
  for (; Math.abs(fraction) >= 1; exponent += 1) fraction /= 2;
  return [fraction, exponent];
}

/** x × 2^exponent, where 2^exponent alone may be out of range for a double. */
function scale(x: number, exponent: number): number {
  const step = 1000;
  let [result, rest] = [x, exponent];
  for (; rest > step; rest -= step) result *= 2 ** step;
  for (; rest < -step; rest += step) result *= 2 ** -step;
  return result * 2 ** rest;
}

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Coefficients of the logarithm's series, for odd and even powers. */
const ODD = [6.66666666666673513e-1, 2.857142874366239149e-1, 1.818357216161805012e-1, 1.479819860511658591e-1];
const EVEN = [3.999999999940941908e-1, 2.222219843214978396e-1, 1.531383769920937332e-1];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => coefficient + x * sum, 0);

/** The natural logarithm: that of the fraction from a series, that of the power of two by multiplication. */
export function logarithm(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log(x);
  let [fraction, exponent] = split(x);
  if (fraction < Math.SQRT1_2) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const square = s * s;
  const fourth = square * square;
  const rest = square * polynomial(ODD, fourth) + fourth * polynomial(EVEN, fourth);
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + rest) + exponent * LN2_LOW) - f);
}

/** Beyond these binary exponents, a power is out of range for a double whatever follows. */
const FAR = 4096;

/** Squares the fraction repeatedly; the fractional part of the exponent needs the logarithm. */
export function power(x: number, y: number): number {
  const isSpecial = y === 0 || y === 1 || x === 0 || x === 1 || !Number.isFinite(x) || !Number.isFinite(y);
  if (isSpecial || Math.abs(y) >= 2 ** 63) return x ** y;
  if (Math.abs(y) === 0.5) return y > 0 ? Math.sqrt(x) : 1 / Math.sqrt(x);
  let whole = Math.trunc(Math.abs(y));
  let rest = Math.abs(y) - whole;
  if (rest !== 0 && x < 0) return NaN;
  let result = 1;
  if (rest !== 0) {
    if (rest > 0.5) {
      rest -= 1;
      whole += 1;
    }
    result = Math.exp(rest * logarithm(x));
  }
  let resultExponent = 0;
  let [fraction, exponent] = split(x);
  for (let left = whole; left > 0; left = Math.floor(left / 2)) {
    if (Math.abs(exponent) > FAR) {
      resultExponent += exponent;
      break;
    }
    if (left % 2 === 1) {
      result *= fraction;
      resultExponent += exponent;
    }
    fraction *= fraction;
    exponent *= 2;
    if (fraction < 0.5) {
      fraction *= 2;
      exponent -= 1;
    }
  }
  return y < 0 ? scale(1 / result, -resultExponent) : scale(result, resultExponent);
}
