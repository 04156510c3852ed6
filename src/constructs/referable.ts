/**
 * The key of an object's text in expressions. All copies of the library in a process share the symbol, so that a construct
 * library with a separate copy works too.
 */
export const EXPRESSION: unique symbol = Symbol.for('landform.expression');

export interface Referable {
  readonly [EXPRESSION]: string;
}

export function isReferable(value: unknown): value is Referable {
  return typeof value === 'object' && value !== null && EXPRESSION in value;
}
