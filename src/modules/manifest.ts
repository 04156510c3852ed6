import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compareText, listIn, objectIn, parseJson, type Json } from '../model/index.js';
import { replaceText } from '../packages/index.js';

/** A module as Terraform records it. */
export interface InstalledModule {
  /** `a.b` for `module.a.module.b`; empty for the root module. */
  readonly key: string;
  readonly source: string;
  /** Of a module from a registry. */
  readonly version?: string;
  /** Relative to where the configuration is. */
  readonly directory: string;
}

/** A stack whose modules are looked up or installed. */
export interface ModulesOf {
  /** Absolute: the folder with the lock file. */
  readonly project: string;
  /** Absolute: where relative paths of the configuration start. */
  readonly directory: string;
  /** Empty for a plain folder. */
  readonly stack: string;
}

/** Where modules are installed, relative to the directory: where Terraform installs them, unless several stacks share the directory. */
export const modulesFolder = ({ project, directory, stack }: ModulesOf): string =>
  stack === '' || directory !== project
    ? '.terraform/modules'
    : `.terraform/stacks/${encodeURIComponent(stack)}/modules`;

const fileOf = (base: string, folder: string): string => path.join(base, folder, 'modules.json');

/** Reads `modules.json`, by key. Empty if it is missing or cannot be read, as after a fresh checkout. */
export function readManifest(base: string, folder: string): ReadonlyMap<string, InstalledModule> {
  const modules = new Map<string, InstalledModule>();
  let json: Json;
  try {
    json = parseJson(readFileSync(fileOf(base, folder), 'utf8'));
  } catch {
    return modules;
  }
  for (const one of listIn(objectIn(json)['Modules'])) {
    const { Key: key, Source: source, Version: version, Dir: directory } = objectIn(one);
    if (typeof key !== 'string' || typeof source !== 'string' || typeof directory !== 'string') continue;
    modules.set(key, {
      key,
      source,
      ...(typeof version === 'string' && { version }),
      directory: path.posix.normalize(directory.replaceAll('\\', '/')),
    });
  }
  return modules;
}

/** Writes `modules.json` byte for byte as Terraform does. */
export function writeManifest(base: string, folder: string, modules: Iterable<InstalledModule>): void {
  const sorted = [...modules].sort((left, right) => compareText(left.key, right.key));
  const Modules = sorted.map(({ key: Key, source: Source, version: Version, directory: Dir }) => ({
    Key,
    Source,
    ...(Version !== undefined && { Version }),
    Dir,
  }));
  mkdirSync(path.join(base, folder), { recursive: true });
  replaceText(fileOf(base, folder), goJson({ Modules }));
}

/** Go's JSON escapes three characters of HTML, and two line separators. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
