import { after, append, type Eventual, type ResourceConfiguration } from '../../model/index.js';
import { configuredName } from '../../model/index.js';
import { expand, isPending } from '../walk/expand.js';
import { waitsForApply } from './data.js';
import { pendingBefore } from './defer.js';
import type { PlanWalk } from './plan-walk.js';

/**
 * Opens an ephemeral resource while planning, in one instance of its module; false if that failed. It stays unopened, with
 * unknown values, if its arguments are not known yet or what it depends on changes: apply opens it then.
 */
export function planEphemeral(walk: PlanWalk, resource: ResourceConfiguration): Eventual<boolean> {
  const { values, deferrals, selection } = walk;
  const { ephemerals } = walk.providers;
  const name = configuredName(resource.key, resource.address.module);
  const needed = deferrals.beforeNamed(name, values);
  const waitsFor =
    needed?.waitsFor ?? (isPending(expand(resource, values)) ? pendingBefore(walk, resource) : undefined);
  if (waitsFor !== undefined) deferrals.addNamed(name, deferrals.placeOf(values), waitsFor);
  if (waitsFor !== undefined || !selection.includes(resource.key)) {
    ephemerals.leave(values, resource);
    return true;
  }
  return after(ephemerals.open(values, resource, waitsForApply(walk, resource)), ({ ok, diagnostics }) => {
    append(walk.diagnostics, diagnostics);
    return ok;
  });
}
