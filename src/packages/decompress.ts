import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import process from 'node:process';
import { createGunzip } from 'node:zlib';
import { codeOf } from '../model/index.js';
import { PackageError } from './problem.js';

/** What the first bytes of a compressed file are, and the program that reads it; Node itself reads gzip. */
const FORMATS = [
  { program: undefined, magic: [0x1f, 0x8b] },
  { program: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { program: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
] as const;

const LONGEST = Math.max(...FORMATS.map(({ magic }) => magic.length));

/**
 * The content of a file that may be compressed. A server may have decompressed it on the way, so its first bytes decide and not its
 * name. Throws a {@link PackageError} if the program that reads it is missing.
 */
export async function* decompressed(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    const first = buffer.subarray(0, bytesRead);
    const format = FORMATS.find(({ magic }) => magic.every((byte, index) => first[index] === byte));
    if (format?.program !== undefined) yield* through(format.program, handle);
    else if (format === undefined) yield* createReadStream(file);
    else yield* gunzipped(file);
  } finally {
    await handle.close();
  }
}

function gunzipped(file: string): AsyncIterable<Uint8Array> {
  const content = createGunzip();
  createReadStream(file)
    .on('error', (error) => content.destroy(error))
    .pipe(content);
  return content;
}

/** What a header of xz may claim as memory. */
const LIMITS = { XZ_DEFAULTS: '--memlimit-decompress=512MiB', XZ_OPT: '', BZIP: '', BZIP2: '' };

async function* through(program: string, { fd }: FileHandle): AsyncGenerator<Uint8Array> {
  const child = spawn(program, ['-d', '-c'], { stdio: [fd, 'pipe', 'pipe'], env: { ...process.env, ...LIMITS } });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error(`${program} has no output`);
  let said = '';
  stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(0, 1000)));
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  ended.catch(() => undefined);
  try {
    yield* stdout;
    const code = await ended;
    if (code !== 0) throw new Error(`${program} cannot read it: ${said.trim() || `exit status ${code}`}`);
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new PackageError('no-program', program) : error;
  } finally {
    child.kill();
  }
}
