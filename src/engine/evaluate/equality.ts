import {
  hasDynamic,
  isNull,
  isObjectValue,
  isTupleValue,
  isWhollyKnown,
  ListValue,
  MapValue,
  type ObjectValue,
  sameEntries,
  sameItems,
  SetValue,
  type TupleValue,
  type Type,
  typeOf,
  typesEqual,
  Unknown,
  unmark,
  type Value,
  valuesEqual,
} from '../../model/index.js';
import { excludes } from './refined.js';

/**
 * The result of `==`: values of different types differ, and nulls are equal whatever their types. Undefined if the
 * result depends on something unknown. Marks are ignored.
 */
export function equals(left: Value, right: Value): boolean | undefined {
  const [a, b] = [unmark(left), unmark(right)];
  if (a instanceof Unknown) return unknownEquals(a, b);
  if (b instanceof Unknown) return unknownEquals(b, a);
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b);
  if (isTupleValue(a)) return isTupleValue(b) && itemsEqual(a, b);
  if (isObjectValue(a)) return isObjectValue(b) && recordsEqual(a, b);
  if (a instanceof ListValue)
    return b instanceof ListValue && collectionsEqual(a, b, () => itemsEqual(a.items, b.items));
  if (a instanceof SetValue) return b instanceof SetValue && collectionsEqual(a, b, () => setsEqual(a, b));
  if (a instanceof MapValue)
    return b instanceof MapValue && collectionsEqual(a, b, () => recordsEqual(a.entries, b.entries));
  return valuesEqual(a, b);
}

/** Collections of the same element type are compared by their parts. The element type may depend on unknown values. */
function collectionsEqual<C extends ListValue | SetValue | MapValue>(
  left: C,
  right: C,
  compare: () => boolean | undefined,
): boolean | undefined {
  if (typesEqual(left.element, right.element)) return compare();
  const open = [left, right].some((side) => hasDynamic(side.element) && !isWhollyKnown(side));
  return open && compare() !== false ? undefined : false;
}

function unknownEquals(unknown: Unknown, other: Value): boolean | undefined {
  if (isNull(other)) return unknown.notNull ? false : undefined;
  if (other instanceof Unknown) return undefined;
  return !mayBe(unknown.type, typeOf(other), !isWhollyKnown(other)) || excludes(unknown, other) ? false : undefined;
}

/** `open` means that dynamic parts of the right type are not decided yet. */
function mayBe(left: Type, right: Type, open: boolean): boolean {
  if (left === 'dynamic' || right === 'dynamic') return true;
  if (typeof left === 'string' || typeof right === 'string' || left.kind !== right.kind) return left === right;
  if (left.kind === 'object' || left.kind === 'tuple' || hasDynamic(left)) return true;
  return typesEqual(left, right) || (open && hasDynamic(right));
}

/** Inside a value, the type of a null counts: a null of another type makes the value's type different. */
function partsEqual(left: Value, right: Value): boolean | undefined {
  const [a, b] = [unmark(left), unmark(right)];
  return isNull(a) && isNull(b) ? typesEqual(typeOf(a), typeOf(b)) : equals(a, b);
}

/** Compares parts until two certainly differ, which decides even if others are unknown. */
class PartsComparison {
  #known = true;

  readonly mayEqual = (left: Value, right: Value): boolean => {
    const equal = partsEqual(left, right);
    this.#known &&= equal !== undefined;
    return equal !== false;
  };

  /** The result, given whether all parts may be equal. */
  result(all: boolean): boolean | undefined {
    return all && !this.#known ? undefined : all;
  }
}

function itemsEqual(left: TupleValue, right: TupleValue): boolean | undefined {
  const comparison = new PartsComparison();
  return comparison.result(sameItems(left, right, comparison.mayEqual));
}

function recordsEqual(left: ObjectValue, right: ObjectValue): boolean | undefined {
  const comparison = new PartsComparison();
  return comparison.result(sameEntries(left, right, comparison.mayEqual));
}

/**
 * Sets are in canonical order, so equal sets are equal position by position; with unknown elements the result is
 * unknown.
 */
function setsEqual(left: SetValue, right: SetValue): boolean | undefined {
  const holdsUnknown = (set: SetValue): boolean => set.items.some((item) => equals(item, item) === undefined);
  if (holdsUnknown(left) || holdsUnknown(right)) return undefined;
  return itemsEqual(left.items, right.items);
}
