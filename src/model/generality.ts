import { ownEntry } from './record.js';
import type { ObjectType, Type } from './type.js';

/** The types with more general ones before those that can be converted to them, and otherwise in their own order. */
export function byGenerality(types: readonly Type[]): Type[] {
  const places = types.map((type): Place => ({ type, above: 0, less: [] }));
  for (const [index, left] of places.entries()) {
    for (const right of places.slice(index + 1)) {
      const order = compare(left.type, right.type);
      if (order === 0) continue;
      const [upper, lower] = order < 0 ? [left, right] : [right, left];
      upper.less.push(lower);
      lower.above += 1;
    }
  }
  const sorted = places.filter(({ above }) => above === 0);
  for (const upper of sorted) {
    for (const lower of upper.less) if ((lower.above -= 1) === 0) sorted.push(lower);
  }
  return sorted.map(({ type }) => type);
}

interface Place {
  readonly type: Type;
  /** How many more general types are not sorted yet. */
  above: number;
  readonly less: Place[];
}

/** Kinds of types with elements, the more general one first. */
const PREFERENCE = ['list', 'tuple', 'set'];

/**
 * Less than zero if `left` is the more general one; zero if neither is. Element types are compared only within one
 * kind.
 */
function compare(left: Type, right: Type): number {
  if (typeof left === 'string' || typeof right === 'string') return comparePrimitives(left, right);
  if (left.kind === 'tuple' && right.kind === 'tuple')
    return left.items.length === right.items.length
      ? combined(left.items.map((item, index) => compare(item, right.items[index] ?? 'dynamic')))
      : 0;
  if (left.kind === 'object' && right.kind === 'object') return compareObjects(left, right);
  if ('element' in left && 'element' in right && left.kind === right.kind) return compare(left.element, right.element);
  if (left.kind === 'map' || left.kind === 'object') {
    if (right.kind !== 'map' && right.kind !== 'object') return 0;
    return left.kind === 'map' ? -1 : 1;
  }
  const [first, second] = [PREFERENCE.indexOf(left.kind), PREFERENCE.indexOf(right.kind)];
  return first < 0 || second < 0 ? 0 : first - second;
}

/**
 * Every type is more general than `dynamic`, which takes the type of its neighbours; a string is more general than
 * other primitives.
 */
function comparePrimitives(left: Type, right: Type): number {
  const rank = (type: Type): number => (type === 'dynamic' ? 2 : type === 'string' ? 0 : 1);
  const isOpen = left === 'dynamic' || right === 'dynamic';
  const arePrimitives = typeof left === 'string' && typeof right === 'string';
  return isOpen || arePrimitives ? rank(left) - rank(right) : 0;
}

/** Zero unless both have the same attributes. */
function compareObjects(left: ObjectType, right: ObjectType): number {
  const own = Object.entries(left.attributes);
  if (own.length !== Object.keys(right.attributes).length) return 0;
  const orders: number[] = [];
  for (const [name, type] of own) {
    const other = ownEntry(right.attributes, name);
    if (other === undefined) return 0;
    orders.push(compare(type, other));
  }
  return combined(orders);
}

/** The order of wholes, from those of their parts; zero if these contradict each other. */
function combined(orders: readonly number[]): number {
  const [isMore, isLess] = [orders.some((order) => order < 0), orders.some((order) => order > 0)];
  return isMore === isLess ? 0 : isMore ? -1 : 1;
}
