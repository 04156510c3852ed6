import {
  closeSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { LockHolder } from '../backend.js';
import { storageFailed, unreadableLock } from '../diagnostics.js';
import { codeOf } from './files.js';
import type { ProcessIdentity } from './process-identity.js';

/** What a record says. The last one stays when nobody holds the lock, so that the fencing number goes on rising. */
export interface LockRecord {
  readonly version: 1;
  /** Rises by one with every change; the number in the file's name, which counts. */
  readonly revision: number;
  readonly fence: number;
  readonly holder: HolderRecord | null;
}

export interface HolderRecord {
  readonly id: string;
  readonly operation: string;
  readonly program: string;
  readonly process: ProcessIdentity;
  readonly created: number;
  readonly ttlMs: number;
}

/** The record, and when its lease was last renewed: the time of the file itself. */
export interface LockRead {
  readonly record: LockRecord;
  readonly renewed: number;
}

export const NEVER_LOCKED: LockRead = { record: { version: 1, revision: 0, fence: 0, holder: null }, renewed: 0 };

/** Undefined when there is no such file (any more). */
export function readLock(path: string, place: string): LockRead | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw storageFailed('Reading', path, error);
  }
  try {
    const record = JSON.parse(readFileSync(descriptor, 'utf8')) as LockRecord;
    if (record.version !== 1 || !Number.isSafeInteger(record.revision) || !Number.isSafeInteger(record.fence)) {
      throw unreadableLock(place, path);
    }
    return { record, renewed: Math.round(fstatSync(descriptor).mtimeMs) };
  } catch (error) {
    throw error instanceof SyntaxError ? unreadableLock(place, path) : error;
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a record to a new file and leaves it open. */
export function writeLock(path: string, record: LockRecord, now: number): number {
  let descriptor: number | undefined;
  try {
    // Readable for everybody, so that others can be told who holds the lock.
    descriptor = openSync(path, 'wx', 0o644);
    writeFileSync(descriptor, `${JSON.stringify(record, null, 2)}\n`);
    futimesSync(descriptor, now / 1000, now / 1000);
    fsyncSync(descriptor);
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) {
      closeSync(descriptor);
      unlinkSync(path);
    }
    throw storageFailed('Writing', path, error);
  }
}

/** Whether the open file is the one that has this name now. */
export function isFileAt(path: string, descriptor: number): boolean {
  const own = fstatSync(descriptor, { bigint: true });
  const there = statSync(path, { bigint: true, throwIfNoEntry: false });
  return there !== undefined && there.ino === own.ino && there.dev === own.dev;
}

export function describeHolder(holder: HolderRecord, renewed: number): LockHolder {
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
