import { hasErrors, type ConfigurationFile, type Diagnostic, type State } from '../model/index.js';
import { openSession } from '../state/index.js';
import { composeBackend } from './compose.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { stateSecrets } from './known-secrets.js';
import { openProject, type OpenProject, type Stack, type StackSource } from './project.js';

export interface StackState {
  readonly stack: Stack;
  /** Journal of a dead run folded in, in memory. */
  readonly state: State;
}

/** The states of the chosen stacks as they are now, without locking them. */
export async function readStates(
  env: OperationEnvironment,
  options: StackOptions,
  seen: ConfigurationFile[],
): Promise<{
  readonly project: OpenProject;
  readonly states: readonly StackState[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const project = await openProject(env, options, seen);
  const states: StackState[] = [];
  if (hasErrors(project.diagnostics)) return { project, states, diagnostics: project.diagnostics };
  for (const stack of project.stacks) {
    states.push({ stack, state: await readState(env, project, stack) });
  }
  return { project, states, diagnostics: project.diagnostics };
}

/** The stored state of a stack, read without the lock. Its secrets are known to the output from then on. */
export async function readState(env: OperationEnvironment, project: OpenProject, stack: StackSource): Promise<State> {
  const session = await openSession({
    backend: composeBackend(project, stack),
    operation: 'read',
    program: `landform ${env.version}`,
    write: false,
    lock: false,
  });
  env.learn?.(() => stateSecrets(session.state));
  await session.release();
  return session.state;
}
