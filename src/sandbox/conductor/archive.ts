import { gunzipSync, inflateRawSync } from 'node:zlib';

/** Path inside an archive → content. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>;

const BLOCK = 512;

/** The files of a zip, tar or tar.gz archive. Throws for any other format. */
export function filesIn(archive: Uint8Array): ArchiveFiles {
  const bytes = Buffer.from(archive);
  if (bytes.readUInt16LE(0) === 0x4b50) return filesInZip(bytes);
  return filesInTar(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
}

function filesInTar(tar: Buffer): ArchiveFiles {
  if (tar.length < BLOCK) throw new Error('not a tar archive');
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let offset = 0; offset + BLOCK <= tar.length && tar[offset] !== 0;) {
    const header = tar.subarray(offset, offset + BLOCK);
    const size = Number.parseInt(textOf(header, 124, 12), 8);
    if (Number.isNaN(size)) throw new Error('not a tar archive');
    const content = tar.subarray(offset + BLOCK, offset + BLOCK + size);
    const type = textOf(header, 156, 1);
    if (type === 'x') longName = /\d+ path=(.*)\n/.exec(content.toString('utf8'))?.[1];
    else {
      const prefix = textOf(header, 345, 155);
      const name = longName ?? `${prefix === '' ? '' : `${prefix}/`}${textOf(header, 0, 100)}`;
      if (type === '0' || type === '') files.set(name, content);
      longName = undefined;
    }
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function textOf(block: Buffer, start: number, length: number): string {
  const text = block.subarray(start, start + length);
  const end = text.indexOf(0);
  return text
    .subarray(0, end === -1 ? length : end)
    .toString('utf8')
    .trim();
}

const END_OF_DIRECTORY = 0x06054b50;
const STORED = 0;

/** By the central directory; uncommon compression methods are not supported. */
function filesInZip(zip: Buffer): ArchiveFiles {
  const files = new Map<string, Buffer>();
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error('not a zip archive');
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(entry + 10);
    const size = zip.readUInt32LE(entry + 20);
    const name = zip.readUInt16LE(entry + 28);
    const extra = zip.readUInt16LE(entry + 30);
    const comment = zip.readUInt16LE(entry + 32);
    const path = zip.subarray(entry + 46, entry + 46 + name).toString('utf8');
    const local = zip.readUInt32LE(entry + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    if (!path.endsWith('/')) files.set(path, method === STORED ? content : inflateRawSync(content));
    entry += 46 + name + extra + comment;
  }
  return files;
}
