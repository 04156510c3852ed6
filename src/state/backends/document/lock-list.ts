import { rename } from 'node:fs/promises';
import { isJsonList, JsonSyntaxError, parseJson, stringifyJson } from '../../../model/index.js';
import { readIfThere, removeIfThere, writeBeside } from '../files.js';
import { parseLockInfo, type LockInfo } from '../remote/lock-info.js';

/**
 * The locks that runs on this machine may hold at a server, in a file. A run that finds one of them there, while it has
 * the lock of this machine, knows that its holder died.
 */
export class LockList {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(): readonly LockInfo[] {
    try {
      const json = parseJson(readIfThere(this.#path)?.toString('utf8') ?? '[]');
      if (!isJsonList(json)) return [];
      return json.flatMap((one) => parseLockInfo(stringifyJson(one)) ?? []);
    } catch (error) {
      // Without the list, the lock of a dead run has to be released by hand.
      if (error instanceof JsonSyntaxError) return [];
      throw error;
    }
  }

  async write(locks: readonly LockInfo[]): Promise<void> {
    if (locks.length === 0) return removeIfThere(this.#path);
    await writeBeside(`${this.#path}.tmp`, [JSON.stringify(locks)]);
    await rename(`${this.#path}.tmp`, this.#path);
  }
}
