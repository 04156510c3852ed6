import {
  hasErrors,
  formatKey,
  invocationAddress,
  isDestroyEvent,
  isReplace,
  isWhollyKnown,
  UNKNOWN,
  unmarkDeep,
  type ActionConfiguration,
  type ActionEvent,
  type ActionReference,
  type ActionTriggerCause,
  type Diagnostic,
  type InstanceKey,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
} from '../../model/index.js';
import type { Actions } from '../../providers/provider.js';
import { configurationOf } from '../object-state.js';
import { placeDiagnostics } from '../context.js';
import { actionTypeMissing, actionUnknown, triggerUnknown } from '../action-diagnostics.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody, type Decoded } from '../evaluate/body.js';
import type { Instance } from '../walk/expand.js';
import type { InstanceScope } from '../walk/values.js';
import { validateValue } from '../validate/schema.js';
import type { PlanningWalk } from '../walk/walk.js';
import { triggerHolds, instanceKey } from './triggers.js';

/** The events that a change consists of, in Terraform's terms. */
export function eventsOf(change: ResourceChange): ReadonlySet<ActionEvent> {
  const { action } = change;
  const events = new Set<ActionEvent>();
  if (action === 'create' || isReplace(action)) events.add('before_create').add('after_create');
  if (action === 'update') events.add('before_update').add('after_update');
  if (action === 'delete' || isReplace(action)) events.add('before_destroy').add('after_destroy');
  return events;
}

/**
 * Plans the actions triggered by the changes to these instances of a resource. False if one of them cannot be planned.
 */
export async function planTriggers(
  walk: PlanningWalk,
  resource: ResourceConfiguration,
  instances: readonly Instance[],
): Promise<boolean> {
  const changes = new Map<string, ResourceChange>();
  for (const change of walk.changes.get(resource.key) ?? [])
    if (change.deposed === undefined) changes.set(formatKey(change.key), change);
  let ok = true;
  for (const { key, each } of instances) {
    const change = changes.get(formatKey(key));
    if (change === undefined) continue;
    ok = (await planTriggersOf(walk, resource, change, each === undefined ? { key } : { key, each })) && ok;
  }
  return ok;
}

/** Plans the actions triggered by one change. False if one of them cannot be planned. */
export async function planTriggersOf(
  walk: PlanningWalk,
  resource: ResourceConfiguration,
  change: ResourceChange,
  scope: InstanceScope,
): Promise<boolean> {
  return planTriggersAt(walk, resource, { address: change.address, events: eventsOf(change), change }, scope);
}

/** The scope of an instance whose key is known but whose `each.value` is not. */
export const forgottenEach = (key: InstanceKey): InstanceScope =>
  typeof key === 'string' ? { key, each: UNKNOWN } : { key };

/** An event of a resource instance, in this plan or in an earlier run. */
interface Happening {
  readonly address: string;
  readonly events: ReadonlySet<ActionEvent>;
  readonly change?: ResourceChange;
}

/**
 * Plans the actions triggered by an event. `owed`: the event happened in an earlier run, which ended before it invoked
 * them.
 */
export async function planTriggersAt(
  walk: PlanningWalk,
  resource: ResourceConfiguration,
  happening: Happening,
  scope: InstanceScope,
  owed = false,
): Promise<boolean> {
  let ok = true;
  for (const [block, trigger] of resource.lifecycle.actionTriggers.entries()) {
    const events = trigger.events.filter((event) => happening.events.has(event));
    if (events.length === 0) continue;
    const { holds, diagnostics } = triggerHolds(trigger, walk.values, resource, scope);
    if (complain(walk, diagnostics)) {
      ok = false;
      continue;
    }
    if (holds === false) continue;
    for (const event of events) {
      if (holds === undefined && isDestroyEvent(event)) {
        complain(walk, [triggerUnknown(resource, trigger, event)]);
        ok = false;
        continue;
      }
      for (const [index, reference] of trigger.actions.entries()) {
        const cause = { kind: 'lifecycle', resource: happening.address, event, block, index } as const;
        ok = (await planReference(walk, reference, scope, cause, happening.change, owed)) && ok;
      }
    }
  }
  return ok;
}

async function planReference(
  walk: PlanningWalk,
  reference: ActionReference,
  scope: InstanceScope,
  cause: ActionTriggerCause,
  change: ResourceChange | undefined,
  owed: boolean,
): Promise<boolean> {
  const found = instanceKey(reference, walk.values, scope);
  if ('problems' in found) return !complain(walk, found.problems);
  const action = walk.values.module.actions.get(reference.action);
  if (action === undefined) throw new Error(`${reference.action} is not in the configuration`);
  return planInvocation(walk, action, found.key, cause, change, owed);
}

/** Adds diagnostics; true if they include errors. */
function complain(walk: PlanningWalk, diagnostics: readonly Diagnostic[]): boolean {
  walk.diagnostics.push(...diagnostics);
  return hasErrors(diagnostics);
}

/**
 * Plans one invocation of one instance of an action in the module that the walk is in. `change` is the change that triggers it, if any. False if it
 * cannot be planned.
 */
export async function planInvocation(
  walk: PlanningWalk,
  action: ActionConfiguration,
  key: InstanceKey,
  trigger: ActionTriggerCause,
  change?: ResourceChange,
  owed = false,
): Promise<boolean> {
  const { provider, diagnostics } = await walk.providers.forResource(action);
  if (complain(walk, diagnostics) || provider === undefined) return false;
  const { type } = action.address;
  const schema = provider.schemas.action(type);
  const ability = provider.abilities.actions;
  if (schema === undefined || ability === undefined)
    return !complain(walk, [actionTypeMissing(action, provider.schemas)]);
  const address = { ...action.address, module: walk.values.instance };
  const scope = walk.actions.scope(action, walk.values, key);
  if ('problems' in scope) return !complain(walk, scope.problems);
  const told = withOldObject(walk, trigger, change, () =>
    tell(walk, action, invocationAddress({ action: address, key }), schema, scope),
  );
  const problems = [...told.diagnostics, ...tooEarly(action, told, trigger)];
  const found = hasErrors(problems) ? problems : [...problems, ...(await askProvider(walk, ability, action, told))];
  const placed = found.map((diagnostic) => ({ ...originOf(action), ...diagnostic }));
  if (complain(walk, placed)) return false;
  walk.invocations.push({
    action: address,
    key,
    provider: configurationOf(provider.schemas.source, action.provider),
    config: markSensitiveAttributes(told.value, schema.block),
    trigger,
    ...(owed ? { owed } : {}),
    ...originOf(action),
  });
  return true;
}

/** The configuration of an action, as far as it is known. */
interface Told extends Decoded {
  readonly address: string;
}

function tell(
  walk: PlanningWalk,
  action: ActionConfiguration,
  address: string,
  { block }: Schema,
  instance: InstanceScope,
): Told {
  const { value, diagnostics } = decodeBody(action.body, block, walk.values.scope(instance), address);
  if (hasErrors(diagnostics)) return { address, value, diagnostics };
  const limits = validateValue(value, block, address, action);
  return { address, value, diagnostics: [...diagnostics, ...limits] };
}

/** Invocations at the user's request, and those around a destroy, must have a known configuration during planning. */
function tooEarly(action: ActionConfiguration, { address, value }: Told, trigger: ActionTriggerCause): Diagnostic[] {
  if (trigger.kind === 'lifecycle' && !isDestroyEvent(trigger.event)) return [];
  return isWhollyKnown(unmarkDeep(value)) ? [] : [actionUnknown(action, address, trigger)];
}

async function askProvider(
  walk: PlanningWalk,
  ability: Actions,
  action: ActionConfiguration,
  { address, value }: Told,
): Promise<readonly Diagnostic[]> {
  const request = { type: action.address.type, config: unmarkDeep(value) };
  const found: Diagnostic[] = [];
  for (const duty of ['validate', 'plan'] as const) {
    const { diagnostics } = await walk.limit(() => ability[duty](request));
    found.push(...placeDiagnostics(diagnostics, address, action));
    if (hasErrors(found)) break;
  }
  return found;
}

const originOf = ({ origin }: ActionConfiguration): Pick<ActionConfiguration, 'origin'> =>
  origin === undefined ? {} : { origin };

/** For a destroy event of a replacement, evaluates the configuration with the old object instead of the new one. */
function withOldObject(
  { values }: PlanningWalk,
  trigger: ActionTriggerCause,
  change: ResourceChange | undefined,
  decode: () => Told,
): Told {
  if (change === undefined || trigger.kind === 'invoke') return decode();
  if (!isDestroyEvent(trigger.event) || !isReplace(change.action)) return decode();
  values.set(change.resourceKey, change.key, change.before);
  try {
    return decode();
  } finally {
    values.set(change.resourceKey, change.key, change.after);
  }
}
