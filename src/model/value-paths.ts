import type { Path } from './path.js';
import { ownEntry } from './record.js';
import type { Type } from './type.js';
import { isTupleValue, Sensitive, sensitive, SetValue, Unknown, UNKNOWN, type Value } from './value.js';
import { containsSensitive, mapParts, partAt, partsOf, unmark } from './value-operations.js';

/**
 * Calls `visit` for the value and everything inside, parents first; marks are visited, but not their content twice. If
 * it returns false, the inside is skipped.
 */
export function walkValue(value: Value, visit: (value: Value, path: Path) => boolean | void, path: Path = []): void {
  if (visit(value, path) === false) return;
  const parts = partsOf(unmark(value));
  if (parts === undefined) return;
  if (isTupleValue(parts)) parts.forEach((item, index) => walkValue(item, visit, [...path, index]));
  else for (const [name, part] of Object.entries(parts)) walkValue(part, visit, [...path, name]);
}

/** The paths of all marks. Elements of a set have no path: a mark in one counts for the set. */
export function sensitivePaths(value: Value): Path[] {
  const found: Path[] = [];
  if (!containsSensitive(value)) return found;
  walkValue(value, (part, path) => {
    if (part instanceof Sensitive || (part instanceof SetValue && containsSensitive(part))) {
      found.push(path);
      return !(part instanceof Sensitive && !containsSensitive(part.value)) && !(unmark(part) instanceof SetValue);
    }
    return undefined;
  });
  return found;
}

/** Replaces the value at `path`; returns the same value if the path does not exist. */
export function transformValue(value: Value, path: Path, fn: (value: Value) => Value): Value {
  return transformAt(value, path, 0, fn, false);
}

function transformAt(value: Value, path: Path, depth: number, fn: (value: Value) => Value, stopEarly: boolean): Value {
  const step = path[depth];
  if (step === undefined) return fn(value);
  if (value instanceof Sensitive) {
    const inside = transformAt(value.value, path, depth, fn, stopEarly);
    return inside === value.value ? value : sensitive(inside);
  }
  if (value instanceof SetValue || value instanceof Unknown) return stopEarly ? fn(value) : value;
  if (partAt(value, step) === undefined) return value;
  return mapParts(value, (part, name) => (name === step ? transformAt(part, path, depth + 1, fn, stopEarly) : part));
}

/** Marks the value at each path; a path into a set or an unknown value marks that. */
export function markPaths(value: Value, paths: readonly Path[]): Value {
  let result = value;
  for (const path of paths) result = transformAt(result, path, 0, sensitive, true);
  return result;
}

/**
 * The value at `path`; undefined if the path does not exist. A mark on the way marks the result, an unknown on the way
 * makes it unknown.
 */
export function getAt(value: Value, path: Path): Value | undefined {
  let current: Value = value;
  let marked = false;
  for (const step of path) {
    if (current instanceof Sensitive) {
      marked = true;
      current = current.value;
    }
    if (current instanceof Unknown) {
      current = unknownPart(current.type, step);
      continue;
    }
    const part: Value | undefined = current instanceof SetValue ? undefined : partAt(current, step);
    if (part === undefined) return undefined;
    current = part;
  }
  return marked ? sensitive(current) : current;
}

function unknownPart(type: Type, step: string | number): Unknown {
  if (typeof type === 'string') return UNKNOWN;
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return new Unknown(type.element);
    case 'tuple':
      return new Unknown(typeof step === 'number' ? (type.items[step] ?? 'dynamic') : 'dynamic');
    case 'object':
      return new Unknown(ownEntry(type.attributes, String(step)));
  }
}
