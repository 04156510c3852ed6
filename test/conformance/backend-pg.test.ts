import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import { PgBackend } from '../../src/state/backends/pg/backend.js';
import { readPgSettings } from '../../src/state/backends/pg/settings.js';
import type { Backend, Clock, Workspaces } from '../../src/state/index.js';
import { inBytes } from '../support/bytes.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { POSTGRES, Postgres } from '../support/postgres.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { describeBackend } from './backend.js';

if (POSTGRES === undefined) console.warn('skipped: no PostgreSQL');

let postgres: Postgres;
let schemas = 0;

interface Opened {
  readonly backend: Backend;
  readonly workspaces: Workspaces;
}

const open = async (
  schema: string,
  {
    clock,
    port,
    workspace = 'default',
    ...config
  }: { clock?: Clock; port?: number; workspace?: string; conn_str?: string },
): Promise<Opened> => {
  const settings = { conn_str: postgres.address(port), schema_name: schema, ...config };
  const choice = { backend: { type: 'pg', config: settings }, workspace, ...(clock && { clock }) };
  const { backend, workspaces } = await openRemote(remoteEnvironment(), '.', choice);
  return { backend: noteLeases(backend), workspaces };
};

describe.skipIf(POSTGRES === undefined)('PostgreSQL', () => {
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterEach(endLeases);
  afterAll(() => postgres.stop());

  describeBackend(
    'pg',
    async (clock) => {
      schemas += 1;
      const schema = `state ${schemas}`;
      const proxy = await new LossyProxy().start(postgres.port);
      const direct = new pg.Client(postgres.address());
      await direct.connect();
      const { backend } = await open(schema, { clock, port: proxy.port });
      const { backend: other } = await open(schema, { clock });
      const stateId = `(SELECT id FROM "${schema}".states)`;
      return {
        backend,
        other,
        pass: async (ms) => {
          await direct
            .query(`UPDATE "${schema}".landform_leases SET renewed = renewed - $1 * interval '1 millisecond'`, [ms])
            .catch(() => undefined);
        },
        faults: { lose: (count, after) => proxy.lose(count, after), calls: () => proxy.calls },
        foreign: {
          lock: async () => {
            const attempt = await other.tryLock({ operation: 'init', program: 'x' });
            if ('lease' in attempt) await other.unlock(attempt.lease);
            await direct.query(`SELECT pg_advisory_lock(${stateId})`);
          },
          isLocked: async () => {
            const { rows } = await direct.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${stateId}) AS taken`);
            if (rows[0]?.taken === true) await direct.query(`SELECT pg_advisory_unlock(${stateId})`);
            return rows[0]?.taken === false;
          },
        },
        close: async () => {
          proxy.lose(0, 0);
          await endLeases();
          await direct.end();
          await proxy.stop();
        },
      };
    },
    { vagueMs: 10_000, losesReplies: true, seesTerraform: true },
  );

  const REQUEST = { operation: 'apply', program: 'landform 1.2.3' };

  test('workspaces are rows of the table', async () => {
    const { backend, workspaces } = await open('spaces', {});
    expect(await workspaces.list()).toEqual([]);
    await workspaces.create('staging');
    expect(await workspaces.list()).toEqual(['staging']);
    expect(await backend.read()).toBeUndefined();
    const { backend: staging } = await open('spaces', { workspace: 'staging' });
    const attempt = await staging.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    await staging.write(attempt.lease, ['{}'], undefined);
    expect([await backend.read(), await staging.read()]).toMatchObject([undefined, { size: 2 }]);
    await workspaces.remove('staging');
    await staging.unlock(attempt.lease);
    expect(await workspaces.list()).toEqual([]);
  });

  test('a session that died with its process gives its lease up at once', async () => {
    const { backend } = await open('dead', {});
    const attempt = await backend.tryLock(REQUEST);
    expect(attempt).toHaveProperty('lease');
    const direct = new pg.Client(postgres.address());
    await direct.connect();
    await direct.query(`UPDATE dead.landform_leases SET process = jsonb_set(process, '{pid}', '4194303')`);
    await direct.end();
    const { backend: other } = await open('dead', {});
    expect(await other.tryLock(REQUEST)).toHaveProperty('lease');
  });

  test('runs that read, or do not get the lock, leave no connection behind', async () => {
    const direct = new pg.Client(postgres.address());
    await direct.connect();
    /** By the last query of each, which names the schema. */
    const count = async (): Promise<number> => {
      const { rows } = await direct.query<{ count: number }>(
        'SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE $1',
        ['%"idle"%'],
      );
      return rows[0]?.count ?? 0;
    };
    const { backend } = await open('idle', {});
    expect(await backend.tryLock(REQUEST)).toHaveProperty('lease');
    expect(await count()).toBe(1);
    for (let run = 0; run < 4; run += 1) {
      const { backend: other } = await open('idle', {});
      await other.read();
      expect(await other.tryLock(REQUEST)).toHaveProperty('holder');
    }
    expect(await count()).toBeGreaterThan(1);
    await expect.poll(count, { timeout: 20_000 }).toBe(1);
    await direct.end();
  });

  test('a server without a free connection is asked again', async () => {
    const direct = new pg.Client(postgres.address());
    await direct.connect();
    await direct.query('CREATE ROLE lonely LOGIN CONNECTION LIMIT 1');
    await direct.end();
    const address = postgres.address().replace('landform@', 'lonely@');
    const first = new pg.Client(address);
    await first.connect();
    const { backend } = await open('lonely', { conn_str: address });
    const reading = backend.read();
    setTimeout(() => void first.end(), 300);
    expect(await reading).toBeUndefined();
  });

  test('a lost connection takes its lock again, although another run just asks for it', async () => {
    const { backend } = await open('asked', {});
    const attempt = await backend.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    const other = new pg.Client(postgres.address());
    await other.connect();
    await other.query('SELECT pg_terminate_backend(pid) FROM asked.landform_leases');
    // As a run does that found no lease, until it sees the new one.
    await other.query('SELECT pg_advisory_lock(id) FROM asked.states');
    const appended = backend.appendJournal(attempt.lease, inBytes('one\n'));
    await expect
      .poll(
        async () =>
          (await other.query('SELECT 1 FROM pg_stat_activity WHERE query LIKE $1', ['%pg_sleep(0.05)%'])).rowCount,
      )
      .toBeGreaterThan(0);
    await other.query('SELECT pg_advisory_unlock(id) FROM asked.states');
    await appended;
    await backend.renew(attempt.lease);
    await other.end();
  });

  test('a long state is sent and read in parts, which nothing else sees', async () => {
    const config = { conn_str: postgres.address(), schema_name: 'parts' };
    const settings = readPgSettings({ type: 'pg', config, environment: {} }, '.');
    const backend = noteLeases(new PgBackend({ settings, workspace: 'default', part: 3 }));
    const attempt = await backend.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    const texts = ['{"text":"ä€𝄞ä€𝄞"}', '{"text":"the next one, which is longer than it"}'];
    const first = await backend.write(attempt.lease, [texts[0]!], undefined);
    await backend.appendJournal(attempt.lease, inBytes('one\n'));
    const second = await backend.write(attempt.lease, [texts[1]!], first);
    expect(Buffer.from(await backend.readJournal()).toString()).toBe('one\n');
    const snapshot = (await backend.read())!;
    expect(Buffer.concat([...snapshot.chunks()]).toString()).toBe(texts[1]);
    expect(snapshot).toMatchObject({ version: second, size: Buffer.byteLength(texts[1]!) });
    const direct = new pg.Client(postgres.address());
    await direct.connect();
    const { rows } = await direct.query('SELECT data, backup FROM parts.states NATURAL JOIN parts.landform_leases');
    await direct.end();
    expect(rows).toEqual([{ data: texts[1], backup: texts[0] }]);
  });

  test('a password is in no name and no error', async () => {
    const { backend } = await open('none', { conn_str: 'postgres://ann:wr0ng-pass@127.0.0.1:1/x?sslmode=disable' });
    const error: unknown = await backend.read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DiagnosticError);
    const told = JSON.stringify([backend.place, (error as DiagnosticError).diagnostics]);
    expect(told).toContain('state-unreachable');
    expect(told).not.toContain('wr0ng-pass');
  });

  test('a reader may only read', async () => {
    const { backend } = await open('readable', {});
    const attempt = await backend.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    await backend.write(attempt.lease, ['{}'], undefined);
    await backend.unlock(attempt.lease);
    const direct = new pg.Client(postgres.address());
    await direct.connect();
    await direct.query('CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA readable TO reader');
    await direct.query('GRANT SELECT ON ALL TABLES IN SCHEMA readable TO reader');
    await direct.end();
    const { backend: reader } = await open('readable', {
      conn_str: postgres.address().replace('landform@', 'reader@'),
    });
    expect(await reader.read()).toMatchObject({ size: 2 });
    expect(Buffer.from(await reader.readJournal()).toString()).toBe('');
    const refused: unknown = await reader.tryLock(REQUEST).catch((caught: unknown) => caught);
    expect((refused as DiagnosticError).diagnostics).toMatchObject([{ code: 'state-not-permitted' }]);
  });
});
