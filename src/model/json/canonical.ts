import { isJsonList } from './kind.js';
import { ExactNumber } from '../number.js';
import { formatNumber } from '../number-text.js';
import { sortedTexts } from '../set-order.js';
import type { Json } from '../state.js';

/** One text for equal documents: keys sorted by their bytes, no spaces, numbers in full. */
export function canonicalJson(json: Json): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  if (json instanceof ExactNumber) return formatNumber(json);
  if (isJsonList(json)) return `[${json.map(canonicalJson).join(',')}]`;
  const record = json as Readonly<Record<string, Json>>;
  const members = sortedTexts(Object.keys(record).filter((key) => record[key] !== undefined)).map(
    (key) => `${JSON.stringify(key)}:${canonicalJson(record[key]!)}`,
  );
  return `{${members.join(',')}}`;
}
