import {
  emptyRecord,
  hasDynamic,
  impliedType,
  inPlace,
  isNull,
  isObjectValue,
  isTupleValue,
  listOf,
  ListValue,
  mapOf,
  MapValue,
  objectOf,
  objectValue,
  isJsonObject,
  setOf,
  setValue,
  sortedEntries,
  tupleOf,
  typeOf,
  Unknown,
  unmark,
  valueFromJson,
  type Block,
  type BlockType,
  type Json,
  type Type,
  type Value,
} from '../../../model/index.js';
import { codecOf, listCodec, mapCodec, objectCodec, writeTyped, type Codec } from './codec.js';

const codecs = new WeakMap<Block, Codec>();

/** The codec of the values of a block; the same one for the same block. */
export function blockCodec(block: Block): Codec {
  let codec = codecs.get(block);
  if (codec === undefined) codecs.set(block, (codec = makeCodec(block)));
  return codec;
}

function makeCodec(block: Block): Codec {
  const parts = new Map<string, Codec>();
  for (const [name, attribute] of Object.entries(block.attributes)) parts.set(name, codecOf(attribute.type));
  for (const [name, blockType] of Object.entries(block.blockTypes)) parts.set(name, blockTypeCodec(blockType));
  return objectCodec(impliedType(block), new Map(sortedEntries(Object.fromEntries(parts))));
}

function blockTypeCodec(blockType: BlockType): Codec {
  const element = impliedType(blockType.block);
  const codec = blockCodec(blockType.block);
  if (isOpen(blockType)) return openCodec(blockType);
  switch (blockType.nesting) {
    case 'single':
    case 'group':
      return codec;
    case 'list':
      return listCodec(listOf(element), codec, (items) => new ListValue(element, items));
    case 'set':
      return listCodec(setOf(element), codec, (items) => setValue(element, items));
    case 'map':
      return mapCodec(mapOf(element), element, codec);
  }
}

/** Whether the blocks may differ in their types. They are a tuple or an object, and are sent with its type. */
const isOpen = ({ nesting, block }: BlockType): boolean =>
  (nesting === 'list' || nesting === 'map') && hasDynamic(impliedType(block));

function openCodec(blockType: BlockType): Codec {
  const dynamic = codecOf('dynamic');
  return {
    read: (reader, path) => closed(dynamic.read(reader, path), blockType),
    write(writer, marked) {
      const value = unmark(marked);
      if (isNull(value) || value instanceof Unknown) dynamic.write(writer, isNull(value) ? null : new Unknown());
      else writeTyped(writer, value, openType(value, blockType));
    },
  };
}

/** The type that a value of a block with dynamic parts is sent with. */
function blockValueType(value: Value, block: Block): Type {
  const plain = unmark(value);
  if (!isObjectValue(plain)) return impliedType(block);
  const types = emptyRecord<Type>();
  for (const [name, attribute] of Object.entries(block.attributes)) {
    types[name] = concrete(plain[name] ?? null, attribute.type);
  }
  for (const [name, blockType] of Object.entries(block.blockTypes))
    types[name] = openType(plain[name] ?? null, blockType);
  return objectOf(types);
}

function openType(value: Value, blockType: BlockType): Type {
  const { block } = blockType;
  const plain = unmark(value);
  if (isOne(blockType)) return blockValueType(value, block);
  if (!isOpen(blockType)) return collection(blockType);
  if (isTupleValue(plain)) return tupleOf(plain.map((item) => blockValueType(item, block)));
  if (!isObjectValue(plain)) return 'dynamic';
  return objectOf(Object.fromEntries(Object.entries(plain).map(([name, item]) => [name, blockValueType(item, block)])));
}

const isOne = ({ nesting }: BlockType): boolean => nesting === 'single' || nesting === 'group';

function collection({ nesting, block }: BlockType): Type {
  const element = impliedType(block);
  if (nesting === 'set') return setOf(element);
  return nesting === 'list' ? listOf(element) : mapOf(element);
}

/** An attribute's type with the types that its dynamic parts have in this value. */
function concrete(value: Value, type: Type): Type {
  if (type === 'dynamic') return typeOf(unmark(value));
  if (typeof type === 'string' || type.kind !== 'object') return type;
  const plain = unmark(value);
  if (!isObjectValue(plain)) return type;
  const types = emptyRecord<Type>();
  for (const [name, inner] of Object.entries(type.attributes)) types[name] = concrete(plain[name] ?? null, inner);
  return objectOf(types);
}

/** What was sent with its type, with the nulls that the schema gives it. */
function closed(value: Value, { nesting, block }: BlockType): Value {
  if (isNull(value)) return null;
  if (value instanceof Unknown) return value;
  if (nesting === 'list') {
    const items = isTupleValue(value) ? value : value instanceof ListValue ? value.items : undefined;
    return items === undefined ? value : items.map((item) => closedBlock(item, block));
  }
  const entries = value instanceof MapValue ? value.entries : isObjectValue(value) ? value : undefined;
  if (entries === undefined) return value;
  const result = objectValue();
  for (const [name, item] of Object.entries(entries)) result[name] = closedBlock(item, block);
  return result;
}

/** Nulls get back the types that their places give them: none in an attribute of a known type, their own in a dynamic one. */
function closedBlock(value: Value, block: Block): Value {
  if (!isObjectValue(value)) return inPlace(value, impliedType(block));
  const result = objectValue(value);
  for (const [name, { type }] of Object.entries(block.attributes)) result[name] = inPlace(value[name] ?? null, type);
  for (const [name, blockType] of Object.entries(block.blockTypes)) {
    const inner = value[name] ?? null;
    if (isOpen(blockType)) result[name] = closed(inner, blockType);
    else if (isOne(blockType)) result[name] = closedBlock(inner, blockType.block);
  }
  return result;
}

/** A value of a block in the JSON of a state. Throws ValueShapeError for anything else. */
export function blockFromJson(json: Json, block: Block): Value {
  if (!hasOpen(block) || !isJsonObject(json)) return valueFromJson(json, impliedType(block));
  const result = objectValue();
  for (const [name, { type }] of Object.entries(block.attributes))
    result[name] = valueFromJson(json[name] ?? null, type);
  for (const [name, blockType] of Object.entries(block.blockTypes)) {
    const inner = json[name] ?? null;
    if (isOpen(blockType)) result[name] = closed(valueFromJson(inner, 'dynamic'), blockType);
    else if (isOne(blockType)) result[name] = blockFromJson(inner, blockType.block);
    else result[name] = valueFromJson(inner, collection(blockType));
  }
  return result;
}

const hasOpen = (block: Block): boolean =>
  Object.values(block.blockTypes).some((inner) => isOpen(inner) || (isOne(inner) && hasOpen(inner.block)));
