import { parseJson, objectIn, listIn, textMember } from '../../../model/index.js';
import { remoteRefused } from '../remote/diagnostics.js';
import type { Send } from '../remote/send.js';
import type { AzureSettings } from './settings.js';
import { sharedKey, type SharedKeyRequest } from './sign.js';

/** Adds to a request what permits it. */
export type Authorize = (
  request: SharedKeyRequest,
) => Promise<{ readonly url: URL; readonly headers: Readonly<Record<string, string>> }>;

export interface AuthorizeOptions {
  readonly settings: AzureSettings;
  readonly send: Send;
  /** A token of Entra ID for a service. */
  readonly token: (scope: string) => Promise<string>;
  /** Texts that no message may show. */
  readonly learn: (secrets: readonly string[]) => void;
}

/** The way that the settings name, in Terraform's order. */
export function azureAuthorize(options: AuthorizeOptions): Authorize {
  const { settings, token } = options;
  const { account, accessKey, sasToken, usesTokens } = settings;
  const signed =
    (keyOf: () => Promise<string>): Authorize =>
    async (request) => {
      const authorization = sharedKey(request, { account, key: await keyOf() });
      return { url: request.url, headers: { ...request.headers, authorization } };
    };
  if (sasToken !== undefined) {
    return async ({ url, headers }) => {
      const permitted = new URL(url);
      for (const [name, value] of new URLSearchParams(sasToken)) permitted.searchParams.set(name, value);
      return { url: permitted, headers };
    };
  }
  if (accessKey !== undefined) return signed(async () => accessKey);
  if (usesTokens) {
    return async ({ url, headers }) => {
      const authorization = `Bearer ${await token('https://storage.azure.com/.default')}`;
      return { url, headers: { ...headers, authorization } };
    };
  }
  let key: Promise<string> | undefined;
  return signed(() => (key ??= accountKey(options)));
}

/** The key of the account, as its manager gives it to those who may have it. */
async function accountKey({ settings, send, token, learn }: AuthorizeOptions): Promise<string> {
  const { account, subscription = '', resourceGroup = '', cloud } = settings;
  const place = `subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${account}`;
  const url = new URL(`${cloud.management}/${place}/listKeys?api-version=2023-01-01`);
  const authorization = `Bearer ${await token(`${cloud.management}/.default`)}`;
  const reply = await send(url, { method: 'POST', headers: { authorization }, body: Buffer.alloc(0) });
  const text = Buffer.from(reply.body).toString();
  if (reply.status !== 200) {
    const said = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
    throw remoteRefused('Reading the keys of', `the storage account ${account}`, reply.status, said);
  }
  const [first] = listIn(objectIn(parseJson(text))['keys']);
  const key = textMember(objectIn(first), 'value') ?? '';
  learn([key]);
  return key;
}
