import {
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  type ObjectValue,
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

/**
 * What `==` says: values of different types are different, nulls are equal. Undefined when something unknown decides. Marks are
 * looked through.
 */
export function equals(left: Value, right: Value): boolean | undefined {
  const [a, b] = [unmark(left), unmark(right)];
  if (a instanceof Unknown) return unknownEquals(a, b);
  if (b instanceof Unknown) return unknownEquals(b, a);
  if (a === null || b === null) return a === b;
  if (isTupleValue(a)) return isTupleValue(b) && itemsEqual(a, b);
  if (isObjectValue(a)) return isObjectValue(b) && recordsEqual(a, b);
  if (a instanceof ListValue)
    return b instanceof ListValue && typesEqual(a.element, b.element) && itemsEqual(a.items, b.items);
  if (a instanceof SetValue) return b instanceof SetValue && typesEqual(a.element, b.element) && setsEqual(a, b);
  if (a instanceof MapValue)
    return b instanceof MapValue && typesEqual(a.element, b.element) && recordsEqual(a.entries, b.entries);
  return valuesEqual(a, b);
}

function unknownEquals(unknown: Unknown, other: Value): boolean | undefined {
  if (other === null) return unknown.notNull ? false : undefined;
  return other instanceof Unknown || mayBe(unknown.type, typeOf(other)) ? undefined : false;
}

function mayBe(left: Type, right: Type): boolean {
  if (left === 'dynamic' || right === 'dynamic') return true;
  if (typeof left === 'string' || typeof right === 'string' || left.kind !== right.kind) return left === right;
  return left.kind === 'object' || left.kind === 'tuple' || typesEqual(left, right);
}

/** All parts equal; one that certainly differs decides, whatever is unknown beside it. */
function allEqual(results: Iterable<boolean | undefined>): boolean | undefined {
  let known = true;
  for (const result of results) {
    if (result === false) return false;
    known &&= result !== undefined;
  }
  return known ? true : undefined;
}

function itemsEqual(left: TupleValue, right: TupleValue): boolean | undefined {
  if (left.length !== right.length) return false;
  return allEqual(left.map((item, index) => equals(item, right[index]!)));
}

function recordsEqual(left: ObjectValue, right: ObjectValue): boolean | undefined {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length || names.some((name) => !Object.hasOwn(right, name))) return false;
  return allEqual(names.map((name) => equals(left[name]!, right[name]!)));
}

/** Sets stand in canonical order, so equal ones are equal place by place; with anything unknown nobody can say. */
function setsEqual(left: SetValue, right: SetValue): boolean | undefined {
  const holdsUnknown = (set: SetValue): boolean => set.items.some((item) => equals(item, item) === undefined);
  if (holdsUnknown(left) || holdsUnknown(right)) return undefined;
  return itemsEqual(left.items, right.items);
}
