import { ExactNumber, type Json } from '../../../model/index.js';
import { secretTexts } from '../values/nested.js';
import type { AttributeMapping } from '../mapping/definition.js';
import { jsonOf, type Values } from '../values/projection.js';

/** The secrets among an object's values: those the mapping calls sensitive or write-only. */
export function secretsIn(attributes: Readonly<Record<string, AttributeMapping>>, values: Values): string[] {
  return Object.entries(attributes).flatMap(([name, { sensitive, nested }]) => {
    if (sensitive === true) return textsIn(jsonOf(values[name]));
    return nested === undefined ? [] : secretTexts(nested, jsonOf(values[name]));
  });
}

/** At any depth. */
function textsIn(json: Json | undefined): string[] {
  if (typeof json === 'string') return [json];
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return [];
  return Object.values(json).flatMap((item) => textsIn(item));
}
