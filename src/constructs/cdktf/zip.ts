import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { filesUnder } from './assets.js';

interface Entry {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly size: number;
  readonly sum: number;
  readonly mode: number;
}

/** 1980-01-01, the first date of the format: equal files give equal archives. */
const DATE = 0x00_21;
const LOCAL = 0x04_03_4b_50;
const CENTRAL = 0x02_01_4b_50;
const END = 0x06_05_4b_50;

/** A zip archive of the files in a folder. */
export function zipOf(folder: string): Buffer {
  const entries = filesUnder(folder).map((file) => entryOf(folder, file));
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const written = [header(LOCAL, entry, []), entry.name, entry.data];
    central.push(header(CENTRAL, entry, [offset]), entry.name);
    local.push(...written);
    offset += written.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function entryOf(folder: string, file: string): Entry {
  const content = readFileSync(file);
  return {
    name: Buffer.from(path.relative(folder, file).replaceAll(path.sep, '/')),
    data: deflateRawSync(content),
    size: content.length,
    sum: crc32(content),
    mode: statSync(file).mode,
  };
}

/** The header of a file, or its entry in the directory, which says where the file is. */
function header(kind: number, { name, data, size, sum, mode }: Entry, place: readonly number[]): Buffer {
  const [offset] = place;
  const central = offset !== undefined;
  const bytes = Buffer.alloc(central ? 46 : 30);
  bytes.writeUInt32LE(kind, 0);
  const at = central ? 6 : 4;
  // Made on Unix, so that the mode counts.
  if (central) bytes.writeUInt16LE((3 << 8) | 20, 4);
  bytes.writeUInt16LE(20, at);
  bytes.writeUInt16LE(0x08_00, at + 2);
  bytes.writeUInt16LE(8, at + 4);
  bytes.writeUInt16LE(DATE, at + 8);
  bytes.writeUInt32LE(sum, at + 10);
  bytes.writeUInt32LE(data.length, at + 14);
  bytes.writeUInt32LE(size, at + 18);
  bytes.writeUInt16LE(name.length, at + 22);
  if (offset !== undefined) {
    bytes.writeUInt32LE((mode << 16) >>> 0, 38);
    bytes.writeUInt32LE(offset, 42);
  }
  return bytes;
}
