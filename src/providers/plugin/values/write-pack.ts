import type { ByteWriter } from '../bytes/writer.js';

/** MessagePack: the shortest form of each item, as Go's encoder writes it. */

export const writeNil = (writer: ByteWriter): void => writer.byte(0xc0);
export const writeBool = (writer: ByteWriter, value: boolean): void => writer.byte(value ? 0xc3 : 0xc2);

export function writeText(writer: ByteWriter, value: string): void {
  const length = Buffer.byteLength(value);
  if (length < 32) writer.byte(0xa0 | length);
  else writeSize(writer, length, 0xd9, 0xda, 0xdb);
  writer.text(value, length);
}

export function writeBytes(writer: ByteWriter, value: Uint8Array): void {
  writeSize(writer, value.length, 0xc4, 0xc5, 0xc6);
  writer.bytes(value);
}

export function writeListSize(writer: ByteWriter, size: number): void {
  if (size < 16) writer.byte(0x90 | size);
  else writeSize(writer, size, undefined, 0xdc, 0xdd);
}

export function writeMapSize(writer: ByteWriter, size: number): void {
  if (size < 16) writer.byte(0x80 | size);
  else writeSize(writer, size, undefined, 0xde, 0xdf);
}

export function writeInteger(writer: ByteWriter, value: number): void {
  if (value >= 0) {
    if (value < 0x80) writer.byte(value);
    else if (value < 0x1_00) prefixed(writer, 0xcc, () => writer.byte(value));
    else if (value < 0x1_0000) prefixed(writer, 0xcd, () => writer.uint16(value));
    else if (value < 0x1_0000_0000) prefixed(writer, 0xce, () => writer.uint32(value));
    else writeLongInteger(writer, BigInt(value));
  } else if (value >= -0x20) writer.byte(value & 0xff);
  else if (value >= -0x80) prefixed(writer, 0xd0, () => writer.byte(value & 0xff));
  else if (value >= -0x8000) prefixed(writer, 0xd1, () => writer.uint16(value & 0xffff));
  else if (value >= -0x8000_0000) prefixed(writer, 0xd2, () => writer.uint32(value >>> 0));
  else writeLongInteger(writer, BigInt(value));
}

/** An integer of 64 bits that no shorter form holds. */
export function writeLongInteger(writer: ByteWriter, value: bigint): void {
  writer.byte(value < 0n ? 0xd3 : 0xcf);
  writer.uint64(value);
}

export function writeDouble(writer: ByteWriter, value: number): void {
  writer.byte(0xcb);
  writer.double(value);
}

export function writeExtension(writer: ByteWriter, type: number, body: Uint8Array): void {
  const fixed = FIXED_SIZES.indexOf(body.length);
  if (fixed >= 0) writer.byte(0xd4 + fixed);
  else writeSize(writer, body.length, 0xc7, 0xc8, 0xc9);
  writer.byte(type);
  writer.bytes(body);
}

const FIXED_SIZES: readonly number[] = [1, 2, 4, 8, 16];

function prefixed(writer: ByteWriter, prefix: number, write: () => void): void {
  writer.byte(prefix);
  write();
}

function writeSize(writer: ByteWriter, size: number, small: number | undefined, medium: number, large: number): void {
  if (small !== undefined && size < 0x1_00) {
    writer.byte(small);
    writer.byte(size);
  } else if (size < 0x1_0000) {
    writer.byte(medium);
    writer.uint16(size);
  } else {
    writer.byte(large);
    writer.uint32(size);
  }
}
