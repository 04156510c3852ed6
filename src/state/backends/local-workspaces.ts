import { codeOf } from '../../model/index.js';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspaces } from '../backend.js';
import { storageFailed } from '../diagnostics.js';
import { LOCK_FOLDER } from './local.js';

/** The workspaces of a state in local files, as in Terraform: a folder for each but the default one. */
export class LocalWorkspaces implements Workspaces {
  readonly #folder: string;
  readonly #place: string;

  /** `place` is the name of `folder` in messages. */
  constructor(folder: string, place: string) {
    this.#folder = folder;
    this.#place = place;
  }

  /** Sorted names, without the default one. */
  async list(): Promise<readonly string[]> {
    try {
      const entries = await readdir(this.#folder, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw storageFailed('Reading', this.#place, error);
    }
  }

  async create(name: string): Promise<void> {
    try {
      await mkdir(join(this.#folder, name), { recursive: true });
    } catch (error) {
      throw storageFailed('Writing', join(this.#place, name), error);
    }
  }

  /** Removes everything in the folder, the lock last: a run that waits for it finds nothing half removed. */
  async remove(name: string): Promise<void> {
    const folder = join(this.#folder, name);
    try {
      for (const entry of await readdir(folder))
        if (entry !== LOCK_FOLDER) await rm(join(folder, entry), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw storageFailed('Removing', join(this.#place, name), error);
    }
  }
}
