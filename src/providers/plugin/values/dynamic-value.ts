import { parseJson, valueFromJson, type Block, type Json, type Type, type Value } from '../../../model/index.js';
import { ByteReader, WireError } from '../bytes/reader.js';
import { ByteWriter } from '../bytes/writer.js';
import { blockCodec, blockFromJson } from './blocks.js';
import { codecOf, type Codec } from './codec.js';

/** A value as a message carries it: in one of two encodings, or, in neither, a null. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

type Sent = Pick<DynamicValue, 'msgpack'>;

export const encodeBlock = (value: Value, block: Block): Sent => encode(value, blockCodec(block));
export const encodeValue = (value: Value, type: Type): Sent => encode(value, codecOf(type));

function encode(value: Value, codec: Codec): Sent {
  const writer = new ByteWriter();
  codec.write(writer, value);
  return { msgpack: writer.take() };
}

/** A value of a block. Throws ValueShapeError or WireError for anything else. */
export const decodeBlock = (message: DynamicValue | undefined, block: Block): Value =>
  decode(message, blockCodec(block), (json) => blockFromJson(json, block));

export const decodeValue = (message: DynamicValue | undefined, type: Type): Value =>
  decode(message, codecOf(type), (json) => valueFromJson(json, type));

function decode(message: DynamicValue | undefined, codec: Codec, fromJson: (json: Json) => Value): Value {
  if (message === undefined) return null;
  const { msgpack, json } = message;
  if (msgpack.length === 0) return json.length === 0 ? null : fromJson(parseJson(Buffer.from(json).toString('utf8')));
  const reader = new ByteReader(msgpack);
  const value = codec.read(reader, []);
  if (!reader.atEnd) throw new WireError('a value is followed by other bytes');
  return value;
}
