import { ModuleError } from '../problem.js';

/** Limits of one package. They are far above those of real ones, and far below what fills a disk. */
const MOST = { entries: 100_000, bytes: 1024 * 1024 * 1024, nameBytes: 1024 };

/** Counts what a package contains, and refuses to go on beyond the limits. */
export class Budget {
  #entries = 0;
  #bytes = 0;

  entry(name: string): void {
    this.#entries += 1;
    if (this.#entries > MOST.entries) throw tooLarge(`It has more than ${MOST.entries.toLocaleString('en')} files.`);
    if (Buffer.byteLength(name) > MOST.nameBytes)
      throw tooLarge(`It has a path of more than ${MOST.nameBytes.toLocaleString('en')} bytes.`);
  }

  bytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > MOST.bytes) throw tooLarge('Its files have more than 1 GB.');
  }
}

const tooLarge = (detail: string): ModuleError =>
  new ModuleError('module-too-large', 'The package of this module is too large', `${detail} Nothing was installed.`);
