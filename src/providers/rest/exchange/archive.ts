import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** The mode of an archive entry: neither the modification time nor the owner counts. */
interface Entry {
  /** With slashes, relative to the root of the archive. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly content: Uint8Array;
  readonly target: string;
}

/**
 * Packs a folder as a tar archive (POSIX.1-2001) with everything under `root`. The same content always gives the same
 * bytes: entries are sorted, and owners and times are left out. Throws for anything that is not a file, folder or link.
 */
export async function tarOf(folder: string, root: string): Promise<Buffer> {
  const entries = [folderEntry(`${root}/`)];
  await collect(folder, root, entries);
  const blocks = entries.flatMap(blocksOf);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** The gzip header contains neither time nor machine, so that the same content is sent as the same bytes. */
export function gzip(content: Uint8Array): Buffer {
  const packed = gzipSync(content, { level: 9 });
  packed[9] = 255;
  return packed;
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function collect(folder: string, inside: string, entries: Entry[]): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.sort(byText)) {
    const path = join(folder, name);
    const entry = `${inside}/${name}`;
    const stats = await lstat(path);
    if (stats.isDirectory()) {
      entries.push(folderEntry(`${entry}/`));
      await collect(path, entry, entries);
    } else if (stats.isSymbolicLink()) {
      entries.push({ name: entry, kind: 'link', mode: 0o777, content: NOTHING, target: await readlink(path) });
    } else if (stats.isFile()) {
      const mode = (stats.mode & 0o100) === 0 ? 0o644 : 0o755;
      entries.push({ name: entry, kind: 'file', mode, content: await readFile(path), target: '' });
    } else throw new Error(`${path} is not a file, a folder or a link`);
  }
}

const NOTHING = new Uint8Array();

function folderEntry(name: string): Entry {
  return { name, kind: 'folder', mode: 0o755, content: NOTHING, target: '' };
}

/** Independent of the machine's locale. */
function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const TYPES = { file: '0', link: '2', folder: '5' } as const;

function blocksOf(entry: Entry): Buffer[] {
  const { name, target, mode, content, kind } = entry;
  const records = [...record('path', name), ...record('linkpath', target)];
  const extended = Buffer.from(records.join(''));
  const before =
    records.length === 0 ? [] : [header('././@PaxHeader', 'x', 0o644, extended.length, ''), padded(extended)];
  return [...before, header(name, TYPES[kind], mode, content.length, target), padded(content)];
}

/** The old header has room for 100 bytes; a longer string goes into a preceding record. */
function record(key: string, text: string): string[] {
  if (Buffer.byteLength(text) <= 100) return [];
  const rest = ` ${key}=${text}\n`;
  const size = Buffer.byteLength(rest);
  // The length includes its own digits.
  let length = size + String(size).length;
  length = size + String(length).length;
  return [`${length}${rest}`];
}

function header(name: string, type: string, mode: number, size: number, target: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, offset: number, room: number): void => {
    block.set(Buffer.from(text).subarray(0, room), offset);
  };
  const octal = (value: number, room: number): string => value.toString(8).padStart(room - 1, '0');
  put(name, 0, 100);
  put(octal(mode, 8), 100, 8);
  put(octal(0, 8), 108, 8);
  put(octal(0, 8), 116, 8);
  put(octal(size, 12), 124, 12);
  put(octal(0, 12), 136, 12);
  put(' '.repeat(8), 148, 8);
  put(type, 156, 1);
  put(target, 157, 100);
  put('ustar\u000000', 257, 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 7)}\u0000 `, 148, 8);
  return block;
}

function padded(content: Uint8Array): Buffer {
  const rest = content.length % BLOCK;
  return Buffer.concat([content, Buffer.alloc(rest === 0 ? 0 : BLOCK - rest)]);
}
