import path from 'node:path';
import {
  append,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  ofStack,
  type Diagnostic,
  type Value,
} from '../model/index.js';
import type { Session } from '../state/index.js';
import { allProblems } from './check.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { generateConfiguration, refuseExisting, type GeneratedConfiguration } from './generated-configuration.js';
import { guarded } from './guard.js';
import { planDestination } from './plan-file/destination.js';
import { sealOf } from './plan-file/seal.js';
import { planSigner } from './plan-file/signature.js';
import { writePlanFile } from './plan-file/write.js';
import { plannedOutputs, planStack, withPlan, type StackPlan } from './plan-stack.js';
import { neighbourProblems, stacksToPlan } from './neighbours.js';
import { openProject } from './project.js';
import { openStack } from './stack-session.js';

export interface PlanResult {
  readonly stacks: readonly StackPlan[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many resources were written to `generateConfigOut`. */
  readonly generated?: number;
}

export interface PlanFileOptions {
  /** The file to save the plan to; `-` is standard output. */
  readonly out?: string;
  /** A file with the key that signs it. */
  readonly signKey?: string;
  /** A new file for the configuration of resources that import blocks name and that have none. */
  readonly generateConfigOut?: string;
}

/** Plans each selected stack in dependency order; planned outputs are passed from one to the next. */
export async function plan(
  env: OperationEnvironment,
  options: PlanningOptions & PlanFileOptions = {},
): Promise<PlanResult> {
  return guarded<PlanResult>({ stacks: [] }, async (seen) => {
    const save = savingTo(env, options);
    const { generateConfigOut: file } = options;
    if (file !== undefined) refuseExisting(env, file);
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics: await allProblems(env, project) };
    append(diagnostics, await neighbourProblems(env, project, options.destroy === true));
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    if (save !== undefined && project.stacks.length > 1) {
      const detail = `The project has ${project.stacks.map((stack) => stack.name).join(', ')}: select one with --stack.`;
      return {
        stacks: [],
        diagnostics: [
          ...diagnostics,
          errorDiagnostic('one-stack-per-plan', 'A plan file contains one stack', { detail }),
        ],
      };
    }
    const stacks: StackPlan[] = [];
    let generated: GeneratedConfiguration | undefined;
    const stackOutputs = new Map<string, Readonly<Record<string, Value>>>();
    for (const stack of await stacksToPlan(env, project, options)) {
      const opened = await openStack(env, project, stack, {
        ...options,
        operation: 'plan',
        write: options.lock ?? true,
        orRead: true,
        stackOutputs,
      });
      try {
        append(diagnostics, ofStack(stack.name, opened.diagnostics));
        if (hasErrors(diagnostics)) break;
        const context = opened.context();
        if (file !== undefined) {
          generated = await generateConfiguration(env, stack, context, file);
          append(diagnostics, generated.diagnostics);
          if (hasErrors(generated.diagnostics)) break;
          await generated.write();
        }
        const outcome = await planStack(
          generated?.stack ?? stack,
          generated === undefined ? context : { ...context, configuration: generated.stack.configuration },
          options,
          save !== undefined,
        );
        const { failed, diagnostics: found } = outcome;
        const planned = generated === undefined ? outcome.planned : withGenerated(outcome.planned, generated);
        append(diagnostics, ofStack(stack.name, found));
        if (planned !== undefined) {
          stacks.push(planned);
          stackOutputs.set(path.resolve(project.directory, stack.statePath), plannedOutputs(planned.plan));
        }
        const saved = planned === undefined || (hasErrors(found) && !planned.plan.errored) ? failed : planned;
        save?.(saved, opened.session, project.workspace);
      } finally {
        await opened.close();
      }
      if (hasErrors(diagnostics)) break;
    }
    return { stacks, diagnostics, ...(generated === undefined ? {} : { generated: generated.count }) };
  });
}

const withGenerated = (planned: StackPlan | undefined, generated: GeneratedConfiguration): StackPlan | undefined =>
  planned && withPlan(planned, generated.inPlan(planned.plan));

/**
 * Checks the destination of the plan before planning. The plan of a failed run is saved too, marked as failed: otherwise an older
 * plan in that file could be applied.
 */
function savingTo(
  env: OperationEnvironment,
  { out, signKey }: PlanFileOptions,
): ((planned: StackPlan, session: Session, workspace: string) => void) | undefined {
  if (out === undefined) return undefined;
  const destination = planDestination(env.directory, out);
  if ('summary' in destination) throw new DiagnosticError([destination]);
  const key = signKey ?? env.environment['LANDFORM_SIGN_KEY'];
  const signer = key === undefined ? undefined : planSigner(path.resolve(env.directory, key), key);
  return (planned, session, workspace) =>
    writePlanFile(destination, planned.plan, planned.info, sealOf(planned, session, env.version, workspace), signer);
}
