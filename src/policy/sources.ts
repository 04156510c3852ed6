import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { starSource, type JsonObject, type PolicyLevel } from '../model/index.js';

/** An entry of `policies` in landform.json. */
export interface PolicySource {
  /** A file, a pattern such as `./policies/*.ts`, a package, or `landform/policy`. */
  readonly from: string;
  /** Values of parameters, by policy. */
  readonly parameters: Readonly<Record<string, JsonObject>>;
  /** Levels other than the policies' own, by policy. */
  readonly levels: Readonly<Record<string, PolicyLevel | 'off'>>;
  /** The time limit of each policy, and of loading each module. */
  readonly seconds?: number;
}

/** What an entry means to the loader of modules: files, absolute, or the package. Empty if no file matches. */
export async function modulesOf({ from }: PolicySource, directory: string): Promise<readonly string[]> {
  if (!/^\.{0,2}\//.test(from)) return [from];
  const folder = path.resolve(directory, path.dirname(from));
  const pattern = path.basename(from);
  const isPattern = pattern.includes('*');
  const names = await readdir(folder).catch(() => []);
  const fits = new RegExp(`^${starSource(pattern)}$`);
  return names
    .filter((name) => fits.test(name))
    .filter((name) => !isPattern || (!/\.d\.[cm]?ts$/.test(name) && !/\.test\.[cm]?[jt]s$/.test(name)))
    .sort()
    .map((name) => path.join(folder, name));
}
