import {
  eachInstance,
  configuredName,
  formatInstance,
  type Diagnostic,
  type ResourceChange,
} from '../../model/index.js';
import { destroysNeeded } from '../diagnostics.js';
import type { PlanWalk } from './plan-walk.js';

/**
 * Errors for objects that the targets would destroy although objects outside the targets depend on them. Without
 * targets, these are changed or destroyed first. A dependent whose configuration still refers to the resource is
 * allowed: it then uses the remaining instances.
 */
export function leftBehind(walk: PlanWalk): readonly Diagnostic[] {
  if (!walk.selection.partial) return [];
  const destroyed = destroyedResources(walk);
  if (destroyed.size === 0) return [];
  const dependants = new Map<ResourceChange, string[]>();
  eachInstance(walk.context.state, ({ key, current }, { address }, resourceKey) => {
    if (current === undefined || address.mode === 'data') return;
    const own = configuredName(resourceKey, address.module);
    let needed: ReadonlySet<string> | undefined;
    for (const dependency of current.dependencies) {
      const change = dependency === own ? undefined : destroyed.get(dependency);
      if (change === undefined) continue;
      needed ??= new Set<string>(walk.ancestries.get(own));
      if (needed.has(dependency)) continue;
      const instance = formatInstance(resourceKey, key);
      if (walk.selection.includes(resourceKey, instance)) return;
      const known = dependants.get(change);
      if (known === undefined) dependants.set(change, [instance]);
      else known.push(instance);
    }
  });
  return [...dependants].map(([change, addresses]) =>
    destroysNeeded(change.address, addresses, walk.selection.excluding === true),
  );
}

/** One planned destruction for each resource, by the name that dependencies use for it. */
function destroyedResources(walk: PlanWalk): ReadonlyMap<string, ResourceChange> {
  const destroyed = new Map<string, ResourceChange>();
  for (const changes of walk.changes.values()) {
    const change = changes.find(({ action, deposed }) => action === 'delete' && deposed === undefined);
    if (change !== undefined) destroyed.set(configuredName(change.resourceKey, change.resource.module), change);
  }
  return destroyed;
}
