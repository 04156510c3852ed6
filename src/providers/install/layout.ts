import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf, type ProviderSource } from '../../model/index.js';
import type { Platform } from './platform.js';

/** Where an unpacked package is in a mirror, a cache or a project. */
export const packageFolder = (root: string, source: ProviderSource, version: string, platform: Platform): string =>
  path.join(root, ...source.split('/'), version, platform);

/** The last part of a provider's name. */
export const typeOf = (source: ProviderSource): string => source.slice(source.lastIndexOf('/') + 1);

/** The name of the executable of a provider in a folder: the first that begins as Terraform expects. */
export function executableIn(folder: string, source: ProviderSource): string | undefined {
  const name = `terraform-provider-${typeOf(source)}`;
  const found = namesIn(folder)
    .filter((one) => one === name || one.startsWith(`${name}_`) || one.startsWith(`${name}.`))
    .map((one) => path.join(folder, one))
    .find((one) => statSync(one, { throwIfNoEntry: false })?.isFile() === true);
  return found;
}

/** Names in a folder, sorted; none if it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Whether a path is a folder, or a link to one. */
export function isFolder(place: string): boolean {
  try {
    return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    // Part of the path is a file: mirrors have lists beside the folders of versions.
    if (codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
