import { open, readFile, rename } from 'node:fs/promises';

import { messageOf, SandboxError, isMissing } from './error.js';

/** A JSON file that is replaced atomically: a reader sees the old content or the new. */
export class StateFile {
  readonly #path: string;
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined if there is no such file. */
  async read(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8'));
    } catch (problem) {
      if (isMissing(problem)) return undefined;
      throw new SandboxError('sandbox_bad_state', `${this.#path} cannot be read: ${messageOf(problem)}`);
    }
  }

  /** `content` is called once per write, when it starts; earlier callers share the write. */
  write(content: () => string): Promise<void> {
    this.#waiting ??= this.#after(this.#running, content);
    return this.#waiting;
  }

  async #after(earlier: Promise<void>, content: () => string): Promise<void> {
    await earlier.catch(() => undefined);
    this.#running = this.#waiting ?? Promise.resolve();
    this.#waiting = undefined;
    try {
      await this.#replace(content());
    } catch (problem) {
      throw new SandboxError('sandbox_bad_state', `${this.#path} cannot be written: ${messageOf(problem)}`);
    }
  }

  async #replace(text: string): Promise<void> {
    const beside = `${this.#path}.${process.pid}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
  }
}
