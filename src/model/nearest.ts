/** How many of the closest names are worth showing. */
const SHOWN = 3;

/** The candidates that `word` may be a misspelling of, closest first; empty if none is close. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of candidates) {
    if (Math.abs(name.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase(), limit);
    if (distance <= limit) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return found.slice(0, SHOWN).map((candidate) => candidate.name);
}

/** Insertions, deletions, replacements and swaps of neighbours; gives up beyond `limit`. */
function editDistance(from: string, to: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, at(before, column - 2) + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return best;
    before = last;
    last = current;
  }
  return at(last, to.length);
}

/** Outside of a row, nothing is near. */
const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
