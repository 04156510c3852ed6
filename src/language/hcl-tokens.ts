import { heredocAt } from './template-text.js';

/** The kinds of tokens that a formatter tells apart. Signs without a kind of their own are `sign`. */
export type HclTokenKind =
  | 'newline'
  | 'comment'
  | 'identifier'
  | 'number'
  | 'open-quote'
  | 'close-quote'
  | 'open-heredoc'
  | 'close-heredoc'
  | 'text'
  | 'open-template'
  | 'close-template'
  | 'sign';

export interface HclToken {
  readonly kind: HclTokenKind;
  readonly text: string;
  /** Spaces before it on its line. */
  spaces: number;
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SIGN = /\.\.\.|::|==|=>|!=|<=|>=|&&|\|\||[^]/uy;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*\n?/y;
const BLOCK_COMMENT = /\/\*[^]*?\*\//y;
const QUOTED = /(?:\\[^]|\$\$\{|%%\{|[$%](?!\{)|[^"\\$%])+/uy;

/** What a token is inside of. */
type Mode = { readonly kind: 'braces' | 'template' | 'quotes' } | { readonly kind: 'heredoc'; readonly marker: string };

/** All tokens of a text that is valid HCL, white space left out. */
export function hclTokens(source: string): HclToken[] {
  return new Scanner(source.replace(/^\ufeff/, '')).all();
}

class Scanner {
  readonly #source: string;
  readonly #tokens: HclToken[] = [];
  readonly #modes: Mode[] = [];
  #at = 0;
  #spaces = 0;

  constructor(source: string) {
    this.#source = source;
  }

  all(): HclToken[] {
    while (this.#at < this.#source.length) {
      const mode = this.#modes.at(-1);
      if (mode?.kind === 'quotes') this.#quoted();
      else if (mode?.kind === 'heredoc') this.#heredoc(mode.marker);
      else this.#normal(mode);
    }
    return this.#tokens;
  }

  #add(kind: HclTokenKind, text: string): void {
    if (text === '') return;
    this.#tokens.push({ kind, text, spaces: this.#spaces });
    this.#spaces = 0;
    this.#at += text.length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0] ?? '';
  }

  #normal(mode: Mode | undefined): void {
    const source = this.#source;
    const sign = source[this.#at] ?? '';
    if (sign === ' ' || sign === '\t') {
      this.#at += 1;
      this.#spaces += 1;
    } else if (sign === '\n' || sign === '\r') {
      this.#add('newline', sign === '\n' ? sign : source.slice(this.#at, this.#at + 2));
    } else if (sign === '#' || source.startsWith('//', this.#at)) this.#add('comment', this.#match(LINE_COMMENT));
    else if (source.startsWith('/*', this.#at)) this.#add('comment', this.#match(BLOCK_COMMENT));
    else if (sign === '"') {
      this.#add('open-quote', sign);
      this.#modes.push({ kind: 'quotes' });
    } else if (sign === '<' && this.#opensHeredoc()) return;
    else if (sign === '{') {
      this.#add('sign', sign);
      this.#modes.push({ kind: 'braces' });
    } else if (sign === '}' || source.startsWith('~}', this.#at)) {
      this.#add(mode?.kind === 'template' ? 'close-template' : 'sign', sign === '}' ? '}' : '~}');
      this.#modes.pop();
    } else this.#word();
  }

  #word(): void {
    const identifier = this.#match(IDENTIFIER);
    if (identifier !== '') return this.#add('identifier', identifier);
    const number = this.#match(NUMBER);
    if (number !== '') this.#add('number', number);
    else this.#add('sign', this.#match(SIGN));
  }

  #opensHeredoc(): boolean {
    const opening = heredocAt(this.#source, this.#at);
    if (opening === undefined) return false;
    this.#add('open-heredoc', this.#source.slice(this.#at, opening.end));
    this.#modes.push({ kind: 'heredoc', marker: opening.marker });
    return true;
  }

  #quoted(): void {
    if (this.#source[this.#at] === '"') {
      this.#add('close-quote', '"');
      this.#modes.pop();
    } else if (!this.#opensTemplate()) this.#add('text', this.#match(QUOTED));
  }

  #heredoc(marker: string): void {
    const source = this.#source;
    const newline = source.indexOf('\n', this.#at);
    const isLineStart = source[this.#at - 1] === '\n';
    if (isLineStart && source.slice(this.#at, newline).trim() === marker) {
      const end = source[newline - 1] === '\r' ? newline - 1 : newline;
      this.#add('close-heredoc', source.slice(this.#at, end));
      this.#modes.pop();
    } else if (!this.#opensTemplate()) this.#heredocText(newline + 1);
  }

  /** Up to a template or the end of the line. */
  #heredocText(end: number): void {
    let at = this.#at;
    while (at < end) {
      const sign = this.#source[at];
      const isMark = sign === '$' || sign === '%';
      if (isMark && this.#source.startsWith(`${sign}${sign}{`, at)) at += 3;
      else if (isMark && this.#source[at + 1] === '{') break;
      else at += 1;
    }
    this.#add('text', this.#source.slice(this.#at, at));
  }

  #opensTemplate(): boolean {
    const sign = this.#source[this.#at];
    if ((sign !== '$' && sign !== '%') || this.#source[this.#at + 1] !== '{') return false;
    const length = this.#source[this.#at + 2] === '~' ? 3 : 2;
    this.#add('open-template', this.#source.slice(this.#at, this.#at + length));
    this.#modes.push({ kind: 'template' });
    return true;
  }
}
