import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { AZURE_KEY, AzureServer } from './azure-server.js';
import { ConsulServer } from './consul-server.js';
import type { FaultyServer } from './faulty-server.js';
import { GcsServer } from './gcs-server.js';
import { HttpStateServer } from './http-state-server.js';
import { KubernetesServer } from './kubernetes-server.js';
import { LossyProxy } from './lossy-proxy.js';
import { POSTGRES, Postgres } from './postgres.js';
import { S3_CREDENTIALS, S3Server } from './s3-server.js';

/** A place for the state of several folders, whose server can misbehave. */
export interface SharedPlace {
  /** Where its server listens; undefined for files. */
  readonly port?: number;
  /** The `backend` block, for a server that is reached at this port. */
  backend(port?: number): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  environment(port?: number): Readonly<Record<string, string>>;
  /** The text of the snapshot. */
  stored(): Promise<string | undefined>;
  /** Lets the lease end by the clock of the server; without it, a lock there has no end. */
  readonly endLease?: () => Promise<void>;
  /** From now on replies are lost, late, or (of HTTP) errors, at random. */
  disturb(random: () => number): void;
  calm(): void;
  /**
   * From now on, what writes the state or its journal is refused, and counted by `writes`. Returns the environment of a
   * reader.
   */
  restrict(): Promise<Readonly<Record<string, string>>>;
  writes(): number;
  stop(): Promise<void>;
}

/** The moods of a bad server: of 100 requests, 6 lose their reply and 6 are answered with an error. */
type Mood = 'lost' | { readonly status: number } | undefined;

function moodOf(random: () => number): Mood {
  const dice = random();
  if (dice < 0.06) return 'lost';
  return dice < 0.12 ? { status: 500 } : undefined;
}

/** Ends a lease of 30 seconds. */
const LEASE_IS_OVER_MS = 31_000;

async function local(): Promise<SharedPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'landform-shared-'));
  const file = path.join(folder, 'shared.tfstate');
  return {
    backend: () => ({ local: { path: file } }),
    environment: () => ({}),
    stored: () => readFile(file, 'utf8').catch(() => undefined),
    disturb: () => undefined,
    calm: () => undefined,
    restrict: () => Promise.reject(new Error('see test/cli/read-only.test.ts')),
    writes: () => 0,
    stop: () => rm(folder, { recursive: true }),
  };
}

async function http(): Promise<SharedPlace> {
  const server = await new HttpStateServer().start();
  let writes = 0;
  const ownPort = Number(new URL(server.address).port);
  return {
    port: ownPort,
    backend: (port = ownPort) => {
      const address = `http://127.0.0.1:${port}/state/prod`;
      const lock = `${address}/lock`;
      return { http: { address, lock_address: lock, unlock_address: lock, retry_wait_min: 0 } };
    },
    environment: () => ({}),
    stored: async () => server.state,
    disturb: (random) => {
      server.fate = () => moodOf(random) ?? { pauseMs: 15 * random() };
    },
    calm: () => {
      server.fate = () => undefined;
    },
    restrict: async () => {
      server.fate = ({ method }) => {
        if (method === 'GET') return undefined;
        if (method === 'POST') writes += 1;
        return { status: 403 };
      };
      return {};
    },
    writes: () => writes,
    stop: () => server.stop(),
  };
}

async function s3(): Promise<SharedPlace> {
  const server = await new S3Server().start();
  let writes = 0;
  const key = 'prod/terraform.tfstate';
  const ownPort = Number(new URL(server.endpoint).port);
  const place = { bucket: 'states', key, region: 'eu-central-1', use_path_style: true, use_lockfile: true };
  return {
    port: ownPort,
    backend: (port = ownPort) => ({ s3: { ...place, endpoints: { s3: `http://127.0.0.1:${port}` } } }),
    environment: () => S3_CREDENTIALS,
    stored: async () => server.objects.get(key)?.bytes.toString(),
    endLease: async () => {
      server.aheadMs += LEASE_IS_OVER_MS;
    },
    disturb: (random) => {
      server.fate = () => {
        server.delayMs = 15 * random();
        return moodOf(random);
      };
    },
    calm: () => {
      server.delayMs = 0;
      server.fate = () => undefined;
    },
    restrict: async () => {
      server.fate = (method, asked) => {
        if (method === 'GET' || method === 'HEAD') return undefined;
        if (!asked.endsWith('.tflock')) writes += 1;
        return { status: 403 };
      };
      return S3_CREDENTIALS;
    },
    writes: () => writes,
    stop: () => server.stop(),
  };
}

async function postgres(): Promise<SharedPlace> {
  const server = await Postgres.start();
  const proxy = await new LossyProxy().start(server.port);
  const direct = new pg.Client(server.address());
  await direct.connect();
  return {
    port: proxy.port,
    backend: () => ({ pg: { schema_name: 'shared' } }),
    environment: (port = proxy.port) => ({ PG_CONN_STR: server.address(port) }),
    stored: async () => {
      // A run may be killed before it has created the table.
      const { rows: tables } = await direct.query("SELECT 1 WHERE to_regclass('shared.states') IS NOT NULL");
      if (tables.length === 0) return undefined;
      const { rows } = await direct.query<{ data: string }>('SELECT data FROM shared.states');
      return rows[0]?.data;
    },
    endLease: async () => {
      await direct.query(`UPDATE shared.landform_leases SET renewed = renewed - interval '${LEASE_IS_OVER_MS} ms'`);
    },
    disturb: (random) => {
      proxy.fate = () => ({ pauseMs: 5 * random(), isLost: random() < 0.06 });
    },
    calm: () => {
      proxy.fate = undefined;
    },
    restrict: async () => {
      await direct.query(
        'CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA shared TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA shared TO reader',
      );
      return { PG_CONN_STR: server.address().replace('landform@', 'reader@') };
    },
    // The server itself refuses them.
    writes: () => 0,
    stop: async () => {
      await direct.end();
      await proxy.stop();
      await server.stop();
    },
  };
}

/** What places of a `FaultyServer` have in common. `isLock`: a request that writes no more than a lock. */
function faulty(
  server: FaultyServer,
  isLock: (asked: string) => boolean,
): Pick<SharedPlace, 'port' | 'endLease' | 'disturb' | 'calm' | 'writes' | 'stop'> & { refuse(): void } {
  let writes = 0;
  return {
    port: server.port,
    endLease: async () => {
      server.aheadMs += LEASE_IS_OVER_MS;
    },
    disturb: (random) => {
      server.fate = () => {
        server.delayMs = 15 * random();
        return moodOf(random);
      };
    },
    calm: () => {
      server.delayMs = 0;
      server.fate = () => undefined;
    },
    refuse: () => {
      server.fate = ({ method, url, body }) => {
        if (method === 'GET' || method === 'HEAD') return undefined;
        if (!isLock(`${url.pathname}${url.search} ${body.toString('latin1')}`)) writes += 1;
        return { status: 403 };
      };
    },
    writes: () => writes,
    stop: () => server.stop(),
  };
}

async function gcs(): Promise<SharedPlace> {
  const server = await new GcsServer().start();
  const common = faulty(server, (asked) => asked.includes('.tflock'));
  const environment = (): Record<string, string> => ({ GOOGLE_OAUTH_ACCESS_TOKEN: 't0ken' });
  return {
    ...common,
    backend: (port = server.port) => ({
      gcs: { bucket: 'states', prefix: 'prod', storage_custom_endpoint: `http://127.0.0.1:${port}/storage/v1/b` },
    }),
    environment,
    stored: async () => server.objects.get('prod/default.tfstate')?.bytes.toString(),
    restrict: async () => {
      common.refuse();
      return environment();
    },
  };
}

async function azurerm(): Promise<SharedPlace> {
  const server = await new AzureServer().start();
  const key = 'prod/terraform.tfstate';
  const common = faulty(server, (asked) => asked.includes('comp=lease'));
  // The block has no setting for the address of a blob service.
  const environment = (port = server.port): Record<string, string> => ({
    ARM_ACCESS_KEY: AZURE_KEY,
    AZURE_STORAGE_SERVICE_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  return {
    ...common,
    backend: () => ({ azurerm: { storage_account_name: 'landform', container_name: 'states', key } }),
    environment,
    stored: async () => server.blobs.get(key)?.bytes.toString(),
    restrict: async () => {
      common.refuse();
      return environment();
    },
  };
}

async function consul(): Promise<SharedPlace> {
  const server = await new ConsulServer().start();
  const common = faulty(server, (asked) => asked.startsWith('/v1/session/'));
  const environment = (): Record<string, string> => ({ CONSUL_HTTP_TOKEN: 't0ken' });
  return {
    ...common,
    backend: (port = server.port) => ({ consul: { path: 'prod/state', address: `127.0.0.1:${port}` } }),
    environment,
    stored: async () => server.entries.get('prod/state')?.value.toString(),
    restrict: async () => {
      common.refuse();
      return environment();
    },
  };
}

async function kubernetes(): Promise<SharedPlace> {
  const server = await new KubernetesServer().start();
  const common = faulty(server, (asked) => asked.startsWith('/apis/coordination.k8s.io/'));
  const environment = (): Record<string, string> => ({ KUBE_TOKEN: 't0ken' });
  return {
    ...common,
    backend: (port = server.port) => ({ kubernetes: { secret_suffix: 'prod', host: `http://127.0.0.1:${port}` } }),
    environment,
    stored: async () => {
      const text = server.resources.get('secrets/tfstate-default-prod')?.data?.['tfstate'];
      return text === undefined ? undefined : gunzipSync(Buffer.from(text, 'base64')).toString();
    },
    restrict: async () => {
      common.refuse();
      return environment();
    },
  };
}

/** PostgreSQL only where it is installed. */
export const SHARED_PLACES: Readonly<Record<string, () => Promise<SharedPlace>>> = {
  local,
  http,
  s3,
  ...(POSTGRES !== undefined && { pg: postgres }),
  gcs,
  azurerm,
  consul,
  kubernetes,
};

if (POSTGRES === undefined) console.warn('skipped: pg, since PostgreSQL is not installed');

/** Those that long tests use: `LANDFORM_PLACES=gcs,consul` selects others. */
export const USUAL_PLACES = Object.entries(SHARED_PLACES).filter(([name]) =>
  (process.env['LANDFORM_PLACES'] ?? 'http,s3,pg').split(',').includes(name),
);
