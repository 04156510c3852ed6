import { compareText, type Value } from '../../model/index.js';

/** Keys in the order in which Terraform goes through maps and objects. */
export function sortedKeys(record: Readonly<Record<string, Value>>): string[] {
  return Object.keys(record).sort(compareText);
}
