import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Parser, ReadEntry } from 'tar';
import type { Entry, open, ZipFile } from 'yauzl';
import { reasonOf } from '../model/index.js';
import { decompressed } from './decompress.js';
import { Extraction, type Limits } from './extraction.js';
import { PackageError, unsafe } from './problem.js';

export type ArchiveFormat = 'tar' | 'tar.gz' | 'tar.bz2' | 'tar.xz' | 'zip';

interface Libraries {
  readonly Parser: typeof Parser;
  readonly open: typeof open;
}

let loaded: Libraries | undefined;

/** Files that the build writes have no declarations to check this against. */
const libraries = (): Libraries => (loaded ??= createRequire(import.meta.url)('#archives') as Libraries);

/** Unpacks an archive into an empty folder. Throws a {@link PackageError} if it is damaged or hostile. */
export async function unpack(file: string, format: ArchiveFormat, folder: string, limits: Limits): Promise<void> {
  const extraction = new Extraction(folder, limits);
  try {
    if (format === 'zip') await unpackZip(file, extraction);
    else await unpackTar(file, extraction);
  } catch (error) {
    throw error instanceof PackageError ? error : new PackageError('damaged', reasonOf(error));
  }
  extraction.finish();
}

async function unpackTar(file: string, extraction: Extraction): Promise<void> {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  let entries = 0;
  // One after the other: an entry may be read before the one before it is written.
  let written = Promise.resolve();
  const parser = new (libraries().Parser)({
    strict: true,
    gzip: false,
    onReadEntry: (entry) => {
      entries += 1;
      written = written.then(() => take(entry, extraction));
      written.catch(fail);
    },
  });
  parser.on('error', fail);
  const ended = once(parser, 'end');
  ended.catch(fail);
  for await (const chunk of decompressed(file)) {
    if (!parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)))
      await Promise.race([once(parser, 'drain'), failed]);
  }
  parser.end();
  await Promise.race([ended, failed]);
  await written;
  if (entries === 0) throw new Error('It contains no files');
}

async function take(entry: ReadEntry, extraction: Extraction): Promise<void> {
  const { path, type, linkpath = '' } = entry;
  switch (type) {
    case 'Directory':
    case 'GNUDumpDir':
      extraction.folder(path);
      break;
    case 'SymbolicLink':
      extraction.link(path, linkpath);
      break;
    case 'File':
    case 'OldFile':
    case 'ContiguousFile':
      return extraction.file(path, { size: entry.size, isExecutable: ((entry.mode ?? 0) & 0o100) !== 0 }, entry);
    default:
      throw unsafe(`${JSON.stringify(path.slice(0, 120))} is neither a file, a folder nor a symbolic link (${type}).`);
  }
  entry.resume();
}

async function unpackZip(file: string, extraction: Extraction): Promise<void> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    libraries().open(file, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error === null ? resolve(opened) : reject(error),
    ),
  );
  try {
    for (let left = zip.entryCount; left > 0; left -= 1) {
      const entry = await nextEntry(zip);
      if (entry === undefined) break;
      await takeFromZip(zip, entry, extraction);
    }
  } finally {
    zip.close();
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      zip.off('entry', found).off('end', ended).off('error', failed);
      act();
    };
    const found = (entry: Entry): void => settle(() => resolve(entry));
    const ended = (): void => settle(() => resolve(undefined));
    const failed = (error: Error): void => settle(() => reject(error));
    zip.on('entry', found).on('end', ended).on('error', failed);
    zip.readEntry();
  });
}

/** Bits of the mode of a file, which archives made on Unix keep. */
const TYPE_BITS = 0o170000;
const LINK = 0o120000;
const UNIX = 3;

async function takeFromZip(zip: ZipFile, entry: Entry, extraction: Extraction): Promise<void> {
  const { fileName: name } = entry;
  const mode = entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
  const type = mode & TYPE_BITS;
  if (name.endsWith('/')) return extraction.folder(name);
  if (entry.isEncrypted()) throw unsafe(`${JSON.stringify(name)} is encrypted.`);
  if (type !== 0 && type !== LINK && type !== 0o100000) {
    throw unsafe(`${JSON.stringify(name)} is neither a file, a folder nor a symbolic link.`);
  }
  const bytes = checked(await contentOf(zip, entry), entry);
  if (type !== LINK) {
    const size = entry.uncompressedSize;
    return extraction.file(name, { size, isExecutable: (mode & 0o100) !== 0 }, bytes);
  }
  if (entry.uncompressedSize > 4096) throw unsafe(`The target of ${JSON.stringify(name)} is too long.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  extraction.link(name, Buffer.concat(chunks).toString('utf8'));
}

const contentOf = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error))),
  );

async function* checked(bytes: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) throw new Error(`The checksum of ${JSON.stringify(entry.fileName)} is wrong`);
}
