import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulate, type Sandbox } from '../../src/testing/index.js';
import { generated, plain } from '../support/generated.js';
import type { Folder } from '../support/run-landform.js';

const SECRET = 'a secret & more';

let folder: Folder;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await generated('schemes', 'vault', {
    resource: { vault_box: { each: { count: 20, name: 'box ${count.index}' } } },
  });
  sandbox = await emulate({ provider: 'vault', description: path.join(folder.path, 'openapi.yaml') });
}, 60_000);

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

/** What the sandbox asks to set, without some of it. */
const but = (...names: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(sandbox.environment).filter(([name]) => !names.includes(name)));

const apply = async (env: Readonly<Record<string, string>>) => {
  const { code, stdout, stderr } = await folder.run('apply --auto-approve', { env });
  return { code, said: plain(stdout + stderr) };
};

// Reading boxes takes a token or a key, changing them a token with other scopes.
describe('a generated provider with several security schemes', { timeout: 60_000 }, () => {
  it('logs in once with all scopes for concurrent requests', async () => {
    const { code, said } = await apply(but('VAULT_KEY'));
    expect(code, said).toBe(0);
    const logins = sandbox.requests.records.filter(({ path: asked }) => asked === '/oauth/token');
    expect(logins.map(({ method, status }) => [method, status])).toEqual([['POST', 200]]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['that the client is allowed', { VAULT_SCOPE: 'boxes:write boxes:read' }, 0],
    ['that are insufficient', { VAULT_SCOPE: 'boxes:read' }, 1],
  ])('requests the scopes %s', async (_, more, code) => {
    const done = await apply({ ...but('VAULT_KEY'), ...more });
    expect(done.code, done.said).toBe(code);
    if (code !== 0) expect(done.said).toMatch(/not-allowed.*status 403.*The token lacks the required scopes/);
  });

  it('reports a refused login with its address and what to check, but no secret', async () => {
    const { code, said } = await apply({ ...but('VAULT_KEY'), VAULT_CLIENT_SECRET: SECRET });
    expect(code).toBe(1);
    expect(said).toContain(`The refused request was for a token at ${sandbox.url}/oauth/token.`);
    expect(said).toContain('It says: The client or its secret is wrong. (invalid_client).');
    expect(said).toContain('Check client_id (VAULT_CLIENT_ID), client_secret (VAULT_CLIENT_SECRET)');
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain('a+secret+%26+more');
  });

  it('reports the address of an unreachable login server', async () => {
    const { code, said } = await apply({ ...but('VAULT_KEY'), VAULT_TOKEN_URL: 'http://127.0.0.1:9/token?key=hidden' });
    expect(code).toBe(1);
    expect(said).toMatch(
      /service-unreachable.*The refused request was for a token at http:\/\/127\.0\.0\.1:9\/token\. /,
    );
    expect(said).not.toContain('hidden');
  });

  it('sends each operation credentials that it accepts, and names the ones another operation lacks', async () => {
    const { code, said } = await apply(but('VAULT_CLIENT_ID', 'VAULT_CLIENT_SECRET'));
    expect(code).toBe(1);
    expect(said).toContain('vault needs different credentials to create');
    expect(said).toMatch(/Set token \(VAULT_TOKEN\), or client_id \(VAULT_CLIENT_ID\) and client_secret/);
    expect(sandbox.requests.records.filter(({ method }) => method !== 'GET')).toEqual([]);
    await folder.write('main.tf.json', {
      terraform: { required_providers: { vault: { source: 'vault/vault' } } },
      data: { vault_boxes: { all: {} } },
    });
    const read = await apply(but('VAULT_CLIENT_ID', 'VAULT_CLIENT_SECRET'));
    expect(read.code, read.said).toBe(0);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no credentials', {}, /has no credentials.*Set token \(VAULT_TOKEN\), or client_id .*, or key \(VAULT_KEY\)/],
    ['half of the credentials', { VAULT_CLIENT_ID: 'me' }, /has no client_secret.*client_id is set but is not enough/],
    [
      'an unencrypted login address',
      { VAULT_CLIENT_ID: 'me', VAULT_CLIENT_SECRET: SECRET, VAULT_TOKEN_URL: 'http://vault.test/token' },
      /token_url is not an https/,
    ],
  ])('rejects a plan with %s', async (_, env, message) => {
    const { code, stdout, stderr } = await folder.run('plan', {
      env: { VAULT_ENDPOINT: sandbox.url, ...env },
    });
    expect(code).toBe(1);
    expect(plain(stdout + stderr)).toMatch(message);
  });
});

it('a client whose secret goes in the body does not send it in a header', { timeout: 60_000 }, async () => {
  const mapping = await folder.read('vault/mapping.ts');
  await folder.write('vault/mapping.ts', mapping.replace("scheme: 'client-credentials',", "$& sentIn: 'body',"));
  const asked: (string | undefined)[] = [];
  const login = createServer((request, response) => {
    asked.push(request.headers.authorization);
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      asked.push(body);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}');
    });
  });
  await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
  const { port } = login.address() as AddressInfo;
  const { code } = await apply({
    ...but('VAULT_KEY'),
    VAULT_CLIENT_SECRET: SECRET,
    VAULT_SCOPE: 'boxes:read',
    VAULT_TOKEN_URL: `http://127.0.0.1:${port}/token`,
  });
  login.close();
  expect(code).toBe(1);
  expect(asked.slice(0, 2)).toEqual([
    undefined,
    'grant_type=client_credentials&scope=boxes%3Aread&client_id=sandbox&client_secret=a+secret+%26+more',
  ]);
});
