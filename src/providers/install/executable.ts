import path from 'node:path';
import { errorDiagnostic, type Diagnostic, type ProviderSource } from '../../model/index.js';
import { shortSource } from '../diagnostics.js';
import type { CheckedPackages } from './checked-packages.js';
import { executableIn, isFolder, packageFolder, typeOf } from './layout.js';
import { PROVIDER_LOCK, type LockedProviders } from './lock-file.js';
import { sumOf } from './package-hash.js';
import type { Platform } from './platform.js';

/** A provider's program on this machine. */
export interface ProviderExecutable {
  readonly source: ProviderSource;
  /** The absolute path of the file to start. */
  readonly path: string;
  /** Changes whenever the program does. */
  readonly hash: string;
  /** Undefined if it is an override for development. */
  readonly version: string | undefined;
}

export type FoundExecutable =
  { readonly executable: ProviderExecutable; readonly problem?: undefined } | { readonly problem: Diagnostic };

/** Where the providers of a project are. */
export interface ProviderPlaces {
  /** The folder of installed providers. */
  readonly installed: string;
  readonly locked: LockedProviders;
  readonly overrides: ReadonlyMap<ProviderSource, string>;
  readonly platform: Platform;
  readonly packages: CheckedPackages;
}

/** Finds the program of a provider, as the lock file names it and with the content that it names. Installs nothing. */
export async function findExecutable(places: ProviderPlaces, source: ProviderSource): Promise<FoundExecutable> {
  const override = places.overrides.get(source);
  if (override !== undefined) return overrideOf(source, override);
  const entry = places.locked.get(source);
  if (entry === undefined) {
    return notInstalled(source, `${PROVIDER_LOCK} does not name it.`);
  }
  const { version, hashes } = entry;
  const folder = packageFolder(places.installed, source, version, places.platform);
  if (!isFolder(folder)) {
    return notInstalled(source, `Version ${version} is locked, but ${folder} does not exist.`);
  }
  const hash = await places.packages.hashOf(folder);
  if (!hashes.includes(hash)) {
    return {
      problem: errorDiagnostic(
        'provider-changed',
        `The provider ${shortSource(source)} ${version} is not the one that is locked`,
        {
          detail: `${folder} has the hash ${hash}, which ${PROVIDER_LOCK} does not name. It was not started. Run landform init, which installs it again.`,
        },
      ),
    };
  }
  const file = executableIn(folder, source);
  if (file === undefined) return { problem: noExecutable(source, folder) };
  return { executable: { source, path: path.resolve(file), hash, version } };
}

async function overrideOf(source: ProviderSource, place: string): Promise<FoundExecutable> {
  const file = executableIn(place, source);
  if (file === undefined) return { problem: noExecutable(source, place) };
  const hash = `sha256:${(await sumOf(file)).digest('hex')}`;
  return { executable: { source, path: path.resolve(file), hash, version: undefined } };
}

const notInstalled = (source: ProviderSource, reason: string): FoundExecutable => ({
  problem: errorDiagnostic('provider-not-installed', `The provider ${shortSource(source)} is not installed`, {
    detail: `${reason} Run landform init, which selects a version, locks it and installs it.`,
  }),
});

export const noExecutable = (source: ProviderSource, folder: string): Diagnostic =>
  errorDiagnostic('provider-without-executable', `The package of ${shortSource(source)} has no program to start`, {
    detail: `${folder} contains no file named terraform-provider-${typeOf(source)}. Report it to those who publish the provider, or correct the folder.`,
  });
