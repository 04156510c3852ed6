import type { ResourceChange } from './change.js';

/** Why something waits for a later apply, in Terraform's words. */
export const DEFERRED_REASONS = ['instance_count_unknown', 'provider_config_unknown', 'deferred_prereq'] as const;

export type DeferredReason = (typeof DEFERRED_REASONS)[number];

export const DEFERRED_KINDS = ['resource', 'module', 'output', 'check'] as const;

/** Something that is planned again after this plan has been applied, because it cannot be planned completely before. */
export interface Deferred {
  readonly kind: (typeof DEFERRED_KINDS)[number];
  /** With `[*]` in place of a key that is not known yet. */
  readonly address: string;
  readonly reason: DeferredReason;
  /** The addresses of what comes first: changes of this plan, or others that wait. Of very many, only some. */
  readonly waitsFor: readonly string[];
  /** For a resource or one of its instances, what is known of the change. */
  readonly change?: ResourceChange;
}

/** In place of an instance key that is not known yet. */
export const UNKNOWN_KEY = '[*]';

/** Whether the instances of a resource or module call are unknown, and not only those of a module around it. */
export const hasUnknownKey = ({ address }: Pick<Deferred, 'address'>): boolean => address.endsWith(UNKNOWN_KEY);
