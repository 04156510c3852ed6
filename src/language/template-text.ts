import { fail, SyntaxProblem } from './problem.js';

/** Text of a template, up to an expression or the end. */
export interface TemplateText {
  readonly text: string;
  /** Where the text ends: at `${` or `%{`, where the next line of a heredoc begins, or where the template ends. */
  readonly end: number;
  /** Set if the template ends here: the offset after its closing delimiter. */
  readonly closed?: number;
  /** Where, in `text`, its last line begins: a `~` after it trims whitespace back to here at most. */
  readonly lastLine: number;
  /**
   * Where, in `text`, its first line ends, line break included: a `~` before it trims whitespace up to here at most.
   */
  readonly firstLine: number;
}

/** Reads the next text of a template from an offset on. */
export type TextReader = (source: string, start: number) => TemplateText;

const LONE_RETURN = /\r(?!\n)/;

/** Text of a JSON string's template. As in Terraform, everything is text from a carriage return alone on. */
export const readPlainText: TextReader = (source, start) => {
  let { text, end } = unescaped(source, start, source.length);
  if (LONE_RETURN.test(text)) ({ text, end } = unescaped(source, start, source.length, true));
  const newline = text.indexOf('\n');
  return {
    text,
    end,
    ...(end === source.length ? { closed: end } : {}),
    firstLine: newline === -1 ? text.length : newline + 1,
    lastLine: lastLineOf(text),
  };
};

/**
 * The literal text before the first `${` or `%{`, in which only `$${` and `%%{` mean something else; with `isAll`, up to the
 * limit in any case.
 */
function unescaped(source: string, start: number, limit: number, isAll = false): { text: string; end: number } {
  let text = '';
  let from = start;
  let at = start;
  for (;;) {
    at = nextMark(source, at, limit);
    if (at === limit) break;
    if (source[at + 1] === '{' && !isAll) break;
    if (source[at + 1] === source[at] && source[at + 2] === '{') {
      text += source.slice(from, at + 1);
      from = at + 2;
      at += 3;
    } else {
      at += 1;
    }
  }
  return { text: text + source.slice(from, at), end: at };
}

/** A line break at the very end still belongs to the line it ends. */
function lastLineOf(text: string): number {
  return text.length < 2 ? 0 : text.lastIndexOf('\n', text.length - 2) + 1;
}

function nextMark(source: string, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    const code = source.charCodeAt(at);
    if (code === 0x24 || code === 0x25) return at;
  }
  return limit;
}

const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;

/** White space around the marker; JavaScript counts the byte order mark as such. */
const BLANK_EDGES = /^(?:(?!\ufeff)[\s\u0085])+|(?:(?!\ufeff)[\s\u0085])+$/g;

/** The first line of a heredoc: `<<EOT` or `<<-EOT`. */
export interface HeredocOpening {
  readonly marker: string;
  /** Whether to remove the indentation that all lines share. */
  readonly flush: boolean;
  /** Where its text begins. */
  readonly end: number;
}

export function heredocAt(source: string, start: number): HeredocOpening | undefined {
  HEREDOC.lastIndex = start;
  const match = HEREDOC.exec(source);
  return match === null ? undefined : { marker: match[2]!, flush: match[1] === '-', end: HEREDOC.lastIndex };
}

/** Text of a heredoc, one line at a time; a line with nothing but the marker ends it. */
export function heredocReader({ marker, end: begin }: HeredocOpening, open: number): TextReader {
  return (source, start) => {
    const newline = source.indexOf('\n', start);
    if (newline === -1) {
      throw new SyntaxProblem({
        message: 'This heredoc is not closed',
        detail: `Write ${marker} on its own line, followed by a line break.`,
        span: { start: open, end: begin },
        isRest: true,
      });
    }
    const startsLine = start === begin || source[start - 1] === '\n';
    const line = source.slice(start, newline);
    if (startsLine && line.includes(marker) && line.replace(BLANK_EDGES, '') === marker) {
      const closed = source[newline - 1] === '\r' ? newline - 1 : newline;
      refuseLoneReturn(source, start, newline + 1);
      return { text: '', end: start, closed, firstLine: 0, lastLine: 0 };
    }
    const { text, end } = unescaped(source, start, newline + 1);
    refuseLoneReturn(source, start, end);
    return { text, end, firstLine: text.length, lastLine: 0 };
  };
}

function refuseLoneReturn(source: string, start: number, end: number): void {
  const text = source.slice(start, end);
  const lone = text.includes('\r') ? text.search(LONE_RETURN) : -1;
  if (lone === -1) return;
  const span = { start: start + lone, end: start + lone + 1 };
  fail('A carriage return alone cannot be in a heredoc', span, 'End the line with a line feed.');
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Text inside a quoted string, whose quote opens at `open`: escapes with a backslash are read, and it ends on its line. */
export function quotedReader(open: number): TextReader {
  return (source, start) => readQuotedText(source, start, open);
}

function readQuotedText(source: string, start: number, open: number): TemplateText {
  let text = '';
  let at = start;
  for (;;) {
    const end = plainEnd(source, at);
    if (end > at) text += source.slice(at, end);
    at = end;
    const sign = source[at];
    if (sign === undefined || sign === '\n' || sign === '\r') {
      const isLine = sign !== undefined;
      fail(
        `This string has no closing quote${isLine ? ' on its line' : ''}`,
        { start: open, end: at },
        isLine ? 'Write a line break inside a string as \\n.' : 'Close it with ".',
      );
    }
    if (sign === '"') break;
    if (sign === '\\') {
      const escape = readEscape(source, at);
      text += escape.text;
      at = escape.end;
    } else if (source[at + 1] === '{') {
      break;
    } else if (source[at + 1] === sign && source[at + 2] === '{') {
      text += `${sign}{`;
      at += 3;
    } else {
      text += sign;
      at += 1;
    }
  }
  const read = { text, end: at, firstLine: text.length, lastLine: 0 };
  return source[at] === '"' ? { ...read, closed: at + 1 } : read;
}

/** Where the characters of a quoted string that only mean themselves end. */
function plainEnd(source: string, start: number): number {
  for (let at = start; at < source.length; at += 1) {
    switch (source.charCodeAt(at)) {
      case 0x0a:
      case 0x0d:
      case 0x22:
      case 0x24:
      case 0x25:
      case 0x5c:
        return at;
    }
  }
  return source.length;
}

function readEscape(source: string, at: number): { text: string; end: number } {
  const letter = source[at + 1] ?? '';
  const short = Object.hasOwn(SHORT_ESCAPES, letter) ? SHORT_ESCAPES[letter] : undefined;
  if (short !== undefined) return { text: short, end: at + 2 };
  const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  const end = at + 2 + digits;
  const hex = source.slice(at + 2, end);
  const span = { start: at, end: Math.min(end, source.length) };
  if (digits === 0) {
    fail(
      `"\\${letter}" is not an escape sequence`,
      span,
      'The escape sequences are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN.',
    );
  }
  const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? parseInt(hex, 16) : Infinity;
  if (code > 0x10ffff) fail(`"\\${letter}" must be followed by ${digits} hexadecimal digits of a character`, span);
  if (code >= 0xd800 && code <= 0xdfff) {
    fail(`"\\${letter}${hex}" is half of a character`, span, 'Write a character beyond U+FFFF as \\UNNNNNNNN.');
  }
  return { text: String.fromCodePoint(code), end };
}
