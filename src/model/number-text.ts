import { bitLength, type ExactNumber, NUMBER_BITS, numberFromBinary, numberFromFraction, type Num } from './number.js';

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Powers of ten beyond this are refused: their digits alone would be a denial of service. */
const MAX_POWER = 100_000;

/** Decimal texts of numbers that were read, so that writing them again costs nothing. */
const texts = new WeakMap<ExactNumber, string>();

/** Any decimal of at most this many digits survives 512 bits. */
const SURVIVING_DIGITS = 150;

/** Reads decimal or scientific notation, rounded once to 512 bits, or `Inf`; undefined if the text is not a number. */
export function parseNumber(text: string): Num | undefined {
  if (text.length <= 15 && /^-?\d+$/.test(text)) return Number(text) + 0;
  const match = DECIMAL.exec(text);
  if (match === null) return /^[+-]?[iI]nf$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 0;
  if (Math.abs(exponent) > MAX_POWER) return undefined;
  const mantissa = sign === '-' ? -digits : digits;
  const number =
    exponent >= 0
      ? numberFromBinary(mantissa * 10n ** BigInt(exponent), 0)
      : numberFromFraction(mantissa, 10n ** BigInt(-exponent));
  if (typeof number !== 'number' && whole.length + fraction.length <= SURVIVING_DIGITS) {
    texts.set(number, (sign === '-' ? '-' : '') + place(digits.toString(), exponent));
  }
  return number;
}

/** The number of a double: the one whose shortest decimal text is the double's. */
export function fromDouble(value: number): Num {
  if (Number.isSafeInteger(value) || value === Infinity || value === -Infinity) return value + 0;
  const number = parseNumber(String(value));
  if (number === undefined) throw new RangeError('not a number');
  return number;
}

/**
 * The very number a double is, as functions that compute with doubles return it. Its text is the double's shortest one, which
 * Terraform shows and stores.
 */
export function exactDouble(value: number): Num {
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) return value + 0;
  let [mantissa, exponent] = [value, 0];
  while (!Number.isInteger(mantissa)) {
    // Doubling is exact, and a double has an integer after at most 1074 of them.
    mantissa *= 2;
    exponent -= 1;
  }
  const number = numberFromBinary(BigInt(mantissa), exponent);
  if (typeof number !== 'number') texts.set(number, doubleText(number, value));
  return number;
}

/** A power of two is closer to the double below it than to the one above, which Terraform does not take into account. */
function doubleText(number: ExactNumber, value: number): string {
  const { mantissa, exponent } = number;
  if (mantissa !== 1n && mantissa !== -1n) return formatNumber(fromDouble(value));
  const { digits, power } = shortest(1n, exponent, DOUBLE_BITS, false);
  return (mantissa < 0n ? '-' : '') + place(digits, power);
}

/** The nearest double. */
export function toDouble(value: Num): number {
  return typeof value === 'number' ? value : Number(formatNumber(value));
}

/** Full decimal, never an exponent: the shortest text that names this number among those of 512 bits. */
export function formatNumber(value: Num): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : value < 0 ? '-Inf' : '+Inf';
  let text = texts.get(value);
  if (text === undefined) {
    const negative = value.mantissa < 0n;
    const { digits, power } = shortest(negative ? -value.mantissa : value.mantissa, value.exponent);
    text = (negative ? '-' : '') + place(digits, power);
    texts.set(value, text);
  }
  return text;
}

/** `digits` × 10^power without an exponent and without superfluous zeros. */
function place(digits: string, power: number): string {
  if (power >= 0) return digits + '0'.repeat(power);
  const point = digits.length + power;
  const whole = point > 0 ? digits.slice(0, point) : '0';
  const fraction = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

const DOUBLE_BITS = 53;

/** The fewest digits that lie closer to mantissa × 2^exponent than to its neighbours of so many bits, nearest first. */
function shortest(
  mantissa: bigint,
  exponent: number,
  bits = NUMBER_BITS,
  isPower = mantissa === 1n,
): { digits: string; power: number } {
  // One more bit than the precision: the borders to the neighbours are then one unit away. Below a power of two numbers lie
  // closer together, so there a unit is made half as large.
  const shift = bits + (isPower ? 2 : 1) - bitLength(mantissa);
  const half = mantissa << BigInt(shift);
  const binary = exponent - shift;
  const scale = binary < 0 ? 5n ** BigInt(-binary) : 1n << BigInt(binary);
  const power = binary < 0 ? binary : 0;
  const exact = (half * scale).toString();
  const lower = ((half - 1n) * scale).toString();
  const upper = ((half + (isPower ? 2n : 1n)) * scale).toString();
  const lowerLength = lower.replace(/0+$/, '').length;
  const upperLength = upper.replace(/0+$/, '').length;
  // A border itself is rounded to the even one of the two numbers.
  const inclusive = bitLength(mantissa) < bits;
  const top = exact.length + power;
  const finish = (digits: string, carry: number): { digits: string; power: number } => ({
    digits,
    power: top + carry - digits.length,
  });
  for (let index = 0; index < exact.length; index += 1) {
    const [digit, below, above] = [exact.charAt(index), lower[index] ?? '0', upper[index] ?? '0'];
    const canCut = below !== digit || (inclusive && index + 1 === lowerLength);
    const canRaise = digit !== above && (inclusive || Number(digit) + 1 < Number(above) || index + 1 < upperLength);
    if (!canCut && !canRaise) continue;
    const kept = exact.slice(0, index + 1);
    if (canCut && (!canRaise || !isNearerAbove(exact, index + 1))) return finish(kept, 0);
    const raised = (BigInt(kept) + 1n).toString();
    return finish(raised, raised.length - kept.length);
  }
  return finish(exact, 0);
}

function isNearerAbove(digits: string, from: number): boolean {
  const next = digits[from] ?? '0';
  if (next === '5' && /^0*$/.test(digits.slice(from + 1))) return Number(digits[from - 1]) % 2 === 1;
  return next >= '5';
}
