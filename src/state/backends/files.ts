import { codeOf } from '../../model/index.js';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { chmod, copyFile, link, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

export function versionOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Undefined if there is no such file. Read in one go: through the thread pool, a large file arrives in pieces, with a
 * delay for each.
 */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const AT_ONCE = 1 << 20;

/** Size in bytes; undefined if the file does not exist. */
export function sizeIfThere(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** The version of a file, computed without loading all of it; undefined if there is no such file. */
export function versionIfThere(path: string): string | undefined {
  const chunks = chunksOf(path);
  try {
    for (;;) {
      const { done, value } = chunks.next();
      if (done === true) return value;
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The bytes of a file in chunks, followed by its version. */
export function* chunksOf(path: string): Generator<Uint8Array, string> {
  const file = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(AT_ONCE);
      const chunk = buffer.subarray(0, readSync(file, buffer));
      if (chunk.length === 0) return hash.digest('hex');
      hash.update(chunk);
      yield chunk;
    }
  } finally {
    closeSync(file);
  }
}

export async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return undefined;
  }
}

/**
 * State, backup and journal contain secrets in clear text: only their owner may read them, even if the mode was
 * different before.
 */
export const OWNER_ONLY = 0o600;

/** Writes a new file to disk, and returns its version; removes it on failure. */
export async function writeBeside(path: string, pieces: Iterable<string | Uint8Array>): Promise<string> {
  await removeIfThere(path);
  const file = await open(path, 'wx', OWNER_ONLY);
  const hash = createHash('sha256');
  // A piece is made while the one before is written.
  let written = Promise.resolve();
  try {
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      hash.update(bytes);
      await written;
      written = file.writeFile(bytes);
    }
    await written;
    await file.sync();
    await file.close();
    return hash.digest('hex');
  } catch (error) {
    await written.catch(() => undefined);
    await file.close().catch(() => undefined);
    await removeIfThere(path).catch(() => undefined);
    throw error;
  }
}

/** Makes a rename in a folder durable. */
export async function flushFolder(path: string): Promise<void> {
  // Windows has no handle on a folder and needs none.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Gives the content a second name, replacing what had that name. The content itself is not copied, if the file system
 * allows.
 */
export async function keepAs(path: string, name: string, beside: string): Promise<void> {
  await removeIfThere(beside);
  try {
    await link(path, beside);
  } catch {
    await copyFile(path, beside);
    const copy = await open(beside, 'r+');
    try {
      await copy.sync();
    } finally {
      await copy.close();
    }
  }
  // Another owner's file keeps its mode.
  await chmod(beside, OWNER_ONLY).catch(() => undefined);
  await rename(beside, name);
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
