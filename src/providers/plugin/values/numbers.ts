import {
  type ExactNumber,
  exactDouble,
  formatNumber,
  isInteger,
  numberFromBinary,
  parseNumber,
  toBigInt,
  type Num,
} from '../../../model/index.js';
import type { ByteWriter } from '../bytes/writer.js';
import type { Item } from './read-pack.js';
import { writeDouble, writeInteger, writeLongInteger, writeText } from './write-pack.js';

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Significant bits of a double, and the power of its smallest one. */
const DOUBLE_BITS = 53n;
const LEAST_POWER = -1074;

/** An integer of 64 bits, a double if it is the very number, or a decimal text. */
export function writeNumber(writer: ByteWriter, value: Num): void {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) writeInteger(writer, value);
    else writeDouble(writer, value);
    return;
  }
  if (isInteger(value)) {
    const integer = toBigInt(value);
    if (integer >= LEAST && integer <= MOST) writeLongInteger(writer, integer);
    else writeText(writer, formatNumber(value));
    return;
  }
  if (isDouble(value)) writeDouble(writer, Number(value.mantissa) * 2 ** value.exponent);
  else writeText(writer, formatNumber(value));
}

/** Whether a fraction is a double: its mantissa is odd, so that its bits are all significant. */
function isDouble({ mantissa, exponent }: ExactNumber): boolean {
  return BigInt.asIntN(Number(DOUBLE_BITS) + 1, mantissa) === mantissa && exponent >= LEAST_POWER;
}

/** The number of an item; undefined if it is none. */
export function numberOf(item: Item): Num | undefined {
  switch (item.kind) {
    case 'integer':
      return typeof item.value === 'number' ? item.value : numberFromBinary(item.value, 0);
    case 'double':
      return Number.isNaN(item.value) ? undefined : exactDouble(item.value);
    case 'text':
      return parseNumber(item.value);
    default:
      return undefined;
  }
}
