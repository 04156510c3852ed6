import {
  isNull,
  isTupleValue,
  kindOf,
  ListValue,
  MapValue,
  Sensitive,
  sensitive,
  SetValue,
  typesEqual,
  Unknown,
  valuesEqual,
  type Path,
  type Value,
} from '../../model/index.js';
import { valueKey } from './key.js';
import { longestCommon } from './longest-common.js';
import { bare, entriesOf, itemsOf, type Entries } from './parts.js';

/**
 * One place where two values differ.
 *
 * `before` and `after` are null if the value is absent; `added` and `removed` distinguish this from an actual null. The
 * path of an added or removed list item ends with its index in the list that contains it; the path of a set element is
 * that of the set. If either side is sensitive, both are marked.
 */
export interface Difference {
  readonly path: Path;
  readonly before: Value;
  readonly after: Value;
  /** `unknown`: `after` is only known after apply. */
  readonly kind: 'added' | 'removed' | 'changed' | 'unknown';
  /** Set if the values are equal and only their sensitivity differs. */
  readonly marksOnly?: true;
}

/**
 * All places where two values differ, in the order of their parts: objects and maps by name, sets by element, lists of
 * primitives by their longest common subsequence, other lists by position. Empty exactly if the values are equal. An
 * unknown differs from everything but the same unknown.
 */
export function differences(before: Value, after: Value): Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(before: Value, after: Value, path: Path, found: Difference[]): void {
  if (before === after) return;
  if (before instanceof Sensitive || after instanceof Sensitive) {
    if (!valuesEqual(before, after)) found.push(secretDifference(before, after, path));
    return;
  }
  if (!comparePartByPart(before, after, path, found) && !valuesEqual(before, after)) {
    found.push({ path, before, after, kind: kindOfDifference(before, after) });
  }
}

function kindOfDifference(before: Value, after: Value): Difference['kind'] {
  if (bare(after) instanceof Unknown) return 'unknown';
  if (isNull(bare(before))) return 'added';
  return isNull(bare(after)) ? 'removed' : 'changed';
}

/** The parts of a sensitive value are not compared, because that would reveal its structure. */
function secretDifference(before: Value, after: Value, path: Path): Difference {
  const difference: Difference = {
    path,
    before: isNull(before) ? null : sensitive(before),
    after: isNull(after) ? null : sensitive(after),
    kind: kindOfDifference(before, after),
  };
  return valuesEqual(bare(before), bare(after)) ? { ...difference, kind: 'changed', marksOnly: true } : difference;
}

/** False if the values are not collections of the same kind, so that they can only be compared as a whole. */
function comparePartByPart(before: Value, after: Value, path: Path, found: Difference[]): boolean {
  if (before instanceof SetValue && after instanceof SetValue) {
    if (!typesEqual(before.element, after.element)) return false;
    compareSets(before, after, path, found);
    return true;
  }
  if (before instanceof ListValue ? after instanceof ListValue : isTupleValue(before) && isTupleValue(after)) {
    if (before instanceof ListValue && !typesEqual(before.element, (after as ListValue).element)) return false;
    compareItems(itemsOf(before)!, itemsOf(after)!, path, found);
    return true;
  }
  if (before instanceof MapValue && !(after instanceof MapValue && typesEqual(before.element, after.element)))
    return false;
  const left = entriesOf(before);
  const right = entriesOf(after);
  if (left === undefined || right === undefined || kindOf(before) !== kindOf(after)) return false;
  compareEntries(left, right, path, found);
  return true;
}

function added(path: Path, after: Value): Difference {
  return { path, before: null, after, kind: after instanceof Unknown ? 'unknown' : 'added' };
}

const removed = (path: Path, before: Value): Difference => ({ path, before, after: null, kind: 'removed' });

function compareEntries(before: Entries, after: Entries, path: Path, found: Difference[]): void {
  let shared = 0;
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) found.push(removed([...path, key], before[key]!));
    else {
      shared += 1;
      if (before[key] !== after[key]) compare(before[key]!, after[key]!, [...path, key], found);
    }
  }
  const names = Object.keys(after);
  if (names.length === shared) return;
  for (const key of names) {
    if (!Object.hasOwn(before, key)) found.push(added([...path, key], after[key]!));
  }
}

function compareSets(before: SetValue, after: SetValue, path: Path, found: Difference[]): void {
  const left = countByKey(before.items);
  const right = countByKey(after.items);
  for (const item of before.items) if (!takeOne(right, item)) found.push(removed(path, item));
  for (const item of after.items) if (!takeOne(left, item)) found.push(added(path, item));
}

/** A set may contain the same unknown more than once. */
function countByKey(items: readonly Value[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = valueKey(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function takeOne(counts: Map<string, number>, item: Value): boolean {
  const key = valueKey(item);
  const count = counts.get(key) ?? 0;
  counts.set(key, count - 1);
  return count > 0;
}

const isPrimitive = (value: Value): boolean => {
  const kind = kindOf(value);
  return kind === 'string' || kind === 'number' || kind === 'bool' || kind === 'null' || kind === 'unknown';
};

function compareItems(before: readonly Value[], after: readonly Value[], path: Path, found: Difference[]): void {
  const pairs =
    before.every(isPrimitive) && after.every(isPrimitive)
      ? longestCommon(before.map(valueKey), after.map(valueKey))
      : undefined;
  if (pairs === undefined) compareByPosition(before, after, path, found);
  else compareByPairs(before, after, pairs, path, found);
}

function compareByPosition(before: readonly Value[], after: readonly Value[], path: Path, found: Difference[]): void {
  before.forEach((item, index) => {
    if (index >= after.length) found.push(removed([...path, index], item));
    else compare(item, after[index]!, [...path, index], found);
  });
  for (let index = before.length; index < after.length; index += 1) found.push(added([...path, index], after[index]!));
}

function compareByPairs(
  before: readonly Value[],
  after: readonly Value[],
  pairs: readonly (readonly [number, number])[],
  path: Path,
  found: Difference[],
): void {
  let left = 0;
  let right = 0;
  for (const [inBefore, inAfter] of [...pairs, [before.length, after.length] as const]) {
    for (; left < inBefore; left += 1) found.push(removed([...path, left], before[left]!));
    for (; right < inAfter; right += 1) found.push(added([...path, right], after[right]!));
    left = inBefore + 1;
    right = inAfter + 1;
  }
}
