import { WireError, type ByteReader } from '../bytes/reader.js';

/** The head of an item of MessagePack: the item itself, or how much of it follows. */
export type Item =
  | { readonly kind: 'nil' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: number | bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Buffer }
  | { readonly kind: 'list' | 'map'; readonly size: number }
  | { readonly kind: 'extension'; readonly type: number; readonly body: Buffer };

const NIL: Item = { kind: 'nil' };
const TRUE: Item = { kind: 'bool', value: true };
const FALSE: Item = { kind: 'bool', value: false };

export function readItem(reader: ByteReader): Item {
  const head = reader.byte();
  if (head < 0x80) return integer(head);
  if (head < 0x90) return container(reader, 'map', head & 0x0f);
  if (head < 0xa0) return container(reader, 'list', head & 0x0f);
  if (head < 0xc0) return text(reader, head & 0x1f);
  if (head >= 0xe0) return integer(head - 0x100);
  switch (head) {
    case 0xc0:
      return NIL;
    case 0xc2:
      return FALSE;
    case 0xc3:
      return TRUE;
    case 0xc4:
      return { kind: 'bytes', value: reader.bytes(reader.byte()) };
    case 0xc5:
      return { kind: 'bytes', value: reader.bytes(reader.uint16()) };
    case 0xc6:
      return { kind: 'bytes', value: reader.bytes(reader.uint32()) };
    case 0xc7:
      return extension(reader, reader.byte());
    case 0xc8:
      return extension(reader, reader.uint16());
    case 0xc9:
      return extension(reader, reader.uint32());
    case 0xca:
      return { kind: 'double', value: reader.float() };
    case 0xcb:
      return { kind: 'double', value: reader.double() };
    case 0xcc:
      return integer(reader.byte());
    case 0xcd:
      return integer(reader.uint16());
    case 0xce:
      return integer(reader.uint32());
    case 0xcf:
      return integer(narrow(reader.uint64()));
    case 0xd0:
      return integer((reader.byte() << 24) >> 24);
    case 0xd1:
      return integer((reader.uint16() << 16) >> 16);
    case 0xd2:
      return integer(reader.uint32() | 0);
    case 0xd3:
      return integer(narrow(BigInt.asIntN(64, reader.uint64())));
    case 0xd9:
      return text(reader, reader.byte());
    case 0xda:
      return text(reader, reader.uint16());
    case 0xdb:
      return text(reader, reader.uint32());
    case 0xdc:
      return container(reader, 'list', reader.uint16());
    case 0xdd:
      return container(reader, 'list', reader.uint32());
    case 0xde:
      return container(reader, 'map', reader.uint16());
    case 0xdf:
      return container(reader, 'map', reader.uint32());
    default:
      if (head < 0xd4) throw new WireError('a value is not MessagePack');
      return extension(reader, 2 ** (head - 0xd4));
  }
}

const integer = (value: number | bigint): Item => ({ kind: 'integer', value });
const text = (reader: ByteReader, size: number): Item => ({ kind: 'text', value: reader.text(size) });

/** Each element has at least one byte, so that a size alone cannot make us reserve memory. */
function container(reader: ByteReader, kind: 'list' | 'map', size: number): Item {
  if (size > reader.left) throw new WireError('the message ends too early');
  return { kind, size };
}

function extension(reader: ByteReader, size: number): Item {
  const type = (reader.byte() << 24) >> 24;
  return { kind: 'extension', type, body: reader.bytes(size) };
}

const narrow = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
