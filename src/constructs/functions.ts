import { expressionOf, rawExpression } from './expression.js';
import { any } from './functions/call.js';
import { collections, conversions } from './functions/collections.js';
import { encoding, files, hashes, networks } from './functions/encoding.js';
import { numbers, strings, times } from './functions/strings.js';
import { referenceTo, step, type Input, type Ref, type Reference } from './reference.js';

/**
 * The functions of the language. A call is written into the document and evaluated when the plan is made, so its arguments
 * may be references.
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

  /** Any function by its name: those of providers (`provider::acme::parse`), or newer ones. */
  call: (name: string, ...args: readonly unknown[]) => any(name, ...args),

  /** `then` if the condition holds, `otherwise` if not. */
  conditional: <T>(condition: Input<boolean>, then: T | Reference<T>, otherwise: T | Reference<T>): Ref<T> =>
    referenceTo(
      `(${expressionOf(condition)} ? ${expressionOf(then)} : ${expressionOf(otherwise)})`,
      'dynamic',
    ) as Ref<T>,

  /** Steps into a value: `propertyAccess(value, ['a', 0])` is `value.a[0]`. */
  propertyAccess: (value: unknown, steps: readonly (string | number | Reference<number>)[]) =>
    referenceTo(
      expressionOf(value) +
        steps.map((key) => (typeof key === 'string' ? step(key) : `[${expressionOf(key)}]`)).join(''),
      'dynamic',
      // oxlint-disable-next-line typescript/no-explicit-any
    ) as Ref<any>,

  /** `lookup` through several levels, with a value for when one of them is missing. */
  lookupNested: (value: unknown, steps: readonly (string | number)[], fallback: unknown) =>
    any('try', Fn.propertyAccess(value, steps), fallback),

  /** An expression in the language's own words; references in a template literal fit in: `Fn.raw(`${a.output} + 1`)`. */
  // oxlint-disable-next-line typescript/no-explicit-any
  raw: <T = any>(expression: string): Ref<T> => referenceTo(rawExpression(expression), 'dynamic') as Ref<T>,

  /** Text that means what it says: `${` and `%{` in it are not read as expressions. */
  rawString: (value: string): string => value.replaceAll('${', () => '$${').replaceAll('%{', '%%{'),
};
