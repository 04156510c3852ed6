import { expect, it } from 'vitest';
import { authenticate, secretsOf, type Direct } from '../../../../src/providers/rest/http/authentication.js';

const request = { method: 'GET', url: new URL('https://api.test/a?b=c'), headers: { accept: 'x' }, body: undefined };

const basic = Buffer.from('me:päss').toString('base64');

it.each<[string, Direct, string, Record<string, string>, readonly string[]]>([
  ['nothing', { scheme: 'none' }, '?b=c', {}, []],
  [
    'a header with a word before the secret',
    { scheme: 'header', header: 'authorization', prefix: 'Token ', secret: 's' },
    '?b=c',
    { authorization: 'Token s' },
    ['s'],
  ],
  ['a custom header', { scheme: 'header', header: 'ApiKey', secret: 's' }, '?b=c', { ApiKey: 's' }, ['s']],
  [
    'user and password',
    { scheme: 'basic', user: 'me', password: 'päss' },
    '?b=c',
    { authorization: `Basic ${basic}` },
    ['päss', basic],
  ],
  ['a query parameter', { scheme: 'query', parameter: 'key', secret: 's&' }, '?b=c&key=s%26', {}, ['s&']],
  [
    'a signature over the request',
    { scheme: 'sign', secrets: ['k'], sign: async ({ method, url }) => ({ signature: `${method} ${url.pathname}` }) },
    '?b=c',
    { signature: 'GET /a' },
    ['k'],
  ],
])('a request is authenticated by %s', async (_, scheme, search, headers, secrets) => {
  const answer = await authenticate(scheme, request);
  expect(answer.url.search).toBe(search);
  expect(answer.headers).toEqual({ accept: 'x', ...headers });
  expect(secretsOf(scheme)).toEqual(secrets);
});
