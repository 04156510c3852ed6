import { append, eachInstance, errorsOf, formatInstance, type RefreshedEntry } from '../../model/index.js';
import { planDue } from '../actions/due.js';
import { type PlannedWorld } from './plan-options.js';
import { evaluateLocal } from './resource.js';
import { driftOf } from './drift.js';
import { outputNode } from '../graph/build.js';
import type { PlanInput } from './input.js';
import { moveState } from './move-types.js';
import { startWalk } from './start-walk.js';
import type { Deletion } from './deletion.js';
import { planDeletes } from './orphans.js';
import { outputChanges } from '../walk/outputs.js';
import { mergeEntries, refreshedEntries } from './refreshed.js';
import { rememberResource } from '../walk/remembered.js';
import { evaluateLate } from '../walk/values-from-state.js';
import { settleUnwanted } from './unwanted.js';
import { resolvedCalls, type PlanWalk } from './plan-walk.js';

/** Plans the removal of everything, or of the targets and their dependents. */
export async function planDestroy(input: PlanInput): Promise<PlannedWorld> {
  const moved = await moveState(input.context);
  const walk = startWalk(input, moved.state, 'dependents');
  const { context } = walk;
  append(walk.diagnostics, errorsOf(moved.diagnostics));
  await rememberEverything(walk, input, 'unknown');

  const deletes: Deletion[] = [];
  const stale: RefreshedEntry[] = [];
  eachInstance(context.state, ({ key, current, deposed }, resource, resourceKey) => {
    if (!walk.selection.includes(resourceKey)) return;
    if (resource.address.mode === 'data') {
      stale.push({ ref: { resource: resource.address, key, provider: resource.provider }, object: null });
      return;
    }
    if (!walk.selection.includes(resourceKey, formatInstance(resourceKey, key))) return;
    for (const [id, stored] of deposed) deletes.push({ resource, at: { key, deposed: id }, stored });
    if (current !== undefined) deletes.push({ resource, at: { key }, stored: current });
  });
  await planDeletes(walk, deletes);
  await planDue(walk);
  const result = { wanted: new Map<string, Set<string>>(), entries: [], settled: [], recovered: new Map() };
  const adopted: RefreshedEntry[] = [];
  for (const lost of context.interrupted) {
    if (lost.begin.action === 'create' && lost.begin.deposed === undefined)
      adopted.push(...(await settleUnwanted(walk, lost, result, 'destroy')));
  }
  const entries = [...adopted, ...refreshedEntries(walk.refresher)];
  if (!walk.selection.partial) {
    // As in Terraform, nothing needs the outputs of modules any more, so they have no instances.
    for (const { name, preconditions } of context.configuration.outputs.values()) {
      const address = outputNode(name);
      if (preconditions.length > 0) walk.checks.add('output_value', address, address, 'unknown');
    }
  }
  return {
    changes: [...walk.changes.values()].flat(),
    drift: driftOf([...walk.refresher.objects.values()]),
    outputs: walk.selection.partial
      ? []
      : outputChanges(context.configuration.outputs, new Map(), context.state, 'all'),
    invocations: walk.invocations,
    refreshed: [...moved.entries, ...entries, ...stale],
    resolved: [...resolvedCalls(walk, input.options.refresh), ...walk.undue],
    priorState: mergeEntries(context.state, entries),
    dependencies: walk.dependencies,
    checks: walk.checks.results(),
    complete: !walk.selection.partial,
    diagnostics: [...walk.diagnostics, ...walk.refresher.diagnostics],
  };
}

/** Loads resources from state, and evaluates locals, so that provider configurations can be evaluated. */
export async function rememberEverything(
  walk: PlanWalk,
  input: PlanInput,
  withoutInstances: 'empty' | 'unknown',
): Promise<void> {
  const { context, values } = walk;
  evaluateLate(values, withoutInstances);
  for (const key of context.state.resources.keys()) await rememberResource(context, context.state, key, values);
  evaluateLocals(walk, input);
}

/** Evaluates all locals of the root module with the values known now; those of other modules are evaluated when needed. */
export function evaluateLocals(walk: PlanWalk, input: PlanInput): void {
  for (const node of input.order) {
    const found = input.graph.nodeAt(node);
    if (found.kind === 'local' && found.module === walk.context.configuration) evaluateLocal(walk, found.local);
  }
}
