import { isPlaceholder } from '../remote/placeholder.js';
import type { Query } from './connection.js';
import { ifMissing, type Tables } from './tables.js';

/** A value in PostgreSQL has at most 1 GB. */
export const MOST_TEXT = 2 ** 30 - 2 ** 20;

/**
 * Long texts are read and written in parts of this size, in bytes: a value in a reply is one string,
 * of 512 MiB at most, and a request is copied twice before it is sent.
 */
export const PART = 1 << 25;

/** A text of at most so many parts is sent as a whole, which takes less time. */
const WHOLE_PARTS = 8;

interface Place {
  readonly tables: Tables;
  /** Of the workspace. */
  readonly name: string;
  readonly part: number;
}

/** The stored state in parts; undefined if there is none. In a transaction, `FOR UPDATE` keeps others from changing it. */
export async function readText(query: Query, place: Place, locking = ''): Promise<readonly Buffer[] | undefined> {
  const { tables, name, part } = place;
  const { rows } = await query<{ size: number | null; data: string | null }>(
    'SELECT octet_length(data) AS size, CASE WHEN octet_length(data) <= $2 THEN data END AS data ' +
      `FROM ${tables.states} WHERE name = $1 ${locking}`,
    [name, WHOLE_PARTS * part],
  ).catch(ifMissing);
  const [{ size, data } = { size: null, data: null }] = rows;
  if ((size ?? 0) === 0) return undefined;
  const parts = data === null ? await readParts(query, place) : [Buffer.from(data)];
  const isNone = isPlaceholder(sizeOf(parts) < SHORT ? Buffer.concat(parts) : '');
  return isNone ? undefined : parts;
}

export const sizeOf = (parts: readonly Buffer[]): number => parts.reduce((size, { length }) => size + length, 0);

/** Placeholders are shorter. */
const SHORT = 1000;

/** In one query, since the server reads the whole text for each. */
async function readParts(query: Query, { tables, name, part }: Place): Promise<readonly Buffer[]> {
  const { rows } = await query<{ first: number; part: Buffer }>(
    `SELECT first, substr(bytes, first, $2) AS part FROM ` +
      `(SELECT convert_to(data, 'UTF8') AS bytes FROM ${tables.states} WHERE name = $1 OFFSET 0) s, ` +
      'generate_series(1, octet_length(bytes), $2) AS first',
    [name, part],
  );
  return [...rows].sort((one, other) => one.first - other.first).map((row) => row.part);
}

/** Stores the text of a state, in a transaction. */
export async function writeText(query: Query, place: Place, bytes: Buffer): Promise<void> {
  const { tables, name, part } = place;
  const into = `INSERT INTO ${tables.states} (name, data)`;
  const instead = 'ON CONFLICT (name) DO UPDATE SET data = excluded.data';
  if (bytes.length <= WHOLE_PARTS * part) {
    await query(`${into} VALUES ($1, $2) ${instead}`, [name, bytes.toString()]);
    return;
  }
  // Parts are collected in lines of the journal that only this transaction sees. A part may end within a character.
  for (let index = 0; index * part < bytes.length; index += 1)
    await query(`INSERT INTO ${tables.journal} (name, number, line) VALUES ($1, $2, $3)`, [
      name,
      -1 - index,
      bytes.subarray(index * part, (index + 1) * part),
    ]);
  const parts = `FROM ${tables.journal} WHERE name = $1 AND number < 0`;
  await query(
    `${into} SELECT $1, convert_from(string_agg(line, ''::bytea ORDER BY number DESC), 'UTF8') ${parts} ${instead}`,
    [name],
  );
  await query(`DELETE ${parts}`, [name]);
}
