import {
  eventWord,
  localAction,
  formatKey,
  invocationAddress,
  parseActionAddress,
  type ActionInvocation,
  type ActionRunEvent,
  type ActionTriggerCause,
  type Event,
  type JsonObject,
} from '../../model/index.js';
import { resourceJson, impliedProvider } from './message-words.js';

/** One of Terraform's messages about an action: its text, its type, and its data. */
export interface ActionMessage {
  readonly text: string;
  readonly type: string;
  readonly payload: JsonObject;
}

/** Messages about a running action. */
export function runMessage(event: Extract<Event, ActionRunEvent>): ActionMessage {
  const { address, trigger } = event;
  const [from, started] =
    trigger.kind === 'invoke'
      ? ['', '']
      : [`${trigger.resource} (${trigger.block}): `, `${trigger.resource}.trigger[${trigger.block}]: `];
  const hook = { action: actionJson(address), ...triggerJson(trigger) };
  switch (event.type) {
    case 'action-start':
      return { text: `${started}Action started: ${address}`, type: 'action_start', payload: { hook } };
    case 'action-progress': {
      const { message } = event;
      return {
        text: `${from}${address} - ${message}`,
        type: 'action_progress',
        payload: { hook: { ...hook, message } },
      };
    }
    case 'action-complete':
      return { text: `${from}Action complete: ${address}`, type: 'action_complete', payload: { hook } };
    case 'action-errored': {
      const { error } = event;
      const text = `${from}Action errored: ${address} - ${error}`;
      return { text, type: 'action_errored', payload: { hook: { ...hook, error } } };
    }
  }
}

/** The messages of a plan about an action that will be invoked. */
export function plannedMessage({ trigger, ...invocation }: ActionInvocation): ActionMessage {
  const address = invocationAddress(invocation);
  return {
    text: `planned action invocation: ${address}`,
    type: 'planned_action_invocation',
    payload: { invocation: { action_addr: actionJson(address), ...plannedTriggerJson(trigger) } },
  };
}

function actionJson(text: string): JsonObject {
  const parsed = parseActionAddress(text);
  if (parsed === undefined) throw new Error(`${text} is not the address of an action`);
  const { address, key } = parsed;
  return {
    addr: text,
    module: address.module,
    action: localAction(address) + formatKey(key),
    implied_provider: impliedProvider(address.type),
    action_type: address.type,
    action_name: address.name,
    action_key: key ?? null,
  };
}

/** Why an action runs, in messages about it. */
function triggerJson(trigger: ActionTriggerCause): JsonObject {
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
function plannedTriggerJson(trigger: ActionTriggerCause): JsonObject {
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
