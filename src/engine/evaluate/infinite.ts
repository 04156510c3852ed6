import { partsOf, type Path, unmark, type Value } from '../../model/index.js';

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
  if (Array.isArray(parts)) {
    const items = parts as readonly Value[];
    for (let index = 0; index < items.length; index += 1) {
      const inside = infinityIn(items[index]!);
      if (inside !== undefined) return [index, ...inside];
    }
    return undefined;
  }
  const record = parts as Readonly<Record<string, Value>>;
  for (const name in record) {
    const inside = infinityIn(record[name]!);
    if (inside !== undefined) return [name, ...inside];
  }
  return undefined;
}
