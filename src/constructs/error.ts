const BRAND = Symbol.for('landform.error');

export interface ErrorPlace {
  /** Path of the construct in the tree, `prod/acme`. */
  readonly constructPath?: string | undefined;
  /** The line of the program, as a file with line and column. The path is absolute, or already relative to the project. */
  readonly location?: string | undefined;
}

/**
 * A mistake in a program, reported to its author: what happened, where, and what to do. A host shows it without a stack
 * trace.
 */
export class ConstructError extends Error {
  readonly code: string;
  readonly summary: string;
  readonly hint: string | undefined;
  readonly constructPath: string | undefined;
  readonly location: string | undefined;

  constructor(code: string, summary: string, hint?: string, place: ErrorPlace = {}) {
    super(sentence(summary, hint, place));
    this.name = 'ConstructError';
    this.code = code;
    this.summary = summary;
    this.hint = hint;
    this.constructPath = place.constructPath;
    this.location = place.location;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** All problems that synthesis found. */
export class SynthesisError extends Error {
  readonly problems: readonly ConstructError[];

  constructor(problems: readonly ConstructError[]) {
    const [only, ...others] = problems;
    super(
      only !== undefined && others.length === 0
        ? only.message
        : `${problems.length} problems:\n${problems.map(({ message }) => `- ${message}`).join('\n')}`,
    );
    this.name = 'SynthesisError';
    this.problems = problems;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether a value is such an error, including one of another copy of the library in the same process. */
export function isConstructError(error: unknown): error is ConstructError | SynthesisError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** The problems in an error of this library; undefined for any other error. */
export function problemsOf(error: unknown): readonly ConstructError[] | undefined {
  if (!isConstructError(error)) return undefined;
  return 'problems' in error ? error.problems : [error];
}

function sentence(summary: string, hint: string | undefined, place: ErrorPlace): string {
  const where = [place.constructPath, place.location].filter((part) => part !== undefined).join(', ');
  return `${summary}${where === '' ? '' : ` (${where})`}.${hint === undefined ? '' : ` ${hint}`}`;
}
