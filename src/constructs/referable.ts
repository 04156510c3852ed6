/**
 * What can stand in an expression has its text under this key. A symbol shared by all copies of the library in a process,
 * so that a construct library with a copy of its own still fits.
 */
export const EXPRESSION: unique symbol = Symbol.for('landform.expression') as never;

export interface Referable {
  readonly [EXPRESSION]: string;
}

export function isReferable(value: unknown): value is Referable {
  return typeof value === 'object' && value !== null && EXPRESSION in value;
}
