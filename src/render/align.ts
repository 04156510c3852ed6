/** How two sequences are aligned; indexes into the first and the second. */
export type Alignment =
  | { readonly kind: 'same'; readonly before: number; readonly after: number }
  | { readonly kind: 'gone'; readonly before: number }
  | { readonly kind: 'new'; readonly after: number };

/**
 * Beyond this many comparisons, the middle part is shown as replaced as a whole: such a difference is unreadable line
 * by line.
 */
const COMPARISONS = 1_000_000;

/**
 * The longest common subsequence, with removed elements before added ones in a gap. Equal ends cost nothing, so a
 * single insertion is always found.
 */
export function align(before: readonly string[], after: readonly string[]): Alignment[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const result: Alignment[] = [];
  for (let index = 0; index < head; index += 1) result.push({ kind: 'same', before: index, after: index });
  alignMiddle(before, after, head, before.length - tail, after.length - tail, result);
  for (let back = tail; back > 0; back -= 1) {
    result.push({ kind: 'same', before: before.length - back, after: after.length - back });
  }
  return result;
}

function alignMiddle(
  before: readonly string[],
  after: readonly string[],
  start: number,
  beforeEnd: number,
  afterEnd: number,
  result: Alignment[],
): void {
  let [i, j] = [start, start];
  const [rows, columns] = [beforeEnd - start, afterEnd - start];
  if (rows * columns <= COMPARISONS && rows > 0 && columns > 0) {
    const width = columns + 1;
    const lengths = longestFrom(before, after, start, rows, columns);
    while (i < beforeEnd && j < afterEnd) {
      const at = (i - start) * width + (j - start);
      if (before[i] === after[j]) {
        result.push({ kind: 'same', before: i, after: j });
        i += 1;
        j += 1;
      } else if ((lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0)) {
        result.push({ kind: 'gone', before: i });
        i += 1;
      } else {
        result.push({ kind: 'new', after: j });
        j += 1;
      }
    }
  }
  for (; i < beforeEnd; i += 1) result.push({ kind: 'gone', before: i });
  for (; j < afterEnd; j += 1) result.push({ kind: 'new', after: j });
}

/** For each pair of positions, the length of the remaining common subsequence. */
function longestFrom(
  before: readonly string[],
  after: readonly string[],
  start: number,
  rows: number,
  columns: number,
): Uint32Array {
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      lengths[at] =
        before[start + row] === after[start + column]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}

/** An element and its position. */
export interface Place<T> {
  readonly index: number;
  readonly item: T;
}

/** One element before and after; an element changed in place is one pair. */
export type Pair<T> =
  | { readonly same: true }
  | { readonly same: false; readonly before: Place<T>; readonly after: Place<T> }
  | { readonly same: false; readonly before: Place<T>; readonly after?: undefined }
  | { readonly same: false; readonly before?: undefined; readonly after: Place<T> };

/**
 * Like {@link align}, for elements with the same key, but within a gap the first removed element is paired with the
 * first added one, and so on.
 */
export function pairUp<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let gone: Place<T>[] = [];
  let fresh: Place<T>[] = [];
  const close = (): void => {
    for (const [index, left] of gone.entries()) {
      const right = fresh[index];
      pairs.push(right === undefined ? { same: false, before: left } : { same: false, before: left, after: right });
    }
    for (const right of fresh.slice(gone.length)) pairs.push({ same: false, after: right });
    [gone, fresh] = [[], []];
  };
  for (const step of align(before.map(keyOf), after.map(keyOf))) {
    if (step.kind === 'gone') gone.push({ index: step.before, item: before[step.before]! });
    else if (step.kind === 'new') fresh.push({ index: step.after, item: after[step.after]! });
    else {
      close();
      pairs.push({ same: true });
    }
  }
  close();
  return pairs;
}
