import { MOST_REMOTE_HISTORY, type HistoryStore } from '../../backend.js';
import type { Connection, Query } from './connection.js';
import { ifMissing, type Tables } from './tables.js';

export interface PgHistoryOptions {
  readonly connection: Connection;
  readonly tables: Tables;
  /** Of the workspace. */
  readonly name: string;
  readonly place: string;
  /** The error for a lease that another run has taken. */
  readonly lost: (query: Query) => Promise<Error>;
}

/** The history of a state: a row, written by one statement that checks the lease. */
export function pgHistory({ connection, tables, name, place, lost }: PgHistoryOptions): HistoryStore {
  const { leases, history } = tables;
  const held = `held AS (SELECT name FROM ${leases} WHERE name = $1 AND fence = $2 AND lock IS NOT NULL FOR SHARE)`;
  const removal = `DELETE FROM ${history} h USING held WHERE h.name = held.name`;
  const insertion =
    `INSERT INTO ${history} (name, content) SELECT name, $3 FROM held ` +
    'ON CONFLICT (name) DO UPDATE SET content = excluded.content';
  return {
    place,
    mostBytes: MOST_REMOTE_HISTORY,
    read: () =>
      connection.run('Reading', async (query) => {
        const { rows } = await query<{ content: Buffer }>(`SELECT content FROM ${history} WHERE name = $1`, [
          name,
        ]).catch(ifMissing);
        return rows[0]?.content ?? new Uint8Array();
      }),
    replace: (lease, pieces) => {
      const change = pieces === undefined ? removal : insertion;
      const content = pieces === undefined ? [] : [Buffer.concat([...pieces])];
      return connection.run('Writing', async (query) => {
        const { rowCount } = await query(`WITH ${held}, changed AS (${change}) SELECT name FROM held`, [
          name,
          lease.fence,
          ...content,
        ]);
        if (rowCount === 0) throw await lost(query);
      });
    },
  };
}
