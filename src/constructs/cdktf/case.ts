import type { Dynamic } from '../reference.js';
import { isResolvable } from './resolvable.js';

/** `workingDir` as the language has it. */
export const snakeCase = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

/** An object with the names of the language, at every depth. Values that are known later are kept. */
export function keysToSnakeCase(value: Dynamic): Dynamic {
  if (Array.isArray(value)) return value.map((item: unknown): unknown => keysToSnakeCase(item));
  if (typeof value !== 'object' || value === null || isResolvable(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]): [string, unknown] => [
      snakeCase(name),
      // The keys of a map belong to the program.
      MAPS.has(name) ? item : keysToSnakeCase(item),
    ]),
  );
}

const MAPS = new Set(['environment', 'assumeRoleTags', 'tags', 'defaults']);
