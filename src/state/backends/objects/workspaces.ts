import type { Workspaces } from '../../backend.js';
import { PLACEHOLDER } from '../remote/placeholder.js';
import type { ObjectNames } from './names.js';
import type { ObjectStore } from './store.js';

export interface ObjectWorkspacesOptions {
  readonly objects: ObjectStore;
  readonly namesOf: (workspace: string) => ObjectNames;
  /** The names of all, but for the default one. */
  readonly find: () => Promise<readonly string[]>;
}

/** The states that are objects, as Terraform finds them. */
export class ObjectWorkspaces implements Workspaces {
  readonly #options: ObjectWorkspacesOptions;

  constructor(options: ObjectWorkspacesOptions) {
    this.#options = options;
  }

  list(): Promise<readonly string[]> {
    return this.#options.find();
  }

  async create(name: string): Promise<void> {
    const { objects, namesOf } = this.#options;
    await objects.put('Writing', namesOf(name).state, Buffer.from(PLACEHOLDER), 'absent');
  }

  async remove(name: string): Promise<void> {
    const { objects, namesOf } = this.#options;
    const names = namesOf(name);
    await objects.removeAll('Removing', await objects.list('Removing', names.journals));
    await objects.remove('Removing', names.state);
    await objects.remove('Removing', names.history);
    await objects.remove('Removing', names.head);
  }
}

/** Finds workspaces by the keys of their states, which begin alike; `workspaceOf` is undefined for other objects. */
export const findByKey =
  (objects: ObjectStore, prefix: string, workspaceOf: (key: string) => string | undefined) =>
  async (): Promise<readonly string[]> => {
    const keys = await objects.list('Reading', prefix);
    return keys
      .map(workspaceOf)
      .filter((name) => name !== undefined)
      .filter((name) => name !== '' && !name.includes('/'))
      .sort();
  };
