import { createHash } from 'node:crypto';
import { chmodSync, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  DiagnosticError,
  newestFirst,
  newestProvider,
  meetsProviderConstraints,
  type ProviderSource,
} from '../../model/index.js';
import { follow, refusedReply, unpack, type PackageHttp } from '../../packages/index.js';
import { shortSource } from '../diagnostics.js';
import type { CheckedPackages } from './checked-packages.js';
import { noExecutable } from './executable.js';
import { changed, lockedVersion, noPackage, noProvider, noVersion, wrongSum } from './install-problems.js';
import { executableIn, isFolder, packageFolder } from './layout.js';
import { linkFolder } from './link-folder.js';
import type { LockedProvider } from './lock-file.js';
import type { ProviderOrigin, ProviderPackage, RemotePackage } from './origin.js';
import type { CachedPackage, PackageCache, PackageKey } from './package-cache.js';
import { sumOf, type PackageHash } from './package-hash.js';
import type { Platform } from './platform.js';
import { inWordsOfProviders } from './words.js';

export interface InstallerOptions {
  readonly origin: ProviderOrigin;
  readonly cache: PackageCache;
  readonly packages: CheckedPackages;
  readonly platform: Platform;
  readonly http: PackageHttp;
  /** Called when a download begins, and as bytes arrive: with what is downloaded, and how much of it is here. */
  readonly report?: (what: string, bytes: number) => void;
}

/** What a provider is after it was installed. */
export interface Installed {
  readonly entry: LockedProvider;
  /** False if it was there already. */
  readonly fresh: boolean;
  /** The ID of the key that has signed its checksums, if they were downloaded. */
  readonly key?: string;
}

/** Far above those of real providers. Terraform, too, has none with links. */
export const LIMITS = { entries: 20_000, bytes: 4 * 1024 ** 3, links: false };

/** Selects versions of providers, fetches their packages and checks them. */
export class ProviderInstaller {
  readonly #options: InstallerOptions;

  constructor(options: InstallerOptions) {
    this.#options = options;
  }

  /** Puts a provider into the folder of a project, by the rules with which Terraform keeps a lock. Throws diagnostics. */
  install(
    source: ProviderSource,
    constraints: string,
    locked: LockedProvider | undefined,
    { into, upgrade }: { readonly into: string; readonly upgrade: boolean },
  ): Promise<Installed> {
    return inWordsOfProviders(source, async () => {
      const version = await this.select(source, constraints, upgrade ? undefined : locked);
      const known = locked?.version === version ? locked.hashes : [];
      const place = packageFolder(into, source, version, this.#options.platform);
      if (locked !== undefined && known.length > 0 && (await this.#isThere(place, source, known)))
        return { entry: locked, fresh: false };
      const found = await this.#obtain({ source, version, platform: this.#options.platform }, known);
      linkFolder(found.folder, place);
      const hashes = [found.hash, ...known, ...found.signed];
      const { key } = found;
      const entry = { version, ...(constraints !== '' && { constraints }), hashes };
      return { entry, fresh: true, ...(key !== undefined && { key }) };
    });
  }

  /** The hashes of a package for the lock file, whatever it holds now. */
  hashes(key: PackageKey): Promise<readonly PackageHash[]> {
    return inWordsOfProviders(key.source, async () => {
      const { hash, signed } = await this.#obtain(key, []);
      return [hash, ...signed];
    });
  }

  /** The version to use: the locked one, or the newest that meets the constraints. */
  select(source: ProviderSource, constraints: string, locked: LockedProvider | undefined): Promise<string> {
    return inWordsOfProviders(source, () => this.#select(source, constraints, locked));
  }

  async #select(source: ProviderSource, constraints: string, locked: LockedProvider | undefined): Promise<string> {
    if (locked !== undefined) {
      if (meetsProviderConstraints(locked.version, constraints)) return locked.version;
      throw lockedVersion(source, locked.version, constraints);
    }
    const { origin } = this.#options;
    const versions = await origin.versions(source);
    if (versions === undefined) throw noProvider(source, origin.describe(source));
    const chosen = newestProvider(versions, constraints);
    if (chosen === undefined) throw noVersion(source, constraints, newestFirst(versions));
    return chosen;
  }

  async #isThere(place: string, source: ProviderSource, hashes: readonly PackageHash[]): Promise<boolean> {
    if (!isFolder(place) || executableIn(place, source) === undefined) return false;
    return hashes.includes(await this.#options.packages.hashOf(place));
  }

  async #obtain(key: PackageKey, known: readonly PackageHash[]): Promise<CachedPackage & { readonly key?: string }> {
    const { origin, cache, packages } = this.#options;
    const { source, version, platform } = key;
    const cached = await cache.find(key, known, origin.signs(source));
    if (cached !== undefined && executableIn(cached.folder, source) !== undefined) return cached;
    const offer = await origin.find(source, version, platform);
    if (offer === undefined) throw noPackage(source, version, platform, origin.describe(source));
    if (offer.kind === 'folder') {
      const hash = await packages.hashOf(offer.folder);
      if (known.length > 0 && !known.includes(hash)) throw changed(source, version, offer.folder, hash);
      if (executableIn(offer.folder, source) === undefined)
        throw new DiagnosticError([noExecutable(source, offer.folder)]);
      return { folder: path.resolve(offer.folder), hash, signed: [] };
    }
    const temporary = cache.temporary();
    try {
      return await this.#unpack(key, offer, known, temporary);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }

  async #unpack(
    key: PackageKey,
    offer: Exclude<ProviderPackage, { readonly kind: 'folder' }>,
    known: readonly PackageHash[],
    temporary: string,
  ): Promise<CachedPackage & { readonly key?: string }> {
    const { cache, packages } = this.#options;
    const { source, version } = key;
    const { file, sum } = await this.fetch(key, offer, temporary);
    const folder = path.join(temporary, 'package');
    mkdirSync(folder);
    await unpack(file, 'zip', folder, LIMITS);
    const hash = await packages.hashOf(folder);
    const own = [hash, `zh:${sum}`];
    const place = offer.kind === 'file' ? offer.file : offer.url.href;
    const { hashes = [], signed = [], key: signer } = offer.kind === 'remote' ? offer : {};
    if (hashes.length > 0 && !hashes.some((one) => own.includes(one))) throw wrongSum(source, version, place, sum);
    if (known.length > 0 && !known.some((one) => own.includes(one))) throw changed(source, version, place, hash);
    const executable = executableIn(folder, source);
    if (executable === undefined) throw new DiagnosticError([noExecutable(source, place)]);
    // Archives made on Windows do not say what is executable.
    if ((statSync(executable).mode & 0o100) === 0) chmodSync(executable, 0o755);
    const added = await cache.add(key, folder, signed);
    return { ...added, ...(signer !== undefined && { key: signer }) };
  }

  /** The archive of a package, with its SHA-256, which is the one that the place has promised. */
  async fetch(
    key: PackageKey,
    offer: Exclude<ProviderPackage, { readonly kind: 'folder' }>,
    temporary: string,
  ): Promise<{ readonly file: string; readonly sum: string }> {
    if (offer.kind === 'file') return { file: offer.file, sum: (await sumOf(offer.file)).digest('hex') };
    const file = path.join(temporary, 'archive.zip');
    const sum = await this.#download(key, offer, file);
    if (offer.sum !== undefined && offer.sum !== sum) throw wrongSum(key.source, key.version, offer.url.href, sum);
    return { file, sum };
  }

  async #download(key: PackageKey, { url }: RemotePackage, file: string): Promise<string> {
    const { http, report } = this.#options;
    const hash = createHash('sha256');
    const what = `${shortSource(key.source)} ${key.version}`;
    let received = 0;
    report?.(what, received);
    const { reply, url: from } = await follow(http, url, {
      headers: {},
      save: (bytes) =>
        pipeline(async function* () {
          for await (const chunk of bytes) {
            hash.update(chunk);
            received += chunk.length;
            report?.(what, received);
            yield chunk;
          }
        }, createWriteStream(file)),
    });
    if (reply.status !== 200) throw refusedReply(reply, from, what);
    return hash.digest('hex');
  }
}
