import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startClient } from './client.js';
import type { Client } from './client.js';

let client: Client;
beforeAll(async () => {
  client = await startClient({ token: 'let-me-in' });
});
afterAll(() => client.sandbox.close());

const ACCOUNT = { cloudProfile: 'aws', displayName: 'abc' };

describe('authentication', () => {
  test.each([
    ['nothing', ''],
    ['another token', 'Token open-sesame'],
    ['a token without the word', 'let-me-in'],
    ['the word Bearer', 'Bearer let-me-in'],
    ['the word in lower case', 'token let-me-in'],
    ['the start of the token', 'Token let-me'],
  ])('%s is refused with 401', async (_, authorization) => {
    const refused = await client.ask('GET', '/cloud-accounts', undefined, { authorization });
    expect(refused.status).toBe(401);
    expect(refused.body).toEqual({ message: expect.any(String), details: [] });
    expect(refused.text).not.toContain('let-me-in');
  });

  test('comes first: a client without a token learns nothing', async () => {
    const refused = await client.ask('POST', '/cloud-accounts', { wrong: true }, { authorization: '' });
    expect(refused.status).toBe(401);
  });

  test('an organisation the token does not belong to is 403', async () => {
    const refused = await client.send('GET', '/api/v1/orgs/globex/cloud-accounts');
    expect(refused.status).toBe(403);
    expect(refused.body['message']).toContain('globex');
  });
});

describe('addresses', () => {
  test.each([
    '/',
    '/api/v1/orgs/acme',
    '/api/v1/orgs/acme/cloud-accounts/',
    '/api/v2/orgs/acme/cloud-accounts',
    '/api/v1/orgs//cloud-accounts',
    '/api/v1/orgs/%zz/cloud-accounts',
  ])('%s is 404', async (path) => {
    const refused = await client.send('GET', path);
    expect(refused.status).toBe(404);
    expect(refused.body).toHaveProperty('message');
  });

  test('an unsupported method is 405, with the supported ones', async () => {
    const refused = await client.ask('PUT', '/cloud-accounts', ACCOUNT);
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, POST');
  });

  test('a single set of credentials cannot be read', async () => {
    const path =
      '/cloud-accounts/7c4a8d09-ca37-4f62-8a4b-1f0d9b3c2e11/credentials/7c4a8d09-ca37-4f62-8a4b-1f0d9b3c2e11';
    expect((await client.ask('GET', path)).status).toBe(405);
  });
});

describe('bodies', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/merge-patch+json', ''])(
    'of type "%s" are 415',
    async (type) => {
      const refused = await client.ask('POST', '/cloud-accounts', ACCOUNT, { 'content-type': type });
      expect(refused.status).toBe(415);
      expect(refused.body['message']).toContain('application/json');
    },
  );

  test('with a charset in their type are accepted', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
    expect((await client.ask('POST', '/cloud-accounts', ACCOUNT, headers)).status).toBe(200);
  });

  test.each([
    ['that are missing', ''],
    ['that are not JSON', '{"displayName": "hunter2'],
    ['that are a list', '[]'],
    ['that are null', 'null'],
  ])('%s are 400', async (_, text) => {
    const refused = await client.ask('POST', '/cloud-accounts', text);
    expect(refused.status).toBe(400);
    expect(refused.text).not.toContain('hunter2');
  });

  test('of more than 8 MiB are 413', async () => {
    const refused = await client.ask('POST', '/cloud-accounts', { ...ACCOUNT, filling: 'x'.repeat(8 * 1024 * 1024) });
    expect(refused.status).toBe(413);
  });

  test('every invalid field is named, not just the first', async () => {
    const refused = await client.ask('POST', '/cloud-accounts', { displayName: 5, metadata: 'x' });
    expect(refused.body['details']).toEqual([
      'cloudProfile: is required',
      'displayName: must be string',
      'metadata: must be object',
    ]);
  });
});

/** The status of a request with headers that a browser sets by itself. */
async function statusWith(headers: Readonly<Record<string, string>>, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ method: 'POST', host: '127.0.0.1', port: client.sandbox.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('a request addressed to another host is refused', async () => {
  expect(await statusWith({ host: 'example.com' }, '/_sandbox/reset')).toBe(421);
});

describe('a request from a web page is refused', () => {
  const host = () => `127.0.0.1:${client.sandbox.port}`;
  const json = { 'content-type': 'application/json' };

  test.each(['http://example.com', 'null', 'http://127.0.0.1:1', 'http://localhost.example.com'])(
    'with the origin %s',
    async (origin) => {
      expect(await statusWith({ ...json, host: host(), origin }, '/_sandbox/reset')).toBe(403);
      expect(await statusWith({ ...json, host: host(), origin }, '/api/v1/orgs/acme/cloud-accounts')).toBe(403);
    },
  );

  test('unless it has its own origin', async () => {
    expect(await statusWith({ ...json, host: host(), origin: `http://${host()}` }, '/_sandbox/reset')).toBe(200);
  });
});
