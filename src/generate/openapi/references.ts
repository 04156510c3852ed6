import { isJsonObject, type Json, type JsonObject } from '../../model/index.js';
import { circularReference, danglingReference, foreignReference, unreadReference } from './diagnostics.js';
import { at, escapeStep, pointerSteps } from './pointer.js';
import type { Diagnostic } from '../../model/index.js';

export interface Misplaced {
  readonly pointer: string;
  readonly diagnostic: Diagnostic;
}

/**
 * The document with every `$ref` resolvable: one with a missing or external target, or in a circle, is replaced by an
 * empty schema and reported. It only affects what uses it. A schema that contains itself is fine.
 */
export function resolveReferences(
  document: JsonObject,
  unread: ReadonlyMap<string, string> = new Map(),
): {
  readonly document: JsonObject;
  readonly misplaced: readonly Misplaced[];
} {
  const misplaced: Misplaced[] = [];
  const ends = new Map<string, Trouble | undefined>();
  const resolved = (value: Json, pointer: string, inExample: boolean): Json => {
    if (typeof value !== 'object' || value === null || inExample) return value;
    const target = isJsonObject(value) ? value['$ref'] : undefined;
    if (typeof target === 'string') {
      if (!ends.has(target)) ends.set(target, whereItLeads(document, target, unread));
      const trouble = ends.get(target);
      if (trouble !== undefined) {
        misplaced.push({ pointer, diagnostic: trouble(pointer) });
        const { $ref: _, ...beside } = value as JsonObject;
        return beside;
      }
      // Not every reader of pointers knows that they may be percent-encoded in an address.
      const plain = target.includes('%') ? `#/${pointerSteps(target).map(escapeStep).join('/')}` : target;
      if (plain !== target) return { ...(value as JsonObject), $ref: plain };
    }
    let changed = false;
    const entries = Object.entries(value as JsonObject).map(([key, item]): [string, Json] => {
      const here = `${pointer}/${escapeStep(key)}`;
      const result = resolved(item, here, isExample(here));
      changed ||= result !== item;
      return [key, result];
    });
    if (!changed) return value;
    return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  };
  return { document: resolved(document, '#', false) as JsonObject, misplaced };
}

type Trouble = (pointer: string) => Diagnostic;

/** Data in an example may look like a reference. */
export function isExample(pointer: string): boolean {
  return /\/(example|examples)$/.test(pointer) && !/\/properties\/[^/]+$/.test(pointer);
}

function whereItLeads(document: JsonObject, target: string, unread: ReadonlyMap<string, string>): Trouble | undefined {
  const way: string[] = [];
  for (let here = target; ;) {
    const last = here;
    if (!here.startsWith('#')) return (pointer) => foreignReference(pointer, last);
    if (way.includes(here)) return (pointer) => circularReference(pointer, [...way, last]);
    way.push(here);
    const value = at(document, here);
    const file = unread.get(pointerSteps(last)[1] ?? '');
    if (value === undefined && file !== undefined)
      return (pointer) => unreadReference(pointer, pointerSteps(last)[1]!, file);
    if (value === undefined) return (pointer) => danglingReference(pointer, last);
    const next = isJsonObject(value) ? value['$ref'] : undefined;
    if (typeof next !== 'string') return undefined;
    here = next;
  }
}
