import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { azureAuthorize } from '../../../src/state/backends/azurerm/authorize.js';
import { azureToken, type IdentityContext } from '../../../src/state/backends/azurerm/identity.js';
import { readAzureSettings, type AzureSettings } from '../../../src/state/backends/azurerm/settings.js';
import type { RemoteRequest, Send } from '../../../src/state/backends/remote/send.js';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const COMMON = { storage_account_name: 'landform', container_name: 'states', key: 'k', use_azuread_auth: true };

let folder: string;
let asked: { readonly url: string; readonly request: RemoteRequest }[] = [];
const learnt: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-azure-'));
});
afterEach(() => {
  asked = [];
});
afterAll(() => rm(folder, { recursive: true }));

/** Replies as Entra ID, a pipeline and the manager of accounts do. */
const send: Send = async (url, request) => {
  asked.push({ url: url.href, request });
  const reply = url.href.includes('listKeys')
    ? { keys: [{ keyName: 'key1', value: Buffer.from('account key').toString('base64') }] }
    : url.host === 'pipeline.example.com'
      ? { value: 'from-github', oidcToken: 'from-devops' }
      : { access_token: `token-${asked.length}`, expires_in: url.host === '169.254.169.254' ? '3600' : 3600 };
  return { status: 200, header: () => undefined, names: () => [], body: Buffer.from(JSON.stringify(reply)) };
};

const settingsOf = (config: object, environment: Record<string, string> = {}): AzureSettings =>
  readAzureSettings({ type: 'azurerm', config: { ...COMMON, ...config }, environment });

const tokenFor = (
  config: object,
  environment: Record<string, string> = {},
  more: Partial<IdentityContext> = {},
): ((scope: string) => Promise<string>) =>
  azureToken({
    settings: settingsOf(config, environment).identity,
    login: 'https://login.microsoftonline.com',
    environment,
    send,
    now: () => NOW,
    learn: (secrets) => void learnt.push(...secrets),
    ...more,
  });

const formOf = (index: number): object =>
  Object.fromEntries(new URLSearchParams(Buffer.from(asked[index]?.request.body ?? []).toString()));

const SCOPE = 'https://storage.azure.com/.default';
const APP = { tenant_id: 'tenant', client_id: 'client' };
const ASSERTED = {
  grant_type: 'client_credentials',
  client_id: 'client',
  scope: SCOPE,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
};

describe('a token of Entra ID', () => {
  test('is got with the secret of an application, and kept', async () => {
    const token = tokenFor({ ...APP, client_secret: 's3cret' });
    expect([await token(SCOPE), await token(SCOPE)]).toEqual(['token-1', 'token-1']);
    expect(asked[0]?.url).toBe('https://login.microsoftonline.com/tenant/oauth2/v2.0/token');
    const { client_assertion_type: _, ...form } = ASSERTED;
    expect(formOf(0)).toEqual({ ...form, client_secret: 's3cret' });
    expect(learnt).toEqual(expect.arrayContaining(['s3cret', 'token-1']));
  });

  test.each([
    ['GitHub', { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipeline.example.com/id?x=1' }, 'from-github', 'GET'],
    [
      'Azure DevOps',
      { SYSTEM_OIDCREQUESTURI: 'https://pipeline.example.com/id', ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: 'c' },
      'from-devops',
      'POST',
    ],
  ])('is exchanged for the token of a pipeline of %s', async (_name, environment, assertion, method) => {
    await tokenFor({ ...APP, use_oidc: true }, { ...environment, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'b' })(SCOPE);
    expect(asked[0]?.request).toMatchObject({ method, headers: { authorization: 'Bearer b' } });
    expect(formOf(1)).toEqual({ ...ASSERTED, client_assertion: assertion });
  });

  test('is exchanged for the token of a pod', async () => {
    const file = path.join(folder, 'token');
    await writeFile(file, 'from-pod\n');
    const environment = { AZURE_FEDERATED_TOKEN_FILE: file, AZURE_CLIENT_ID: 'client', AZURE_TENANT_ID: 'tenant' };
    await tokenFor({ use_aks_workload_identity: true }, environment)(SCOPE);
    expect(formOf(0)).toEqual({ ...ASSERTED, client_assertion: 'from-pod' });
  });

  test('comes from the managed identity of a machine, and is renewed before it expires', async () => {
    let now = NOW;
    const token = tokenFor({ use_msi: true, client_id: 'client' }, {}, { now: () => now });
    await token(SCOPE);
    expect(asked[0]?.url).toBe(
      'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fstorage.azure.com%2F&client_id=client',
    );
    now += 56 * 60_000;
    expect(await token(SCOPE)).toBe('token-2');
  });

  test.each([
    [{ client_secret: 's' }, 'client_id'],
    [{ client_secret: 's', client_id: 'c' }, 'tenant_id'],
    [{ ...APP, use_oidc: true }, 'OIDC needs a token'],
    [{ ...APP, client_secret_file_path: '/nonexistent' }, 'cannot be read'],
    [{ use_cli: false }, 'no way to get a token'],
    [{}, 'the Azure CLI failed'],
  ])('is missing with %j', async (config, said) => {
    await expect(tokenFor(config, { PATH: '/nonexistent' })(SCOPE)).rejects.toMatchObject({
      diagnostics: [{ code: 'no-credentials', detail: expect.stringContaining(said) as string }],
    });
  });
});

test('the key of the account is read where its resource group is named', async () => {
  const settings = settingsOf({ use_azuread_auth: false, resource_group_name: 'group', subscription_id: 'sub' });
  const token = async (scope: string): Promise<string> => `for ${scope}`;
  const authorize = azureAuthorize({ settings, send, token, learn: (secrets) => void learnt.push(...secrets) });
  const request = {
    method: 'GET',
    url: new URL('https://landform.blob.core.windows.net/states/k'),
    headers: {},
    size: 0,
  };
  const { headers } = await authorize(request);
  expect(headers['authorization']).toMatch(/^SharedKey landform:[A-Za-z0-9+/]{43}=$/);
  expect(asked[0]).toMatchObject({
    url: 'https://management.azure.com/subscriptions/sub/resourceGroups/group/providers/Microsoft.Storage/storageAccounts/landform/listKeys?api-version=2023-01-01',
    request: { method: 'POST', headers: { authorization: 'Bearer for https://management.azure.com/.default' } },
  });
  await authorize(request);
  expect(asked).toHaveLength(1);
  expect(learnt).toContain(Buffer.from('account key').toString('base64'));
});
