import type { Definition, Definitions, Inputs } from './attributes.js';
import type { Plain, PlainObject } from './plain.js';

/** A function that expressions call as `provider::NAME::FUNCTION`. */
export interface FunctionDefinition<P extends Definitions, V extends Definition, R extends Definition> {
  readonly summary?: string;
  readonly description?: string;
  /**
   * In the order of the arguments. Of their options, `required` and `description` count: a parameter that is not
   * required accepts null.
   */
  readonly parameters?: P;
  /** The parameter of any number of further arguments, `rest`. */
  readonly variadic?: V;
  readonly result: R;
  /**
   * Computes the result from the arguments alone, and not asynchronously: expressions are evaluated without waiting. To
   * reject arguments, throw ProviderError, with `[name]` as its path if one of them is at fault.
   */
  call(args: Inputs<P>, rest: readonly InOf<V>[]): OutOf<R> | null;
}

type InOf<D> = D extends Definition<infer In> ? In : never;
type OutOf<D> = D extends Definition<unknown, infer Out> ? Out : never;

/** A function without the types that follow from its definition. */
export interface AnyFunction {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: Definitions;
  readonly variadic?: Definition;
  readonly result: Definition;
  call(args: PlainObject, rest: readonly Plain[]): unknown;
}

/**
 * A function for `defineProvider`. The types of its arguments follow from its parameters.
 *
 *     functions: {
 *       slug: providerFunction({
 *         parameters: { text: string({ required: true }) },
 *         result: string(),
 *         call: ({ text }) => text.toLowerCase().replaceAll(' ', '-'),
 *       }),
 *     }
 */
export function providerFunction<
  P extends Definitions = Definitions,
  V extends Definition = never,
  R extends Definition = Definition,
>(definition: FunctionDefinition<P, V, R>): AnyFunction;
export function providerFunction(definition: AnyFunction): AnyFunction {
  return definition;
}
