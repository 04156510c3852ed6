import { isJsonList, type Json } from '../json.js';
import { ExactNumber } from '../number.js';
import { formatNumber } from '../number-text.js';
import { sortedTexts } from '../set-order.js';

/** One text for equal documents: keys sorted by their bytes, no spaces, numbers in full. */
export function canonicalJson(json: Json): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  if (json instanceof ExactNumber) return formatNumber(json);
  if (isJsonList(json)) return `[${json.map(canonicalJson).join(',')}]`;
  const members = sortedTexts(Object.keys(json)).flatMap((key) => {
    const member = json[key];
    return member === undefined ? [] : `${JSON.stringify(key)}:${canonicalJson(member)}`;
  });
  return `{${members.join(',')}}`;
}
