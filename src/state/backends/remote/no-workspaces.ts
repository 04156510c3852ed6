import type { Workspaces } from '../../backend.js';
import { workspacesUnsupported } from './diagnostics.js';

/** For backends with the default workspace only. */
export class NoWorkspaces implements Workspaces {
  readonly #backend: string;

  constructor(backend: string) {
    this.#backend = backend;
  }

  async list(): Promise<readonly string[]> {
    return [];
  }

  async create(): Promise<void> {
    throw workspacesUnsupported(this.#backend);
  }

  async remove(): Promise<void> {
    throw workspacesUnsupported(this.#backend);
  }
}
