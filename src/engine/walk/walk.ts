import type { ActionInvocation, Diagnostic, Resolved, ResourceChange } from '../../model/index.js';
import type { EngineContext } from '../context.js';
import type { Selection } from '../graph/select.js';
import type { ActionInstances } from './action-instances.js';
import type { CheckRecorder } from './conditions.js';
import type { ProviderConfigurations } from './provider-configurations.js';
import type { Limiter } from './schedule.js';
import type { Values } from './values.js';

/** What a walk over the graph is given, whether it plans or applies, and the diagnostics it collects. */
export interface Walk {
  readonly context: EngineContext;
  readonly values: Values;
  readonly providers: ProviderConfigurations;
  /** Bounds the concurrent provider calls of the whole walk. */
  readonly limit: Limiter;
  readonly checks: CheckRecorder;
  readonly diagnostics: Diagnostic[];
}

/** A walk that plans: what it is limited to, and what it has planned so far. */
export interface PlanningWalk extends Walk {
  readonly selection: Selection;
  readonly actions: ActionInstances;
  /** Resource address → the changes of its instances. */
  readonly changes: Map<string, ResourceChange[]>;
  readonly invocations: ActionInvocation[];
  /** Due actions that this plan has no place for. */
  readonly undue: Resolved[];
}
