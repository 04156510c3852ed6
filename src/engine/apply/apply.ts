import {
  type Diagnostic,
  type DueAction,
  dueKey,
  formatConfigured,
  formatInstance,
  formatKey,
  formatResource,
  hasErrors,
  type Interrupted,
  type InvokeStep,
  isNull,
  isWhollyKnown,
  itemAt,
  limiter,
  type ObjectRef,
  type ObjectStep,
  type OutputState,
  type Plan,
  resolvedKeys,
  Sensitive,
  typeOf,
  unknownAsNull,
  unmarkDeep,
  type Value,
} from '../../model/index.js';
import { whileApplying, type EngineContext } from '../context.js';
import { buildGraph } from '../graph/build.js';
import { orderOf } from '../graph/order.js';
import { outputNeeds } from '../graph/select.js';
import { CheckRecorder } from '../walk/conditions.js';
import { evaluateOutput, isStoredSensitive } from '../walk/outputs.js';
import { resourceTypes } from '../walk/resource-types.js';
import { Values } from '../walk/values.js';
import type { ValidContext } from '../validate/valid-configuration.js';
import { fillFromState } from '../walk/values-from-state.js';
import { ProviderConfigurations } from '../walk/provider-configurations.js';
import { Ahead } from '../walk/ahead.js';
import { Place } from '../walk/places.js';
import { schedule } from '../walk/schedule.js';
import { checkResults } from './checks.js';
import { noCounts } from './counts.js';
import { Due } from './due.js';
import { deferredResources, heldDeletes, leaveUnknown } from './deferred.js';
import { Expansions } from './expansions.js';
import { performInvocation } from './invoke.js';
import { performStep } from './perform.js';
import type { Recorder } from './recorder.js';
import { storeWhole, type ApplyRun } from './run.js';
import { PendingValidations } from './validations.js';
import { Unrecorded } from './unrecorded.js';

export interface ApplyOutcome {
  readonly counts: Readonly<ApplyRun['counts']>;
  /** Addresses of changes that were not started: a dependency failed, or the run was stopped. */
  readonly skipped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly outputs: Readonly<Record<string, OutputState>>;
}

/**
 * Runs the steps of a plan, as concurrently as allowed. The intent of each step is durable before the provider is
 * called, and its result is durable before any dependent starts. A failure stops only its dependents; if the recorder
 * fails, nothing new starts, and the recorder still has everything that was done. `context.providers` must be new:
 * their configurations are evaluated again with the values known by then.
 */
export async function applyPlan(context: ValidContext, plan: Plan, recorder: Recorder): Promise<ApplyOutcome> {
  const values = new Values(context, await resourceTypes(context), whileApplying(context, plan.timestamp));
  const diagnostics: Diagnostic[] = [];
  const checks = new CheckRecorder();
  const run: ApplyRun = {
    context,
    plan,
    recorder,
    values,
    providers: new ProviderConfigurations(context, values, false),
    expansions: new Expansions(values),
    limit: limiter(context.parallelism),
    checks,
    validations: new PendingValidations(context, plan, values, checks, diagnostics),
    deposed: new Map(),
    alike: new Map(),
    absent: absentCreates(context, plan),
    due: new Due(plan.invocations),
    diagnostics,
    counts: noCounts(),
  };
  // What the steps open is closed, whatever happens.
  try {
    return await applySteps(run);
  } finally {
    diagnostics.push(...(await run.providers.ephemerals.close()));
  }
}

async function applySteps(run: ApplyRun): Promise<ApplyOutcome> {
  const { context, plan, recorder, values } = run;
  const unrecorded = new Unrecorded();
  await unrecorded.guard(() => recordRefreshed(run), undefined);
  // Until everything is destroyed, provider configurations refer to what still exists.
  const changes = plan.mode === 'destroy' ? [] : [...plan.changes, ...heldDeletes(plan)];
  await fillFromState(values, context, plan.priorState, { changes, withoutInstances: 'empty' });
  leaveUnknown(values, plan);

  const { steps } = plan;
  const result = await schedule({
    count: steps.length,
    needs: (index) => itemAt(steps, index).needs,
    run: (index, places) => {
      const step = itemAt(steps, index);
      if (step.kind === 'gather') return true;
      return unrecorded.guard<boolean | 'skipped'>(
        () =>
          step.kind === 'invoke' ? performInvocation(run, step) : performStep(run, step, new Place(places, index)),
        false,
      );
    },
    parallelism: context.parallelism,
    ...(recorder.isRemote === true && { ahead: new Ahead(context.clock) }),
    weight: await weights(run),
    stopping: () => unrecorded.some || context.stopping(),
  });
  const skipped = result.skipped
    .map((index) => itemAt(steps, index))
    .filter((step): step is ObjectStep | InvokeStep => step.kind !== 'gather');
  const broken = new Set<string>(deferredResources(plan));
  for (const index of [...result.failed, ...result.skipped]) {
    const step = itemAt(steps, index);
    if (step.kind !== 'gather' && step.kind !== 'invoke')
      broken.add(formatConfigured(itemAt(plan.changes, step.change).resource));
  }
  await openForConditions(run);
  const outputs = applyOutputs(run, broken);
  await unrecorded.guard(() => recorder.outputs(outputs), undefined);
  if (plan.mode !== 'invoke') {
    await unrecorded.guard(async () => recorder.checks(await checkResults(run, broken)), undefined);
  }
  await unrecorded.guard(() => recordTold(run), undefined);
  run.diagnostics.push(...unrecorded.diagnostics());
  return {
    counts: run.counts,
    skipped: [...new Set(skipped.map((step) => step.address))],
    diagnostics: run.diagnostics,
    outputs,
  };
}

/** Opens what only outputs and checks need, whose conditions are judged last. */
async function openForConditions({ context, providers, diagnostics }: ApplyRun): Promise<void> {
  const graph = buildGraph(context.configuration, context.referencesOf);
  for (const [node, { kind }] of graph.nodes.entries())
    if (kind === 'output' || kind === 'check')
      diagnostics.push(...(await providers.ephemerals.ensure(graph.nameOf(node))).diagnostics);
}

function absentCreates({ interrupted }: EngineContext, plan: Plan): ReadonlyMap<string, Interrupted> {
  const absent = new Map<string, Interrupted>();
  if (interrupted.length === 0) return absent;
  const resolved = resolvedKeys(plan, 'call');
  for (const one of interrupted) {
    const { begin } = one;
    if (begin.action !== 'create' || !resolved.has(begin.intent.requestKey)) continue;
    const instance = plan.priorState.resources.get(formatResource(begin.resource))?.instances.get(formatKey(begin.key));
    if (instance?.current === undefined) absent.set(addressOf(begin), one);
  }
  return absent;
}

/**
 * Steps whose interrupted calls leave no trace can start in large numbers: their records share a flush of the journal,
 * which takes longer than the calls themselves. With a journal on a server, so can steps without a call.
 */
const LIGHT = 1 / 32;

/** The share of a concurrency slot that each step takes. */
async function weights({ context, plan, recorder }: ApplyRun): Promise<(step: number) => number> {
  const light = new Set<string>();
  for (const source of new Set(plan.changes.map(({ provider }) => provider.source))) {
    const provider = await context.providers.unconfigured(source);
    if (provider?.abilities.locate?.leavesNoTrace === true) light.add(source);
  }
  const isRemote = recorder.isRemote === true;
  if (light.size === 0 && !isRemote) return () => 1;
  return (index) => {
    const step = itemAt(plan.steps, index);
    if (step.kind === 'gather' || step.kind === 'invoke') return 1;
    if (isRemote && (step.kind === 'forget' || step.kind === 'refresh-state')) return LIGHT;
    return light.has(itemAt(plan.changes, step.change).provider.source) ? LIGHT : 1;
  };
}

/** Recorded at the end of the run, because a run that crashes earlier has not reported that actions may have run. */
async function recordTold({ recorder, plan, context }: ApplyRun): Promise<void> {
  const resolved = resolvedKeys(plan, 'action');
  for (const { seq, requestKey } of context.interruptedActions)
    if (resolved.has(requestKey)) await recorder.invoked(seq, true);
}

/** Results of the refresh are recorded first and together: the records share their flushes. */
async function recordRefreshed(run: ApplyRun): Promise<void> {
  const { recorder, plan } = run;
  await Promise.all(
    plan.refreshed.map(({ ref, object }) =>
      object === null
        ? recorder.remove(ref)
        : storeWhole(run, addressOf(ref), formatResource(ref.resource), recorder.record(ref, object)),
    ),
  );
  for (const { importing } of plan.changes) if (importing !== undefined) run.counts.imported += 1;
  const dropped = resolvedKeys(plan, 'due');
  const undue = run.context.dueActions.map(({ trigger }) => trigger).filter((trigger) => dropped.has(dueKey(trigger)));
  if (undue.length > 0) await recorder.undue(undue);
  const resolved = resolvedKeys(plan, 'call');
  for (const { begin } of run.context.interrupted) {
    if (!resolved.has(begin.intent.requestKey)) continue;
    const instance = plan.priorState.resources.get(formatResource(begin.resource))?.instances.get(formatKey(begin.key));
    const object = begin.deposed === undefined ? instance?.current : instance?.deposed.get(begin.deposed);
    const due = begin.deposed === undefined ? run.due.after(AFTER[begin.action], addressOf(begin)) : [];
    const outcome = recorder.settle(begin.seq, { object: object ?? null, failed: false, due: due.filter(isOwed(run)) });
    await storeWhole(run, addressOf(begin), formatResource(begin.resource), outcome);
  }
}

const AFTER = { create: 'after_create', update: 'after_update', delete: 'after_destroy' } as const;

const addressOf = ({ resource, key }: Pick<ObjectRef, 'resource' | 'key'>): string =>
  formatInstance(formatResource(resource), key);

/** Whether an earlier run should have invoked an action; actions of this run become due with the change before them. */
function isOwed({ plan }: ApplyRun): (action: DueAction) => boolean {
  const owed = new Set(
    plan.invocations.flatMap(({ owed: left, trigger }) =>
      left === true && trigger.kind === 'lifecycle' ? [dueKey(trigger)] : [],
    ),
  );
  return ({ trigger }) => owed.has(dueKey(trigger));
}

/**
 * The planned outputs, as far as they are known now. Outputs that depend on a failed step, and all others, keep their
 * value in state.
 */
function applyOutputs(run: ApplyRun, broken: ReadonlySet<string>): Readonly<Record<string, OutputState>> {
  const { context, plan } = run;
  const outputs: Record<string, OutputState> = Object.fromEntries(context.state.outputs);
  const needs = broken.size === 0 ? () => [] : needsOfOutputs(context);
  for (const { name, action } of plan.outputs) {
    const output = context.configuration.outputs.get(name);
    if (action === 'delete' || output === undefined) {
      if (plan.mode !== 'destroy' || broken.size === 0) delete outputs[name];
      continue;
    }
    if (broken.size > 0 && needs(name).some((key) => broken.has(key))) continue;
    const evaluated = evaluateOutput(output, run);
    run.diagnostics.push(...evaluated.diagnostics);
    const value = evaluated.value;
    if (value === undefined || hasErrors(evaluated.diagnostics)) continue;
    // Only what lies outside the targets is unknown here. As in Terraform, state has nulls of its types.
    if (plan.mode !== 'normal' && !isWhollyKnown(unmarkDeep(value))) continue;
    const state = outputState(value, isStoredSensitive(output, value));
    if (state === undefined) delete outputs[name];
    else outputs[name] = state;
  }
  return outputs;
}

function needsOfOutputs({ configuration, referencesOf }: EngineContext): (name: string) => readonly string[] {
  const graph = buildGraph(configuration, referencesOf);
  const ordered = orderOf(graph);
  return outputNeeds(configuration, graph, 'order' in ordered ? ordered.order : []);
}

function outputState(value: Value, sensitive: boolean): OutputState | undefined {
  const plain = unmarkDeep(value);
  if (isNull(plain)) return undefined;
  return { value: unknownAsNull(plain), type: typeOf(plain), sensitive: sensitive || value instanceof Sensitive };
}
