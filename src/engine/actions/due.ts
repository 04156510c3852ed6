import {
  dueKey,
  configuredAction,
  localAction,
  formatInstance,
  formatResource,
  parseActionAddress,
  writtenAddress,
  resolvedKeys,
  type DueAction,
  type ResourceChange,
  type Resolved,
  type ResourceConfiguration,
  configuredName,
  configuredResource,
} from '../../model/index.js';
import { type PlanningWalk, walkInside } from '../walk/walk.js';
import { dueDropped } from '../action-diagnostics.js';
import { eventsOf, forgottenEach, planInvocation, planTriggersAt } from './plan.js';

/**
 * Plans actions that an earlier run should have invoked but had not started when it ended, unless this plan has the
 * same event again or the reason to invoke them is gone.
 */
export async function planDue(walk: PlanningWalk): Promise<void> {
  for (const due of walk.context.dueActions) {
    const parsed = writtenAddress(due.trigger.resource);
    const key = formatResource(parsed.resource);
    if (!walk.selection.includes(key, due.trigger.resource) || walk.deferrals.has(configuredName(key))) continue;
    const change = changeOf(walk, key, due.trigger.resource);
    if (change !== undefined && eventsOf(change).has(due.trigger.event)) walk.undue.push(undue(due));
    else await planOwed(walk, due, configuredResource(walk.context.configuration, key), change);
  }
}

async function planOwed(
  walk: PlanningWalk,
  due: DueAction,
  resource: ResourceConfiguration | undefined,
  change: ResourceChange | undefined,
): Promise<void> {
  const { address, trigger } = due;
  const named = parseActionAddress(address);
  const action = named && configuredAction(walk.context.configuration, named.address);
  const inside = named && walkInside(walk, named.address.module);
  const configured = resource?.lifecycle.actionTriggers[trigger.block]?.actions[trigger.index];
  const gone = trigger.event !== 'after_destroy' && change?.after === null;
  if (
    named !== undefined &&
    inside !== undefined &&
    action !== undefined &&
    configured?.action === localAction(action.address) &&
    !gone
  ) {
    await planInvocation(inside, action, named.key, trigger, undefined, true);
    return;
  }
  walk.diagnostics.push(dueDropped(due));
  walk.undue.push(undue(due));
}

const undue = ({ trigger }: DueAction): Resolved => ({ kind: 'due', key: dueKey(trigger) });

/**
 * Plans the actions after an event of an earlier run without a recorded outcome, if the event turns out to have
 * happened: the object exists, or it is gone, and nothing more is planned for it.
 */
export async function planAfterInterrupted(walk: PlanningWalk, calls: readonly Resolved[]): Promise<void> {
  const resolved = resolvedKeys({ resolved: calls }, 'call');
  for (const { begin } of walk.context.interrupted) {
    const key = formatResource(begin.resource);
    const resource = configuredResource(walk.context.configuration, key);
    if (resource === undefined || resource.lifecycle.actionTriggers.length === 0) continue;
    if (begin.deposed !== undefined || !resolved.has(begin.intent.requestKey)) continue;
    const address = formatInstance(key, begin.key);
    const event = AFTER[begin.action];
    const change = changeOf(walk, key, address);
    const happened = begin.action === 'delete' ? change === undefined : change !== undefined && change.before !== null;
    if (!happened || (change !== undefined && eventsOf(change).has(event))) continue;
    const inside = walkInside(walk, resource.address.module);
    if (inside !== undefined)
      await planTriggersAt(inside, resource, { address, events: new Set([event]) }, forgottenEach(begin.key), true);
  }
}

const AFTER = { create: 'after_create', update: 'after_update', delete: 'after_destroy' } as const;

const changeOf = (walk: PlanningWalk, key: string, address: string): ResourceChange | undefined =>
  walk.changes.get(key)?.find((change) => change.address === address && change.deposed === undefined);
