import {
  type ActionInvocation,
  type Deferred,
  type Diagnostic,
  type OutputChange,
  type Plan,
  type PlanMode,
  type RefreshedEntry,
  type Resolved,
  type ResourceChange,
  type State,
  type ModuleOutput,
} from '../../model/index.js';

export interface PlanOptions {
  /** A plan that only changes the state is not made by walking the configuration. */
  readonly mode: Exclude<PlanMode, 'state'>;
  readonly targets: readonly string[];
  /** What is not planned; empty if there are targets. */
  readonly excludes: readonly string[];
  /** Instance addresses to replace. */
  readonly replace: readonly string[];
  /** False plans from state without reading real infrastructure. */
  readonly refresh: boolean;
  /** The address of an action, for the mode `invoke`. */
  readonly invoke?: string;
  /** False for a plan that is only shown: ordering its steps would be a tenth of the work. */
  readonly ordered: boolean;
}

/** The result of every plan mode. */
export interface PlannedWorld {
  readonly changes: readonly ResourceChange[];
  readonly deferred?: readonly Deferred[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  readonly moduleOutputs?: readonly ModuleOutput[];
  readonly invocations: readonly ActionInvocation[];
  readonly refreshed: readonly RefreshedEntry[];
  readonly resolved: readonly Resolved[];
  readonly priorState: State;
  /** Resource dependencies as configured, which order the steps. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly checks: Plan['checks'];
  readonly complete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
