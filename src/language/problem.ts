import type { Path, Span } from '../model/index.js';

/** A problem in a text, with its position. */
export interface Problem {
  /** One line: what was found and what was expected. */
  readonly message: string;
  /** What to do about it. */
  readonly detail?: string;
  /** UTF-16 offsets in the text that was read. */
  readonly span: Span;
  /** `invalid-expression` when absent. */
  readonly code?: string;
  /** Path of the text inside the JSON value that was read. */
  readonly path?: Path;
  /** Whether the rest of the text belongs to it, as after an unclosed comment. */
  readonly isRest?: true;
}

/** Thrown at the first problem in a text; always caught within this room. */
export class SyntaxProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'SyntaxProblem';
    this.problem = problem;
  }
}

export function fail(message: string, span: Span, detail?: string): never {
  throw new SyntaxProblem(detail === undefined ? { message, span } : { message, detail, span });
}
