/** What a finding of a policy means for a plan. `mandatory`: it is not applied. `needs-approval`: only if a person approves it. */
export const POLICY_LEVELS = ['advisory', 'needs-approval', 'mandatory'] as const;

export type PolicyLevel = (typeof POLICY_LEVELS)[number];

/** What a policy objects to, without secrets. */
export interface PolicyFinding {
  /** Name of the policy. */
  readonly policy: string;
  readonly level: PolicyLevel;
  readonly message: string;
  /** What to do about it. */
  readonly remediation?: string;
  /** Empty in a plain folder. */
  readonly stack: string;
  /** Absent if it is about the whole stack, or the whole plan. */
  readonly address?: string;
  /** The user's own line: `main.ts:14:3`. */
  readonly location?: string;
}
