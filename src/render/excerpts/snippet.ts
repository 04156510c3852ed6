import { isSecretName, type Diagnostic, type Path } from '../../model/index.js';
import { HiddenParts, type Hidden, type Shown } from './hidden.js';

/** The text of a file in a diagnostic; undefined if it is unavailable. */
export type SourceText = (file: string) => string | undefined;

/** A text without known secrets. */
export type Clean = (text: string) => string;

/** The source line of a diagnostic, and its relevant part. */
export interface Snippet {
  readonly line: number;
  readonly text: string;
  /** UTF-16 offsets in `text`; at least one character. */
  readonly start: number;
  readonly end: number;
}

/** These diagnostics are about how something is written, not about a value. */
const ABOUT_SYNTAX = new Set(['invalid-json', 'invalid-hcl', 'duplicate-key', 'openapi-unreadable']);

/** Of a longer line, only this much around the place is shown. */
const WINDOW = 160;
const BEFORE = 60;

interface File {
  readonly lines: readonly string[];
  readonly hidden: HiddenParts;
}

/**
 * The only way for source text to reach the output: finds lines in the files that diagnostics name, and hides possible
 * secrets in them. Each file is read and split once.
 */
export class Snippets {
  readonly #text: SourceText;
  readonly #clean: Clean;
  readonly #files = new Map<string, File | undefined>();

  constructor(text: SourceText, clean: Clean = (line) => line) {
    this.#text = text;
    this.#clean = clean;
  }

  /** The line of a diagnostic's range. */
  of({ range, source, path, code }: Diagnostic): Snippet | undefined {
    if (range === undefined) return undefined;
    const file = this.#fileOf(range.file);
    const line = file?.lines[range.start.line - 1];
    if (file === undefined || line === undefined) return undefined;
    const start = Math.min(range.start.column - 1, line.length);
    const end = range.end.line === range.start.line ? range.end.column - 1 : line.length;
    const shown = isSecretPlace(range.file, source?.path ?? path ?? [])
      ? 'secret'
      : ABOUT_SYNTAX.has(code) || source?.path.length === 0
        ? 'names'
        : 'meant';
    return this.#snippet(file, range.start.line, start, Math.max(end, start + 1), shown);
  }

  /** The line of the user's program that `main.ts:14:3` names, with the word at that place marked. */
  atLocation(location: string): Snippet | undefined {
    const [, name, line, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? [];
    const file = name === undefined ? undefined : this.#fileOf(name);
    const text = file?.lines[Number(line) - 1];
    if (file === undefined || text === undefined) return undefined;
    const start = Math.min(Number(column) - 1, text.length);
    const word = /^[\w$.]+(?:\s+[\w$.]+)?/.exec(text.slice(start))?.[0] ?? '';
    return this.#snippet(file, Number(line), start, start + Math.max(1, word.length), 'meant');
  }

  #snippet({ lines, hidden }: File, line: number, start: number, end: number, shown: Shown): Snippet {
    const text = (lines[line - 1] ?? '').replaceAll('\t', ' ');
    return cut({ line, ...cleaned(replaced(text, hidden.at(line - 1, start, end, shown), start, end), this.#clean) });
  }

  #fileOf(name: string): File | undefined {
    if (!this.#files.has(name)) {
      const lines = this.#text(name)?.split(/\r?\n/);
      this.#files.set(name, lines === undefined ? undefined : { lines, hidden: new HiddenParts(name, lines) });
    }
    return this.#files.get(name);
  }
}

/** A name in the path indicates a secret, or the file contains values of variables there. */
function isSecretPlace(file: string, path: Path): boolean {
  const isOfVariables = file === 'landform.json' && path.includes('variables');
  return isOfVariables || path.some((step) => typeof step === 'string' && isSecretName(step));
}

/** The line without known secrets, with its marker adjusted. */
function cleaned(snippet: Omit<Snippet, 'line'>, clean: Clean): Omit<Snippet, 'line'> {
  const { text, start, end } = snippet;
  const whole = clean(text);
  if (whole === text) return snippet;
  const [before, marked] = [clean(text.slice(0, start)), clean(text.slice(start, end))];
  // A secret that extends beyond the mark is only found in the whole line.
  if (before + marked + clean(text.slice(end)) !== whole) return { text: whole, start: 0, end: whole.length };
  return { text: whole, start: before.length, end: before.length + Math.max(1, marked.length) };
}

/** The line with its hidden parts replaced, and the mark moved accordingly. */
function replaced(line: string, hidden: readonly Hidden[], start: number, end: number): Omit<Snippet, 'line'> {
  let text = line;
  let [from, to] = [start, end];
  for (const part of [...hidden].toReversed()) {
    text = text.slice(0, part.start) + part.shown + text.slice(part.end);
    const shift = part.shown.length - (part.end - part.start);
    if (from >= part.end) from += shift;
    else if (from > part.start) from = part.start;
    if (to >= part.end) to += shift;
    else if (to > part.start) to = part.start + part.shown.length;
  }
  return { text, start: from, end: to };
}

/** The surroundings of the mark, if the line is a whole document. */
function cut(snippet: Snippet): Snippet {
  const { line, text, start, end } = snippet;
  if (text.length <= WINDOW) return snippet;
  const from = Math.max(0, Math.min(start - BEFORE, text.length - WINDOW));
  const to = Math.min(text.length, from + WINDOW);
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const shown = head + text.slice(from, to) + tail;
  const shift = head.length - from;
  return { line, text: shown, start: start + shift, end: Math.min(end + shift, shown.length) };
}
