import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  isJsonObject,
  JsonSyntaxError,
  listIn,
  objectIn,
  parseJson,
  reasonOf,
  textMember,
  type JsonObject,
} from '../../../model/index.js';
import type { RemoteReply, Send } from '../remote/send.js';
import { untilExpiry } from '../remote/until-expiry.js';
import type { GcsCredentialSettings } from './settings.js';

export interface GoogleContext {
  readonly settings: GcsCredentialSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly send: Send;
  readonly now: () => number;
  /** Texts that no message may show. */
  readonly learn: (secrets: readonly string[]) => void;
}

interface Token {
  readonly token: string;
  readonly expires?: number | undefined;
}

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
/** Impersonation asks for a token that may ask for another one. */
const PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';

/** The token for each request, renewed when it is about to expire; undefined where none is needed. */
export function googleToken(context: GoogleContext, scope = SCOPE): () => Promise<string | undefined> {
  const { settings, learn } = context;
  if (settings.isAnonymous && settings.accessToken === undefined && settings.key === undefined)
    return async () => undefined;
  const token = untilExpiry(async () => {
    const found = await find(context, scope);
    learn([found.token]);
    return found;
  }, context.now);
  return async () => (await token()).token;
}

async function find(context: GoogleContext, scope: string): Promise<Token> {
  const { impersonated, delegates } = context.settings;
  if (impersonated === undefined) return base(context, scope);
  const account = encodeURIComponent(impersonated);
  const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`;
  return impersonate(context, url, { delegates, scope }, await base(context, PLATFORM));
}

async function base(context: GoogleContext, scope: string): Promise<Token> {
  const { accessToken, key } = context.settings;
  if (accessToken !== undefined) return { token: accessToken };
  if (key !== undefined) return fromKey(context, fieldsOf(key, 'The setting "credentials"'), scope);
  const { environment } = context;
  const named = environment['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
  const home = environment['CLOUDSDK_CONFIG'] ?? path.join(environment['HOME'] ?? '', '.config/gcloud');
  const file = named === '' ? path.join(home, 'application_default_credentials.json') : named;
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content !== undefined) return fromKey(context, fieldsOf(content, file), scope);
  if (named !== '') throw noCredentials(`The file ${named} of GOOGLE_APPLICATION_CREDENTIALS cannot be read.`);
  return fromMachine(context, scope);
}

async function fromKey(context: GoogleContext, key: JsonObject, scope: string): Promise<Token> {
  const type = textMember(key, 'type');
  switch (type) {
    case 'service_account':
      return fromServiceAccount(context, key, scope);
    case 'authorized_user': {
      const form = { grant_type: 'refresh_token', ...pick(key, ['client_id', 'client_secret', 'refresh_token']) };
      return exchange(context, textMember(key, 'token_uri') ?? 'https://oauth2.googleapis.com/token', form);
    }
    case 'external_account':
      return fromFederation(context, key, scope);
    case 'impersonated_service_account': {
      const source = await fromKey(context, objectIn(key['source_credentials']), PLATFORM);
      const names = listIn(key['delegates']).filter((one) => typeof one === 'string');
      const url = textMember(key, 'service_account_impersonation_url') ?? '';
      return impersonate(context, url, { delegates: names, scope }, source);
    }
    default:
      throw noCredentials(`A key of the type "${type ?? ''}" is not supported.`);
  }
}

/** A signed statement of the account, exchanged for a token. */
function fromServiceAccount(context: GoogleContext, key: JsonObject, scope: string): Promise<Token> {
  const address = textMember(key, 'token_uri') ?? 'https://oauth2.googleapis.com/token';
  const seconds = Math.floor(context.now() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: textMember(key, 'private_key_id') };
  const claims = { iss: textMember(key, 'client_email'), scope, aud: address, iat: seconds, exp: seconds + 3600 };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  let signature: string;
  try {
    signature = createSign('RSA-SHA256')
      .update(text)
      .sign(textMember(key, 'private_key') ?? '', 'base64url');
  } catch {
    throw noCredentials('The private key of the service account cannot be read.');
  }
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${text}.${signature}` };
  return exchange(context, address, form);
}

/** The token of another identity provider: of a pipeline, or of a pod. */
async function fromFederation(context: GoogleContext, key: JsonObject, scope: string): Promise<Token> {
  const account = textMember(key, 'service_account_impersonation_url');
  const token = await exchange(context, textMember(key, 'token_url') ?? 'https://sts.googleapis.com/v1/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    audience: textMember(key, 'audience') ?? '',
    scope: account === undefined ? scope : PLATFORM,
    subject_token: await subjectToken(context, objectIn(key['credential_source'])),
    subject_token_type: textMember(key, 'subject_token_type') ?? '',
  });
  return account === undefined ? token : impersonate(context, account, { delegates: [], scope }, token);
}

async function subjectToken({ send, learn }: GoogleContext, source: JsonObject): Promise<string> {
  const [file, url] = [textMember(source, 'file'), textMember(source, 'url')];
  let text: string;
  if (file !== undefined) {
    text = await readFile(file, 'utf8').catch(() => {
      throw noCredentials(`The file ${file} of the credential source cannot be read.`);
    });
  } else if (url !== undefined) {
    const headers = objectIn(source['headers']);
    const reply = await send(new URL(url), { method: 'GET', headers: pick(headers, Object.keys(headers)) });
    if (reply.status !== 200) throw noCredentials(`The credential source replied with status ${reply.status}.`);
    text = textOf(reply);
  } else {
    throw noCredentials('A credential source must be a file or an address; programs and AWS are not supported.');
  }
  const format = objectIn(source['format']);
  const field = textMember(format, 'subject_token_field_name') ?? 'access_token';
  const token =
    textMember(format, 'type') === 'json' ? textMember(fieldsOf(text, 'The credential source'), field) : text.trim();
  if (token === undefined) throw noCredentials(`The credential source has no field "${field}".`);
  learn([token]);
  return token;
}

async function impersonate(
  { send }: GoogleContext,
  url: string,
  { delegates, scope }: { readonly delegates: readonly string[]; readonly scope: string },
  { token }: Token,
): Promise<Token> {
  const names = delegates.map((one) => (one.includes('/') ? one : `projects/-/serviceAccounts/${one}`));
  const body = Buffer.from(JSON.stringify({ scope: [scope], delegates: names, lifetime: '3600s' }));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reply = await send(new URL(url), { method: 'POST', headers, body });
  const fields = replyFields(reply, 'The service account could not be impersonated');
  const expires = Date.parse(textMember(fields, 'expireTime') ?? '');
  return { token: textMember(fields, 'accessToken') ?? '', expires: Number.isNaN(expires) ? undefined : expires };
}

async function exchange(
  { send, now }: GoogleContext,
  address: string,
  form: Readonly<Record<string, string>>,
): Promise<Token> {
  const body = Buffer.from(new URLSearchParams(form).toString());
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await send(new URL(address), { method: 'POST', headers, body });
  return tokenIn(replyFields(reply, `${new URL(address).host} gave no token`), now());
}

/** Of a machine, a container or a function at Google. */
async function fromMachine({ environment, send, now }: GoogleContext, scope: string): Promise<Token> {
  const host = environment['GCE_METADATA_HOST'] ?? '169.254.169.254';
  const url = new URL(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`);
  url.searchParams.set('scopes', scope);
  // Elsewhere, nothing replies.
  const late = new Promise<never>((_resolve, reject) => void setTimeout(() => reject(new Error('late')), 3000).unref());
  const asked = send(url, { method: 'GET', headers: { 'metadata-flavor': 'Google' } });
  const reply = await Promise.race([asked, late]).catch(() => undefined);
  if (reply?.status !== 200)
    throw noCredentials('Neither the settings nor the environment, gcloud or this machine has any.');
  return tokenIn(replyFields(reply, 'The machine gave no token'), now());
}

function tokenIn(fields: JsonObject, now: number): Token {
  const token = textMember(fields, 'access_token');
  const seconds = fields['expires_in'];
  if (token === undefined) throw noCredentials('The reply of the service has no token.');
  return { token, expires: typeof seconds === 'number' ? now + seconds * 1000 : undefined };
}

function replyFields(reply: RemoteReply, failing: string): JsonObject {
  const text = textOf(reply);
  if (reply.status !== 200) {
    const said = /"(?:error_description|message)":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
    throw noCredentials(`${failing} (status ${reply.status})${said === undefined ? '' : `: ${said}`}.`);
  }
  return fieldsOf(text, failing);
}

function fieldsOf(text: string, what: string): JsonObject {
  try {
    const json = parseJson(text);
    if (isJsonObject(json)) return json;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw noCredentials(`${what}: not valid JSON: ${reasonOf(error)}`);
  }
  throw noCredentials(`${what}: not a JSON object.`);
}

const pick = (fields: JsonObject, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, textMember(fields, name) ?? '']));

const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8');

function noCredentials(why: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('no-credentials', 'The backend "gcs" found no Google credentials', {
      detail: `${why} Set GOOGLE_CREDENTIALS to a key file, or log in with gcloud auth application-default login; docs/state/gcs.md lists where credentials are looked for.`,
    }),
  ]);
}
