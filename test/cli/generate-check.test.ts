import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const SCENARIOS = fileURLToPath(new URL('../scenarios/openapi/', import.meta.url));

let folder: Folder;

beforeEach(async () => void (folder = await Folder.make()));
afterEach(async () => folder.remove());

const PASSED = { create: 'pass', emptyPlan: 'pass', update: 'pass', import: 'pass', destroy: 'pass' };

async function check(description: string, more = '') {
  const ran = await folder.run(`generate check --openapi ${description} ${more}`);
  return { ...ran, document: more.includes('--json') ? (JSON.parse(ran.stdout) as Checked) : undefined };
}

interface Checked {
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly leftOut: readonly { readonly noun: string; readonly reason: string }[];
}

describe('landform generate check', () => {
  it('reports what passes for each resource in one document', { timeout: 60_000 }, async () => {
    await folder.write('openapi.yaml', await readFile(path.join(SCENARIOS, 'nested/openapi.yaml'), 'utf8'));
    const { code, document, stderr } = await check('openapi.yaml', '--json');
    expect(code, stderr).toBe(0);
    expect(document!.leftOut).toEqual([]);
    // A subscription has no update in that description.
    for (const resource of document!.resources)
      expect(resource).toMatchObject(resource['type'] === 'api_subscription' ? { ...PASSED, update: 'n/a' } : PASSED);
    expect(document!.resources.length).toBeGreaterThan(1);
  });

  it(
    'prints a table with the reason for each failure and omission, and exits with 1',
    { timeout: 60_000 },
    async () => {
      const json = (schema: object) => ({ content: { 'application/json': { schema } } });
      const answer = (schema: object) => ({ responses: { 200: { description: '', ...json(schema) } } });
      const thing = (more: object) => ({
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' }, ...more },
      });
      // No text fits this pattern, so nothing can be made.
      const never = thing({ code: { type: 'string', pattern: '^(?!.*)$' } });
      await folder.write('openapi.json', {
        openapi: '3.1.0',
        paths: {
          '/goods': { post: { requestBody: json(thing({})), ...answer(thing({})) } },
          '/goods/{id}': { get: answer(thing({})), delete: { responses: { 204: { description: '' } } } },
          '/pads': { post: { requestBody: json({ ...never, required: ['code'] }), ...answer(never) } },
          '/pads/{id}': { get: answer(never), delete: { responses: { 204: { description: '' } } } },
          '/riddles': { post: { responses: { 201: { description: '' } } } },
          '/riddles/{id}': { get: { responses: { 200: { description: '' } } } },
        },
      });
      const { code, stdout } = await check('openapi.json');
      expect(code).toBe(1);
      expect(stdout).toMatch(/resource +create +empty plan +update +import +destroy +doubts/);
      expect(stdout).toMatch(/api_good +pass +pass +n\/a +pass +pass/);
      expect(stdout).toMatch(/api_pad +fail/);
      expect(stdout).toMatch(/api_pad, create: .*code/);
      expect(stdout).toMatch(/riddle: no reply describes its fields/);
      expect(stdout).toContain('1 resource of 2 passed; 1 left out.');
    },
  );

  it('fails the destroy check of an object that cannot be deleted', { timeout: 60_000 }, async () => {
    const json = (schema: object) => ({ content: { 'application/json': { schema } } });
    const good = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
    const answer = { responses: { 200: { description: '', ...json(good) } } };
    await folder.write('openapi.json', {
      openapi: '3.1.0',
      paths: {
        '/goods': { post: { requestBody: json({ ...good, required: [] }), ...answer } },
        '/goods/{id}': { get: answer, delete: { responses: { 409: { description: 'In use.' } } } },
      },
    });
    const { code, document } = await check('openapi.json', '--json');
    expect(code).toBe(1);
    expect(document!.resources).toMatchObject([{ ...PASSED, update: 'n/a', destroy: 'fail' }]);
  });

  it('writes nothing', { timeout: 60_000 }, async () => {
    await folder.write('openapi.yaml', await readFile(path.join(SCENARIOS, 'put-only/openapi.json'), 'utf8'));
    const before = await folder.contents();
    await check('openapi.yaml');
    expect(await folder.contents()).toEqual(before);
  });
});
