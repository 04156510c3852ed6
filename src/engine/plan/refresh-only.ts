import { formatInstance, formatResource, type RefreshedEntry, type Value } from '../../model/index.js';
import { selectOutputs } from '../graph/select.js';
import { evaluateLocals, rememberEverything } from './destroy.js';
import { driftOf } from './drift.js';
import type { PlanInput } from './input.js';
import { startWalk } from './normal.js';
import { refreshStored } from './orphans.js';
import { evaluateOutput, outputChanges } from './outputs.js';
import type { PlannedWorld } from './plan-options.js';
import { mergeEntries, refreshedEntries } from './refreshed.js';
import { resolvedCalls } from './walk.js';

/** The plan that only looks: how the world differs from state, and nothing to do about it but to remember. */
export async function planRefreshOnly(input: PlanInput): Promise<PlannedWorld> {
  const { context } = input;
  const walk = startWalk(input, context.state, 'needs');
  await rememberEverything(walk, input);
  const jobs: Promise<unknown>[] = [];
  for (const [resourceKey, resource] of context.state.resources) {
    if (resource.address.mode === 'data') continue;
    for (const instance of resource.instances.values()) {
      const address = formatInstance(resourceKey, instance.key);
      if (!walk.selection.includes(resourceKey, address)) continue;
      const ref = { resource: resource.address, key: instance.key, provider: resource.provider };
      if (instance.current !== undefined) jobs.push(refreshStored(walk, ref, instance.current, address));
      for (const [deposed, object] of instance.deposed)
        jobs.push(refreshStored(walk, { ...ref, deposed }, object, address));
    }
  }
  await Promise.all(jobs);
  for (const object of walk.refresher.objects.values()) {
    if (object.ref.deposed === undefined && object.value !== null)
      walk.values.set(formatResource(object.ref.resource), object.ref.key, object.value);
  }
  evaluateLocals(walk, input);
  const outputs = new Map<string, Value>();
  const isPlanned = selectOutputs(context.configuration, input.graph, input.order, walk.selection);
  for (const output of context.configuration.outputs.values()) {
    if (!isPlanned(output.name)) continue;
    const evaluated = evaluateOutput(output, walk);
    if (evaluated.value !== undefined) outputs.set(output.name, evaluated.value);
  }
  const entries: readonly RefreshedEntry[] = refreshedEntries(walk.refresher);
  return {
    changes: [],
    drift: driftOf([...walk.refresher.objects.values()]),
    outputs: outputChanges(
      context.configuration.outputs,
      outputs,
      context.state,
      walk.selection.partial ? 'none' : 'removed',
    ),
    refreshed: entries,
    resolved: resolvedCalls(walk, input.options.refresh),
    priorState: mergeEntries(context.state, entries),
    dependencies: walk.dependencies,
    checks: [],
    complete: !walk.selection.partial,
    diagnostics: [...walk.diagnostics, ...walk.refresher.diagnostics],
  };
}
