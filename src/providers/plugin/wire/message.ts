import { ByteReader, WireError } from '../bytes/reader.js';
import { ByteWriter } from '../bytes/writer.js';
import { readVarint, writeVarint } from './varint.js';

/** How a field's bytes end. Two more ways, of fixed sizes, only occur in fields that are skipped. */
export const VARINT = 0;
export const LENGTH = 2;
export type Wire = typeof VARINT | typeof LENGTH;

/** One field of a message: its number, and how it is read and written. */
export interface Field<Out, In = Out> {
  readonly number: number;
  readonly wire: Wire;
  /** Its value in a message that does not contain it. */
  absent(): Out;
  /** Reads one occurrence; `before` is the value so far. */
  read(reader: ByteReader, before: Out): Out;
  /** Writes all occurrences, tags included. */
  write(writer: ByteWriter, value: In): void;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Decoded<F> = { readonly [Name in keyof F]: F[Name] extends Field<infer Out, never> ? Out : never };
type Sendable<F> = {
  readonly [Name in keyof F]?:
    (F[Name] extends { write(writer: ByteWriter, value: infer In): void } ? In : never) | undefined;
};

/** A message of Protocol Buffers: `Out` when it is received, `In` when it is sent. Unknown fields are skipped. */
export class Message<Out, In extends object> {
  readonly #byName: ReadonlyMap<string, Field<unknown>>;
  readonly #byTag = new Map<number, readonly [name: string, field: Field<unknown>]>();

  constructor(fields: Fields) {
    this.#byName = new Map(Object.entries(fields));
    for (const [name, field] of this.#byName) this.#byTag.set(field.number * 8 + field.wire, [name, field]);
  }

  encode(message: In): Buffer {
    const writer = new ByteWriter();
    for (const [name, value] of Object.entries({ ...message })) {
      if (value !== undefined) this.#byName.get(name)?.write(writer, value);
    }
    return writer.take();
  }

  /** Fields of bytes are views of the given ones. Throws {@link WireError} for anything but such a message. */
  decode(bytes: Uint8Array): Out {
    const reader = new ByteReader(bytes);
    const message: Record<string, unknown> = {};
    for (const [name, field] of this.#byName) message[name] = field.absent();
    while (!reader.atEnd) {
      const tag = readVarint(reader);
      const known = this.#byTag.get(tag);
      if (known === undefined) skip(reader, tag % 8);
      else message[known[0]] = known[1].read(reader, message[known[0]]);
    }
    // The table, from which `Out` follows, has just named each of its members.
    return message as Out;
  }
}

/** A message from the table of its fields. */
export const message = <F extends Fields>(fields: F): Message<Decoded<F>, Sendable<F>> => new Message(fields);

/** The decoded form of a message, and the form in which it is sent. */
export type Received<M> = M extends Message<infer Out, never> ? Out : never;
export type Sent<M> = M extends { encode(message: infer In): Buffer } ? In : never;

export function writeTag(writer: ByteWriter, number: number, wire: Wire): void {
  writeVarint(writer, number * 8 + wire);
}

function skip(reader: ByteReader, wire: number): void {
  switch (wire) {
    case VARINT:
      readVarint(reader);
      return;
    case 1:
      reader.bytes(8);
      return;
    case LENGTH:
      reader.bytes(readLength(reader));
      return;
    case 5:
      reader.bytes(4);
      return;
    default:
      throw new WireError(`a field is encoded in an unknown way (${wire})`);
  }
}

export function readLength(reader: ByteReader): number {
  const length = readVarint(reader);
  if (length < 0) throw new WireError('a length is negative');
  return length;
}
