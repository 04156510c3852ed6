import type { Span, Subject, TraversalStep, Value } from '../../model/index.js';
import type { FunctionDefinition } from './functions/definition.js';
import type { SharedValues } from './shared.js';
import type { Surroundings } from './surroundings.js';

/** What is known of one reference: its value after the leading steps the scope took itself, or why there is none. */
export type Lookup =
  | { readonly value: Value; readonly consumed: number; readonly problem?: undefined }
  | { readonly problem: { readonly code: string; readonly summary: string; readonly detail: string } };

/** What expressions may refer to at one point of a run. */
export interface Scope {
  /**
   * The value of a subject. A scope may take leading steps (`consumed` of them), so that a reference to one instance of many
   * never builds the collection of all; the evaluator takes the rest.
   */
  lookup(subject: Subject, steps: readonly TraversalStep[], span?: Span): Lookup;
  /** Functions beside the built-in ones, by full name; they win over built-in ones of the same name. */
  readonly functions?: ReadonlyMap<string, FunctionDefinition>;
  /** What functions may learn from outside; without it those that read files or the clock have no value. */
  readonly surroundings?: Surroundings | undefined;
  /** A template that a function renders, which cannot render another one. */
  readonly isTemplate?: boolean;
  /** Given while the instances of one resource are evaluated, and nothing they refer to changes in between. */
  readonly shared?: SharedValues | undefined;
}
