import { DiagnosticError, errorDiagnostic, type ProviderSource } from '../../model/index.js';
import { withoutCredentials } from '../../packages/index.js';
import { shortSource } from '../diagnostics.js';
import { PROVIDER_LOCK } from './lock-file.js';
import type { PackageHash } from './package-hash.js';
import type { Platform } from './platform.js';

/** One small function per message about the installation of a provider. */

export const noProvider = (source: ProviderSource, place: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('provider-not-found', `${place} does not have the provider ${shortSource(source)}`, {
      detail: `Correct its source in terraform.required_providers. Without an entry there, the namespace of a provider is "hashicorp".`,
    }),
  ]);

export function noVersion(source: ProviderSource, constraints: string, versions: readonly string[]): DiagnosticError {
  const some = versions.slice(0, 10).join(', ');
  return new DiagnosticError([
    errorDiagnostic(
      'provider-version-not-found',
      versions.length === 0
        ? `The provider ${shortSource(source)} has no versions`
        : `No version of ${shortSource(source)} meets "${constraints}"`,
      {
        detail: `Available: ${some === '' ? 'none' : some}${versions.length > 10 ? ` and ${versions.length - 10} older ones` : ''}. Change the version in terraform.required_providers. A pre-release version must be named exactly.`,
      },
    ),
  ]);
}

export const lockedVersion = (source: ProviderSource, version: string, constraints: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic(
      'locked-provider-version',
      `The locked version of ${shortSource(source)} does not meet "${constraints}"`,
      {
        detail: `${PROVIDER_LOCK} names version ${version}. Select another one with landform init --upgrade, or change terraform.required_providers.`,
      },
    ),
  ]);

export const noPackage = (
  source: ProviderSource,
  version: string,
  platform: Platform,
  place: string,
): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('provider-version-not-found', `${place} has no ${shortSource(source)} ${version} for ${platform}`, {
      detail: `Select another version in terraform.required_providers, or add a place that has it to the CLI configuration.`,
    }),
  ]);

export const changed = (source: ProviderSource, version: string, place: string, hash: PackageHash): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic(
      'provider-changed',
      `The package of ${shortSource(source)} ${version} is not the one that is locked`,
      {
        detail: `${withoutCredentials(place)} has the hash ${hash}; ${PROVIDER_LOCK} does not name it. Nothing was installed. If the lock file was written for another platform or from a mirror, add the hashes for this one with landform providers lock.`,
      },
    ),
  ]);

export const wrongSum = (source: ProviderSource, version: string, place: string, sum: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic(
      'wrong-provider-checksum',
      `The archive of ${shortSource(source)} ${version} has the wrong checksum`,
      {
        detail: `${withoutCredentials(place)} has the SHA-256 ${sum}. Nothing was installed. Run the command again; if it fails again, report it to those who publish the archive.`,
      },
    ),
  ]);
