import type {
  ActionInvocation,
  Diagnostic,
  OutputChange,
  Plan,
  PlanMode,
  RefreshedEntry,
  Resolved,
  ResourceChange,
  State,
} from '../../model/index.js';

export interface PlanOptions {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  /** Instance addresses to replace. */
  readonly replace: readonly string[];
  /** False trusts the state instead of looking at the world. */
  readonly refresh: boolean;
  /** The address of an action, with the mode `invoke`. */
  readonly invoke?: string;
}

/** What the three ways of planning leave behind. */
export interface PlannedWorld {
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  readonly invocations: readonly ActionInvocation[];
  readonly refreshed: readonly RefreshedEntry[];
  readonly resolved: readonly Resolved[];
  readonly priorState: State;
  /** Resource dependencies as configured, for the order of steps. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly checks: Plan['checks'];
  readonly complete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
