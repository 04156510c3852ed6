import {
  convert,
  isKind,
  isNull,
  isUndecided,
  isWhollyKnown,
  listOf,
  ListValue,
  nullOf,
  type Type,
  typeOf,
  unify,
  UNKNOWN,
  Unknown,
  type Value,
  withMarksOf,
} from '../../../model/index.js';
import { anyParameter, ArgumentError, define, type FunctionDefinition, FunctionError } from './definition.js';
import { Membership } from './membership.js';
import { elementsAlone, elementsIn, hasUnknownLength, typeOfElements } from './sequence.js';

function one([list]: readonly [Value]): Value {
  if (hasUnknownLength(list)) return withMarksOf(UNKNOWN, list);
  const elements = elementsIn(list, 0);
  const [only = nullOf(elements.element ?? 'dynamic'), ...more] = elementsAlone(elements);
  if (more.length > 0) throw new ArgumentError(0, `must have at most one element, not ${more.length + 1}`);
  return withMarksOf(only, list);
}

/** Whether all elements are true (`deciding` is false) or any is (`deciding` is true); a null counts as false. */
function truth(deciding: boolean): FunctionDefinition {
  return define([{ name: 'list', type: listOf('bool'), unknown: 'inside' }], 'bool', ([list]) => {
    if (list.items.some((item) => !(item instanceof Unknown) && (item ?? false) === deciding)) return deciding;
    return isWhollyKnown(list) ? !deciding : new Unknown('bool', true);
  });
}

/** The first argument with an element; unknown if an unknown argument comes before it. */
function coalesceList(args: readonly Value[]): Value {
  if (args.length === 0) throw new FunctionError('at least one argument is needed');
  for (const [place, arg] of args.entries()) {
    if (arg instanceof Unknown) break;
    if (!isKind(typeOf(arg), 'list', 'tuple')) throw new ArgumentError(place, 'must be a list or a tuple');
  }
  for (const [place, arg] of args.entries()) {
    if (isNull(arg)) continue;
    if (arg instanceof Unknown) return UNKNOWN;
    if (elementsIn(arg, place).items.length > 0) return arg;
  }
  throw new FunctionError('all lists are empty or null');
}

/**
 * The first argument that is neither null nor an empty string, converted to the common type of all arguments. As in
 * Terraform, an argument whose elements cannot be converted to it is skipped.
 */
function coalesce(args: readonly Value[]): Value {
  const type = coalesceType(args);
  for (const arg of args) {
    if (arg instanceof Unknown) return type === 'dynamic' ? UNKNOWN : new Unknown(type, true);
    const converted = convert(arg, type);
    if (converted.ok && !isNull(converted.value) && converted.value !== '') return converted.value;
  }
  throw new FunctionError('all arguments are null or empty');
}

function coalesceType(args: readonly Value[]): Type {
  if (args.length === 0) throw new FunctionError('at least one argument is needed');
  const type = unify(args.map(typeOf));
  if (type === undefined) throw new FunctionError('the arguments have no type in common');
  return args.some((arg) => isUndecided(arg, type)) ? 'dynamic' : type;
}

const alternatives = { ...anyParameter('vals'), nullable: true, unknown: 'all' } as const;
const anyList = { name: 'list', type: listOf('dynamic') };

function matchKeys([values, keys, wanted]: readonly [ListValue, ListValue, ListValue]): Value {
  if (values.items.length !== keys.items.length)
    throw new FunctionError('the list of values and the list of keys must have the same length');
  const type = unify([keys.element, wanted.element]);
  if (type === undefined) throw new FunctionError('the keys and the search set have no type in common');
  const inOneType = (items: readonly Value[]): readonly Value[] =>
    items.map((item) => {
      const converted = convert(item, type);
      return converted.ok ? converted.value : item;
    });
  const search = new Membership(inOneType(wanted.items));
  const matches = inOneType(keys.items).map((key) => search.has(key));
  return new ListValue(
    values.element,
    values.items.filter((_, place) => matches[place]),
  );
}

/** Functions that choose among their arguments or judge them. */
export const CHOICE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  one: define([{ ...anyParameter('list'), unknown: 'inside', marked: true }], typeOfElements, one, { nullable: true }),
  alltrue: truth(false),
  anytrue: truth(true),
  coalesce: define([], coalesceType, coalesce, { rest: alternatives }),
  coalescelist: define([], 'dynamic', coalesceList, { rest: alternatives }),
  matchkeys: define(
    [
      { ...anyList, name: 'values' },
      { ...anyList, name: 'keys' },
      { ...anyList, name: 'searchset' },
    ],
    ([values]) => typeOf(values),
    matchKeys,
  ),
};
