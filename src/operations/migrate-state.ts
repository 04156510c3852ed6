import { DiagnosticError, errorDiagnostic, type Diagnostic, type State } from '../model/index.js';
import { openSession, sameContent, type Session } from '../state/index.js';
import { LOCAL } from './backend/backend-choice.js';
import { composeBackend, composeWorkspaces } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import type { OpenProject, Stack } from './project.js';
import { DEFAULT_WORKSPACE } from './backend/workspace.js';

export interface Migration {
  /** The stack with its state at the old place, for a workspace. */
  readonly from: (workspace: string) => Stack;
  readonly to: (workspace: string) => Stack;
  /** Replaces what is at the new place already. */
  readonly forceCopy: boolean;
  /** Asks before anything is written; absent where nothing can ask, or nothing should. */
  readonly approveCopies?: ApproveCopies | undefined;
}

/** A state that a migration copies. */
export interface PlannedCopy {
  readonly workspace: string;
  readonly resources: number;
  /** Whether it replaces a state at the new place. */
  readonly replaces: boolean;
}

export type ApproveCopies = (copies: readonly PlannedCopy[], from: string, to: string) => Promise<boolean>;

/**
 * Copies the states of all workspaces; the old ones stay. All are compared before the first is written, and those that are
 * copied already are left as they are, so a migration that died continues. Returns the workspaces whose state is copied.
 */
export async function migrateState(
  env: OperationEnvironment,
  project: OpenProject,
  migration: Migration,
): Promise<readonly string[]> {
  env.hold?.();
  const { from, to, approveCopies } = migration;
  const names = await workspacesAt(env, project, from(DEFAULT_WORKSPACE));
  const copies: PlannedCopy[] = [];
  const problems: Diagnostic[] = [];
  for (const name of names) {
    const planned = await plannedCopy(env, project, name, migration);
    if (planned !== undefined && 'summary' in planned) problems.push(planned);
    else if (planned !== undefined) copies.push(planned);
  }
  if (problems.length > 0) throw new DiagnosticError(problems);
  if (copies.length > 0 && approveCopies !== undefined) {
    const [old, next] = [from, to].map((place) => place(DEFAULT_WORKSPACE).backend?.backend.type ?? LOCAL);
    if (!(await approveCopies(copies, old ?? '', next ?? ''))) throw new DiagnosticError([NOT_COPIED]);
  }
  const existing = new Set(await workspacesAt(env, project, to(DEFAULT_WORKSPACE)));
  const copied: string[] = [];
  for (const name of names) {
    if (await copyState(env, { ...project, workspace: name }, name, migration)) copied.push(name);
    else if (!existing.has(name)) {
      const [there] = await composeWorkspaces(env, { ...project, workspace: name, stacks: [to(name)] });
      await there?.create(name);
    }
  }
  return copied;
}

/** The workspaces of a backend, with the one that every backend has. */
async function workspacesAt(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
): Promise<ReadonlySet<string>> {
  const [workspaces] = await composeWorkspaces(env, { ...project, workspace: DEFAULT_WORKSPACE, stacks: [stack] });
  return new Set([DEFAULT_WORKSPACE, ...((await workspaces?.list()) ?? [])]);
}

/** Undefined if there is nothing to copy; a diagnostic if another state is in the way. */
async function plannedCopy(
  env: OperationEnvironment,
  project: OpenProject,
  workspace: string,
  { from, to, forceCopy }: Migration,
): Promise<PlannedCopy | Diagnostic | undefined> {
  const read = async (stack: Stack): Promise<State> => {
    const backend = await composeBackend(env, { ...project, workspace }, stack);
    const session = await openSession({ backend, ...sessionOf(env), write: false, lock: false });
    await session.release();
    return session.state;
  };
  const source = await read(from(workspace));
  if (isEmpty(source) && source.lineage === '') return undefined;
  const target = await read(to(workspace));
  if (isCopy(target, source)) return undefined;
  const problem = forceCopy ? undefined : inTheWay(target, source, workspace, to(workspace));
  return problem ?? { workspace, resources: source.resources.size, replaces: !isEmpty(target) };
}

/** Returns false if the old place has no state of the workspace. */
async function copyState(
  env: OperationEnvironment,
  project: OpenProject,
  name: string,
  { from, to, forceCopy }: Migration,
): Promise<boolean> {
  const open = async (stack: Stack, mode: Pick<Opening, 'write' | 'orRead'>): Promise<Session> =>
    openSession({ backend: await composeBackend(env, project, stack), ...sessionOf(env), ...mode });
  const source = await open(from(name), { write: true, orRead: true });
  try {
    if (isEmpty(source.state) && source.state.lineage === '') return false;
    refuseOpenCalls(source, name);
    const target = await open(to(name), { write: true });
    try {
      if (!isCopy(target.state, source.state)) {
        // Another run may have written it since the states were compared.
        const problem = forceCopy ? undefined : inTheWay(target.state, source.state, name, to(name));
        if (problem !== undefined) throw new DiagnosticError([problem]);
        await target.replace(source.state);
      }
    } finally {
      await target.release();
    }
    const found = await open(to(name), { write: false });
    await found.release();
    if (!isCopy(found.state, source.state)) throw notEqual(name);
    return true;
  } finally {
    await source.release();
  }
}

type Opening = Parameters<typeof openSession>[0];

const sessionOf = (env: OperationEnvironment): Pick<Opening, 'operation' | 'program' | 'emit'> => ({
  operation: 'init',
  program: `landform ${env.version}`,
  emit: env.emit,
});

const isEmpty = ({ resources, outputs }: State): boolean => resources.size === 0 && outputs.size === 0;

const isCopy = (one: State, other: State): boolean =>
  one.lineage === other.lineage && one.serial === other.serial && sameContent(one, other);

/** Only the old place knows them, so they are finished there. */
function refuseOpenCalls({ interrupted, interruptedActions, dueActions }: Session, name: string): void {
  if (interrupted.length + interruptedActions.length + dueActions.length === 0) return;
  throw new DiagnosticError([
    errorDiagnostic('unfinished-run', `A run in the workspace ${name} ended before it was finished`, {
      detail: 'Restore the old backend in the configuration, finish with "landform apply", and migrate the state then.',
    }),
  ]);
}

/** Why a state at the new place must not be replaced. An older version of the same state may be. */
function inTheWay(target: State, source: State, name: string, { backend }: Stack): Diagnostic | undefined {
  const isSame = target.lineage === source.lineage;
  if (isEmpty(target) || (isSame && target.serial < source.serial)) return undefined;
  const type = backend?.backend.type ?? LOCAL;
  const found = isSame
    ? target.serial === source.serial
      ? `its serial ${target.serial} is that of the old place, and its content differs`
      : `its serial ${target.serial} is newer than ${source.serial} at the old place`
    : `its lineage is ${target.lineage || 'empty'}, that of the old place is ${source.lineage || 'empty'}`;
  return errorDiagnostic('state-exists', `The new place has another state in the workspace ${name} already`, {
    detail:
      `Nothing was replaced in the backend "${type}": ${found}. To use that state, run "landform init -reconfigure"; ` +
      'to replace it with the state of the old place, add -force-copy to -migrate-state.',
  });
}

const NOT_COPIED = errorDiagnostic('backend-changed', 'The states were not copied', {
  detail: 'Nothing was changed. Run "landform init -migrate-state" again and answer "yes", or add -force-copy.',
});

const notEqual = (name: string): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic(
      'state-not-copied',
      `The state of the workspace ${name} reads back differently from the new place`,
      {
        detail:
          'The old state is unchanged and stays in use. Check what changes the state there, and run the command again.',
      },
    ),
  ]);
