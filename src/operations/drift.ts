import { resolveDiagnostics } from '../language/index.js';
import { hasErrors, type Diagnostic, type IgnoredDrift } from '../model/index.js';
import { readDriftRules } from '../program/index.js';
import type { CommonOptions, OperationEnvironment, PlanningOptions } from './environment.js';
import { DriftRuleBook } from './ignore-drift.js';
import { plan } from './plan.js';
import { withPlan, type StackPlan } from './plan-stack.js';

/** The drift of one stack, without what rules ignore. */
export interface StackDrift extends StackPlan {
  readonly ignored: readonly IgnoredDrift[];
}

export interface DriftResult {
  readonly stacks: readonly StackDrift[];
  /** Whether something differs that no rule ignores. */
  readonly drifted: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** `lock` is false unless it is given: a check neither waits for a run nor makes one wait. */
export type DriftOptions = CommonOptions & Pick<PlanningOptions, 'targets' | 'excludes'>;

/** Compares real infrastructure with the state. Changes nothing, not even the state. */
export async function drift(env: OperationEnvironment, options: DriftOptions = {}): Promise<DriftResult> {
  const { rules, file, diagnostics: unread } = await readDriftRules(env.directory);
  if (hasErrors(unread)) return { stacks: [], drifted: false, diagnostics: unread };
  const result = await plan(env, { ...options, lock: options.lock ?? false, refreshOnly: true });
  const book = new DriftRuleBook(rules, env.now().toISOString().slice(0, 10));
  const stacks = result.stacks.map((stack): StackDrift => {
    const { plan: left, ignored } = book.judge(stack.name, stack.plan);
    return left === stack.plan ? { ...stack, ignored } : { ...withPlan(stack, left), ignored };
  });
  const failed = hasErrors(result.diagnostics);
  const { names = [] } = result;
  const checked = stacks.map(({ name }) => name);
  const complete = !failed && stacks.every((stack) => stack.plan.complete);
  const found = [...book.problems(names), ...book.findings(names, checked, complete)];
  const diagnostics = [...result.diagnostics, ...resolveDiagnostics(found, file === undefined ? [] : [file])];
  return {
    stacks,
    drifted: !hasErrors(diagnostics) && stacks.some((stack) => stack.plan.drift.length > 0),
    diagnostics,
  };
}
