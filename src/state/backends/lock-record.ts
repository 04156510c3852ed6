import {
  closeSync,
  constants,
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
  /** Of the machine, when the record was made. Renewals count from both, so that they stay right when its clock is set. */
  readonly uptime?: number;
  readonly ttlMs: number;
}

/** The record, and when its lease was last renewed: the time of the file itself. */
export interface LockRead {
  readonly record: LockRecord;
  readonly renewed: number;
}

export const NEVER_LOCKED: LockRead = { record: { version: 1, revision: 0, fence: 0, holder: null }, renewed: 0 };

/** More than any record takes. */
const LARGEST = 16 * 1024;

/** A pipe must not make the reader wait, and a link must not lead elsewhere (Windows has neither flag). */
const CAREFULLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Undefined when there is no such file (any more). Throws `lock-unreadable` for everything that is not a record. */
export function readLock(path: string, place: string): LockRead | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, CAREFULLY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (NO_FILE.has(codeOf(error) ?? '')) throw unreadableLock(place, path);
    throw storageFailed('Reading', path, error);
  }
  try {
    const stats = fstatSync(descriptor);
    const record = stats.isFile() && stats.size <= LARGEST ? recordOf(readFileSync(descriptor, 'utf8')) : undefined;
    if (record === undefined) throw unreadableLock(place, path);
    return { record, renewed: timeOf(stats.mtimeMs) };
  } finally {
    closeSync(descriptor);
  }
}

/** What opening a link, a socket or a device without a driver fails with. */
const NO_FILE = new Set(['ELOOP', 'EMLINK', 'ENXIO', 'ENODEV', 'EISDIR']);

/** The record that a text is. Another tool, or somebody who means harm, may have written it: each part is looked at. */
function recordOf(text: string): LockRecord | undefined {
  const json = parsed(text);
  if (!isObject(json) || json['version'] !== 1) return undefined;
  const { revision, fence, holder } = json;
  if (!isCount(revision) || !isCount(fence)) return undefined;
  if (holder === null) return { version: 1, revision, fence, holder };
  return isHolder(holder) ? { version: 1, revision, fence, holder } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const isCount = (json: unknown): json is number => Number.isSafeInteger(json) && (json as number) >= 0;

const isText = (json: unknown): json is string => typeof json === 'string' && json.length <= 256;

const isAbsentOrText = (json: unknown): boolean => json === undefined || isText(json);

/** The last moment that has a date. */
const LAST_MOMENT = 8.64e15;

const timeOf = (ms: number): number => Math.min(LAST_MOMENT, Math.max(0, Math.round(ms)));

function isHolder(json: unknown): json is HolderRecord {
  if (!isObject(json)) return false;
  const { id, operation, program, process, created, uptime, ttlMs } = json;
  if (uptime !== undefined && !isCount(uptime)) return false;
  // The ID becomes part of a command that people copy.
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) return false;
  if (!isText(operation) || !isText(program) || !isObject(process)) return false;
  if (!isCount(created) || created > LAST_MOMENT || !isCount(ttlMs)) return false;
  const { user, host, pid, machine, boot, pidNamespace, started } = process;
  return (
    isText(user) &&
    isText(host) &&
    isCount(pid) &&
    pid > 0 &&
    [machine, boot, pidNamespace, started].every(isAbsentOrText)
  );
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
