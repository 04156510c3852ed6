import { randomUUID } from 'node:crypto';
import {
  DiagnosticError,
  integrityProblems,
  type DueAction,
  type Emit,
  type Interrupted,
  type InterruptedAction,
  type State,
} from '../model/index.js';
import { acquire } from './acquire.js';
import { RENEW_MS, type Backend, type HistoryStore, type Lease } from './backend.js';
import { systemClock, type Clock } from './clock.js';
import { unsoundState } from './diagnostics.js';
import { sameContent, statePieces } from './file.js';
import { parseHistory, sameInstances, storeHistory, type History } from './history.js';
import type { JournalRecord } from './journal-record.js';
import { Journal } from './journal.js';
import { load, type Loaded } from './load.js';
import { readOnlyRecorder, StateRecorder, type Recorder } from './recorder.js';
import { MOST_BYTES, StateSize, withinLimit } from './size.js';

export interface SessionOptions {
  readonly backend: Backend;
  /** The operation, such as `apply`, shown to processes that wait for the lock. */
  readonly operation: string;
  /** Of the program: `landform 0.1.0`. */
  readonly program: string;
  /** A session that does not write replays only in memory. */
  readonly write: boolean;
  /**
   * Falls back to reading if the storage is not writable, and without a lock if none can be taken; `unwritable` says
   * so.
   */
  readonly orRead?: boolean;
  /** Whether others are prevented from writing meanwhile; always true for a session that writes. */
  readonly lock?: boolean;
  readonly lockTimeoutMs?: number;
  readonly emit?: Emit | undefined;
  /** Ends the wait for a lock. */
  readonly stop?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** Maximum size of the state; default: the largest that can be read again. */
  readonly mostBytes?: number;
  /** A new UUID; the lineage of a state that is written for the first time. */
  readonly newLineage?: () => string;
}

/** The time between opening a state and closing it. */
export interface Session {
  /** The state when the session was opened, or last committed. Never changes. */
  readonly state: State;
  /** SHA-256 of the stored snapshot; empty if there is none. */
  readonly digest: string;
  /** True until a snapshot exists at the place this session writes to. */
  readonly isUnwritten: boolean;
  /**
   * Calls of earlier runs without a recorded outcome. They are settled with `recorder.settle` and the number of their
   * begin; until then every commit keeps them.
   */
  readonly interrupted: readonly Interrupted[];
  /**
   * Invocations of earlier runs without a recorded end; `recorder.invoked` ends them, and every commit keeps them until
   * then.
   */
  readonly interruptedActions: readonly InterruptedAction[];
  /**
   * Actions that earlier runs should have invoked but did not start; `recorder.invoke` and `recorder.undue` end that.
   */
  readonly dueActions: readonly DueAction[];
  readonly recorder: Recorder;
  /** Why the session only reads, although it was opened for writing. */
  readonly unwritable?: DiagnosticError;
  /**
   * Stores the recorded state (or the given one instead) as the snapshot, and ends the journal. Maintains serial and
   * lineage; equal content is not written, except for an empty state where there was none. Returns what is stored now.
   * Must not be called during recording.
   */
  commit(state?: State): Promise<State>;
  /** Stores the state unchanged, including lineage and serial (`state push`). */
  replace(state: State): Promise<State>;
  /** Whether another run has changed the state since it was read. False while this session holds the lock. */
  isStale(): Promise<boolean>;
  /** What the last run that changed objects found before; undefined if that is not known. */
  history(): Promise<History | undefined>;
  /** Where that is kept; undefined if it is not. */
  readonly historyPlace: HistoryPlace | undefined;
  /** Releases the lock. Records that were not committed stay in the journal, and the next session finds them. */
  release(): Promise<void>;
}

export type HistoryPlace = Pick<HistoryStore, 'place' | 'isOnlyHere' | 'mostBytes'>;

/** Locks, reads, validates and replays. Rejects with a DiagnosticError if the state is locked, damaged or foreign. */
export async function openSession(options: SessionOptions): Promise<Session> {
  if (!options.write && options.lock !== true)
    return new ReadSession(await loadUnlocked(options), undefined, options.backend);
  const { backend, clock = systemClock } = options;
  const request = { operation: options.operation, program: options.program };
  const waiting = { timeoutMs: options.lockTimeoutMs ?? 0, clock, emit: options.emit, stop: options.stop };
  const refused = (error: unknown): error is DiagnosticError => options.orRead === true && isRefusal(error);
  let lease: Lease;
  try {
    lease = await acquire(backend, request, waiting);
  } catch (error) {
    if (!refused(error)) throw error;
    return new ReadSession(await loadUnlocked(options), undefined, backend, error);
  }
  const held = new HeldLease(backend, lease, clock);
  try {
    const loaded = await load(backend);
    if (!options.write) return new ReadSession(loaded, held, backend);
    const { newLineage = randomUUID, mostBytes = backend.mostBytes ?? MOST_BYTES } = options;
    const session = new WriteSession(backend, held, loaded, newLineage, mostBytes);
    if (loaded.journal === undefined) return session;
    try {
      await session.fold(loaded.journal);
    } catch (error) {
      if (!refused(error)) throw error;
      // Only the lock was writable: snapshot and journal stay unchanged.
      return new ReadSession(loaded, held, backend, error);
    }
    return session;
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** Whether the storage is read-only. A full disk is different: it may have room again later. */
const isRefusal = (error: unknown): error is DiagnosticError =>
  error instanceof DiagnosticError && error.diagnostics.every(({ code }) => code === 'state-not-permitted');

const READ_ATTEMPTS = 5;

/** Snapshot and journal are read one after the other; a run that commits in between makes them seem unrelated. */
async function loadUnlocked({ backend, clock = systemClock }: SessionOptions): Promise<Loaded> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await load(backend);
    } catch (error) {
      if (attempt === READ_ATTEMPTS) throw error;
      await clock.sleep(10 * attempt);
    }
  }
}

/** A lease that is renewed until it is released. */
class HeldLease {
  readonly lease: Lease;
  readonly #backend: Backend;
  readonly #stop: () => void;
  #released = false;

  constructor(backend: Backend, lease: Lease, clock: Clock) {
    this.#backend = backend;
    this.lease = lease;
    // A failed renewal is detected by the next write, which is rejected.
    this.#stop = clock.every(RENEW_MS, () => void backend.renew(lease).catch(() => undefined));
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    this.#stop();
    await this.#backend.unlock(this.lease);
  }
}

class ReadSession implements Session {
  readonly state: State;
  readonly digest: string;
  readonly isUnwritten = false;
  readonly interrupted: readonly Interrupted[];
  readonly interruptedActions: readonly InterruptedAction[];
  readonly dueActions: readonly DueAction[];
  readonly recorder: Recorder;
  readonly #held: HeldLease | undefined;
  readonly #loaded: Loaded;
  readonly #backend: Backend;
  readonly unwritable?: DiagnosticError;

  constructor(loaded: Loaded, held: HeldLease | undefined, backend: Backend, unwritable?: DiagnosticError) {
    if (unwritable !== undefined) this.unwritable = unwritable;
    this.state = loaded.state;
    this.digest = loaded.version ?? '';
    this.interrupted = loaded.interrupted;
    this.interruptedActions = loaded.interruptedActions;
    this.dueActions = loaded.dueActions;
    this.recorder = readOnlyRecorder(loaded.state);
    this.#held = held;
    this.#loaded = loaded;
    this.#backend = backend;
  }

  commit(): Promise<State> {
    return Promise.reject(new Error(`${this.#backend.place} was opened for reading`));
  }

  replace(): Promise<State> {
    return this.commit();
  }

  async isStale(): Promise<boolean> {
    if (this.#held !== undefined) return false;
    const { length } = await this.#backend.readJournal();
    return length !== this.#loaded.journalSize || (await this.#backend.read())?.version !== this.#loaded.version;
  }

  history(): Promise<History | undefined> {
    return historyOf(this.#backend, this.state);
  }

  get historyPlace(): HistoryPlace | undefined {
    return this.#backend.history;
  }

  async release(): Promise<void> {
    await this.#held?.release();
  }
}

class WriteSession implements Session {
  readonly interrupted: readonly Interrupted[];
  readonly interruptedActions: readonly InterruptedAction[];
  readonly dueActions: readonly DueAction[];
  readonly recorder: StateRecorder;
  readonly #backend: Backend;
  readonly #held: HeldLease;
  readonly #newLineage: () => string;
  readonly #mostBytes: number;
  #stored: State;
  #version: string | undefined;
  #state: State;
  #journal: Journal;

  constructor(backend: Backend, held: HeldLease, loaded: Loaded, newLineage: () => string, mostBytes: number) {
    this.#backend = backend;
    this.#held = held;
    this.#newLineage = newLineage;
    this.#mostBytes = mostBytes;
    this.#stored = loaded.base;
    this.#version = loaded.version;
    this.#state = loaded.state;
    this.interrupted = loaded.interrupted;
    this.interruptedActions = loaded.interruptedActions;
    this.dueActions = loaded.dueActions;
    this.#journal = this.#newJournal();
    this.recorder = new StateRecorder(
      loaded.state,
      loaded,
      lastSeq(loaded.journal),
      new StateSize(backend.place, loaded.size, mostBytes),
      (record) => this.#journal.append(record),
      backend.hasRemoteJournal === true,
    );
  }

  get state(): State {
    return this.#state;
  }

  get digest(): string {
    return this.#version ?? '';
  }

  get isUnwritten(): boolean {
    return this.#version === undefined || this.#backend.writesElsewhere === true;
  }

  /** Takes over the journal of a run that died: its changes go into the snapshot, its open calls into a new journal. */
  async fold(records: readonly JournalRecord[]): Promise<void> {
    const [header, ...rest] = records;
    if (header?.kind === 'header') this.#journal = new Journal(this.#backend, this.#held.lease, header);
    await this.#journal.start(rest);
    const state = this.recorder.freeze();
    await this.#store(sameContent(this.#stored, state) ? this.#stored : this.#next(state));
  }

  async commit(state: State = this.recorder.freeze()): Promise<State> {
    const isStored = this.#version !== undefined && sameContent(this.#stored, state);
    return this.#store(isStored ? this.#stored : this.#next(state));
  }

  #next(state: State): State {
    const { lineage, serial } = this.#stored;
    return { ...state, lineage: lineage === '' ? this.#newLineage() : lineage, serial: serial + 1 };
  }

  replace(state: State): Promise<State> {
    return this.#store(state);
  }

  history(): Promise<History | undefined> {
    return historyOf(this.#backend, this.#stored);
  }

  get historyPlace(): HistoryPlace | undefined {
    return this.#backend.history;
  }

  isStale(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async release(): Promise<void> {
    await this.#journal.settled();
    await this.#held.release();
  }

  async #store(next: State): Promise<State> {
    await this.#journal.settled();
    if (next !== this.#stored || this.#backend.writesElsewhere === true) await this.#writeSnapshot(next);
    this.#state = next;
    this.recorder.restart(next);
    await this.#restartJournal();
    return next;
  }

  async #writeSnapshot(next: State): Promise<void> {
    const problems = integrityProblems(next);
    if (problems.length > 0)
      throw unsoundState(
        this.#backend.place,
        problems.map(({ message }) => message),
      );
    // From replacing the snapshot until replacing the journal, only the seal shows that the two belong together. A
    // journal that accepts no more entries cannot be sealed; saving what is known is worth more.
    const seal = async (version: string): Promise<void> => {
      if (this.#journal.begun) await this.#journal.append(this.recorder.seal(next, version)).catch(() => undefined);
    };
    // Without it, a rollback is refused; the state is worth more.
    await this.#keepHistory(next).catch(() => undefined);
    this.#version = await this.#backend.write(
      this.#held.lease,
      withinLimit(statePieces(next), this.#backend.place, this.#mostBytes),
      this.#version,
      seal,
    );
    this.#stored = next;
  }

  /** Durable before the snapshot: a run that dies in between leaves its journal, from which the same follows. */
  async #keepHistory(next: State): Promise<void> {
    const store = this.#backend.history;
    if (store === undefined) return;
    const { lineage, serial } = next;
    let instances = this.recorder.before.all;
    if (instances.length === 0) {
      const bytes = await store.read();
      if (bytes.length === 0) return;
      const known = parseHistory(bytes, store.place);
      if (known !== undefined && leadsTo(known, this.#stored) && sameInstances(this.#stored, next))
        instances = known.instances;
    }
    if (instances.length === 0) await store.replace(this.#held.lease, undefined);
    else await storeHistory(store, this.#held.lease, { lineage, serial, instances });
  }

  /** The open calls start the new journal. Until it has replaced the old one, the old one is valid. */
  async #restartJournal(): Promise<void> {
    const open = this.recorder.openRecords();
    const journal = this.#newJournal();
    if (this.#journal.begun || open.length > 0) await journal.start(open);
    this.#journal = journal;
  }

  #newJournal(): Journal {
    const { lineage, serial } = this.#stored;
    return new Journal(this.#backend, this.#held.lease, {
      kind: 'header',
      version: 1,
      lineage,
      serial,
      fence: this.#held.lease.fence,
    });
  }
}

/** The history that leads to a state. */
async function historyOf({ history: store }: Backend, state: State): Promise<History | undefined> {
  const known = store === undefined ? undefined : parseHistory(await store.read(), store.place);
  return known !== undefined && leadsTo(known, state) ? known : undefined;
}

const leadsTo = (history: History, { lineage, serial }: State): boolean =>
  history.lineage === lineage && history.serial === serial;

function lastSeq(records: readonly JournalRecord[] = []): number {
  const last = records.at(-1);
  return last !== undefined && 'seq' in last ? last.seq : 0;
}
