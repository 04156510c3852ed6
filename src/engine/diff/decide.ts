import type { ActionReason, Path, Value } from '../../model/index.js';
import { sameWithoutMarks } from './marks.js';
import { isNull } from './parts.js';

/** Why an object is replaced regardless of the provider's plan. */
export type Forced = 'tainted' | 'requested' | 'triggered' | 'removed-with';

export interface DecisionInput {
  /** The object as last refreshed, even if it is tainted; null if there is none. */
  readonly prior: Value;
  /** The object the provider planned; null for a deletion. */
  readonly planned: Value;
  /** As filtered by `effectiveReplacePaths`. */
  readonly replacePaths: readonly Path[];
  readonly forced?: Forced | undefined;
  /** The sensitive paths in the plan differ from those in state. */
  readonly marksDiffer?: boolean;
}

/** `replace` does not say in which order the object is created and deleted; the difference does not determine that. */
export interface Decision {
  readonly kind: 'no-op' | 'create' | 'update' | 'delete' | 'replace';
  readonly reason?: ActionReason;
  /** An update of marks in state only: the provider is not called. */
  readonly marksOnly?: true;
}

const FORCED: Readonly<Record<Forced, ActionReason>> = {
  tainted: 'replace_because_tainted',
  requested: 'replace_by_request',
  triggered: 'replace_by_triggers',
  // Terraform has no such reason; here, the replaced parent is the trigger.
  'removed-with': 'replace_by_triggers',
};

/** Reduces the differences to one action and its reason. */
export function decideAction(input: DecisionInput): Decision {
  const { prior, planned } = input;
  if (isNull(prior)) return { kind: isNull(planned) ? 'no-op' : 'create' };
  if (isNull(planned)) return { kind: 'delete' };
  if (input.forced !== undefined) return { kind: 'replace', reason: FORCED[input.forced] };
  if (input.replacePaths.length > 0) return { kind: 'replace', reason: 'replace_because_cannot_update' };
  if (!sameWithoutMarks(prior, planned)) return { kind: 'update' };
  return input.marksDiffer === true ? { kind: 'update', marksOnly: true } : { kind: 'no-op' };
}
