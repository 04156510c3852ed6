import {
  append,
  asWarning,
  eachInstance,
  errorsOf,
  formatInstance,
  orUnknown,
  UNKNOWN,
  type InstanceKey,
  type RefreshedEntry,
  type Value,
  configuredResource,
  configuredName,
  type Diagnostic,
  type ResourceConfiguration,
} from '../../model/index.js';
import { variableNode } from '../graph/build.js';
import { selectOutputs } from '../graph/select.js';
import type { StoredObject } from '../refresh/refresh.js';
import { forEachLimited } from '../walk/schedule.js';
import { allInstances, instanceOf, moduleOutput, moduleOutputs } from '../walk/modules.js';
import { judgeVariable } from './modules.js';
import { checkConditions, checkOutputConditions } from '../walk/conditions.js';
import { passValidations, visitModules } from './declared-conditions.js';
import { expand } from '../walk/expand.js';
import { evaluateLocals, rememberEverything } from './destroy.js';
import { driftOf } from './drift.js';
import type { PlanInput } from './input.js';
import { moveState } from './move-types.js';
import { judgeChecks } from './judge-checks.js';
import { isLate, judgeLate } from './late-validations.js';
import { startWalk } from './start-walk.js';
import { refreshStored } from './orphans.js';
import { evaluateOutput, outputChanges } from '../walk/outputs.js';
import { declareRepeated } from '../walk/values-from-state.js';
import type { PlannedWorld } from './plan-options.js';
import { mergeEntries, refreshedEntries } from './refreshed.js';
import { isKeyedAs } from '../walk/remembered.js';
import { settledOrder } from './settled-order.js';
import { dependenciesOf, resolvedCalls, walkInside, type PlanWalk } from './plan-walk.js';

/** The refresh-only plan: it compares real infrastructure with state and changes nothing but the state. */
export async function planRefreshOnly(input: PlanInput): Promise<PlannedWorld> {
  const moved = await moveState(input.context);
  const walk = startWalk(input, moved.state, 'needs');
  append(walk.diagnostics, errorsOf(moved.diagnostics));
  await lookAround(walk, input);
  passValidations(walk);
  judgeConditions(walk);
  visitModules(walk);
  const checked = await judgeChecks(walk);
  const { context } = walk;
  const outputs = new Map<string, Value>();
  const isPlanned = selectOutputs(context.configuration, input.graph, input.order, walk.selection);
  for (const output of context.configuration.outputs.values()) {
    if (!isPlanned(output.name)) continue;
    const evaluated = evaluateOutput(output, walk);
    if (evaluated.value !== undefined) outputs.set(output.name, evaluated.value);
  }
  evaluateModuleOutputs(walk);
  const entries: readonly RefreshedEntry[] = [...refreshedEntries(walk.refresher), ...settledOrders(walk)];
  const prior = mergeEntries(context.state, [...entries, ...checked]);
  return {
    changes: [],
    drift: driftOf([...walk.refresher.objects.values()], moved.moves, true),
    outputs: outputChanges(
      context.configuration.outputs,
      outputs,
      context.state,
      walk.selection.partial ? 'none' : 'removed',
    ),
    moduleOutputs: moduleOutputs(walk.values),
    invocations: [],
    refreshed: [...moved.entries, ...entries],
    resolved: resolvedCalls(walk, input.options.refresh),
    priorState: prior,
    dependencies: walk.dependencies,
    checks: walk.checks.results(),
    complete: !walk.selection.partial,
    diagnostics: [...walk.diagnostics, ...walk.refresher.diagnostics],
  };
}

/** Outputs of modules are evaluated on first use, but count for the relevant attributes even if nothing uses them. */
function evaluateModuleOutputs({ values, selection }: PlanWalk): void {
  if (selection.partial) return;
  for (const inside of allInstances(values)) {
    if (inside.caller === undefined) continue;
    for (const output of inside.module.outputs.values())
      if (!inside.outputs.has(output.name))
        inside.outputs.set(output.name, orUnknown(moduleOutput(output, inside).value));
  }
}

/** Loads the values in state, reads the selected objects, and evaluates locals with the results. */
export async function lookAround(walk: PlanWalk, input: PlanInput): Promise<void> {
  const { context } = walk;
  declareRepeated(walk.values, context);
  await rememberEverything(walk, input, 'empty');
  const objects: StoredObject[] = [];
  eachInstance(context.state, ({ key, current, deposed }, resource, resourceKey) => {
    if (resource.address.mode === 'data') return;
    const address = formatInstance(resourceKey, key);
    if (!walk.selection.includes(resourceKey, address)) return;
    const ref = { resource: resource.address, key, provider: resource.provider };
    if (current !== undefined) objects.push({ ref, resourceKey, address, stored: current });
    for (const [id, stored] of deposed) objects.push({ ref: { ...ref, deposed: id }, resourceKey, address, stored });
  });
  await forEachLimited(objects, context.parallelism, (object) => refreshStored(walk, object));
  for (const object of walk.refresher.objects.values()) {
    if (object.ref.deposed !== undefined || object.value === null) continue;
    if (isKeyedAs(configuredResource(context.configuration, object.resourceKey), object.ref.key))
      walk.values.set(object.resourceKey, object.ref.key, object.value);
  }
  walk.values.forgetModules();
  evaluateLocals(walk, input);
}

/**
 * Changes in state to the order of configured objects. Instances that the configuration lacks keep their dependencies.
 */
function settledOrders(walk: PlanWalk): readonly RefreshedEntry[] {
  const wanted = new Map<string, ReadonlySet<InstanceKey>>();
  const isWanted = (resourceKey: string, key: InstanceKey): boolean => {
    let keys = wanted.get(resourceKey);
    if (keys === undefined) {
      const configured = configuredResource(walk.context.configuration, resourceKey);
      const values = configured === undefined ? 'missing' : walk.values.at(configured.address.module);
      const { instances = [] } =
        configured === undefined || values === undefined || values === 'missing' ? {} : expand(configured, values);
      wanted.set(resourceKey, (keys = new Set(instances.map((instance) => instance.key))));
    }
    return keys.has(key);
  };
  const entries: RefreshedEntry[] = [];
  for (const { ref, resourceKey, object } of walk.refresher.objects.values()) {
    if (object === null || ref.deposed !== undefined || !isWanted(resourceKey, ref.key)) continue;
    const configured = {
      dependencies: dependenciesOf(walk, resourceKey),
      createBeforeDestroy: walk.createBeforeDestroy.has(configuredName(resourceKey)),
    };
    append(entries, settledOrder(configured, ref, object, false));
  }
  return entries;
}

/** Evaluates conditions with the refreshed values. There is no change they could prevent, so failures are warnings. */
function judgeConditions(walk: PlanWalk): void {
  const warn = (found: readonly Diagnostic[]): void => append(walk.diagnostics, found.map(asWarning));
  for (const variable of walk.context.configuration.variables.values()) {
    if (!variable.validations.some(isLate) || !walk.selection.includes(variableNode(variable.name))) continue;
    warn(judgeLate(variable, walk.values.scope(), walk.checks).diagnostics);
  }
  for (const values of allInstances(walk.values)) {
    const inside = walkInside(walk, values);
    if (values.caller !== undefined) {
      for (const variable of values.module.variables.values()) warn(judgeVariable(inside, variable).diagnostics);
      for (const output of values.module.outputs.values()) warn(checkOutputConditions(inside, output));
    }
    for (const resource of values.module.resources.values()) warn(judgeResource(inside, resource));
  }
}

function judgeResource(walk: PlanWalk, configured: ResourceConfiguration): readonly Diagnostic[] {
  const { preconditions, postconditions } = configured.lifecycle;
  if (preconditions.length + postconditions.length === 0 || !walk.selection.includes(configured.key)) return [];
  const resource =
    walk.values.caller === undefined ? configured : instanceOf(walk.context.configuration, walk.values, configured);
  walk.checks.visit(configured.key);
  const { instances = [] } = expand(resource, walk.values);
  return instances.flatMap(({ key, each }) => {
    const address = formatInstance(resource.key, key);
    if (!walk.selection.includes(resource.key, address)) return [];
    const scope = { key, ...(each === undefined ? {} : { each }) };
    const self = walk.values.get(resource.key, key) ?? UNKNOWN;
    return [
      ...checkConditions(walk, 'precondition', resource, address, scope),
      ...checkConditions(walk, 'postcondition', resource, address, { ...scope, self }),
    ];
  });
}
