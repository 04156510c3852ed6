import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  codeOf,
  compareText,
  DiagnosticError,
  errorDiagnostic,
  isJsonObject,
  parseJson,
  reasonOf,
  type Json,
} from '../model/index.js';
import { replaceText } from '../packages/index.js';

/** To be committed with the configuration. */
export const LOCK_FILE = '.landform/modules.lock.json';

/** What a module call was when it was installed. */
export interface LockedModule {
  /** In the form in which Terraform records it, without credentials. */
  readonly source: string;
  /** Of a module from a registry. */
  readonly version?: string;
  /** Of a module from Git. */
  readonly commit?: string;
  /** The folder in the package that a registry gave, if any. */
  readonly folder?: string;
  /** Of the whole package: `sha256:…`. */
  readonly hash: string;
  /** The hash without hidden files, where it differs: Terraform does not install them in every copy of a package. */
  readonly visible?: string;
}

export type Locked = ReadonlyMap<string, LockedModule>;

/** The key of a call in the lock file: `vpc`, or `STACK/vpc` in a program with named stacks. */
export const lockKey = (stack: string, key: string): string => (stack === '' ? key : `${stack}/${key}`);

/** Reads the lock file; empty if there is none. Throws diagnostics if it cannot be understood. */
export function readLock(project: string): Locked {
  const modules = new Map<string, LockedModule>();
  let json: Json;
  try {
    json = parseJson(readFileSync(path.join(project, LOCK_FILE), 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return modules;
    throw unreadable(reasonOf(error));
  }
  if (!isJsonObject(json) || Number(json['version']) !== 1 || !isJsonObject(json['modules']))
    throw unreadable('It is not a lock file of version 1.');
  for (const [key, entry] of Object.entries(json['modules'])) {
    if (!isJsonObject(entry)) throw unreadable(`"${key}" is not an object.`);
    const { source, version, commit, folder, hash, visible } = entry;
    if (typeof source !== 'string' || typeof hash !== 'string') throw unreadable(`"${key}" has no source or no hash.`);
    modules.set(key, {
      source,
      ...(typeof version === 'string' && { version }),
      ...(typeof commit === 'string' && { commit }),
      ...(typeof folder === 'string' && { folder }),
      hash,
      ...(typeof visible === 'string' && { visible }),
    });
  }
  return modules;
}

const unreadable = (reason: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-module-lock', `${LOCK_FILE} cannot be read`, {
      detail: `${reason} Restore it from version control, or delete it and run landform init, which locks what it finds then.`,
    }),
  ]);

/** Writes the lock file, sorted, one line for each fact, so that changes are easy to review. */
export function writeLock(project: string, locked: Locked): void {
  const sorted = [...locked]
    .sort(([left], [right]) => compareText(left, right))
    .map(([key, { source, version, commit, folder, hash, visible }]) => [
      key,
      { source, version, commit, folder, hash, visible },
    ]);
  const file = path.join(project, LOCK_FILE);
  mkdirSync(path.dirname(file), { recursive: true });
  replaceText(file, `${JSON.stringify({ version: 1, modules: Object.fromEntries(sorted) }, undefined, 2)}\n`);
}
