import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../../../model/index.js';
import { untilExpiry } from '../remote/until-expiry.js';
import type { KubernetesSettings, Program } from './settings.js';

/** How a cluster is reached, and as whom. */
export interface ClusterAccess {
  /** Without a slash at its end. */
  readonly server: string;
  readonly insecure: boolean;
  readonly ca?: string | undefined;
  readonly client?: { readonly cert: string; readonly key: string } | undefined;
  readonly proxy?: string | undefined;
  /** The header that authorizes requests, if there is one. */
  readonly authorization: () => Promise<string | undefined>;
}

export interface AccessContext {
  readonly settings: KubernetesSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly now: () => number;
  /** Texts that no message may show. */
  readonly learn: (secrets: readonly string[]) => void;
}

/** What a configuration file says of a cluster and a user. */
interface Found {
  readonly server?: string | undefined;
  readonly insecure: boolean;
  readonly ca?: string | undefined;
  readonly proxy?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly login?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly exec?: Program | undefined;
}

interface Credential {
  readonly token?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly expires?: number | undefined;
}

/** What a pod knows of its cluster. */
const POD_FILES = '/var/run/secrets/kubernetes.io/serviceaccount';

export async function clusterAccess(context: AccessContext): Promise<ClusterAccess> {
  const { settings, environment, learn, now } = context;
  const { given } = settings;
  const hasPod = Boolean(environment['KUBERNETES_SERVICE_HOST']);
  const usesPod = settings.isInCluster || (hasPod && settings.configFiles.length === 0 && given.host === undefined);
  const found = usesPod ? await fromPod(environment) : await fromFiles(context);
  const server = given.host ?? found.server;
  if (server === undefined)
    throw unreachable('Neither a configuration file nor the settings name a cluster: set config_path or host.');
  const exec = given.exec ?? found.exec;
  const credential = exec && untilExpiry(() => run(exec, context), now);
  const first = await credential?.();
  const cert = given.cert ?? found.cert ?? first?.cert;
  const key = given.key ?? found.key ?? first?.key;
  const token = given.token ?? found.token;
  const login = given.login ?? found.login;
  const secrets = [token, login, key].filter((one) => one !== undefined);
  learn(secrets);
  return {
    server: server.replace(/\/+$/, ''),
    insecure: given.insecure || found.insecure,
    ca: given.ca ?? found.ca,
    client: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    proxy: settings.proxy ?? found.proxy,
    authorization: async () => {
      if (token !== undefined) return `Bearer ${token}`;
      if (login !== undefined) return `Basic ${Buffer.from(login).toString('base64')}`;
      // It is replaced while the run lasts.
      const stored = found.tokenFile === undefined ? undefined : (await textOf(found.tokenFile)).trim();
      const own = stored ?? (await credential?.())?.token;
      if (own === undefined) return undefined;
      learn([own]);
      return `Bearer ${own}`;
    },
  };
}

async function fromPod(environment: AccessContext['environment']): Promise<Found> {
  const [host, port] = [environment['KUBERNETES_SERVICE_HOST'], environment['KUBERNETES_SERVICE_PORT'] ?? '443'];
  if (!host) throw unreachable('in_cluster_config is set, but this is not a pod: KUBERNETES_SERVICE_HOST is empty.');
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    insecure: false,
    ca: await textOf(path.join(POD_FILES, 'ca.crt')),
    tokenFile: path.join(POD_FILES, 'token'),
  };
}

/** The files are read as if they were one: what the first one says counts. */
async function fromFiles({ settings, environment, directory }: AccessContext): Promise<Found> {
  const files = settings.configFiles.map((file) =>
    file.startsWith('~/') ? path.join(environment['HOME'] ?? '', file.slice(2)) : path.resolve(directory, file),
  );
  const documents = await Promise.all(files.map(readConfig));
  const named = (kind: string, entry: string, name: string | undefined): { value: Fields; folder: string } => {
    for (const { fields, folder } of documents) {
      for (const one of listOf(fields[kind])) if (one['name'] === name) return { value: fieldsIn(one[entry]), folder };
    }
    return { value: {}, folder: directory };
  };
  const current = documents.map(({ fields }) => text(fields, 'current-context')).find((one) => one !== undefined);
  const context = named('contexts', 'context', settings.context ?? current).value;
  const cluster = named('clusters', 'cluster', settings.cluster ?? text(context, 'cluster'));
  const user = named('users', 'user', settings.user ?? text(context, 'user'));
  if (user.value['auth-provider'] !== undefined)
    throw unreachable('The user of the configuration file has an auth-provider, which Kubernetes removed: use exec.');
  const [username, exec] = [text(user.value, 'username'), fieldsIn(user.value['exec'])];
  const command = text(exec, 'command');
  const file = text(user.value, 'tokenFile');
  return {
    server: text(cluster.value, 'server'),
    insecure: cluster.value['insecure-skip-tls-verify'] === true,
    ca: await pem(cluster, 'certificate-authority'),
    proxy: text(cluster.value, 'proxy-url'),
    token: text(user.value, 'token'),
    tokenFile: file === undefined ? undefined : path.resolve(user.folder, file),
    login: username === undefined ? undefined : `${username}:${text(user.value, 'password') ?? ''}`,
    cert: await pem(user, 'client-certificate'),
    key: await pem(user, 'client-key'),
    exec:
      command === undefined
        ? undefined
        : {
            apiVersion: text(exec, 'apiVersion') ?? '',
            command,
            args: Array.isArray(exec['args']) ? exec['args'].map(String) : [],
            env: Object.fromEntries(
              listOf(exec['env']).map((one) => [text(one, 'name') ?? '', text(one, 'value') ?? '']),
            ),
          },
  };
}

/** In the file itself, or in another one. */
async function pem({ value, folder }: { value: Fields; folder: string }, name: string): Promise<string | undefined> {
  const data = text(value, `${name}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(value, name);
  return file === undefined ? undefined : textOf(path.resolve(folder, file));
}

async function readConfig(file: string): Promise<{ readonly fields: Fields; readonly folder: string }> {
  const content = await textOf(file);
  try {
    return { fields: fieldsIn(parse(content)), folder: path.dirname(file) };
  } catch (error) {
    throw unreachable(`The file ${file} is not valid YAML: ${reasonOf(error).split('\n', 1)[0] ?? ''}.`);
  }
}

async function run(program: Program, { environment, directory, now }: AccessContext): Promise<Credential> {
  const info = { apiVersion: program.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const env: NodeJS.ProcessEnv = { ...environment, ...program.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  let printed: string;
  try {
    const options = { env, cwd: directory, timeout: 60_000 };
    printed = (await promisify(execFile)(program.command, [...program.args], options)).stdout;
  } catch (error) {
    throw unreachable(`The program ${program.command} failed: ${reasonOf(error).split('\n', 1)[0] ?? ''}`);
  }
  const status = fieldsIn(fieldsIn(parse(printed))['status']);
  const expires = Date.parse(text(status, 'expirationTimestamp') ?? '');
  const [token, cert, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => text(status, name));
  if (token === undefined && cert === undefined)
    throw unreachable(`The program ${program.command} printed neither a token nor a certificate.`);
  return { token, cert, key, expires: Number.isNaN(expires) ? undefined : Math.max(expires, now()) };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsIn) : []);

const text = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw unreachable(`The file ${file} cannot be read: ${reasonOf(error)}`);
  });

function unreachable(why: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('no-credentials', 'The backend "kubernetes" has no access to a cluster', {
      detail: `${why} docs/state/kubernetes.md lists where Landform looks.`,
    }),
  ]);
}
