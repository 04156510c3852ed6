import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  linkSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type BigIntStats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LEASE_MS, type Lease, type LockAttempt, type LockHolder, type LockRequest } from '../backend.js';
import type { Clock } from '../clock.js';
import { lockLost, notLocked, otherLock, storageFailed, unreadableLock } from '../diagnostics.js';
import { codeOf } from './files.js';
import { isDead, ownProcess, type ProcessIdentity } from './process-identity.js';

/** What the lock file says. It stays when nobody holds the lock, so that the fencing number goes on rising. */
interface LockRecord {
  readonly version: 1;
  /** Rises by one with every change of the file. */
  readonly revision: number;
  readonly fence: number;
  readonly holder: HolderRecord | null;
}

interface HolderRecord {
  readonly id: string;
  readonly operation: string;
  readonly program: string;
  readonly process: ProcessIdentity;
  readonly created: number;
  readonly ttlMs: number;
}

/** The record, and when its lease was last renewed: the time of the file itself. */
interface Read {
  readonly record: LockRecord;
  readonly renewed: number;
}

const NEVER_LOCKED: Read = { record: { version: 1, revision: 0, fence: 0, holder: null }, renewed: 0 };

/**
 * A lease kept in one file, which every change replaces as a whole.
 *
 * A change from revision n goes like this: write the new record beside, give it the name "n+1" (only one can), look whether
 * the lock file still has revision n, and rename the new record over it. Whoever finds that name taken does the renaming for
 * its owner and starts again, so a process that dies in between blocks nobody. Who holds the lock is told by the lock
 * file alone, read after the rename; so of any number of racers one wins.
 *
 * A renewal touches the time of the very file the lease was taken with. Once that file was replaced, renewing it changes
 * nothing, and comparing it with the one that has the name now shows that the lease is lost.
 *
 * Terraform's own lock is a lock of the operating system (fcntl), which Node.js cannot take: Terraform and Landform do not
 * see each other's locks.
 */
export class LockFile {
  readonly #path: string;
  readonly #place: string;
  readonly #clock: Clock;
  /** Open files of our leases, by id: their identity is the lease. */
  readonly #held = new Map<string, { readonly descriptor: number; readonly stats: BigIntStats }>();

  constructor(path: string, place: string, clock: Clock) {
    this.#path = path;
    this.#place = place;
    this.#clock = clock;
  }

  tryLock(request: LockRequest): LockAttempt {
    for (;;) {
      const { record, renewed } = this.#read();
      if (record.holder !== null && !this.#isOver(record.holder, renewed)) return { holder: describe(record.holder, renewed) };
      const id = randomUUID();
      const holder: HolderRecord = { id, ...request, process: ownProcess(), created: this.#clock.now(), ttlMs: LEASE_MS };
      const fence = record.fence + 1;
      const descriptor = this.#change(record, { version: 1, revision: record.revision + 1, fence, holder });
      if (descriptor === undefined) continue;
      this.#held.set(id, { descriptor, stats: fstat(descriptor) });
      this.#sweep(record.revision + 1);
      return { lease: { id, fence, ttlMs: LEASE_MS } };
    }
  }

  /** Throws `lock-lost` unless the lease is the one that holds the lock. */
  check(lease: Lease): void {
    const held = this.#held.get(lease.id);
    if (held !== undefined) {
      const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
      if (now !== undefined && now.ino === held.stats.ino && now.dev === held.stats.dev) return;
    }
    const { record, renewed } = this.#read();
    throw lockLost(this.#place, record.holder === null ? undefined : describe(record.holder, renewed));
  }

  renew(lease: Lease): void {
    this.check(lease);
    const now = this.#clock.now() / 1000;
    futimesSync(this.#held.get(lease.id)!.descriptor, now, now);
  }

  unlock(lease: Lease): void {
    const held = this.#held.get(lease.id);
    if (held === undefined) return;
    this.#held.delete(lease.id);
    try {
      this.#endLock(lease.id);
    } catch {
      // A full disk has no room for a new record, but the time of the old one can be put so far back that its lease is over.
      futimesSync(held.descriptor, 0, 0);
    } finally {
      closeSync(held.descriptor);
    }
  }

  forceUnlock(id: string): LockHolder {
    const { record, renewed } = this.#read();
    if (record.holder === null) throw notLocked(this.#place);
    const holder = describe(record.holder, renewed);
    if (holder.id !== id) throw otherLock(this.#place, id, holder);
    this.#endLock(id);
    return holder;
  }

  #endLock(id: string): void {
    for (;;) {
      const { record } = this.#read();
      if (record.holder?.id !== id) return;
      const descriptor = this.#change(record, { ...record, revision: record.revision + 1, holder: null });
      if (descriptor === undefined) continue;
      closeSync(descriptor);
      return;
    }
  }

  #isOver(holder: HolderRecord, renewed: number): boolean {
    return this.#clock.now() - renewed > holder.ttlMs || isDead(holder.process);
  }

  /** The open file of the new record when it became the lock file; undefined when another change came first. */
  #change(from: LockRecord, to: LockRecord): number | undefined {
    const claim = this.#claimOf(to.revision);
    const beside = `${this.#path}.${randomUUID()}.tmp`;
    const descriptor = this.#writeRecord(beside, to);
    try {
      if (!tryLink(beside, claim)) {
        // Somebody else's change, perhaps left half way by a process that died.
        if (this.#read().record.revision === from.revision) tryRename(claim, this.#path);
      } else if (this.#read().record.revision === from.revision) tryRename(claim, this.#path);
      else if (!this.#isLockFile(descriptor)) tryUnlink(claim);
      if (this.#isLockFile(descriptor)) return descriptor;
      closeSync(descriptor);
      return undefined;
    } catch (error) {
      closeSync(descriptor);
      throw storageFailed('Writing', this.#path, error);
    } finally {
      tryUnlink(beside);
    }
  }

  #isLockFile(descriptor: number): boolean {
    const own = fstat(descriptor);
    const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return now !== undefined && now.ino === own.ino && now.dev === own.dev;
  }

  #writeRecord(path: string, record: LockRecord): number {
    let descriptor: number | undefined;
    try {
      // Readable for everybody, so that others can be told who holds the lock.
      descriptor = openSync(path, 'wx', 0o644);
      writeFileSync(descriptor, `${JSON.stringify(record, null, 2)}\n`);
      const now = this.#clock.now() / 1000;
      futimesSync(descriptor, now, now);
      fsyncSync(descriptor);
      return descriptor;
    } catch (error) {
      if (descriptor !== undefined) closeSync(descriptor);
      tryUnlink(path);
      throw storageFailed('Writing', this.#path, error);
    }
  }

  #read(): Read {
    let descriptor: number;
    try {
      descriptor = openSync(this.#path, 'r');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return NEVER_LOCKED;
      throw storageFailed('Reading', this.#path, error);
    }
    try {
      const record = JSON.parse(readFileSync(descriptor, 'utf8')) as LockRecord;
      if (record.version !== 1 || !Number.isSafeInteger(record.revision) || !Number.isSafeInteger(record.fence)) {
        throw unreadableLock(this.#place, this.#path);
      }
      return { record, renewed: Number(fstat(descriptor).mtimeMs) };
    } catch (error) {
      throw error instanceof SyntaxError ? unreadableLock(this.#place, this.#path) : error;
    } finally {
      closeSync(descriptor);
    }
  }

  #claimOf(revision: number): string {
    return `${this.#path}.${revision}`;
  }

  /** Removes what dead processes left: changes that came too late, and records never named. */
  #sweep(revision: number): void {
    const folder = dirname(this.#path);
    const prefix = `${basename(this.#path)}.`;
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix)) continue;
      const rest = name.slice(prefix.length);
      const path = join(folder, name);
      if (/^[0-9]+$/.test(rest) ? Number(rest) <= revision : this.#isOld(path)) tryUnlink(path);
    }
  }

  #isOld(path: string): boolean {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && this.#clock.now() - stats.mtimeMs > 20 * LEASE_MS;
  }
}

function describe(holder: HolderRecord, renewed: number): LockHolder {
  return {
    id: holder.id,
    operation: holder.operation,
    who: `${holder.process.user}@${holder.process.host}`,
    pid: holder.process.pid,
    program: holder.program,
    created: holder.created,
    renewed,
  };
}

const fstat = (descriptor: number): BigIntStats => fstatSync(descriptor, { bigint: true });

/** False when the name is taken. */
function tryLink(path: string, name: string): boolean {
  try {
    linkSync(path, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Somebody else may have renamed it already. */
function tryRename(path: string, name: string): void {
  try {
    renameSync(path, name);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function tryUnlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone, which is what was wanted, or will be swept later.
  }
}
