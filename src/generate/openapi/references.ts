import { isJsonList, type Json, isJsonObject, type JsonObject } from '../../model/index.js';
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
    if (inExample) return value;
    if (isJsonList(value)) {
      const items = value.map((item, index) => resolved(item, `${pointer}/${index}`, isExample(`${pointer}/${index}`)));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    return isJsonObject(value) ? resolvedRecord(value, pointer) : value;
  };
  const resolvedRecord = (value: JsonObject, pointer: string): JsonObject => {
    const target = value['$ref'];
    if (typeof target === 'string') {
      if (!ends.has(target)) ends.set(target, whereItLeads(document, target, unread));
      const trouble = ends.get(target);
      if (trouble !== undefined) {
        misplaced.push({ pointer, diagnostic: trouble(pointer) });
        const { $ref: _, ...beside } = value;
        return beside;
      }
      // Not every reader of pointers knows that they may be percent-encoded in an address.
      const plain = target.includes('%') ? `#/${pointerSteps(target).map(escapeStep).join('/')}` : target;
      if (plain !== target) return { ...value, $ref: plain };
    }
    let changed = false;
    const entries = Object.entries(value).map(([key, item]): [string, Json] => {
      const here = `${pointer}/${escapeStep(key)}`;
      const result = resolved(item, here, isExample(here));
      changed ||= result !== item;
      return [key, result];
    });
    return changed ? Object.fromEntries(entries) : value;
  };
  return { document: resolvedRecord(document, '#'), misplaced };
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
    const [, name = ''] = pointerSteps(last);
    const file = unread.get(name);
    if (value === undefined && file !== undefined) return (pointer) => unreadReference(pointer, name, file);
    if (value === undefined) return (pointer) => danglingReference(pointer, last);
    const next = isJsonObject(value) ? value['$ref'] : undefined;
    if (typeof next !== 'string') return undefined;
    here = next;
  }
}
