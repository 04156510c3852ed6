import { DiagnosticError, errorDiagnostic, type Diagnostic, shellWord, codeOf, reasonOf } from '../model/index.js';
import type { LockHolder } from './backend.js';
import type { Place } from './place-in-text.js';

/** A failure as an Error with a diagnostic. */
export function failure(...diagnostics: readonly Diagnostic[]): DiagnosticError {
  return new DiagnosticError(diagnostics);
}

// Storage

export function storageFailed(what: string, place: string, error: unknown): DiagnosticError {
  const code = codeOf(error) ?? '';
  const [diagnosticCode, reason, advice] = STORAGE_FAILURES[code] ?? [
    'state-storage-failed',
    reasonOf(error),
    'The stored state is intact. Check the storage and run the command again.',
  ];
  return failure(errorDiagnostic(diagnosticCode, `${what} ${place} failed: ${reason}`, { detail: advice }));
}

const FULL: readonly [string, string, string] = [
  'state-disk-full',
  'no space left on the device',
  'The stored state is intact. Free some space and run the command again; it recovers unfinished operations.',
];
const FORBIDDEN: readonly [string, string, string] = [
  'state-not-permitted',
  'permission denied',
  'Run the command as a user with read and write permission for the file and its directory.',
];
const STORAGE_FAILURES: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: ['state-not-permitted', 'the file system is read-only', 'Keep the state on a writable file system.'],
  EISDIR: ['state-storage-failed', 'it is a directory', 'Specify a file for the state.'],
  ENOENT: [
    'state-storage-failed',
    'the directory does not exist',
    'Create the directory, or choose another file for the state.',
  ],
};

export function journalClosed(place: string, cause: unknown): DiagnosticError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failure(
    errorDiagnostic('journal-closed', `The journal ${place} cannot be written: ${reason}`, {
      detail:
        'No new operations are started, because their outcome could not be recorded. Recorded changes are safe; the next run continues from there.',
    }),
  );
}

export function stateChanged(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('state-changed', `${place} was changed by another program while this one was using it`, {
      detail:
        "Landform did not overwrite it. Programs that ignore Landform's lock (Terraform, an editor) must not write the state during a run. " +
        'Compare the state with its backup, and run the command again.',
    }),
  );
}

// Lock

export function stateLocked(place: string, holder: LockHolder): DiagnosticError {
  const { renewed } = holder;
  const process = holder.pid === undefined ? '' : `, process ${holder.pid}`;
  const alive = renewed === undefined ? '' : `, last renewed ${new Date(renewed).toISOString()}`;
  const { ends = 'The lock of a crashed process is released automatically.' } = holder;
  return failure(
    errorDiagnostic('state-locked', `${place} is locked by ${holder.who}`, {
      detail:
        `Operation: ${holder.operation} (${holder.program}${process})\n` +
        (holder.created === 0 ? '' : `Since:     ${new Date(holder.created).toISOString()}${alive}\n`) +
        `${holder.id === '' ? '' : `ID:        ${holder.id}\n`}\n` +
        `Try again later, or wait with --lock-timeout=5m. ${ends}` +
        (holder.id === '' ? '' : ` Only if nothing else can be running: landform force-unlock ${shellWord(holder.id)}`),
    }),
  );
}

export function stoppedWaiting(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('interrupted', `Stopped while waiting for the lock of ${place}`, {
      detail: 'Nothing was changed. Run the command again.',
    }),
  );
}

export function lockLost(place: string, holder: LockHolder | undefined): DiagnosticError {
  const taken =
    holder === undefined
      ? 'it was released by force'
      : `${holder.who} took it for ${holder.operation} (ID ${holder.id})`;
  return failure(
    errorDiagnostic('lock-lost', `The lock of ${place} is lost: ${taken}`, {
      detail:
        'The lease of this run expired, or its lock was released by force. This run writes nothing more, to protect other runs. ' +
        'Unfinished operations are in the journal, and the next run recovers them.',
    }),
  );
}

/** `why` says what was expected of the record, and what was found. */
export function unreadableLock(place: string, lockPlace: string, why: string): DiagnosticError {
  return failure(
    errorDiagnostic('lock-unreadable', `The lock file ${lockPlace} of ${place} was not written by Landform`, {
      detail: `${why.slice(0, 1).toUpperCase()}${why.slice(1)}. If nothing else can be running, delete that file and run the command again.`,
    }),
  );
}

export function journalGone(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('journal-gone', `The journal ${place} was deleted or replaced while it was in use`, {
      detail:
        'No new operations are started, because their outcome could not be recorded. Completed changes are saved with the state at the end of this run.',
    }),
  );
}

export function notLocked(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('state-not-locked', `${place} is not locked`, { detail: 'There is nothing to unlock.' }),
  );
}

export function otherLock(place: string, id: string, holder: LockHolder): DiagnosticError {
  return failure(
    errorDiagnostic('other-lock', `The lock ${id} does not hold ${place}`, {
      detail: `${holder.who} holds it for ${holder.operation} with the ID ${holder.id}. Only release a lock that you know to be abandoned.`,
    }),
  );
}

// Content of the state

export function corruptState(
  place: string,
  at: Place | undefined,
  message: string,
  backup: string | undefined,
): Diagnostic {
  const where = at === undefined ? place : `${place}, line ${at.line}, column ${at.column}`;
  return errorDiagnostic('corrupt-state', `${where}: ${message}`, {
    detail:
      'The state is invalid. Nothing was changed. ' +
      (backup === undefined
        ? 'Restore the state from a backup, or correct the problem named above.'
        : `The previous version is in ${backup}: compare the two, and restore it if it is valid.`),
  });
}

export function unsupportedVersion(place: string, version: unknown): Diagnostic {
  const known = typeof version === 'number' && Number.isInteger(version);
  const older = known && version < 4;
  return errorDiagnostic(
    'state-version',
    known
      ? `${place} has the state format version ${version}; Landform reads version 4`
      : `${place} does not declare its state format version`,
    {
      detail: !known
        ? 'A state file is a JSON object with "version": 4. This file is not one.'
        : older
          ? 'It was written by Terraform 0.11 or earlier. Upgrade it once with Terraform 1.x (`terraform apply -refresh-only`), then use it here.'
          : 'It was written by a newer program. Upgrade Landform.',
    },
  );
}

export function corruptJournal(place: string, line: number | undefined, message: string): DiagnosticError {
  const where = line === undefined ? place : `${place}, line ${line}`;
  return failure(
    errorDiagnostic('corrupt-journal', `${where}: ${message}`, {
      detail:
        'The journal contains the changes of an earlier run that are not in the state yet. It is damaged or was edited, so it was not used and nothing was changed. ' +
        'Restore it from a backup. Without one, move it away, and use `landform plan` and `landform import` to find objects that are missing from the state.',
    }),
  );
}

export function journalMismatch(
  journal: { readonly place: string; readonly lineage: string; readonly serial: number },
  state:
    | { readonly place: string; readonly lineage: string; readonly serial: number }
    | { readonly place: string; readonly absent: true },
): DiagnosticError {
  const named = (part: { lineage: string; serial: number }): string =>
    part.lineage === '' ? 'a state that was never written' : `serial ${part.serial} of the state ${part.lineage}`;
  const found = 'absent' in state ? `${state.place} does not exist` : `${state.place} is ${named(state)}`;
  return failure(
    errorDiagnostic('journal-mismatch', `${journal.place} continues ${named(journal)}, but ${found}`, {
      detail:
        'The journal is from an earlier run, and the state was replaced since then (by Terraform, by hand, or from a backup). Nothing was changed. ' +
        `Restore the state that the journal belongs to. If the current state already contains all of its changes, delete ${journal.place}.`,
    }),
  );
}

export function unsoundState(place: string, problems: readonly string[]): DiagnosticError {
  return failure(
    ...problems.map((problem) =>
      errorDiagnostic('unsound-state', `${place} would become invalid: ${problem}`, {
        detail: 'It was not written. This is a bug in Landform; please report it with this message.',
      }),
    ),
  );
}

export function stateTooLarge(place: string, limit: number): DiagnosticError {
  return failure(
    errorDiagnostic('state-too-large', `${place} would contain more than ${Math.round(limit / 2 ** 20)} MiB`, {
      detail:
        'A state of that size could not be read again, so it was not written: docs/state.md has the limits. ' +
        'Computed attributes may repeat the values they are computed ' +
        'from and count twice. Keep large content in files or in a storage service, or split the resources into several stacks.',
    }),
  );
}

export function entryTooLarge(place: string, limit: number): DiagnosticError {
  return failure(
    errorDiagnostic(
      'journal-entry-too-large',
      `An entry of ${place} would contain more than ${Math.round(limit / 2 ** 20)} MiB`,
      {
        detail:
          'An object of that size cannot be recorded. Recorded changes are safe, and the next run checks the object. ' +
          'Keep large content in files or in a storage service.',
      },
    ),
  );
}

export function unknownBackend(
  name: string,
  known: readonly string[],
  at: Pick<Diagnostic, 'source' | 'origin'> = {},
): DiagnosticError {
  return failure(
    errorDiagnostic('unknown-backend', `Unknown backend "${name}"`, {
      ...at,
      detail: `Available backends: ${known.join(', ')}.`,
    }),
  );
}
