import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;

beforeEach(async () => {
  folder = await Folder.make();
  for (const each of ['api/paths', 'api/models', 'elsewhere'])
    await mkdir(path.join(folder.path, each), { recursive: true });
});
afterEach(async () => folder.remove());

const OPENAPI = `
openapi: 3.1.0
info: { title: Files, version: '1' }
paths:
  /ships: { $ref: paths/ships.yaml }
  /ships/{id}: { $ref: 'paths/ships.yaml#/one' }
components:
  schemas:
    Name: { type: string, description: What people read. }
`;

/** The paths of ships, whose schema is at `ship`. */
const ships = (ship: string): string => `
get: { responses: { '200': { description: All., content: { application/json: { schema: { type: array, items: { $ref: '${ship}' } } } } } } }
post:
  requestBody: { content: { application/json: { schema: { $ref: '${ship}' } } } }
  responses: { '201': { description: It., content: { application/json: { schema: { $ref: '${ship}' } } } } }
one:
  get: { responses: { '200': { description: It., content: { application/json: { schema: { $ref: '${ship}' } } } } } }
  delete: { responses: { '204': { description: Gone. } } }
`;

const SHIP = `
type: object
required: [name]
properties:
  id: { type: string, readOnly: true }
  name: { $ref: '../openapi.yaml#/components/schemas/Name' }
  crew: { type: array, items: { $ref: '#/definitions/person' } }
  sister: { $ref: ./ship.yaml }
definitions:
  person: { type: object, properties: { name: { type: string } } }
`;

async function generate(ship: string) {
  await folder.write('api/openapi.yaml', OPENAPI);
  await folder.write('api/paths/ships.yaml', ships(ship));
  const ran = await folder.run('generate provider --openapi api/openapi.yaml --name acme');
  const mapping = await folder.read('acme/mapping.ts').catch(() => '');
  return { ...ran, mapping };
}

describe('an OpenAPI description split into several files', () => {
  it('is read completely, and written as one file that the provider reads', { timeout: 60_000 }, async () => {
    await folder.write('api/models/ship.yaml', SHIP);
    const { code, mapping, stderr } = await generate('../models/ship.yaml');
    expect(code, stderr).toBe(0);
    expect(mapping).toMatch(/crew: \{ type: listOf\(objectOf\(\{ name: 'string' \}/);
    expect(mapping).toContain('What people read.');
    expect(await folder.read('acme/openapi.json')).toContain('"#/x-files/models~1ship.yaml"');
    const checked = await folder.run('generate check --openapi api/openapi.yaml');
    expect(checked.stdout + checked.stderr).toContain('1 resource of 1 passed');
  });

  it.each<[string, string, string, () => Promise<unknown>]>([
    [
      'is outside its folder',
      '../../elsewhere/ship.yaml',
      'it is outside the directory of the description',
      async () => writeFile(path.join(folder.path, 'elsewhere/ship.yaml'), SHIP),
    ],
    [
      'a symbolic link resolves to, outside its folder',
      '../models/ship.yaml',
      'it is outside the directory of the description',
      async () => {
        await writeFile(path.join(folder.path, 'elsewhere/ship.yaml'), SHIP);
        await symlink('../../elsewhere/ship.yaml', path.join(folder.path, 'api/models/ship.yaml'));
      },
    ],
    ['is missing', '../models/boat.yaml', 'it is missing', async () => undefined],
    [
      'cannot be parsed',
      '../models/ship.yaml',
      'is neither JSON nor YAML',
      async () => folder.write('api/models/ship.yaml', 'a: [1'),
    ],
    ['is at an address', 'http://127.0.0.1:9/ship.yaml', 'Allow the host with --allow-host', async () => undefined],
  ])(
    'is accepted without a reference that %s, with a warning',
    { timeout: 60_000 },
    async (_, ship, reason, prepare) => {
      await prepare();
      const { code, stderr, stdout } = await generate(ship);
      expect(code).toBe(1);
      expect((stdout + stderr).replaceAll(/\s*\n[│ ]*/g, ' ')).toContain(reason);
      expect(stdout + stderr).not.toContain('    at ');
    },
  );
});
