import type { IConstruct } from 'constructs';
import type { Dynamic } from '../reference.js';

/** What a value that is produced during synthesis may ask for. */
export interface IResolveContext {
  /** The construct that the value is written for. */
  readonly scope: IConstruct;
  readonly preparing: boolean;
  /** Whether an expression is written without `${}`, as part of another one. */
  suppressBraces?: boolean;
  ignoreEscapes?: boolean;
  warnEscapes?: boolean;
  /** What `key` and `value` of an iterator mean where the value is written. */
  iteratorContext?: 'DYNAMIC_BLOCK' | 'FOR_EXPRESSION';
  resolve(value: Dynamic): Dynamic;
  registerPostProcessor(postProcessor: IPostProcessor): void;
}

/** A value that is produced during synthesis. */
export interface IResolvable {
  readonly creationStack: string[];
  resolve(context: IResolveContext): Dynamic;
  toString(): string;
}

export interface IPostProcessor {
  postProcess(input: Dynamic, context: IResolveContext): Dynamic;
}

/** A value for an argument: whatever JSON has, tokens, and objects that resolve to such values. */
export type Expression = Dynamic;

export const isResolvable = (value: unknown): value is IResolvable =>
  typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';
