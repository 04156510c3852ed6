import { ownEntry } from './record.js';

/** A part is never undefined, which therefore means that there is no counterpart. */
type Part = string | number | boolean | object | null;

/** Whether two lists have the same length, and `test` holds for the items at each index. */
export function sameItems<T extends Part>(
  left: readonly T[],
  right: readonly T[],
  test: (left: T, right: T) => boolean,
): boolean {
  if (left.length !== right.length) return false;
  let index = 0;
  for (const item of left) {
    const other = right[index];
    if (other === undefined || !test(item, other)) return false;
    index += 1;
  }
  return true;
}

/** Whether two records have the same names, and `test` holds for the entries of each name. */
export function sameEntries<T extends Part>(
  left: Readonly<Record<string, T>>,
  right: Readonly<Record<string, T>>,
  test: (left: T, right: T) => boolean,
): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) {
    const entry = left[name];
    const other = ownEntry(right, name);
    if (entry === undefined || other === undefined || !test(entry, other)) return false;
  }
  return true;
}
