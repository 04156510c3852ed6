import type { ActionInvocation } from './action.js';
import type { OutputChange, ResourceChange } from './change.js';
import type { ObjectRef } from './journal-entry.js';
import type { ObjectState, State } from './state.js';
import type { Step } from './step.js';
import type { Value } from './value.js';

/** `invoke`: one action is invoked with what state remembers, and nothing else is done. */
export const PLAN_MODES = ['normal', 'destroy', 'refresh-only', 'invoke'] as const;

export type PlanMode = (typeof PLAN_MODES)[number];

/** The Plan: everything apply needs to know, and everything a reviewer wants to see. */
export interface Plan {
  readonly mode: PlanMode;
  /** RFC 3339. */
  readonly timestamp: string;
  /** Without ephemeral variables that were given a value. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Names of the ephemeral variables that were given a value: apply has to be given them again. */
  readonly ephemeral: readonly string[];
  /** One per object, sorted by address, no-ops included. */
  readonly changes: readonly ResourceChange[];
  /** Differences between the state and what refresh found. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Those asked for first, then by the resource that triggers them, in the order they are invoked there. */
  readonly invocations: readonly ActionInvocation[];
  /** What apply does, each step with what it waits for. */
  readonly steps: readonly Step[];
  /** The state after refresh, from which the changes were computed. */
  readonly priorState: State;
  /** What refresh and recovery found that state does not know yet; apply records it first. Null: the object is gone. */
  readonly refreshed: readonly RefreshedEntry[];
  /** Request keys of interrupted calls whose outcome is known by now (it is in `priorState`); apply settles them. */
  readonly resolved: readonly string[];
  readonly checks: readonly CheckResult[];
  /** Anything to do. */
  readonly applyable: boolean;
  /** Nothing left out by targets. */
  readonly complete: boolean;
  readonly errored: boolean;
  readonly targets: readonly string[];
}

export interface RefreshedEntry {
  readonly ref: ObjectRef;
  readonly object: ObjectState | null;
}

export const CHECK_KINDS = ['resource', 'output_value', 'var'] as const;
export const CHECK_STATUSES = ['pass', 'fail', 'error', 'unknown'] as const;

export interface CheckResult {
  readonly kind: (typeof CHECK_KINDS)[number];
  /** Address of the thing checked, without instance key. */
  readonly address: string;
  readonly status: (typeof CHECK_STATUSES)[number];
  readonly instances: readonly {
    readonly address: string;
    readonly status: CheckResult['status'];
    readonly problems: readonly string[];
  }[];
}
