import type { Span, Subject, TraversalStep, Value } from '../../model/index.js';
import type { FunctionDefinition } from './functions/definition.js';
import type { SharedValues } from './shared.js';
import type { Surroundings } from './surroundings.js';

/**
 * The result of looking up a reference: its value after the leading steps that the scope consumed, or the reason it has
 * none.
 */
export type Lookup =
  | { readonly value: Value; readonly consumed: number; readonly problem?: undefined }
  | { readonly problem: { readonly code: string; readonly summary: string; readonly detail: string } };

/** Functions by their full names; they override built-in functions of the same name. */
export interface ScopeFunctions {
  get(name: string): FunctionDefinition | undefined;
  /** Why there is no such function; undefined if the name is not of a kind that is known here. */
  missing?(name: string): { readonly summary: string; readonly detail: string } | undefined;
}

/** What expressions may refer to at one point of a run. */
export interface Scope {
  /**
   * The value of a subject. A scope may consume leading steps (`consumed` counts them), so that a reference to a single
   * instance never builds the collection of all; the evaluator follows the rest.
   */
  lookup(subject: Subject, steps: readonly TraversalStep[], span?: Span): Lookup;
  /** Functions in addition to the built-in ones. */
  readonly functions?: ScopeFunctions;
  /** The surroundings that functions may read; without them, functions that read files or the clock have no value. */
  readonly surroundings?: Surroundings | undefined;
  /** Set inside a template that a function renders, which cannot render another template. */
  readonly isTemplate?: boolean;
  /** Set while the instances of one resource are evaluated, as long as nothing they refer to changes in between. */
  readonly shared?: SharedValues | undefined;
}
