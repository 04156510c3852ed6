import type { Diagnostic, Json } from '../../model/index.js';
import { circularReference, danglingReference, foreignReference } from './diagnostics.js';
import { at, escapeStep, isRecord, type JsonRecord } from './pointer.js';

export interface Misplaced {
  readonly pointer: string;
  readonly diagnostic: Diagnostic;
}

/** Every `$ref` that leads nowhere, out of the document, or round in a circle. A schema that contains itself is none of these. */
export function checkReferences(document: JsonRecord): readonly Misplaced[] {
  const found: Misplaced[] = [];
  const waiting: [string, Json][] = [['#', document]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [pointer, value] = next;
    if (typeof value !== 'object' || value === null) continue;
    const target = isRecord(value) ? value['$ref'] : undefined;
    if (typeof target === 'string') {
      const diagnostic = whereItLeads(document, pointer, target);
      if (diagnostic !== undefined) found.push({ pointer, diagnostic });
    }
    const inside = Object.entries(value as JsonRecord).map(([key, item]): [string, Json] => [
      `${pointer}/${escapeStep(key)}`,
      item,
    ]);
    for (const entry of inside.reverse()) if (!isExample(entry[0])) waiting.push(entry);
  }
  return found;
}

/** Data in an example may look like a reference. */
function isExample(pointer: string): boolean {
  return /\/(example|examples)$/.test(pointer) && !/\/properties\/[^/]+$/.test(pointer);
}

function whereItLeads(document: JsonRecord, pointer: string, target: string): Diagnostic | undefined {
  const way: string[] = [];
  for (let here = target; ;) {
    if (!here.startsWith('#')) return foreignReference(pointer, here);
    if (way.includes(here)) return circularReference(pointer, [...way, here]);
    way.push(here);
    const value = at(document, here);
    if (value === undefined) return danglingReference(pointer, here);
    const next = isRecord(value) ? value['$ref'] : undefined;
    if (typeof next !== 'string') return undefined;
    here = next;
  }
}
