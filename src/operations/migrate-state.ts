import { DiagnosticError, errorDiagnostic, type State } from '../model/index.js';
import { openSession, sameContent, type Session } from '../state/index.js';
import { composeBackend, composeWorkspaces } from './compose.js';
import type { OperationEnvironment } from './environment.js';
import type { OpenProject, Stack } from './project.js';
import { DEFAULT_WORKSPACE } from './workspace.js';

export interface Migration {
  /** The stack with its state at the old place, for a workspace. */
  readonly from: (workspace: string) => Stack;
  readonly to: (workspace: string) => Stack;
  /** Replaces what is at the new place already. */
  readonly forceCopy: boolean;
}

/** Copies the states of all workspaces; the old ones stay. Returns the workspaces whose state was copied. */
export async function migrateState(
  env: OperationEnvironment,
  project: OpenProject,
  { from, to, forceCopy }: Migration,
): Promise<readonly string[]> {
  env.hold?.();
  const stacks = [from(DEFAULT_WORKSPACE)];
  const [workspaces] = await composeWorkspaces(env, { ...project, workspace: DEFAULT_WORKSPACE, stacks });
  const names = new Set([DEFAULT_WORKSPACE, ...((await workspaces?.list()) ?? [])]);
  const copied: string[] = [];
  for (const name of names) {
    const there = { ...project, workspace: name };
    const open = async (stack: Stack, mode: Pick<Opening, 'write' | 'orRead'>): Promise<Session> =>
      openSession({ backend: await composeBackend(env, there, stack), ...sessionOf(env), ...mode });
    const source = await open(from(name), { write: true, orRead: true });
    try {
      if (isEmpty(source.state) && source.state.lineage === '') continue;
      refuseOpenCalls(source, name);
      const target = await open(to(name), { write: true });
      try {
        if (!isCopy(target.state, source.state)) {
          if (!forceCopy) refuseOther(target.state, source.state, name, to(name));
          await target.replace(source.state);
        }
      } finally {
        await target.release();
      }
      const found = await open(to(name), { write: false });
      await found.release();
      if (!isCopy(found.state, source.state)) throw notEqual(name);
      copied.push(name);
    } finally {
      await source.release();
    }
  }
  return copied;
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

/** An older version of the same state may be replaced. */
function refuseOther(target: State, source: State, name: string, { backend }: Stack): void {
  if (isEmpty(target) || (target.lineage === source.lineage && target.serial <= source.serial)) return;
  throw new DiagnosticError([
    errorDiagnostic('state-exists', `The new place has another state in the workspace ${name} already`, {
      detail:
        `Nothing was replaced in the backend "${backend?.backend.type ?? 'local'}". To use that state, run "landform init -reconfigure"; ` +
        'to replace it with the state of the old place, add -force-copy to -migrate-state.',
    }),
  ]);
}

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
