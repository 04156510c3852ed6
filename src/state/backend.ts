/**
 * Where state is kept. Everything is asynchronous, and nothing assumes a file: the primitives are reading, compare-and-set,
 * a lease with a fencing number, and a journal that is appended to. Sessions (session.ts) make safety out of them.
 *
 * Failures reject with a DiagnosticError; a backend leaves what it holds undamaged when it fails.
 */
export interface Backend {
  /** What people call the place of the state, e.g. `terraform.tfstate`. */
  readonly place: string;
  /** What people call the place of the journal. */
  readonly journalPlace: string;
  /** True where the snapshot is written to another place than it is read from, so that a state without changes is written too. */
  readonly writesElsewhere?: boolean;

  /** The snapshot, whole as somebody wrote it; undefined when there is none. */
  read(): Promise<Snapshot | undefined>;
  /**
   * Replaces the snapshot if it still is the one of `expected` (undefined: if there still is none), and says its new version.
   * Durable when it returns; a reader sees the old or the new text, never anything between. The old one is kept as a backup.
   * The text comes in pieces, and none of them is kept. Its version is known when the last piece is: `replacing` is called with it,
   * and the snapshot is not replaced before that has ended.
   */
  write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string>;

  /** The bytes of the journal, which may be more than fit into one string; none when there is none. The end may be cut off where a write did not finish. */
  readJournal(): Promise<Uint8Array>;
  /**
   * Adds a line, whose bytes come in pieces, to the end. Durable when it returns; after a rejection the line is not there, as far as the
   * storage lets us see to it.
   */
  appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void>;
  /** Puts a whole journal, which comes in pieces too, in the place of the old one, at once; undefined leaves none. */
  replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void>;

  /** Takes the lock if it is free, expired or held by something that is dead. Does not wait. */
  tryLock(request: LockRequest): Promise<LockAttempt>;
  /** Starts the term of the lease anew. Rejects with `lock-lost` when somebody else has the lock. */
  renew(lease: Lease): Promise<void>;
  /** Gives the lock back; quietly does nothing when the lease was lost. */
  unlock(lease: Lease): Promise<void>;
  /** Ends the lock with this ID, whoever holds it. Rejects when no lock or another one is held. */
  forceUnlock(id: string): Promise<LockHolder>;
}

/** Snapshots of more bytes are read in chunks, by backends and by those who read from them. */
export const READ_WHOLE = 1 << 27;

export interface Snapshot {
  /** In bytes. */
  readonly size: number;
  /** Its bytes from the first to the last, each time anew. Throws `state-changed` when they have become others. */
  readonly chunks: () => Iterable<Uint8Array>;
  /** SHA-256 of its bytes in hex: the same for the same text, wherever it is kept. */
  readonly version: string;
  /** Where the text before this one is kept, when it is. */
  readonly backup?: string;
}

export interface LockRequest {
  /** What the lock is wanted for: `apply`. */
  readonly operation: string;
  /** Of the program: `landform 0.1.0`. */
  readonly program: string;
}

export type LockAttempt = { readonly lease: Lease } | { readonly holder: LockHolder };

/**
 * The right to write, for a time. `write`, `appendJournal` and `replaceJournal` reject with `lock-lost` once somebody else
 * got it; the fencing number, which rises by one with every lease of a state, is how a backend tells.
 */
export interface Lease {
  readonly id: string;
  readonly fence: number;
  /** The term; to be renewed well before it ends. */
  readonly ttlMs: number;
}

export interface LockHolder {
  readonly id: string;
  readonly operation: string;
  /** `user@host` */
  readonly who: string;
  readonly pid?: number;
  readonly program: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly renewed: number;
}

/** The term of a lease, and how often a session renews it. */
export const LEASE_MS = 30_000;
export const RENEW_MS = 10_000;
