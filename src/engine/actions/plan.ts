import {
  formatKey,
  isDestroyEvent,
  isReplace,
  isWhollyKnown,
  unmarkDeep,
  type ActionConfiguration,
  type ActionEvent,
  type ActionTriggerCause,
  type Diagnostic,
  type InstanceKey,
  type ResourceChange,
  type ResourceConfiguration,
} from '../../model/index.js';
import { placeDiagnostics } from '../context.js';
import { actionTypeMissing, actionUnknown, triggerUnknown } from './diagnostics.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { decodeBody, type Decoded } from '../evaluate/body.js';
import type { Instance } from '../plan/expand.js';
import { failed, type InstanceScope } from '../plan/values.js';
import type { Walk } from '../plan/walk.js';
import { conditionHolds, instanceKey } from './evaluate.js';

/** Which events a change is; the words are Terraform's. */
function eventsOf(change: ResourceChange): ReadonlySet<ActionEvent> {
  const { action } = change;
  const events = new Set<ActionEvent>();
  if (action === 'create' || isReplace(action)) events.add('before_create').add('after_create');
  if (action === 'update') events.add('before_update').add('after_update');
  if (action === 'delete' || isReplace(action)) events.add('before_destroy').add('after_destroy');
  return events;
}

/** The actions that what is planned for these instances of a resource triggers. False when one of them can not be planned. */
export async function planTriggers(
  walk: Walk,
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

/** The actions that one change triggers. */
export async function planTriggersOf(
  walk: Walk,
  resource: ResourceConfiguration,
  change: ResourceChange,
  scope: InstanceScope,
): Promise<boolean> {
  const happening = eventsOf(change);
  const before = walk.diagnostics.length;
  for (const [block, trigger] of resource.lifecycle.actionTriggers.entries()) {
    const events = trigger.events.filter((event) => happening.has(event));
    if (events.length === 0) continue;
    const { holds, diagnostics } = conditionHolds(trigger, walk.values, resource, scope);
    walk.diagnostics.push(...diagnostics);
    if (failed(diagnostics) || holds === false) continue;
    for (const event of events) {
      if (holds === undefined && isDestroyEvent(event)) {
        walk.diagnostics.push(triggerUnknown(resource, trigger, event));
        continue;
      }
      for (const [index, reference] of trigger.actions.entries()) {
        const found = instanceKey(reference, walk.values, scope);
        if ('problems' in found) {
          walk.diagnostics.push(...found.problems);
          continue;
        }
        const action = walk.context.configuration.actions.get(reference.action)!;
        const cause = { kind: 'lifecycle', resource: change.address, event, block, index } as const;
        await planInvocation(walk, action, found.key, cause, change);
      }
    }
  }
  return !failed(walk.diagnostics.slice(before));
}

/** Plans one invocation of one instance of an action. `change` is what triggers it, if anything does. */
export async function planInvocation(
  walk: Walk,
  action: ActionConfiguration,
  key: InstanceKey,
  trigger: ActionTriggerCause,
  change?: ResourceChange,
): Promise<void> {
  const { provider, diagnostics } = await walk.providers.forResource(action);
  walk.diagnostics.push(...diagnostics);
  if (provider === undefined || failed(diagnostics)) return;
  const { type } = action.address;
  const schema = provider.schemas.action(type);
  const ability = provider.abilities.actions;
  if (schema === undefined || ability === undefined) {
    walk.diagnostics.push(actionTypeMissing(action, provider.schemas));
    return;
  }
  const scope = walk.actions.scope(action, key);
  if ('problems' in scope) {
    walk.diagnostics.push(...scope.problems);
    return;
  }
  const address = action.key + formatKey(key);
  const found: Diagnostic[] = [];
  const decoded = withOldObject(walk, trigger, change, () =>
    decodeBody(action.body, schema.block, walk.values.scope(scope), address),
  );
  found.push(...decoded.diagnostics);
  if (!failed(found)) {
    const owner = { address, source: action.body.source, ...originOf(action) };
    found.push(...walk.validator.validateValue(decoded.value, schema.block, owner));
  }
  const config = unmarkDeep(decoded.value);
  const early = trigger.kind === 'invoke' || isDestroyEvent(trigger.event);
  if (!failed(found) && early && !isWhollyKnown(config)) found.push(actionUnknown(action, address, trigger));
  for (const duty of ['validate', 'plan'] as const) {
    if (failed(found)) break;
    const response = await ability[duty]({ type, config });
    found.push(...placeDiagnostics(response.diagnostics, address, action));
  }
  walk.diagnostics.push(...found.map((diagnostic) => ({ ...originOf(action), ...diagnostic })));
  if (failed(found)) return;
  const { source } = provider.schemas;
  const { alias } = action.provider;
  walk.invocations.push({
    action: action.address,
    key,
    provider: alias === undefined ? { source } : { source, alias },
    config: markSensitiveAttributes(decoded.value, schema.block),
    trigger,
    ...originOf(action),
  });
}

const originOf = ({ origin }: ActionConfiguration): Pick<ActionConfiguration, 'origin'> =>
  origin === undefined ? {} : { origin };

/** What an action is told about the end of an object that is replaced is what the old object was, not what the new one will be. */
function withOldObject(
  { values }: Walk,
  trigger: ActionTriggerCause,
  change: ResourceChange | undefined,
  decode: () => Decoded,
): Decoded {
  if (change === undefined || trigger.kind === 'invoke') return decode();
  if (!isDestroyEvent(trigger.event) || !isReplace(change.action)) return decode();
  values.set(change.resourceKey, change.key, change.before);
  try {
    return decode();
  } finally {
    values.set(change.resourceKey, change.key, change.after);
  }
}
