import type { Diagnostic, State } from '../model/index.js';
import { pushForeign, pushOlder, pushOther } from './edit-diagnostics.js';
import { sameContent } from './file.js';

/** Whether a state from elsewhere may replace this one; `force` permits what is only risky. */
export function checkPush(current: State, incoming: State, force: boolean): readonly Diagnostic[] {
  if (force || (current.lineage === '' && current.serial === 0)) return [];
  if (current.lineage !== '' && current.lineage !== incoming.lineage) return [pushForeign(current, incoming)];
  if (incoming.serial < current.serial) return [pushOlder(current, incoming)];
  if (incoming.serial === current.serial && !sameContent(current, incoming)) return [pushOther(current)];
  return [];
}
