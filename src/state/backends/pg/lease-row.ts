import { Fields, isJsonObject, ShapeError, stringifyJson, type Json } from '../../../model/index.js';
import { LEASE_MS, type LockHolder } from '../../backend.js';
import { processOf } from '../lock-record.js';
import { isDead } from '../process-identity.js';
import { holderOf, parseLockInfo, type LockInfo } from '../remote/lock-info.js';
import type { Query } from './connection.js';
import type { Tables } from './tables.js';

/** The row of a lease as it is now, by the clock of the server. */
export interface LeaseRow {
  readonly fence: number;
  readonly info: LockInfo | undefined;
  /** Of the session at the server that holds the lock. */
  readonly pid: number | undefined;
  readonly renewed: number;
  /** Whether the lease ended without being released. */
  readonly isOver: boolean;
}

interface Columns {
  readonly fence: string;
  readonly lock: Json;
  readonly process: Json;
  readonly pid: number | null;
  readonly renewed: Date | null;
  readonly age: number | null;
}

export async function readLease(query: Query, { leases }: Tables, name: string): Promise<LeaseRow | undefined> {
  const { rows } = await query<{ [Name in keyof Columns]: Columns[Name] }>(
    'SELECT fence, lock, process, pid, renewed, (extract(epoch FROM now() - renewed) * 1000)::float8 AS age ' +
      `FROM ${leases} WHERE name = $1`,
    [name],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    fence: Number(row.fence),
    info: isJsonObject(row.lock) ? parseLockInfo(stringifyJson(row.lock)) : undefined,
    pid: row.pid ?? undefined,
    renewed: row.renewed?.getTime() ?? 0,
    isOver: (row.age ?? 0) > LEASE_MS || isOfDeadProcess(row.process),
  };
}

function isOfDeadProcess(process: Json): boolean {
  try {
    return isDead(processOf(new Fields(process, 'the process')));
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}

/** The holder with its lease, which ends by itself. */
export function leaseHolder(info: LockInfo, { renewed }: LeaseRow): LockHolder {
  const { ends: _, ...holder } = holderOf(info);
  return { ...holder, renewed };
}

/** The session that holds an advisory lock without a lease of ours: Terraform's. */
export async function sessionHolder(query: Query, lock: string): Promise<(LockHolder & { pid: number }) | undefined> {
  const { rows } = await query<{ pid: number; user: string; address: string | null; since: Date }>(
    'SELECT a.pid, a.usename AS user, host(a.client_addr) AS address, a.backend_start AS since ' +
      'FROM pg_locks l JOIN pg_stat_activity a USING (pid) ' +
      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND a.pid <> pg_backend_pid() " +
      'AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) ' +
      'AND (l.classid::bigint << 32 | l.objid::bigint) = $1::bigint',
    [lock],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: '',
    operation: 'unknown',
    who: `${row.user}@${row.address ?? 'the server'}`,
    program: 'Terraform or another program',
    created: row.since.getTime(),
    pid: row.pid,
    ends: 'This lock ends when the connection of its holder does.',
  };
}
