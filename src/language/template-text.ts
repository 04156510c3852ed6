import { fail } from './problem.js';

/** What stands between two expressions of a template, or before the first or behind the last. */
export interface TemplateText {
  readonly text: string;
  /** Where the text ends: at `${`, `%{`, the closing quote, or the end of everything. */
  readonly end: number;
  /** Where, in `text`, its last line begins: a `~` behind it eats white space no further back. */
  readonly lastLine: number;
  /** Where, in `text`, its first line ends, line break included: a `~` before it eats white space no further. */
  readonly firstLine: number;
}

/** Text of a JSON string's template: all of it stands for itself, apart from `$${` and `%%{`. */
export function readPlainText(source: string, start: number): TemplateText {
  let text = '';
  let from = start;
  let at = start;
  for (;;) {
    at = nextMark(source, at);
    if (at === source.length) break;
    if (source[at + 1] === '{') break;
    if (source[at + 1] === source[at] && source[at + 2] === '{') {
      text += source.slice(from, at + 1);
      from = at + 2;
      at += 3;
    } else {
      at += 1;
    }
  }
  text += source.slice(from, at);
  const newline = text.indexOf('\n');
  return {
    text,
    end: at,
    firstLine: newline === -1 ? text.length : newline + 1,
    lastLine: lastLineOf(text),
  };
}

/** A line break at the very end still belongs to the line it ends. */
function lastLineOf(text: string): number {
  return text.length < 2 ? 0 : text.lastIndexOf('\n', text.length - 2) + 1;
}

function nextMark(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 0x24 || code === 0x25) return at;
  }
  return source.length;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const QUOTED_PLAIN = /[^"\\$%\n]+/y;

/** Text inside a quoted string: escapes with a backslash are read, and a line's end may not stand there. */
export function readQuotedText(source: string, start: number, open: number): TemplateText {
  let text = '';
  let at = start;
  for (;;) {
    QUOTED_PLAIN.lastIndex = at;
    if (QUOTED_PLAIN.test(source)) {
      text += source.slice(at, QUOTED_PLAIN.lastIndex);
      at = QUOTED_PLAIN.lastIndex;
    }
    const sign = source[at];
    if (sign === undefined || sign === '\n') {
      fail(
        `The string that begins here has no closing quote${sign === '\n' ? ' on its line' : ''}`,
        { start: open, end: at },
        sign === '\n' ? 'Write a line break inside a string as \\n.' : 'Close it with ".',
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
  return { text, end: at, firstLine: text.length, lastLine: 0 };
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
    fail(`"\\${letter}" is no escape sequence`, span, 'Known are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN.');
  }
  const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? parseInt(hex, 16) : Infinity;
  if (code > 0x10ffff)
    fail(`"\\${letter}" must be followed by ${digits} hexadecimal digits that name a character`, span);
  if (code >= 0xd800 && code <= 0xdfff) {
    fail(`"\\${letter}${hex}" is half of a character`, span, 'Write a character beyond U+FFFF as \\UNNNNNNNN.');
  }
  return { text: String.fromCodePoint(code), end };
}
