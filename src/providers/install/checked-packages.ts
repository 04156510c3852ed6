import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { objectIn, parseJson } from '../../model/index.js';
import { replaceFile } from '../replace-file.js';
import { filesIn, packageHash, type PackageHash } from './package-hash.js';

/**
 * Remembers the hashes of packages. Hashing a large provider takes longer than planning with it, so it is done again only after one of
 * its files has changed: the system updates the time of a change with every write, and programs cannot set it.
 */
export class CheckedPackages {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async hashOf(folder: string): Promise<PackageHash> {
    const root = realpathSync(folder);
    const stamp = stampOf(root);
    const note = path.join(this.#folder, `${createHash('sha256').update(root).digest('hex')}.json`);
    const known = read(note);
    if (known?.stamp === stamp) return known.hash;
    const hash = await packageHash(root);
    // A file that changed meanwhile, or a moment ago, may change again within the precision of the time.
    if (stampOf(root) === stamp) await this.#remember(note, { stamp, hash });
    return hash;
  }

  async #remember(note: string, entry: Entry): Promise<void> {
    try {
      mkdirSync(this.#folder, { recursive: true });
      await replaceFile(note, Buffer.from(`${JSON.stringify(entry)}\n`), 0o600);
    } catch {
      // A cache that cannot be written costs time only.
    }
  }
}

interface Entry {
  readonly stamp: string;
  readonly hash: PackageHash;
}

function stampOf(root: string): string {
  const stamp = createHash('sha256');
  for (const name of filesIn(root)) {
    const { size, ino, mtimeNs, ctimeNs } = lstatSync(path.join(root, name), { bigint: true });
    stamp.update(`${size} ${ino} ${mtimeNs} ${ctimeNs} ${JSON.stringify(name)}\n`);
  }
  return stamp.digest('hex');
}

function read(note: string): Entry | undefined {
  try {
    const { stamp, hash } = objectIn(parseJson(readFileSync(note, 'utf8')));
    return typeof stamp === 'string' && typeof hash === 'string' ? { stamp, hash } : undefined;
  } catch {
    return undefined;
  }
}
