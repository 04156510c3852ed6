import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `consul` backend. */
const RULES = {
  path: { type: 'text', isRequired: true },
  access_token: { type: 'text', variables: ['CONSUL_HTTP_TOKEN'], isSecret: true },
  address: { type: 'text', variables: ['CONSUL_HTTP_ADDR'] },
  scheme: { type: 'text' },
  datacenter: { type: 'text' },
  http_auth: { type: 'text', variables: ['CONSUL_HTTP_AUTH'], isSecret: true },
  gzip: { type: 'flag' },
  lock: { type: 'flag' },
  ca_file: { type: 'text', variables: ['CONSUL_CACERT'] },
  cert_file: { type: 'text', variables: ['CONSUL_CLIENT_CERT'] },
  key_file: { type: 'text', variables: ['CONSUL_CLIENT_KEY'] },
} as const;

export interface ConsulSettings {
  /** The key of the default workspace. */
  readonly path: string;
  /** The address of the agent, without a slash at its end. */
  readonly address: string;
  readonly datacenter?: string | undefined;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly compresses: boolean;
  readonly tls: {
    readonly insecure: boolean;
    readonly caFile?: string;
    readonly client?: { readonly cert: string; readonly key: string };
  };
  readonly secrets: readonly string[];
}

export function readConsulSettings(given: GivenSettings, directory: string): ConsulSettings {
  const settings = new Settings(RULES, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  const content = (name: string, file: string): string => {
    try {
      return readFileSync(path.resolve(directory, file), 'utf8');
    } catch (error) {
      throw refuse(`The file ${file} of the backend "consul" cannot be read: ${reasonOf(error)}`, `Correct "${name}".`);
    }
  };
  const isEncrypted = environment['CONSUL_HTTP_SSL'] === 'true' || environment['CONSUL_HTTP_SSL'] === '1';
  const scheme = settings.text('scheme') ?? (isEncrypted ? 'https' : 'http');
  const place = settings.text('address') ?? '127.0.0.1:8500';
  const address = place.includes('://') ? place : `${scheme}://${place}`;
  if (!/^https?:/.test(address) || !URL.canParse(address))
    throw refuse('The address of the backend "consul" is not a web address', 'Write it as consul.example.com:8500.');
  const [cert, key] = [settings.text('cert_file'), settings.text('key_file')];
  if ((cert === undefined) !== (key === undefined))
    throw refuse('A client certificate needs its private key', 'Set cert_file and key_file together, or neither.');
  const tokenFile = environment['CONSUL_HTTP_TOKEN_FILE'];
  const token =
    settings.text('access_token') ?? (tokenFile ? content('CONSUL_HTTP_TOKEN_FILE', tokenFile).trim() : undefined);
  const login = settings.text('http_auth');
  const caFile = settings.text('ca_file');
  return {
    path: settings.text('path') ?? '',
    address: address.replace(/\/+$/, ''),
    datacenter: settings.text('datacenter'),
    headers: {
      ...(token !== undefined && { 'x-consul-token': token }),
      ...(login !== undefined && { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
    },
    compresses: settings.flag('gzip'),
    tls: {
      insecure: environment['CONSUL_HTTP_SSL_VERIFY'] === 'false' || environment['CONSUL_HTTP_SSL_VERIFY'] === '0',
      ...(caFile !== undefined && { caFile }),
      ...(cert !== undefined &&
        key !== undefined && { client: { cert: content('cert_file', cert), key: content('key_file', key) } }),
    },
    secrets: [...settings.secrets(), ...(token === undefined ? [] : [token])],
  };
}
