import type { Workspaces } from '../../backend.js';
import { PLACEHOLDER } from '../remote/placeholder.js';
import type { ObjectNames } from './names.js';
import type { ObjectStore } from './store.js';

export interface ObjectWorkspacesOptions {
  readonly objects: ObjectStore;
  readonly namesOf: (workspace: string) => ObjectNames;
  /** What the keys of all workspaces begin with. */
  readonly prefix: string;
  /** The workspace whose state has this key; undefined if it is another object. */
  readonly workspaceOf: (key: string) => string | undefined;
}

/** The states that are objects, as Terraform finds them. */
export class ObjectWorkspaces implements Workspaces {
  readonly #options: ObjectWorkspacesOptions;

  constructor(options: ObjectWorkspacesOptions) {
    this.#options = options;
  }

  async list(): Promise<readonly string[]> {
    const { objects, prefix, workspaceOf } = this.#options;
    const keys = await objects.list('Reading', prefix);
    return keys
      .map(workspaceOf)
      .filter((name) => name !== undefined)
      .filter((name) => name !== '' && !name.includes('/'))
      .sort();
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
    await objects.remove('Removing', names.head);
  }
}
