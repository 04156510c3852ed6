import type { Path } from './path.js';
import { partAt, unmark } from './value-operations.js';
import { MapValue, type Value } from './value.js';

/** The prefixes of the paths that end with a map key, each once; see `sensitiveMapKeys` of an object in state. */
export function mapKeysIn(value: Value, paths: readonly Path[]): Path[] {
  const found = new Map<string, Path>();
  for (const path of paths) {
    let whole: Value | undefined = value;
    for (const [index, step] of path.entries()) {
      if (whole === undefined) break;
      const plain: Value = unmark(whole);
      if (plain instanceof MapValue) found.set(JSON.stringify(path.slice(0, index + 1)), path.slice(0, index + 1));
      whole = partAt(plain, step);
    }
  }
  return [...found.values()];
}
