import path from 'node:path';
import type { ProviderSource } from '../../model/index.js';
import { isFolder, namesIn, packageFolder, typeOf } from './layout.js';
import type { ProviderOrigin, ProviderPackage } from './origin.js';
import type { Platform } from './platform.js';

/** A folder with packages, unpacked or as archives, in the layout that Terraform and `providers mirror` give it. */
export class FilesystemMirror implements ProviderOrigin {
  readonly #root: string;
  readonly #platform: Platform;

  /** Only packages for the platform count. */
  constructor(root: string, platform: Platform) {
    this.#root = root;
    this.#platform = platform;
  }

  versions(source: ProviderSource): Promise<readonly string[] | undefined> {
    const versions = this.versionsHere(source);
    return Promise.resolve(versions.length === 0 ? undefined : versions);
  }

  find(source: ProviderSource, version: string, platform: Platform): Promise<ProviderPackage | undefined> {
    const file = path.join(this.#folder(source), archiveName(source, version, platform));
    if (namesIn(this.#folder(source)).includes(path.basename(file))) return Promise.resolve({ kind: 'file', file });
    const folder = packageFolder(this.#root, source, version, platform);
    return Promise.resolve(isFolder(folder) ? { kind: 'folder', folder } : undefined);
  }

  describe(): string {
    return this.#root;
  }

  signs(): boolean {
    return false;
  }

  /** All providers for the platform. */
  sources(): readonly ProviderSource[] {
    return namesIn(this.#root).flatMap((host) =>
      namesIn(path.join(this.#root, host)).flatMap((namespace) =>
        namesIn(path.join(this.#root, host, namespace))
          .map((type) => `${host}/${namespace}/${type}`)
          .filter((source) => this.versionsHere(source).length > 0),
      ),
    );
  }

  versionsHere(source: ProviderSource): readonly string[] {
    const start = `terraform-provider-${typeOf(source)}_`;
    const end = `_${this.#platform}.zip`;
    return namesIn(this.#folder(source)).flatMap((name) => {
      if (name.startsWith(start) && name.endsWith(end)) return [name.slice(start.length, -end.length)];
      return isFolder(packageFolder(this.#root, source, name, this.#platform)) ? [name] : [];
    });
  }

  #folder(source: ProviderSource): string {
    return path.join(this.#root, ...source.split('/'));
  }
}

/** The name of an archive in a mirror. */
export const archiveName = (source: ProviderSource, version: string, platform: Platform): string =>
  `terraform-provider-${typeOf(source)}_${version}_${platform}.zip`;

/** The archives of a provider in a folder of a mirror. */
export function archivesIn(
  folder: string,
  source: ProviderSource,
): readonly { readonly name: string; readonly version: string; readonly platform: Platform }[] {
  const start = `terraform-provider-${typeOf(source)}_`;
  return namesIn(folder).flatMap((name) => {
    const [, version, platform] = /^([^_]+)_([a-z0-9]+_[a-z0-9]+)\.zip$/.exec(name.slice(start.length)) ?? [];
    return name.startsWith(start) && version !== undefined && platform !== undefined
      ? [{ name, version, platform }]
      : [];
  });
}
