import type { ResourceChange } from './change.js';

/** Drift that a rule in `drift.json` ignores: an object, or some attributes of one. */
export interface IgnoredDrift {
  /** Only what is ignored: other differences of the object are left out. */
  readonly change: ResourceChange;
  readonly reason: string;
  /** The last day of the rule: `2027-01-31`. */
  readonly until: string;
}
