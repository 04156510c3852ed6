import {
  type Configuration,
  type ResourceConfiguration,
  type State,
  allResources,
  limiter,
} from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { ancestriesOf } from '../graph/ancestry.js';
import { resourceDependencies } from '../graph/dependencies.js';
import { selectOthers, selectTargets, type Selection } from '../graph/select.js';
import { createRefresher } from '../refresh/refresh.js';
import { ActionInstances } from '../walk/action-instances.js';
import { CheckRecorder } from '../walk/conditions.js';
import { Deferrals } from '../walk/deferrals.js';
import { ImportBlocks } from '../walk/import-blocks.js';
import { ProviderConfigurations } from '../walk/provider-configurations.js';
import { Values } from '../walk/values.js';
import { declareConditions } from './declared-conditions.js';
import type { PlanInput } from './input.js';
import { spreadCreateBeforeDestroy, type PlanWalk } from './plan-walk.js';

/** Creates a walk for the given input, with nothing planned yet. */
export function startWalk(input: PlanInput, state: State, direction: 'needs' | 'dependents'): PlanWalk {
  const context: EngineContext = { ...input.context, state };
  const { configuration } = context;
  const values = new Values(context, input.typeOf);
  const checks = new CheckRecorder();
  declareConditions(configuration, checks);
  const dependencies = resourceDependencies(input.graph, input.order);
  const { targets, excludes } = input.options;
  const selection =
    targets.length > 0
      ? selectTargets(targets, input.graph, state, direction)
      : selectOthers(excludes, input.graph, state, direction);
  const createBeforeDestroy = spreadCreateBeforeDestroy(allResources(configuration), dependencies);
  const limit = limiter(context.parallelism);
  const providers = new ProviderConfigurations(context, values, true);
  input.walked.push(providers);
  return {
    context,
    values,
    providers,
    limit,
    refresher: createRefresher(context, { read: input.options.refresh, limit }),
    selection,
    imports: new ImportBlocks(),
    checks,
    dependencies,
    ancestries: ancestriesOf(dependencies),
    repeats: isAnyRepeated(allResources(configuration)),
    createBeforeDestroy,
    createsFirst: selection.partial
      ? spreadCreateBeforeDestroy(selectedResources(configuration, selection), dependencies)
      : createBeforeDestroy,
    replace: new Set(input.options.replace),
    changes: new Map(),
    moduleChanges: new Map(),
    pending: new Set(),
    storedDependencies: new Map(),
    waitsForApply: new Map(),
    actions: new ActionInstances(),
    deferrals: new Deferrals(input.graph),
    invocations: [],
    undue: [],
    diagnostics: [],
    recovered: new Set(),
  };
}

const selectedResources = (configuration: Configuration, selection: Selection): readonly ResourceConfiguration[] =>
  [...allResources(configuration)].filter(({ key }) => selection.includes(key));

function isAnyRepeated(resources: Iterable<ResourceConfiguration>): boolean {
  for (const { count, forEach, enabled } of resources)
    if (count !== undefined || forEach !== undefined || enabled !== undefined) return true;
  return false;
}
