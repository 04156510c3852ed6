import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readableText, type ConstructError } from '../constructs/index.js';
import {
  errorDiagnostic,
  isSecretName,
  programLiterals,
  SecretTexts,
  type Diagnostic,
  type SourceRange,
} from '../model/index.js';
import { ProgramExit } from './guard.js';
import { missingModuleHint } from './missing-module.js';
import { rangeAt } from './range.js';

/** Marks the library's errors, whichever copy of the library the program uses. */
const CONSTRUCT_ERROR = Symbol.for('landform.error');

/** Converts an error thrown by a program into messages for its author, with the line of the program and without a stack trace. */
export function programDiagnostics(error: unknown, directory: string): Diagnostic[] {
  if (typeof error === 'object' && error !== null) {
    if (CONSTRUCT_ERROR in error) {
      const problems = (error as { readonly problems?: readonly ConstructError[] }).problems ?? [
        error as unknown as ConstructError,
      ];
      return problems.map((problem) => constructDiagnostic(problem, directory));
    }
    if ('diagnostics' in error && Array.isArray(error.diagnostics)) return error.diagnostics as Diagnostic[];
  }
  if (error instanceof ProgramExit) return [exitDiagnostic(error, directory)];
  return [thrownDiagnostic(error, directory)];
}

function constructDiagnostic(problem: ConstructError, directory: string): Diagnostic {
  const place = problem.location === undefined ? undefined : parsePlace(problem.location, directory);
  const clean = cleaner(place, false);
  return errorDiagnostic(problem.code, clean(readableText(problem.summary).replaceAll(directory + path.sep, '')), {
    ...detailOf([problem.hint && clean(problem.hint)]),
    ...(problem.constructPath !== undefined && {
      origin: { constructPath: problem.constructPath, ...(place && { location: placeText(place, directory) }) },
    }),
    ...(place && rangeOf(place, directory)),
  });
}

function exitDiagnostic(error: ProgramExit, directory: string): Diagnostic {
  const place = placeOf(error, directory);
  return errorDiagnostic('program-exit', `The program called process.exit(${error.exitCode})`, {
    ...detailOf(['A program must end on its own. To report a problem, throw an error.']),
    ...(place && rangeOf(place, directory)),
  });
}

function thrownDiagnostic(error: unknown, directory: string): Diagnostic {
  const place = placeOf(error, directory);
  const syntax = isSyntaxError(error);
  const clean = cleaner(place, syntax);
  const message = clean(messageOf(error));
  const at = place === undefined ? '' : ` (${placeText(place, directory)})`;
  const more = {
    ...detailOf([missingModuleHint(message, directory), causeOf(error, clean)]),
    ...(place && rangeOf(place, directory)),
  };
  return syntax
    ? errorDiagnostic('program-syntax', `The program cannot be read: ${message}${at}`, more)
    : errorDiagnostic('program-failed', `The program failed: ${message}${at}`, more);
}

function detailOf(parts: readonly (string | undefined)[]): { readonly detail?: string } {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? {} : { detail: said.join('\n\n') };
}

/** The first line of the message. In Node's messages, the lines after it list where Node searched. */
function messageOf(error: unknown): string {
  const text = error instanceof Error || hasMessage(error) ? String(error.message) : String(error);
  const [first = ''] = readableText(text)
    .replace(/^ParseError:\s*/, '')
    .split('\n');
  return first.trim() === '' ? 'it threw an error without a message' : first.trim();
}

const hasMessage = (error: unknown): error is { readonly message: unknown } =>
  typeof error === 'object' && error !== null && 'message' in error;

function isSyntaxError(error: unknown): boolean {
  return error instanceof SyntaxError || (hasMessage(error) && String(error.message).startsWith('ParseError:'));
}

function causeOf(error: unknown, clean: (text: string) => string): string | undefined {
  if (!(error instanceof Error) || error.cause === undefined) return undefined;
  return `Cause: ${clean(messageOf(error.cause))}`;
}

/**
 * Removes from a message the values that the program has at that place under names that indicate secrets. A message about syntax
 * may quote any literal of its line.
 */
function cleaner(place: Place | undefined, syntax: boolean): (text: string) => string {
  const text = place === undefined ? undefined : textOf(place.file);
  if (place === undefined || text === undefined) return (message) => message;

  const lines = text.split('\n').slice(0, place.line + 1);
  const to = lines.join('\n').length;
  const from = to - lines.slice(-3).join('\n').length;
  const secrets = programLiterals(text)
    .filter(
      ({ name = '', isName, start }) => !isName && (isSecretName(name) || (syntax && start >= from && start <= to)),
    )
    .map(({ start, end }) => text.slice(start, end));
  const known = new SecretTexts(secrets);
  return (message) => known.clean(message);
}

interface Place {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The place in the user's files closest to where the error was thrown. */
function placeOf(error: unknown, directory: string): Place | undefined {
  if (!hasMessage(error)) return undefined;
  const stack = 'stack' in error && typeof error.stack === 'string' ? error.stack : '';
  const frame = stack.split('\n').flatMap((line) => framePlace(line, directory))[0];
  return importPlace(String(error.message)) ?? syntaxPlace(stack) ?? (frame && withinLine(frame));
}

/** A stack frame of a transformed program may have a column beyond the end of the line; the place is then the line itself. */
function withinLine(place: Place): Place {
  const line = textOf(place.file)?.split('\n')[place.line - 1] ?? '';
  return place.column <= line.length ? place : { ...place, column: Math.max(0, line.search(/\S/)) + 1 };
}

/** The line that imports a missing module; Node's message names only the file. */
function importPlace(message: string): Place | undefined {
  const [, missing, file] = /^Cannot find (?:module|package) '([^']+)' imported from (.+)$/m.exec(message) ?? [];
  const text = file === undefined ? undefined : textOf(file);
  if (file === undefined || missing === undefined || text === undefined) return undefined;
  const line = text.split('\n').findIndex((each) => each.includes(path.basename(missing)));
  return line < 0 ? undefined : { file, line: line + 1, column: 1 };
}

/** Parses `file:///p/main.ts:2` followed by the line and a caret, or jiti's file:line:column after the message. */
function syntaxPlace(stack: string): Place | undefined {
  const [first = '', , caret = ''] = stack.split('\n');
  const [, file, line] = /^(?:file:\/\/)?(\/.*|[A-Za-z]:.*):(\d+)$/.exec(first) ?? [];
  if (file !== undefined) return { file, line: Number(line), column: Math.max(1, caret.indexOf('^') + 1) };
  const [, parsed, row, column] = /ParseError:.*\n\s*(\S.*):(\d+):(\d+)/.exec(stack) ?? [];
  return parsed === undefined ? undefined : { file: parsed, line: Number(row), column: Number(column) + 1 };
}

function framePlace(line: string, directory: string): Place[] {
  const [, where, row, column] = /^\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
  if (where === undefined) return [];
  const file = (where.startsWith('file:') ? fileURLToPath(where) : where).replace(/\?.*$/, '');
  const users =
    path.isAbsolute(file) && !file.includes('node_modules') && !path.relative(directory, file).startsWith('..');
  return users ? [{ file, line: Number(row), column: Number(column) }] : [];
}

function parsePlace(location: string, directory: string): Place | undefined {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? [];
  return file === undefined
    ? undefined
    : { file: path.resolve(directory, file), line: Number(line), column: Number(column) };
}

const nameOf = (file: string, directory: string): string => path.relative(directory, file).split(path.sep).join('/');

const placeText = (place: Place, directory: string): string =>
  `${nameOf(place.file, directory)}:${place.line}:${place.column}`;

function rangeOf(place: Place, directory: string): { readonly range?: SourceRange } {
  const text = textOf(place.file);
  if (text === undefined) return {};
  return { range: { file: nameOf(place.file, directory), ...rangeAt(text, place.line, place.column) } };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
