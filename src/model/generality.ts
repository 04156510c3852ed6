import type { Type } from './type.js';

/** The types with more general ones before those that can be converted to them, and otherwise in their own order. */
export function byGenerality(types: readonly Type[]): Type[] {
  const less: number[][] = types.map(() => []);
  const above = types.map(() => 0);
  for (let left = 0; left < types.length; left += 1) {
    for (let right = left + 1; right < types.length; right += 1) {
      const order = compare(types[left]!, types[right]!);
      if (order === 0) continue;
      const [upper, lower] = order < 0 ? [left, right] : [right, left];
      less[upper]!.push(lower);
      above[lower]! += 1;
    }
  }
  const sorted = [...types.keys()].filter((index) => above[index] === 0);
  for (const upper of sorted) {
    for (const lower of less[upper]!) if ((above[lower]! -= 1) === 0) sorted.push(lower);
  }
  return sorted.map((index) => types[index]!);
}

/** Kinds of types with elements, the more general one first. */
const PREFERENCE = ['list', 'tuple', 'set'];

/**
 * Less than zero if `left` is the more general one; zero if neither is. Element types are compared only within one
 * kind.
 */
function compare(left: Type, right: Type): number {
  if (typeof left === 'string' || typeof right === 'string') return comparePrimitives(left, right);
  if (left.kind === 'tuple' && right.kind === 'tuple') return compareAll(left.items, right.items);
  if (left.kind === 'object' && right.kind === 'object') {
    const names = Object.keys(left.attributes);
    if (!names.every((name) => Object.hasOwn(right.attributes, name))) return 0;
    return compareAll(
      names.map((name) => left.attributes[name]!),
      names.map((name) => right.attributes[name]!),
      Object.keys(right.attributes).length,
    );
  }
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

function compareAll(left: readonly Type[], right: readonly Type[], length = right.length): number {
  if (left.length !== length) return 0;
  const orders = left.map((type, index) => compare(type, right[index]!));
  const [isMore, isLess] = [orders.some((order) => order < 0), orders.some((order) => order > 0)];
  return isMore === isLess ? 0 : isMore ? -1 : 1;
}
