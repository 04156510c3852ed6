/** A value set in the synthesized document, after everything else. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Parses a path such as `a.b.0.c`. A dot in a name is written `\.`. */
export function parseOverride(path: string, value: unknown): Override {
  return { path: path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.')), value };
}

type Container = Record<string, unknown>;

/** Merges a resolved value into the document. Objects are merged deeply, anything else replaces. Undefined removes the value. */
export function applyOverride(target: Container, path: readonly string[], value: unknown): void {
  const [last, ...above] = path.toReversed();
  if (last === undefined) return;
  let place: Container = target;
  for (const key of above.toReversed()) {
    const next = Object.hasOwn(place, key) ? place[key] : undefined;
    if (isContainer(next)) place = next;
    else place = place[key] = emptyRecord<unknown>();
  }
  if (value === undefined) delete place[last];
  else place[last] = merged(Object.hasOwn(place, last) ? place[last] : undefined, value);
}

function merged(old: unknown, value: unknown): unknown {
  if (!isObject(old) || !isObject(value)) return value;
  const result = Object.assign(emptyRecord<unknown>(), old);
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) delete result[key];
    else result[key] = merged(result[key], item);
  }
  return result;
}

/** A list can be gone through by index. */
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

const isObject = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
import { emptyRecord } from '../model/index.js';
