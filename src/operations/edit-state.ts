import { hasErrors, type Diagnostic, type State } from '../model/index.js';
import type { Session } from '../state/index.js';
import { chooseOne } from './stacks/choose-one.js';
import type { LockOptions, OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { openProject } from './project.js';
import { openStateSession } from './state-session.js';

export type StateOptions = StackOptions & LockOptions;

export interface StateEditResult {
  /** The changes made, one address per line. */
  readonly done: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The result of an edit. */
export interface Edited {
  readonly state: State;
  readonly done: readonly string[];
  readonly warnings?: readonly Diagnostic[];
}

/** Changes the stored state of one stack. With `dryRun` nothing is written, and the result describes the change. */
export async function editState(
  env: OperationEnvironment,
  options: StateOptions & { readonly dryRun?: boolean },
  operation: string,
  change: (state: State, session: Session) => Edited | Promise<Edited>,
): Promise<StateEditResult> {
  const dryRun = options.dryRun ?? false;
  return withStateSession(env, options, operation, !dryRun, async (session) => {
    const edited = await change(session.state, session);
    if (!dryRun) await session.commit(edited.state);
    return edited;
  });
}

/** Opens the state of the selected stack, and releases it when the work is done. */
export async function withStateSession(
  env: OperationEnvironment,
  options: StateOptions,
  operation: string,
  write: boolean,
  work: (session: Session) => Promise<Pick<Edited, 'done' | 'warnings'>>,
): Promise<StateEditResult> {
  return guarded<StateEditResult>({ done: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { done: [], diagnostics: project.diagnostics };
    const stack = chooseOne(project);
    const opened = await openStateSession(env, project, stack, {
      ...options,
      operation,
      write,
      lock: write && (options.lock ?? true),
    });
    const { session } = opened;
    try {
      const { done, warnings = [] } = await work(session);
      return { done, diagnostics: [...project.diagnostics, ...opened.warnings, ...warnings] };
    } finally {
      await session.release();
    }
  });
}
