/** Above this number of comparisons, lists are compared position by position. */
const MOST_CELLS = 1_000_000;

/**
 * The longest common subsequence of two sequences, as pairs of positions in order. Undefined if finding it would take
 * too long. Common prefixes and suffixes cost nothing.
 */
export function longestCommon(
  before: readonly string[],
  after: readonly string[],
): readonly (readonly [number, number])[] | undefined {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
  }
  const rows = endBefore - start;
  const columns = endAfter - start;
  if (rows * columns > MOST_CELLS) return undefined;
  const pairs: (readonly [number, number])[] = [];
  for (let index = 0; index < start; index += 1) pairs.push([index, index]);
  pairs.push(...middle(before, after, start, rows, columns));
  for (let index = 0; index < before.length - endBefore; index += 1) pairs.push([endBefore + index, endAfter + index]);
  return pairs;
}

function middle(
  before: readonly string[],
  after: readonly string[],
  start: number,
  rows: number,
  columns: number,
): (readonly [number, number])[] {
  const width = columns + 1;
  // lengths[row * width + column]: the length of the longest one from there to the end.
  const lengths = new Uint32Array((rows + 1) * width);
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[start + row] === after[start + column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let row = 0;
  let column = 0;
  while (row < rows && column < columns) {
    if (before[start + row] === after[start + column]) {
      pairs.push([start + row, start + column]);
      row += 1;
      column += 1;
    } else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
