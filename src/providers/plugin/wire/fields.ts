import type { ByteReader } from '../bytes/reader.js';
import type { ByteWriter } from '../bytes/writer.js';
import { LENGTH, Message, VARINT, readLength, writeTag, type Field, type Wire } from './message.js';
import { readVarint, writeVarint } from './varint.js';

/** The kinds of fields that the protocol has. A field is named by its number alone. */

interface Kind<T> {
  readonly wire: Wire;
  /** What is not sent, and read where nothing was sent. */
  readonly empty: T;
  isEmpty(value: T): boolean;
  read(reader: ByteReader): T;
  /** Without the tag. */
  write(writer: ByteWriter, value: T): void;
}

const TEXT: Kind<string> = {
  wire: LENGTH,
  empty: '',
  isEmpty: (value) => value === '',
  read: (reader) => reader.text(readLength(reader)),
  write(writer, value) {
    const length = Buffer.byteLength(value);
    writeVarint(writer, length);
    writer.text(value, length);
  },
};

const BYTES: Kind<Uint8Array> = {
  wire: LENGTH,
  empty: Buffer.alloc(0),
  isEmpty: (value) => value.length === 0,
  read: (reader) => reader.bytes(readLength(reader)),
  write(writer, value) {
    writeVarint(writer, value.length);
    writer.bytes(value);
  },
};

const INTEGER: Kind<number> = {
  wire: VARINT,
  empty: 0,
  isEmpty: (value) => value === 0,
  read: readVarint,
  write: writeVarint,
};

const FLAG: Kind<boolean> = {
  wire: VARINT,
  empty: false,
  isEmpty: (value) => !value,
  read: (reader) => readVarint(reader) !== 0,
  write: (writer, value) => writeVarint(writer, value ? 1 : 0),
};

function single<T>(number: number, kind: Kind<T>): Field<T> {
  return {
    number,
    wire: kind.wire,
    absent: () => kind.empty,
    read: (reader) => kind.read(reader),
    write(writer, value) {
      if (!kind.isEmpty(value)) writeTagged(writer, number, kind, value);
    },
  };
}

/** A field whose presence counts: an `optional` one, or a member of a `oneof`. */
function present<T>(number: number, kind: Kind<T>): Field<T | undefined> {
  return {
    number,
    wire: kind.wire,
    absent: () => undefined,
    read: (reader) => kind.read(reader),
    write(writer, value) {
      if (value !== undefined) writeTagged(writer, number, kind, value);
    },
  };
}

function writeTagged<T>(writer: ByteWriter, number: number, kind: Kind<T>, value: T): void {
  writeTag(writer, number, kind.wire);
  kind.write(writer, value);
}

export const text = (number: number): Field<string> => single(number, TEXT);
export const bytes = (number: number): Field<Uint8Array> => single(number, BYTES);
/** Also an enumeration. Integers that JavaScript does not hold exactly are refused; the protocol has no use for them. */
export const integer = (number: number): Field<number> => single(number, INTEGER);
export const flag = (number: number): Field<boolean> => single(number, FLAG);
export const optionalText = (number: number): Field<string | undefined> => present(number, TEXT);
export const optionalBytes = (number: number): Field<Uint8Array | undefined> => present(number, BYTES);
export const optionalInteger = (number: number): Field<number | undefined> => present(number, INTEGER);

/** Given by a function where tables refer to each other. */
type Inner<Out, In extends object> = Message<Out, In> | (() => Message<Out, In>);

const tableOf = <Out, In extends object>(inner: Inner<Out, In>): Message<Out, In> =>
  typeof inner === 'function' ? inner() : inner;

export const one = <Out, In extends object>(
  number: number,
  inner: Inner<Out, In>,
): Field<Out | undefined, In | undefined> => ({
  number,
  wire: LENGTH,
  absent: () => undefined,
  read: (reader) => tableOf(inner).decode(BYTES.read(reader)),
  write(writer, value) {
    if (value !== undefined) writeTagged(writer, number, BYTES, tableOf(inner).encode(value));
  },
});

export const many = <Out, In extends object>(number: number, inner: Inner<Out, In>): Field<Out[], readonly In[]> => ({
  number,
  wire: LENGTH,
  absent: () => [],
  read(reader, before) {
    before.push(tableOf(inner).decode(BYTES.read(reader)));
    return before;
  },
  write(writer, value) {
    for (const item of value) writeTagged(writer, number, BYTES, tableOf(inner).encode(item));
  },
});

interface Entry<T> {
  readonly key: string;
  readonly value: T;
}

/** A map from strings, which is sent as a list of entries. */
function entries<T>(number: number, kind: Kind<T>): Field<Map<string, T>, ReadonlyMap<string, T>> {
  const entry = new Message<Entry<T>, Entry<T>>({ key: text(1), value: single(2, kind) });
  return {
    number,
    wire: LENGTH,
    absent: () => new Map(),
    read(reader, before) {
      const { key, value } = entry.decode(BYTES.read(reader));
      return before.set(key, value);
    },
    write(writer, value) {
      for (const [key, item] of value) writeTagged(writer, number, BYTES, entry.encode({ key, value: item }));
    },
  };
}

export const textEntries = (number: number): Field<Map<string, string>, ReadonlyMap<string, string>> =>
  entries(number, TEXT);

/** Messages that are decoded when they are used: a large provider sends thousands of schemas at once. */
export const encodedEntries = (number: number): Field<Map<string, Uint8Array>, ReadonlyMap<string, Uint8Array>> =>
  entries(number, BYTES);
