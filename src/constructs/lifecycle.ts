import type { Construct } from 'constructs';
import type { AnyReference, Input } from './reference.js';
import { fieldOf, type Fields } from './shape.js';

/** What a resource can wait for: a construct (with everything in it), a reference, or an address. */
export type DependsOn = Construct | AnyReference | string;

export interface Condition {
  /** The message is shown when this is false. */
  readonly condition: Input<boolean> | string;
  readonly errorMessage: Input<string>;
}

export interface Lifecycle {
  /** On replacement, make the new object before the old one is destroyed. */
  readonly createBeforeDestroy?: boolean | undefined;
  /** Refuse every plan that would destroy the object. */
  readonly preventDestroy?: boolean | undefined;
  /** Attributes whose changes in the program leave the object alone; `all` for every one. */
  readonly ignoreChanges?: 'all' | readonly string[] | undefined;
  /** Resources and attributes whose change replaces this resource. */
  readonly replaceTriggeredBy?: readonly (Construct | AnyReference | string)[] | undefined;
  readonly precondition?: readonly Condition[] | undefined;
  readonly postcondition?: readonly Condition[] | undefined;
}

/** Conditions added to a resource after it was made. */
export interface AddedConditions {
  readonly pre: readonly Condition[];
  readonly post: readonly Condition[];
}

/** The `lifecycle` block, or undefined when it says nothing. `bare` writes a reference without `${}`. */
export function lifecycleBlock(
  lifecycle: Lifecycle,
  added: AddedConditions,
  fields: Fields | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { ignoreChanges } = lifecycle;
  const preconditions = [...(lifecycle.precondition ?? []), ...added.pre];
  const postconditions = [...(lifecycle.postcondition ?? []), ...added.post];
  const block = {
    create_before_destroy: lifecycle.createBeforeDestroy,
    prevent_destroy: lifecycle.preventDestroy,
    // A string would be read as a template in most places of the language; here it is the keyword itself.
    ignore_changes: ignoreChanges === 'all' ? 'all' : ignoreChanges?.map((path) => nativePath(path, fields)),
    replace_triggered_by: lifecycle.replaceTriggeredBy?.map((trigger) => new Bare(trigger)),
    precondition: preconditions.length === 0 ? undefined : preconditions.map(conditionBlock),
    postcondition: postconditions.length === 0 ? undefined : postconditions.map(conditionBlock),
  };
  return Object.values(block).some((value) => value !== undefined) ? block : undefined;
}

const BRAND = Symbol.for('landform.bare');

/** A reference that the language wants without `${}` around it: in `depends_on`, `replace_triggered_by`, `provider`. */
export class Bare {
  readonly target: unknown;
  constructor(target: unknown) {
    this.target = target;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static isBare(value: object): value is Bare {
    return BRAND in value;
  }
}

export function conditionBlock(condition: Condition): Readonly<Record<string, unknown>> {
  return { condition: condition.condition, error_message: condition.errorMessage };
}

/** The path with the names the language has: `displayName` is `display_name`. */
function nativePath(path: string, fields: Fields | undefined): string {
  if (fields === undefined) return path;
  const [, first, rest] = /^([\w-]+)(.*)$/s.exec(path) ?? [];
  return first === undefined ? path : `${fieldOf(fields, first)?.name ?? first}${rest}`;
}
