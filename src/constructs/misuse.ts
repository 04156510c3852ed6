import { ConstructError } from './error.js';
import { EXPRESSION, type Referable } from './referable.js';
import { builtinCaller, captureLocation } from './origin.js';
import { readable } from './text.js';
import { tokenOf } from './token.js';

/** The type that JavaScript converts an object to. */
export type Hint = 'string' | 'number' | 'default';

const LATER = 'Its value is known only during planning or apply.';

/** Built-in functions that keep the string they are passed intact. */
const KEEPING = new Set([
  'String',
  'join',
  'concat',
  'replace',
  'replaceAll',
  'raw',
  'toString',
  'toLocaleString',
  'Error',
]);

/** Replacements, evaluated by the plan, for members of strings, arrays and numbers. */
const INSTEAD: Readonly<Record<string, string>> = {
  at: 'Fn.substr, or at(…) for lists',
  charAt: 'Fn.substr',
  concat: 'a template literal, or Fn.concat for lists',
  encodeURI: 'Fn.urlencode',
  encodeURIComponent: 'Fn.urlencode',
  endsWith: 'Fn.endswith',
  entries: 'forEach of a resource',
  every: 'Fn.alltrue',
  filter: "Fn.raw('[for x in … : x if …]')",
  flat: 'Fn.flatten',
  flatMap: 'Fn.flatten',
  forEach: 'forEach of a resource',
  from: 'Fn.base64encode',
  includes: 'Fn.strcontains, or Fn.contains for lists',
  indexOf: 'Fn.index for lists, Fn.strcontains for text',
  join: 'Fn.join',
  keys: 'Fn.keys',
  length: 'Fn.length',
  localeCompare: 'Op.eq, or Fn.sort',
  map: "pluck('attribute'), or Fn.raw('[for x in … : …]')",
  match: 'Fn.regex',
  matchAll: 'Fn.regexall',
  normalize: 'the reference itself, since strings in a plan are normalized',
  parseFloat: 'Fn.tonumber',
  parseInt: 'Fn.parseint',
  repeat: 'Fn.join',
  replace: 'Fn.replace',
  replaceAll: 'Fn.replace',
  reverse: 'Fn.reverse, or Fn.strrev for text',
  search: 'Fn.regexall',
  slice: 'Fn.substr, or Fn.slice for lists',
  some: 'Fn.anytrue',
  sort: 'Fn.sort',
  split: 'Fn.split',
  startsWith: 'Fn.startswith',
  substr: 'Fn.substr',
  substring: 'Fn.substr',
  test: 'Fn.can(Fn.regex(…))',
  toFixed: "Fn.format('%.2f', …)",
  toLowerCase: 'Fn.lower',
  toReversed: 'Fn.reverse, or Fn.strrev for text',
  toSorted: 'Fn.sort',
  toUpperCase: 'Fn.upper',
  trim: 'Fn.trimspace',
  trimEnd: 'Fn.trimspace',
  trimStart: 'Fn.trimspace',
  values: 'Fn.values',
};

const useInstead = (name: string): string =>
  Object.hasOwn(INSTEAD, name)
    ? `Use ${INSTEAD[name]}.`
    : 'Use a function of Fn or an operator of Op, which the plan evaluates.';

/**
 * The text of an expression that JavaScript converts to a string. Throws if it converts to a number, or inside a built-in
 * function that would compare, measure, cut or encode the text.
 */
export function asPrimitive(expression: string, hint: Hint): string {
  if (hint === 'number') {
    throw new ConstructError(
      'reference-as-number',
      `${readable(expression)} is used as a number in JavaScript`,
      `${LATER} Calculate with Op.add, Op.mul, Op.gt… or Fn, which the plan evaluates; for text, use a template literal.`,
      { location: captureLocation() },
    );
  }
  const caller = builtinCaller(asPrimitive);
  if (caller !== undefined && !KEEPING.has(caller)) throw misused(expression, `is passed to ${caller}`, caller);
  return tokenOf(expression);
}

function misused(expression: string, how: string, name: string): ConstructError {
  return new ConstructError(
    'reference-as-value',
    `${readable(expression)} ${how} in JavaScript`,
    `${LATER} ${useInstead(name)}`,
    {
      location: captureLocation(),
    },
  );
}

/** Members of strings, arrays and numbers that references do not have. Each throws when it is read. */
// oxlint-disable-next-line typescript/no-extraneous-class -- its members are defined below
export class NoMembers {}

for (const prototype of [String.prototype, Array.prototype, Number.prototype, Map.prototype]) {
  for (const key of Reflect.ownKeys(prototype)) {
    if (Object.hasOwn(Object.prototype, key) || key === Symbol.toStringTag || Object.hasOwn(NoMembers.prototype, key))
      continue;
    Object.defineProperty(NoMembers.prototype, key, {
      get(this: Referable): never {
        const name = typeof key === 'symbol' ? (key.description ?? '') : key;
        throw misused(this[EXPRESSION], `does not have ${name}`, name);
      },
      configurable: true,
    });
  }
}
