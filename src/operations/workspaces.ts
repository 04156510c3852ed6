import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  nearest,
  type ConfigurationFile,
  type Diagnostic,
  type State,
} from '../model/index.js';
import { readGivenState, type Session } from '../state/index.js';
import { composeWorkspaces } from './compose/index.js';
import type { LockOptions, OperationEnvironment, StackOptions } from './environment.js';
import type { GivenState } from './given-state.js';
import { guarded } from './guard.js';
import { openProject, type OpenProject, type Stack } from './project.js';
import { writeSelection } from './backend/selection.js';
import { openStateSession } from './state-session.js';
import { DEFAULT_WORKSPACE, nameProblems, selectedWorkspace, type SelectedWorkspace } from './backend/workspace.js';

export interface WorkspaceListResult {
  /** The default one first, then by name. */
  readonly names: readonly string[];
  /** May be missing in `names`: a workspace that `TF_WORKSPACE` selects is created with its first state. */
  readonly selected: string;
  /** Whether `TF_WORKSPACE` selects it. */
  readonly isOverridden: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface WorkspaceEditResult {
  readonly isCreated: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Lists the workspaces of all stacks. */
export async function workspaceList(
  env: OperationEnvironment,
  { variables }: Variables = {},
): Promise<WorkspaceListResult> {
  return guarded<WorkspaceListResult>({ names: [], selected: '', isOverridden: false }, async (seen) => {
    const { name: selected, isOverridden } = await selectedWorkspace(env);
    const project = await opened(env, DEFAULT_WORKSPACE, seen, variables);
    return { names: await namesIn(env, project), selected, isOverridden, diagnostics: project.diagnostics };
  });
}

/** The selected workspace. Neither the program nor the configuration is read. */
export async function workspaceShow(env: OperationEnvironment): Promise<SelectedWorkspace> {
  return selectedWorkspace(env);
}

/** Of the backend, if its settings refer to them. */
type Variables = Pick<StackOptions, 'variables'>;

export interface NewWorkspaceOptions extends LockOptions, Variables {
  readonly name: string;
  /** The state to begin with. */
  readonly state?: GivenState | undefined;
}

/** Creates a workspace for all stacks, and selects it. */
export async function workspaceNew(
  env: OperationEnvironment,
  { name, state, variables, ...locking }: NewWorkspaceOptions,
): Promise<WorkspaceEditResult> {
  return guarded<WorkspaceEditResult>(UNCHANGED, async (seen) => {
    refuse(nameProblems(name, 'The argument'));
    refuse(await overrideProblems(env, name));
    const project = await opened(env, name, seen, variables);
    if ((await namesIn(env, project)).includes(name)) throw existing(name);
    const first = state === undefined ? undefined : firstState(project, state);
    await create(env, project, name);
    if (first !== undefined) await begin(env, project, first, locking);
    await writeSelection(env, name);
    return { isCreated: true, diagnostics: project.diagnostics };
  });
}

/** Selects a workspace for all commands that follow. With `orCreate`, one that does not exist is created. */
export async function workspaceSelect(
  env: OperationEnvironment,
  { name, orCreate, variables }: Variables & { readonly name: string; readonly orCreate: boolean },
): Promise<WorkspaceEditResult> {
  return guarded<WorkspaceEditResult>(UNCHANGED, async (seen) => {
    refuse(nameProblems(name, 'The argument'));
    refuse(await overrideProblems(env, name));
    const project = await opened(env, name, seen, variables);
    const names = await namesIn(env, project);
    const isCreated = !names.includes(name);
    if (isCreated && !orCreate) throw unknown(name, names);
    if (isCreated) await create(env, project, name);
    await writeSelection(env, name);
    return { isCreated, diagnostics: project.diagnostics };
  });
}

/** Deletes a workspace with its states. One that still manages objects is refused, unless `force` is set: they remain, unmanaged. */
export async function workspaceDelete(
  env: OperationEnvironment,
  { name, force, variables, ...locking }: LockOptions & Variables & { readonly name: string; readonly force: boolean },
): Promise<WorkspaceEditResult> {
  return guarded<WorkspaceEditResult>(UNCHANGED, async (seen) => {
    refuse(nameProblems(name, 'The argument'));
    const selected = await selectedWorkspace(env);
    const project = await opened(env, name, seen, variables);
    const names = await namesIn(env, project);
    if (name === DEFAULT_WORKSPACE) throw needed(name, 'it is the default one');
    if (name === selected.name) throw needed(name, 'it is selected');
    if (!names.includes(name)) throw unknown(name, names);
    const sessions: Session[] = [];
    try {
      for (const stack of project.stacks) {
        const { session } = await openStateSession(env, project, stack, {
          ...locking,
          operation: 'workspace delete',
          write: true,
        });
        sessions.push(session);
        if (!force && isUsed(session)) throw inUse(name, stack.statePath);
      }
      for (const workspaces of await composeWorkspaces(env, project)) await workspaces.remove(name);
    } finally {
      for (const session of sessions) await session.release();
    }
    return { isCreated: false, diagnostics: project.diagnostics };
  });
}

const UNCHANGED = { isCreated: false };

async function opened(
  env: OperationEnvironment,
  workspace: string,
  seen: ConfigurationFile[],
  variables: Variables['variables'],
): Promise<OpenProject> {
  const project = await openProject(env, { workspace, variables }, seen);
  refuse(project.diagnostics);
  return project;
}

/** The default one first, then by name. */
export async function namesIn(env: OperationEnvironment, project: OpenProject): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const workspaces of await composeWorkspaces(env, project))
    for (const name of await workspaces.list()) names.add(name);
  names.delete(DEFAULT_WORKSPACE);
  return [DEFAULT_WORKSPACE, ...[...names].sort()];
}

async function create(env: OperationEnvironment, project: OpenProject, name: string): Promise<void> {
  env.hold?.();
  for (const workspaces of await composeWorkspaces(env, project)) await workspaces.create(name);
}

/** Where a new workspace begins, checked before anything is created. */
interface FirstState {
  readonly stack: Stack;
  readonly state: State;
}

function firstState({ stacks }: OpenProject, given: GivenState): FirstState {
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0) {
    throw new DiagnosticError([
      errorDiagnostic('one-stack-per-state', 'A state file holds one stack', {
        detail: `The project has ${stacks.length}. Create the workspace without --state, and push a state to each stack (landform state push).`,
      }),
    ]);
  }
  return { stack, state: readGivenState(given, given.from) };
}

async function begin(
  env: OperationEnvironment,
  project: OpenProject,
  { stack, state }: FirstState,
  locking: LockOptions,
): Promise<void> {
  const options = { ...locking, operation: 'workspace new', write: true };
  const { session } = await openStateSession(env, project, stack, options);
  try {
    await session.replace(state);
  } finally {
    await session.release();
  }
}

/** A create that lost its answer counts: what it made is known from this state alone. */
function isUsed({ state, interrupted }: Session): boolean {
  return interrupted.length > 0 || [...state.resources.values()].some(({ address }) => address.mode === 'managed');
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
}

async function overrideProblems(env: OperationEnvironment, name: string): Promise<readonly Diagnostic[]> {
  const selected = await selectedWorkspace(env);
  if (!selected.isOverridden || selected.name === name) return [];
  return [
    errorDiagnostic('workspace-overridden', `TF_WORKSPACE selects the workspace ${selected.name}`, {
      detail: `As long as it is set, no other workspace can be selected. Unset it, or set it to ${name}.`,
    }),
  ];
}

const existing = (name: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('workspace-exists', `The workspace ${name} already exists`, {
      detail: `To use it:  landform workspace select ${name}`,
    }),
  ]);

function unknown(name: string, names: readonly string[]): DiagnosticError {
  const near = nearest(name, names);
  const known = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There are: ${names.join(', ')}.`;
  return new DiagnosticError([
    errorDiagnostic('unknown-workspace', `There is no workspace ${name}`, {
      detail: `${known} To create it:  landform workspace new ${name}`,
    }),
  ]);
}

const needed = (name: string, by: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('workspace-needed', `The workspace ${name} cannot be deleted: ${by}`, {
      detail: 'Every project has a default workspace. To delete another one, select a different one first.',
    }),
  ]);

const inUse = (name: string, statePath: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('workspace-in-use', `The workspace ${name} still manages objects`, {
      detail: `They are in ${path.normalize(statePath)}. Destroy them first. With --force, the workspace is deleted and the objects remain, unmanaged.`,
    }),
  ]);
