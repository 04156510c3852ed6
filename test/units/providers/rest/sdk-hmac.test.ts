import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticate, type Unsigned } from '../../../../src/providers/rest/http/authentication.js';
import { sdkHmac, type AccessKey } from '../../../../src/providers/rest/http/sdk-hmac.js';

/** Key, request and signature as Huawei Cloud's API Request Signing Guide publishes them. */
const PUBLISHED = {
  key: { id: 'QTWAOYTTINDUT2QVKYUC', secret: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc' },
  time: Date.UTC(2019, 10, 15, 3, 36, 55),
  url: 'https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
  authorization:
    'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, ' +
    'Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
};

const request = (url: string, more: Partial<Unsigned> = {}): Unsigned => ({
  method: 'GET',
  url: new URL(url),
  headers: {},
  body: undefined,
  ...more,
});

async function sign(
  unsigned: Unsigned,
  key: AccessKey,
  time = PUBLISHED.time,
): Promise<Readonly<Record<string, string>>> {
  return (
    await authenticate(
      sdkHmac(key, () => time),
      unsigned,
    )
  ).headers;
}

/** The scheme once more, from what was sent, written without a look at the signer's code: lines are spelled out by the caller. */
function expected(secret: string, time: string, lines: readonly string[], body: string): string {
  const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest().toString('hex');
  const toSign = ['SDK-HMAC-SHA256', time, hash([...lines, hash(body)].join('\n'))].join('\n');
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(toSign, 'utf8').digest().toString('hex');
}

const signatureOf = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['authorization']?.split('Signature=')[1];

const SECRET = 'not-a-real-secret';
const KEY = { id: 'AK', secret: SECRET };

describe('a request signed with an access key', () => {
  it('has the signature published in the signing guide', async () => {
    const headers = await sign(
      request(PUBLISHED.url, { headers: { 'content-type': 'application/json' } }),
      PUBLISHED.key,
    );
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-sdk-date': '20191115T033655Z',
      authorization: PUBLISHED.authorization,
    });
  });

  it('signs its body', async () => {
    const body = '{"metadata":{"name":"größe"}}';
    const headers = await sign(
      request('https://asm.test/v2/meshes/m/workshops', {
        method: 'POST',
        body,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
      }),
      KEY,
    );
    const lines = [
      'POST',
      '/v2/meshes/m/workshops/',
      '',
      'content-type:application/json',
      'host:asm.test',
      'x-sdk-date:20191115T033655Z',
      '',
      'content-type;host;x-sdk-date',
    ];
    expect(signatureOf(headers)).toBe(expected(SECRET, '20191115T033655Z', lines, body));
  });

  it('signs the project and the token of a temporary key', async () => {
    const headers = await sign(request('https://asm.test/v1/p/meshes/'), {
      ...KEY,
      projectId: 'p',
      securityToken: 'temporary',
    });
    const lines = [
      'GET',
      '/v1/p/meshes/',
      '',
      'host:asm.test',
      'x-project-id:p',
      'x-sdk-date:20191115T033655Z',
      'x-security-token:temporary',
      '',
      'host;x-project-id;x-sdk-date;x-security-token',
    ];
    expect(headers).toMatchObject({ 'x-project-id': 'p', 'x-security-token': 'temporary' });
    expect(signatureOf(headers)).toBe(expected(SECRET, '20191115T033655Z', lines, ''));
  });

  it.each([
    ['letters outside ASCII and spaces', '/v2/größe%20und/a', '/v2/gr%C3%B6%C3%9Fe%20und/a/'],
    ['characters that a URL allows and the scheme does not', "/a(b)!*'c", '/a%28b%29%21%2A%27c/'],
    ['an encoded slash', '/a%2Fb', '/a%2Fb/'],
    ['the root', '', '/'],
  ])('encodes each part of its path again: %s', async (_, path, canonical) => {
    const headers = await sign(request(`https://asm.test${path}`), KEY);
    const lines = ['GET', canonical, '', 'host:asm.test', 'x-sdk-date:20191115T033655Z', '', 'host;x-sdk-date'];
    expect(signatureOf(headers)).toBe(expected(SECRET, '20191115T033655Z', lines, ''));
  });

  it('sorts its query by name and value, with spaces as %20', async () => {
    const headers = await sign(request('https://asm.test/?b=2&a=x+y&b=1&a'), KEY);
    const lines = [
      'GET',
      '/',
      'a=&a=x%20y&b=1&b=2',
      'host:asm.test',
      'x-sdk-date:20191115T033655Z',
      '',
      'host;x-sdk-date',
    ];
    expect(signatureOf(headers)).toBe(expected(SECRET, '20191115T033655Z', lines, ''));
  });

  it('names the port only if it is not the default', async () => {
    const usual = await sign(request('https://asm.test:443/'), KEY);
    const other = await sign(request('https://asm.test:8443/'), KEY);
    expect(signatureOf(usual)).toBe(signatureOf(await sign(request('https://asm.test/'), KEY)));
    expect(signatureOf(other)).not.toBe(signatureOf(usual));
  });

  it('leaves the content of a form unsigned', async () => {
    const headers = await sign(request('https://asm.test/', { method: 'POST', body: new FormData() }), KEY);
    expect(headers).toMatchObject({ 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' });
    expect(headers['authorization']).toContain('SignedHeaders=host;x-sdk-content-sha256;x-sdk-date');
  });

  it('keeps the secret and the token of a temporary key hidden', () => {
    expect(sdkHmac({ ...KEY, securityToken: 't' }, () => 0)).toMatchObject({ secrets: [SECRET, 't'] });
  });
});
