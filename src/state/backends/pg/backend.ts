import { createHash, randomUUID } from 'node:crypto';
import {
  LEASE_MS,
  type Backend,
  type HistoryStore,
  type Lease,
  type LockAttempt,
  type LockHolder,
  type LockRequest,
  type Snapshot,
} from '../../backend.js';
import { systemClock, type Clock } from '../../clock.js';
import { lockLost, notLocked, otherLock, stateChanged } from '../../diagnostics.js';
import { ownProcess } from '../process-identity.js';
import { newLockInfo, type LockInfo } from '../remote/lock-info.js';
import { PLACEHOLDER } from '../remote/placeholder.js';
import { WholeBytes } from '../remote/whole-bytes.js';
import { Connection, type Query } from './connection.js';
import { leaseHolder, readLease, sessionHolder } from './lease-row.js';
import type { PgSettings } from './settings.js';
import { pgHistory } from './history.js';
import { MOST_TEXT, PART, readText, sizeOf, writeText } from './stored-text.js';
import { createTables, ifMissing, Tables } from './tables.js';

export interface PgBackendOptions {
  readonly settings: PgSettings;
  readonly workspace: string;
  readonly clock?: Clock;
  /** The size of the parts in which a long state is sent. */
  readonly part?: number;
}

interface Held {
  readonly lease: Lease;
  /** Number of the advisory lock, which is the ID of the state's row. */
  readonly lock: string;
}

/** The lock that Terraform takes to create a workspace. */
const CREATION_LOCK = '-1';

/** How often a lock is tried that should be free soon, with a pause after each. */
const LOCK_ATTEMPTS = 50;
const PAUSE = 'SELECT pg_sleep(0.05)';

/**
 * State in PostgreSQL, in the table of Terraform's `pg` backend. The lock is Terraform's too: an advisory lock of the
 * session. Beside it, a row has the lease and its fencing number, by the clock of the server, and each write is one
 * statement or transaction that checks them.
 */
export class PgBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly hasRemoteJournal = true;
  readonly keepsBackup = true;
  readonly mostBytes = MOST_TEXT;
  readonly history: HistoryStore;
  readonly #settings: PgSettings;
  readonly #tables: Tables;
  readonly #text: Parameters<typeof readText>[1];
  readonly #name: string;
  readonly #clock: Clock;
  readonly #connection: Connection;
  #held: Held | undefined;
  /** Of the next line of the journal; unknown until the first one is appended. */
  #next: number | undefined;

  constructor({ settings, workspace, clock = systemClock, part = PART }: PgBackendOptions) {
    this.place = `pg ${settings.place} ${settings.schema}.states ${workspace}`;
    this.journalPlace = `pg ${settings.place} ${settings.schema}.landform_journal ${workspace}`;
    this.#settings = settings;
    this.#tables = new Tables(settings.schema);
    this.#text = { tables: this.#tables, name: workspace, part };
    this.#name = workspace;
    this.#clock = clock;
    this.#connection = new Connection(settings.connection, this.place);
    this.history = pgHistory({
      connection: this.#connection,
      tables: this.#tables,
      name: workspace,
      place: `pg ${settings.place} ${settings.schema}.landform_history ${workspace}`,
      lost: (query) => this.#lost(query),
    });
    this.#connection.whenOpened((query) => this.#takeAgain(query));
    this.#connection.whileHeld(() => this.#held !== undefined);
  }

  async read(): Promise<Snapshot | undefined> {
    return this.#connection.run('Reading', async (query) => {
      const parts = await readText(query, this.#text);
      if (parts === undefined) return undefined;
      const { rows } = await query<{ kept: boolean }>(
        `SELECT backup IS NOT NULL AS kept FROM ${this.#tables.leases} WHERE name = $1`,
        [this.#name],
      ).catch(ifMissing);
      const kept =
        rows[0]?.kept === true ? { backup: `column backup of ${this.#settings.schema}.landform_leases` } : {};
      return { size: sizeOf(parts), chunks: () => parts, version: versionOf(parts), ...kept };
    });
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    const bytes = WholeBytes.of(pieces);
    const version = versionOf([bytes]);
    await replacing?.(version);
    await this.#connection.run('Writing', (query) =>
      transaction(query, async () => {
        await this.#check(query, lease);
        const stored = await readText(query, this.#text, 'FOR UPDATE');
        const found = stored === undefined ? undefined : versionOf(stored);
        // An earlier attempt may have been committed without a reply.
        if (found === version && found !== expected) return;
        if (found !== expected) throw stateChanged(this.place);
        if (stored !== undefined)
          await query(
            `UPDATE ${this.#tables.leases} l SET backup = s.data FROM ${this.#tables.states} s ` +
              'WHERE l.name = $1 AND s.name = $1',
            [this.#name],
          );
        await writeText(query, this.#text, bytes);
      }),
    );
    return version;
  }

  async readJournal(): Promise<Uint8Array> {
    return this.#connection.run('Reading', async (query) => {
      const { rows } = await query<{ line: Buffer }>(
        `SELECT line FROM ${this.#tables.journal} WHERE name = $1 ORDER BY number`,
        [this.#name],
      ).catch(ifMissing);
      return Buffer.concat(rows.map(({ line }) => line));
    });
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    const bytes = Buffer.concat([...line]);
    await this.#connection.run('Writing', async (query) => {
      const number = await this.#nextNumber(query);
      const { rowCount } = await query(
        `WITH held AS (SELECT name FROM ${this.#tables.leases} ` +
          'WHERE name = $1 AND fence = $2 AND lock IS NOT NULL FOR SHARE) ' +
          // The same line again, after a lost reply, changes nothing.
          `INSERT INTO ${this.#tables.journal} (name, number, line) SELECT name, $3, $4 FROM held ` +
          'ON CONFLICT (name, number) DO UPDATE SET line = excluded.line',
        [this.#name, lease.fence, number, bytes],
      );
      if (rowCount === 0) throw await this.#lost(query);
    });
    this.#next = (this.#next ?? 0) + 1;
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    const bytes = pieces === undefined ? undefined : Buffer.concat([...pieces]);
    await this.#connection.run('Writing', (query) =>
      transaction(query, async () => {
        await this.#check(query, lease);
        await query(`DELETE FROM ${this.#tables.journal} WHERE name = $1`, [this.#name]);
        if (bytes !== undefined)
          await query(`INSERT INTO ${this.#tables.journal} (name, number, line) VALUES ($1, 1, $2)`, [
            this.#name,
            bytes,
          ]);
      }),
    );
    this.#next = bytes === undefined ? 1 : 2;
  }

  async #nextNumber(query: Query): Promise<number> {
    if (this.#next === undefined) {
      const { rows } = await query<{ next: string }>(
        `SELECT coalesce(max(number), 0) + 1 AS next FROM ${this.#tables.journal} WHERE name = $1`,
        [this.#name],
      );
      this.#next = Number(rows[0]?.next ?? 1);
    }
    return this.#next;
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    const id = randomUUID();
    const attempt = await this.#connection.run('Locking', async (query, isRepeated): Promise<LockAttempt> => {
      await createTables(query, this.#tables, this.#settings);
      const row = await this.#rowOfState(query);
      if (typeof row !== 'string') return { holder: row };
      const before = await readLease(query, this.#tables, this.#name);
      const isOwn = isRepeated && before?.info?.ID === id;
      if (before?.info !== undefined && !before.isOver && !isOwn) return { holder: leaseHolder(before.info, before) };
      if (!(await this.#takeLock(query, row, before?.info === undefined ? undefined : before.pid))) {
        const holder = await sessionHolder(query, row);
        if (holder !== undefined) return { holder };
        if (!(await tryAdvisory(query, row))) throw lockLost(this.place, undefined);
      }
      // Another run may have been faster between reading the lease and taking the lock.
      const info = newLockInfo(id, request, this.#clock.now(), row, '');
      const fence = isOwn ? before.fence : await this.#newLease(query, info, before?.fence ?? 0);
      if (fence === undefined) {
        await query('SELECT pg_advisory_unlock($1::bigint)', [row]);
        const now = await readLease(query, this.#tables, this.#name);
        if (now?.info === undefined) throw stateChanged(this.place);
        return { holder: leaseHolder(now.info, now) };
      }
      const lease = { id, fence, ttlMs: LEASE_MS };
      this.#held = { lease, lock: row };
      return { lease };
    });
    this.#next = undefined;
    return attempt;
  }

  /** The ID of the state's row, which is created as Terraform creates it; or who creates a workspace just now. */
  async #rowOfState(query: Query): Promise<string | LockHolder> {
    const find = async (): Promise<string | undefined> => {
      const { rows } = await query<{ id: string }>(`SELECT id FROM ${this.#tables.states} WHERE name = $1`, [
        this.#name,
      ]);
      return rows[0]?.id;
    };
    const there = await find();
    if (there !== undefined) return there;
    if (!(await tryAdvisory(query, CREATION_LOCK))) {
      const holder = await sessionHolder(query, CREATION_LOCK);
      return holder ?? (await this.#rowOfState(query));
    }
    await query(`INSERT INTO ${this.#tables.states} (name, data) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, [
      this.#name,
      PLACEHOLDER,
    ]);
    await query('SELECT pg_advisory_unlock($1::bigint)', [CREATION_LOCK]);
    const created = await find();
    if (created === undefined) throw stateChanged(this.place);
    return created;
  }

  /** Takes Terraform's lock, from the session of an abandoned lease if need be. */
  async #takeLock(query: Query, lock: string, abandoned: number | undefined): Promise<boolean> {
    if (await tryAdvisory(query, lock)) return true;
    const holder = abandoned === undefined ? undefined : await sessionHolder(query, lock);
    if (holder === undefined || holder.pid !== abandoned) return false;
    return takeFrom(query, lock, abandoned);
  }

  /** Returns the new fencing number; undefined if the lease changed meanwhile. */
  async #newLease(query: Query, info: LockInfo, fence: number): Promise<number | undefined> {
    const { rows } = await query<{ fence: string }>(
      `INSERT INTO ${this.#tables.leases} AS l (name, fence, lock, process, pid, renewed) ` +
        'VALUES ($1, 1, $3, $4, pg_backend_pid(), now()) ON CONFLICT (name) DO UPDATE SET fence = l.fence + 1, ' +
        'lock = excluded.lock, process = excluded.process, pid = excluded.pid, renewed = excluded.renewed ' +
        'WHERE l.fence = $2 RETURNING l.fence',
      [this.#name, fence, JSON.stringify(info), JSON.stringify(ownProcess())],
    );
    return rows[0] === undefined ? undefined : Number(rows[0].fence);
  }

  /**
   * A lost connection took the lock with it. As long as the lease is ours, it is taken again; otherwise each write finds
   * that the lease is gone.
   */
  async #takeAgain(query: Query): Promise<void> {
    if (this.#held === undefined) return;
    const { lease, lock } = this.#held;
    const row = await readLease(query, this.#tables, this.#name);
    if (row?.info?.ID !== lease.id) return;
    // The server may not have noticed yet that the old connection is gone.
    let isTaken = await this.#takeLock(query, lock, row.pid);
    // A run that asks for the lock has it for a moment, until it sees this lease.
    for (let attempt = 0; !isTaken && attempt < LOCK_ATTEMPTS; attempt += 1) {
      await query(PAUSE);
      isTaken = await tryAdvisory(query, lock);
    }
    const change = isTaken ? 'pid = pg_backend_pid(), renewed = now()' : 'lock = NULL';
    await query(`UPDATE ${this.#tables.leases} SET ${change} WHERE name = $1 AND fence = $2`, [
      this.#name,
      lease.fence,
    ]);
  }

  async #check(query: Query, lease: Lease): Promise<void> {
    const { rowCount } = await query(
      `SELECT 1 FROM ${this.#tables.leases} WHERE name = $1 AND fence = $2 AND lock IS NOT NULL FOR SHARE`,
      [this.#name, lease.fence],
    );
    if (rowCount === 0) throw await this.#lost(query);
  }

  async #lost(query: Query): Promise<Error> {
    const row = await readLease(query, this.#tables, this.#name);
    return lockLost(this.place, row?.info && leaseHolder(row.info, row));
  }

  async renew(lease: Lease): Promise<void> {
    await this.#connection.run('Locking', async (query) => {
      const { rowCount } = await query(
        `UPDATE ${this.#tables.leases} SET renewed = now() WHERE name = $1 AND fence = $2 AND lock IS NOT NULL`,
        [this.#name, lease.fence],
      );
      if (rowCount === 0) throw await this.#lost(query);
    });
  }

  async unlock(lease: Lease): Promise<void> {
    const held = this.#held;
    if (held?.lease.id !== lease.id) return;
    this.#held = undefined;
    await this.#connection.run('Unlocking', async (query) => {
      await query(`UPDATE ${this.#tables.leases} SET lock = NULL WHERE name = $1 AND fence = $2`, [
        this.#name,
        lease.fence,
      ]).catch(ifMissing);
      await query('SELECT pg_advisory_unlock($1::bigint)', [held.lock]);
    });
    await this.#connection.close();
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    return this.#connection.run('Unlocking', async (query) => {
      const { rows } = await query<{ id: string }>(`SELECT id FROM ${this.#tables.states} WHERE name = $1`, [
        this.#name,
      ]).catch(ifMissing);
      const lock = rows[0]?.id;
      const row =
        lock === undefined ? undefined : await readLease(query, this.#tables, this.#name).catch(nothingIfMissing);
      if (lock === undefined || row?.info === undefined) {
        const session = lock === undefined ? undefined : await sessionHolder(query, lock);
        throw session === undefined ? notLocked(this.place) : otherLock(this.place, id, session);
      }
      if (row.info.ID !== id) throw otherLock(this.place, id, leaseHolder(row.info, row));
      await query(`UPDATE ${this.#tables.leases} SET lock = NULL WHERE name = $1 AND fence = $2`, [
        this.#name,
        row.fence,
      ]);
      const session = await sessionHolder(query, lock);
      if (session !== undefined && session.pid === row.pid)
        await query('SELECT pg_terminate_backend($1)', [session.pid]);
      return leaseHolder(row.info, row);
    });
  }

  /** For workspaces: closes the connection, unless it holds a lease. */
  async close(): Promise<void> {
    if (this.#held === undefined) await this.#connection.close();
  }
}

async function tryAdvisory(query: Query, lock: string): Promise<boolean> {
  const { rows } = await query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1::bigint) AS taken', [lock]);
  return rows[0]?.taken === true;
}

/** Ends a session at the server, and takes its lock. */
async function takeFrom(query: Query, lock: string, pid: number): Promise<boolean> {
  await query('SELECT pg_terminate_backend($1)', [pid]);
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    if (await tryAdvisory(query, lock)) return true;
    await query(PAUSE);
  }
  return false;
}

function versionOf(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

async function transaction<T>(query: Query, work: () => Promise<T>): Promise<T> {
  await query('BEGIN');
  try {
    const result = await work();
    await query('COMMIT');
    return result;
  } catch (error) {
    await query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function nothingIfMissing(error: unknown): undefined {
  ifMissing(error);
  return undefined;
}
