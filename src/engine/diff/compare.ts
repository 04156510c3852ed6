import {
  isNull,
  kindOf,
  ListValue,
  MapValue,
  ownEntry,
  Sensitive,
  sensitive,
  SetValue,
  typesEqual,
  Unknown,
  valuesEqual,
  type Path,
  type Type,
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
  if (!areAlike(before, after)) return false;
  if (before instanceof SetValue && after instanceof SetValue) {
    compareSets(before, after, path, found);
    return true;
  }
  const [items, itemsAfter] = [itemsOf(before), itemsOf(after)];
  if (items !== undefined && itemsAfter !== undefined) {
    compareItems(items, itemsAfter, path, found);
    return true;
  }
  const [entries, entriesAfter] = [entriesOf(before), entriesOf(after)];
  if (entries === undefined || entriesAfter === undefined) return false;
  compareEntries(entries, entriesAfter, path, found);
  return true;
}

/** Whether the values are of the same kind, and their elements of the same type. */
function areAlike(before: Value, after: Value): boolean {
  if (kindOf(before) !== kindOf(after)) return false;
  const [element, elementAfter] = [elementTypeOf(before), elementTypeOf(after)];
  return element === undefined || elementAfter === undefined || typesEqual(element, elementAfter);
}

const elementTypeOf = (value: Value): Type | undefined =>
  value instanceof ListValue || value instanceof SetValue || value instanceof MapValue ? value.element : undefined;

function added(path: Path, after: Value): Difference {
  return { path, before: null, after, kind: after instanceof Unknown ? 'unknown' : 'added' };
}

const removed = (path: Path, before: Value): Difference => ({ path, before, after: null, kind: 'removed' });

function compareEntries(before: Entries, after: Entries, path: Path, found: Difference[]): void {
  let shared = 0;
  for (const [key, entry] of Object.entries(before)) {
    const other = ownEntry(after, key);
    if (other === undefined) found.push(removed([...path, key], entry));
    else {
      shared += 1;
      if (entry !== other) compare(entry, other, [...path, key], found);
    }
  }
  if (Object.keys(after).length === shared) return;
  for (const [key, entry] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) found.push(added([...path, key], entry));
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
  for (const [index, item] of before.entries()) {
    const other = after[index];
    if (other === undefined) found.push(removed([...path, index], item));
    else compare(item, other, [...path, index], found);
  }
  for (const [index, item] of after.entries()) if (index >= before.length) found.push(added([...path, index], item));
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
    for (const item of before.slice(left, inBefore)) found.push(removed([...path, left++], item));
    for (const item of after.slice(right, inAfter)) found.push(added([...path, right++], item));
    left += 1;
    right += 1;
  }
}
