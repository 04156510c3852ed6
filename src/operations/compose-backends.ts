import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FetchInit } from '../providers/rest/http/client.js';
import { limitsFrom } from '../providers/rest/http/limits.js';
import { fetchOver } from '../providers/rest/http/transport.js';
import type { TlsSettings } from '../providers/rest/http/trust.js';
import {
  KNOWN_BACKENDS,
  systemClock,
  unknownBackend,
  type Backend,
  type Clock,
  type Workspaces,
} from '../state/index.js';
import { HttpBackend } from '../state/backends/http/backend.js';
import { readHttpSettings } from '../state/backends/http/settings.js';
import { workspacesUnsupported } from '../state/backends/remote/diagnostics.js';
import { NoWorkspaces } from '../state/backends/remote/no-workspaces.js';
import type { Send } from '../state/backends/remote/send.js';
import type { GivenSettings } from '../state/backends/settings.js';
import type { OperationEnvironment } from './environment.js';
import type { StackBackend } from './backend-choice.js';
import { DEFAULT_WORKSPACE } from './workspace.js';

/** Opens backends that keep state elsewhere. Loaded only where one is configured. */

/** A server that sends nothing for this long has failed. */
const IDLE_MS = 20_000;

/** A state may be larger than what providers read. */
const MOST_BYTES = 2 ** 30;

export interface OpenRemote {
  readonly backend: Backend;
  readonly workspaces: Workspaces;
}

type Surroundings = Pick<OperationEnvironment, 'environment' | 'version' | 'learn'>;

export interface RemoteChoice {
  readonly backend: StackBackend;
  readonly workspace: string;
  readonly clock?: Clock;
}

export async function openRemote(env: Surroundings, directory: string, choice: RemoteChoice): Promise<OpenRemote> {
  const { type, config, ...at } = choice.backend;
  const given: GivenSettings = { type, config, environment: env.environment, at };
  switch (type) {
    case 'http':
      return openHttp(env, directory, given, choice);
    case 'pg':
      return openPg(env, directory, given, choice);
    case 's3':
      return openS3(env, directory, given, choice);
    default:
      throw unknownBackend(type, KNOWN_BACKENDS, at);
  }
}

function openHttp(env: Surroundings, directory: string, given: GivenSettings, choice: RemoteChoice): OpenRemote {
  const { workspace, clock } = choice;
  const settings = readHttpSettings(given);
  env.learn?.(() => settings.secrets);
  if (workspace !== DEFAULT_WORKSPACE) throw workspacesUnsupported('http');
  const { insecure, ca, cert, key } = settings.tls;
  const send = sender(env, {
    insecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { client: { cert, key } }),
  });
  const { href } = settings.address;
  const place = path.join('.landform', `http-${createHash('sha256').update(href).digest('hex').slice(0, 12)}`);
  const options = { settings, send, path: path.resolve(directory, place), place, ...(clock && { clock }) };
  return { backend: new HttpBackend(options), workspaces: new NoWorkspaces('http') };
}

async function openPg(
  env: Surroundings,
  directory: string,
  given: GivenSettings,
  { workspace, clock }: RemoteChoice,
): Promise<OpenRemote> {
  const [{ readPgSettings }, { PgBackend }, { PgWorkspaces }] = await Promise.all([
    import('../state/backends/pg/settings.js'),
    import('../state/backends/pg/backend.js'),
    import('../state/backends/pg/workspaces.js'),
  ]);
  const settings = readPgSettings(given, directory);
  env.learn?.(() => settings.secrets);
  return {
    backend: new PgBackend({ settings, workspace, ...(clock && { clock }) }),
    workspaces: new PgWorkspaces(settings),
  };
}

async function openS3(
  env: Surroundings,
  directory: string,
  given: GivenSettings,
  { workspace, clock = systemClock }: RemoteChoice,
): Promise<OpenRemote> {
  const [{ readS3Settings }, { Objects }, { S3Backend }, { S3Workspaces }, { credentialSource }] = await Promise.all([
    import('../state/backends/s3/settings.js'),
    import('../state/backends/s3/objects.js'),
    import('../state/backends/s3/backend.js'),
    import('../state/backends/s3/workspaces.js'),
    import('../state/backends/s3/credentials.js'),
  ]);
  const settings = readS3Settings(given);
  env.learn?.(() => settings.secrets);
  const { caFile, insecure } = settings;
  const send = sender(env, { insecure, ...(caFile !== undefined && { caFile }) }, directory);
  const now = (): number => clock.now();
  const credentials = credentialSource({ settings: settings.credentials, environment: env.environment, send, now });
  const place = `s3://${settings.bucket}/${settings.key}`;
  const objects = new Objects(settings, send, credentials, clock, place);
  return {
    backend: new S3Backend({ settings, objects, workspace, clock }),
    workspaces: new S3Workspaces(settings, objects),
  };
}

/** The network as it is set up for providers: proxies, and trusted certificates. */
function sender(env: Surroundings, tls: TlsSettings, directory = '.'): Send {
  const fetch = fetchOver(env.environment, tls, directory);
  const limits: FetchInit['limits'] = {
    ...limitsFrom(env.environment),
    replyBytes: MOST_BYTES,
    downloadBytes: MOST_BYTES,
  };
  return async (url, { method, headers, body }) => {
    const pieces: Uint8Array[] = [];
    const reply = await fetch(url, {
      method,
      headers: { 'user-agent': `landform/${env.version}`, ...headers },
      ...(body !== undefined && { body }),
      // Not the signal of the run: what is known is saved even when it is stopped.
      signal: new AbortController().signal,
      redirect: 'manual',
      limits,
      idleMs: IDLE_MS,
      // The bytes themselves: their checksum counts.
      receiver: {
        limit: 'downloadBytes',
        take: async (bytes) => {
          for await (const piece of bytes) pieces.push(piece);
        },
      },
    });
    return {
      status: reply.status,
      header: (name) => reply.headers.get(name) ?? undefined,
      body: pieces.length > 0 ? Buffer.concat(pieces) : Buffer.from(await reply.text()),
    };
  };
}
