import type { Workspaces } from '../../backend.js';
import { PLACEHOLDER } from '../remote/placeholder.js';
import { Connection, sqlState, type Query } from './connection.js';
import type { PgSettings } from './settings.js';
import { createTables, Tables } from './tables.js';

/** The rows of Terraform's table. */
export class PgWorkspaces implements Workspaces {
  readonly #settings: PgSettings;
  readonly #tables: Tables;

  constructor(settings: PgSettings) {
    this.#settings = settings;
    this.#tables = new Tables(settings.schema);
  }

  async list(): Promise<readonly string[]> {
    return this.#once('Reading', async (query) => {
      try {
        const { rows } = await query<{ name: string }>(`SELECT name FROM ${this.#tables.states}`);
        return rows.map(({ name }) => name).sort();
      } catch (error) {
        if (sqlState(error) === '42P01') return [];
        throw error;
      }
    });
  }

  async create(name: string): Promise<void> {
    await this.#once('Writing', async (query) => {
      await createTables(query, this.#tables, this.#settings);
      await query(`INSERT INTO ${this.#tables.states} (name, data) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, [
        name,
        PLACEHOLDER,
      ]);
    });
  }

  async remove(name: string): Promise<void> {
    const { journal, leases, states, history } = this.#tables;
    await this.#once('Removing', async (query) => {
      for (const table of [journal, history, states, leases])
        await query(`DELETE FROM ${table} WHERE name = $1`, [name]).catch((error: unknown) => {
          // Tables that an administrator created may lack the one of the history.
          if (table !== history || sqlState(error) !== '42P01') throw error;
        });
    });
  }

  async #once<T>(what: string, work: (query: Query) => Promise<T>): Promise<T> {
    const connection = new Connection(this.#settings.connection, `the workspaces of pg ${this.#settings.place}`);
    try {
      return await connection.run(what, work);
    } finally {
      await connection.close();
    }
  }
}
