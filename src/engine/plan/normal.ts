import {
  addressIn,
  append,
  eachInstance,
  formatInstance,
  formatKey,
  formatResource,
  type Diagnostic,
  type Eventual,
  type Interrupted,
  type OutputConfiguration,
  type RefreshedEntry,
  type State,
  type Value,
  type VariableConfiguration,
  after,
  modulesOf,
} from '../../model/index.js';
import { planAfterInterrupted, planDue } from '../actions/due.js';
import { movedOutsideTargets } from '../diagnostics.js';
import { providerNode, variableNode } from '../graph/build.js';
import type { GraphNode } from '../graph/node.js';
import { outsideSelection, selectNodes, selectOutputs } from '../graph/select.js';
import { providerAddress } from '../walk/provider-configurations.js';
import type { StoredObject } from '../refresh/refresh.js';
import { forEachLimited, schedule } from '../walk/schedule.js';
import { evaluateLocal, planResource, type WalkResult } from './resource.js';
import { passValidations } from './declared-conditions.js';
import { deferInside, deferNode, importsBefore, sortedDeferrals } from './defer.js';
import { planEphemeral } from './ephemeral.js';
import { driftOf } from './drift.js';
import { missingTargets } from './import-object.js';
import { providerText } from '../object-state.js';
import type { PlanInput } from './input.js';
import { isLate, judgeLate } from './late-validations.js';
import { leftBehind } from './left-behind.js';
import { moveState } from './move-types.js';
import type { Moved } from './moves.js';
import { planCall, planModuleOutput, planVariable } from './modules.js';
import { isUndecided, planOrphans, refreshStored } from './orphans.js';
import { checkAddress, judgeCheck } from '../walk/checks.js';
import { instanceOf, moduleOutputs } from '../walk/modules.js';
import { evaluateOutput, outputChanges } from '../walk/outputs.js';
import type { PlannedWorld } from './plan-options.js';
import { mergeEntries, refreshedEntries } from './refreshed.js';
import { startWalk } from './start-walk.js';
import { stillDeclared } from './still-declared.js';
import { settleUnwanted } from './unwanted.js';
import { resolvedCalls, walkInside, type PlanWalk } from './plan-walk.js';

/** The normal plan: the changes that make real infrastructure match the configuration. */
export async function planNormal(input: PlanInput): Promise<PlannedWorld> {
  const { graph } = input;
  const moved = await moveState(input.context);
  const walk = startWalk(input, moved.state, 'needs');
  const { deferrals } = walk;
  const { configuration } = walk.context;
  append(walk.diagnostics, moved.diagnostics);
  passValidations(walk);
  if (walk.selection.partial) {
    const moving = [...moved.moves.values()].flatMap(({ from, to }) => [from, to]);
    const excluded = outsideSelection(input.options, moving);
    if (excluded.length > 0) walk.diagnostics.push(movedOutsideTargets(excluded, walk.selection.excluding === true));
  }
  const interrupted = interruptedCreates(walk.context.interrupted, moved.state);
  const result: WalkResult = { wanted: new Map(), entries: [], settled: [], recovered: new Map() };
  const outputs = new Map<string, Value>();
  const isPlanned = selectOutputs(configuration, graph, input.order, walk.selection);
  const isNode = selectNodes(graph, walk.selection, isPlanned);
  const looking = [prefetch(walk, (name) => graph.indexOf(name) === undefined)];

  const run = (node: number): Eventual<boolean> => {
    const found = graph.nodeAt(node);
    if (found.module === configuration) return runIn(walk, found, node);
    const isVisited = found.kind === 'resource' ? walk.selection.meets(found.resource.key) : isNode(node);
    // A module may have no instances, and then nothing fails in it.
    if (isVisited)
      walk.checks.visit(found.kind === 'check' ? checkAddress(found.module, found.check.name) : graph.nameOf(node));
    let ok = true;
    const instances = walk.values.instancesOf(found.module.path);
    const ran = forEachLimited(instances, walk.context.parallelism, (values) =>
      after(runIn(walkInside(walk, values), found, node), (done) => void (ok &&= done)),
    );
    return after(ran, () => {
      for (const place of walk.deferrals.modulesAt(found.module.path)) deferInside(walk, found, node, place);
      return ok;
    });
  };
  /** Runs a node in one instance of its module. */
  const runIn = (inside: PlanWalk, found: GraphNode, node: number): Eventual<boolean> => {
    const isRoot = found.module === configuration;
    const waiting = deferrals.none ? undefined : deferrals.before(node, deferrals.placeOf(inside.values));
    if (waiting !== undefined && isNode(node) && !isExpanded(found)) {
      deferNode(inside, found, node, waiting);
      if (!isEvaluated(found)) return true;
    }
    switch (found.kind) {
      case 'resource': {
        const { resource } = found;
        const own = isRoot ? resource : instanceOf(configuration, inside.values, resource);
        if (own.address.mode === 'ephemeral') return planEphemeral(inside, own);
        return planResource(inside, own, moved.moves, interrupted, result);
      }
      case 'local':
        return evaluateLocal(inside, found.local);
      case 'variable':
        return isRoot ? validateVariable(walk, found.variable) : planVariable(inside, found.variable, isNode(node));
      case 'provider':
        looking.push(prefetch(walk, (other) => other === graph.names[node]));
        return true;
      case 'output':
        return isRoot ? planOutput(found.output) : !isNode(node) || planModuleOutput(inside, found.output);
      case 'import':
        return !isNode(node) || evaluateImports(found, node);
      case 'check':
        if (isNode(node)) append(walk.diagnostics, judgeCheck(inside, found.check));
        return true;
      case 'call':
        return planCall(inside, found.call, isNode(node));
      case 'action':
      case 'end':
        return true;
    }
  };
  /** Without what they need, the resource waits for it; if that never becomes known, it is an error. */
  const evaluateImports = (found: GraphNode & { kind: 'import' }, node: number): boolean => {
    const { diagnostics, isUnknown } = walk.imports.evaluate(found.blocks, walk.values);
    const waitsFor = isUnknown ? importsBefore(walk, found.blocks) : undefined;
    if (waitsFor === undefined) append(walk.diagnostics, diagnostics);
    else deferNode(walk, found, node, { reason: 'deferred_prereq', waitsFor });
    return waitsFor !== undefined || diagnostics.length === 0;
  };
  const planOutput = (output: OutputConfiguration): boolean => {
    if (!isPlanned(output.name)) return true;
    const { value, diagnostics } = evaluateOutput(output, walk);
    append(walk.diagnostics, diagnostics);
    if (value === undefined) return false;
    outputs.set(output.name, value);
    return true;
  };
  await schedule({
    count: graph.names.length,
    needs: (node) => graph.needsOf(node),
    dependents: graph.dependents,
    run,
    // Limited like provider calls: thousands of partly planned resources would only use memory.
    parallelism: walk.context.parallelism,
    stopping: walk.context.stopping,
  });
  await Promise.all(looking);
  append(walk.diagnostics, stillDeclared(walk, result.wanted));
  await planOrphans(walk, result.wanted, moved.moves);
  append(walk.diagnostics, leftBehind(walk));
  append(walk.diagnostics, missingTargets(walk, result.wanted));
  for (const [address, lost] of interrupted) {
    if (!result.recovered.has(address)) result.entries.push(...(await settleUnwanted(walk, lost, result, 'normal')));
  }
  await planDue(walk);
  await planAfterInterrupted(walk, resolvedCalls(walk, input.options.refresh));
  return finish(walk, result, outputs, moved, input.context.state, input.options.refresh);
}

/** Resources and module calls wait with their instances. */
const isExpanded = ({ kind }: GraphNode): boolean => kind === 'resource' || kind === 'call';

/** Whether a node that waits has a value all the same, parts of which may be known. */
const isEvaluated = ({ kind }: GraphNode): boolean => kind === 'local' || kind === 'variable';

/**
 * Evaluates the validations of a variable that refer to other values. False skips everything that uses the variable.
 */
function validateVariable(walk: PlanWalk, variable: VariableConfiguration): boolean {
  if (!variable.validations.some(isLate) || !walk.selection.includes(variableNode(variable.name))) return true;
  const { status, diagnostics } = judgeLate(variable, walk.values.scope(), walk.checks);
  append(walk.diagnostics, diagnostics);
  return status === 'pass' || status === 'unknown';
}

function finish(
  walk: PlanWalk,
  result: WalkResult,
  outputs: ReadonlyMap<string, Value>,
  moved: Moved,
  recorded: State,
  read: boolean,
): PlannedWorld {
  const diagnostics: Diagnostic[] = [...walk.diagnostics, ...walk.refresher.diagnostics];
  const entries = [
    ...moved.entries,
    ...result.entries,
    ...refreshedEntries(walk.refresher),
    ...staleData(walk, result),
    ...result.settled,
  ];
  const priorState = mergeEntries(moved.state, entries.slice(moved.entries.length));
  return {
    changes: [...walk.changes.values()].flat(),
    drift: driftOf([...walk.refresher.objects.values()], moved.moves),
    outputs: outputChanges(
      walk.context.configuration.outputs,
      outputs,
      recorded,
      walk.selection.partial ? 'none' : 'removed',
    ),
    moduleOutputs: moduleOutputs(walk.values),
    invocations: walk.invocations,
    refreshed: entries,
    resolved: [...resolvedCalls(walk, read), ...walk.undue],
    priorState,
    dependencies: walk.dependencies,
    checks: walk.checks.results(),
    complete: !walk.selection.partial && walk.deferrals.none,
    deferred: sortedDeferrals(walk.deferrals),
    diagnostics,
  };
}

/**
 * Starts reading every object in state whose provider can be configured already, so that reads do not wait for the
 * walk.
 */
async function prefetch(walk: PlanWalk, ready: (node: string) => boolean): Promise<void> {
  const { configuration, state } = walk.context;
  const nodes = new Map<string, string>();
  for (const { path, providers } of modulesOf(configuration))
    for (const provider of providers.values())
      nodes.set(
        providerText(providerAddress(configuration, provider)),
        addressIn(path, providerNode(provider.name, provider.alias)),
      );
  const known = new Map<string, boolean>();
  const isReady = (text: string): boolean => {
    let answer = known.get(text);
    if (answer === undefined) {
      known.set(text, (answer = ready(nodes.get(text) ?? '')));
    }
    return answer;
  };
  const objects: StoredObject[] = [];
  eachInstance(state, ({ key, current }, resource, resourceKey) => {
    if (resource.address.mode === 'data' || current === undefined || !isReady(resource.provider)) return;
    const address = formatInstance(resourceKey, key);
    if (!walk.selection.includes(resourceKey, address)) return;
    const ref = { resource: resource.address, key, provider: resource.provider };
    objects.push({ ref, resourceKey, address, stored: current });
  });
  await forEachLimited(objects, walk.context.parallelism, (object) => refreshStored(walk, object));
}

function interruptedCreates(interrupted: readonly Interrupted[], state: State): ReadonlyMap<string, Interrupted> {
  const creates = new Map<string, Interrupted>();
  for (const one of interrupted) {
    const { begin } = one;
    if (begin.action !== 'create' || begin.deposed !== undefined) continue;
    const key = formatResource(begin.resource);
    if (state.resources.get(key)?.instances.get(formatInstance('', begin.key))?.current !== undefined) continue;
    creates.set(formatInstance(key, begin.key), one);
  }
  return creates;
}

/** Data resources that are no longer configured are removed from state silently. */
function staleData(walk: PlanWalk, result: WalkResult): readonly RefreshedEntry[] {
  const entries: RefreshedEntry[] = [];
  walk.context.state.resources.forEach(({ address, provider, instances }, resourceKey) => {
    if (address.mode !== 'data') return;
    const wanted = result.wanted.get(resourceKey);
    if (wanted === undefined && isUndecided(walk, resourceKey)) return;
    if (!walk.selection.includes(resourceKey)) return;
    for (const { key } of instances.values())
      if (wanted?.has(formatKey(key)) !== true)
        entries.push({ ref: { resource: address, key, provider }, object: null });
  });
  return entries;
}
