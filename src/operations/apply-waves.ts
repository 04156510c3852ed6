import {
  errorsOf,
  hasErrors,
  ofStack,
  warningsOf,
  type ConfigurationFile,
  type Diagnostic,
  type Plan,
} from '../model/index.js';
import { resolveDiagnostics } from '../language/index.js';
import { addWave, applyStack, type AppliedStack, type Ready } from './stacks/apply-stack.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import type { Permission } from './plan-policies.js';
import type { StackPlan } from './plan-stack.js';
import { Waves } from './waves.js';

/** How the plans of a run are shown and approved. */
export interface Asking {
  /**
   * Receives the plans and their warnings before approval is requested and before anything is recorded, so that a warning issued
   * only once is not lost if the run dies a moment later. Each later wave is another call. If absent, the warnings are part of the
   * result.
   */
  readonly planned?: (plans: readonly StackPlan[], warnings: readonly Diagnostic[]) => Promise<void>;
  /**
   * Called with everything that will be done, and again before a later wave that destroys, replaces or changes something that did
   * not wait; not called for a saved plan.
   */
  readonly approve: (plans: readonly StackPlan[]) => Promise<boolean>;
}

export interface Permitting {
  /** Asks the policies of the project. */
  readonly permit: (plans: readonly StackPlan[]) => Promise<Permission>;
}

export interface AppliedWaves {
  readonly stack: AppliedStack;
  readonly diagnostics: readonly Diagnostic[];
  readonly approved: boolean;
  readonly last: Plan;
}

/** Runs what is shown and asked one after another, although several stacks are applied at the same time. */
export type InTurn = <T>(ask: () => Promise<T>) => Promise<T>;

/** Applies a plan, and plans and applies what it leaves, until nothing is left. */
export async function applyWaves(
  env: OperationEnvironment,
  options: PlanningOptions & Asking & Permitting,
  first: Ready,
  warnings: readonly Diagnostic[],
  seen: readonly ConfigurationFile[],
  inTurn: InTurn,
): Promise<AppliedWaves> {
  let ready = first;
  let { stack, diagnostics } = await applyStack(first);
  const waves = new Waves(first.planned, options, warnings);
  const end = (approved = true): AppliedWaves => ({
    stack: hasErrors(diagnostics) ? { ...stack, status: 'failed' } : stack,
    diagnostics,
    approved,
    last: ready.planned.plan,
  });
  while (stack.waiting.length > 0) {
    if (hasErrors(diagnostics) || stack.skipped.length > 0 || !stack.stored || env.stopping()) break;
    const context = first.opened.context({ variables: first.variables });
    const { planned, configuration, diagnostics: found } = await waves.next(first.planned.stack, context);
    if (planned === undefined || configuration === undefined || hasErrors(found)) {
      diagnostics = [...diagnostics, ...(env.stopping() ? [] : found)];
      break;
    }
    const { diagnostics: said, approve } = await options.permit([planned]);
    const isApproved = await inTurn(async () => {
      const warnings = [...ofStack(planned.name, found), ...warningsOf(said)];
      await options.planned?.([planned], resolveDiagnostics(warnings, seen));
      if (hasErrors(said)) return false;
      return (!waves.exceeds(planned.plan) || (await options.approve([planned]))) && approve();
    });
    if (options.planned === undefined) diagnostics = [...diagnostics, ...found, ...warningsOf(said)];
    diagnostics = [...diagnostics, ...errorsOf(said)];
    if (!isApproved) return end(false);
    ready = { ...first, planned, configuration };
    const applied = await applyStack(ready);
    diagnostics = [...diagnostics, ...applied.diagnostics];
    stack = addWave(stack, applied.stack);
  }
  return end();
}
