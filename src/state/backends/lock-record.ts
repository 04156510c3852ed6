import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  futimesSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { Fields, JsonSyntaxError, parseJson, ShapeError, codeOf } from '../../model/index.js';
import type { LockHolder } from '../backend.js';
import { storageFailed, unreadableLock } from '../diagnostics.js';
import { placeAt } from '../place-in-text.js';
import type { ProcessIdentity } from './process-identity.js';

/** The content of a record. The last one stays when the lock is free, so that the fencing number keeps increasing. */
export interface LockRecord {
  readonly version: 1;
  /** Increases by one with every change; the number in the file's name is authoritative. */
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
  /**
   * Of the machine, when the record was made. Renewals are compared with both, so that they stay correct when the clock
   * is set.
   */
  readonly uptime?: number;
  readonly ttlMs: number;
}

/** The record, and when its lease was last renewed: the time of the file itself. */
export interface LockRead {
  readonly record: LockRecord;
  readonly renewed: number;
}

export const NEVER_LOCKED: LockRead = { record: { version: 1, revision: 0, fence: 0, holder: null }, renewed: 0 };

/** More than any record needs. */
const LARGEST = 16 * 1024;

/** A pipe must not block the reader, and a link must not lead elsewhere (Windows has neither flag). */
const CAREFULLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Undefined if there is no such file (any more). Throws `lock-unreadable` for everything that is not a record. */
export function readLock(path: string, place: string): LockRead | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, CAREFULLY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (NO_FILE.has(codeOf(error) ?? '')) throw unreadableLock(place, path, NO_REGULAR_FILE);
    throw storageFailed('Reading', path, error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw unreadableLock(place, path, NO_REGULAR_FILE);
    if (stats.size > LARGEST)
      throw unreadableLock(place, path, `expected at most ${LARGEST} bytes, found ${stats.size}`);
    return { record: recordOf(readFileSync(descriptor, 'utf8'), place, path), renewed: timeOf(stats.mtimeMs) };
  } finally {
    closeSync(descriptor);
  }
}

const NO_REGULAR_FILE = 'expected a regular file, found something else';

/** The errors of opening a link, a socket or a device without a driver. */
const NO_FILE = new Set(['ELOOP', 'EMLINK', 'ENXIO', 'ENODEV', 'EISDIR']);

/** Parses a lock record. Another tool or an attacker may have written it, so each part is validated. */
function recordOf(text: string, place: string, path: string): LockRecord {
  try {
    return checked(new Fields(parseJson(text), 'the record'));
  } catch (error) {
    if (!(error instanceof JsonSyntaxError || error instanceof ShapeError)) throw error;
    const { line, column } = placeAt(text, error instanceof JsonSyntaxError ? error.offset : 0);
    throw unreadableLock(
      place,
      path,
      error instanceof ShapeError ? error.message : `line ${line}, column ${column}: not valid JSON: ${error.message}`,
    );
  }
}

function checked(record: Fields): LockRecord {
  if (record.count('version') !== 1) throw new ShapeError('the record.version: expected 1, found another number');
  const lock = { version: 1, revision: record.count('revision'), fence: record.count('fence') } as const;
  return { ...lock, holder: record.json('holder') === null ? null : holderOf(record.fields('holder')) };
}

/** The last representable date. */
const LAST_MOMENT = 8.64e15;

const timeOf = (ms: number): number => Math.min(LAST_MOMENT, Math.max(0, Math.round(ms)));

function holderOf(holder: Fields): HolderRecord {
  const id = shortText(holder, 'id');
  // The ID becomes part of a command that users copy.
  if (!/^[\w-]{1,64}$/.test(id))
    throw new ShapeError('the record.holder.id: expected at most 64 letters, digits and hyphens');
  const created = holder.count('created');
  if (created > LAST_MOMENT) throw new ShapeError('the record.holder.created: expected a time, found a larger number');
  return {
    id,
    operation: shortText(holder, 'operation'),
    program: shortText(holder, 'program'),
    process: processOf(holder.fields('process')),
    created,
    ...(holder.has('uptime') ? { uptime: holder.count('uptime') } : {}),
    ttlMs: holder.count('ttlMs'),
  };
}

export function processOf(process: Fields): ProcessIdentity {
  const pid = process.count('pid');
  if (pid === 0) throw new ShapeError('the record.holder.process.pid: expected a whole number from 1 up, found 0');
  const optional = ['machine', 'boot', 'pidNamespace', 'started'].filter((name) => process.has(name));
  return {
    user: shortText(process, 'user'),
    host: shortText(process, 'host'),
    pid,
    ...Object.fromEntries(optional.map((name) => [name, shortText(process, name)])),
  };
}

function shortText(fields: Fields, name: string): string {
  const text = fields.text(name);
  if (text.length > LONGEST_TEXT)
    throw new ShapeError(`${fields.place}.${name}: expected at most ${LONGEST_TEXT} characters`);
  return text;
}

const LONGEST_TEXT = 256;

const flush = promisify(fsync);

/** Writes a record to a new file and leaves it open. Nothing else waits while it is flushed: a run may lock many stacks. */
export async function writeLock(path: string, record: LockRecord, now: number): Promise<number> {
  let descriptor: number | undefined;
  try {
    // World-readable, so that others can see who holds the lock.
    descriptor = openSync(path, 'wx', 0o644);
    writeFileSync(descriptor, `${JSON.stringify(record, null, 2)}\n`);
    futimesSync(descriptor, now / 1000, now / 1000);
    await flush(descriptor);
    return descriptor;
  } catch (error) {
    if (descriptor !== undefined) {
      closeSync(descriptor);
      unlinkSync(path);
    }
    throw storageFailed('Writing', path, error);
  }
}

/** Whether the open file is the one with this name now. */
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
