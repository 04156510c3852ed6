import { DiagnosticError, warningDiagnostic, type Diagnostic, type Value } from '../model/index.js';
import { openSession, type Session } from '../state/index.js';
import { composeBackend } from './compose/index.js';
import type { Encrypting } from './compose/encryption.js';
import type { LockOptions, OperationEnvironment } from './environment.js';
import type { OpenProject, Stack } from './project.js';

export interface StateSessionOptions extends LockOptions {
  readonly operation: string;
  /** Whether the session may write. Such a session always holds the lock, and replays the journal of an interrupted run. */
  readonly write: boolean;
  /** Falls back to reading, with a warning, if the state is not writable. */
  readonly orRead?: boolean;
  /** The values of the stack's variables, if they are resolved: settings of the encryption may refer to them. */
  readonly values?: ReadonlyMap<string, Value>;
  readonly encrypting?: Encrypting['encrypting'];
}

/** Opens the state of a stack. Rejects as `openSession` does, with warnings in addition to the errors. */
export async function openStateSession(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: StateSessionOptions,
): Promise<{ readonly session: Session; readonly warnings: readonly Diagnostic[] }> {
  const { operation, write, orRead = false, lock = true, lockTimeoutMs = 0, values: variables, encrypting } = options;
  if (lock || write) env.hold?.();
  const warnings = write && !lock ? [LOCK_KEPT] : [];
  try {
    const session = await openSession({
      backend: await composeBackend(env, project, stack, { variables, encrypting }),
      operation,
      program: `landform ${env.version}`,
      write,
      orRead,
      lock,
      lockTimeoutMs,
      emit: env.emit,
      ...(env.stop === undefined ? {} : { stop: env.stop }),
    });
    return { session, warnings: [...warnings, ...unwritableWarnings(session)] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError([...warnings, ...error.diagnostics]);
  }
}

/** Two runs writing the same journal would corrupt it, and the next run would mistake calls of an active run for interrupted ones. */
const LOCK_KEPT = warningDiagnostic('lock-kept', '--lock=false has no effect on commands that change state', {
  detail:
    'Only `plan --lock=false` and `drift` run without the lock. Use --lock-timeout to wait for another run, or ' +
    '`landform force-unlock ID` if that run is abandoned.',
});

function unwritableWarnings({ unwritable }: Session): readonly Diagnostic[] {
  return (unwritable?.diagnostics ?? []).map(({ summary }) =>
    warningDiagnostic('state-read-only', 'The state is read-only', {
      detail: `${summary}. Another run may change the state in the meantime. The journal of an interrupted run is read, and kept for the next run that can write.`,
    }),
  );
}
