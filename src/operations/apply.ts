import path from 'node:path';
import {
  applyPlan,
  mergeEntries,
  noCounts,
  sealedConfiguration,
  type ApplyOutcome,
  type ValidConfiguration,
} from '../engine/index.js';
import { resolveDiagnostics } from '../language/index.js';
import {
  append,
  checkResultsFromJson,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  ofStack,
  planToJson,
  sameCheckResults,
  shellWord,
  warningDiagnostic,
  type ConfigurationFile,
  type Diagnostic,
  type OutputState,
  type Plan,
  type Value,
} from '../model/index.js';
import type { Session } from '../state/index.js';
import { allProblems } from './check.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { guarded } from './guard.js';
import { plannedOutputs, planStack, stackPlan, type StackPlan } from './plan-stack.js';
import { neighbourProblems, stacksToPlan } from './neighbours.js';
import { openProject } from './project.js';
import { fitProblems } from './plan-file/fits.js';
import { PlanFile } from './plan-file/read.js';
import { sealOf, sealProblems } from './plan-file/seal.js';
import { planVerifier } from './plan-file/signature.js';
import { savedVariables } from './saved-variables.js';
import { schemasOf } from './schemas.js';
import { openStack, type StackSession } from './stack-session.js';
import { summarizeStopped } from './stopped.js';

export interface ApplyOptions extends PlanningOptions {
  /** A file written by `plan --out`: that plan is applied, or refused. */
  readonly planFile?: string;
  /** A file with the key that plan files must be signed with. */
  readonly verifyKey?: string;
  /**
   * Receives the plans and their warnings before approval is requested and before anything is recorded, so that a warning issued
   * only once is not lost if the run dies a moment later. If absent, the warnings are part of the result.
   */
  readonly planned?: (plans: readonly StackPlan[], warnings: readonly Diagnostic[]) => Promise<void>;
  /** Called once, with everything that will be done; not called for a saved plan. */
  readonly approve: (plans: readonly StackPlan[]) => Promise<boolean>;
}

export interface AppliedStack {
  readonly name: string;
  /** False when there was nothing to do, or an earlier stack failed. */
  readonly applied: boolean;
  readonly counts: ApplyOutcome['counts'];
  /** Addresses whose changes were not started. */
  readonly skipped: readonly string[];
  readonly outputs: Readonly<Record<string, OutputState>>;
  /** False if the state could not be stored. The completed changes are then in the journal, unless writing that failed too. */
  readonly stored: boolean;
}

export interface ApplyResult {
  readonly stacks: readonly AppliedStack[];
  readonly approved: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

interface Ready {
  readonly opened: StackSession;
  readonly planned: StackPlan;
  readonly configuration: ValidConfiguration;
  /** As resolved when the plan was created. */
  readonly variables: ReadonlyMap<string, Value>;
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
      await options.planned?.(plans, resolveDiagnostics(prepared.diagnostics, seen));
      const diagnostics: Diagnostic[] = options.planned === undefined ? [...prepared.diagnostics] : [];
      const needed = plans.some(({ plan }) => needsApproval(plan));
      if (needed && options.planFile === undefined && !(await options.approve(plans)))
        return { stacks: [], approved: false, diagnostics };
      const stacks: AppliedStack[] = [];
      for (const ready of prepared.ready) {
        const failed = hasErrors(diagnostics);
        if (failed || env.stopping()) {
          stacks.push(untouched(ready));
          continue;
        }
        const applied = await applyStack(env, ready);
        append(diagnostics, ofStack(ready.planned.name, applied.diagnostics));
        stacks.push(applied.stack);
      }
      if (plans.some(({ plan }) => !plan.complete && plan.mode !== 'invoke' && plan.applyable))
        diagnostics.push(INCOMPLETE);
      return { stacks, approved: true, diagnostics: env.signal.aborted ? summarizeStopped(diagnostics) : diagnostics };
    } finally {
      for (const stack of opened) await stack.close();
    }
  });
}

const INCOMPLETE = warningDiagnostic(
  'targeted-apply',
  'Only a part of the configuration was applied; other changes may remain',
  {
    detail: 'See what is left:  landform plan',
  },
);

const needsApproval = (plan: Plan): boolean => plan.applyable;

async function prepare(
  env: OperationEnvironment,
  options: ApplyOptions,
  opened: StackSession[],
  seen: ConfigurationFile[],
): Promise<{ ready: Ready[]; diagnostics: Diagnostic[] }> {
  const project = await openProject(env, options, seen);
  const diagnostics: Diagnostic[] = [...project.diagnostics];
  const ready: Ready[] = [];
  if (hasErrors(diagnostics)) return { ready, diagnostics: [...(await allProblems(env, project))] };
  append(diagnostics, await neighbourProblems(env, project, options.destroy === true));
  if (hasErrors(diagnostics)) return { ready, diagnostics };
  const stackOutputs = new Map<string, Readonly<Record<string, Value>>>();
  const inOrder = await stacksToPlan(env, project, options);
  const stacks = options.destroy === true ? [...inOrder].reverse() : inOrder;
  for (const stack of stacks) {
    const session = await openStack(env, project, stack, {
      ...options,
      operation: options.destroy === true ? 'destroy' : 'apply',
      write: true,
      stackOutputs,
    });
    opened.push(session);
    append(diagnostics, ofStack(stack.name, session.diagnostics));
    if (hasErrors(diagnostics)) break;
    const context = session.context();
    const outcome = await planStack(stack, context, options);
    append(diagnostics, ofStack(stack.name, outcome.diagnostics));
    const { planned, configuration } = outcome;
    if (planned === undefined || configuration === undefined || hasErrors(diagnostics)) break;
    stackOutputs.set(path.resolve(project.directory, stack.statePath), plannedOutputs(planned.plan));
    ready.push({ opened: session, planned, configuration, variables: context.variables });
  }
  // The plan of an earlier stack has been applied by the time a later stack is.
  stackOutputs.clear();
  return { ready, diagnostics };
}

/** Prepares a saved plan, which is applied unchanged or refused: no part of it is planned again. */
async function prepareSaved(
  env: OperationEnvironment,
  options: ApplyOptions,
  name: string,
  opened: StackSession[],
  seen: ConfigurationFile[],
): Promise<{ ready: Ready[]; diagnostics: Diagnostic[] }> {
  const key = options.verifyKey ?? env.environment['LANDFORM_VERIFY_KEY'];
  const verifier = key === undefined ? undefined : planVerifier(path.resolve(env.directory, key), key);
  return PlanFile.open(env.directory, name, async (file) => {
    const read = file.read(verifier);
    const { plan: saved, seal } = read;
    if (seal === undefined) return refused(foreignPlan(name));
    if (saved.errored) return refused(erroredPlan(name));
    const project = await openProject(env, { ...options, stacks: seal.stack === '' ? [] : [seal.stack] }, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    const stack = project.stacks[0];
    if (stack === undefined || hasErrors(diagnostics)) return { ready: [], diagnostics };
    const session = await openStack(env, project, stack, {
      ...options,
      ask: undefined, // the plan contains the values
      operation: 'apply',
      write: true,
    });
    opened.push(session);
    const { values, ...found } = savedVariables(saved, stack.configuration, options.variables ?? [], session.variables);
    diagnostics.push(...found.diagnostics);
    if (hasErrors(diagnostics)) return { ready: [], diagnostics };
    const context = session.context({ variables: values });
    const schemas = await schemasOf(context.providers, stack.configuration, session.session.state);
    const plan = { ...saved, priorState: mergeEntries(session.session.state, saved.refreshed) };
    const planned = stackPlan(stack, plan, schemas);
    diagnostics.push(...sealProblems(seal, sealOf(planned, session.session, env.version, project.workspace)));
    if (!hasErrors(diagnostics))
      diagnostics.push(...fitProblems(plan, stack.configuration, schemas, (path) => file.placeOf(path)));
    if (hasErrors(diagnostics)) return { ready: [], diagnostics };
    file.check(read, planToJson(plan, planned.info));
    const configuration = sealedConfiguration(stack.configuration);
    return { ready: [{ opened: session, planned, configuration, variables: values }], diagnostics };
  });
}

const refused = (diagnostic: Diagnostic): { ready: Ready[]; diagnostics: Diagnostic[] } => ({
  ready: [],
  diagnostics: [diagnostic],
});

const foreignPlan = (name: string): Diagnostic =>
  errorDiagnostic('invalid-plan-file', `${name} was not written by Landform`, {
    detail: `Plans written by Terraform can be shown but not applied. Create a plan with:  landform plan --out ${shellWord(name)}`,
  });

const erroredPlan = (name: string): Diagnostic =>
  errorDiagnostic('errored-plan', `${name} is the plan of a failed run`, {
    detail: 'Fix the errors of that run, and plan again.',
  });

async function applyStack(
  env: OperationEnvironment,
  ready: Ready,
): Promise<{ stack: AppliedStack; diagnostics: readonly Diagnostic[] }> {
  const { opened, planned, configuration, variables } = ready;
  const { plan } = planned;
  const { session } = opened;
  const checked = sameCheckResults(checkResultsFromJson(session.state.checkResults), plan.checks);
  if (!plan.applyable && plan.refreshed.length === 0 && plan.resolved.length === 0 && checked) {
    // An apply always leaves a state for its readers, even an empty one.
    const unsaved = session.isUnwritten ? await commitProblems(session) : [];
    return { stack: { ...untouched(ready), stored: unsaved.length === 0 }, diagnostics: unsaved };
  }
  const total = plan.steps.filter((step) => step.kind !== 'gather').length;
  env.emit({ type: 'phase', phase: 'apply', total, ...(planned.name === '' ? {} : { stack: planned.name }) });
  const outcome = await applyPlan({ ...opened.context({ variables }), configuration }, plan, session.recorder);
  const unsaved = await commitProblems(session);
  return {
    stack: {
      name: planned.name,
      applied: plan.applyable,
      counts: outcome.counts,
      skipped: outcome.skipped,
      outputs: outcome.outputs,
      stored: unsaved.length === 0,
    },
    diagnostics: [...outcome.diagnostics, ...unsaved],
  };
}

/** Stores the state. A failure to do so is reported in addition to earlier errors, and does not hide them. */
async function commitProblems(session: Session): Promise<readonly Diagnostic[]> {
  try {
    await session.commit();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function untouched(ready: Ready): AppliedStack {
  return {
    name: ready.planned.name,
    applied: false,
    counts: noCounts(),
    skipped: [],
    outputs: Object.fromEntries(ready.opened.session.state.outputs),
    stored: true,
  };
}
