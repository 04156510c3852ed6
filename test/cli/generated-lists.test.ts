import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import path from 'node:path';
import { emulate, type Sandbox } from '../../src/testing/index.js';
import { generated } from '../support/generated.js';
import type { Folder } from '../support/run-landform.js';

let folder: Folder;
let sandbox: Sandbox;

const main = {
  resource: {
    names_domain: { main: { name: 'example' } },
    names_delegation: { main: { domain: '${names_domain.main.id}', items: ['ns2.example', 'ns1.example'] } },
    names_rules: {
      main: {
        domain: '${names_domain.main.id}',
        zones: ['b', 'a'],
        ports: [80, 443],
        items: [{ port: 80, note: 'plain' }, { port: 443 }],
      },
    },
  },
};

beforeEach(async () => {
  folder = await generated('lists', 'names', main);
  sandbox = await emulate({ provider: 'names', description: path.join(folder.path, 'openapi.yaml') });
}, 60_000);

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

describe('list bodies and list parameters', { timeout: 60_000 }, () => {
  it('are sent as described and read back', async () => {
    for (const line of ['apply --auto-approve', 'plan --detailed-exitcode']) {
      const ran = await folder.run(line, { env: sandbox.environment });
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    }
    const objects = (kind: string) =>
      sandbox.store
        .collection('names', kind)
        .all()
        .map((entry) => (entry as unknown as { readonly object: unknown }).object);
    expect(objects('delegations')).toEqual([['ns2.example', 'ns1.example']]);
    expect(objects('rules')).toEqual([[{ port: 80, note: 'plain' }, { port: 443 }]]);
    const sent = sandbox.requests.records.find(
      ({ method, path: asked }) => method === 'PUT' && asked.endsWith('/rules'),
    );
    expect(sent?.query).toBe('?zones=b%2Ca&ports=80&ports=443');
  });
});

it('the generated provider passes every check', { timeout: 60_000 }, async () => {
  const { code, stdout } = await folder.run('generate check --openapi openapi.yaml');
  expect(code, stdout).toBe(0);
});
