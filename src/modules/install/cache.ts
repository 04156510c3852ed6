import { randomBytes } from 'node:crypto';
import { constants, cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../model/index.js';
import { exchangeFolder, removeAbandoned, replaceText } from '../../packages/index.js';
import { treeFiles, treeHash, type TreeHash } from '../tree.js';

/**
 * Packages by the hash of their content, shared by all projects of a user. Many runs may use it at once, and any of them may
 * be killed: a package is complete before it gets its name, and is hashed again whenever it is used.
 */
export class ModuleCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** An empty folder to build a package in. Pass it to {@link add}, or remove it. */
  temporary(): string {
    const folder = path.join(this.#folder, 'tmp', randomBytes(8).toString('hex'));
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Takes over a complete package. */
  add(folder: string): TreeHash {
    const tree = treeHash(folder);
    const place = this.place(tree.hash);
    mkdirSync(path.dirname(place), { recursive: true });
    for (;;) {
      try {
        renameSync(folder, place);
        return tree;
      } catch (error) {
        if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
        // Another run was faster, or the one in place was damaged.
        if (this.has(tree.hash)) break;
        this.#discard(place);
      }
    }
    rmSync(folder, { recursive: true, force: true });
    return tree;
  }

  /** Whether it holds the package, undamaged. */
  has(hash: string): boolean {
    return isTree(this.place(hash), hash);
  }

  /** The hashes of a package that it has. */
  tree(hash: string): TreeHash {
    return treeHash(this.place(hash));
  }

  /** The files of a package as {@link treeFiles} returns them; undefined if it is not here. */
  files(hash: string): ReadonlyMap<string, string> | undefined {
    try {
      return treeFiles(this.place(hash));
    } catch {
      return undefined;
    }
  }

  /** Copies a package to a folder, in which it is complete when it appears. Replaces what is there. */
  copyTo(hash: string, folder: string): void {
    mkdirSync(path.dirname(folder), { recursive: true });
    const beside = path.join(path.dirname(folder), `.${randomBytes(8).toString('hex')}.tmp`);
    removeAbandoned(path.dirname(folder), (name) => name.startsWith('.') && name.endsWith('.tmp'));
    try {
      cpSync(this.place(hash), beside, {
        recursive: true,
        verbatimSymlinks: true,
        mode: constants.COPYFILE_FICLONE,
        preserveTimestamps: true,
      });
      exchangeFolder(beside, folder, () => isTree(folder, hash));
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  }

  /** The hash recorded for something that never changes, such as a commit; only if the package is here. */
  recall(key: string): string | undefined {
    try {
      const hash = readFileSync(this.#note(key), 'utf8').trim();
      return this.has(hash) ? hash : undefined;
    } catch {
      return undefined;
    }
  }

  remember(key: string, hash: string): void {
    mkdirSync(path.join(this.#folder, 'index'), { recursive: true });
    replaceText(this.#note(key), `${hash}\n`);
  }

  removeAbandoned(): void {
    removeAbandoned(path.join(this.#folder, 'tmp'), () => true);
  }

  /** Where a package is. Nothing may be written there. */
  place(hash: string): string {
    if (!/^sha256:[0-9a-f]{64}$/.test(hash)) throw new Error(`not a hash: ${hash}`);
    return path.join(this.#folder, 'trees', hash.slice('sha256:'.length));
  }

  #note(key: string): string {
    return path.join(this.#folder, 'index', key);
  }

  #discard(place: string): void {
    const away = this.temporary();
    renameSync(place, path.join(away, 'damaged'));
    rmSync(away, { recursive: true, force: true });
  }
}

function isTree(folder: string, hash: string): boolean {
  try {
    return treeHash(folder).hash === hash;
  } catch {
    return false;
  }
}
