import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { DiagnosticError, errorDiagnostic, objectIn, parseJson, reasonOf, type Json } from '../../../model/index.js';
import type { Send } from '../remote/send.js';
import { untilExpiry } from '../remote/until-expiry.js';
import { parseIni, type IniSections } from './ini.js';
import type { CredentialSettings } from './settings.js';
import type { AwsCredentials } from './sign.js';
import { assumeRole, assumeRoleWithWebIdentity, type StsContext } from './sts.js';

export interface CredentialContext {
  readonly settings: CredentialSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly send: Send;
  readonly now: () => number;
}

/** The credentials for each request, renewed when they are about to expire. */
export const credentialSource = (context: CredentialContext): (() => Promise<AwsCredentials>) =>
  untilExpiry(() => find(context), context.now);

/** In the order of AWS's own programs; a role of the configuration is assumed with what they find. */
async function find(context: CredentialContext): Promise<AwsCredentials> {
  const { settings } = context;
  const sts = stsOf(context);
  if (settings.webIdentity !== undefined) return assumeRoleWithWebIdentity(sts, settings.webIdentity);
  const base = await baseCredentials(context, sts);
  return settings.role === undefined ? base : assumeRole(sts, settings.role, base);
}

const stsOf = ({ settings, send, now }: CredentialContext): StsContext => ({
  endpoint: settings.stsEndpoint ?? `https://sts.${settings.region}.amazonaws.com`,
  region: settings.region,
  send,
  now,
});

async function baseCredentials(context: CredentialContext, sts: StsContext): Promise<AwsCredentials> {
  const { settings, environment } = context;
  const { accessKey, secretKey, token } = settings;
  if (accessKey !== undefined && secretKey !== undefined)
    return { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token };
  const [roleArn, tokenFile] = [environment['AWS_ROLE_ARN'], environment['AWS_WEB_IDENTITY_TOKEN_FILE']];
  if (settings.profile === undefined && roleArn && tokenFile)
    return assumeRoleWithWebIdentity(sts, { role: roleArn, tokenFile, session: environment['AWS_ROLE_SESSION_NAME'] });
  const fromProfile = await profileCredentials(context, sts, settings.profile ?? 'default', []);
  if (fromProfile !== undefined) return fromProfile;
  if (settings.profile !== undefined) throw noCredentials(`The profile ${settings.profile} has no credentials.`);
  const container = await containerCredentials(context);
  if (container !== undefined) return container;
  if (environment['AWS_EC2_METADATA_DISABLED'] !== 'true') {
    const instance = await instanceCredentials(context).catch(() => undefined);
    if (instance !== undefined) return instance;
  }
  throw noCredentials('Neither the settings nor the environment, a profile, a container or an instance has any.');
}

async function filesOf({ settings, environment }: CredentialContext): Promise<readonly IniSections[]> {
  const folder = path.join(environment['HOME'] ?? '', '.aws');
  const credentials =
    settings.credentialsFiles.length > 0
      ? settings.credentialsFiles
      : [environment['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(folder, 'credentials')];
  const config =
    settings.configFiles.length > 0
      ? settings.configFiles
      : [environment['AWS_CONFIG_FILE'] ?? path.join(folder, 'config')];
  const texts = [...credentials, ...config].map((file) =>
    readFile(expanded(file, environment), 'utf8').catch(() => ''),
  );
  return (await Promise.all(texts)).map(parseIni);
}

const expanded = (file: string, environment: CredentialContext['environment']): string =>
  file.startsWith('~/') ? path.join(environment['HOME'] ?? '', file.slice(2)) : file;

async function profileCredentials(
  context: CredentialContext,
  sts: StsContext,
  name: string,
  seen: readonly string[],
): Promise<AwsCredentials | undefined> {
  if (seen.includes(name)) throw noCredentials(`The profiles ${seen.join(', ')} name each other as their source.`);
  const files = await filesOf(context);
  const settings = new Map(
    files.flatMap((file) => [...(file.get(`profile ${name}`) ?? []), ...(file.get(name) ?? [])]).reverse(),
  );
  const part = (key: string): string | undefined => settings.get(key);
  const [accessKeyId, secretAccessKey] = [part('aws_access_key_id'), part('aws_secret_access_key')];
  const role = part('role_arn');
  if (role !== undefined) {
    const more = { role, session: part('role_session_name'), externalId: part('external_id') };
    const tokenFile = part('web_identity_token_file');
    if (tokenFile !== undefined) return assumeRoleWithWebIdentity(sts, { ...more, tokenFile });
    const source = part('source_profile');
    const base =
      source === undefined || (source === name && accessKeyId !== undefined)
        ? accessKeyId !== undefined && secretAccessKey !== undefined
          ? { accessKeyId, secretAccessKey, sessionToken: part('aws_session_token') }
          : undefined
        : await profileCredentials(context, sts, source, [...seen, name]);
    if (base === undefined) throw noCredentials(`The source of the profile ${name} has none.`);
    return assumeRole(sts, more, base);
  }
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey, sessionToken: part('aws_session_token') };
  const command = part('credential_process');
  if (command !== undefined) return processCredentials(command);
  const session = part('sso_session');
  const start = part('sso_start_url') ?? sectionValue(files, `sso-session ${session}`, 'sso_start_url');
  const region = part('sso_region') ?? sectionValue(files, `sso-session ${session}`, 'sso_region');
  if (start === undefined || region === undefined) return undefined;
  return ssoCredentials(context, {
    cache: session ?? start,
    region,
    account: part('sso_account_id') ?? '',
    role: part('sso_role_name') ?? '',
  });
}

const sectionValue = (files: readonly IniSections[], section: string, key: string): string | undefined =>
  files.flatMap((file) => file.get(section) ?? []).find(([name]) => name === key)?.[1];

/** The words of a command as a shell splits them; the credentials are its output. */
async function processCredentials(command: string): Promise<AwsCredentials> {
  try {
    const [file = '', ...words] = (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
      word.replaceAll(/^["']|["']$/g, ''),
    );
    const { stdout } = await promisify(execFile)(file, words, { timeout: 60_000 });
    return fromJson(parseJson(stdout));
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw noCredentials(`The credential_process of the profile failed: ${reasonOf(error).split('\n', 1)[0] ?? ''}`);
  }
}

/** With the token that `aws sso login` has stored. */
async function ssoCredentials(
  { environment, send }: CredentialContext,
  { cache, region, account, role }: Readonly<Record<'cache' | 'region' | 'account' | 'role', string>>,
): Promise<AwsCredentials> {
  const name = `${createHash('sha1').update(cache).digest('hex')}.json`;
  const file = path.join(environment['HOME'] ?? '', '.aws/sso/cache', name);
  const stored = await readFile(file, 'utf8').catch(() => '{}');
  const { accessToken } = objectIn(parseJson(stored));
  const again = 'The login of the profile has expired: run "aws sso login".';
  if (typeof accessToken !== 'string') throw noCredentials(again);
  const url = new URL(`https://portal.sso.${region}.amazonaws.com/federation/credentials`);
  url.searchParams.set('account_id', account);
  url.searchParams.set('role_name', role);
  const reply = await send(url, { method: 'GET', headers: { 'x-amz-sso_bearer_token': accessToken } });
  if (reply.status !== 200) throw noCredentials(again);
  const { roleCredentials } = objectIn(parseJson(Buffer.from(reply.body).toString()));
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = objectIn(roleCredentials);
  return fromJson({
    AccessKeyId: accessKeyId ?? null,
    SecretAccessKey: secretAccessKey ?? null,
    SessionToken: sessionToken ?? null,
    Expiration: typeof expiration === 'number' ? new Date(expiration).toISOString() : null,
  });
}

/** Of a container in ECS or EKS. */
async function containerCredentials({ environment, send }: CredentialContext): Promise<AwsCredentials | undefined> {
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const address = relative ? `http://169.254.170.2${relative}` : environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (!address) return undefined;
  const file = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = file ? (await readFile(file, 'utf8')).trim() : environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const reply = await send(new URL(address), { method: 'GET', headers: token ? { authorization: token } : {} });
  if (reply.status !== 200)
    throw noCredentials(`The container's credentials could not be read (status ${reply.status}).`);
  return fromJson(parseJson(Buffer.from(reply.body).toString()));
}

/** Of a machine in EC2, in the version that needs a token. */
async function instanceCredentials({ environment, send }: CredentialContext): Promise<AwsCredentials | undefined> {
  const server = environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || 'http://169.254.169.254';
  const ask = async (method: string, place: string, headers: Record<string, string>): Promise<string> => {
    const asked = send(new URL(`${server}/latest/${place}`), { method, headers });
    // Elsewhere, nothing replies.
    const late = new Promise<never>(
      (_resolve, reject) => void setTimeout(() => reject(new Error('late')), 1500).unref(),
    );
    const reply = await Promise.race([asked, late]);
    if (reply.status !== 200) throw new Error(`status ${reply.status}`);
    return Buffer.from(reply.body).toString();
  };
  const token = await ask('PUT', 'api/token', { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' });
  const headers = { 'x-aws-ec2-metadata-token': token };
  const base = 'meta-data/iam/security-credentials/';
  const role = (await ask('GET', base, headers)).trim();
  return fromJson(parseJson(await ask('GET', base + role, headers)));
}

function fromJson(json: Json): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Token, Expiration } = objectIn(json);
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string')
    throw noCredentials('What was found has no AccessKeyId and SecretAccessKey.');
  const token = SessionToken ?? Token;
  const expires = typeof Expiration === 'string' ? Date.parse(Expiration) : Number.NaN;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: typeof token === 'string' ? token : undefined,
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

function noCredentials(why: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('no-credentials', 'The backend "s3" found no AWS credentials', {
      detail: `${why} Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; docs/state/s3.md lists where credentials are looked for.`,
    }),
  ]);
}
