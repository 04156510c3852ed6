import type { Diagnostic } from '../model/index.js';
import { isUnchanged, type PlannedStacks } from './planned.js';

/** How many changes a message lists. */
const LISTED = 20;

/** What a plan does instead of what is expected, a line for each change. */
export function planLines(plan: PlannedStacks): readonly string[] {
  const all = plan.changes().filter((one) => !isUnchanged(one));
  if (all.length === 0) return ['The plan has no changes.'];
  const width = Math.max(...all.map(({ action }) => action.length));
  const lines = all.slice(0, LISTED).map((one) => `  ${one.action.padEnd(width)} ${one.name}${plan.placeOf(one)}`);
  return ['The plan:', ...lines, ...(all.length > LISTED ? [`  … and ${all.length - LISTED} more`] : [])];
}

/** `error unknown-attribute (main.ts:3:1): There is no …`, and what to do about it. */
export function diagnosticLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.flatMap(({ severity, code, summary, detail, range, origin }) => {
    const place = origin?.location ?? (range && `${range.file}:${range.start.line}:${range.start.column}`);
    const first = `${severity} ${code}${place === undefined ? '' : ` (${place})`}: ${summary}`;
    return detail === undefined ? [first] : [first, ...detail.split('\n').map((line) => `  ${line}`)];
  });
}
