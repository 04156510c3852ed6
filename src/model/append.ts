/** Adds items to the end of a list. `list.push(...items)` passes them as arguments, and some hundred thousand overflow the stack. */
export function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}
