import type { ProviderSource } from '../../model/index.js';
import type { PackageHash } from './package-hash.js';
import type { Platform } from './platform.js';

/** A place that has packages of providers: a registry, a mirror, or several of them. */
export interface ProviderOrigin {
  /** Versions of a provider, in any order; undefined if the place does not have the provider. */
  versions(source: ProviderSource): Promise<readonly string[] | undefined>;
  /** A package; undefined if the place does not have it. */
  find(source: ProviderSource, version: string, platform: Platform): Promise<ProviderPackage | undefined>;
  /** For messages: `registry.terraform.io`, `/usr/share/terraform/plugins`. */
  describe(source: ProviderSource): string;
  /** Whether its packages of a provider are in a signed list. */
  signs(source: ProviderSource): boolean;
}

/** Where a package is, and what is known about it. */
export type ProviderPackage =
  /** It is used where it is. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'file'; readonly file: string }
  | RemotePackage;

export interface RemotePackage {
  readonly kind: 'remote';
  readonly url: URL;
  /** Of the archive, in hexadecimal, if the place says it. */
  readonly sum?: string;
  /** If there are any, the hash of the archive or of its files must be one of them. */
  readonly hashes?: readonly PackageHash[];
  /** Hashes of packages for all platforms, from a list with a signature that was checked. */
  readonly signed?: readonly PackageHash[];
  /** Who has signed the list. */
  readonly key?: string;
}
