import {
  convert,
  convertInPlace,
  isKind,
  isUndecided,
  isWhollyKnown,
  listOf,
  type ListType,
  ListValue,
  markedSet,
  Sensitive,
  sensitive,
  setOf,
  type SetType,
  SetValue,
  setValue,
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
import { anyParameter, ArgumentError, define, type FunctionDefinition, FunctionError } from './definition.js';
import { Membership } from './membership.js';
import { elementsIn, hasUnknownLength } from './sequence.js';

const anySet = { name: 'sets', type: setOf('dynamic') };

function commonSet(args: readonly Value[]): Type {
  const types: Type[] = [];
  for (const arg of args) {
    const type = typeOf(arg);
    if (!isKind(type, 'set')) continue;
    // An empty set is compatible with any type, and the type of unknown elements is still open.
    const isEmpty = arg instanceof SetValue && arg.items.length === 0;
    const isOpen = type.element === 'dynamic' && (isEmpty || !isWhollyKnown(arg));
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
  const set = (name: string) => (partly ? { ...anySet, name, unknown: 'inside' as const } : { ...anySet, name });
  const call = (args: readonly SetValue[]): Value => {
    const type = commonSet(args);
    const [first, ...others] = args.map((arg, index) => {
      const converted = convert(arg, type);
      if (!converted.ok || !(converted.value instanceof SetValue))
        throw new ArgumentError(index, converted.ok ? 'must be a set' : converted.message);
      return converted.value;
    });
    if (first === undefined) throw new FunctionError('at least one set is needed');
    if (others.some(({ element }) => !typesEqual(element, first.element)))
      throw new FunctionError('the elements of the sets have no type in common');
    return others.reduce((left, right) => setValue(left.element, combine(left, right)), first);
  };
  return two
    ? define([set('a'), set('b')], commonSet, call)
    : define([set('first_set')], commonSet, call, { rest: set('other_sets') });
}

const only = (set: SetValue, others: Membership, wanted: boolean): readonly Value[] =>
  set.items.filter((item) => others.has(item) === wanted);

/** All combinations of one element from each argument; the last argument varies fastest. */
function setProduct(args: readonly Value[]): Value {
  const { type, elements } = productType(args);
  if (args.some(hasUnknownLength)) return marked(args, new Unknown(type, true));
  const lists = args.map((arg, index) => elementsIn(arg, index).items);
  boundedCount(lists.reduce((count, { length }) => count * length, 1));
  let rows: Value[][] = [[]];
  for (const [index, list] of lists.entries()) {
    const items = list.map((item) => {
      const converted = convertInPlace(item, elements[index] ?? 'dynamic');
      if (!converted.ok) throw new ArgumentError(index, converted.message);
      return converted.value;
    });
    rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  }
  return marked(args, type.kind === 'list' ? new ListValue(type.element, rows) : markedSet(type.element, rows));
}

const marked = (args: readonly Value[], value: Value): Value =>
  args.some((arg) => arg instanceof Sensitive) ? sensitive(value) : value;

/** The type of the product, and those of the elements of each argument. */
function productType(args: readonly Value[]): {
  readonly type: ListType | SetType;
  readonly elements: readonly Type[];
} {
  if (args.length < 2) throw new FunctionError('at least two lists or sets are needed');
  let ordered = true;
  const elements = args.map((arg, index) => {
    const type = typeOf(unmark(arg));
    if (isKind(type, 'set')) ordered = false;
    if (isKind(type, 'list', 'set')) return type.element;
    if (!isKind(type, 'tuple')) throw new ArgumentError(index, 'must be a list or a set');
    const element = type.items.length === 0 ? 'dynamic' : unify(type.items);
    if (element === undefined) throw new ArgumentError(index, 'has elements without a type in common');
    return elementsIn(arg, index).items.some((item) => isUndecided(item, element)) ? 'dynamic' : element;
  });
  const row = tupleOf(elements);
  return { type: ordered ? listOf(row) : setOf(row), elements };
}

export const SET_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  setunion: setOperation((left, right) => [...left.items, ...right.items], true),
  setintersection: setOperation((left, right) => only(left, new Membership(right.items), true), false),
  setsubtract: setOperation((left, right) => only(left, new Membership(right.items), false), false, true),
  setproduct: define([], (args) => productType(args).type, setProduct, {
    rest: { ...anyParameter('sets'), unknown: 'all', marked: true },
  }),
};
