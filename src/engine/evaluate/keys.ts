import { sortedTexts, type Value } from '../../model/index.js';

/** Keys in the order in which Terraform iterates over maps and objects. */
export function sortedKeys(record: Readonly<Record<string, Value>>): string[] {
  return sortedTexts(Object.keys(record));
}
