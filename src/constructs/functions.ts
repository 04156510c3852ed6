import { expressionOf, rawExpression } from './expression.js';
import { any } from './functions/call.js';
import { collections, conversions } from './functions/collections.js';
import { encoding, files, hashes, networks } from './functions/encoding.js';
import { numbers, strings, times } from './functions/strings.js';
import { referenceTo, step, type Input, type Ref, type Reference, typedReference } from './reference.js';

/**
 * The functions of the language. A call is written to the document and evaluated during planning, so its arguments may be
 * references.
 */
export const Fn = {
  ...strings,
  ...numbers,
  ...times,
  ...collections,
  ...conversions,
  ...encoding,
  ...hashes,
  ...files,
  ...networks,

  /** Calls any function by name, such as a provider function (`provider::acme::parse`) or a newer one. */
  call: (name: string, ...args: readonly unknown[]) => any(name, ...args),

  /** Returns `then` if the condition is true, and `otherwise` if not. */
  conditional: <T>(condition: Input<boolean>, then: T | Reference<T>, otherwise: T | Reference<T>): Ref<T> =>
    typedReference<T>(`(${expressionOf(condition)} ? ${expressionOf(then)} : ${expressionOf(otherwise)})`, 'dynamic'),

  /** Accesses part of a value: `propertyAccess(value, ['a', 0])` is `value.a[0]`. */
  propertyAccess: (value: unknown, steps: readonly (string | number | Reference<number>)[]) =>
    referenceTo(
      expressionOf(value) +
        steps.map((key) => (typeof key === 'string' ? step(key) : `[${expressionOf(key)}]`)).join(''),
      'dynamic',
    ),

  /** `lookup` through several levels, with a fallback if one of them is missing. */
  lookupNested: (value: unknown, steps: readonly (string | number)[], fallback: unknown) =>
    any('try', Fn.propertyAccess(value, steps), fallback),

  /** An expression written in the language, which may contain references: `Fn.raw(`${a.output} + 1`)`. */
  // oxlint-disable-next-line typescript/no-explicit-any
  raw: <T = any>(expression: string): Ref<T> => typedReference<T>(rawExpression(expression), 'dynamic'),

  /** A literal string, in which `${` and `%{` do not begin expressions. */
  rawString: (value: string): string => value.replaceAll('${', () => '$${').replaceAll('%{', '%%{'),
};
