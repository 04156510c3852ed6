import type { Path } from './path.js';
import { shortened } from './secrets/shorten.js';

/** A message for the person who runs Landform. Errors stop what depends on them; all problems are reported at once. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case, e.g. `unknown-attribute`; listed in docs/diagnostics.md. */
  readonly code: string;
  /** One line: what happened, including the offending name. */
  readonly summary: string;
  /** What it means and what to do next. */
  readonly detail?: string;
  /** Name of the stack it is about, where stacks have names. */
  readonly stack?: string;
  /** Address of the affected resource, output, variable… */
  readonly address?: string;
  /** Path inside it. */
  readonly path?: Path;
  /** Range in a file, if known; otherwise resolved from `source` before it is shown. */
  readonly range?: SourceRange;
  /** Place in the configuration, from which the range is found on demand. */
  readonly source?: SourcePlace;
  /** The construct that created the resource: its path and the user's own line (`main.ts:14:3`). */
  readonly origin?: Origin;
  /** Other affected places, in order: the members of a cycle. */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace extends Pick<Diagnostic, 'range' | 'source' | 'origin'> {
  readonly address: string;
}

export interface SourceRange {
  readonly file: string;
  /** 1-based line and column, 0-based byte offset. */
  readonly start: { readonly line: number; readonly column: number; readonly byte: number };
  readonly end: { readonly line: number; readonly column: number; readonly byte: number };
}

/** A place in a JSON document: the file, the keys and indexes down to the value, and perhaps a span inside that string. */
export interface SourcePlace {
  readonly file: string;
  readonly path: Path;
  /** UTF-16 offsets inside the string at `path`, when the place is part of an expression. */
  readonly span?: Span;
  /** Refers to the last key of the path, not to its value. */
  readonly part?: 'key';
}

/**
 * A place directly below another, for code that visits many places of which few are used: its path is computed on
 * demand. Diagnostics copy `file` and `path`; a spread would miss these getters.
 */
export class MemberPlace implements SourcePlace {
  readonly #above: Path;
  readonly #name: string | number;
  readonly file: string;

  constructor(file: string, above: Path, name: string | number) {
    this.file = file;
    this.#above = above;
    this.#name = name;
  }

  get path(): Path {
    return [...this.#above, this.#name];
  }
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Origin {
  readonly constructPath: string;
  /** `main.ts:14:3`, relative to the project; absent when no user code is on the stack. */
  readonly location?: string;
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');

export const errorsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

export const warningsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'warning');

/** Thrown where a result cannot be returned beside diagnostics; caught and shown by the operation; never a bug. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.summary).join('; '));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}

export function errorDiagnostic(
  code: string,
  summary: string,
  more: Omit<Diagnostic, 'severity' | 'code' | 'summary'> = {},
): Diagnostic {
  return { severity: 'error', code, summary, ...more };
}

export function warningDiagnostic(
  code: string,
  summary: string,
  more: Omit<Diagnostic, 'severity' | 'code' | 'summary'> = {},
): Diagnostic {
  return { severity: 'warning', code, summary, ...more };
}

/** The same as a warning, where a problem prevents nothing. */
export const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'warning' });

/** Diagnostics of one stack; those of a stack without a name stay as they are. */
export const ofStack = (stack: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  stack === '' ? diagnostics : diagnostics.map((diagnostic) => ({ ...diagnostic, stack }));

/** The diagnostic in words that may be shown: `clean` masks secrets, and long values are cut only then. */
export function legible(diagnostic: Diagnostic, clean: (text: string) => string = shortened): Diagnostic {
  const { summary, detail, path } = diagnostic;
  return {
    ...diagnostic,
    summary: clean(summary),
    ...(detail === undefined ? {} : { detail: clean(detail) }),
    ...(path === undefined ? {} : { path: path.map((step) => (typeof step === 'string' ? clean(step) : step)) }),
  };
}
