import type { ActionReason, Path, Value } from '../../model/index.js';
import { sameWithoutMarks } from './marks.js';
import { isNull } from './parts.js';

/** Why a replacement is wanted whatever the provider says. */
export type Forced = 'tainted' | 'requested' | 'triggered' | 'removed-with';

export interface DecisionInput {
  /** The object as last refreshed, null when there is none. The object itself also when it is tainted. */
  readonly prior: Value;
  /** What the provider planned; null when the object is to go. */
  readonly planned: Value;
  /** As filtered by `effectiveReplacePaths`. */
  readonly replacePaths: readonly Path[];
  readonly forced?: Forced | undefined;
  /** What is sensitive in the plan differs from what state remembers. */
  readonly marksDiffer?: boolean;
}

/** `replace` is one word here: in which order its halves run is not decided by the difference. */
export interface Decision {
  readonly kind: 'no-op' | 'create' | 'update' | 'delete' | 'replace';
  readonly reason?: ActionReason;
  /** An update of marks in state alone: the provider is not called. */
  readonly marksOnly?: true;
}

const FORCED: Readonly<Record<Forced, ActionReason>> = {
  tainted: 'replace_because_tainted',
  requested: 'replace_by_request',
  triggered: 'replace_by_triggers',
  // Terraform has no word for it; what triggers it is the parent.
  'removed-with': 'replace_by_triggers',
};

/** The differences as one action, and why. */
export function decideAction(input: DecisionInput): Decision {
  const { prior, planned } = input;
  if (isNull(prior)) return { kind: isNull(planned) ? 'no-op' : 'create' };
  if (isNull(planned)) return { kind: 'delete' };
  if (input.forced !== undefined) return { kind: 'replace', reason: FORCED[input.forced] };
  if (input.replacePaths.length > 0) return { kind: 'replace', reason: 'replace_because_cannot_update' };
  if (!sameWithoutMarks(prior, planned)) return { kind: 'update' };
  return input.marksDiffer === true ? { kind: 'update', marksOnly: true } : { kind: 'no-op' };
}
