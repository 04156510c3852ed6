import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file atomically: a reader never sees half of it, and after a failure the old content is still there.
 * Anything but a regular file (a pipe, a device) is written to directly.
 */
export async function replaceFile(
  path: string,
  content: Buffer | AsyncIterable<Uint8Array>,
  mode: number,
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const existing = await lstat(target).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) return writeFile(target, content);
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(beside, 'wx', mode);
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
