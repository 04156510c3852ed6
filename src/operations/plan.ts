import path from 'node:path';
import { append, errorDiagnostic, hasErrors, type Diagnostic, type Value } from '../model/index.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { guarded } from './guard.js';
import { plannedOutputs, planStack, stacksToPlan, type StackPlan } from './plan-stack.js';
import { openProject } from './project.js';
import { writeSavedPlan } from './saved-plan.js';
import { openStack } from './stack-session.js';

export interface PlanResult {
  readonly stacks: readonly StackPlan[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans every chosen stack, in the order of their dependencies; planned outputs flow from one to the next. */
export async function plan(
  env: OperationEnvironment,
  options: PlanningOptions & { readonly out?: string } = {},
): Promise<PlanResult> {
  return guarded<PlanResult>({ stacks: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    if (options.out !== undefined && project.stacks.length > 1) {
      const detail = `The project has ${project.stacks.map((stack) => stack.name).join(', ')}: choose one with --stack.`;
      return {
        stacks: [],
        diagnostics: [...diagnostics, errorDiagnostic('one-stack-per-plan', 'A plan file holds one stack', { detail })],
      };
    }
    const stacks: StackPlan[] = [];
    const stackOutputs = new Map<string, Readonly<Record<string, Value>>>();
    for (const stack of stacksToPlan(project.stacks, options)) {
      const opened = await openStack(env, project, stack, {
        ...options,
        operation: 'plan',
        write: options.lock ?? true,
        stackOutputs,
      });
      try {
        append(diagnostics, opened.diagnostics);
        if (hasErrors(diagnostics)) break;
        const outcome = await planStack(stack, opened.context(), options);
        append(diagnostics, outcome.diagnostics);
        if (outcome.planned === undefined) break;
        stacks.push(outcome.planned);
        stackOutputs.set(path.resolve(project.directory, stack.statePath), plannedOutputs(outcome.planned.plan));
        if (options.out !== undefined && !hasErrors(diagnostics)) {
          await writeSavedPlan(path.resolve(env.directory, options.out), outcome.planned, opened.session.state);
        }
      } finally {
        await opened.close();
      }
      if (hasErrors(diagnostics)) break;
    }
    return { stacks, diagnostics };
  });
}
