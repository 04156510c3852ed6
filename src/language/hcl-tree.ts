import type { Expression, Span } from '../model/index.js';
import type { Problem } from './problem.js';

/** The text of a file in HCL as a tree. Spans are UTF-16 offsets in the file. */
export interface HclFile {
  readonly body: HclContent;
  /** Problems of syntax, in order. The blocks that contain them are incomplete. */
  readonly problems: readonly Problem[];
}

/** Arguments and blocks by name, in order of first appearance. */
export type HclContent = ReadonlyMap<string, HclArgument | HclBlocks>;

/** `name = value` */
export interface HclArgument {
  readonly kind: 'argument';
  readonly name: Span;
  readonly expression: Expression;
  /** Of the expression with its parentheses. */
  readonly value: Span;
  /** Keys in it that are a problem if it is evaluated. */
  readonly ambiguous?: readonly Problem[];
}

/** All blocks of one type, in order. */
export interface HclBlocks {
  readonly kind: 'blocks';
  readonly blocks: readonly HclBlock[];
}

/** `type "label" { … }` */
export interface HclBlock {
  readonly labels: readonly string[];
  readonly content: HclContent;
  /** The type and the labels. */
  readonly header: Span;
  /** The whole block. */
  readonly span: Span;
  /** Whether part of the block could not be read. */
  readonly broken: boolean;
}
