import { normalized, type Expression, type Span } from '../model/index.js';
import type { Lexer } from './lexer.js';
import { fail, type Problem } from './problem.js';
import {
  heredocAt,
  heredocReader,
  type HeredocOpening,
  quotedReader,
  readPlainText,
  type TemplateText,
  type TextReader,
} from './template-text.js';

/** What the template parser needs from the surrounding expression parser. */
export interface ExpressionReader {
  readonly lexer: Lexer;
  /** Whether constant lists and objects become one literal each. */
  readonly folds: boolean;
  /** Keys that are names where names are read, and a problem where they would be evaluated: `{ aws.west = … }`. */
  readonly ambiguous: Problem[];
  /** Depth of the last expression read. */
  height: number;
  /** The expression that begins at the current token. */
  expression(): Expression;
  /** `k, v in collection`, from the token behind `for`. */
  iteration(): Iteration;
  /** Notes the height of a tree made from others, and refuses one that is too high. */
  grow(...heights: number[]): void;
  /** The span from an offset to the end of the last token. */
  span(start: number): Span;
  /** Runs one level deeper, and fails if that is too deep. */
  deeper<T>(read: () => T): T;
}

export interface Iteration {
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
}

type Part =
  | { kind: 'text'; text: string; source: TemplateText; span: Span }
  | { kind: 'value'; expression: Expression; height: number; span: Span }
  | { kind: 'if'; condition: Expression; height: number; span: Span }
  | { kind: 'for'; iteration: Iteration; height: number; span: Span }
  | { kind: 'else'; span: Span }
  | { kind: 'endif'; span: Span }
  | { kind: 'endfor'; span: Span };

// White space as `~` means it: JavaScript's \s without the byte order mark, and with the line break U+0085.
const LEADING = /^(?:(?!\ufeff)[\s\u0085])+/;
const TRAILING = /(?:(?!\ufeff)[\s\u0085])+$/;

/** Reads the whole text as a template. */
export function readWholeTemplate(reader: ExpressionReader): Expression {
  return readTemplate(reader, 0, readPlainText);
}

/** Reads the template after the quote that is the current token. */
export function readQuotedTemplate(reader: ExpressionReader): Expression {
  const { start, end } = reader.lexer;
  return readTemplate(reader, end, quotedReader(start));
}

/** Reads a heredoc if one begins at the current token. */
export function readHeredoc(reader: ExpressionReader): Expression | undefined {
  const { text, start } = reader.lexer;
  const opening = heredocAt(text, start);
  if (opening === undefined) return undefined;
  return readTemplate(reader, opening.end, heredocReader(opening, start), opening);
}

/** Reads a template from `start` to its end; the lexer is left at the token after it. */
function readTemplate(
  reader: ExpressionReader,
  start: number,
  readText: TextReader,
  heredoc?: HeredocOpening,
): Expression {
  const parts: Part[] = [];
  const { lexer } = reader;
  let at = start;
  let trimNext = false;
  for (;;) {
    const source = readText(lexer.text, at);
    if (source.end > at) {
      const text = trimNext ? trimStart(source) : source.text;
      parts.push({ kind: 'text', text, source, span: { start: at, end: source.end } });
      trimNext = false;
    }
    at = source.end;
    if (source.closed !== undefined) {
      lexer.resume(source.closed);
      break;
    }
    const sign = lexer.text[at];
    if (lexer.text[at + 1] !== '{' || (sign !== '$' && sign !== '%')) continue;
    const trimBefore = lexer.text[at + 2] === '~';
    if (trimBefore) trimEnd(parts.at(-1));
    parts.push(readSequence(reader, at, trimBefore ? at + 3 : at + 2));
    trimNext = lexer.kind === '~}';
    at = lexer.end;
  }
  const sole = parts.length === 1 ? parts[0]! : undefined;
  if (sole?.kind === 'value') {
    reader.height = sole.height;
    return sole.expression;
  }
  if (heredoc?.flush === true) outdent(parts);
  return new Assembly(reader, parts).all({ start, end: at });
}

function trimStart(source: TemplateText): string {
  const line = source.text.slice(0, source.firstLine);
  return line.replace(LEADING, '') + source.text.slice(source.firstLine);
}

function trimEnd(part: Part | undefined): void {
  if (part?.kind !== 'text') return;
  const kept = part.source.lastLine - (part.source.text.length - part.text.length);
  const from = Math.max(0, kept);
  part.text = part.text.slice(0, from) + part.text.slice(from).replace(TRAILING, '');
}

// White space as the indentation of a heredoc counts it; a carriage return and its line feed are one.
const INDENTATION = /(?:\r\n|(?!\ufeff)[\s\u0085])*/y;
const ONE_SPACE = /\r\n|[^]/g;

/**
 * Removes the indentation that all lines of a heredoc share. A line that begins with an expression has none; empty
 * lines do not count.
 */
function outdent(parts: readonly Part[]): void {
  const lines: { part: Part & { kind: 'text' }; indentation: string }[] = [];
  let shared = Infinity;
  let isStart = true;
  for (const part of parts) {
    const text = part.kind === 'text' ? part.text : undefined;
    if (isStart) {
      const indentation = text === undefined ? '' : indentationOf(text);
      const isBlank = text !== undefined && indentation.length === text.length && text.endsWith('\n');
      if (!isBlank) {
        shared = Math.min(shared, spacesIn(indentation)?.length ?? indentation.length);
        if (part.kind === 'text') lines.push({ part, indentation });
      }
    }
    isStart = text?.endsWith('\n') === true;
  }
  for (const { part, indentation } of lines)
    part.text = part.text.slice(spacesIn(indentation)?.slice(0, shared).join('').length ?? shared);
}

function indentationOf(text: string): string {
  INDENTATION.lastIndex = 0;
  INDENTATION.test(text);
  return text.slice(0, INDENTATION.lastIndex);
}

/** The single spaces of an indentation; undefined if each is one character. */
const spacesIn = (indentation: string): readonly string[] | undefined =>
  indentation.includes('\r\n') ? (indentation.match(ONE_SPACE) ?? []) : undefined;

/** Reads `${…}` or `%{…}`; the lexer is left on the closing brace. */
function readSequence(reader: ExpressionReader, start: number, inside: number): Part {
  const { lexer } = reader;
  const linesMatter = lexer.linesMatter;
  lexer.linesMatter = false;
  lexer.resume(inside);
  const part = lexer.text[start] === '$' ? readValue(reader, start) : readControl(reader, start);
  if (lexer.kind !== '}' && lexer.kind !== '~}') {
    const opening = lexer.text.slice(start, start + 2);
    if (lexer.kind === 'end') unclosed(lexer, start);
    lexer.unexpected(`"}" to close "${opening}"`);
  }
  lexer.linesMatter = linesMatter;
  return part;
}

function unclosed(lexer: Lexer, start: number): never {
  const opening = lexer.text.slice(start, start + 2);
  return fail(
    `"${opening}" has no closing "}"`,
    { start, end: lexer.end },
    `To write ${opening} as text, double its first character.`,
  );
}

function readValue(reader: ExpressionReader, start: number): Part {
  const { lexer } = reader;
  if (lexer.kind === '}' || lexer.kind === '~}') {
    fail('"${" and "}" have no expression between them', { start, end: lexer.end }, 'To write ${ as text, write $${.');
  }
  if (lexer.kind === 'end') unclosed(lexer, start);
  const expression = reader.expression();
  return { kind: 'value', expression, height: reader.height, span: { start, end: lexer.end } };
}

function readControl(reader: ExpressionReader, start: number): Part {
  const { lexer } = reader;
  const word = lexer.kind === 'identifier' ? lexer.word() : '';
  switch (word) {
    case 'if': {
      lexer.advance();
      const condition = reader.expression();
      return { kind: 'if', condition, height: reader.height, span: { start, end: lexer.end } };
    }
    case 'for': {
      lexer.advance();
      const iteration = reader.iteration();
      return { kind: 'for', iteration, height: reader.height, span: { start, end: lexer.end } };
    }
    case 'else':
    case 'endif':
    case 'endfor':
      lexer.advance();
      return { kind: word, span: { start, end: lexer.end } };
    default:
      return lexer.unexpected('if, else, endif, for or endfor after "%{"', 'To write %{ as text, write %%{.');
  }
}

/** Makes a tree from the flat list of parts. */
class Assembly {
  readonly #reader: ExpressionReader;
  readonly #parts: readonly Part[];
  #next = 0;
  #height = 0;

  constructor(reader: ExpressionReader, parts: readonly Part[]) {
    this.#reader = reader;
    this.#parts = parts;
  }

  all(span: Span): Expression {
    const expression = this.#sequence(span.start);
    const rest = this.#parts[this.#next];
    if (rest !== undefined) fail(`"%{ ${rest.kind} }" has no matching opening directive`, rest.span);
    this.#reader.height = this.#height;
    return expression;
  }

  /** All parts up to the end, or up to one that closes or divides the enclosing directive. */
  #sequence(start: number): Expression {
    const found: Expression[] = [];
    let height = 0;
    let end = start;
    for (let part = this.#parts[this.#next]; part !== undefined; part = this.#parts[this.#next]) {
      if (part.kind === 'else' || part.kind === 'endif' || part.kind === 'endfor') break;
      this.#next += 1;
      end = part.span.end;
      if (part.kind === 'text') {
        const { text, end: last } = this.#run(part);
        end = last;
        append(found, text, { start: part.span.start, end });
      } else if (part.kind === 'value') {
        height = Math.max(height, part.height);
        const { expression } = part;
        if (expression.kind === 'literal' && typeof expression.value === 'string')
          append(found, expression.value, part.span);
        else found.push(expression);
      } else {
        found.push(this.#directive(part));
        height = Math.max(height, this.#height);
        end = this.#parts[this.#next - 1]!.span.end;
      }
    }
    this.#height = height + 1;
    const [first] = found;
    if (first === undefined) return { kind: 'literal', value: '', span: { start, end } };
    const alone =
      found.length === 1 && (isText(first) || first.kind === 'template-if' || first.kind === 'template-for');
    return alone ? first : { kind: 'template', parts: found, span: { start, end } };
  }

  /** Joins a text with the texts directly after it. */
  #run(first: Part & { kind: 'text' }): { readonly text: string; readonly end: number } {
    let { text } = first;
    let { end } = first.span;
    for (let part = this.#parts[this.#next]; part?.kind === 'text'; part = this.#parts[this.#next]) {
      text += part.text;
      end = part.span.end;
      this.#next += 1;
    }
    return { text, end };
  }

  #directive(opening: Part & { kind: 'if' | 'for' }): Expression {
    return this.#reader.deeper(() => (opening.kind === 'if' ? this.#condition(opening) : this.#loop(opening)));
  }

  #condition(opening: Part & { kind: 'if' }): Expression {
    const then = this.#sequence(opening.span.end);
    let height = this.#height;
    let otherwise: Expression = { kind: 'literal', value: '' };
    let closing = this.#parts[this.#next];
    if (closing?.kind === 'else') {
      this.#next += 1;
      otherwise = this.#sequence(closing.span.end);
      height = Math.max(height, this.#height);
      closing = this.#parts[this.#next];
    }
    const end = this.#close(opening, 'endif', closing);
    this.#height = Math.max(height, opening.height) + 1;
    return {
      kind: 'template-if',
      condition: opening.condition,
      then,
      otherwise,
      span: { start: opening.span.start, end },
    };
  }

  #loop(opening: Part & { kind: 'for' }): Expression {
    const body = this.#sequence(opening.span.end);
    const end = this.#close(opening, 'endfor', this.#parts[this.#next]);
    this.#height = Math.max(this.#height, opening.height) + 1;
    return { kind: 'template-for', ...opening.iteration, body, span: { start: opening.span.start, end } };
  }

  #close(opening: Part, kind: 'endif' | 'endfor', closing: Part | undefined): number {
    if (closing?.kind === kind) {
      this.#next += 1;
      return closing.span.end;
    }
    const detail = `Close it with "%{ ${kind} }".`;
    if (closing === undefined) return fail(`"%{ ${opening.kind} }" is not closed`, opening.span, detail);
    return fail(`Expected "%{ ${kind} }", found "%{ ${closing.kind} }"`, closing.span);
  }
}

function isText(expression: Expression): boolean {
  return expression.kind === 'literal' && typeof expression.value === 'string';
}

/** Texts next to each other become one; an empty one vanishes. */
function append(found: Expression[], text: string, span: Span): void {
  if (text === '') return;
  const last = found.at(-1);
  if (last?.kind === 'literal' && typeof last.value === 'string') {
    found[found.length - 1] = {
      kind: 'literal',
      value: normalized(last.value + text),
      span: { start: last.span!.start, end: span.end },
    };
  } else {
    found.push({ kind: 'literal', value: normalized(text), span });
  }
}
