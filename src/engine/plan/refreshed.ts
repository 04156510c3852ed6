import {
  formatKey,
  formatResource,
  type InstanceState,
  type RefreshedEntry,
  type ResourceState,
  type State,
} from '../../model/index.js';
import type { Refresher } from '../refresh/refresh.js';

/** What refresh found that state does not know yet. */
export function refreshedEntries(refresher: Refresher): readonly RefreshedEntry[] {
  const entries: RefreshedEntry[] = [];
  for (const object of refresher.objects.values())
    if (object.changed) entries.push({ ref: object.ref, object: object.object });
  return entries;
}

/** The state with entries written into it, in order; linear in what changes, not in the state. */
export function mergeEntries(state: State, entries: readonly RefreshedEntry[]): State {
  if (entries.length === 0) return state;
  const resources = new Map(state.resources);
  const touched = new Map<string, { resource: ResourceState; instances: Map<string, InstanceState> }>();
  for (const { ref, object } of entries) {
    const key = formatResource(ref.resource);
    let draft = touched.get(key);
    if (draft === undefined) {
      const known = resources.get(key);
      draft = {
        resource: known ?? { address: ref.resource, provider: ref.provider, instances: new Map() },
        instances: new Map(known?.instances),
      };
      touched.set(key, draft);
    }
    const id = formatKey(ref.key);
    const instance = draft.instances.get(id) ?? { key: ref.key, deposed: new Map() };
    const next = withObject(instance, ref.deposed, object);
    if (next.current === undefined && next.deposed.size === 0) draft.instances.delete(id);
    else draft.instances.set(id, next);
  }
  for (const [key, { resource, instances }] of touched) {
    if (instances.size === 0) resources.delete(key);
    else resources.set(key, { ...resource, instances });
  }
  return { ...state, resources };
}

function withObject(
  instance: InstanceState,
  deposed: string | undefined,
  object: RefreshedEntry['object'],
): InstanceState {
  if (deposed === undefined) {
    const { key, deposed: others } = instance;
    return object === null ? { key, deposed: others } : { key, deposed: others, current: object };
  }
  const others = new Map(instance.deposed);
  if (object === null) others.delete(deposed);
  else others.set(deposed, object);
  return { ...instance, deposed: others };
}
