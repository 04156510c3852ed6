/** How many names all ancestries together may hold: in proportion to the direct dependencies, and this many more. */
const NAMES_PER_EDGE = 25;
const NAMES_FREE = 200_000;

/**
 * For each resource, everything it depends on, directly or through other resources: the `dependencies` that Terraform keeps in
 * state. They keep the order of what is left when a resource in between leaves the state.
 *
 * The ancestries of a long chain grow with the square of its length. Where they exceed the bound above, each resource keeps its
 * direct dependencies, which order the same things as long as all of them are in the state.
 *
 * @param direct for each resource its direct dependencies, sorted; a resource comes after those it depends on.
 */
export function ancestriesOf(direct: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  let edges = 0;
  for (const names of direct.values()) edges += names.length;
  let left = edges * NAMES_PER_EDGE + NAMES_FREE;
  const result = new Map<string, readonly string[]>();
  direct.forEach((names, key) => {
    if (left < 0) return;
    const all = withAncestors(names, result);
    left -= all.length;
    result.set(key, all);
  });
  return left < 0 ? direct : result;
}

function withAncestors(
  names: readonly string[],
  ancestries: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (names.length === 1) return withName(ancestries.get(names[0]!) ?? [], names[0]!);
  let found: Set<string> | undefined;
  for (const name of names) {
    const further = ancestries.get(name);
    if (further === undefined || further.length === 0) continue;
    found ??= new Set(names);
    for (const ancestor of further) found.add(ancestor);
  }
  return found === undefined || found.size === names.length ? names : [...found].sort();
}

/** A sorted list with one more name: chains consist of nothing else, and sorting each list anew would show. */
function withName(sorted: readonly string[], name: string): readonly string[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < name) low = middle + 1;
    else high = middle;
  }
  if (sorted[low] === name) return sorted;
  return sorted.toSpliced(low, 0, name);
}

/** Two sorted lists of dependencies as one; one of the two where it holds the other. */
export function mergeDependencies(left: readonly string[], right: readonly string[]): readonly string[] {
  if (left === right || right.length === 0) return left;
  const merged = new Set(left);
  for (const name of right) merged.add(name);
  if (merged.size === left.length) return left;
  return merged.size === right.length ? right : [...merged].sort();
}
