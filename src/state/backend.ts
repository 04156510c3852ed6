/**
 * Where state is kept. Everything is asynchronous, and nothing assumes a file: the primitives are reading,
 * compare-and-set, a lease with a fencing number, and an append-only journal. Sessions (session.ts) build safety on
 * them.
 *
 * Failures reject with a DiagnosticError; a failing backend leaves its content undamaged.
 */
export interface Backend {
  /** Display name of the state's location, e.g. `terraform.tfstate`. */
  readonly place: string;
  /** Display name of the journal's location. */
  readonly journalPlace: string;
  /**
   * True if the snapshot is written to another place than it is read from, so that an unchanged state is written, too.
   */
  readonly writesElsewhere?: boolean;
  /** True if `write` keeps the text that it replaces. */
  readonly keepsBackup?: boolean;
  /** The size of the largest snapshot that it reads and writes in pieces; absent if it needs the text as a whole. */
  readonly mostBytes?: number;
  /** True if each line of the journal costs a request to a server. */
  readonly hasRemoteJournal?: boolean;

  /** The last snapshot, complete; undefined if there is none. */
  read(): Promise<Snapshot | undefined>;
  /**
   * Replaces the snapshot if it is still the `expected` one (undefined: if there is still none), and returns its new
   * version. Durable when it resolves; a reader sees the old or the new text, never a mixture. The old one is kept as a
   * backup. The text arrives in pieces that are not kept. Its version is known after the last piece: `replacing` is
   * called with it, and the snapshot is only replaced once that has resolved.
   */
  write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string>;

  /**
   * The bytes of the journal, which may exceed the maximum string length; undefined if there is none. An interrupted
   * write may leave an incomplete end.
   */
  readJournal(): Promise<Uint8Array>;
  /**
   * Appends a line, whose bytes arrive in pieces. Durable when it resolves; after a rejection the line is not there, as
   * far as the storage allows.
   */
  appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void>;
  /** Atomically replaces the journal, which also arrives in pieces; undefined removes it. */
  replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void>;

  /** Where it keeps what `rollback` needs; absent if a state is read from one place and written to another. */
  readonly history?: HistoryStore | undefined;

  /** Takes the lock if it is free, expired or its holder is dead. Does not wait. */
  tryLock(request: LockRequest): Promise<LockAttempt>;
  /** Renews the lease. Rejects with `lock-lost` if another holder has the lock. */
  renew(lease: Lease): Promise<void>;
  /** Releases the lock; does nothing if the lease was lost. */
  unlock(lease: Lease): Promise<void>;
  /** Releases the lock with this ID, even if another process holds it. Rejects if there is no lock, or a different one. */
  forceUnlock(id: string): Promise<LockHolder>;
}

/** Where a backend keeps the history: beside the state, one for each. */
export interface HistoryStore {
  readonly place: string;
  /** True if it is a file of this machine although the state is not: another machine does not find it. */
  readonly isOnlyHere?: boolean;
  /** The size in bytes of the largest history that it keeps; unlimited if absent. */
  readonly mostBytes?: number;
  /** Empty if there is none, or only a part of one. */
  read(): Promise<Uint8Array>;
  /** Atomically replaces it; undefined removes it. Rejects with `lock-lost` like the writes of a state. */
  replace(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void>;
}

/** A history at a server is written with one request, so it has a limit. */
export const MOST_REMOTE_HISTORY = 1 << 26;

/** Larger snapshots are read in chunks, by backends and by readers of a snapshot. */
export const READ_WHOLE = 1 << 27;

export interface Snapshot {
  /** In bytes. */
  readonly size: number;
  /** Its bytes from first to last, read again for each call. Throws `state-changed` if they have changed. */
  readonly chunks: () => Iterable<Uint8Array>;
  /** SHA-256 of its bytes in hex: the same for the same text in any backend. */
  readonly version: string;
  /** What an encrypted document says about itself in plain text: it must be what was encrypted. */
  readonly named?: { readonly serial?: number; readonly lineage?: string };
  /** Where the previous text is kept, if it is. */
  readonly backup?: string;
}

export interface LockRequest {
  /** The operation that needs the lock: `apply`. */
  readonly operation: string;
  /** Of the program: `landform 0.1.0`. */
  readonly program: string;
}

export type LockAttempt = { readonly lease: Lease } | { readonly holder: LockHolder };

/**
 * The right to write, for a limited time. `write`, `appendJournal` and `replaceJournal` reject with `lock-lost` once
 * another holder has it; a backend detects that by the fencing number, which increases by one with every lease of a
 * state.
 */
export interface Lease {
  readonly id: string;
  readonly fence: number;
  /** Duration of the lease, which has to be renewed well before it ends. */
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
  /** Undefined for a lock that is never renewed, and so does not expire: Terraform's own. */
  readonly renewed?: number;
  /** What ends the lock of a crashed holder, as a sentence; by default the end of its lease. */
  readonly ends?: string;
}

/** The workspaces of a state, as in Terraform. */
export interface Workspaces {
  /** Sorted names; the default one may be missing. */
  list(): Promise<readonly string[]>;
  create(name: string): Promise<void>;
  /** Removes the state with its journal. The caller holds its lock. */
  remove(name: string): Promise<void>;
}

/** Duration of a lease, and how often a session renews it. */
export const LEASE_MS = 30_000;
export const RENEW_MS = 10_000;
