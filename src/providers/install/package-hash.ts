import { createHash, type Hash } from 'node:crypto';
import { createReadStream, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { compareText } from '../../model/index.js';

/** A hash as lock files have it: `h1:` of the files of a package, or `zh:` of its archive. */
export type PackageHash = string;

/**
 * The hash of an unpacked package, as the Go tools compute it for modules and Terraform for providers: of a list of all files, each
 * with the hash of its content, in the order of the names.
 */
export async function packageHash(folder: string): Promise<PackageHash> {
  const root = realpathSync(folder);
  const list = createHash('sha256');
  for (const name of filesIn(root)) list.update(`${(await sumOf(path.join(root, name))).digest('hex')}  ${name}\n`);
  return `h1:${list.digest('base64')}`;
}

/** The SHA-256 of a file. */
export async function sumOf(file: string): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash;
}

/** Paths of the files in a folder, with `/` between names. */
export function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort(compareText);
}
