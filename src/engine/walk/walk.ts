import type { ActionInvocation, Diagnostic, Limiter, Resolved, ResourceChange } from '../../model/index.js';
import type { EngineContext } from '../context.js';
import type { Selection } from '../graph/select.js';
import type { ActionInstances } from './action-instances.js';
import type { CheckRecorder } from './conditions.js';
import type { Deferrals } from './deferrals.js';
import type { ProviderConfigurations } from './provider-configurations.js';
import type { Values } from './values.js';

/** The inputs of a walk over the graph, for plan or apply, and the diagnostics it collects. */
export interface Walk {
  readonly context: EngineContext;
  readonly values: Values;
  readonly providers: ProviderConfigurations;
  /** Limits the concurrent provider calls of the whole walk. */
  readonly limit: Limiter;
  readonly checks: CheckRecorder;
  readonly diagnostics: Diagnostic[];
}

/** A planning walk: what it is limited to, and what it has planned so far. */
export interface PlanningWalk extends Walk {
  readonly selection: Selection;
  readonly actions: ActionInstances;
  /** What is left for a later apply. */
  readonly deferrals: Deferrals;
  /** Resource address → the changes of its instances. */
  readonly changes: Map<string, ResourceChange[]>;
  readonly invocations: ActionInvocation[];
  /** Due actions that this plan cannot run. */
  readonly undue: Resolved[];
}

/** The walk with the values of a module instance; undefined if there is none, or if that is unknown. */
export function walkInside<W extends Walk>(walk: W, instance: string): W | undefined {
  const values = walk.values.at(instance);
  if (values === undefined || values === 'missing') return undefined;
  return values === walk.values ? walk : { ...walk, values };
}
