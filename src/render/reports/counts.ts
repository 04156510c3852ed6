import { isReplace, type ActionInvocation, type Plan, type ResourceChange } from '../../model/index.js';
import { stateSentence } from './state-edits.js';

/** How many objects a plan changes, by Terraform's rules: a replacement is one added and one destroyed. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import: number;
  readonly forget: number;
  /** Actions that are invoked, and failed ones. */
  readonly invoke: number;
  readonly failedInvocations: number;
}

export function countChanges(
  changes: readonly ResourceChange[],
  invocations: readonly ActionInvocation[] = [],
): Counts {
  const counts = { ...noCounts(), invoke: invocations.length };
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

const noCounts = (): { -readonly [Name in keyof Counts]: Counts[Name] } => ({
  add: 0,
  change: 0,
  remove: 0,
  import: 0,
  forget: 0,
  invoke: 0,
  failedInvocations: 0,
});

export function addCounts(all: readonly Counts[]): Counts {
  const sum = noCounts();
  for (const counts of all) {
    sum.add += counts.add;
    sum.change += counts.change;
    sum.remove += counts.remove;
    sum.import += counts.import;
    sum.forget += counts.forget;
    sum.invoke += counts.invoke;
    sum.failedInvocations += counts.failedInvocations;
  }
  return sum;
}

/** The counts of a plan in one sentence. */
export const planSummary = (plan: Plan): string =>
  plan.mode === 'state' ? stateSentence(plan) : planSentence(countChanges(plan.changes, plan.invocations));

/** `Plan: 1 to add, 2 to change, 0 to destroy.` */
export function planSentence(counts: Counts): string {
  const imports = counts.import > 0 ? `${counts.import} to import, ` : '';
  const forgets = counts.forget > 0 ? `, ${counts.forget} to forget` : '';
  return `Plan: ${imports}${counts.add} to add, ${counts.change} to change, ${counts.remove} to destroy${forgets}.${counts.invoke > 0 ? ` Actions: ${counts.invoke} to invoke.` : ''}`;
}

/** ` Actions: 2 invoked, 1 failed.`; empty if there were none. */
export function invokedSentence({ invoke, failedInvocations }: Counts): string {
  if (invoke + failedInvocations === 0) return '';
  return ` Actions: ${invoke} invoked${failedInvocations > 0 ? `, ${failedInvocations} failed` : ''}.`;
}
