import { Tagged } from './tagged.js';

/**
 * Numbers as Terraform has them: binary floating point with 512 bits of precision. An integer that JavaScript holds exactly
 * is a plain `number` (never -0), and so are the two infinities a division by zero gives; anything else is an ExactNumber.
 * That form is unique, so equality is simple.
 */
export type Num = number | ExactNumber;

/** mantissa × 2^exponent; the mantissa is odd and has at most 512 bits. */
export class ExactNumber extends Tagged {
  override readonly kind = 'number';
  readonly mantissa: bigint;
  readonly exponent: number;
  constructor(mantissa: bigint, exponent: number) {
    super();
    this.mantissa = mantissa;
    this.exponent = exponent;
  }
}

export function isNumber(value: unknown): value is Num {
  return typeof value === 'number' || value instanceof ExactNumber;
}

export const NUMBER_BITS = 512;

export function bitLength(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  return hex === '0' ? 0 : hex.length * 4 - Math.clz32(parseInt(hex.charAt(0), 16)) + 28;
}

/** The number nearest to mantissa × 2^exponent, half to even. */
export function numberFromBinary(mantissa: bigint, exponent: number): Num {
  if (mantissa === 0n) return 0;
  let [value, power] = [mantissa < 0n ? -mantissa : mantissa, exponent];
  const excess = bitLength(value) - NUMBER_BITS;
  if (excess > 0) {
    const shift = BigInt(excess);
    const rest = value & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    value >>= shift;
    power += excess;
    if (rest > half || (rest === half && (value & 1n) === 1n)) value += 1n;
  }
  let low = Number(BigInt.asUintN(32, value));
  while (low === 0) {
    value >>= 32n;
    power += 32;
    low = Number(BigInt.asUintN(32, value));
  }
  const zeros = 31 - Math.clz32(low & -low);
  value >>= BigInt(zeros);
  power += zeros;
  const signed = mantissa < 0n ? -value : value;
  if (power >= 0 && power <= 53 && bitLength(value) + power <= 53) return Number(signed) * 2 ** power;
  return new ExactNumber(signed, power);
}

/** numerator ÷ denominator × 2^exponent, rounded once. The denominator is positive. */
export function numberFromFraction(numerator: bigint, denominator: bigint, exponent = 0): Num {
  const shift = Math.max(0, NUMBER_BITS + 3 - bitLength(numerator) + bitLength(denominator));
  const scaled = (numerator < 0n ? -numerator : numerator) << BigInt(shift);
  const quotient = scaled / denominator;
  // The truncated bits still decide between half and more than half.
  const sticky = quotient * denominator === scaled ? 0n : 1n;
  const exact = (quotient << 1n) | sticky;
  return numberFromBinary(numerator < 0n ? -exact : exact, exponent - shift - 1);
}

export function mantissaOf(value: Num): bigint {
  return typeof value === 'number' ? BigInt(value) : value.mantissa;
}

export function exponentOf(value: Num): number {
  return typeof value === 'number' ? 0 : value.exponent;
}

const isSpecial = (left: Num, right: Num): boolean =>
  left === Infinity || left === -Infinity || right === Infinity || right === -Infinity;

const sign = (value: Num): number => (typeof value === 'number' ? Math.sign(value) : value.mantissa < 0n ? -1 : 1);

/** For operands of which at least one is infinite, the rules of `number` hold once the other is reduced to its sign. */
const rough = (value: Num): number => (typeof value === 'number' ? value : sign(value));

const definite = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value + 0);

/** Undefined where mathematics has no answer (∞ − ∞). */
export function addNumbers(left: Num, right: Num): Num | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum + 0;
  }
  if (isSpecial(left, right)) return definite(rough(left) + rough(right));
  const [a, b] = [exponentOf(left), exponentOf(right)];
  const exponent = Math.min(a, b);
  return numberFromBinary(
    (mantissaOf(left) << BigInt(a - exponent)) + (mantissaOf(right) << BigInt(b - exponent)),
    exponent,
  );
}

export function negateNumber(value: Num): Num {
  return typeof value === 'number' ? 0 - value : new ExactNumber(-value.mantissa, value.exponent);
}

/** Undefined for ∞ − ∞. */
export function subtractNumbers(left: Num, right: Num): Num | undefined {
  return addNumbers(left, negateNumber(right));
}

/** Undefined for 0 × ∞. */
export function multiplyNumbers(left: Num, right: Num): Num | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  if (isSpecial(left, right)) return definite(rough(left) * rough(right));
  return numberFromBinary(mantissaOf(left) * mantissaOf(right), exponentOf(left) + exponentOf(right));
}

/** Undefined for 0 ÷ 0 and ∞ ÷ ∞; anything else by zero is infinite. */
export function divideNumbers(left: Num, right: Num): Num | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const quotient = left / right;
    if (Number.isSafeInteger(quotient) && quotient * right === left) return quotient + 0;
  }
  if (right === 0 || isSpecial(left, right)) return definite(rough(left) / rough(right));
  const divisor = mantissaOf(right);
  const dividend = divisor < 0n ? -mantissaOf(left) : mantissaOf(left);
  return numberFromFraction(dividend, divisor < 0n ? -divisor : divisor, exponentOf(left) - exponentOf(right));
}

/** What is left after division towards zero; has the sign of `left`. By zero it is `left` itself, as Terraform has it. */
export function moduloNumbers(left: Num, right: Num): Num | undefined {
  if (right === 0) return left;
  if (isSpecial(left, right)) return undefined;
  if (typeof left === 'number' && typeof right === 'number') return (left % right) + 0;
  const quotient = divideNumbers(left, right);
  const whole = quotient instanceof ExactNumber ? numberFromBinary(toBigInt(quotient), 0) : quotient;
  const taken = whole === undefined ? undefined : multiplyNumbers(right, whole);
  return taken === undefined ? undefined : subtractNumbers(left, taken);
}

export function compareNumbers(left: Num, right: Num): -1 | 0 | 1 {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (isSpecial(left, right)) return rough(left) < rough(right) ? -1 : 1;
  const [a, b] = [sign(left), sign(right)];
  if (a !== b) return a < b ? -1 : 1;
  const exponent = Math.min(exponentOf(left), exponentOf(right));
  const x = mantissaOf(left) << BigInt(exponentOf(left) - exponent);
  const y = mantissaOf(right) << BigInt(exponentOf(right) - exponent);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function numbersEqual(left: Num, right: Num): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right;
  return left.exponent === right.exponent && left.mantissa === right.mantissa;
}

export function isInteger(value: Num): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.exponent >= 0;
}

/** The whole part; the value must be finite. */
export function toBigInt(value: Num): bigint {
  if (typeof value === 'number') return BigInt(value);
  if (value.exponent >= 0) return value.mantissa << BigInt(value.exponent);
  const size = BigInt(-value.exponent);
  return value.mantissa < 0n ? -(-value.mantissa >> size) : value.mantissa >> size;
}
