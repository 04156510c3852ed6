import { hasErrors, type ConfigurationFile, type Diagnostic, type State } from '../model/index.js';
import { openSession } from '../state/index.js';
import { composeBackend } from './compose/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { stateSecrets } from './known-secrets.js';
import { openProject, type OpenProject, type Stack, type StackSource } from './project.js';

export interface StackState {
  readonly stack: Stack;
  /** Includes the journal of an interrupted run, merged in memory. */
  readonly state: State;
}

/** Reads the current states of the selected stacks without locking them. */
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

/** Reads the stored state of a stack without the lock. From then on, output masks its secrets. */
export async function readState(env: OperationEnvironment, project: OpenProject, stack: StackSource): Promise<State> {
  const session = await openSession({
    backend: await composeBackend(env, project, stack),
    operation: 'read',
    program: `landform ${env.version}`,
    write: false,
    lock: false,
  });
  env.learn?.(() => stateSecrets(session.state));
  await session.release();
  return session.state;
}
