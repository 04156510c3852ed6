import type { EngineContext } from '../context.js';
import type { Graph } from '../graph/graph.js';
import type { PlanOptions } from './plan-options.js';
import type { ProviderConfigurations } from '../walk/provider-configurations.js';
import type { TypeOfResource } from '../walk/values.js';

/** The input of every plan mode: a graph without cycles, and its order. */
export interface PlanInput {
  readonly context: EngineContext;
  readonly options: PlanOptions;
  readonly graph: Graph;
  readonly order: readonly number[];
  readonly typeOf: TypeOfResource;
  /** The providers of each walk, whose ephemeral resources are closed after planning. */
  readonly walked: ProviderConfigurations[];
}
