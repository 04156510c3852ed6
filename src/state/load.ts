import {
  EMPTY_STATE,
  integrityProblems,
  type DueAction,
  type Interrupted,
  type InvokeEntry,
  type State,
} from '../model/index.js';
import type { Backend, Snapshot } from './backend.js';
import { isEncrypted, mislabelled } from './encryption/diagnostics.js';
import type { BeforeLastRun } from './history.js';
import { corruptJournal, corruptState, failure, journalMismatch } from './diagnostics.js';
import { placesIn, readSnapshot } from './file.js';
import { parseJournal } from './journal-format.js';
import type { JournalRecord } from './journal-record.js';
import { Replay } from './replay.js';

/** The content of a backend, combined. */
export interface Loaded {
  /** The snapshot alone. */
  readonly base: State;
  readonly version: string | undefined;
  /** The total size of snapshot and journal. */
  readonly size: number;
  /** The size of the journal alone. */
  readonly journalSize: number;
  /** Base and journal. */
  readonly state: State;
  readonly interrupted: readonly Interrupted[];
  readonly interruptedActions: readonly InvokeEntry[];
  readonly dueActions: readonly DueAction[];
  /** What the journal changed beyond the snapshot, as it was before. */
  readonly before: readonly BeforeLastRun[];
  /** The journal without an incomplete end; undefined if there is none, or only an incomplete line. */
  readonly journal: readonly JournalRecord[] | undefined;
}

/** A line begins with a checksum; an encrypted journal is one that the backend could not decrypt. */
const ENCRYPTED = '{'.charCodeAt(0);

/** Reads snapshot and journal. Throws if either is damaged, or if they do not belong together. */
export async function load(backend: Backend): Promise<Loaded> {
  // In this order: an unlocked reader may, during another run's commit, get a journal too old for the snapshot, which
  // is detected, but never a snapshot without entries that the journal held a moment ago.
  const journal = await backend.readJournal();
  if (journal[0] === ENCRYPTED) throw isEncrypted(backend.journalPlace);
  const snapshot = await backend.read();
  const base = snapshot === undefined ? EMPTY_STATE : soundState(snapshot, backend.place);
  const records = recordsOf(journal, backend.journalPlace);
  const replaying = new Replay(base);
  const folded = countFolded(records, base, snapshot, backend);
  for (const [index, record] of records.entries()) {
    if (record.kind === 'seal') continue;
    if (index < folded) replaying.follow(record);
    else replaying.apply(record);
  }
  const [problem] = replaying.problems;
  if (problem !== undefined) throw corruptJournal(backend.journalPlace, undefined, problem);
  return {
    base,
    version: snapshot?.version,
    size: (snapshot?.size ?? 0) + journal.length,
    journalSize: journal.length,
    state: replaying.draft.freeze(),
    interrupted: replaying.open.list(),
    interruptedActions: [...replaying.actions.values()],
    dueActions: [...replaying.due.values()],
    before: replaying.before.all,
    journal: journal.length === 0 ? undefined : records,
  };
}

function soundState(snapshot: Snapshot, place: string): State {
  const state = readSnapshot(snapshot, place);
  const problems = integrityProblems(state);
  if (problems.length > 0) {
    const places = placesIn(snapshot);
    throw failure(...problems.map((problem) => corruptState(place, places(problem), problem.message, snapshot.backup)));
  }
  const { serial = state.serial, lineage = state.lineage } = snapshot.named ?? {};
  if (serial !== state.serial) throw mislabelled(place, 'serial');
  if (lineage !== state.lineage) throw mislabelled(place, 'lineage');
  return state;
}

function recordsOf(journal: Uint8Array, place: string): readonly JournalRecord[] {
  const parsed = parseJournal(journal);
  if (!parsed.ok) throw corruptJournal(place, parsed.line, parsed.message);
  const [first] = parsed.records;
  if (first !== undefined && first.kind !== 'header') throw corruptJournal(place, 1, 'it does not begin with a header');
  return parsed.records;
}

/**
 * How many of the records the snapshot already includes. None, if it is the one the journal started from; all up to the
 * seal that names it, if the run died between replacing the snapshot and ending the journal. Anything else does not
 * belong together.
 */
function countFolded(
  records: readonly JournalRecord[],
  base: State,
  snapshot: Snapshot | undefined,
  backend: Backend,
): number {
  const [header] = records;
  if (header?.kind !== 'header') return 0;
  if (header.lineage === base.lineage && header.serial === base.serial) return 0;
  if (snapshot !== undefined) {
    const { version } = snapshot;
    const seal = records.findLastIndex((record) => record.kind === 'seal' && record.digest === version);
    if (seal !== -1) return seal + 1;
  }
  const { lineage, serial } = base;
  throw journalMismatch(
    { place: backend.journalPlace, lineage: header.lineage, serial: header.serial },
    snapshot === undefined ? { place: backend.place, absent: true } : { place: backend.place, lineage, serial },
  );
}
