import {
  normalized,
  subjectOf,
  type BinaryOperator,
  type Expression,
  parseNumber,
  type Num,
  type Span,
  type TraversalStep,
  type Type,
} from '../model/index.js';
import { readIteration, readObject, readTuple } from './collections.js';
import { Lexer } from './lexer.js';
import { fail, type Problem, SyntaxProblem } from './problem.js';
import { readSteps } from './steps.js';
import { readType } from './type-expression.js';
import {
  type ExpressionReader,
  type Iteration,
  readHeredoc,
  readQuotedTemplate,
  readWholeTemplate,
} from './template.js';

/** Maximum nesting depth of expressions. Recursive walks of a tree are safe below this. */
const MAX_DEPTH = 500;
/** Maximum depth of the tree: a long chain of operators leans to the left without nesting. */
const MAX_HEIGHT = 1000;

export interface Parsed {
  readonly expression: Expression;
  /** Empty if the text is valid; otherwise `expression` has no meaning. */
  readonly problems: readonly Problem[];
}

const PLAIN_STRING = /"[^"\\$%\r\n]*"/y;
const NO_PROBLEMS: readonly Problem[] = [];
const SINGLE_TRAVERSAL = /^\$\{[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)+\}$/;
const KEYWORDS = new Set(['true', 'false', 'null']);

/** Reads the value of a JSON string: text with `${…}` and `%{…}`. A lone `${…}` gives the expression itself. */
export function parseTemplate(text: string): Parsed {
  if (!text.includes('${') && !text.includes('%{')) {
    return { expression: { kind: 'literal', value: normalized(text) }, problems: NO_PROBLEMS };
  }
  if (SINGLE_TRAVERSAL.test(text)) {
    const [root, ...names] = text.slice(2, -1).split('.');
    if (!KEYWORDS.has(root!)) {
      const steps = names.map((key): TraversalStep => ({ kind: 'attribute', key }));
      return { expression: wholeTraversal(root!, steps, text), problems: NO_PROBLEMS };
    }
  }
  return attempt(text, readWholeTemplate);
}

function wholeTraversal(root: string, steps: readonly TraversalStep[], { length }: string): Expression {
  const span = { start: 2, end: length - 1 };
  const named = subjectOf(root, steps);
  return named === undefined
    ? { kind: 'traversal', root, steps, span }
    : { kind: 'traversal', root, steps, span, named };
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
    const parser = new Parser(text);
    const expression = read(parser);
    const [ambiguous] = parser.ambiguous;
    return { expression, problems: ambiguous === undefined ? NO_PROBLEMS : [ambiguous] };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { expression: { kind: 'literal', value: null }, problems: [error.problem] };
  }
}

/** In order of increasing precedence; operators of one row are left-associative. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']].flatMap((row, level) =>
    row.map((operator) => [operator, level] as const),
  ),
);

/** Reads the expressions of one text. */
export class Parser implements ExpressionReader {
  readonly lexer: Lexer;
  readonly folds: boolean;
  readonly ambiguous: Problem[] = [];
  height = 0;
  /** How deep the current token is nested. To be restored by code that continues after a problem. */
  depth = 0;

  constructor(text: string, folds = true) {
    this.lexer = new Lexer(text);
    this.folds = folds;
  }

  deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.#tooDeep();
    const result = read();
    this.depth -= 1;
    return result;
  }

  expression(): Expression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.#tooDeep();
    const expression = this.#conditional();
    this.depth -= 1;
    return expression;
  }

  iteration(): Iteration {
    return readIteration(this);
  }

  #tooDeep(): never {
    const { start, end } = this.lexer;
    throw new SyntaxProblem({
      message: 'This is nested too deeply',
      detail: 'Move parts of it into "locals".',
      span: { start, end },
      isRest: true,
    });
  }

  /** Notes the height of a tree made from others. */
  grow(...heights: number[]): void {
    this.height = Math.max(0, ...heights) + 1;
    if (this.height > MAX_HEIGHT) this.#tooDeep();
  }

  span(start: number): Span {
    return { start, end: this.lexer.lastEnd };
  }

  #conditional(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    const condition = this.#binary(0);
    if (!lexer.is('?')) return condition;
    const conditionHeight = this.height;
    lexer.advance();
    const then = this.expression();
    const thenHeight = this.height;
    lexer.expect(':', '":" and the value to use when the condition is false');
    const otherwise = this.expression();
    this.grow(conditionHeight, thenHeight, this.height);
    return { kind: 'conditional', condition, then, otherwise, span: this.span(start) };
  }

  #binary(level: number): Expression {
    const { lexer } = this;
    const { start } = lexer;
    let left = this.#unary();
    for (;;) {
      const operator = lexer.current();
      const own = PRECEDENCE.get(operator);
      if (own === undefined || own < level) return left;
      const leftHeight = this.height;
      lexer.advance();
      const right = this.#binary(own + 1);
      // A chain of operators may be long, so code that walks the tree follows its left side without recursion.
      this.grow(leftHeight - 1, this.height);
      left = { kind: 'binary', operator: operator as BinaryOperator, left, right, span: this.span(start) };
    }
  }

  #unary(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    const operator = lexer.current();
    if (operator !== '-' && operator !== '!') return this.#postfix();
    lexer.advance();
    const plainNumber = lexer.is('number');
    const operand = this.deeper(() => this.#unary());
    if (operator === '-' && plainNumber && operand.kind === 'literal') {
      const span = this.span(start);
      const digits = lexer.text.slice(operand.span!.start, operand.span!.end);
      return { kind: 'literal', value: this.#number(`-${digits}`, span), span };
    }
    this.grow(this.height);
    return { kind: 'unary', operator, operand, span: this.span(start) };
  }

  #postfix(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    // Parentheses end a traversal: (a).b is not one.
    const closed = lexer.is('(');
    return readSteps(this, this.#primary(), start, closed);
  }

  #primary(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    this.height = 1;
    switch (lexer.current()) {
      case 'number': {
        const word = lexer.word();
        lexer.advance();
        const span = this.span(start);
        return { kind: 'literal', value: this.#number(word, span), span };
      }
      case '"': {
        const plain = this.#plainString();
        if (plain !== undefined) return plain;
        const template = this.deeper(() => readQuotedTemplate(this));
        return template.kind === 'literal' ? { ...template, span: this.span(start) } : template;
      }
      case 'identifier':
        return this.#name();
      case '(':
        return this.#parentheses();
      case '[':
        return readTuple(this);
      case '{':
        return readObject(this);
      case '<': {
        const template = this.deeper(() => readHeredoc(this));
        if (template === undefined) return lexer.unexpected('an expression');
        return template.kind === 'literal' ? { ...template, span: this.span(start) } : template;
      }
      default:
        return lexer.unexpected('an expression');
    }
  }

  /** A string without templates and escapes, as most are. */
  #plainString(): Expression | undefined {
    const { lexer } = this;
    const { start, text } = lexer;
    PLAIN_STRING.lastIndex = start;
    if (!PLAIN_STRING.test(text)) return undefined;
    const end = PLAIN_STRING.lastIndex;
    lexer.resume(end);
    return { kind: 'literal', value: normalized(text.slice(start + 1, end - 1)), span: { start, end } };
  }

  #number(text: string, span: Span): Num {
    const isNumber = /^-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?$/.test(text);
    if (!isNumber) fail(`${text} is not a number`, span, 'Put brackets around an index, and spaces around operators.');
    return parseNumber(text.replace(/\.(?![0-9])/, '')) ?? fail(`${text} is out of the range of numbers`, span);
  }

  #parentheses(): Expression {
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

  #name(): Expression {
    const { lexer } = this;
    const { start } = lexer;
    let word = lexer.word();
    lexer.advance();
    if (lexer.is('(')) return this.#call(word, start);
    while (lexer.is('::')) {
      lexer.advance();
      if (!lexer.is('identifier')) lexer.unexpected('a name after "::"');
      word += `::${lexer.word()}`;
      lexer.advance();
      if (!lexer.is('::') && !lexer.is('(')) lexer.unexpected('"(" after the function name');
    }
    if (lexer.is('(')) return this.#call(word, start);
    const span = this.span(start);
    if (KEYWORDS.has(word)) return { kind: 'literal', value: word === 'null' ? null : word === 'true', span };
    return { kind: 'traversal', root: word, steps: [], span };
  }

  #call(name: string, start: number): Expression {
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
        if (!lexer.is(')')) lexer.unexpected('")" behind "..."', 'Only the last argument can be expanded with "...".');
      }
      if (lexer.is(')')) break;
      lexer.expect(',', `a comma or ")" after an argument of ${name}`);
    }
    lexer.linesMatter = linesMatter;
    lexer.advance();
    this.grow(height);
    const call = { kind: 'call', name, args, expand, span: this.span(start) } as const;
    return /^(?:core::)?convert$/.test(name) ? { ...call, type: typeArgument(call) } : call;
  }
}

/** The second argument of `convert`, which is a type and has no value. */
function typeArgument({ name, args, expand, span }: Expression & { kind: 'call' }): Type {
  const type = args[1];
  if (type === undefined || args.length > 2 || expand)
    return fail(
      `${name}() takes a value and a type`,
      span ?? { start: 0, end: 0 },
      'Write convert(value, list(string)).',
    );
  const { type: read, defaults } = readType(type);
  if (defaults !== undefined)
    return fail(
      `The type of ${name}() cannot have defaults`,
      type.span ?? { start: 0, end: 0 },
      'Write optional(string).',
    );
  return read;
}
