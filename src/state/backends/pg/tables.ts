import { sqlState, type Query } from './connection.js';
import type { PgSettings } from './settings.js';

/** Names of tables, quoted. `states` is Terraform's. */
export class Tables {
  readonly schema: string;
  readonly states: string;
  readonly leases: string;
  readonly journal: string;
  readonly history: string;

  constructor(schema: string) {
    this.schema = quoted(schema);
    this.states = `${this.schema}.states`;
    this.leases = `${this.schema}.landform_leases`;
    this.journal = `${this.schema}.landform_journal`;
    this.history = `${this.schema}.landform_history`;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Errors of creating what another program creates at the same moment. */
const CREATED_MEANWHILE = new Set(['23505', '42P06', '42P07', '42710']);

const NOT_PERMITTED = '42501';

/** Creates what is missing. Asks first: creating needs permissions even for what exists. */
export async function createTables(query: Query, tables: Tables, { creates }: PgSettings): Promise<void> {
  const create = async (text: string): Promise<void> => {
    try {
      await query(text);
    } catch (error) {
      if (!CREATED_MEANWHILE.has(sqlState(error) ?? '')) throw error;
    }
  };
  const { rows } = await query<Record<'schema' | 'states' | 'leases' | 'journal' | 'history', boolean>>(
    'SELECT to_regnamespace($1) IS NOT NULL AS schema, to_regclass($2) IS NOT NULL AS states, ' +
      'to_regclass($3) IS NOT NULL AS leases, to_regclass($4) IS NOT NULL AS journal, ' +
      'to_regclass($5) IS NOT NULL AS history',
    [tables.schema, tables.states, tables.leases, tables.journal, tables.history],
  );
  const [has] = rows;
  if (has === undefined) return;
  if (!has.schema && creates.schema) await create(`CREATE SCHEMA IF NOT EXISTS ${tables.schema}`);
  if (!has.states && creates.table) {
    await create('CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint');
    await create(
      `CREATE TABLE IF NOT EXISTS ${tables.states} (` +
        "id bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY, name text UNIQUE, data text)",
    );
    if (creates.index) await create(`CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON ${tables.states} (name)`);
  }
  if (!has.leases && creates.table)
    await create(
      `CREATE TABLE IF NOT EXISTS ${tables.leases} (name text PRIMARY KEY, fence bigint NOT NULL, ` +
        'lock jsonb, process jsonb, pid integer, renewed timestamptz, backup text)',
    );
  if (!has.journal && creates.table)
    await create(
      `CREATE TABLE IF NOT EXISTS ${tables.journal} (name text NOT NULL, number bigint NOT NULL, ` +
        'line bytea NOT NULL, PRIMARY KEY (name, number))',
    );
  if (!has.history && creates.table)
    await create(`CREATE TABLE IF NOT EXISTS ${tables.history} (name text PRIMARY KEY, content bytea NOT NULL)`).catch(
      (error: unknown) => {
        // An administrator may have created the other tables; only a rollback needs this one.
        if (sqlState(error) !== NOT_PERMITTED) throw error;
      },
    );
}

const MISSING_TABLE = new Set(['42P01', '3F000']);

/** Where nothing was ever written, nothing is stored. */
export function ifMissing(error: unknown): { readonly rows: readonly never[] } {
  if (MISSING_TABLE.has(sqlState(error) ?? '')) return { rows: [] };
  throw error;
}
