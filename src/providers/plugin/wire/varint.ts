import { WireError, type ByteReader } from '../bytes/reader.js';
import type { ByteWriter } from '../bytes/writer.js';

/** Protocol Buffers' integers of variable length: seven bits a byte, the lowest first. */

export function writeVarint(writer: ByteWriter, value: number): void {
  if (value < 0) {
    writeLong(writer, BigInt.asUintN(64, BigInt(value)));
    return;
  }
  let rest = value;
  while (rest >= 0x80) {
    writer.byte((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  writer.byte(rest);
}

function writeLong(writer: ByteWriter, value: bigint): void {
  let rest = value;
  while (rest >= 0x80n) {
    writer.byte(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  writer.byte(Number(rest));
}

/** Bytes whose sum a double holds exactly. */
const EXACT_BYTES = 7;
const MAX_BYTES = 10;

/** A signed integer of 64 bits. One that JavaScript cannot hold exactly is refused: no field of the protocol needs it. */
export function readVarint(reader: ByteReader): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < EXACT_BYTES; count += 1) {
    const byte = reader.byte();
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 0x80;
  }
  return readLong(reader, BigInt(value));
}

function readLong(reader: ByteReader, low: bigint): number {
  let value = low;
  for (let count = EXACT_BYTES; count < MAX_BYTES; count += 1) {
    const byte = reader.byte();
    value |= BigInt(byte & 0x7f) << BigInt(7 * count);
    if (byte >= 0x80) continue;
    const number = Number(BigInt.asIntN(64, value));
    if (!Number.isSafeInteger(number)) throw new WireError('an integer is out of range');
    return number;
  }
  throw new WireError('an integer has more than ten bytes');
}
