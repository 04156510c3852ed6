import type { EngineContext } from '../context.js';
import type { Graph } from '../graph/graph.js';
import type { PlanOptions } from './plan-options.js';
import type { TypeOfResource } from '../walk/values.js';

/** What each way of planning starts from: a graph without circles, and its order. */
export interface PlanInput {
  readonly context: EngineContext;
  readonly options: PlanOptions;
  readonly graph: Graph;
  readonly order: readonly number[];
  readonly typeOf: TypeOfResource;
}
