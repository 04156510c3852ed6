import {
  convert,
  convertInPlace,
  ListValue,
  listOf,
  isUndecided,
  isWhollyKnown,
  markedSet,
  Sensitive,
  sensitive,
  setOf,
  type SetValue,
  tupleOf,
  type Type,
  typeOf,
  typesEqual,
  unify,
  Unknown,
  unmark,
  type Value,
} from '../../../model/index.js';
import { boundedCount } from './bounds.js';
import { ArgumentError, type FunctionDefinition, FunctionError } from './definition.js';
import { Membership } from './membership.js';
import { elementsIn, hasUnknownLength, isKind, sequenceParameter } from './sequence.js';

const anySet = { name: 'sets', type: setOf('dynamic') as Type };

function commonSet(args: readonly Value[]): Type {
  const types: Type[] = [];
  for (const arg of args) {
    const type = typeOf(arg);
    if (type === 'dynamic' || !isKind(type, 'set') || !('element' in type)) continue;
    // An empty set is compatible with any type, and the type of unknown elements is still open.
    const isOpen = type.element === 'dynamic' && (!isWhollyKnown(arg) || (arg as SetValue).items.length === 0);
    if (!isOpen) types.push(type.element);
  }
  const element = types.length === 0 ? 'dynamic' : unify(types);
  if (element === undefined) throw new FunctionError('the elements of the sets have no type in common');
  return setOf(element);
}

/** Folds sets of one type. With `partly`, elements may be unknown and the result is still useful. */
function setOperation(
  combine: (left: SetValue, right: SetValue) => readonly Value[],
  partly: boolean,
  two = false,
): FunctionDefinition {
  const parameter = partly ? { ...anySet, unknown: 'inside' as const } : anySet;
  return {
    parameters: two
      ? [
          { ...parameter, name: 'a' },
          { ...parameter, name: 'b' },
        ]
      : [{ ...parameter, name: 'first_set' }],
    ...(two ? {} : { rest: { ...parameter, name: 'other_sets' } }),
    result: commonSet,
    call: (args) => {
      const type = commonSet(args);
      const sets = args.map((arg, index) => {
        const converted = convert(arg, type);
        if (!converted.ok) throw new ArgumentError(index, converted.message);
        return converted.value as SetValue;
      });
      if (sets.some(({ element }) => !typesEqual(element, sets[0]!.element)))
        throw new FunctionError('the elements of the sets have no type in common');
      return sets.reduce((left, right) => markedSet(left.element, combine(left, right)) as SetValue);
    },
  };
}

const only = (set: SetValue, others: Membership, wanted: boolean): readonly Value[] =>
  set.items.filter((item) => others.has(item) === wanted);

/** All combinations of one element from each argument; the last argument varies fastest. */
function setProduct(args: readonly Value[]): Value {
  const type = productType(args);
  if (args.some(hasUnknownLength)) return marked(args, new Unknown(type, true));
  const element = (type as { readonly element: Type }).element;
  const lists = args.map((arg, index) => elementsIn(arg, index).items);
  boundedCount(lists.reduce((count, { length }) => count * length, 1));
  let rows: Value[][] = [[]];
  for (const [index, list] of lists.entries()) {
    const wanted = (element as { readonly items: readonly Type[] }).items[index]!;
    const items = list.map((item) => {
      const converted = convertInPlace(item, wanted);
      if (!converted.ok) throw new ArgumentError(index, converted.message);
      return converted.value;
    });
    rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  }
  return marked(args, isKind(type, 'list') ? new ListValue(element, rows) : markedSet(element, rows));
}

const marked = (args: readonly Value[], value: Value): Value =>
  args.some((arg) => arg instanceof Sensitive) ? sensitive(value) : value;

function productType(args: readonly Value[]): Type {
  if (args.length < 2) throw new FunctionError('at least two lists or sets are needed');
  let ordered = true;
  const elements = args.map((arg, index) => {
    const type = typeOf(unmark(arg));
    if (isKind(type, 'set')) ordered = false;
    if (isKind(type, 'list', 'set') && 'element' in type) return type.element;
    if (!isKind(type, 'tuple') || type.kind !== 'tuple') throw new ArgumentError(index, 'must be a list or a set');
    const element = type.items.length === 0 ? 'dynamic' : unify(type.items);
    if (element === undefined) throw new ArgumentError(index, 'has elements without a type in common');
    return elementsIn(arg, index).items.some((item) => isUndecided(item, element)) ? 'dynamic' : element;
  });
  return ordered ? listOf(tupleOf(elements)) : setOf(tupleOf(elements));
}

export const SET_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  setunion: setOperation((left, right) => [...left.items, ...right.items], true),
  setintersection: setOperation((left, right) => only(left, new Membership(right.items), true), false),
  setsubtract: setOperation((left, right) => only(left, new Membership(right.items), false), false, true),
  setproduct: {
    parameters: [],
    rest: sequenceParameter('sets', { unknown: 'all', marked: true }),
    result: productType,
    call: setProduct,
  },
};
