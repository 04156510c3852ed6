import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { googleToken, type GoogleContext } from '../../../src/state/backends/gcs/credentials.js';
import type { RemoteRequest } from '../../../src/state/backends/remote/send.js';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ACCOUNT = {
  type: 'service_account',
  private_key_id: 'key-1',
  client_email: 'landform@project.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.example.com/token',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const NONE = { isAnonymous: false, delegates: [] };

let home: string;
let asked: { readonly url: string; readonly request: RemoteRequest }[] = [];
const learnt: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'landform-google-'));
});
afterEach(() => {
  asked = [];
});
afterAll(() => rm(home, { recursive: true }));

/** Replies with the tokens of the services of Google. */
const tokenFor = (
  settings: Partial<GoogleContext['settings']>,
  { environment = {}, now = () => NOW }: { environment?: Record<string, string>; now?: () => number } = {},
): (() => Promise<string | undefined>) =>
  googleToken({
    settings: { ...NONE, ...settings },
    environment: { HOME: home, ...environment },
    now,
    learn: (secrets) => void learnt.push(...secrets),
    send: async (url, request) => {
      asked.push({ url: url.href, request });
      const reply = url.href.includes('generateAccessToken')
        ? { accessToken: 'impersonated', expireTime: '2030-01-01T01:00:00Z' }
        : url.href === 'https://ci.example.com/id'
          ? { value: 'subject' }
          : { access_token: `token-${asked.length}`, expires_in: 3600 };
      return { status: 200, header: () => undefined, names: () => [], body: Buffer.from(JSON.stringify(reply)) };
    },
  });

const formOf = (index: number): URLSearchParams =>
  new URLSearchParams(Buffer.from(asked[index]?.request.body ?? []).toString());

describe('a token of Google', () => {
  test('is got with a statement that the service account has signed', async () => {
    expect(await tokenFor({ key: JSON.stringify(ACCOUNT) })()).toBe('token-1');
    expect(asked[0]?.url).toBe(ACCOUNT.token_uri);
    expect(formOf(0).get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header = '', claims = '', signature = ''] = (formOf(0).get('assertion') ?? '').split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    expect(read(claims)).toEqual({
      iss: ACCOUNT.client_email,
      scope: 'https://www.googleapis.com/auth/devstorage.read_write',
      aud: ACCOUNT.token_uri,
      iat: NOW / 1000,
      exp: NOW / 1000 + 3600,
    });
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(verify.verify(createPublicKey(privateKey), signature, 'base64url')).toBe(true);
    expect(learnt).toContain('token-1');
  });

  test('is kept until it is about to expire', async () => {
    let now = NOW;
    const token = tokenFor({ key: JSON.stringify(ACCOUNT) }, { now: () => now });
    await token();
    now += 54 * 60_000;
    expect(await token()).toBe('token-1');
    now += 2 * 60_000;
    expect(await token()).toBe('token-2');
  });

  test('is the one that is given', async () => {
    expect(await tokenFor({ accessToken: 'given' })()).toBe('given');
    expect(asked).toEqual([]);
  });

  test('is not needed by an emulator', async () => {
    expect(await tokenFor({ isAnonymous: true })()).toBeUndefined();
  });

  test('comes from the login of gcloud', async () => {
    const folder = path.join(home, '.config/gcloud');
    await mkdir(folder, { recursive: true });
    const login = { type: 'authorized_user', client_id: 'id', client_secret: 'secret', refresh_token: 'refresh' };
    await writeFile(path.join(folder, 'application_default_credentials.json'), JSON.stringify(login));
    expect(await tokenFor({})()).toBe('token-1');
    expect(asked[0]?.url).toBe('https://oauth2.googleapis.com/token');
    const { type: _, ...parts } = login;
    expect(Object.fromEntries(formOf(0))).toEqual({ grant_type: 'refresh_token', ...parts });
  });

  test('of another account is asked for with the scope of the platform', async () => {
    const settings = {
      key: JSON.stringify(ACCOUNT),
      impersonated: 'state@p.iam.gserviceaccount.com',
      delegates: ['via@p'],
    };
    expect(await tokenFor(settings)()).toBe('impersonated');
    const claims = (formOf(0).get('assertion') ?? '').split('.')[1] ?? '';
    expect(Buffer.from(claims, 'base64url').toString()).toContain('auth/cloud-platform');
    expect(asked[1]?.url).toBe(
      'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/state%40p.iam.gserviceaccount.com:generateAccessToken',
    );
    expect(asked[1]?.request.headers['authorization']).toBe('Bearer token-1');
    expect(JSON.parse(Buffer.from(asked[1]?.request.body ?? []).toString())).toMatchObject({
      delegates: ['projects/-/serviceAccounts/via@p'],
    });
  });

  test.each([
    ['a file', (file: string) => ({ file })],
    [
      'an address',
      () => ({ url: 'https://ci.example.com/id', format: { type: 'json', subject_token_field_name: 'value' } }),
    ],
  ])('of a federation is exchanged for what %s has', async (_from, sourceOf) => {
    const file = path.join(home, 'subject');
    await writeFile(file, 'subject\n');
    const named = path.join(home, 'federation.json');
    const federation = {
      type: 'external_account',
      audience: '//iam.googleapis.com/pool',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: 'https://sts.googleapis.com/v1/token',
      credential_source: sourceOf(file),
      service_account_impersonation_url: 'https://iamcredentials.googleapis.com/v1/x:generateAccessToken',
    };
    await writeFile(named, JSON.stringify(federation));
    expect(await tokenFor({}, { environment: { GOOGLE_APPLICATION_CREDENTIALS: named } })()).toBe('impersonated');
    expect(asked.at(-1)?.url).toBe(federation.service_account_impersonation_url);
    expect(Object.fromEntries(formOf(asked.length - 2))).toMatchObject({
      audience: federation.audience,
      subject_token: 'subject',
      subject_token_type: federation.subject_token_type,
    });
  });

  test.each([
    ['{"type":"alien"}', 'type "alien" is not supported'],
    [JSON.stringify({ ...ACCOUNT, private_key: 'garbled' }), 'private key of the service account cannot be read'],
    ['{', 'not valid JSON'],
  ])('is refused for the key %j', async (key, said) => {
    await expect(tokenFor({ key })()).rejects.toMatchObject({
      diagnostics: [{ code: 'no-credentials', detail: expect.stringContaining(said) as string }],
    });
  });
});
