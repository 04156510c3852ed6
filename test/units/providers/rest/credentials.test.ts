import { describe, expect, it } from 'vitest';
import { authenticate, type Authentication, type Direct } from '../../../../src/providers/rest/http/authentication.js';
import { clientCredentials } from '../../../../src/providers/rest/http/client-credentials.js';
import { Credentials, type Requirement } from '../../../../src/providers/rest/http/credentials.js';

const KEY: Direct = { scheme: 'header', header: 'x-key', secret: 'k' };
const SESSION: Direct = { scheme: 'cookie', cookie: 'sid', secret: 's' };
const CSRF: Direct = { scheme: 'cookie', cookie: 'csrf', secret: 'c' };
const TENANT: Direct = { scheme: 'query', parameter: 'tenant', secret: 't' };

const described: Authentication = {
  scheme: 'described',
  ways: {
    none: { scheme: 'unset', settings: 'token (ACME_TOKEN)' },
    key: KEY,
    session: SESSION,
    csrf: CSRF,
    tenant: TENANT,
  },
};

/** Address and headers of a request for an operation that accepts this. */
async function sent(accepted: readonly Requirement[] | undefined, authentication = described) {
  const passes = new Credentials(authentication, () => 0).for(accepted);
  if ('lacking' in passes) return passes;
  let request: { url: URL; headers: Readonly<Record<string, string>> } = {
    url: new URL('https://a.test/'),
    headers: {},
  };
  for (const pass of passes)
    request = await authenticate(pass as Direct, { method: 'GET', body: undefined, ...request });
  return { query: request.url.search, headers: request.headers };
}

describe('the authentication of a request', () => {
  it.each<[string, readonly Requirement[] | undefined, object]>([
    ['is the first alternative that is configured', [['none'], ['key'], ['session']], { headers: { 'x-key': 'k' } }],
    [
      'includes everything that is required together',
      [['key', 'tenant', 'session', 'csrf']],
      { query: '?tenant=t', headers: { 'x-key': 'k', cookie: 'sid=s; csrf=c' } },
    ],
    ['is complete, or another alternative', [['none', 'key'], ['tenant']], { query: '?tenant=t', headers: {} }],
    ['is sent even if it is optional', [[], ['key']], { headers: { 'x-key': 'k' } }],
    ['is omitted if none is configured and none is required', [['none'], []], { headers: {} }],
    ['is omitted if the operation is public', [], { headers: {} }],
    ['omits schemes without a setting', [['certificate', 'key']], { headers: { 'x-key': 'k' } }],
    ['is the first scheme if the description names none', undefined, { headers: { 'x-key': 'k' } }],
  ])('%s', async (_, accepted, expected) => {
    expect(await sent(accepted)).toMatchObject(expected);
  });

  it('lists what is missing if no alternative is configured', async () => {
    expect(await sent([['none']])).toEqual({ lacking: 'token (ACME_TOKEN)' });
  });

  it('is the same for all operations if there is one scheme', async () => {
    expect(await sent([['other']], KEY)).toMatchObject({ headers: { 'x-key': 'k' } });
  });
});

describe('the login of a client', () => {
  const login = clientCredentials({ tokenUrl: 'https://a.test/token', id: 'a:b c', secret: 'ä&', scope: 'x y' });

  it('sends id and secret as specified in RFC 6749, and the scopes', () => {
    const pair = Buffer.from('a%3Ab+c:%C3%A4%26').toString('base64');
    expect(login.request.headers).toMatchObject({ authorization: `Basic ${pair}` });
    expect(login.request.body).toBe('grant_type=client_credentials&scope=x+y');
    expect(login.secrets).toEqual(['ä&', '%C3%A4%26', pair]);
  });

  it('omits empty scopes', () => {
    const { request } = clientCredentials({ tokenUrl: 'https://a.test/token', id: 'a', secret: 'b', scope: '' });
    expect(request.body).toBe('grant_type=client_credentials');
  });

  it.each([
    [
      { access_token: 't', expires_in: 60 },
      { token: 't', livesMs: 60_000 },
    ],
    [
      { access_token: 't', expires_in: '60' },
      { token: 't', livesMs: 60_000 },
    ],
    [{ access_token: 't' }, { token: 't' }],
    [{ access_token: 't', expires_in: null }, { token: 't' }],
    [{ access_token: 't', expires_in: -1 }, { token: 't' }],
    [{ access_token: '' }, undefined],
    [{ error: 'invalid_client' }, undefined],
    [undefined, undefined],
  ])('reads the response %j', (body, grant) => {
    expect(login.grant({ status: 200, headers: new Headers(), body, text: '' })).toEqual(grant);
  });

  it.each([
    [{ error: 'invalid_scope', error_description: 'No such scope.' }, 'No such scope. (invalid_scope)'],
    [{ error: 'invalid_scope' }, 'invalid_scope'],
    [{ message: 'no' }, undefined],
  ])('reads the refusal %j', (body, reason) => {
    expect(login.reason!({ status: 400, headers: new Headers(), body, text: '' })).toBe(reason);
  });
});
