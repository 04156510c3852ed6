import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../support/generated.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;

beforeEach(async () => void (folder = await Folder.make()));
afterEach(async () => folder.remove());

/** Boats are sent as JSON, by a body that several operations share; notes as a form, whose fields are on the path. */
const SWAGGER = `swagger: '2.0'
info: { title: Harbour, version: '1' }
host: harbour.example
basePath: /v2
schemes: [http, https]
consumes: [application/json]
produces: [application/json]
security: [{ harbour: [write] }]
securityDefinitions:
  harbour: { type: oauth2, flow: application, tokenUrl: 'https://harbour.example/token', scopes: { write: w } }
paths:
  /boats:
    get:
      parameters: [{ name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }]
      responses: { 200: { description: All., schema: { type: array, items: { $ref: '#/definitions/Boat' } } } }
    post:
      parameters: [{ $ref: '#/parameters/Boat' }]
      responses: { 201: { $ref: '#/responses/Boat' } }
  /boats/{id}:
    parameters: [{ name: id, in: path, required: true, type: integer }]
    get: { responses: { 200: { $ref: '#/responses/Boat' } } }
    put: { parameters: [{ $ref: '#/parameters/Boat' }], responses: { 200: { $ref: '#/responses/Boat' } } }
    delete: { responses: { 204: { description: Gone. } } }
  /notes:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: text, in: formData, required: true, type: string }
        - { name: pages, in: formData, type: integer }
      responses: { 201: { description: It., schema: { $ref: '#/definitions/Note' } } }
  /notes/{id}:
    parameters: [{ name: id, in: path, required: true, type: string }]
    get: { responses: { 200: { description: It., schema: { $ref: '#/definitions/Note' } } } }
    delete: { responses: { 204: { description: Gone. } } }
  /riddles:
    post:
      parameters: [{ name: body, in: body, schema: { $ref: '#/definitions/Missing' } }]
      responses: { 201: { description: It., schema: { $ref: '#/definitions/Nameless' } } }
  /riddles/{id}:
    parameters: [{ name: id, in: path, required: true, type: string }]
    get: { responses: { 200: { description: It., schema: { $ref: '#/definitions/Nameless' } } } }
parameters:
  Boat: { name: boat, in: body, required: true, schema: { $ref: '#/definitions/Boat' } }
responses:
  Boat: { description: It., schema: { $ref: '#/definitions/Boat' } }
definitions:
  Boat:
    type: object
    required: [name]
    properties:
      id: { type: integer, readOnly: true }
      name: { type: string }
      berth: { type: integer, x-nullable: true }
      tags: { type: array, items: { type: string } }
  Note: { type: object, properties: { id: { type: string }, text: { type: string }, pages: { type: integer } } }
  Nameless: { type: object, properties: { size: { type: integer } } }
`;

const lineOf = (text: string): number => SWAGGER.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('a Swagger 2.0 description', { timeout: 60_000 }, () => {
  beforeEach(async () => folder.write('swagger.yaml', SWAGGER));

  it('produces a provider that works against its emulator', async () => {
    const { code, stdout, stderr } = await folder.run('generate check --openapi swagger.yaml --json');
    expect(code, stderr).toBe(0);
    const { resources } = JSON.parse(stdout) as { resources: readonly object[] };
    const passed = { create: 'pass', emptyPlan: 'pass', import: 'pass', destroy: 'pass' };
    expect(resources).toMatchObject([
      { type: 'api_boat', update: 'pass', ...passed },
      { type: 'api_note', update: 'n/a', ...passed },
    ]);
  });

  it("is converted to OpenAPI, with the HTTPS address and its clients' login", async () => {
    const { code, stderr } = await folder.run('generate provider --openapi swagger.yaml --name acme');
    expect(code, stderr).toBe(0);
    const description = JSON.parse(await folder.read('acme/openapi.json')) as Record<string, unknown>;
    expect(description).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://harbour.example/v2' }, {}] });
    const mapping = await folder.read('acme/mapping.ts');
    expect(mapping).toContain("default: { value: 'https://harbour.example/token' }");
    expect(mapping).toContain("type: 'application/x-www-form-urlencoded'");
    // What may be null is cleared with it.
    expect(mapping).toMatch(/berth: \{ type: 'number', optional: true/);
  });

  it('is reported with the pointers and lines of the original file', async () => {
    const { stdout, stderr } = await folder.run('generate check --openapi swagger.yaml');
    const said = plain(stdout + stderr);
    expect(said).not.toContain('#/components');
    expect(said).toContain(
      'riddle: no reply identifies the new object. At #/paths/~1riddles~1{id}/get/responses/200/schema:',
    );
    const generated = await folder.run('generate provider --openapi swagger.yaml --name acme');
    const warned = plain(generated.stderr);
    const body = '#/paths/~1riddles/post/parameters/0/schema';
    expect(warned).toContain(`${body} refers to #/definitions/Missing, which is missing`);
    expect(warned).toContain(`swagger.yaml:${lineOf('#/definitions/Missing')}:`);
    expect(warned).toContain(`swagger.yaml:${lineOf('  /riddles/{id}') + 2}:`);
  });
});

it.each<[string, object, RegExp]>([
  [
    'another version',
    { swagger: '1.2', paths: {} },
    /is not an OpenAPI description.*not-openapi.*Swagger version "1\.2" is not supported \(#\/swagger\)/,
  ],
  ['no paths', { swagger: '2.0' }, /not-openapi.*It has no paths \(#\/paths\)/],
  [
    'a parameter without a location',
    { swagger: '2.0', paths: { '/a': { get: { parameters: [{ name: 'x' }], responses: {} } } } },
    /Parameter object must have an "in" property .openapi-not-converted.*another tool/,
  ],
  ['paths that are not objects', { swagger: '2.0', paths: { '/a': 5 } }, /openapi-/],
  ['operations that are not objects', { swagger: '2.0', paths: { '/a': { get: 'x' } } }, /openapi-/],
])('Swagger with %s is rejected with the reason', { timeout: 60_000 }, async (_, document, message) => {
  await folder.write('swagger.json', document);
  const { code, stdout, stderr } = await folder.run('generate provider --openapi swagger.json --name acme');
  expect(code).toBe(1);
  expect(plain(stdout + stderr)).toMatch(message);
  expect(stdout + stderr).not.toContain('internal');
});
