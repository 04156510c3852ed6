import { hclTokens } from '../hcl-tokens.js';

interface Comment {
  readonly offset: number;
  readonly lines: readonly string[];
  /** Whether its line begins with something else. */
  readonly isTrailing: boolean;
}

/** The comments of a text that is valid HCL, to be taken from the beginning to the end. */
export class Comments {
  readonly #text: string;
  readonly #comments: readonly Comment[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#comments = /[#/]/.test(text) ? commentsIn(text) : [];
  }

  /** The lines of those that have not been taken before an offset. */
  before(offset: number): readonly string[] {
    const lines: string[] = [];
    for (let next = this.#comments[this.#next]; next !== undefined; next = this.#comments[this.#next]) {
      if (next.offset >= offset) break;
      lines.push(...next.lines);
      this.#next += 1;
    }
    return lines;
  }

  /** The same for an item that ends at an offset, with the comment behind it on its last line. */
  upTo(end: number): readonly string[] {
    const newline = this.#text.indexOf('\n', end);
    const lineEnd = newline === -1 ? this.#text.length : newline;
    const lines = [...this.before(end)];
    const next = this.#comments[this.#next];
    if (next !== undefined && next.isTrailing && next.offset < lineEnd) {
      lines.push(...next.lines);
      this.#next += 1;
    }
    return lines;
  }
}

function commentsIn(text: string): readonly Comment[] {
  const found: Comment[] = [];
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  let isTrailing = false;
  for (const token of hclTokens(text)) {
    offset += token.spaces;
    if (token.kind === 'comment') found.push({ offset, lines: contentOf(token.text), isTrailing });
    isTrailing = token.kind !== 'newline' && !(token.kind === 'comment' && token.text.endsWith('\n'));
    offset += token.text.length;
  }
  return found;
}

function contentOf(comment: string): readonly string[] {
  if (!comment.startsWith('/*')) return [comment.replace(/^(?:#+|\/\/)/, '').trim()].filter(isText);
  const lines = comment.slice(2, -2).split('\n');
  return lines.map((line) => line.replace(/^\s*\*+(?=\s|$)/, '').trim()).filter(isText);
}

const isText = (line: string): boolean => line !== '';
