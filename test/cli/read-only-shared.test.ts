import { spawn } from 'node:child_process';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpStateServer } from '../support/http-state-server.js';
import { POSTGRES, Postgres } from '../support/postgres.js';
import { Folder, MAIN, type Ran } from '../support/run-landform.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';

/** A place for state, and credentials there that may only read. */
interface Place {
  readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly writer: Readonly<Record<string, string>>;
  /** From then on, what a reader sends that writes is refused. */
  restrict(): Promise<Readonly<Record<string, string>>>;
  /** What was written in spite of it. */
  writes(): number;
  stop(): Promise<void>;
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  http: async () => {
    const server = await new HttpStateServer().start();
    let writes = 0;
    const lock = `${server.address}/lock`;
    return {
      backend: { http: { address: server.address, lock_address: lock, unlock_address: lock, retry_max: 0 } },
      writer: {},
      restrict: async () => {
        server.fate = ({ method }) =>
          method === 'GET' ? undefined : (method === 'POST' && (writes += 1), { status: 403 });
        return {};
      },
      writes: () => writes,
      stop: () => server.stop(),
    };
  },
  s3: async () => {
    const server = await new S3Server().start();
    let writes = 0;
    return {
      backend: {
        s3: {
          bucket: 'states',
          key: 'prod/terraform.tfstate',
          region: 'us-east-1',
          endpoints: { s3: server.endpoint },
          use_path_style: true,
          use_lockfile: true,
        },
      },
      writer: S3_CREDENTIALS,
      restrict: async () => {
        server.fate = (method, key) => {
          if (method === 'GET' || method === 'HEAD') return undefined;
          if (!key.endsWith('.tflock')) writes += 1;
          return { status: 403 };
        };
        return S3_CREDENTIALS;
      },
      writes: () => writes,
      stop: () => server.stop(),
    };
  },
  ...(POSTGRES !== undefined && {
    pg: async () => {
      const postgres = await Postgres.start();
      return {
        backend: { pg: { schema_name: 'prod' } },
        writer: { PG_CONN_STR: postgres.address() },
        restrict: async () => {
          const client = new pg.Client(postgres.address());
          await client.connect();
          await client.query(
            'CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA prod TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA prod TO reader',
          );
          await client.end();
          return { PG_CONN_STR: postgres.address().replace('landform@', 'reader@') };
        },
        // The server itself refuses them.
        writes: () => 0,
        stop: () => postgres.stop(),
      };
    },
  }),
};

let folder: Folder;
let place: Place;
afterEach(async () => {
  await place.stop();
  await folder.remove();
});

const documentOf = (dies: boolean): object => ({
  terraform: { backend: place.backend },
  resource: {
    terraform_data: {
      a: { input: 'kept' },
      ...(dies && { dead: { input: 'x', provisioner: [{ 'local-exec': { command: 'kill -9 $PPID' } }] } }),
    },
  },
  output: { o: { value: '${terraform_data.a.output}' } },
});

describe.each(Object.entries(PLACES))('with credentials that may only read: %s', (_, open) => {
  test('state is read with the journal of a dead run, and nothing is written', { timeout: 60_000 }, async () => {
    place = await open();
    folder = await Folder.make({});
    await folder.write('main.tf.json', documentOf(false));
    const applied = await folder.warm('apply --auto-approve', { env: place.writer });
    expect(applied, applied.stderr).toMatchObject({ code: 0 });
    await folder.write('main.tf.json', documentOf(true));
    const signal = await new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], HOME: folder.path, ...place.writer };
      const child = spawn(process.execPath, [MAIN, 'apply', '--auto-approve'], {
        cwd: folder.path,
        env,
        stdio: 'ignore',
      });
      child.on('close', (_code, by) => resolve(by));
    });
    expect(signal).toBe('SIGKILL');
    const reader = await place.restrict();
    const read = async (line: string): Promise<Ran> => {
      const ran = await folder.warm(line, { env: reader });
      expect(ran, `${line}\n${ran.stdout}\n${ran.stderr}`).toMatchObject({ code: 0 });
      return ran;
    };
    expect((await read('state list')).stdout).toContain('terraform_data.dead');
    expect((await read('show')).stdout).toContain('terraform_data.dead');
    expect((await read('output')).stdout).toContain('kept');
    expect((await read('plan --lock=false')).stdout).toContain('terraform_data.dead');
    expect((await read('drift --lock=false')).stdout).toContain('No changes');
    expect(place.writes()).toBe(0);
  });
});
