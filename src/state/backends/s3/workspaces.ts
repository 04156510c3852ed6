import type { Workspaces } from '../../backend.js';
import { PLACEHOLDER } from '../remote/placeholder.js';
import { Names } from './names.js';
import type { Objects } from './objects.js';
import type { S3Settings } from './settings.js';

/** The states under the prefix of workspaces, as Terraform finds them. */
export class S3Workspaces implements Workspaces {
  readonly #settings: S3Settings;
  readonly #objects: Objects;

  constructor(settings: S3Settings, objects: Objects) {
    this.#settings = settings;
    this.#objects = objects;
  }

  async list(): Promise<readonly string[]> {
    const { key, workspacePrefix } = this.#settings;
    const prefix = `${workspacePrefix}/`;
    const keys = await this.#objects.list('Reading', prefix);
    return keys
      .filter((one) => one.endsWith(`/${key}`))
      .map((one) => one.slice(prefix.length, -key.length - 1))
      .filter((name) => name !== '' && !name.includes('/'));
  }

  async create(name: string): Promise<void> {
    const { state } = new Names(this.#settings, name);
    await this.#objects.put('Writing', state, Buffer.from(PLACEHOLDER), 'absent');
  }

  async remove(name: string): Promise<void> {
    const names = new Names(this.#settings, name);
    const journals = await this.#objects.list('Removing', names.journals);
    await this.#objects.removeAll('Removing', journals);
    await this.#objects.remove('Removing', names.state);
    await this.#objects.remove('Removing', names.head);
  }
}
