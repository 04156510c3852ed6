import type { Construct } from 'constructs';
import type { ActionEvent } from '../model/index.js';
import type { Action } from './action.js';
import { Bare } from './bare.js';
import { refuseUnknownOptions } from './options.js';
import type { AnyReference, Input } from './reference.js';
import { fieldOf, type Fields } from './shape.js';

/** A dependency of a resource: a construct (with everything in it), a reference, or an address. */
export type DependsOn = Construct | AnyReference | string;

export interface Condition {
  /** The message is shown when this is false. */
  readonly condition: Input<boolean> | string;
  readonly errorMessage: Input<string>;
}

export interface Lifecycle {
  /** Whether the object exists. If it does not, references to it are null. Not together with `count` and `forEach`. */
  readonly enabled?: Input<boolean> | string | undefined;
  /** On replacement, create the new object before the old one is destroyed. */
  readonly createBeforeDestroy?: boolean | undefined;
  /** Refuse every plan that would destroy the object. */
  readonly preventDestroy?: boolean | undefined;
  /** Attributes whose changes in the program do not change the object; `all` for all attributes. */
  readonly ignoreChanges?: 'all' | readonly string[] | undefined;
  /** Resources and attributes whose changes replace this resource. */
  readonly replaceTriggeredBy?: readonly (Construct | AnyReference | string)[] | undefined;
  readonly precondition?: readonly Condition[] | undefined;
  readonly postcondition?: readonly Condition[] | undefined;
  /** Actions to invoke on changes of the object. */
  readonly actionTriggers?: readonly ActionTrigger[] | undefined;
}

export interface ActionTrigger {
  /** Events such as `after_create` and `before_update`. */
  readonly events: readonly ActionEvent[];
  /** The actions are invoked only if this is true. Default: true. */
  readonly condition?: Input<boolean> | string | undefined;
  /** Invoked in order. Use `instance(key)` for an action with instances. */
  readonly actions: readonly (Action | string)[];
}

const OPTIONS = [
  'enabled',
  'createBeforeDestroy',
  'preventDestroy',
  'ignoreChanges',
  'replaceTriggeredBy',
  'precondition',
  'postcondition',
  'actionTriggers',
];

/** Refuses unknown options, including those of conditions and triggers. */
export function checkLifecycle(construct: Construct, lifecycle: Lifecycle): void {
  refuseUnknownOptions(construct, lifecycle, OPTIONS, 'lifecycle.');
  checkConditions(construct, [...(lifecycle.precondition ?? []), ...(lifecycle.postcondition ?? [])]);
  for (const trigger of lifecycle.actionTriggers ?? []) {
    refuseUnknownOptions(construct, trigger, ['events', 'condition', 'actions'], 'actionTriggers.');
  }
}

export function checkConditions(construct: Construct, conditions: readonly Condition[]): void {
  for (const condition of conditions) {
    refuseUnknownOptions(construct, condition, ['condition', 'errorMessage'], 'condition.');
  }
}

/** The `action_trigger` blocks; undefined if there are none. */
export function triggerBlocks({
  actionTriggers = [],
}: Lifecycle): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (actionTriggers.length === 0) return undefined;
  return actionTriggers.map(({ events, condition, actions }) => ({
    events,
    condition,
    actions: actions.map((action) => new Bare(action)),
  }));
}

/** Conditions added to a resource after its construction. */
export interface AddedConditions {
  readonly pre: readonly Condition[];
  readonly post: readonly Condition[];
}

/** The `lifecycle` block, or undefined if it is empty. `bare` writes a reference without `${}`. */
export function lifecycleBlock(
  lifecycle: Lifecycle,
  added: AddedConditions,
  fields: Fields | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { ignoreChanges } = lifecycle;
  const preconditions = [...(lifecycle.precondition ?? []), ...added.pre];
  const postconditions = [...(lifecycle.postcondition ?? []), ...added.post];
  const block = {
    enabled: lifecycle.enabled,
    create_before_destroy: lifecycle.createBeforeDestroy,
    prevent_destroy: lifecycle.preventDestroy,
    // A string is a template in most places of the language, but this one is a keyword.
    ignore_changes: ignoreChanges === 'all' ? 'all' : ignoreChanges?.map((path) => nativePath(path, fields)),
    replace_triggered_by: lifecycle.replaceTriggeredBy?.map((trigger) => new Bare(trigger)),
    precondition: preconditions.length === 0 ? undefined : preconditions.map(conditionBlock),
    postcondition: postconditions.length === 0 ? undefined : postconditions.map(conditionBlock),
  };
  return Object.values(block).some((value) => value !== undefined) ? block : undefined;
}

export function conditionBlock(condition: Condition): Readonly<Record<string, unknown>> {
  return { condition: condition.condition, error_message: condition.errorMessage };
}

/** The path with the names of the language: `displayName` becomes `display_name`. */
function nativePath(path: string, fields: Fields | undefined): string {
  if (fields === undefined) return path;
  const [, first, rest] = /^([\w-]+)(.*)$/s.exec(path) ?? [];
  return first === undefined ? path : `${fieldOf(fields, first)?.name ?? first}${rest}`;
}
