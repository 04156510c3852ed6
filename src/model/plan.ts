import type { ActionInvocation } from './action.js';
import type { Deferred } from './deferred.js';
import type { OutputChange, ResourceChange } from './change.js';
import type { ObjectRef } from './journal-entry.js';
import type { ObjectState, State } from './state.js';
import type { StateEdit } from './state-edit.js';
import type { Step } from './step.js';
import type { TimeForecast } from './time-forecast.js';
import type { Value } from './value.js';

/** `invoke`: only one action is invoked, with the values in state. `state`: only the state is changed, by `edits`. */
export const PLAN_MODES = ['normal', 'destroy', 'refresh-only', 'invoke', 'state'] as const;

export type PlanMode = (typeof PLAN_MODES)[number];

/** The Plan: everything that apply and a reviewer need. */
export interface Plan {
  readonly mode: PlanMode;
  /** RFC 3339. */
  readonly timestamp: string;
  /** Without ephemeral variables that were given a value. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Names of the ephemeral variables that were given a value: they must be set again for apply. */
  readonly ephemeral: readonly string[];
  /** One per object, sorted by address, no-ops included. */
  readonly changes: readonly ResourceChange[];
  /** What is planned only after this plan has been applied. Those without their own cause come after what they wait for. */
  readonly deferred: readonly Deferred[];
  /** Differences between the state and what refresh found. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** The outputs of module instances that have a value, which count for the relevant attributes. */
  readonly moduleOutputs?: readonly ModuleOutput[];
  /** Requested ones first, then by the resource that triggers them, in their order of invocation. */
  readonly invocations: readonly ActionInvocation[];
  /** The steps of apply, each with its dependencies; none if the plan is only shown. */
  readonly steps: readonly Step[];
  /** The state after refresh, from which the changes were computed. */
  readonly priorState: State;
  /**
   * Results of refresh and recovery that are not in state yet; apply records them first. Null for an object that no
   * longer exists.
   */
  readonly refreshed: readonly RefreshedEntry[];
  /** What an earlier run left open, and this plan settles: apply records it. */
  readonly resolved: readonly Resolved[];
  readonly checks: readonly CheckResult[];
  /** Whether there is anything to apply. */
  readonly applyable: boolean;
  /** Whether nothing was excluded by targets or deferred. */
  readonly complete: boolean;
  readonly errored: boolean;
  readonly targets: readonly string[];
  /** Whether it reverses the last run: its configuration is that of before, as far as that run changed it. */
  readonly rollback?: true;
  /** Of a plan that only changes the state: how. Its changes show what follows from them. */
  readonly edits?: readonly StateEdit[];
  /** How long an apply takes, if it takes long enough for that to matter. */
  readonly forecast?: TimeForecast;
}

/**
 * `call`: an interrupted call, by its request key, whose outcome is now known and in `priorState`. `action`: an interrupted action,
 * by its request key, that may have run; the plan has reported it. `due`: an action that was due, by its key, and is dropped.
 */
export const RESOLVED_KINDS = ['call', 'action', 'due'] as const;

export interface Resolved {
  readonly kind: (typeof RESOLVED_KINDS)[number];
  readonly key: string;
}

/** The keys of one kind. */
export const resolvedKeys = ({ resolved }: Pick<Plan, 'resolved'>, kind: Resolved['kind']): ReadonlySet<string> =>
  new Set(resolved.flatMap((one) => (one.kind === kind ? one.key : [])));

export interface ModuleOutput {
  /** The module instance. */
  readonly module: string;
  readonly name: string;
}

export interface RefreshedEntry {
  readonly ref: ObjectRef;
  readonly object: ObjectState | null;
}

export const CHECK_KINDS = ['resource', 'output_value', 'check', 'var'] as const;
export const CHECK_STATUSES = ['pass', 'fail', 'error', 'unknown'] as const;

export interface CheckResult {
  readonly kind: (typeof CHECK_KINDS)[number];
  /** Address of the checked object, without instance key. */
  readonly address: string;
  readonly status: (typeof CHECK_STATUSES)[number];
  readonly instances: readonly {
    readonly address: string;
    readonly status: CheckResult['status'];
    readonly problems: readonly string[];
  }[];
}
