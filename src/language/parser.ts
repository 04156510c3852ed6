import {
  type BinaryOperator,
  type Expression,
  parseNumber,
  type Num,
  type Span,
  type Traversal,
  type TraversalStep,
} from '../model/index.js';
import { isIndex, readIteration, readObject, readTuple } from './collections.js';
import { Lexer } from './lexer.js';
import { fail, type Problem, SyntaxProblem } from './problem.js';
import { type ExpressionReader, type Iteration, readTemplate } from './template.js';

/** How deep expressions may nest. What walks a tree by recursion is safe below this. */
const MAX_DEPTH = 500;
/** How deep the tree may be: a long chain of operators leans to the left without nesting. */
const MAX_HEIGHT = 1000;

export interface Parsed {
  readonly expression: Expression;
  /** Empty when the text is good; otherwise `expression` stands for nothing. */
  readonly problems: readonly Problem[];
}

const NO_PROBLEMS: readonly Problem[] = [];
const SINGLE_TRAVERSAL = /^\$\{([A-Za-z_][A-Za-z0-9_-]*)((?:\.[A-Za-z_][A-Za-z0-9_-]*)+)\}$/;
const KEYWORDS = new Set(['true', 'false', 'null']);

/** Reads the value of a JSON string: text with `${…}` and `%{…}`. A lone `${…}` gives what stands in it. */
export function parseTemplate(text: string): Parsed {
  if (!text.includes('${') && !text.includes('%{')) {
    return { expression: { kind: 'literal', value: text }, problems: NO_PROBLEMS };
  }
  const single = SINGLE_TRAVERSAL.exec(text);
  if (single !== null && !KEYWORDS.has(single[1]!)) {
    const steps: TraversalStep[] = [];
    for (const key of single[2]!.slice(1).split('.')) steps.push({ kind: 'attribute', key });
    const span = { start: 2, end: text.length - 1 };
    return { expression: { kind: 'traversal', root: single[1]!, steps, span }, problems: NO_PROBLEMS };
  }
  return attempt(text, (parser) => readTemplate(parser, 0));
}

/** Reads a bare expression, as in `depends_on` or on the console. */
export function parseExpression(text: string): Parsed {
  return attempt(text, (parser) => {
    parser.lexer.resume(0);
    const expression = parser.expression();
    if (!parser.lexer.is('end')) parser.lexer.unexpected('an operator or the end of the expression');
    return expression;
  });
}

function attempt(text: string, read: (parser: Parser) => Expression): Parsed {
  try {
    return { expression: read(new Parser(text)), problems: NO_PROBLEMS };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { expression: { kind: 'literal', value: null }, problems: [error.problem] };
  }
}

/** From weak to strong; operators of one row bind alike, from left to right. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']].flatMap((row, level) =>
    row.map((operator) => [operator, level] as const),
  ),
);

class Parser implements ExpressionReader {
  readonly lexer: Lexer;
  height = 0;
  private depth = 0;

  constructor(text: string) {
    this.lexer = new Lexer(text);
  }

  deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.tooDeep();
    const result = read();
    this.depth -= 1;
    return result;
  }

  expression(): Expression {
    return this.deeper(() => this.conditional());
  }

  iteration(): Iteration {
    return readIteration(this);
  }

  private tooDeep(): never {
    const { start, end } = this.lexer;
    return fail(
      'This expression is nested too deeply',
      { start, end },
      'Give parts of it a name of their own in "locals".',
    );
  }

  /** Notes the height of a tree made from others. */
  private grow(...heights: number[]): void {
    this.height = Math.max(0, ...heights) + 1;
    if (this.height > MAX_HEIGHT) this.tooDeep();
  }

  private span(start: number): Span {
    return { start, end: this.lexer.lastEnd };
  }

  private conditional(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    const condition = this.binary(0);
    if (!lexer.is('?')) return condition;
    const conditionHeight = this.height;
    lexer.advance();
    const then = this.expression();
    const thenHeight = this.height;
    lexer.expect(':', '":" and what to take when the condition is false');
    const otherwise = this.expression();
    this.grow(conditionHeight, thenHeight, this.height);
    return { kind: 'conditional', condition, then, otherwise, span: this.span(start) };
  }

  private binary(level: number): Expression {
    const { lexer } = this;
    const { start } = lexer;
    let left = this.unary();
    for (;;) {
      const operator = lexer.current();
      const own = PRECEDENCE.get(operator);
      if (own === undefined || own < level) return left;
      const leftHeight = this.height;
      lexer.advance();
      const right = this.binary(own + 1);
      this.grow(leftHeight, this.height);
      left = { kind: 'binary', operator: operator as BinaryOperator, left, right, span: this.span(start) };
    }
  }

  private unary(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    const operator = lexer.current();
    if (operator !== '-' && operator !== '!') return this.postfix();
    lexer.advance();
    const plainNumber = lexer.is('number');
    const operand = this.deeper(() => this.unary());
    if (operator === '-' && plainNumber && operand.kind === 'literal') {
      const span = this.span(start);
      const digits = lexer.text.slice(operand.span!.start, operand.span!.end);
      return { kind: 'literal', value: this.number(`-${digits}`, span), span };
    }
    this.grow(this.height);
    return { kind: 'unary', operator, operand, span: this.span(start) };
  }

  private postfix(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    // What stands in parentheses is closed: (a).b is no traversal.
    const closed = lexer.is('(');
    let target = this.primary();
    for (let first = true; ; first = false) {
      const open = !(first && closed);
      if (lexer.is('.')) target = this.dot(target, start, open);
      else if (lexer.is('[')) target = this.bracket(target, start, open);
      else return target;
    }
  }

  private dot(target: Expression, start: number, open: boolean): Expression {
    const { lexer } = this;
    lexer.advance();
    if (lexer.is('*')) {
      lexer.advance();
      return this.attributeSplat(target, start);
    }
    const stepStart = lexer.start;
    const step = this.dottedStep();
    if (open && target.kind === 'traversal') return this.extend(target, step, start);
    this.grow(this.height);
    const span = this.span(start);
    if (step.kind === 'attribute') return { kind: 'attribute', target, name: step.key as string, span };
    return { kind: 'index', target, key: { kind: 'literal', value: step.key, span: this.span(stepStart) }, span };
  }

  /** A name, or the number of the old way to write an index: `list.0`. */
  private dottedStep(): TraversalStep {
    const { lexer } = this;
    const word = lexer.word();
    if (lexer.is('identifier')) {
      lexer.advance();
      return { kind: 'attribute', key: word };
    }
    if (!lexer.is('number')) lexer.unexpected('a name behind "."');
    if (!/^[0-9]+$/.test(word)) {
      fail(`".${word}" is no index`, { start: lexer.start, end: lexer.end }, `Write [${word.split('.').join('][')}].`);
    }
    lexer.advance();
    return { kind: 'index', key: Number(word) };
  }

  private extend(target: Traversal, step: TraversalStep, start: number): Expression {
    return { kind: 'traversal', root: target.root, steps: [...target.steps, step], span: this.span(start) };
  }

  private bracket(target: Expression, start: number, open: boolean): Expression {
    const { lexer } = this;
    const linesMatter = lexer.linesMatter;
    const close = (): void => {
      if (!lexer.is(']')) lexer.unexpected('"]" to close the index');
      lexer.linesMatter = linesMatter;
      lexer.advance();
    };
    const targetHeight = this.height;
    lexer.linesMatter = false;
    lexer.advance();
    if (lexer.is('*')) {
      lexer.advance();
      close();
      this.height = targetHeight;
      return this.fullSplat(target, start);
    }
    if (lexer.is(']')) lexer.unexpected('an index between "[" and "]"');
    const key = this.expression();
    const keyHeight = this.height;
    close();
    const constant = key.kind === 'literal' && (typeof key.value === 'string' || isIndex(key.value));
    if (constant && open && target.kind === 'traversal') {
      this.height = targetHeight;
      return this.extend(target, { kind: 'index', key: key.value as string | number }, start);
    }
    this.grow(targetHeight, keyHeight);
    return { kind: 'index', target, key, span: this.span(start) };
  }

  /** `.*`: names and old indexes behind it belong to each element; the first `[` ends that. */
  private attributeSplat(target: Expression, start: number): Expression {
    const { lexer } = this;
    const steps: TraversalStep[] = [];
    while (lexer.is('.')) {
      lexer.advance();
      if (lexer.is('*')) lexer.unexpected('a name behind "."', 'A splat within a splat is written with [*].');
      steps.push(this.dottedStep());
    }
    this.grow(this.height);
    return { kind: 'splat', target, steps, full: false, span: this.span(start) };
  }

  /**
   * `[*]`: everything behind it belongs to each element. Steps that are not constant, and splats, need the element as a value:
   * `a[*].b[i]` is `[for * in a[*] : *.b[i]]`, with a name that nobody can write.
   */
  private fullSplat(target: Expression, start: number): Expression {
    const { lexer } = this;
    const targetHeight = this.height;
    const itemStart = lexer.lastEnd;
    let item: Expression = {
      kind: 'traversal',
      root: SPLAT_ITEM,
      steps: [],
      span: { start: itemStart, end: itemStart },
    };
    this.height = 1;
    for (;;) {
      if (lexer.is('.')) item = this.dot(item, itemStart, true);
      else if (lexer.is('[')) item = this.deeper(() => this.bracket(item, itemStart, true));
      else break;
    }
    this.grow(targetHeight, this.height);
    const span = this.span(start);
    if (item.kind === 'traversal') return { kind: 'splat', target, steps: item.steps, full: true, span };
    const collection: Expression = { kind: 'splat', target, steps: [], full: true, span: { start, end: itemStart } };
    return { kind: 'for-tuple', valueName: SPLAT_ITEM, collection, value: item, span };
  }

  private primary(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    this.height = 1;
    switch (lexer.current()) {
      case 'number': {
        const word = lexer.word();
        lexer.advance();
        const span = this.span(start);
        return { kind: 'literal', value: this.number(word, span), span };
      }
      case '"': {
        const template = this.deeper(() => readTemplate(this, lexer.end, start));
        return template.kind === 'literal' ? { ...template, span: this.span(start) } : template;
      }
      case 'identifier':
        return this.name();
      case '(':
        return this.parentheses();
      case '[':
        return readTuple(this);
      case '{':
        return readObject(this);
      case '<':
        if (lexer.text.startsWith('<<', start))
          lexer.unexpected('an expression', 'A heredoc can not stand here; write a quoted string with \\n.');
        return lexer.unexpected('an expression');
      default:
        return lexer.unexpected('an expression');
    }
  }

  private number(text: string, span: Span): Num {
    return parseNumber(text) ?? fail(`${text} is out of the range of numbers`, span);
  }

  private parentheses(): Expression {
    const { lexer } = this;
    const linesMatter = lexer.linesMatter;
    lexer.linesMatter = false;
    lexer.advance();
    const inner = this.expression();
    if (!lexer.is(')')) lexer.unexpected('")"');
    lexer.linesMatter = linesMatter;
    lexer.advance();
    return inner;
  }

  private name(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    let word = lexer.word();
    lexer.advance();
    if (lexer.is('(')) return this.call(word, start);
    while (lexer.is('::')) {
      lexer.advance();
      if (!lexer.is('identifier')) lexer.unexpected('a name behind "::"');
      word += `::${lexer.word()}`;
      lexer.advance();
      if (!lexer.is('::') && !lexer.is('(')) lexer.unexpected('"(" behind the name of the function');
    }
    if (lexer.is('(')) return this.call(word, start);
    const span = this.span(start);
    if (KEYWORDS.has(word)) return { kind: 'literal', value: word === 'null' ? null : word === 'true', span };
    return { kind: 'traversal', root: word, steps: [], span };
  }

  private call(name: string, start: number): Expression {
    const { lexer } = this;
    const linesMatter = lexer.linesMatter;
    lexer.linesMatter = false;
    lexer.advance();
    const args: Expression[] = [];
    let height = 0;
    let expand = false;
    while (!lexer.is(')')) {
      args.push(this.expression());
      height = Math.max(height, this.height);
      if (lexer.is('...')) {
        expand = true;
        lexer.advance();
        if (!lexer.is(')')) lexer.unexpected('")" behind "..."', 'Only the last argument can be spread.');
      }
      if (lexer.is(')')) break;
      lexer.expect(',', `a comma or ")" behind an argument of ${name}`);
    }
    lexer.linesMatter = linesMatter;
    lexer.advance();
    this.grow(height);
    return { kind: 'call', name, args, expand, span: this.span(start) };
  }
}

/** The name that stands for the element of a splat in what follows it; no identifier, so that it shadows nothing. */
export const SPLAT_ITEM = '*';
