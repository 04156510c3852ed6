import { type Span, subjectOf } from '../model/index.js';
import type { HclArgument, HclBlock, HclBlocks, HclFile } from './hcl-tree.js';
import type { Lexer } from './lexer.js';
import { LineIndex } from './line-index.js';
import { Parser } from './parser.js';
import { fail, type Problem, SyntaxProblem } from './problem.js';
import { nextItem } from './hcl-recovery.js';
import { quotedReader } from './template-text.js';

export interface HclOptions {
  /** Keeps constant lists and objects as trees, so that the places of their parts are known. */
  readonly unfolded?: boolean;
}

/** Reads the text of a file in HCL. After a problem it continues with the next argument or block. */
export function parseHcl(text: string, options: HclOptions = {}): HclFile {
  return new HclParser(text, options).file();
}

/** What a body is read into. */
type OpenContent = Map<string, HclArgument | (HclBlocks & { readonly blocks: HclBlock[] })>;

/** After so many problems the rest of the file is left for the next run. */
const MOST_PROBLEMS = 50;

const BYTE_ORDER_MARK = '\ufeff';

class HclParser {
  readonly #text: string;
  readonly #parser: Parser;
  readonly #lexer: Lexer;
  readonly #problems: Problem[] = [];
  #lines: LineIndex | undefined;

  constructor(text: string, { unfolded = false }: HclOptions) {
    this.#text = text;
    this.#parser = new Parser(text, !unfolded);
    this.#lexer = this.#parser.lexer;
  }

  file(): HclFile {
    const lexer = this.#lexer;
    lexer.linesMatter = true;
    const content: OpenContent = new Map();
    this.#start(this.#text.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
    for (;;) {
      this.#items(content);
      if (lexer.kind === 'end') break;
      // A brace too many often follows from an earlier problem.
      if (this.#problems.length === 0) {
        this.#note({
          message: 'This "}" closes nothing',
          span: { start: lexer.start, end: lexer.end },
          detail: 'Remove it, or add the block that it should close.',
        });
      }
      this.#start(lexer.end);
    }
    return { body: content, problems: this.#problems };
  }

  /** Reads the first token from an offset on, wherever the text can be read again. */
  #start(offset: number): void {
    try {
      this.#lexer.resume(offset);
    } catch (error) {
      this.#recover(error, offset);
    }
  }

  /** Reads items up to the end of the text or a closing brace, which is left to the caller. */
  #items(content: OpenContent): void {
    const lexer = this.#lexer;
    const { depth } = this.#parser;
    while (lexer.kind !== 'end' && lexer.kind !== '}') {
      const { start } = lexer;
      lexer.afterNewline = false;
      try {
        this.#item(content);
      } catch (error) {
        this.#parser.depth = depth;
        this.#recover(error, start);
      }
    }
  }

  #recover(error: unknown, itemStart: number): void {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { problem } = error;
    this.#note(problem);
    this.#lexer.linesMatter = true;
    const isLast = problem.isRest === true || this.#problems.length >= MOST_PROBLEMS;
    const from = isLast ? this.#text.length : problem.span.start;
    this.#lexer.resume(nextItem(this.#text, itemStart, from));
  }

  #note(problem: Problem): void {
    this.#problems.push(problem);
  }

  #item(content: OpenContent): void {
    const lexer = this.#lexer;
    if (!lexer.is('identifier')) this.#noItem();
    const name = lexer.word();
    const span = { start: lexer.start, end: lexer.end };
    lexer.advance();
    if (lexer.is('=')) {
      this.#argument(content, name, span);
      if (!this.#endsLine()) lexer.unexpected('a new line after the argument', 'Write each argument on its own line.');
    } else {
      this.#block(content, name, span);
      if (!this.#endsLine()) lexer.unexpected('a new line after the block', 'Write each block on its own line.');
    }
  }

  #noItem(): never {
    const lexer = this.#lexer;
    if (lexer.is('"')) {
      fail(
        'The name of an argument or block has no quotes',
        { start: lexer.start, end: lexer.end },
        'Remove the quotes.',
      );
    }
    return lexer.unexpected('an argument or a block', 'Write name = value, or type "label" { … }.');
  }

  #endsLine(): boolean {
    return this.#lexer.afterNewline || this.#lexer.kind === 'end';
  }

  #argument(content: OpenContent, name: string, span: Span): void {
    const lexer = this.#lexer;
    lexer.advance();
    const { start } = lexer;
    const { ambiguous } = this.#parser;
    ambiguous.length = 0;
    const read = this.#parser.expression();
    const named = read.kind === 'traversal' ? subjectOf(read.root, read.steps) : undefined;
    const expression = named === undefined ? read : { ...read, named };
    const value = { start, end: lexer.lastEnd };
    const before = content.get(name);
    if (before === undefined) {
      const unclear = ambiguous.length === 0 ? {} : { ambiguous: [...ambiguous] };
      content.set(name, { kind: 'argument', name: span, expression, value, ...unclear });
    } else this.#twice(name, span, before, before.kind === 'argument');
  }

  /** A name stands for one argument, or for blocks. */
  #twice(name: string, span: Span, before: HclArgument | HclBlocks, isArgument: boolean): void {
    const { start } = before.kind === 'argument' ? before.name : (before.blocks[0]?.header ?? span);
    this.#lines ??= new LineIndex(this.#text);
    const { line } = this.#lines.position(start);
    this.#note({
      message: isArgument ? `The argument "${name}" is set twice` : `"${name}" is both an argument and a block`,
      span,
      detail: `It first appears on line ${line}. Remove or rename one of the two.`,
    });
  }

  #block(content: OpenContent, type: string, { start }: Span): void {
    const lexer = this.#lexer;
    const labels: string[] = [];
    let end = lexer.lastEnd;
    while (!lexer.is('{')) {
      labels.push(this.#label(type, labels.length > 0));
      end = lexer.lastEnd;
    }
    const problems = this.#problems.length;
    const inner: OpenContent = new Map();
    this.#parser.deeper(() => this.#braces(inner, { start, end: lexer.end }));
    const block = {
      labels,
      content: inner,
      header: { start, end },
      span: { start, end: lexer.lastEnd },
      broken: this.#problems.length > problems,
    };
    const before = content.get(type);
    if (before === undefined) content.set(type, { kind: 'blocks', blocks: [block] });
    else if (before.kind === 'blocks') before.blocks.push(block);
    else this.#twice(type, block.header, before, false);
  }

  #label(type: string, isLater: boolean): string {
    const lexer = this.#lexer;
    if (lexer.is('identifier')) {
      const word = lexer.word();
      lexer.advance();
      return word;
    }
    if (lexer.is('"')) return this.#quotedLabel();
    if (lexer.is('newline') && lexer.kind === '{') {
      fail(
        `The "{" of the block "${type}" is on another line`,
        { start: lexer.start, end: lexer.end },
        'Write it on the line of the block type.',
      );
    }
    if (lexer.is(':')) {
      lexer.unexpected(`"=" or "{" after "${type}"`, 'An argument is set with "=".');
    }
    return lexer.unexpected(
      isLater ? 'another label or "{"' : `"=" or "{" after "${type}"`,
      'Write name = value for an argument, type "label" { … } for a block.',
    );
  }

  #quotedLabel(): string {
    const lexer = this.#lexer;
    const { start, end } = lexer;
    const { text, closed, end: stop } = quotedReader(start)(this.#text, end);
    if (closed === undefined) {
      fail('A label cannot contain a template', { start: stop, end: stop + 2 }, 'Write a constant label.');
    }
    lexer.resume(closed);
    return text;
  }

  /** The body in braces, from the opening one on. `opening` is for a missing closing brace. */
  #braces(content: OpenContent, opening: Span): void {
    const lexer = this.#lexer;
    lexer.advance();
    const isOneLine = !lexer.afterNewline && lexer.kind !== '}' && lexer.kind !== 'end';
    if (isOneLine) this.#oneLine(content);
    else this.#items(content);
    if (lexer.kind !== '}') {
      // Most often an earlier problem in the block hides its end.
      if (this.#problems.length > 0) return;
      fail('This block is not closed', opening, 'Add the missing "}".');
    }
    lexer.advance();
  }

  /** `{ name = value }` */
  #oneLine(content: OpenContent): void {
    const lexer = this.#lexer;
    if (!lexer.is('identifier')) this.#noItem();
    const name = lexer.word();
    const span = { start: lexer.start, end: lexer.end };
    lexer.advance();
    if (!lexer.is('=')) {
      lexer.unexpected(`"=" after "${name}"`, 'A block on one line contains at most one argument. Use several lines.');
    }
    this.#argument(content, name, span);
    if (!lexer.is('}')) {
      lexer.unexpected('"}" on the same line', 'A block on one line contains at most one argument. Use several lines.');
    }
  }
}
