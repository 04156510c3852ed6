import { randomUUID } from 'node:crypto';
import { closeSync, futimesSync, linkSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LEASE_MS, type Lease, type LockAttempt, type LockHolder, type LockRequest } from '../backend.js';
import type { Clock } from '../clock.js';
import { lockLost, notLocked, otherLock, storageFailed } from '../diagnostics.js';
import { codeOf } from './files.js';
import { describeHolder, isFileAt, readLock, writeLock, type HolderRecord, type LockRecord } from './lock-record.js';
import { isDead, ownProcess } from './process-identity.js';

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
  readonly #held = new Map<string, number>();

  constructor(path: string, place: string, clock: Clock) {
    this.#path = path;
    this.#place = place;
    this.#clock = clock;
  }

  tryLock(request: LockRequest): LockAttempt {
    for (;;) {
      const { record, renewed } = readLock(this.#path, this.#place);
      if (record.holder !== null && !this.#isOver(record.holder, renewed))
        return { holder: describeHolder(record.holder, renewed) };
      const id = randomUUID();
      const holder: HolderRecord = {
        id,
        ...request,
        process: ownProcess(),
        created: this.#clock.now(),
        ttlMs: LEASE_MS,
      };
      const fence = record.fence + 1;
      const descriptor = this.#change(record, { version: 1, revision: record.revision + 1, fence, holder });
      if (descriptor === undefined) continue;
      this.#held.set(id, descriptor);
      this.#sweep(record.revision + 1);
      return { lease: { id, fence, ttlMs: LEASE_MS } };
    }
  }

  /** Throws `lock-lost` unless the lease is the one that holds the lock. */
  check(lease: Lease): void {
    const held = this.#held.get(lease.id);
    if (held !== undefined && isFileAt(this.#path, held)) return;
    const { record, renewed } = readLock(this.#path, this.#place);
    throw lockLost(this.#place, record.holder === null ? undefined : describeHolder(record.holder, renewed));
  }

  renew(lease: Lease): void {
    this.check(lease);
    const now = this.#clock.now() / 1000;
    futimesSync(this.#held.get(lease.id)!, now, now);
  }

  unlock(lease: Lease): void {
    const held = this.#held.get(lease.id);
    if (held === undefined) return;
    this.#held.delete(lease.id);
    try {
      this.#endLock(lease.id);
    } catch {
      // A full disk has no room for a new record, but the time of the old one can be put so far back that its lease is over.
      futimesSync(held, 0, 0);
    } finally {
      closeSync(held);
    }
  }

  forceUnlock(id: string): LockHolder {
    const { record, renewed } = readLock(this.#path, this.#place);
    if (record.holder === null) throw notLocked(this.#place);
    const holder = describeHolder(record.holder, renewed);
    if (holder.id !== id) throw otherLock(this.#place, id, holder);
    this.#endLock(id);
    return holder;
  }

  #endLock(id: string): void {
    for (;;) {
      const { record } = readLock(this.#path, this.#place);
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
    const descriptor = writeLock(beside, to, this.#clock.now());
    try {
      if (!tryLink(beside, claim)) {
        // Somebody else's change, perhaps left half way by a process that died.
        if (readLock(this.#path, this.#place).record.revision === from.revision) tryRename(claim, this.#path);
      } else if (readLock(this.#path, this.#place).record.revision === from.revision) tryRename(claim, this.#path);
      else if (!isFileAt(this.#path, descriptor)) tryUnlink(claim);
      if (isFileAt(this.#path, descriptor)) return descriptor;
      closeSync(descriptor);
      return undefined;
    } catch (error) {
      closeSync(descriptor);
      throw storageFailed('Writing', this.#path, error);
    } finally {
      tryUnlink(beside);
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
