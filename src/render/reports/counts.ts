import { isReplace, type ResourceChange } from '../../model/index.js';

/** How many objects a plan touches, as Terraform counts: a replacement is one added and one destroyed. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import: number;
  readonly forget: number;
}

export function countChanges(changes: readonly ResourceChange[]): Counts {
  const counts = { add: 0, change: 0, remove: 0, import: 0, forget: 0 };
  for (const change of changes) {
    if (change.importing !== undefined) counts.import += 1;
    if (change.resource.mode === 'data') continue;
    if (change.action === 'create') counts.add += 1;
    else if (change.action === 'update') counts.change += 1;
    else if (change.action === 'delete') counts.remove += 1;
    else if (change.action === 'forget') counts.forget += 1;
    else if (isReplace(change.action)) {
      counts.add += 1;
      counts.remove += 1;
    }
  }
  return counts;
}

export function addCounts(all: readonly Counts[]): Counts {
  const sum = { add: 0, change: 0, remove: 0, import: 0, forget: 0 };
  for (const counts of all) {
    sum.add += counts.add;
    sum.change += counts.change;
    sum.remove += counts.remove;
    sum.import += counts.import;
    sum.forget += counts.forget;
  }
  return sum;
}

/** `Plan: 1 to add, 2 to change, 0 to destroy.` */
export function planSentence(counts: Counts): string {
  const imports = counts.import > 0 ? `${counts.import} to import, ` : '';
  const forgets = counts.forget > 0 ? `, ${counts.forget} to forget` : '';
  return `Plan: ${imports}${counts.add} to add, ${counts.change} to change, ${counts.remove} to destroy${forgets}.`;
}
