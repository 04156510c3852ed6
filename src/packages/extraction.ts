import { createWriteStream, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../model/index.js';
import { Budget, type BudgetLimits } from './budget.js';
import { unsafe } from './problem.js';

/** What an archive may contain. */
export interface Limits extends BudgetLimits {
  /** Whether it may have symbolic links. */
  readonly links: boolean;
}

/**
 * Writes the entries of an archive into an empty folder. Nothing is written outside of it: paths are checked, no file is
 * replaced, and symbolic links are made at the end, when nothing is written through them any more.
 */
export class Extraction {
  readonly #root: string;
  readonly #budget: Budget;
  readonly #mayLink: boolean;
  readonly #links = new Map<string, string>();

  constructor(root: string, limits: Limits) {
    this.#root = realpathSync(root);
    this.#budget = new Budget(limits);
    this.#mayLink = limits.links;
  }

  folder(name: string): void {
    const inside = this.#inside(name);
    if (inside !== undefined) this.#make(inside);
  }

  /** `size` is what the archive says, and readers of archives enforce: a bomb is refused before it is unpacked. */
  async file(
    name: string,
    { size, isExecutable }: { readonly size: number; readonly isExecutable: boolean },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const inside = this.#inside(name);
    if (inside === undefined) throw unsafe(`${shown(name)} is not the name of a file.`);
    this.#budget.bytes(size);
    this.#make(path.posix.dirname(inside));
    try {
      const target = createWriteStream(path.join(this.#root, inside), {
        flags: 'wx',
        mode: isExecutable ? 0o755 : 0o644,
      });
      await pipeline(bytes, target);
    } catch (error) {
      throw codeOf(error) === 'EEXIST' ? twice(name) : error;
    }
  }

  link(name: string, target: string): void {
    if (!this.#mayLink) throw unsafe(`${shown(name)} is a symbolic link.`);
    const inside = this.#inside(name);
    if (inside === undefined) throw unsafe(`${shown(name)} is not the name of a symbolic link.`);
    const end = path.posix.join(path.posix.dirname(inside), target.replaceAll('\\', '/'));
    if (
      target === '' ||
      target.includes('\0') ||
      /^(?:[\\/]|[A-Za-z]:)/.test(target) ||
      end === '..' ||
      end.startsWith('../')
    )
      throw unsafe(`The symbolic link ${shown(name)} leads out of the package.`);
    if (this.#links.has(inside)) throw twice(name);
    this.#links.set(inside, target);
  }

  /** Makes the symbolic links. What they lead to is checked with the whole package. */
  finish(): void {
    for (const [inside, target] of this.#links) {
      for (let at = path.posix.dirname(inside); at !== '.'; at = path.posix.dirname(at))
        if (this.#links.has(at)) throw unsafe(`${shown(inside)} is inside a symbolic link.`);
      this.#make(path.posix.dirname(inside));
      try {
        symlinkSync(target, path.join(this.#root, inside));
      } catch (error) {
        throw codeOf(error) === 'EEXIST' ? twice(inside) : error;
      }
    }
  }

  /** The path inside the package; undefined for the package itself. */
  #inside(name: string): string | undefined {
    const plain = name.replaceAll('\\', '/');
    if (plain.includes('\0') || plain.startsWith('/') || /^[A-Za-z]:/.test(plain) || plain.split('/').includes('..'))
      throw unsafe(`${shown(name)} is not a path inside of the package.`);
    const clean = path.posix.normalize(plain).replace(/\/+$/, '');
    this.#budget.entry(clean);
    return clean === '.' || clean === '' ? undefined : clean;
  }

  #make(inside: string): void {
    try {
      mkdirSync(path.join(this.#root, inside), { recursive: true });
    } catch (error) {
      if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR')
        throw unsafe(`${shown(inside)} is both a file and a folder.`);
      throw error;
    }
  }
}

const twice = (name: string) => unsafe(`${shown(name)} is in it twice.`);

/** A name as it may be shown: hostile ones contain line breaks or are very long. */
const shown = (name: string): string => JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
