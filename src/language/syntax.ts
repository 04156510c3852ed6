import type { Expression, Origin, Path, Value } from '../model/index.js';
import type { Parsed } from './parser.js';
import type { Problem } from './problem.js';

/** An expression and the problems in its text, each with its `path` inside the argument. */
export interface ReadExpression {
  readonly expression: Expression;
  readonly problems: readonly Problem[];
}

/** A body as written in one of Terraform's syntaxes: arguments and blocks by name. */
export interface SyntaxBody {
  /** The construct that the body was generated from. */
  readonly origin: Origin | undefined;
  /** In order of appearance, without comments. */
  names(): readonly string[];
  has(name: string): boolean;
  /** How a name is used. JSON writes arguments and blocks alike. */
  form(name: string): 'argument' | 'blocks' | 'either';
  /** The value of an argument. Blocks are an object, or a list of objects for several. */
  expression(name: string): ReadExpression;
  /** The value of an argument, to be read without evaluation. */
  value(name: string): SyntaxValue;
  /** Visits the blocks of a name. `above` is the path of this body. */
  eachBlock(name: string, labels: number, above: Path, visitor: BlockVisitor): void;
}

export interface BlockVisitor {
  block(labels: readonly string[], body: SyntaxBody, path: Path): void;
  wrong(summary: string, path: Path, detail?: string): void;
}

/** A value that is read as it is written. */
export interface SyntaxValue {
  /** Undefined if it must be evaluated. */
  constant(): Value | undefined;
  /** The parts of a list. */
  items(): readonly SyntaxValue[] | undefined;
  /** The content of an object. */
  body(): SyntaxBody | undefined;
  /** An expression that is written without `${…}`: in JSON, the content of a string. */
  bare(): BareExpression | undefined;
}

export interface BareExpression {
  readonly text: string;
  parse(): Parsed;
}
