import path from 'node:path';
import { mergeEntries, sealedConfiguration } from '../engine/index.js';
import { resolveDiagnostics } from '../language/index.js';
import {
  append,
  errorDiagnostic,
  hasErrors,
  ofStack,
  planToJson,
  shellWord,
  warningDiagnostic,
  type ConfigurationFile,
  type Diagnostic,
  type Plan,
  type Value,
} from '../model/index.js';
import { applyStack, untouched, type AppliedStack, type Ready } from './apply-stack.js';
import { applyWaves, type Asking } from './apply-waves.js';
import { allProblems } from './check.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { guarded } from './guard.js';
import { plannedOutputs, planStack, stackPlan } from './plan-stack.js';
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

export interface ApplyOptions extends PlanningOptions, Asking {
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
      let approved = true;
      let incomplete = false;
      for (const ready of prepared.ready) {
        if (hasErrors(diagnostics) || !approved || env.stopping()) {
          stacks.push(untouched(ready));
          continue;
        }
        const applied =
          options.planFile === undefined
            ? await applyWaves(env, options, ready, prepared.diagnostics, seen)
            : { ...(await applyStack(env, ready)), approved: true, last: ready.planned.plan };
        append(diagnostics, ofStack(ready.planned.name, applied.diagnostics));
        stacks.push(applied.stack);
        approved = applied.approved;
        incomplete ||= ready.planned.plan.applyable && isLimited(applied.last);
      }
      if (incomplete) diagnostics.push(INCOMPLETE);
      return { stacks, approved, diagnostics: env.signal.aborted ? summarizeStopped(diagnostics) : diagnostics };
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

/** Whether targets limited a plan. */
const isLimited = ({ complete, deferred, mode }: Plan): boolean =>
  !complete && deferred.length === 0 && mode !== 'invoke';

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
