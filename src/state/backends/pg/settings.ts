import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { ClientConfig } from 'pg';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `pg` backend. */
const RULES = {
  conn_str: { type: 'text', variables: ['PG_CONN_STR'], isSecret: true },
  schema_name: { type: 'text', variables: ['PG_SCHEMA_NAME'] },
  skip_schema_creation: { type: 'flag', variables: ['PG_SKIP_SCHEMA_CREATION'] },
  skip_table_creation: { type: 'flag', variables: ['PG_SKIP_TABLE_CREATION'] },
  skip_index_creation: { type: 'flag', variables: ['PG_SKIP_INDEX_CREATION'] },
} as const;

export interface PgSettings {
  readonly connection: ClientConfig;
  /** Host, port and database, for messages. */
  readonly place: string;
  readonly schema: string;
  readonly creates: { readonly schema: boolean; readonly table: boolean; readonly index: boolean };
  readonly secrets: readonly string[];
}

export function readPgSettings(given: GivenSettings, directory: string): PgSettings {
  const settings = new Settings(RULES, given);
  const text = settings.text('conn_str') ?? '';
  const parts = new Map([...fromEnvironment(given.environment), ...partsOf(text, given)]);
  const host = parts.get('host') ?? 'localhost';
  const port = Number(parts.get('port') ?? 5432);
  const user = parts.get('user') ?? userInfo().username;
  const database = parts.get('dbname') ?? user;
  const password = parts.get('password');
  return {
    connection: {
      host,
      port,
      user,
      database,
      ...(password !== undefined && { password }),
      ssl: host.startsWith('/') ? false : sslOf(parts, given, directory),
      application_name: parts.get('application_name') ?? 'landform',
      connectionTimeoutMillis: Number(parts.get('connect_timeout') ?? 0) * 1000 || 15_000,
      keepAlive: true,
    },
    place: `${host.startsWith('/') ? host : `${host}:${port}`}/${database}`,
    schema: settings.text('schema_name') ?? 'terraform_remote_state',
    creates: {
      schema: !settings.flag('skip_schema_creation'),
      table: !settings.flag('skip_table_creation'),
      index: !settings.flag('skip_index_creation'),
    },
    secrets: [...settings.secrets(), ...(password === undefined ? [] : [password])],
  };
}

const VARIABLES: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  application_name: 'PGAPPNAME',
};

function* fromEnvironment(environment: GivenSettings['environment']): Generator<[string, string]> {
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const value = environment[variable] ?? '';
    if (value !== '') yield [name, value];
  }
}

/** A connection string: an address, or words like `host=db user=ann`. */
function partsOf(text: string, given: GivenSettings): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const set = (name: string, value: string): void => {
    if (value !== '') parts.set(name, value);
  };
  if (!/^postgres(?:ql)?:\/\//.test(text)) {
    for (const [, name = '', quoted, plain = ''] of text.matchAll(
      /(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)*))/g,
    ))
      set(name, (quoted ?? plain).replaceAll(/\\(.)/g, '$1'));
    if (text.trim() !== '' && parts.size === 0) throw wrongConnection(given);
    return parts;
  }
  if (!URL.canParse(text)) throw wrongConnection(given);
  const url = new URL(text);
  set('host', decodeURIComponent(url.hostname).replaceAll(/^\[|\]$/g, ''));
  set('port', url.port);
  set('user', decodeURIComponent(url.username));
  set('password', decodeURIComponent(url.password));
  set('dbname', decodeURIComponent(url.pathname.slice(1)));
  for (const [name, value] of url.searchParams) set(name, value);
  return parts;
}

/** The text is not shown: it may hold a password. */
const wrongConnection = ({ at }: GivenSettings): DiagnosticError =>
  new DiagnosticError([
    errorDiagnostic('invalid-backend', 'The setting "conn_str" of the backend "pg" is not a connection string', {
      ...at,
      detail: 'Write postgres://USER@HOST:PORT/DATABASE, or words such as host=HOST dbname=DATABASE user=USER.',
    }),
  ]);

/** The modes of libpq. As in Go's client, which Terraform uses, encryption is required by default. */
function sslOf(
  parts: ReadonlyMap<string, string>,
  { at }: GivenSettings,
  directory: string,
): NonNullable<ClientConfig['ssl']> {
  const mode = parts.get('sslmode') ?? 'require';
  if (mode === 'disable' || mode === 'allow') return false;
  const file = (name: string): string | undefined => {
    const given = parts.get(name);
    if (given === undefined) return undefined;
    try {
      return readFileSync(path.resolve(directory, given), 'utf8');
    } catch (error) {
      throw new DiagnosticError([
        errorDiagnostic('invalid-backend', `The file of ${name} cannot be read: ${reasonOf(error)}`, {
          ...at,
          detail: 'Name a file with certificates or a key, relative to the project.',
        }),
      ]);
    }
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  const files = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  if (mode === 'verify-full') return { ...files, rejectUnauthorized: true };
  // With a certificate authority at hand, libpq verifies in this mode too.
  if (mode === 'verify-ca' || (mode === 'require' && ca !== undefined))
    return { ...files, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  return { ...files, rejectUnauthorized: false };
}
