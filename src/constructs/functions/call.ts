import { expressionOf } from '../expression.js';
import { typedReference, type Ref } from '../reference.js';
import type { Shape } from '../shape.js';

/** A call that is evaluated during planning. */
export function call<T>(name: string, args: readonly unknown[], shape: Shape = 'dynamic'): Ref<T> {
  return typedReference<T>(`${name}(${args.map(expressionOf).join(', ')})`, shape);
}

/**
 * The arguments of a variadic function: written out, or in one list as in CDKTF. A single list is never meant as the only
 * argument, since these functions return it unchanged or reject it.
 */
export function several(args: readonly unknown[]): readonly unknown[] {
  const [only, ...others] = args;
  return others.length === 0 && isList(only) ? only : args;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const text = (name: string, ...args: readonly unknown[]): Ref<string> => call(name, args, 'string');
export const number = (name: string, ...args: readonly unknown[]): Ref<number> => call(name, args, 'number');
export const bool = (name: string, ...args: readonly unknown[]): Ref<boolean> => call(name, args, 'bool');
export const texts = (name: string, ...args: readonly unknown[]): Ref<readonly string[]> =>
  call(name, args, { kind: 'list', element: 'string' });
// oxlint-disable-next-line typescript/no-explicit-any
export const any = (name: string, ...args: readonly unknown[]): Ref<any> => call(name, args);
