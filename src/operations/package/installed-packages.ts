import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject, objectIn, parseJson, type JsonObject } from '../../model/index.js';

/** Copies installed npm packages, with all that they depend on, into a folder of their own. */
export class PackageCopies {
  readonly #folder: string;
  /** Where a package was copied to, by the folder it was found in. */
  readonly #copied = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Copies a package for a file that imports it. Returns false if it is not installed. `at` is the package in which it is
   * needed, if that is a copy itself.
   */
  async add(name: string, importer: string, at = this.#folder): Promise<boolean> {
    const found = installed(name, importer);
    if (found === undefined) return false;
    if (this.#copied.get(found) === this.#place(name, this.#folder)) return true;
    // Two versions of a package are apart, as npm lays them.
    const common = this.#place(name, this.#folder);
    const place = existsSync(common) ? this.#place(name, at) : common;
    if (existsSync(place)) return true;
    await this.copy(found, place, () => true);
    return true;
  }

  /** Copies the package in a folder to a place, without what is only for development, and then what it depends on. */
  async copy(from: string, place: string, wanted: (file: string) => boolean): Promise<void> {
    this.#copied.set(from, place);
    await cp(from, place, {
      recursive: true,
      dereference: true,
      filter: (file) => {
        const inside = path.relative(from, file);
        return !/(^|[\\/])(node_modules|\.git)([\\/]|$)|\.d\.[cm]?ts$|\.map$/.test(inside) && wanted(inside);
      },
    });
    const { dependencies, optionalDependencies, peerDependencies } = manifestOf(from);
    for (const group of [dependencies, optionalDependencies, peerDependencies])
      for (const name of Object.keys(isJsonObject(group) ? group : {}))
        await this.add(name, path.join(from, 'x'), place);
  }

  #place(name: string, folder: string): string {
    return path.join(folder, 'node_modules', name);
  }
}

/** The folder of a package, as Node finds it from a file. */
function installed(name: string, importer: string): string | undefined {
  for (let folder = path.dirname(importer); ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(place, 'package.json'))) return realpathSync(place);
    if (folder === path.dirname(folder)) return undefined;
  }
}

export const manifestOf = (folder: string): JsonObject =>
  objectIn(parseJson(readFileSync(path.join(folder, 'package.json'), 'utf8')));
