import { type Block, type Json, type JsonObject, type Type } from '../model/index.js';

const text: { readonly type: Type; readonly optional: true } = { type: 'string', optional: true };
const number: { readonly type: Type; readonly optional: true } = { type: 'number', optional: true };

/** The arguments of a `connection` over SSH. */
export const CONNECTION: Block = {
  attributes: {
    type: { ...text, constraint: { enum: ['ssh'] } },
    host: { type: 'string', required: true },
    port: number,
    user: text,
    password: { ...text, sensitive: true },
    private_key: { ...text, sensitive: true },
    agent: { type: 'bool', optional: true },
    host_key: text,
    timeout: text,
    script_path: text,
    bastion_host: text,
    bastion_port: number,
    bastion_user: text,
    bastion_password: { ...text, sensitive: true },
    bastion_private_key: { ...text, sensitive: true },
    bastion_host_key: text,
  },
  blockTypes: {},
};

/** A machine to log in to. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly privateKey: string | undefined;
  /** The only key that the machine may identify itself with: its type and its bytes. */
  readonly hostKey: { readonly type: string; readonly bytes: Buffer } | undefined;
}

/** A connection with its defaults. */
export interface Connection extends Login {
  /** The machine that leads to the other one. */
  readonly bastion: Login | undefined;
  /** The socket of an SSH agent. */
  readonly agent: string | undefined;
  readonly timeoutMs: number;
  /** Where `remote-exec` puts its scripts; `%RAND%` stands for a random number. */
  readonly scriptPath: string;
}

/** Reads the arguments of a connection; returns the reason if one of them has no meaning. */
export function readConnection(
  given: JsonObject,
  environment: Readonly<Record<string, string | undefined>>,
): Connection | { readonly problem: string } {
  const { timeout, agent, bastion_host: bastionHost } = given;
  const timeoutMs = typeof timeout === 'string' ? millisecondsOf(timeout) : DEFAULT_TIMEOUT_MS;
  if (timeoutMs === undefined) return { problem: 'The timeout of its connection is not a duration, such as 30s or 5m' };
  const login = readLogin(given, '');
  if ('problem' in login) return login;
  const bastion = typeof bastionHost === 'string' ? readLogin(given, 'bastion_') : undefined;
  if (bastion !== undefined && 'problem' in bastion) return bastion;
  return {
    ...login,
    bastion,
    agent: agent === false ? undefined : environment['SSH_AUTH_SOCK'],
    timeoutMs,
    scriptPath: textOf(given['script_path']) ?? '/tmp/terraform_%RAND%.sh',
  };
}

const DEFAULT_TIMEOUT_MS = 5 * 60_000;

/** What is not said of the bastion host is as for the other one. */
function readLogin(given: JsonObject, prefix: '' | 'bastion_'): Login | { readonly problem: string } {
  const at = (name: string): Json | undefined => given[prefix + name] ?? given[name];
  const written = textOf(given[`${prefix}host_key`]);
  const hostKey = written === undefined ? undefined : hostKeyOf(written);
  if (written !== undefined && hostKey === undefined)
    return { problem: `"${prefix}host_key" is not a public key: it begins with its type, such as ssh-ed25519` };
  const port = Number(at('port') ?? DEFAULT_PORT);
  return {
    host: (textOf(given[`${prefix}host`]) ?? '').replace(/^\[(.*)\]$/, '$1'),
    port,
    user: textOf(at('user')) ?? 'root',
    password: textOf(at('password')),
    privateKey: textOf(at('private_key')),
    hostKey,
  };
}

const DEFAULT_PORT = 22;

const textOf = (json: Json | undefined): string | undefined =>
  typeof json === 'string' && json !== '' ? json : undefined;

/** `ssh-ed25519 AAAA… comment`. */
function hostKeyOf(written: string): Login['hostKey'] {
  const [type, encoded] = written.trim().split(/\s+/);
  if (type === undefined || encoded === undefined || !/^[A-Za-z0-9+/]+=*$/.test(encoded)) return undefined;
  return { type, bytes: Buffer.from(encoded, 'base64') };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration as Go writes it: `1m30s`. */
function millisecondsOf(duration: string): number | undefined {
  if (!/^([0-9]+(\.[0-9]+)?(ms|[smh]))+$/.test(duration)) return undefined;
  let sum = 0;
  for (const [, count = '', , unit = ''] of duration.matchAll(/([0-9]+(\.[0-9]+)?)(ms|[smh])/g))
    sum += Number(count) * (UNITS[unit] ?? 0);
  return sum;
}
