import { Fields, JsonSyntaxError, parseJson, ShapeError } from '../../../model/index.js';
import { LEASE_MS, type LockHolder } from '../../backend.js';
import { processOf } from '../lock-record.js';
import { isDead, ownProcess } from '../process-identity.js';
import { holderOf, isOwnKind, parseLockInfo } from '../remote/lock-info.js';
import type { StoredObject } from './store.js';

/** What a lock of ours says in its text for information: how long it lasts, and whose it is. */
export const leaseNote = (): string => JSON.stringify({ lease_seconds: LEASE_MS / 1000, process: ownProcess() });

/** Whether a lock is a lease that ended without being released. Terraform's has no end. */
export function isAbandoned({ bytes, ageMs }: StoredObject): boolean {
  const info = parseLockInfo(bytes.toString('utf8'));
  if (info === undefined || !isOwnKind(info)) return false;
  try {
    const note = new Fields(parseJson(info.Info), 'the note');
    return ageMs > note.count('lease_seconds') * 1000 || isDead(processOf(note.fields('process')));
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof ShapeError) return false;
    throw error;
  }
}

/** The holder of a lock object. */
export function objectHolder({ bytes, written }: StoredObject): LockHolder {
  const info = parseLockInfo(bytes.toString('utf8'));
  if (info === undefined)
    return {
      id: '',
      operation: 'unknown',
      who: 'an unknown program',
      program: 'unknown',
      created: written,
      ends: NO_END,
    };
  const holder = holderOf(info);
  if (!isOwnKind(info)) return holder;
  const { ends: _, ...own } = holder;
  return { ...own, renewed: written };
}

const NO_END = 'The lock is not a record of a lock; remove it if nothing uses the state.';
