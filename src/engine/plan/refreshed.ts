import { StateDraft, type RefreshedEntry, type State } from '../../model/index.js';
import type { Refresher } from '../refresh/refresh.js';

/** The changes that refresh found and state does not contain yet. */
export function refreshedEntries(refresher: Refresher): readonly RefreshedEntry[] {
  const entries: RefreshedEntry[] = [];
  for (const object of refresher.objects.values())
    if (object.changed) entries.push({ ref: object.ref, object: object.object });
  return entries;
}

/** The state with the entries applied in order. */
export function mergeEntries(state: State, entries: readonly RefreshedEntry[]): State {
  if (entries.length === 0) return state;
  const draft = new StateDraft(state);
  for (const { ref, object } of entries) {
    if (object === null) draft.removeObject(ref);
    else draft.setObject(ref, object);
  }
  return draft.freeze();
}
