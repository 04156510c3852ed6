import {
  eventWord,
  formatAction,
  formatKey,
  isReplace,
  parseActionAddress,
  parseAddress,
  type Action,
  type ActionTriggerCause,
  type JsonObject,
  type ResourceChange,
} from '../../model/index.js';

/** Terraform's words in JSON messages; some differ from those of the plan's JSON. */

export function actionWord(action: Action): string {
  if (isReplace(action)) return 'replace';
  return action === 'forget' ? 'remove' : action === 'no-op' ? 'noop' : action;
}

export function changeWord(change: ResourceChange): string {
  if (change.action !== 'no-op') return actionWord(change.action);
  if (change.importing !== undefined) return 'import';
  return change.previousAddress === undefined ? 'noop' : 'move';
}

export function reasonWord({ reason }: ResourceChange): string | undefined {
  switch (reason) {
    case 'replace_because_tainted':
      return 'tainted';
    case 'replace_by_request':
      return 'requested';
    case 'replace_by_triggers':
      return 'replace_triggered_by';
    case 'replace_because_cannot_update':
      return 'cannot_update';
    default:
      return reason;
  }
}

export function resourceJson(text: string): JsonObject {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address`);
  const { resource, key } = parsed;
  return {
    addr: text,
    module: resource.module,
    resource: resource.module === '' ? text : text.slice(resource.module.length + 1),
    implied_provider: resource.type.split('_')[0]!,
    resource_type: resource.type,
    resource_name: resource.name,
    resource_key: key ?? null,
  };
}

export function actionJson(text: string): JsonObject {
  const parsed = parseActionAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address of an action`);
  const { address, key } = parsed;
  return {
    addr: text,
    module: '',
    action: formatAction(address) + formatKey(key),
    implied_provider: address.type.split('_')[0]!,
    action_type: address.type,
    action_name: address.name,
    action_key: key ?? null,
  };
}

/** Why an action runs, in messages about it. */
export function triggerJson(trigger: ActionTriggerCause): JsonObject {
  if (trigger.kind === 'invoke') return { invoke: {} };
  return {
    lifecycle: {
      resource: resourceJson(trigger.resource),
      trigger_index: trigger.block,
      actions_index: trigger.index,
      trigger_event: eventWord(trigger.event),
    },
  };
}

/** Why an action will be invoked, in messages about a plan. */
export function plannedTriggerJson(trigger: ActionTriggerCause): JsonObject {
  if (trigger.kind === 'invoke') return { action_trigger: {} };
  return {
    lifecycle_trigger: {
      triggering_resource: resourceJson(trigger.resource),
      triggering_event: eventWord(trigger.event),
      action_trigger_block_index: trigger.block,
      actions_list_index: trigger.index,
    },
  };
}
