import { compareNumbers, exponentOf, formatNumber, mantissaOf, negateNumber, type Num } from '../../../model/index.js';

/** The digits of a finite number without its sign, as %e, %f and %g in C write them. */
export function floatDigits(value: Num, mode: string, precision: number | undefined): string {
  const size = compareNumbers(value, 0) < 0 ? negateNumber(value) : value;
  const text =
    mode.toLowerCase() === 'f' ? fixedPoint(size, precision ?? 6) : withPower(size, mode.toLowerCase(), precision);
  return mode === 'E' || mode === 'G' ? text.toUpperCase() : text;
}

/** %g with as many digits as needed to identify the number, including the sign. */
export function generalText(value: Num): string {
  const text = formatNumber(value);
  if (text.endsWith('Inf')) return text;
  return (text.startsWith('-') ? '-' : '') + floatDigits(value, 'g', undefined);
}

const withPower = (size: Num, mode: string, precision: number | undefined): string =>
  mode === 'e' ? exponential(size, precision ?? 6) : general(size, precision);

/** size × 10^power, rounded to the nearest integer, half to even; exact for any size. */
function scaled(size: Num, power: number): bigint {
  const exponent = exponentOf(size);
  const up = (power > 0 ? 10n ** BigInt(power) : 1n) * (exponent > 0 ? 1n << BigInt(exponent) : 1n);
  const down = (power < 0 ? 10n ** BigInt(-power) : 1n) * (exponent < 0 ? 1n << BigInt(-exponent) : 1n);
  const whole = mantissaOf(size) * up;
  const quotient = whole / down;
  const rest = (whole % down) * 2n;
  const raise = rest > down || (rest === down && quotient % 2n === 1n);
  return raise ? quotient + 1n : quotient;
}

function fixedPoint(size: Num, places: number): string {
  const digits = scaled(size, places)
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** All digits of the number without leading and trailing zeros, and the power of ten of the first. */
function significant(size: Num): { readonly digits: string; readonly power: number } {
  const [whole = '0', fraction = ''] = formatNumber(size).split('.');
  const all = whole + fraction;
  const first = /[1-9]/.exec(all)?.index;
  if (first === undefined) return { digits: '0', power: 0 };
  return { digits: all.slice(first).replace(/0+$/, ''), power: whole.length - 1 - first };
}

/** The first `count` digits, rounded, and the power of ten of the first. */
function rounded(size: Num, count: number): { readonly digits: string; readonly power: number } {
  if (size === 0) return { digits: '0'.repeat(count), power: 0 };
  const { power } = significant(size);
  const digits = scaled(size, count - 1 - power).toString();
  return digits.length > count ? { digits: digits.slice(0, count), power: power + 1 } : { digits, power };
}

function exponential(size: Num, places: number): string {
  const { digits, power } = rounded(size, places + 1);
  return withPoint(digits, 1) + powerText(power);
}

const withPoint = (digits: string, at: number): string =>
  digits.length <= at ? digits.padEnd(at, '0') : `${digits.slice(0, at)}.${digits.slice(at)}`;

const powerText = (power: number): string => `e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;

/**
 * Numbers with more digits than this before the decimal point use exponent notation when all their digits are written.
 */
const SHORT_POWER = 6;

function general(size: Num, precision: number | undefined): string {
  const count = precision === undefined ? undefined : Math.max(1, precision);
  const given = count === undefined ? significant(size) : rounded(size, count);
  const digits = given.digits.replace(/0+$/, '') || '0';
  const { power } = given;
  const limit =
    count === undefined ? SHORT_POWER : count > digits.length && digits.length > power ? digits.length : count;
  if (power < -4 || power >= limit) return withPoint(digits, 1) + powerText(power);
  return power < 0 ? `0.${'0'.repeat(-power - 1)}${digits}` : withPoint(digits, power + 1);
}
