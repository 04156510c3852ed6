// Protocol Buffers and MessagePack as far as a provider for tests needs them, by field numbers alone: it must not share a mistake with
// the code it tests.
import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';

/** A value that is not known yet. */
export const UNKNOWN = Object.freeze({ unknown: true });

function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

const long = (number, content) => Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);

/** Fields of a message; each is a buffer, and undefined ones are left out. */
export const message = (...fields) => Buffer.concat(fields.filter((field) => field !== undefined));
export const bytes = (number, value) => (value === undefined ? undefined : long(number, Buffer.from(value)));
export const text = (number, value) => (value === undefined ? undefined : long(number, Buffer.from(value, 'utf8')));
export const int = (number, value) => (value ? Buffer.concat([varint(number * 8), varint(value)]) : undefined);
/** An integer whose presence counts, even if it is 0. */
export const present = (number, value) => Buffer.concat([varint(number * 8), varint(value)]);
export const flag = (number, value) => int(number, value ? 1 : 0);
export const entry = (number, key, value) => long(number, message(text(1, key), bytes(2, value)));

/** The fields of a message: for each number, all its values, as buffers or as whole numbers. */
export function fieldsOf(buffer) {
  const fields = new Map();
  let offset = 0;
  const number = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[offset++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < buffer.length) {
    const tag = Number(number());
    let value;
    if (tag % 8 === 0) value = Number(number());
    else if (tag % 8 === 2) {
      const length = Number(number());
      value = buffer.subarray(offset, offset + length);
      offset += length;
    } else throw new Error(`The client sent a field of the wire type ${tag % 8}.`);
    const known = Math.floor(tag / 8);
    fields.set(known, [...(fields.get(known) ?? []), value]);
  }
  return fields;
}

export const one = (fields, number) => fields.get(number)?.at(-1);
export const textAt = (fields, number) => one(fields, number)?.toString('utf8') ?? '';

const extensions = new ExtensionCodec();
for (const type of [0, 12])
  extensions.register({
    type,
    encode: (value) => (type === 0 && value === UNKNOWN ? Uint8Array.of(0) : null),
    decode: () => UNKNOWN,
  });
const encoder = new Encoder({ extensionCodec: extensions, useBigInt64: true });
const decoder = new Decoder({ extensionCodec: extensions, useBigInt64: true });

/** A DynamicValue message. Values of dynamic type are written by the caller as `[type as JSON in bytes, value]`. */
export const dynamicValue = (value) => bytes(1, encoder.encode(value));

/** The value in the field of a message; null if the field is absent. */
export function valueAt(fields, number) {
  const wrapped = one(fields, number);
  const packed = wrapped === undefined ? undefined : one(fieldsOf(wrapped), 1);
  return packed === undefined ? null : decoder.decode(packed);
}

export const pack = (value) => Buffer.from(encoder.encode(value)).toString('base64');
export const unpack = (base64) => decoder.decode(Buffer.from(base64, 'base64'));

/** A diagnostic. */
export const problem = (summary, detail, attribute) =>
  message(
    int(1, 1),
    text(2, summary),
    text(3, detail),
    attribute === undefined ? undefined : bytes(4, message(bytes(1, message(text(1, attribute))))),
  );

/** Ends as a Go program does. */
export function panic() {
  process.stderr.write('panic: runtime error: invalid memory address\n\ngoroutine 1 [running]:\nmain.main()\n');
  process.exit(2);
}
