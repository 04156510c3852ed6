import path from 'node:path';
import { mergeEntries, sealedConfiguration } from '../engine/index.js';
import { resolveDiagnostics } from '../language/index.js';
import {
  append,
  errorDiagnostic,
  errorsOf,
  hasErrors,
  limiter,
  ofStack,
  planToJson,
  shellWord,
  warningDiagnostic,
  warningsOf,
  type ConfigurationFile,
  type Diagnostic,
  type Plan,
  type Value,
} from '../model/index.js';
import { applyStack, notStarted, type AppliedStack, type Ready } from './stacks/apply-stack.js';
import { applyWaves, type AppliedWaves, type Asking, type InTurn, type Permitting } from './apply-waves.js';
import { allProblems } from './check.js';
import { checkPlainPlan, decryptWith } from './compose/index.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { guarded } from './guard.js';
import { openStacks } from './stacks/open-stacks.js';
import { INTERRUPTED, plannedOutputs, planStack, stackPlan } from './plan-stack.js';
import { permissionFor, type ApprovingPolicies } from './plan-policies.js';
import { neighbourProblems, stacksToPlan } from './stacks/neighbours.js';
import { openProject, type Stack } from './project.js';
import { leftOut, walkStacks } from './stacks/stack-graph.js';
import type { PolicySettings } from '../program/index.js';
import { fittedEdits } from './edits/fit-edits.js';
import { fitProblems } from './plan-file/fits.js';
import { planOfNoStack } from './plan-file/diagnostics.js';
import { PlanFile, type PlanPart } from './plan-file/read.js';
import { sealOf, sealProblems } from './plan-file/seal.js';
import { planVerifier } from './plan-file/signature.js';
import { readDurations } from './forecast/durations.js';
import { keepTimes, timingOf, type Timing } from './forecast/timing.js';
import { lastRunOf, rollbackOf } from './rollback.js';
import { savedVariables } from './saved-variables.js';
import { schemasOf } from './schemas.js';
import type { StackSession } from './stacks/stack-session.js';
import { summarizeStopped } from './stopped.js';

export interface ApplyOptions extends PlanningOptions, Asking, ApprovingPolicies {
  /** A file written by `plan --out`: that plan is applied, or refused. */
  readonly planFile?: string;
  /** A file with the key that plan files must be signed with. */
  readonly verifyKey?: string;
}

export interface ApplyResult {
  readonly stacks: readonly AppliedStack[];
  /** False if nothing was approved, or, after some stacks or waves were applied, the next wave was not. */
  readonly approved: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** How right the forecast was; absent if there was none, or if not everything was applied. */
  readonly timing?: Timing;
}

/** Creates a plan (or reads a saved one), asks for approval, and applies it. The state stays locked from planning to the end. */
export async function apply(env: OperationEnvironment, options: ApplyOptions): Promise<ApplyResult> {
  return guarded<ApplyResult>({ stacks: [], approved: false }, async (seen) => {
    const opened: StackSession[] = [];
    try {
      const prepared =
        options.planFile === undefined
          ? await prepare(env, options, opened, seen)
          : await prepareSaved(env, options, options.planFile, opened, seen);
      const plans = prepared.ready.map(({ planned }) => planned);
      if (hasErrors(prepared.diagnostics)) return { stacks: [], approved: false, diagnostics: prepared.diagnostics };
      const { policies } = prepared;
      const permit: Permitting['permit'] = (planned) =>
        permissionFor({ directory: env.directory, policies }, options, planned);
      const permission = await permit(plans);
      const warnings = [...prepared.diagnostics, ...warningsOf(permission.diagnostics)];
      await options.planned?.(plans, resolveDiagnostics(warnings, seen));
      const diagnostics: Diagnostic[] = [
        ...(options.planned === undefined ? warnings : []),
        ...errorsOf(permission.diagnostics),
      ];
      if (hasErrors(diagnostics)) return { stacks: [], approved: false, diagnostics };
      const needed = plans.some(({ plan }) => needsApproval(plan));
      const isApproved = !needed || options.planFile !== undefined || (await options.approve(plans));
      if (!isApproved || !(await permission.approve())) return { stacks: [], approved: false, diagnostics };
      const applied = await applyAll(env, { ...options, permit }, prepared, seen);
      append(diagnostics, applied.diagnostics);
      return {
        ...applied,
        diagnostics: env.signal.aborted
          ? summarizeStopped(
              diagnostics,
              plans.map(({ plan }) => plan),
            )
          : diagnostics,
      };
    } finally {
      await Promise.all(opened.map((stack) => stack.close()));
    }
  });
}

/** Applies all plans, each as soon as those that come before it are applied. */
async function applyAll(
  env: OperationEnvironment,
  options: ApplyOptions & Permitting,
  { directory, ready, nodes: all, isDestroy, diagnostics: warnings }: Prepared,
  seen: readonly ConfigurationFile[],
): Promise<ApplyResult> {
  const done = new Map<string, AppliedWaves>();
  let approved = true;
  const questions = limiter(1);
  const inTurn: InTurn = async (ask) => questions(ask);
  const dependencies = new Map(all.map((node) => [node.name, node.dependencies]));
  const nodes = ready.map((one) => {
    const { name } = one.planned;
    return { name, dependencies: dependencies.get(name) ?? [], ready: one };
  });
  const order = isDestroy ? 'needed-last' : 'needed-first';
  const stopping = (): boolean => !approved || env.stopping();
  const left = await walkStacks(nodes, all, { order, stopping }, async ({ name, ready: one }) => {
    const applied =
      options.planFile === undefined
        ? await applyWaves(env, { ...options, ...one.planning }, one, warnings, seen, inTurn)
        : { ...(await applyStack(one)), approved: true, last: one.planned.plan };
    done.set(name, applied);
    approved &&= applied.approved;
    return applied.approved && !hasErrors(applied.diagnostics) && applied.stack.skipped.length === 0;
  });
  const diagnostics: Diagnostic[] = [];
  for (const { planned } of ready)
    append(diagnostics, ofStack(planned.name, done.get(planned.name)?.diagnostics ?? []));
  if (!stopping()) append(diagnostics, leftOut(left, 'applied'));
  const isIncomplete = ready.some(({ planned: { name, plan } }) => {
    const last = done.get(name)?.last;
    return last !== undefined && plan.applyable && isLimited(last);
  });
  if (isIncomplete) diagnostics.push(INCOMPLETE);
  const stacks = ready.map((one) => done.get(one.planned.name)?.stack ?? notStarted(one));
  await keepTimes(directory, stacks);
  const timing = hasErrors(diagnostics) || stopping() ? undefined : timingOf(stacks);
  return { stacks, approved, diagnostics, ...(timing && { timing }) };
}

const INCOMPLETE = warningDiagnostic(
  'targeted-apply',
  'Only a part of the configuration was applied; other changes may remain',
  {
    detail: 'See what is left:  landform plan',
  },
);

/** Whether targets limited a plan. */
const isLimited = ({ complete, deferred, mode }: Plan): boolean =>
  !complete && deferred.length === 0 && mode !== 'invoke';

const needsApproval = (plan: Plan): boolean => plan.applyable;

/** Stacks that are open, locked and planned. */
interface Prepared {
  /** Of the project. */
  readonly directory: string;
  /** The stacks of the project, or those of a saved plan with what each is applied after. */
  readonly nodes: readonly Pick<Stack, 'name' | 'dependencies'>[];
  readonly ready: readonly Ready[];
  readonly isDestroy: boolean;
  /** What the plans are checked by. */
  readonly policies: readonly PolicySettings[];
  readonly diagnostics: readonly Diagnostic[];
}

async function prepare(
  env: OperationEnvironment,
  options: ApplyOptions,
  opened: StackSession[],
  seen: ConfigurationFile[],
): Promise<Prepared> {
  const project = await openProject(env, options, seen);
  const diagnostics: Diagnostic[] = [...project.diagnostics];
  const isDestroy = options.destroy === true;
  const nodes = [...project.stacks, ...project.others];
  const { policies } = project;
  const { directory } = project;
  const nothing = { directory, nodes, ready: [], isDestroy, policies, diagnostics };
  if (hasErrors(diagnostics)) return { ...nothing, diagnostics: await allProblems(env, project) };
  append(diagnostics, await neighbourProblems(env, project, isDestroy));
  if (hasErrors(diagnostics)) return nothing;
  const stackOutputs = new Map<string, Readonly<Record<string, Value>>>();
  const toPlan = await stacksToPlan(env, project, options);
  const stacks = [...toPlan.keys()];
  if (stacks.length > 1) env.emit({ type: 'phase', phase: 'load', stacks: stacks.length });
  const opening = { ...options, operation: isDestroy ? 'destroy' : 'apply', write: true, stackOutputs };
  const { sessions, problems: unopened } = await openStacks(env, project, stacks, opening, opened);
  for (const stack of stacks) append(diagnostics, ofStack(stack.name, sessions.get(stack)?.diagnostics ?? []));
  append(diagnostics, unopened);
  if (hasErrors(diagnostics)) return nothing;
  const durations = readDurations(project.directory);
  const ready = new Map<Stack, Ready>();
  const problems = new Map<Stack, readonly Diagnostic[]>();
  const order = isDestroy ? 'needed-last' : 'needed-first';
  const left = await walkStacks(stacks, nodes, { order, stopping: env.stopping }, async (stack) => {
    const session = sessions.get(stack);
    const planning = toPlan.get(stack);
    if (session === undefined || planning === undefined) return false;
    const context = session.context();
    const { planned, configuration, ...outcome } = await planStack(stack, context, planning, {
      durations,
      lastRun: () => lastRunOf(session.session),
    });
    problems.set(stack, outcome.diagnostics);
    if (planned === undefined || configuration === undefined || hasErrors(outcome.diagnostics)) return false;
    stackOutputs.set(path.resolve(project.directory, stack.statePath), plannedOutputs(planned.plan));
    ready.set(stack, { opened: session, planning, planned, configuration, variables: context.variables });
    return true;
  });
  for (const stack of stacks) append(diagnostics, ofStack(stack.name, problems.get(stack) ?? []));
  append(diagnostics, env.stopping() ? left.map(() => INTERRUPTED).slice(0, 1) : leftOut(left, 'planned'));
  // The plan of a stack has been applied by the time another one reads its outputs.
  stackOutputs.clear();
  return { ...nothing, ready: stacks.flatMap((stack) => ready.get(stack) ?? []) };
}

/** Prepares saved plans, which are applied unchanged or refused together: no part of them is planned again. */
async function prepareSaved(
  env: OperationEnvironment,
  options: ApplyOptions,
  name: string,
  opened: StackSession[],
  seen: ConfigurationFile[],
): Promise<Prepared> {
  const key = options.verifyKey ?? env.environment['LANDFORM_VERIFY_KEY'];
  const verifier = key === undefined ? undefined : planVerifier(path.resolve(env.directory, key), key);
  return PlanFile.open(env.directory, name, decryptWith(env, 'plan', options), async (file) => {
    const { parts, complete } = file.parts(verifier);
    if (parts.some(({ read }) => read.seal === undefined)) return refused(foreignPlan(name));
    if (!complete || parts.some(({ read }) => read.plan.errored)) return refused(erroredPlan(name));
    if (parts.length === 0) return refused(planOfNoStack(name));
    const names = parts.flatMap(({ read }) => read.seal?.stack ?? []).filter((stack) => stack !== '');
    // A plan that only changes the state has no variables: what its backend needs is given as with every command.
    const saved = new Map(
      parts.flatMap(({ read: { plan, seal } }) =>
        plan.edits === undefined ? [[seal?.stack ?? '', plan.variables] as const] : [],
      ),
    );
    const project = await openProject(env, { ...options, stacks: names, saved }, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return refused(...diagnostics);
    if (!file.isEncrypted) for (const stack of project.stacks) await checkPlainPlan(env, project, stack, name);
    if (parts.length > 1) env.emit({ type: 'phase', phase: 'load', stacks: parts.length });
    // The plans contain the values of variables.
    const opening = { ...options, ask: undefined, operation: 'apply', write: true };
    const { sessions, problems } = await openStacks(env, project, project.stacks, opening, opened);
    if (hasErrors(problems)) return refused(...diagnostics, ...problems);
    const ready: Ready[] = [];
    const nodes: Pick<Stack, 'name' | 'dependencies'>[] = [];
    for (const part of parts) {
      const stack = project.stacks.find((one) => one.name === part.read.seal?.stack);
      const session = stack && sessions.get(stack);
      if (session === undefined) continue;
      const fitted = await fittedPlan(env, options, part, session, project.workspace);
      append(diagnostics, ofStack(session.stack.name, fitted.diagnostics));
      if (fitted.ready === undefined) continue;
      ready.push(fitted.ready);
      nodes.push({ name: session.stack.name, dependencies: part.needs });
    }
    if (hasErrors(diagnostics)) return refused(...diagnostics);
    const isDestroy = parts.some(({ read }) => read.plan.mode === 'destroy');
    const { directory, policies } = project;
    return { directory, nodes, ready, isDestroy, policies, diagnostics };
  });
}

/** A saved plan as it can be applied to its stack, or the reasons why it cannot. */
async function fittedPlan(
  env: OperationEnvironment,
  options: ApplyOptions,
  { file, read }: PlanPart,
  opened: StackSession,
  workspace: string,
): Promise<{ readonly ready?: Ready; readonly diagnostics: readonly Diagnostic[] }> {
  const { stack, session } = opened;
  const { plan: saved, seal } = read;
  if (seal === undefined) return { diagnostics: [] };
  if (saved.edits !== undefined) return fittedEdits(env, { file, read }, opened, workspace, saved.edits);
  const { values, diagnostics: found } = savedVariables(
    saved,
    stack.configuration,
    options.variables ?? [],
    opened.variables,
  );
  const diagnostics: Diagnostic[] = [...found];
  if (hasErrors(diagnostics)) return { diagnostics };
  const context = opened.context({ variables: values });
  const schemas = await schemasOf(context.providers, stack.configuration, session.state);
  const plan = { ...saved, priorState: mergeEntries(session.state, saved.refreshed) };
  const planned = stackPlan(stack, plan, schemas);
  append(diagnostics, sealProblems(seal, sealOf(planned, session, env.version, workspace)));
  if (hasErrors(diagnostics)) return { diagnostics };
  const back = saved.rollback === true ? rollbackOf(context, await lastRunOf(session), schemas) : stack;
  if (back.configuration === undefined) return { diagnostics: [...diagnostics, ...back.diagnostics] };
  append(
    diagnostics,
    fitProblems(plan, back.configuration, schemas, (path) => file.placeOf(path)),
  );
  if (hasErrors(diagnostics)) return { diagnostics };
  file.check(read, planToJson(plan, planned.info));
  const configuration = sealedConfiguration(back.configuration);
  return { ready: { opened, planned, configuration, variables: values }, diagnostics };
}

const refused = (...diagnostics: readonly Diagnostic[]): Prepared => ({
  directory: '',
  nodes: [],
  ready: [],
  isDestroy: false,
  policies: [],
  diagnostics,
});

const foreignPlan = (name: string): Diagnostic =>
  errorDiagnostic('invalid-plan-file', `${name} was not written by Landform`, {
    detail: `Plans written by Terraform can be shown but not applied. Create a plan with:  landform plan --out ${shellWord(name)}`,
  });

const erroredPlan = (name: string): Diagnostic =>
  errorDiagnostic('errored-plan', `${name} is the plan of a failed run`, {
    detail: 'Fix the errors of that run, and plan again.',
  });
