import {
  hasErrors,
  formatInstance,
  formatResource,
  type Interrupted,
  type RefreshedEntry,
  configuredName,
  configuredResource,
} from '../../model/index.js';
import { recoverCreate } from '../refresh/recover.js';
import { orphanReason, planDeleteOf } from './orphans.js';
import type { PlanWalk } from './plan-walk.js';
import type { WalkResult } from './resource.js';

/**
 * An interrupted create of something that is no longer configured: if the object exists, it is adopted and planned for
 * deletion, so that it is not lost.
 */
export async function settleUnwanted(
  walk: PlanWalk,
  lost: Interrupted,
  result: WalkResult,
  mode: 'normal' | 'destroy',
): Promise<readonly RefreshedEntry[]> {
  const { begin } = lost;
  const resourceKey = formatResource(begin.resource);
  const address = formatInstance(resourceKey, begin.key);
  const wanted = result.wanted.get(resourceKey)?.has(formatInstance('', begin.key)) === true;
  // Whether the object is wanted shows when its resource is planned.
  if (walk.deferrals.has(configuredName(resourceKey))) return [];
  if (wanted || !walk.selection.includes(resourceKey, address)) return [];
  const { provider, diagnostics } = await walk.providers.named(begin.provider, address);
  walk.diagnostics.push(...diagnostics);
  if (provider === undefined) return [];
  const recovery = await recoverCreate(walk.context, lost, provider, walk.limit);
  walk.diagnostics.push(...recovery.diagnostics);
  if (hasErrors(recovery.diagnostics)) return [];
  walk.recovered.add(begin.intent.requestKey);
  if (recovery.object === undefined) return [];
  const configured = configuredResource(walk.context.configuration, resourceKey);
  await planDeleteOf(walk, recovery.object, mode === 'destroy' ? undefined : orphanReason(walk, configured, begin.key));
  return [{ ref: recovery.object.ref, object: recovery.object.object }];
}
