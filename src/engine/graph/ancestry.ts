import { itemAt } from '../../model/index.js';

/** Bounds the names in all ancestries together: this many per direct dependency, plus the constant below. */
const NAMES_PER_EDGE = 25;
const NAMES_FREE = 200_000;

/**
 * For each resource, everything it depends on, directly or through other resources: the `dependencies` that Terraform
 * keeps in state. They preserve the order of the remaining resources when one in between leaves the state.
 *
 * The ancestries of a long chain grow with the square of its length. Where they exceed the bound above, each resource
 * keeps only its direct dependencies, which imply the same order as long as all of them are in state.
 *
 * @param direct the sorted direct dependencies of each resource; a resource comes after those it depends on.
 */
export function ancestriesOf<N extends string>(direct: ReadonlyMap<N, readonly N[]>): ReadonlyMap<N, readonly N[]> {
  let edges = 0;
  for (const names of direct.values()) edges += names.length;
  let left = edges * NAMES_PER_EDGE + NAMES_FREE;
  const result = new Map<N, readonly N[]>();
  direct.forEach((names, key) => {
    if (left < 0) return;
    const all = withAncestors(names, result);
    left -= all.length;
    result.set(key, all);
  });
  return left < 0 ? direct : result;
}

function withAncestors<N extends string>(names: readonly N[], ancestries: ReadonlyMap<N, readonly N[]>): readonly N[] {
  const [first, second] = names;
  if (first !== undefined && second === undefined) return withName(ancestries.get(first) ?? [], first);
  let found: Set<N> | undefined;
  for (const name of names) {
    const further = ancestries.get(name);
    if (further === undefined || further.length === 0) continue;
    found ??= new Set(names);
    for (const ancestor of further) found.add(ancestor);
  }
  return found === undefined || found.size === names.length ? names : [...found].sort();
}

/**
 * Inserts one name into a sorted list. Chains consist of nothing else, and sorting each list again would be noticeably
 * slower.
 */
function withName<N extends string>(sorted: readonly N[], name: N): readonly N[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (itemAt(sorted, middle) < name) low = middle + 1;
    else high = middle;
  }
  if (sorted[low] === name) return sorted;
  return sorted.toSpliced(low, 0, name);
}

/** Merges two sorted lists of dependencies; returns one of the two if it contains the other. */
export function mergeDependencies(left: readonly string[], right: readonly string[]): readonly string[] {
  if (left === right || right.length === 0) return left;
  const merged = new Set(left);
  for (const name of right) merged.add(name);
  if (merged.size === left.length) return left;
  return merged.size === right.length ? right : [...merged].sort();
}
