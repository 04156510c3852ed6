import { PackageError } from './problem.js';

/** What one package may contain. */
export interface BudgetLimits {
  readonly entries: number;
  readonly bytes: number;
}

const NAME_BYTES = 1024;

/** Counts what a package contains, and refuses to go on beyond the limits. */
export class Budget {
  readonly #limits: BudgetLimits;
  #entries = 0;
  #bytes = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  entry(name: string): void {
    this.#entries += 1;
    const { entries } = this.#limits;
    if (this.#entries > entries) throw tooLarge(`It has more than ${entries.toLocaleString('en')} files.`);
    if (Buffer.byteLength(name) > NAME_BYTES)
      throw tooLarge(`It has a path of more than ${NAME_BYTES.toLocaleString('en')} bytes.`);
  }

  bytes(count: number): void {
    this.#bytes += count;
    const { bytes } = this.#limits;
    if (this.#bytes > bytes) throw tooLarge(`Its files have more than ${Math.round(bytes / 2 ** 30)} GB.`);
  }
}

const tooLarge = (detail: string): PackageError => new PackageError('too-large', detail);
