import {
  asWarning,
  formatConfigured,
  configuredName,
  hasErrors,
  isWhollyKnown,
  nearest,
  parseAddress,
  type Deferred,
  type Diagnostic,
  type OutputChange,
  type Plan,
  type ResourceChange,
  allResources,
  parseModule,
} from '../../model/index.js';
import { interruptedAction } from '../action-diagnostics.js';
import { planInvoke } from './invoke.js';
import { owedTo, sortInvocations, weaveInvocations } from '../actions/steps.js';
import type { EngineContext } from '../context.js';
import { unknownTarget, unmatchedReplacement } from '../diagnostics.js';
import { buildGraph } from '../graph/build.js';
import { orderOf } from '../graph/order.js';
import { unknownTargets } from '../graph/select.js';
import { cycleIn } from '../validate/cycle.js';
import type { ValidContext } from '../validate/valid-configuration.js';
import { planDestroy } from './destroy.js';
import type { PlanInput } from './input.js';
import { planNormal } from './normal.js';
import type { PlannedWorld, PlanOptions } from './plan-options.js';
import { planRefreshOnly } from './refresh-only.js';
import { sortedByAddress } from './sorted.js';
import { keptVariables } from '../variables.js';
import { resourceTypes } from '../walk/resource-types.js';
import { planSteps } from './steps.js';

export interface PlanOutcome {
  /** Absent if not even a plan with errors can be shown. */
  readonly plan?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Creates a plan from configuration, state and real infrastructure. The same input produces the same plan, apart from
 * what the providers return.
 */
export async function createPlan(context: ValidContext, options: PlanOptions): Promise<PlanOutcome> {
  const graph = buildGraph(context.configuration, context.referencesOf);
  const ordered = orderOf(graph);
  if ('cycle' in ordered) return { diagnostics: [cycleIn(context.configuration, context.referencesOf, ordered.cycle)] };
  const strange = strangeAddresses(context, options);
  if (hasErrors(strange)) return { diagnostics: strange };
  const typeOf = await resourceTypes(context);
  const { world, closed } = await planWorld({ context, options, graph, order: ordered.order, typeOf, walked: [] });
  const invocations = sortInvocations(world.invocations);
  const lost = context.interruptedActions;
  const changes = sortedByAddress(world.changes);
  const { deferred = [] } = world;
  const diagnostics = [...strange, ...lost.map(interruptedAction), ...world.diagnostics, ...closed];
  if (!hasErrors(diagnostics)) diagnostics.push(...unmatchedReplacements(options.replace, changes, deferred));
  const errored = hasErrors(diagnostics);
  const plan: Plan = {
    mode: options.mode,
    timestamp: context.timestamp,
    ...keptVariables(context),
    changes,
    deferred,
    drift: sortedByAddress(world.drift),
    outputs: world.outputs,
    ...(world.moduleOutputs === undefined ? {} : { moduleOutputs: world.moduleOutputs }),
    invocations,
    steps:
      options.ordered && !errored
        ? weaveInvocations(planSteps(changes, world.dependencies, owedTo(invocations)), changes, invocations)
        : [],
    priorState: world.priorState,
    refreshed: world.refreshed,
    // An action that may have run is reported once: a run that applies this plan records that it was reported.
    resolved: [...world.resolved, ...lost.map(({ requestKey }) => ({ kind: 'action' as const, key: requestKey }))],
    checks: world.checks,
    applyable: !errored && isApplyable(options.mode, world, changes),
    complete: world.complete,
    errored,
    targets: options.targets,
  };
  return { plan, diagnostics };
}

/** Whatever happens, what was opened for the plan is closed. */
async function planWorld(
  input: PlanInput,
): Promise<{ readonly world: PlannedWorld; readonly closed: readonly Diagnostic[] }> {
  const closed: Diagnostic[] = [];
  try {
    return { world: await PLANNERS[input.options.mode](input), closed };
  } finally {
    for (const { ephemerals } of input.walked) closed.push(...(await ephemerals.close()));
  }
}

/** Addresses in options that match nothing. A target is only a filter, but an object to replace must exist. */
function strangeAddresses({ configuration, state }: EngineContext, options: PlanOptions): readonly Diagnostic[] {
  const { targets, excludes, replace } = options;
  if (targets.length === 0 && excludes.length === 0 && replace.length === 0) return [];
  const known = [...new Set([...[...allResources(configuration)].map(({ key }) => key), ...state.resources.keys()])];
  const unknown = (addresses: readonly string[]): readonly Diagnostic[] =>
    unknownTargets(addresses, configuration, state).map((address) => unknownTarget(address, nearest(address, known)));
  const isAddress = (text: string): boolean => parseAddress(text) !== undefined || parseModule(text) !== undefined;
  const selecting = unknown([...targets, ...excludes]).map((diagnostic) =>
    isAddress(diagnostic.address ?? '') ? asWarning(diagnostic) : diagnostic,
  );
  return [...selecting, ...unknown(replace)];
}

/** An address to replace must match a planned instance: otherwise a replacement would silently be missing. */
function unmatchedReplacements(
  replace: readonly string[],
  changes: readonly { readonly address: string }[],
  deferred: readonly Deferred[],
): readonly Diagnostic[] {
  if (replace.length === 0) return [];
  const waiting = new Set(deferred.flatMap(({ change }) => (change ? configuredName(change.resourceKey) : [])));
  const planned = new Set(changes.map(({ address }) => address));
  return replace.flatMap((address) => {
    const parsed = parseAddress(address);
    if (planned.has(address) || (parsed && waiting.has(formatConfigured(parsed.resource)))) return [];
    const instances = changes.flatMap((change) => (change.address.startsWith(`${address}[`) ? change.address : []));
    return unmatchedReplacement(address, instances.length > 0 ? instances.slice(0, 5) : nearest(address, planned));
  });
}

const PLANNERS: Readonly<Record<PlanOptions['mode'], (input: PlanInput) => Promise<PlannedWorld>>> = {
  normal: planNormal,
  destroy: planDestroy,
  'refresh-only': planRefreshOnly,
  invoke: (input) => planInvoke(input, input.options.invoke ?? ''),
};

/** Whether an output changes in a refresh-only plan: an unknown value stays as it is until a real apply. */
const isNews = ({ action, after }: OutputChange): boolean => action !== 'no-op' && isWhollyKnown(after);

function isApplyable(mode: PlanOptions['mode'], world: PlannedWorld, changes: readonly ResourceChange[]): boolean {
  const moved = changes.some((change) => change.previousAddress !== undefined);
  const outputs = world.outputs.some((output) => output.action !== 'no-op');
  if (mode === 'invoke') return world.invocations.length > 0;
  if (mode === 'refresh-only')
    return world.drift.length > 0 || world.refreshed.length > 0 || world.outputs.some(isNews);
  if (world.invocations.length > 0) return true;
  return (
    moved ||
    outputs ||
    changes.some(
      (change) => (change.action !== 'no-op' && change.check === undefined) || change.importing !== undefined,
    )
  );
}

export type { PlanOptions } from './plan-options.js';
