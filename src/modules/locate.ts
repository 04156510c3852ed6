import { existsSync } from 'node:fs';
import path from 'node:path';
import { constraintProblem, meetsConstraints } from '../model/index.js';
import { withoutCredentials } from '../packages/index.js';
import { LOCK_FILE, lockKey, readLock, type Locked, type LockedModule } from './lock-file.js';
import { modulesFolder, readManifest, type InstalledModule, type ModulesOf } from './manifest.js';
import { ModuleError, type ModuleProblem } from './problem.js';
import { isLocalSource, parseModuleSource, type ModuleSource } from './source.js';
import { treeHash, type TreeHash } from './tree.js';

/** A module call, as far as finding its module goes. */
export interface Call {
  /** `module.a.module.b` */
  readonly key: string;
  readonly from: string;
  readonly version?: string;
}

/** Where a called module is, relative to where the configuration is. */
export type Located =
  { readonly directory: string; readonly problem?: undefined } | { readonly problem: ModuleProblem };

/** Locates a called module; `caller` is the directory of the module with the call. */
export type Locate = (call: Call, caller: string) => Located;

/** `a.b` for `module.a.module.b`: the key of a call in Terraform's records. */
export const recordKey = (key: string): string =>
  key.replaceAll(/(?:^|\.)module\./g, (start) => (start.startsWith('.') ? '.' : ''));

/** Locates local modules, and those that are installed, provided that they are what the lock file says. */
export function installedModules(of: ModulesOf): Locate {
  const { project, directory, stack } = of;
  const folder = modulesFolder(of);
  let records: ReadonlyMap<string, InstalledModule> | undefined;
  let locked: Locked | undefined;
  const verified = new Map<string, ModuleProblem | undefined>();
  return (call, caller) => {
    if (isLocalSource(call.from)) return localModule(call, caller, folder);
    records ??= readManifest(directory, folder);
    const key = recordKey(call.key);
    const record = records.get(key);
    try {
      const source = parseModuleSource(call.from);
      const reason = whyNotInstalled(directory, call, source, record);
      if (record === undefined || reason !== undefined) return { problem: notInstalled(call, reason) };
      if (!verified.has(key)) {
        locked ??= readLock(project);
        const entry = locked.get(lockKey(stack, key));
        const isLink = source.kind === 'folder';
        verified.set(key, isLink ? undefined : difference(call.from, entry, path.join(directory, folder, key), source));
      }
      const problem = verified.get(key);
      return problem === undefined ? { directory: record.directory } : { problem };
    } catch (error) {
      if (error instanceof ModuleError) return { problem: error.problem };
      throw error;
    }
  };
}

/** A module in a folder relative to its caller. One in a package cannot leave it. */
export function localModule({ key, from, version }: Call, caller: string, folder: string): Located {
  if (version !== undefined) return { problem: versionWithoutRegistry(recordKey(key)) };
  const directory = path.posix.normalize(path.posix.join(caller, from.replaceAll('\\', '/'))).replace(/(?<=.)\/$/, '');
  const root = packageOf(caller, folder);
  if (root !== undefined && directory !== root && !directory.startsWith(`${root}/`)) {
    return {
      problem: {
        code: 'module-outside-package',
        summary: `The module ${from} is outside of the package that calls it`,
        detail: `The package is in ${root}. A module in it can only call modules inside of it, or name another source.`,
      },
    };
  }
  return { directory };
}

/** The folder of the package that a directory is in. */
function packageOf(directory: string, folder: string): string | undefined {
  if (!directory.startsWith(`${folder}/`)) return undefined;
  const [key = ''] = directory.slice(folder.length + 1).split('/');
  return `${folder}/${key}`;
}

export const versionWithoutRegistry = (name: string): ModuleProblem => ({
  code: 'version-without-registry',
  summary: `The module ${name} has a "version", but is not from a registry`,
  detail: 'Remove "version". A Git source names its version with "?ref=".',
});

/** Why a record cannot be used for a call: undefined if it can, an empty text if there is none. */
export function whyNotInstalled(
  base: string,
  { key, version }: Call,
  source: ModuleSource,
  record: InstalledModule | undefined,
): string | undefined {
  if (version !== undefined) {
    if (source.kind !== 'registry') {
      const { code, summary, detail } = versionWithoutRegistry(recordKey(key));
      throw new ModuleError(code, summary, detail);
    }
    const wrong = constraintProblem(version);
    if (wrong !== undefined) throw new ModuleError('invalid-version-constraint', wrong, CONSTRAINTS);
  }
  if (record === undefined) return '';
  if (record.source !== source.text) return `Installed is another source: ${withoutCredentials(record.source)}.`;
  if (version !== undefined && !meetsConstraints(record.version ?? '', version))
    return `Installed is version ${record.version ?? 'unknown'}.`;
  if (!existsSync(path.join(base, record.directory))) return `Its directory ${record.directory} is missing.`;
  return undefined;
}

const CONSTRAINTS = 'Write one such as "~> 1.2" or ">= 1.2, < 2.0".';

export function notInstalled({ from, version }: Call, reason = ''): ModuleProblem {
  const wanted = version === undefined ? from : `${from} (${version})`;
  return {
    code: 'module-not-installed',
    summary: `The module ${withoutCredentials(wanted)} is not installed`,
    detail: `${reason === '' ? '' : `${reason} `}Run landform init.`,
  };
}

/** Whether a package is what was locked. */
export const isAsLocked = (entry: LockedModule, tree: TreeHash): boolean =>
  tree.hash === entry.hash || (tree.hash === tree.visible && tree.visible === entry.visible);

/** Whether an entry of the lock file is about this source. */
export const isLockOf = ({ source }: LockedModule, { text }: ModuleSource): boolean =>
  source === withoutCredentials(text);

function difference(
  from: string,
  entry: LockedModule | undefined,
  folder: string,
  source: ModuleSource,
): ModuleProblem | undefined {
  if (entry === undefined) return undefined;
  const name = withoutCredentials(from);
  if (!isLockOf(entry, source)) {
    return {
      code: 'module-not-installed',
      summary: `The module ${name} is not locked`,
      detail: `${LOCK_FILE} has ${entry.source} for this call. Run landform init, which locks the new source.`,
    };
  }
  const tree = treeHash(folder);
  if (isAsLocked(entry, tree)) return undefined;
  return {
    code: 'module-changed',
    summary: `The installed module ${name} is not the one that was locked`,
    detail: `Locked in ${LOCK_FILE}: ${describe(entry)}. Installed: ${tree.hash}.\nRun landform init to install what is locked, or landform init --upgrade to accept a new version.`,
  };
}

/** What was locked, in words. */
export function describe({ version, commit, hash }: Omit<LockedModule, 'source'>): string {
  const parts = [
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    hash,
  ];
  return parts.join(', ');
}
