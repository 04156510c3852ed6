import { codeOf } from '../../model/index.js';
import { randomUUID } from 'node:crypto';
import { close, existsSync, futimesSync, linkSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LEASE_MS, type Lease, type LockAttempt, type LockHolder, type LockRequest } from '../backend.js';
import type { Clock } from '../clock.js';
import { lockLost, notLocked, otherLock, storageFailed, unreadableLock } from '../diagnostics.js';
import {
  describeHolder,
  isFileAt,
  NEVER_LOCKED,
  readLock,
  writeLock,
  type HolderRecord,
  type LockRead,
  type LockRecord,
} from './lock-record.js';
import { isDead, isSameBoot, ownProcess } from './process-identity.js';

/**
 * A lease kept in numbered records in one folder: `NAME.1`, `NAME.2`, … The one with the highest number is valid.
 *
 * A change from record n works like this: write the new record to a temporary file, and give it the name n+1 with a
 * hard link, which only one process can do; then check that n+1 is the highest. Records stay until a higher one exists,
 * so a process that still relies on n finds n+1 taken, or, if it was removed, a higher one: of any number of racing
 * processes one wins, wherever they were interrupted. A process that dies in between leaves a record that is true, or
 * one that is not valid.
 *
 * A renewal sets the time of the very file with which the lease was taken. The lease is lost once the next record
 * exists or that file is gone.
 *
 * Terraform's own lock is an operating system lock (fcntl), which Node.js cannot take: Terraform and Landform do not
 * see each other's locks.
 */
export class LockFile {
  readonly #path: string;
  readonly #place: string;
  readonly #clock: Clock;
  /** This process's leases, by ID: the open file is the lease. */
  readonly #held = new Map<
    string,
    { readonly descriptor: number; readonly revision: number; readonly holder: HolderRecord }
  >();

  constructor(path: string, place: string, clock: Clock) {
    this.#path = path;
    this.#place = place;
    this.#clock = clock;
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    for (;;) {
      const { record, renewed } = this.#read();
      if (record.holder !== null && !this.#isOver(record.holder, renewed))
        return { holder: describeHolder(record.holder, renewed) };
      const id = randomUUID();
      const holder: HolderRecord = {
        id,
        ...request,
        process: ownProcess(),
        created: this.#clock.now(),
        uptime: this.#clock.uptime(),
        ttlMs: LEASE_MS,
      };
      const fence = record.fence + 1;
      const revision = record.revision + 1;
      const changed = await this.#change({ version: 1, revision, fence, holder });
      if (changed === undefined) continue;
      this.#held.set(id, { descriptor: changed.descriptor, revision, holder });
      await this.#sweep(revision, changed);
      return { lease: { id, fence, ttlMs: LEASE_MS } };
    }
  }

  /** Throws `lock-lost` unless the lease still holds the lock. */
  check(lease: Lease): void {
    const held = this.#held.get(lease.id);
    if (
      held !== undefined &&
      isFileAt(this.#nameOf(held.revision), held.descriptor) &&
      !existsSync(this.#nameOf(held.revision + 1))
    ) {
      return;
    }
    const { record, renewed } = this.#read();
    throw lockLost(this.#place, record.holder === null ? undefined : describeHolder(record.holder, renewed));
  }

  renew(lease: Lease): void {
    this.check(lease);
    const { descriptor, holder } = this.#held.get(lease.id)!;
    const now = this.#timeOf(holder) / 1000;
    futimesSync(descriptor, now, now);
  }

  async unlock(lease: Lease): Promise<void> {
    const held = this.#held.get(lease.id);
    if (held === undefined) return;
    this.#held.delete(lease.id);
    try {
      // False if the lease had ended before: that change has the next number, or a higher one exists.
      await this.#free(held.revision, lease.fence);
    } catch {
      // A full disk has no room for a new record, but the time of the old one can be set back so far that its lease has
      // expired.
      futimesSync(held.descriptor, 0, 0);
    } finally {
      await closed(held.descriptor);
    }
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    const { record, renewed } = this.#read();
    if (record.holder === null) throw notLocked(this.#place);
    const holder = describeHolder(record.holder, renewed);
    if (holder.id !== id) throw otherLock(this.#place, id, holder);
    for (;;) {
      const now = this.#read().record;
      if (now.holder?.id !== id || (await this.#free(now.revision, now.fence))) return holder;
    }
  }

  /** Adds a record without a holder after the one of this number; false if another change came first. */
  async #free(after: number, fence: number): Promise<boolean> {
    const revision = after + 1;
    const changed = await this.#change({ version: 1, revision, fence, holder: null });
    if (changed === undefined) return false;
    await Promise.all([closed(changed.descriptor), this.#sweep(revision, changed)]);
    return true;
  }

  #isOver(holder: HolderRecord, renewed: number): boolean {
    return this.#timeOf(holder) - renewed > holder.ttlMs || isDead(holder.process);
  }

  /**
   * The time for a holder and those waiting for it. On one machine the uptime is used, so that setting the clock never
   * takes a lock away; between machines there is only the clock.
   */
  #timeOf({ created, uptime, process }: HolderRecord): number {
    const here = uptime !== undefined && isSameBoot(process, ownProcess());
    return here ? created + this.#clock.uptime() - uptime : this.#clock.now();
  }

  /** The valid record; a record of number 0 if there is none. */
  #read(): LockRead {
    for (;;) {
      const revision = this.#highest(this.#beside());
      if (revision === 0) return NEVER_LOCKED;
      const read = readLock(this.#nameOf(revision), this.#place);
      // Removed meanwhile, because a higher one exists: look again.
      if (read !== undefined) return { ...read, record: { ...read.record, revision } };
    }
  }

  /** The new record if it is valid; undefined if another change came first. */
  async #change(to: LockRecord): Promise<Changed | undefined> {
    const temporary = `${this.#path}.${randomUUID()}.tmp`;
    const descriptor = await writeLock(temporary, to, this.#clock.now());
    try {
      const linked = tryLink(temporary, this.#nameOf(to.revision));
      const beside = linked ? this.#beside() : [];
      if (linked && this.#highest(beside) === to.revision) return { descriptor, temporary, beside };
      // The name was free because it was cleaned up: others are further already, and this record must not remain.
      for (const path of [temporary, ...(linked ? [this.#nameOf(to.revision)] : [])]) tryUnlink(path);
      await closed(descriptor);
      return undefined;
    } catch (error) {
      tryUnlink(temporary);
      await closed(descriptor);
      throw storageFailed('Writing', this.#path, error);
    }
  }

  #nameOf(revision: number): string {
    return `${this.#path}.${revision}`;
  }

  #highest(beside: Beside): number {
    let highest = 0;
    for (const [, rest] of beside) if (REVISION.test(rest)) highest = Math.max(highest, Number(rest));
    if (highest === LAST_REVISION)
      throw unreadableLock(
        this.#place,
        this.#nameOf(highest),
        `expected a number below ${LAST_REVISION} at the end of its name`,
      );
    return highest;
  }

  #beside(): Beside {
    const folder = dirname(this.#path);
    const prefix = `${basename(this.#path)}.`;
    try {
      return readdirSync(folder)
        .filter((name) => name.startsWith(prefix))
        .map((name) => [join(folder, name), name.slice(prefix.length)] as const);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw storageFailed('Reading', folder, error);
    }
  }

  /**
   * Removes records that are no longer valid, and temporary files of this change and of dead processes. Not while the
   * main thread waits: a file system takes a millisecond to free what was flushed, and a run may lock many stacks.
   */
  async #sweep(revision: number, { temporary, beside }: Changed): Promise<void> {
    const old = beside.filter(([path, rest]) =>
      REVISION.test(rest) ? Number(rest) < revision : path === temporary || this.#isOld(path),
    );
    await Promise.all(old.map(([path]) => unlink(path).catch(() => undefined)));
  }

  #isOld(path: string): boolean {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && this.#clock.now() - stats.mtimeMs > 20 * LEASE_MS;
  }
}

/** Files with the lock's name: their paths, and their suffixes. */
type Beside = readonly (readonly [path: string, rest: string])[];

interface Changed {
  /** The open file of the new record. */
  readonly descriptor: number;
  /** Its first name, under which it was written. */
  readonly temporary: string;
  readonly beside: Beside;
}

/** Closing the last descriptor of a removed file frees it, which takes as long as removing it. */
const closed = promisify(close);

/** In the form a revision is written; other suffixes are not ours. */
const REVISION = /^[1-9][0-9]{0,8}$/;

/** A number that no lock reaches by itself: there would be no name for the next record. */
const LAST_REVISION = 999_999_999;

/** False if the name is taken. */
function tryLink(path: string, name: string): boolean {
  try {
    linkSync(path, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function tryUnlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is already gone, or will be cleaned up later.
  }
}
