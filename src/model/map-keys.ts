import type { Path } from './path.js';
import { unmark } from './value-operations.js';
import { ListValue, MapValue, SetValue, type Value } from './value.js';
import { Tagged } from './tagged.js';

/** The prefixes of the paths that end with a map key, each once; see `sensitiveMapKeys` of an object in state. */
export function mapKeysIn(value: Value, paths: readonly Path[]): Path[] {
  const found = new Map<string, Path>();
  for (const path of paths) {
    let part: Value | undefined = value;
    for (let index = 0; index < path.length && part !== undefined; index += 1) {
      const whole: Value = unmark(part);
      if (whole instanceof MapValue) found.set(JSON.stringify(path.slice(0, index + 1)), path.slice(0, index + 1));
      part = member(whole, path[index]!);
    }
  }
  return [...found.values()];
}

function member(value: Value, step: string | number): Value | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (value instanceof MapValue) return value.entries[step];
  if (value instanceof ListValue || value instanceof SetValue) return value.items[step as number];
  if (value instanceof Tagged) return undefined;
  return (value as Readonly<Record<string | number, Value>>)[step];
}
