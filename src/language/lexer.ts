import { fail, SyntaxProblem } from './problem.js';

/** Signs have their own text as kind. `end` is the end of the text. */
export type TokenKind = 'identifier' | 'number' | 'end' | 'newline' | Sign;

type Sign =
  | '('
  | ')'
  | '['
  | ']'
  | '{'
  | '}'
  | '~}'
  | ','
  | '.'
  | '...'
  | ':'
  | '::'
  | '='
  | '=='
  | '=>'
  | '!'
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | '?'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '"';

/** Signs by their characters, long ones before those they begin with. */
const SIGNS: readonly Sign[] = [
  ...(['...', '::', '==', '=>', '!=', '<=', '>=', '&&', '||', '~}'] as const),
  ...(['(', ')', '[', ']', '{', '}', ',', '.', ':', '=', '!', '<', '>', '?', '+', '-', '*', '/', '%', '"'] as const),
];

const SIGNS_BY_CODE: (readonly Sign[])[] = [];
for (const sign of SIGNS) {
  const code = sign.charCodeAt(0);
  SIGNS_BY_CODE[code] = [...(SIGNS_BY_CODE[code] ?? []), sign];
}

const NO_SIGNS: readonly Sign[] = [];

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** The longest match that ends with a digit; whether it is a number is checked when it is read. */
const NUMBER = /[0-9](?:(?:[0-9.]|[eE][+-]?)*[0-9])?/y;

const isAsciiLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;

const isAsciiNameCharacter = (code: number): boolean =>
  isAsciiLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d;

/**
 * Reads the tokens of an expression, one ahead. The text of a template between its expressions is not a token: its
 * reader takes `text` from `end` on and continues with {@link resume}.
 */
export class Lexer {
  readonly text: string;
  /** Kind, start and end of the current token. */
  kind: TokenKind = 'end';
  start = 0;
  end = 0;
  /** Where the token before the current one ended. */
  lastEnd = 0;
  /** Whether a line ends before the current token; cleared once that end has been consumed. */
  afterNewline = false;
  /** Within the braces of an object a line's end closes an item; everywhere else it is blank. */
  linesMatter = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The kind of the current token; the end of a line counts as a token where it matters. */
  current(): TokenKind {
    return this.linesMatter && this.afterNewline ? 'newline' : this.kind;
  }

  is(kind: TokenKind): boolean {
    return this.current() === kind;
  }

  isWord(word: string): boolean {
    return this.is('identifier') && this.word() === word;
  }

  /** The text of the current token. */
  word(): string {
    return this.text.slice(this.start, this.end);
  }

  /** Takes the current token and reads the next one. */
  advance(): void {
    this.resume(this.end);
  }

  /** Continues with the token at an offset. */
  resume(offset: number): void {
    this.lastEnd = offset;
    const { text } = this;
    const start = this.#blank(offset);
    const code = text.charCodeAt(start);
    this.start = start;
    if (start >= text.length) {
      this.kind = 'end';
      this.end = text.length;
    } else if (code >= 0x30 && code <= 0x39) {
      this.#take('number', NUMBER);
    } else if (!this.#takeIdentifier(code)) {
      this.#takeSign(code);
    }
  }

  /** The current token for a message: `"}"`, `the end of the line`. */
  describe(): string {
    const kind = this.current();
    if (kind === 'end') return 'the end of the text';
    if (kind === 'newline') return 'the end of the line';
    if (kind === '"') return 'a quoted string';
    return `"${this.word()}"`;
  }

  /** Stops with what was expected in place of the current token. */
  unexpected(expected: string, detail?: string): never {
    return fail(`Expected ${expected}, found ${this.describe()}`, { start: this.start, end: this.end }, detail);
  }

  expect(kind: TokenKind, expected: string, detail?: string): void {
    if (!this.is(kind)) this.unexpected(expected, detail);
    this.advance();
  }

  #take(kind: TokenKind, pattern: RegExp): boolean {
    pattern.lastIndex = this.start;
    if (!pattern.test(this.text)) return false;
    this.kind = kind;
    this.end = pattern.lastIndex;
    return true;
  }

  /** The offset after white space and comments. A lone carriage return is not white space. */
  #blank(offset: number): number {
    const { text } = this;
    this.afterNewline = false;
    for (let at = offset; ;) {
      const code = text.charCodeAt(at);
      if (code === 0x20 || code === 0x09) at += 1;
      else if (code === 0x0a) {
        this.afterNewline = true;
        at += 1;
      } else if (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) at += 1;
      else if (code === 0x23 || (code === 0x2f && text.charCodeAt(at + 1) === 0x2f)) {
        const end = text.indexOf('\n', at);
        at = end === -1 ? text.length : end;
      } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
        // However many lines it has, it does not end one.
        const end = text.indexOf('*/', at + 2);
        if (end === -1) unclosedComment(at);
        at = end + 2;
      } else return at;
    }
  }

  #takeIdentifier(code: number): boolean {
    if (code >= 0x80) return this.#take('identifier', IDENTIFIER);
    if (!isAsciiLetter(code)) return false;
    const { text } = this;
    let end = this.start + 1;
    let next = text.charCodeAt(end);
    while (isAsciiNameCharacter(next)) next = text.charCodeAt(++end);
    if (next >= 0x80) return this.#take('identifier', IDENTIFIER);
    this.kind = 'identifier';
    this.end = end;
    return true;
  }

  #takeSign(code: number): void {
    const { text, start } = this;
    for (const sign of SIGNS_BY_CODE[code] ?? NO_SIGNS) {
      if (sign.length > 1 && !text.startsWith(sign, start)) continue;
      this.kind = sign;
      this.end = start + sign.length;
      return;
    }
    this.#strange();
  }

  #strange(): never {
    const character = String.fromCodePoint(this.text.codePointAt(this.start)!);
    const span = { start: this.start, end: this.start + character.length };
    if (character === "'")
      fail("Strings need double quotes, not single quotes (')", span, 'Write "…" around the text.');
    if (character === '&' || character === '|') {
      fail(
        `"${character}" is not an operator`,
        span,
        `For a logical ${character === '&' ? 'and' : 'or'} write "${character.repeat(2)}".`,
      );
    }
    return fail(`The character ${JSON.stringify(character)} is not allowed in an expression`, span);
  }
}

function unclosedComment(start: number): never {
  throw new SyntaxProblem({
    message: 'This comment is not closed',
    detail: 'Close it with "*/".',
    span: { start, end: start + 2 },
    isRest: true,
  });
}
