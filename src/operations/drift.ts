import { hasErrors, type Diagnostic } from '../model/index.js';
import type { CommonOptions, OperationEnvironment, PlanningOptions } from './environment.js';
import { plan } from './plan.js';
import type { StackPlan } from './plan-stack.js';

export interface DriftResult {
  readonly stacks: readonly StackPlan[];
  readonly drifted: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares real infrastructure with the state. Changes nothing, not even the state. */
export async function drift(
  env: OperationEnvironment,
  options: CommonOptions & Pick<PlanningOptions, 'targets' | 'excludes'> = {},
): Promise<DriftResult> {
  const result = await plan(env, { ...options, refreshOnly: true });
  return {
    ...result,
    drifted: !hasErrors(result.diagnostics) && result.stacks.some((stack) => stack.plan.drift.length > 0),
  };
}
