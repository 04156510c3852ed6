import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { compareText, type ProviderSource } from '../../model/index.js';
import { removeAbandoned, replaceText, unpack } from '../../packages/index.js';
import { archiveName, archivesIn } from './filesystem-mirror.js';
import { changed, noPackage } from './install-problems.js';
import { LIMITS, type ProviderInstaller } from './installer.js';
import type { ProviderOrigin } from './origin.js';
import type { PackageKey } from './package-cache.js';
import { packageHash, sumOf, type PackageHash } from './package-hash.js';

const TEMPORARY = '.landform-tmp';

/**
 * A folder that is written for both tools: a filesystem mirror, and, served over HTTPS, a network mirror. An archive is complete
 * before it gets its name, and the lists are written last, so a run that was killed leaves nothing wrong.
 */
export class MirrorFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    removeAbandoned(path.join(root, TEMPORARY), () => true);
  }

  /** Puts the archive of a package into the folder, unless it is there. It must have one of the hashes, if there are any. */
  async add(
    key: PackageKey,
    known: readonly PackageHash[],
    { installer, origin }: { readonly installer: ProviderInstaller; readonly origin: ProviderOrigin },
  ): Promise<void> {
    const { source, version, platform } = key;
    const place = path.join(this.#folder(source), archiveName(source, version, platform));
    const offer = await origin.find(source, version, platform);
    if (offer === undefined || offer.kind === 'folder')
      throw noPackage(source, version, platform, origin.describe(source));
    if (offer.kind === 'remote' && offer.sum !== undefined && (await isArchive(place, offer.sum))) return;
    await this.#inTemporary(async (temporary) => {
      const { file, sum } = await installer.fetch(key, offer, temporary);
      const hash = await hashOfArchive(file, path.join(temporary, 'package'));
      if (known.length > 0 && !known.some((one) => one === hash || one === `zh:${sum}`))
        throw changed(source, version, archiveName(source, version, platform), hash);
      mkdirSync(path.dirname(place), { recursive: true });
      const complete = path.join(temporary, 'complete.zip');
      copyFileSync(file, complete);
      renameSync(complete, place);
    });
  }

  /** Writes the lists of a provider's versions and packages: of all that the folder has. */
  async list(source: ProviderSource): Promise<void> {
    const folder = this.#folder(source);
    const versions: Record<string, Record<string, object>> = {};
    for (const { name, version, platform } of archivesIn(folder, source)) {
      const archives = (versions[version] ??= {});
      const hash = await this.#inTemporary((temporary) =>
        hashOfArchive(path.join(folder, name), path.join(temporary, 'package')),
      );
      archives[platform] = { hashes: [hash], url: name };
    }
    const text = (document: object): string => JSON.stringify(document, undefined, 2);
    for (const [version, archives] of Object.entries(versions))
      replaceText(path.join(folder, `${version}.json`), text({ archives }));
    const names = Object.keys(versions).sort(compareText);
    replaceText(
      path.join(folder, 'index.json'),
      text({ versions: Object.fromEntries(names.map((version) => [version, {}])) }),
    );
  }

  /** Removes what the run has used. */
  end(): void {
    rmSync(path.join(this.#root, TEMPORARY), { recursive: true, force: true });
  }

  #folder(source: ProviderSource): string {
    return path.join(this.#root, ...source.split('/'));
  }

  /** On the file system of the mirror, so that a complete file can be renamed. */
  async #inTemporary<T>(use: (temporary: string) => Promise<T>): Promise<T> {
    const temporary = path.join(this.#root, TEMPORARY, randomBytes(8).toString('hex'));
    mkdirSync(temporary, { recursive: true });
    try {
      return await use(temporary);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
}

async function isArchive(file: string, sum: string): Promise<boolean> {
  try {
    return (await sumOf(file)).digest('hex') === sum;
  } catch {
    return false;
  }
}

async function hashOfArchive(file: string, into: string): Promise<PackageHash> {
  mkdirSync(into);
  await unpack(file, 'zip', into, LIMITS);
  return packageHash(into);
}
