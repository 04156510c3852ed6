import { DiagnosticError, errorDiagnostic, type Diagnostic, shellWord } from '../model/index.js';
import type { LockHolder } from './backend.js';
import type { Place } from './place-in-text.js';

/** A failure as an Error that carries what people are told. */
export function failure(...diagnostics: readonly Diagnostic[]): DiagnosticError {
  return new DiagnosticError(diagnostics);
}

// Storage

export function storageFailed(what: string, place: string, error: unknown): DiagnosticError {
  const code = (error as { code?: string }).code ?? '';
  const [diagnosticCode, reason, advice] = STORAGE_FAILURES[code] ?? [
    'state-storage-failed',
    (error as Error).message,
    'Nothing that was stored before is damaged. Find out what is wrong with the storage and run the command again.',
  ];
  return failure(errorDiagnostic(diagnosticCode, `${what} ${place} failed: ${reason}`, { detail: advice }));
}

const FULL: readonly [string, string, string] = [
  'state-disk-full',
  'no space left on the device',
  'Nothing that was stored before is damaged. Free some space and run the command again: what was under way is found and finished then.',
];
const FORBIDDEN: readonly [string, string, string] = [
  'state-not-permitted',
  'permission denied',
  'Run the command as a user who may read and write the file and its folder.',
];
const STORAGE_FAILURES: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: [
    'state-not-permitted',
    'the file system is read-only',
    'Keep the state on a file system that can be written to.',
  ],
  EISDIR: ['state-storage-failed', 'it is a folder', 'Name a file for the state.'],
  ENOENT: [
    'state-storage-failed',
    'the folder does not exist',
    'Create the folder, or name another file for the state.',
  ],
};

export function journalClosed(place: string, cause: unknown): DiagnosticError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failure(
    errorDiagnostic('journal-closed', `The journal ${place} takes no more entries: ${reason}`, {
      detail:
        'Nothing new is started, since its outcome could not be recorded. What has been recorded is safe; the next run goes on from there.',
    }),
  );
}

export function stateChanged(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('state-changed', `${place} was changed by another program while this one was using it`, {
      detail:
        'It is left as the other program wrote it. A program that does not know the lock of Landform (Terraform, an editor) must not write the state during a run. ' +
        'Compare the state with its backup, and run the command again.',
    }),
  );
}

// Lock

export function stateLocked(place: string, holder: LockHolder): DiagnosticError {
  const process = holder.pid === undefined ? '' : `, process ${holder.pid}`;
  return failure(
    errorDiagnostic('state-locked', `${place} is locked by ${holder.who}`, {
      detail:
        `Operation: ${holder.operation} (${holder.program}${process})\n` +
        `Since:     ${new Date(holder.created).toISOString()}, last sign of life ${new Date(holder.renewed).toISOString()}\n` +
        `ID:        ${holder.id}\n\n` +
        'Wait until it has finished, or use --lock-timeout=5m to wait for it. The lock of a program that died ends by itself. ' +
        `Only when you are sure that nobody uses the state: landform force-unlock ${shellWord(holder.id)}`,
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
    holder === undefined ? 'it was ended by force' : `${holder.who} took it for ${holder.operation} (ID ${holder.id})`;
  return failure(
    errorDiagnostic('lock-lost', `The lock of ${place} is lost: ${taken}`, {
      detail:
        'This run was silent for longer than its lease, or somebody ended its lock. It writes nothing more, so that two runs never mix. ' +
        'What it had begun is in the journal, and the next run looks it up.',
    }),
  );
}

/** `why` says what was expected of the record, and what was found. */
export function unreadableLock(place: string, lockPlace: string, why: string): DiagnosticError {
  return failure(
    errorDiagnostic('lock-unreadable', `The lock file ${lockPlace} of ${place} is not one that Landform wrote`, {
      detail: `${why[0]!.toUpperCase()}${why.slice(1)}. When you are sure that nothing uses the state, delete that file and run the command again.`,
    }),
  );
}

export function journalGone(place: string): DiagnosticError {
  return failure(
    errorDiagnostic('journal-gone', `The journal ${place} was deleted or replaced while it was in use`, {
      detail:
        'Nothing new is started, since its outcome could not be recorded. What this run did so far is saved with the state when it ends.',
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
    errorDiagnostic('other-lock', `The lock ${id} is not the one that holds ${place}`, {
      detail: `It is held by ${holder.who} for ${holder.operation} with the ID ${holder.id}. Unlock only what you know to be abandoned.`,
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
      'The state cannot be used like this, and nothing was changed. ' +
      (backup === undefined
        ? 'Restore it from a copy, or correct the place named above.'
        : `The content before the last write is in ${backup}: compare the two, and copy it back if it is sound.`),
  });
}

export function unsupportedVersion(place: string, version: unknown): Diagnostic {
  const known = typeof version === 'number' && Number.isInteger(version);
  const older = known && version < 4;
  return errorDiagnostic(
    'state-version',
    known
      ? `${place} has the state format version ${version}; Landform reads version 4`
      : `${place} does not say which version of the state format it has`,
    {
      detail: !known
        ? 'A state file is a JSON object with "version": 4. This one is something else.'
        : older
          ? 'It was written by Terraform 0.11 or older. Let Terraform 1.x rewrite it once (`terraform apply -refresh-only`), and then use it here.'
          : 'It was written by a newer program. Use a newer Landform.',
    },
  );
}

export function corruptJournal(place: string, line: number | undefined, message: string): DiagnosticError {
  const where = line === undefined ? place : `${place}, line ${line}`;
  return failure(
    errorDiagnostic('corrupt-journal', `${where}: ${message}`, {
      detail:
        'The journal holds what an earlier run did and could not put into the state. It was damaged or edited, so nothing was read from it and nothing was changed. ' +
        'Restore it from a copy. If there is none, move it away, and use `landform plan` and `landform import` to see what the state does not know.',
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
        'An earlier run left the journal behind, and the state has been replaced since then (by Terraform, by hand, from a copy). Nothing was changed. ' +
        `Put the state back which the journal belongs to, so that nothing of it is lost; or, if all it did is in the state already, delete ${journal.place}.`,
    }),
  );
}

export function unsoundState(place: string, problems: readonly string[]): DiagnosticError {
  return failure(
    ...problems.map((problem) =>
      errorDiagnostic('unsound-state', `${place} would become unsound: ${problem}`, {
        detail: 'It was not written. This is a defect in Landform: please report it with this message.',
      }),
    ),
  );
}

export function stateTooLarge(place: string, limit: number): DiagnosticError {
  return failure(
    errorDiagnostic('state-too-large', `${place} would hold more than ${Math.round(limit / 2 ** 20)} MiB`, {
      detail:
        'A state of that size could not be read again, so the change was not made. Computed attributes may repeat what they are computed ' +
        'from, and count twice. Keep large content in files or in a storage service and let resources name it, or divide the resources among several stacks.',
    }),
  );
}

export function entryTooLarge(place: string, limit: number): DiagnosticError {
  return failure(
    errorDiagnostic(
      'journal-entry-too-large',
      `An entry of ${place} would hold more than ${Math.round(limit / 2 ** 20)} MiB`,
      {
        detail:
          'An object of that size cannot be recorded. What was recorded before is safe, and the next run looks up what became of the object. ' +
          'Keep large content in files or in a storage service and let resources name it.',
      },
    ),
  );
}

export function unknownBackend(name: string, known: readonly string[]): DiagnosticError {
  return failure(
    errorDiagnostic('unknown-backend', `There is no backend "${name}"`, {
      detail: `Backends are: ${known.join(', ')}.`,
    }),
  );
}
