import {
  addressIn,
  formatKey,
  parseAddress,
  splitModule,
  type InstanceKey,
  type ProviderConfigAddress,
} from './address.js';
import type { Origin } from './diagnostic.js';
import type { Value } from './value.js';

/** Moments in a resource's life at which actions can be invoked. */
export const ACTION_EVENTS = [
  'before_create',
  'after_create',
  'before_update',
  'after_update',
  'before_destroy',
  'after_destroy',
] as const;

export type ActionEvent = (typeof ACTION_EVENTS)[number];

export const isBefore = (event: ActionEvent): boolean => event.startsWith('before_');
export const isDestroyEvent = (event: ActionEvent): boolean => event.endsWith('_destroy');

export interface ActionAddress {
  /** The module, or the instance of one; empty for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
}

/** `action.conductor_execution.backup`, inside its module. */
export const localAction = ({ type, name }: Omit<ActionAddress, 'module'>): string => `action.${type}.${name}`;

/** `module.m.action.conductor_execution.backup` */
export const formatAction = (address: ActionAddress): string => addressIn(address.module, localAction(address));

/** `action.conductor_execution.backup["eu"]`; the key is undefined for an action as a whole. */
export function parseActionAddress(
  text: string,
): { readonly address: ActionAddress; readonly key: InstanceKey } | undefined {
  const { module, local } = splitModule(text);
  if (!local.startsWith('action.')) return undefined;
  const parsed = parseAddress(local.slice('action.'.length));
  if (parsed === undefined || parsed.resource.module !== '' || parsed.resource.mode !== 'managed') return undefined;
  return { address: { module, type: parsed.resource.type, name: parsed.resource.name }, key: parsed.key };
}

/** An event of a resource that triggers an action. */
export interface LifecycleCause {
  readonly kind: 'lifecycle';
  /** Instance address. */
  readonly resource: string;
  readonly event: ActionEvent;
  /** Index of the `action_trigger` block of the resource, and of the action in it. */
  readonly block: number;
  readonly index: number;
}

/** Why an action is invoked: on request, or by an event of a resource. */
export type ActionTriggerCause = { readonly kind: 'invoke' } | LifecycleCause;

/** An action whose event has occurred but which has not been invoked yet. */
export interface DueAction {
  /** Of the action's instance. */
  readonly address: string;
  readonly trigger: LifecycleCause;
}

/** A key that is unique among due actions. */
export const dueKey = ({ resource, event, block, index }: LifecycleCause): string =>
  `${event} ${block} ${index} ${resource}`;

/** One action that apply will invoke. */
export interface ActionInvocation {
  readonly action: ActionAddress;
  readonly key: InstanceKey;
  readonly provider: ProviderConfigAddress;
  /** Including marks; unknown until apply where needed. */
  readonly config: Value;
  readonly trigger: ActionTriggerCause;
  /** Its event occurred in an earlier run, which ended before the action was invoked. */
  readonly owed?: true;
  readonly origin?: Origin;
}

export const invocationAddress = ({ action, key }: Pick<ActionInvocation, 'action' | 'key'>): string =>
  formatAction(action) + formatKey(key);
