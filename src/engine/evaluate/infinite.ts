import { isTupleValue, partsOf, type Path, unmark, type Value } from '../../model/index.js';

/** The advice for a value that {@link infinityIn} found. */
export const INFINITE =
  'Plans and state cannot contain infinity. Check for a division by zero or an overflowing power.';

/** The path of an infinite number in the value; expressions may compute with one, but no document can contain it. */
export function infinityIn(given: Value): Path | undefined {
  const value = unmark(given);
  if (value === null || typeof value !== 'object') {
    return value === Infinity || value === -Infinity ? [] : undefined;
  }
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  if (isTupleValue(parts)) {
    let index = 0;
    for (const item of parts) {
      const inside = infinityIn(item);
      if (inside !== undefined) return [index, ...inside];
      index += 1;
    }
    return undefined;
  }
  for (const name in parts) {
    const inside = infinityIn(parts[name] ?? null);
    if (inside !== undefined) return [name, ...inside];
  }
  return undefined;
}
