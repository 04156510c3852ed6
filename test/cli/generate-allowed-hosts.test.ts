import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../support/generated.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
let server: Server;
let host: string;
let asked: string[];

/** What the other host has. */
const FILES: Readonly<Record<string, object>> = {
  '/models/ship.json': {
    type: 'object',
    required: ['name'],
    properties: { id: { type: 'string', readOnly: true }, name: { $ref: 'name.json#/text' }, sister: { $ref: '#' } },
  },
  '/models/name.json': { text: { type: 'string', description: 'What people read.' } },
};

beforeEach(async () => {
  folder = await Folder.make();
  asked = [];
  server = createServer((request, response) => {
    const path = request.url!;
    asked.push(path);
    if (path === '/moved.json') response.writeHead(302, { location: `http://${host}/models/ship.json` }).end();
    else if (path === '/large.json') response.end(JSON.stringify({ description: 'x'.repeat(51_000_000) }));
    else if (FILES[path] === undefined) response.writeHead(404).end();
    else response.end(JSON.stringify(FILES[path]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.close();
  await folder.remove();
});

/** Generates the provider of a description whose ships are described at this address. */
async function generate(address: string, options = '') {
  const ship = { 'application/json': { schema: { $ref: address } } };
  const answer = { responses: { 200: { description: '', content: ship } } };
  await folder.write('openapi.json', {
    openapi: '3.1.0',
    paths: {
      '/ships': { post: { requestBody: { content: ship }, ...answer } },
      '/ships/{id}': { get: answer, delete: { responses: { 204: { description: '' } } } },
    },
  });
  const ran = await folder.run(`generate provider --openapi openapi.json --name acme ${options}`);
  return {
    ...ran,
    said: plain(ran.stdout + ran.stderr),
    mapping: await folder.read('acme/mapping.ts').catch(() => ''),
  };
}

describe('an OpenAPI description that refers to another host', { timeout: 60_000 }, () => {
  it("is read with that host's files if the host is allowed, each file once", async () => {
    const { code, mapping, said } = await generate(`http://${host}/models/ship.json`, `--allow-host ${host}`);
    expect(code, said).toBe(0);
    expect(asked).toEqual(['/models/ship.json', '/models/name.json']);
    expect(mapping).toContain("name: { required: true, description: 'What people read.' }");
    expect(await folder.read('acme/openapi.json')).not.toContain(`"$ref": "http`);
  });

  it.each([
    ['without the flag', ''],
    ['when another host is allowed', '--allow-host schemas.example'],
    ['when the host is allowed at another port', '--allow-host 127.0.0.1'],
  ])('sends that host no request %s', async (_, options) => {
    const { said } = await generate(`http://${host}/models/ship.json`, options);
    expect(asked).toEqual([]);
    expect(said).toContain('openapi-foreign-reference');
    expect(said).toContain('--allow-host');
  });

  it.each([
    ['/moved.json', /it cannot be read \(unexpected redirect\)/],
    ['/missing.json', /the response has status 404/],
    ['/large.json', /exceed 50000000 bytes/],
  ])('is read without %s, with the reason', async (path, reason) => {
    const { said } = await generate(`http://${host}${path}`, `--allow-host ${host}`);
    expect(asked).toEqual([path]);
    expect(said).toMatch(reason);
  });

  it('is not read over an unencrypted connection, except from this machine', async () => {
    const { said } = await generate('http://schemas.example/a.json', '--allow-host schemas.example');
    expect(said).toContain('only https: is allowed, except on this machine');
  });
});
