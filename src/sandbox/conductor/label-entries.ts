import { isRecord } from '../description.js';
import { Refused } from './refusal.js';
import type { LabelEntry } from './running-entries.js';

type Pair = readonly [key: string, value: string];

/**
 * Labels in a request, in either form: objects with one member, or with key and value (Conductor document, sections
 * Deployments and Deployment Groups). Keys are stored in lower case, without duplicates.
 */
export function labelPairs(given: unknown): Pair[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [];
  const pairs = items.flatMap((item): Pair[] => {
    if (!isRecord(item)) throw new Refused(400, 'Labels must be a list of 1-entry dictionaries');
    const entries =
      typeof item['key'] === 'string' && 'value' in item ? [[item['key'], item['value']]] : Object.entries(item);
    return entries.map(([key, value]): Pair => [String(key).toLowerCase(), String(value)]);
  });
  return pairs.filter((pair, index) => pairs.findIndex((other) => isSame(other, pair)) === index);
}

/** These labels; existing ones keep their creation time. */
export function labelsOf(pairs: readonly Pair[], before: readonly LabelEntry[], now: Date): LabelEntry[] {
  return pairs.map(([key, value]) => {
    const found = before.find((label) => label.key === key && label.value === value);
    return found ?? { key, value, created_at: now.toISOString(), creator_id: 0 };
  });
}

export function pairsOf(labels: readonly LabelEntry[]): Pair[] {
  return labels.map(({ key, value }): Pair => [key, value]);
}

export function withLabels(labels: readonly LabelEntry[], more: readonly Pair[], now: Date): LabelEntry[] {
  const fresh = more.filter((pair) => !labels.some(({ key, value }) => isSame([key, value], pair)));
  return [...labels, ...labelsOf(fresh, [], now)];
}

export function withoutLabels(labels: readonly LabelEntry[], less: readonly Pair[]): LabelEntry[] {
  return labels.filter(({ key, value }) => !less.some((pair) => isSame([key, value], pair)));
}

function isSame(one: Pair, other: Pair): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
