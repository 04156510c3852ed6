import { compareText, DiagnosticError, limiter, ofStack, type Diagnostic, type Limiter } from '../../model/index.js';
import type { CommonOptions, OperationEnvironment, VariableOptions } from '../environment.js';
import type { OpenProject, Stack } from '../project.js';
import { openStack, type SessionOptions, type StackSession } from './stack-session.js';
import { resolveVariables } from '../variables.js';

/** Resolves the variables of each stack before any is opened, since that may ask the user. */
export async function variablesOf(
  env: OperationEnvironment,
  project: OpenProject,
  stacks: readonly Stack[],
  options: VariableOptions,
): Promise<ReadonlyMap<Stack, Awaited<ReturnType<typeof resolveVariables>>>> {
  const resolved = new Map<Stack, Awaited<ReturnType<typeof resolveVariables>>>();
  for (const stack of stacks) resolved.set(stack, await resolveVariables(env, project, stack, options));
  return resolved;
}

/** The limit on provider calls that the stacks of a run share. One stack needs none: the engine limits its calls. */
export const sharedLimit = (stacks: readonly unknown[], { parallelism = 10 }: CommonOptions): Limiter | undefined =>
  stacks.length > 1 ? limiter(parallelism) : undefined;

/**
 * Opens and locks all stacks, and adds each to `opened`, which the caller closes. If locks may be waited for, they are taken one
 * after another, by name: two runs in which each holds what the other waits for would wait for ever.
 */
export async function openStacks(
  env: OperationEnvironment,
  project: OpenProject,
  stacks: readonly Stack[],
  options: SessionOptions,
  opened: StackSession[],
): Promise<{ readonly sessions: ReadonlyMap<Stack, StackSession>; readonly problems: readonly Diagnostic[] }> {
  const resolved = await variablesOf(env, project, stacks, options);
  const limit = sharedLimit(stacks, options);
  const sessions = new Map<Stack, StackSession>();
  const problems = new Map<Stack, readonly Diagnostic[]>();
  const open = async (stack: Stack): Promise<boolean> => {
    try {
      const session = await openStack(env, project, stack, { ...options, limit }, resolved.get(stack));
      opened.push(session);
      sessions.set(stack, session);
      return true;
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      problems.set(stack, error.diagnostics);
      return false;
    }
  };
  if ((options.lockTimeoutMs ?? 0) === 0) {
    const settled = await Promise.allSettled(stacks.map(open));
    for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  } else {
    for (const stack of [...stacks].sort((left, right) => compareText(left.name, right.name)))
      if (!(await open(stack))) break;
  }
  return { sessions, problems: stacks.flatMap((stack) => ofStack(stack.name, problems.get(stack) ?? [])) };
}
