import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  DiagnosticError,
  errorDiagnostic,
  objectIn,
  parseJson,
  reasonOf,
  textMember,
  type JsonObject,
} from '../../../model/index.js';
import type { RemoteReply, Send } from '../remote/send.js';
import { untilExpiry } from '../remote/until-expiry.js';
import type { AzureIdentitySettings } from './settings.js';

export interface IdentityContext {
  readonly settings: AzureIdentitySettings;
  /** The address of Entra ID. */
  readonly login: string;
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

/** Tokens of Entra ID, for one service each; kept, and renewed when they are about to expire. */
export function azureToken(context: IdentityContext): (scope: string) => Promise<string> {
  const sources = new Map<string, () => Promise<Token>>();
  return async (scope) => {
    let source = sources.get(scope);
    if (source === undefined) {
      source = untilExpiry(async () => {
        const found = await find(context, scope);
        context.learn([found.token]);
        return found;
      }, context.now);
      sources.set(scope, source);
    }
    return (await source()).token;
  };
}

/** In the order of Terraform. */
async function find(context: IdentityContext, scope: string): Promise<Token> {
  const { settings, environment } = context;
  const secret = settings.clientSecret ?? (await fileText(settings.clientSecretFile));
  if (secret !== undefined) return forClient(context, scope, { client_secret: secret });
  if (settings.usesOidc || settings.usesWorkloadIdentity) {
    const assertion = await assertionOf(context);
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return forClient(context, scope, { client_assertion_type: type, client_assertion: assertion });
  }
  if (settings.usesMachine) return fromMachine(context, scope);
  if (settings.usesCli) return fromCli(environment, scope);
  throw noCredentials('The settings name no way to get a token.');
}

/** A token for an application, by its secret or by a statement of someone it trusts. */
async function forClient(
  context: IdentityContext,
  scope: string,
  proof: Readonly<Record<string, string>>,
): Promise<Token> {
  const { settings, login, environment, send, now, learn } = context;
  const given = settings.clientId ?? (await fileText(settings.clientIdFile));
  const client = given ?? (settings.usesWorkloadIdentity ? environment['AZURE_CLIENT_ID'] : undefined);
  if (client === undefined) throw noCredentials('A secret or a token needs "client_id", or ARM_CLIENT_ID.');
  if (settings.tenant === undefined) throw noCredentials('A secret or a token needs "tenant_id", or ARM_TENANT_ID.');
  learn(Object.values(proof));
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, scope, ...proof });
  const url = new URL(`${login}/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await send(url, { method: 'POST', headers, body: Buffer.from(form.toString()) });
  return tokenIn(fieldsOf(reply, 'Entra ID gave no token'), now());
}

/** What a pipeline or a cluster says about the run. */
async function assertionOf({ settings, environment, send }: IdentityContext): Promise<string> {
  const { oidcToken, oidcUrl, oidcBearer, serviceConnection } = settings;
  if (oidcToken !== undefined) return oidcToken;
  const pod = settings.usesWorkloadIdentity ? environment['AZURE_FEDERATED_TOKEN_FILE'] : undefined;
  const stored = await fileText(settings.oidcTokenFile ?? pod);
  if (stored !== undefined) return stored;
  if (oidcUrl === undefined || oidcBearer === undefined)
    throw noCredentials('OIDC needs a token: set ARM_OIDC_TOKEN, or ARM_OIDC_TOKEN_FILE_PATH, or run in a pipeline.');
  const url = new URL(oidcUrl);
  const headers = { authorization: `Bearer ${oidcBearer}`, accept: 'application/json' };
  if (serviceConnection === undefined) {
    url.searchParams.set('audience', 'api://AzureADTokenExchange');
    const reply = await send(url, { method: 'GET', headers });
    return textMember(fieldsOf(reply, 'The pipeline returned no token'), 'value') ?? '';
  }
  url.searchParams.set('api-version', '7.1');
  url.searchParams.set('serviceConnectionId', serviceConnection);
  const reply = await send(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: Buffer.alloc(0),
  });
  return textMember(fieldsOf(reply, 'The pipeline returned no token'), 'oidcToken') ?? '';
}

/** Of a machine with a managed identity. */
async function fromMachine({ settings, send, now }: IdentityContext, scope: string): Promise<Token> {
  const { clientId, machineEndpoint } = settings;
  const url = new URL(machineEndpoint ?? 'http://169.254.169.254/metadata/identity/oauth2/token');
  url.searchParams.set('api-version', '2018-02-01');
  url.searchParams.set('resource', resourceOf(scope));
  if (clientId !== undefined) url.searchParams.set('client_id', clientId);
  // Elsewhere, nothing replies.
  const late = new Promise<never>((_resolve, reject) => void setTimeout(() => reject(new Error('late')), 5000).unref());
  const asked = send(url, { method: 'GET', headers: { metadata: 'true' } });
  const reply = await Promise.race([asked, late]).catch(() => undefined);
  if (reply === undefined) throw noCredentials('This machine has no managed identity that replies.');
  return tokenIn(fieldsOf(reply, 'The managed identity returned no token'), now());
}

async function fromCli(environment: IdentityContext['environment'], scope: string): Promise<Token> {
  const words = ['account', 'get-access-token', '--output', 'json', '--resource', resourceOf(scope)];
  const env: NodeJS.ProcessEnv = { ...environment };
  const ran = await promisify(execFile)('az', words, { timeout: 60_000, env }).catch((error: unknown) => {
    const why = reasonOf(error).split('\n', 1)[0] ?? '';
    throw noCredentials(`Neither the settings nor the environment has any, and the Azure CLI failed: ${why}`);
  });
  const fields = objectIn(parseJson(ran.stdout));
  const { expires_on: seconds } = fields;
  return {
    token: textMember(fields, 'accessToken') ?? '',
    expires: typeof seconds === 'number' ? seconds * 1000 : undefined,
  };
}

const resourceOf = (scope: string): string => scope.replace(/\.default$/, '');

async function fileText(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch(() => {
    throw noCredentials(`The file ${file} cannot be read.`);
  });
  return text.trim();
}

function tokenIn(fields: JsonObject, now: number): Token {
  const token = textMember(fields, 'access_token');
  if (token === undefined) throw noCredentials('The reply of the service has no token.');
  // A managed identity writes the number as text.
  const seconds = Number(fields['expires_in'] ?? Number.NaN);
  return { token, expires: Number.isNaN(seconds) ? undefined : now + seconds * 1000 };
}

function fieldsOf(reply: RemoteReply, failing: string): JsonObject {
  const text = Buffer.from(reply.body).toString('utf8');
  if (reply.status === 200) return objectIn(parseJson(text));
  const said = /"(?:error_description|message)":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  const why = said === undefined ? '' : `: ${said.split(/\\r|\\n/, 1)[0] ?? ''}`;
  throw noCredentials(`${failing} (status ${reply.status})${why}.`);
}

function noCredentials(why: string): DiagnosticError {
  return new DiagnosticError([
    errorDiagnostic('no-credentials', 'The backend "azurerm" found no Azure credentials', {
      detail: `${why} Set ARM_ACCESS_KEY or ARM_SAS_TOKEN, or log in with az login; docs/state/azurerm.md lists where credentials are looked for.`,
    }),
  ]);
}
