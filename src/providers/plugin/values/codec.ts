import {
  emptyRecord,
  ExactNumber,
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  normalized,
  parseJson,
  setValue,
  SetValue,
  sortedEntries,
  sortedTexts,
  standAlone,
  typeFromJson,
  typeName,
  typeOf,
  typeToJson,
  Unknown,
  UNKNOWN,
  unmark,
  ValueShapeError,
  type Path,
  type Type,
  type Unmarked,
  type Value,
} from '../../../model/index.js';
import type { ByteReader } from '../bytes/reader.js';
import type { ByteWriter } from '../bytes/writer.js';
import { numberOf, writeNumber } from './numbers.js';
import { readItem, type Item } from './read-pack.js';
import { readUnknown, writeUnknown } from './unknowns.js';
import { writeBool, writeBytes, writeListSize, writeMapSize, writeNil, writeText } from './write-pack.js';

/** Reads and writes the values of one type. The type is examined once, when the codec is made. */
export interface Codec {
  /** Throws ValueShapeError for another value. */
  read(reader: ByteReader, path: Steps): Value;
  /** Marks are dropped. Throws ValueShapeError for a value of another type. */
  write(writer: ByteWriter, value: Value): void;
}

/** Where in the value the reader is. */
export type Steps = (string | number)[];

type KnownItem = Exclude<Item, { kind: 'nil' | 'extension' }>;
type KnownValue = Exclude<Unmarked, null | Unknown>;

/** A codec from what differs between types: how a value that is neither null nor unknown is read and written. */
function typedCodec(
  type: Type,
  readKnown: (reader: ByteReader, item: KnownItem, path: Steps) => Value,
  writeKnown: (writer: ByteWriter, value: KnownValue) => void,
): Codec {
  return {
    read(reader, path) {
      const item = readItem(reader);
      if (item.kind === 'nil') return null;
      return item.kind === 'extension' ? readUnknown(item, type) : readKnown(reader, item, path);
    },
    write(writer, marked) {
      const value = unmark(marked);
      if (value === null || isNull(value)) writeNil(writer);
      else if (value instanceof Unknown) writeUnknown(writer, value, type);
      else writeKnown(writer, value);
    },
  };
}

const codecs = new WeakMap<object, Codec>();

/** The codec of a type; the same one for the same type. */
export function codecOf(type: Type): Codec {
  if (typeof type === 'string') return PRIMITIVES[type];
  let codec = codecs.get(type);
  if (codec === undefined) codecs.set(type, (codec = makeCodec(type)));
  return codec;
}

function makeCodec(type: Exclude<Type, string>): Codec {
  switch (type.kind) {
    case 'list':
      return listCodec(type, codecOf(type.element), (items) => new ListValue(type.element, items));
    case 'set':
      return listCodec(type, codecOf(type.element), (items) => setValue(type.element, items));
    case 'map':
      return mapCodec(type, type.element, codecOf(type.element));
    case 'tuple':
      return tupleCodec(type, type.items.map(codecOf));
    case 'object':
      return objectCodec(type, new Map(sortedEntries(type.attributes).map(([name, inner]) => [name, codecOf(inner)])));
  }
}

const PRIMITIVES = {
  string: typedCodec(
    'string',
    (_, item, path) => (item.kind === 'text' ? normalized(item.value) : misread('string', path)),
    (writer, value) => (typeof value === 'string' ? writeText(writer, value) : misfit('string')),
  ),
  number: typedCodec(
    'number',
    (_, item, path) => numberOf(item) ?? misread('number', path),
    (writer, value) =>
      typeof value === 'number' || value instanceof ExactNumber ? writeNumber(writer, value) : misfit('number'),
  ),
  bool: typedCodec(
    'bool',
    (_, item, path) => (item.kind === 'bool' ? item.value : misread('bool', path)),
    (writer, value) => (typeof value === 'boolean' ? writeBool(writer, value) : misfit('bool')),
  ),
  dynamic: { read: readDynamic, write: writeDynamic },
} satisfies Readonly<Record<string, Codec>>;

/** A value with its type; a null or an unknown value without a type is sent bare. */
function writeDynamic(writer: ByteWriter, marked: Value): void {
  const value = unmark(marked);
  const type = typeOf(value);
  if (value === null) writeNil(writer);
  else if (value instanceof Unknown && type === 'dynamic') writeUnknown(writer, value, type);
  else writeTyped(writer, value, type);
}

export function writeTyped(writer: ByteWriter, value: Value, type: Type): void {
  writeListSize(writer, 2);
  writeBytes(writer, Buffer.from(JSON.stringify(typeToJson(type))));
  codecOf(type).write(writer, value);
}

function readDynamic(reader: ByteReader, path: Steps): Value {
  const item = readItem(reader);
  if (item.kind === 'nil') return null;
  if (item.kind === 'extension') return UNKNOWN;
  if (item.kind !== 'list' || item.size !== 2) return misread('dynamic', path);
  const type = readType(reader, path);
  return standAlone(codecOf(type).read(reader, path), type);
}

/** Types of dynamic values repeat, from object to object and from call to call. */
const types = new Map<string, Type>();
const MAX_TYPES = 1000;

function readType(reader: ByteReader, path: Steps): Type {
  const item = readItem(reader);
  if (item.kind !== 'bytes' && item.kind !== 'text') return misread('dynamic', path);
  const text = typeof item.value === 'string' ? item.value : item.value.toString('utf8');
  let type = types.get(text);
  if (type === undefined) {
    type = typeFromJson(parseJson(text)) ?? misread('dynamic', path);
    if (types.size >= MAX_TYPES) types.clear();
    types.set(text, type);
  }
  return type;
}

export function listCodec(type: Type, element: Codec, make: (items: readonly Value[]) => Value): Codec {
  return typedCodec(
    type,
    (reader, item, path) =>
      item.kind === 'list' ? make(readItems(reader, item.size, () => element, path)) : misread(type, path),
    (writer, value) => {
      const items = itemsOf(value) ?? misfit(type);
      writeListSize(writer, items.length);
      for (const item of items) element.write(writer, item);
    },
  );
}

function tupleCodec(type: Type, parts: readonly Codec[]): Codec {
  return typedCodec(
    type,
    (reader, item, path) =>
      item.kind === 'list' && item.size === parts.length
        ? readItems(reader, item.size, (index) => parts[index], path)
        : misread(type, path),
    (writer, value) => {
      const items = itemsOf(value) ?? misfit(type);
      if (items.length !== parts.length) misfit(type);
      writeListSize(writer, items.length);
      parts.forEach((part, index) => part.write(writer, items[index] ?? null));
    },
  );
}

function readItems(
  reader: ByteReader,
  size: number,
  codecAt: (index: number) => Codec | undefined,
  path: Steps,
): readonly Value[] {
  const items: Value[] = [];
  for (let index = 0; index < size; index += 1) {
    path.push(index);
    items.push(codecAt(index)?.read(reader, path) ?? null);
    path.pop();
  }
  return items;
}

/** A tuple is accepted for a list: it becomes one where lists must have elements of one type. */
function itemsOf(value: KnownValue): readonly Value[] | undefined {
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

function entriesOf(value: KnownValue): Readonly<Record<string, Value>> | undefined {
  if (value instanceof MapValue) return value.entries;
  return isObjectValue(value) ? value : undefined;
}

export function mapCodec(type: Type, elementType: Type, element: Codec): Codec {
  return typedCodec(
    type,
    (reader, item, path) => {
      if (item.kind !== 'map') return misread(type, path);
      const entries = emptyRecord<Value>();
      for (let count = 0; count < item.size; count += 1) {
        const name = normalized(readName(reader, type, path));
        path.push(name);
        entries[name] = element.read(reader, path);
        path.pop();
      }
      return new MapValue(elementType, entries);
    },
    (writer, value) => {
      const entries = entriesOf(value) ?? misfit(type);
      const names = sortedTexts(Object.keys(entries));
      writeMapSize(writer, names.length);
      for (const name of names) {
        writeText(writer, name);
        element.write(writer, entries[name] ?? null);
      }
    },
  );
}

/** Every attribute is sent, in the order of the map; each must be received. */
export function objectCodec(type: Type, attributes: ReadonlyMap<string, Codec>): Codec {
  return typedCodec(
    type,
    (reader, item, path) => {
      if (item.kind !== 'map') return misread(type, path);
      const object = emptyRecord<Value>();
      for (let count = 0; count < item.size; count += 1) {
        const name = readName(reader, type, path);
        const attribute = attributes.get(name);
        if (attribute === undefined) throw new ValueShapeError(`the schema has no attribute ${name}`, [...path]);
        path.push(name);
        object[name] = attribute.read(reader, path);
        path.pop();
      }
      if (item.size !== attributes.size) missing(object, attributes, path);
      return object;
    },
    (writer, value) => {
      const entries = entriesOf(value) ?? misfit(type);
      writeMapSize(writer, attributes.size);
      for (const [name, attribute] of attributes) {
        writeText(writer, name);
        attribute.write(writer, (Object.hasOwn(entries, name) ? entries[name] : undefined) ?? null);
      }
    },
  );
}

function missing(object: Readonly<Record<string, Value>>, attributes: ReadonlyMap<string, Codec>, path: Path): never {
  const name = [...attributes.keys()].find((attribute) => !Object.hasOwn(object, attribute));
  throw new ValueShapeError(`the attribute ${name ?? ''} is missing`, [...path]);
}

function readName(reader: ByteReader, type: Type, path: Path): string {
  const item = readItem(reader);
  return item.kind === 'text' ? item.value : misread(type, path);
}

function misread(type: Type, path: Path): never {
  throw new ValueShapeError(`this is not ${described(type)}`, [...path]);
}

function misfit(type: Type): never {
  throw new ValueShapeError(`a value in memory is not ${described(type)}`, []);
}

const described = (type: Type): string =>
  type === 'dynamic' ? 'a value with its type' : `a value of the type ${typeName(type)}`;
