import { formatKey, parseAddress, type InstanceKey, type ProviderSource } from './address.js';
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
  readonly type: string;
  readonly name: string;
}

/** `action.conductor_execution.backup` */
export const formatAction = ({ type, name }: ActionAddress): string => `action.${type}.${name}`;

/** `action.conductor_execution.backup["eu"]`; the key is undefined for an action as a whole. */
export function parseActionAddress(
  text: string,
): { readonly address: ActionAddress; readonly key: InstanceKey } | undefined {
  if (!text.startsWith('action.')) return undefined;
  const parsed = parseAddress(text.slice('action.'.length));
  if (parsed === undefined || parsed.resource.module !== '' || parsed.resource.mode !== 'managed') return undefined;
  return { address: { type: parsed.resource.type, name: parsed.resource.name }, key: parsed.key };
}

/** Something happens to a resource, which triggers an action. */
export interface LifecycleCause {
  readonly kind: 'lifecycle';
  /** Instance address. */
  readonly resource: string;
  readonly event: ActionEvent;
  /** Which `action_trigger` block of the resource, and which of its actions. */
  readonly block: number;
  readonly index: number;
}

/** Why an action is invoked: somebody asked for it, or something happens to a resource. */
export type ActionTriggerCause = { readonly kind: 'invoke' } | LifecycleCause;

/** An action whose event has come to pass, and which is not invoked yet. */
export interface DueAction {
  /** Of the action's instance. */
  readonly address: string;
  readonly trigger: LifecycleCause;
}

/** What tells due actions apart. */
export const dueKey = ({ resource, event, block, index }: LifecycleCause): string =>
  `${event} ${block} ${index} ${resource}`;

/** One action that apply will invoke. */
export interface ActionInvocation {
  readonly action: ActionAddress;
  readonly key: InstanceKey;
  readonly provider: { readonly source: ProviderSource; readonly alias?: string };
  /** Marks included; unknown where only apply can tell. */
  readonly config: Value;
  readonly trigger: ActionTriggerCause;
  /** Its event came to pass in an earlier run, which ended before the action was invoked. */
  readonly owed?: true;
  readonly origin?: Origin;
}

export const invocationAddress = ({ action, key }: Pick<ActionInvocation, 'action' | 'key'>): string =>
  formatAction(action) + formatKey(key);
