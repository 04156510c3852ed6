/**
 * Shares the identity of a list with the previous one if they are equal: thousands of nodes may need the same
 * thousands.
 */
export class SharedLists<T = string> {
  #last: readonly T[] = [];

  share(list: readonly T[]): readonly T[] {
    if (!sameList(list, this.#last)) this.#last = list;
    return this.#last;
  }
}

export function sameList<T>(left: readonly T[], right: readonly T[]): boolean {
  return left === right || (left.length === right.length && left.every((item, index) => item === right[index]));
}
