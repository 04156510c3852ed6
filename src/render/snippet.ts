import type { SourceRange } from '../model/index.js';
import { redactSource } from './redact.js';

/** The text of a file that a diagnostic names; undefined when it is not to be had. */
export type SourceText = (file: string) => string | undefined;

/** The source line a diagnostic is about, and the part of it that is meant. */
export interface Snippet {
  readonly line: number;
  readonly text: string;
  /** UTF-16 offsets in `text`; at least one character. */
  readonly start: number;
  readonly end: number;
}

/** Of a longer line only this much around the place is shown. */
const WINDOW = 160;
const BEFORE = 60;

/** Finds lines in the files that diagnostics name; each file is read and split once. */
export class Snippets {
  readonly #text: SourceText;
  readonly #lines = new Map<string, readonly string[] | undefined>();

  constructor(text: SourceText) {
    this.#text = text;
  }

  at(range: SourceRange): Snippet | undefined {
    const line = this.#linesOf(range.file)?.[range.start.line - 1];
    if (line === undefined) return undefined;
    const start = Math.min(range.start.column - 1, line.length);
    const end = range.end.line === range.start.line ? range.end.column - 1 : line.length;
    return cut({ line: range.start.line, ...redact(line.replaceAll('\t', ' '), start, Math.max(end, start + 1)) });
  }

  /** The line of the user's program that `main.ts:14:3` names, marked where the word at that place stands. */
  atLocation(location: string): Snippet | undefined {
    const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(location) ?? [];
    if (file === undefined) return undefined;
    const text = this.#linesOf(file)?.[Number(line) - 1];
    if (text === undefined) return undefined;
    const start = Math.min(Number(column) - 1, text.length);
    const word = /^[\w$.]+(?:\s+[\w$.]+)?/.exec(text.slice(start))?.[0] ?? '';
    return cut({ line: Number(line), ...redact(text.replaceAll('\t', ' '), start, start + Math.max(1, word.length)) });
  }

  #linesOf(file: string): readonly string[] | undefined {
    if (!this.#lines.has(file)) this.#lines.set(file, this.#text(file)?.split(/\r?\n/));
    return this.#lines.get(file);
  }
}

/** Hides secrets, and moves the mark along with what stays. */
function redact(line: string, start: number, end: number): Omit<Snippet, 'line'> {
  const { text, hidden } = redactSource(line, start, end);
  let [from, to] = [start, end];
  for (const part of [...hidden].toReversed()) {
    const shift = part.size - (part.end - part.start);
    if (from >= part.end) from += shift;
    else if (from > part.start) from = part.start;
    if (to >= part.end) to += shift;
    else if (to > part.start) to = part.start + part.size;
  }
  return { text, start: from, end: to };
}

/** The neighbourhood of the mark, when the line is a whole document. */
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
