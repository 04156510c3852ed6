import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf, listIn, objectIn, parseJson, type ProviderSource } from '../../model/index.js';
import { exchangeFolder, removeAbandoned, replaceText } from '../../packages/index.js';
import type { CheckedPackages } from './checked-packages.js';
import { isFolder, packageFolder } from './layout.js';
import type { PackageHash } from './package-hash.js';
import type { Platform } from './platform.js';

/** A package in a cache. */
export interface CachedPackage {
  readonly folder: string;
  readonly hash: PackageHash;
  /** Of packages for all platforms, where a signed list was checked when it was downloaded. */
  readonly signed: readonly PackageHash[];
}

export interface PackageKey {
  readonly source: ProviderSource;
  readonly version: string;
  readonly platform: Platform;
}

/**
 * Unpacked packages, shared by all projects. Many runs may use it at once, and any of them may be killed: a package is complete before
 * it gets its name.
 */
export interface PackageCache {
  /**
   * A package that has one of the hashes. Without hashes, one that may be used all the same; `signed` tells whether another download
   * would come with a signed list.
   */
  find(key: PackageKey, hashes: readonly PackageHash[], signed: boolean): Promise<CachedPackage | undefined>;
  /** An empty folder to build a package in. Pass it to {@link add}, or remove it. */
  temporary(): string;
  /** Takes over a complete package. */
  add(key: PackageKey, folder: string, signed: readonly PackageHash[]): Promise<CachedPackage>;
}

/** Landform's own cache: packages by the hash of their content, so that packages of the same version from different places never meet. */
export class OwnCache implements PackageCache {
  readonly #root: string;
  readonly #packages: CheckedPackages;

  constructor(root: string, packages: CheckedPackages) {
    this.#root = root;
    this.#packages = packages;
    removeAbandoned(path.join(root, 'tmp'), () => true);
  }

  temporary(): string {
    return temporaryIn(path.join(this.#root, 'tmp'));
  }

  async find(key: PackageKey, hashes: readonly PackageHash[], signed: boolean): Promise<CachedPackage | undefined> {
    const note = signed ? this.#note(key) : undefined;
    // Without a lock, only what came with a valid signature is as good as another download.
    const wanted = hashes.length > 0 ? hashes : note === undefined ? [] : [note.hash];
    for (const hash of wanted.filter((one) => one.startsWith('h1:'))) {
      const folder = this.#place(hash);
      if (isFolder(folder) && (await this.#packages.hashOf(folder)) === hash)
        return { folder, hash, signed: note?.hash === hash ? note.signed : [] };
    }
    return undefined;
  }

  async add(key: PackageKey, folder: string, signed: readonly PackageHash[]): Promise<CachedPackage> {
    const hash = await this.#packages.hashOf(folder);
    const place = this.#place(hash);
    mkdirSync(path.dirname(place), { recursive: true });
    for (;;) {
      try {
        renameSync(folder, place);
        break;
      } catch (error) {
        if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST' && codeOf(error) !== 'EPERM') throw error;
        // Another run was faster, or what is in place was damaged.
        if ((await this.#packages.hashOf(place)) === hash) break;
        const away = this.temporary();
        renameSync(place, path.join(away, 'damaged'));
        rmSync(away, { recursive: true, force: true });
      }
    }
    if (signed.length > 0) this.#remember(key, hash, signed);
    return { folder: place, hash, signed };
  }

  #place(hash: PackageHash): string {
    return path.join(this.#root, 'packages', Buffer.from(hash.slice('h1:'.length), 'base64').toString('hex'));
  }

  #file({ source, version, platform }: PackageKey): string {
    const name = createHash('sha256').update(`${source} ${version} ${platform}`).digest('hex');
    return path.join(this.#root, 'signed', `${name}.json`);
  }

  #note(key: PackageKey): { readonly hash: PackageHash; readonly signed: readonly PackageHash[] } | undefined {
    try {
      const { hash, signed } = objectIn(parseJson(readFileSync(this.#file(key), 'utf8')));
      if (typeof hash !== 'string') return undefined;
      return { hash, signed: listIn(signed).filter((one): one is string => typeof one === 'string') };
    } catch {
      return undefined;
    }
  }

  #remember(key: PackageKey, hash: PackageHash, signed: readonly PackageHash[]): void {
    const file = this.#file(key);
    mkdirSync(path.dirname(file), { recursive: true });
    replaceText(file, `${JSON.stringify({ ...key, hash, signed }, undefined, 2)}\n`);
  }
}

/** The cache that the CLI configuration names, in Terraform's layout and with its rules: both tools may use it. */
export class TerraformCache implements PackageCache {
  readonly #root: string;
  readonly #packages: CheckedPackages;
  readonly #mayBreakLock: boolean;

  constructor(root: string, packages: CheckedPackages, mayBreakLock: boolean) {
    this.#root = root;
    this.#packages = packages;
    this.#mayBreakLock = mayBreakLock;
    removeAbandoned(this.#temporaries(), () => true);
  }

  temporary(): string {
    return temporaryIn(this.#temporaries());
  }

  async find(key: PackageKey, hashes: readonly PackageHash[]): Promise<CachedPackage | undefined> {
    const folder = this.#place(key);
    if (!isFolder(folder)) return undefined;
    const hash = await this.#packages.hashOf(folder);
    return hashes.includes(hash) || this.#mayBreakLock ? { folder, hash, signed: [] } : undefined;
  }

  async add(key: PackageKey, folder: string, signed: readonly PackageHash[]): Promise<CachedPackage> {
    const hash = await this.#packages.hashOf(folder);
    const place = this.#place(key);
    mkdirSync(path.dirname(place), { recursive: true });
    exchangeFolder(folder, place, () => false);
    return { folder: place, hash, signed };
  }

  #place({ source, version, platform }: PackageKey): string {
    return packageFolder(this.#root, source, version, platform);
  }

  #temporaries(): string {
    return path.join(this.#root, '.landform-tmp');
  }
}

function temporaryIn(folder: string): string {
  const temporary = path.join(folder, randomBytes(8).toString('hex'));
  mkdirSync(temporary, { recursive: true });
  return temporary;
}
