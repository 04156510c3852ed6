/** Gives lists that are equal to the one before the same identity: thousands of things may need the same thousands. */
export class SharedLists {
  #last: readonly string[] = [];

  share(list: readonly string[]): readonly string[] {
    if (!sameList(list, this.#last)) this.#last = list;
    return this.#last;
  }
}

export function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left === right || (left.length === right.length && left.every((item, index) => item === right[index]));
}
