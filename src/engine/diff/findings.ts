import { sensitivePaths, startsWith, type Block, type Path, type Value } from '../../model/index.js';
import type { Problem } from './problem.js';
import { markSensitiveAttributes } from './sensitivity.js';
import { show } from './show.js';

/** Paths to hide although the values being compared carry no marks; computed when a message needs them. */
export type Secrets = () => readonly Path[];

export const noSecrets: Secrets = () => [];

/**
 * Collects problems while values are compared without their marks. A value is hidden if it is marked in any of
 * `originals`, sensitive by the schema, or at one of the `secrets`.
 */
export class Findings {
  readonly problems: Problem[] = [];
  readonly #block: Block | undefined;
  readonly #originals: readonly Value[];
  readonly #secrets: () => readonly Path[];
  #hidden: readonly Path[] | undefined;

  constructor(block?: Block, originals: readonly Value[] = [], secrets: Secrets = noSecrets) {
    this.#block = block;
    this.#originals = originals;
    this.#secrets = secrets;
  }

  add(path: Path, message: string): void {
    this.problems.push({ path, message });
  }

  /** The value in the form a message may show. */
  show(path: Path, value: Value): string {
    return this.#isHidden(path) ? '(sensitive value)' : show(value);
  }

  /** Also true if only a part is sensitive, because the compared values carry no marks. */
  #isHidden(path: Path): boolean {
    this.#hidden ??= [...this.#secrets(), ...this.#originals.flatMap((value) => hiddenPaths(this.#block, value))];
    return this.#hidden.some((hidden) => startsWith(path, hidden) || startsWith(hidden, path));
  }
}

const hiddenPaths = (block: Block | undefined, value: Value): Path[] =>
  sensitivePaths(block === undefined ? value : markSensitiveAttributes(value, block));
