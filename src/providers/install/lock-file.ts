import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  codeOf,
  compareText,
  DiagnosticError,
  errorDiagnostic,
  reasonOf,
  type ProviderSource,
} from '../../model/index.js';
import type { PackageHash } from './package-hash.js';
import { isSettings, lastOf, readSettings, SettingsError, textsIn, type Setting } from './settings-text.js';

/** Terraform's dependency lock file, which both tools share. */
export const PROVIDER_LOCK = '.terraform.lock.hcl';

/** The version of a provider that was chosen, and what its packages contain. */
export interface LockedProvider {
  readonly version: string;
  /** In the form of `canonicalConstraints`; absent if there are none. */
  readonly constraints?: string;
  /** Of packages that may be used: of one platform or of several. */
  readonly hashes: readonly PackageHash[];
}

export type LockedProviders = ReadonlyMap<ProviderSource, LockedProvider>;

/** Reads the lock file of a project; empty if there is none. Throws diagnostics if it cannot be understood. */
export function readProviderLock(project: string): LockedProviders {
  let text: string;
  try {
    text = readFileSync(path.join(project, PROVIDER_LOCK), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return new Map();
    throw unreadable(reasonOf(error));
  }
  return parseProviderLock(text);
}

export function parseProviderLock(text: string): LockedProviders {
  const providers = new Map<ProviderSource, LockedProvider>();
  try {
    for (const [kind, block] of readSettings(text).members) {
      if (kind === 'module') continue;
      if (kind !== 'provider' || !isSettings(block)) throw unreadable(`It has an unknown block "${kind}".`);
      for (const [source, value] of block.members) {
        if (providers.has(source)) throw unreadable(`It has two blocks for ${source}.`);
        providers.set(source, readBlock(source, value));
      }
    }
  } catch (error) {
    throw error instanceof SettingsError ? unreadable(`Line ${error.line}: ${error.message}.`) : error;
  }
  return providers;
}

function readBlock(source: ProviderSource, value: Setting): LockedProvider {
  const version = isSettings(value) ? lastOf(value, 'version') : undefined;
  if (!isSettings(value) || typeof version !== 'string') throw unreadable(`The block of ${source} has no version.`);
  if (!/^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(source) || source.split('/').includes('..'))
    throw unreadable(`"${source}" is not the full name of a provider.`);
  if (!/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(version))
    throw unreadable(`The version of ${source} is not a version: "${version}".`);
  const constraints = lastOf(value, 'constraints');
  const hashes = lastOf(value, 'hashes');
  const texts = hashes === undefined ? [] : textsIn(hashes);
  if (texts === undefined || texts.some((hash) => !/^[0-9A-Za-z]+:./.test(hash)))
    throw unreadable(`The hashes of ${source} are not a list of hashes.`);
  return { version, ...(typeof constraints === 'string' && constraints !== '' && { constraints }), hashes: texts };
}

const unreadable = (reason: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-provider-lock', `${PROVIDER_LOCK} cannot be read`, {
      detail: `${reason} Restore it from version control, or delete it and run landform init, which locks what it finds then.`,
    }),
  ]);

/** The text of a lock file, byte for byte as Terraform writes it. */
export function providerLockText(locked: LockedProviders): string {
  const blocks = [...locked]
    .sort(([left], [right]) => bySource(left, right))
    .map(([source, entry]) => block(source, entry));
  return [
    '# This file is maintained automatically by "terraform init".',
    '# Manual edits may be lost in future updates.',
    ...blocks,
    '',
  ].join('\n');
}

/** Terraform sorts by host, namespace and type, not by the whole text. */
function bySource(left: ProviderSource, right: ProviderSource): number {
  const theirs = right.split('/');
  for (const [index, part] of left.split('/').entries()) {
    const order = compareText(part, theirs[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function block(source: ProviderSource, { version, constraints = '', hashes }: LockedProvider): string {
  const texts = [...new Set(hashes)].sort(compareText);
  const names = constraints === '' ? ['version'] : ['version', 'constraints'];
  const width = Math.max(...names.map((name) => name.length));
  return [
    '',
    `provider "${source}" {`,
    `  ${'version'.padEnd(width)} = "${version}"`,
    ...(constraints === '' ? [] : [`  ${'constraints'.padEnd(width)} = "${constraints}"`]),
    ...(texts.length === 0 ? [] : ['  hashes = [', ...texts.map((hash) => `    "${hash}",`), '  ]']),
    '}',
  ].join('\n');
}
