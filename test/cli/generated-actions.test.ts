import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emulate, type Sandbox } from '../../src/testing/index.js';
import { generated, plain } from '../support/generated.js';
import type { Folder } from '../support/run-landform.js';

/** What a service was asked. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly reason: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const asked: Asked[] = [];

/** Notes down each request, and has done what it asks for. */
const service = createServer((request, response) => {
  void text(request).then((body) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, reason: headers['x-reason'] as string | undefined, type: headers['content-type'], body });
    response.writeHead(204).end();
  });
});

let folder: Folder;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await generated('actions', 'ledger', {});
  sandbox = await emulate({ provider: 'ledger', description: path.join(folder.path, 'openapi.yaml') });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
}, 60_000);

afterAll(async () => {
  service.close();
  await sandbox.close();
  await folder.remove();
});

beforeEach(() => {
  asked.length = 0;
});

async function run(line: string, env = sandbox.environment) {
  const { code, stdout, stderr } = await folder.run(line, { env });
  return { code, stdout, said: plain(stdout + stderr) };
}

const configure = (type: string, config: object, more: object = {}) =>
  folder.write('main.tf.json', {
    terraform: { required_providers: { ledger: { source: 'ledger/ledger' } } },
    action: { [`ledger_${type}`]: { now: { config } } },
    ...more,
  });

/** What the service is asked when the action is invoked. */
async function invoked(type: string, config: object): Promise<Asked> {
  await configure(type, config);
  const { port } = service.address() as AddressInfo;
  const env = { ...sandbox.environment, LEDGER_ENDPOINT: `http://127.0.0.1:${port}` };
  const { code, said } = await run(`apply --auto-approve --invoke=action.ledger_${type}.now`, env);
  expect(code, said).toBe(0);
  expect(asked).toHaveLength(1);
  return asked[0]!;
}

describe('an operation that creates nothing becomes an action', { timeout: 60_000 }, () => {
  it('with the name and the first sentence of its description', async () => {
    await configure('lights', { items: [] });
    const { stdout } = await run('providers schema --json');
    const { provider_schemas: schemas } = JSON.parse(stdout) as {
      provider_schemas: Record<string, { action_schemas: Record<string, { block: { description: string } }> }>;
    };
    const actions = Object.entries(schemas['registry.terraform.io/ledger/ledger']!.action_schemas);
    expect(Object.fromEntries(actions.map(([type, { block }]) => [type, block.description]))).toEqual({
      ledger_lights: 'Sends PUT /lights.',
      ledger_login: 'Sends POST /login.',
      ledger_shelf_audit: 'Count what is on a shelf.',
      ledger_shelf_audit_put: 'Sends PUT /shelves/{shelfId}/audit.',
      ledger_shelf_dust_delete: 'Sends DELETE /shelves/{shelfId}/dust.',
      ledger_shelf_move: 'Sends POST /shelves/{shelfId}/actions/move.',
    });
  });

  it('that a resource triggers, with one request to the service', async () => {
    const shelf = {
      name: 'verse',
      lifecycle: { action_trigger: [{ events: ['after_create'], actions: ['action.ledger_shelf_audit.now'] }] },
    };
    await configure(
      'shelf_audit',
      { shelf_id: '${ledger_shelf.verse.id}' },
      { resource: { ledger_shelf: { verse: shelf } } },
    );
    const { code, said } = await run('apply --auto-approve');
    expect(code, said).toBe(0);
    const audits = sandbox.requests.records.filter(({ operationId }) => operationId === 'auditShelf');
    const [created] = sandbox.store.collection('ledger', 'shelves').all() as unknown as { object: { id: string } }[];
    expect(audits).toMatchObject([{ method: 'POST', path: `/shelves/${created!.object.id}/audit`, status: 204 }]);
    expect((await run('destroy --auto-approve')).code).toBe(0);
  });

  it.each<[string, string, object, Partial<Asked>]>([
    ['a path parameter', 'shelf_audit', { shelf_id: 'a/b' }, { method: 'POST', url: '/shelves/a%2Fb/audit', body: '' }],
    ['no body, with another method', 'shelf_audit_put', { shelf_id: '7' }, { method: 'PUT', url: '/shelves/7/audit' }],
    ['the ID of what it deletes', 'shelf_dust_delete', { shelf_id: '7' }, { method: 'DELETE', url: '/shelves/7/dust' }],
    [
      'its required values, in the header, the query and the body',
      'shelf_move',
      { shelf_id: '7', reason: 'flood', room_number: 3 },
      { url: '/shelves/7/actions/move?mode=fast', reason: 'flood', body: '{"room":{"number":3}}' },
    ],
    [
      'its optional values',
      'shelf_move',
      {
        shelf_id: '7',
        reason: 'flood',
        notify: true,
        body_shelf_id: '8',
        room_number: 3,
        room_floor: 1,
        door_code: '1234',
        labels: '{"a": [1]}',
      },
      {
        url: '/shelves/7/actions/move?mode=fast&notify=true',
        body: '{"room":{"number":3,"floor":1},"shelfId":"8","doorCode":"1234","labels":{"a":[1]}}',
      },
    ],
    [
      'a list as its body',
      'lights',
      { items: ['east', 'west'] },
      { type: 'application/json', body: '["east","west"]' },
    ],
    [
      'a form',
      'login',
      { user: 'ann', password: 'a&b' },
      { type: 'application/x-www-form-urlencoded', body: 'user=ann&password=a%26b' },
    ],
  ])('that sends %s', async (_, type, config, expected) => {
    expect(await invoked(type, config)).toMatchObject(expected);
  });

  it('that hides its secrets', async () => {
    await configure('shelf_move', { shelf_id: '7', reason: 'flood', room_number: 3, door_code: 's3cr3t' });
    const { code, said } = await run('plan --invoke=action.ledger_shelf_move.now');
    expect(code, said).toBe(0);
    expect(said).toContain('flood');
    expect(said).not.toContain('s3cr3t');
  });

  it('that is rejected before any request if a required argument is missing', async () => {
    await configure('shelf_move', { shelf_id: '7', reason: 'flood' });
    const before = sandbox.requests.total;
    const { code, said } = await run('plan --invoke=action.ledger_shelf_move.now');
    expect(code).toBe(1);
    expect(said).toContain('room_number');
    expect(sandbox.requests.total).toBe(before);
  });

  it('and does not make credentials optional if it needs none itself', async () => {
    await configure('shelf_audit', { shelf_id: '7' });
    const { code, said } = await run('plan --invoke=action.ledger_shelf_audit.now', {});
    expect(code).toBe(1);
    expect(said).toContain('LEDGER_TOKEN');
  });

  it('unless its body cannot be generated, in which case it is listed with the reason', async () => {
    expect(await folder.read('ledger/mapping.ts')).toContain(
      '// - POST /shelves/{shelfId}/photo (takePhoto): its body is neither JSON nor a form with a schema',
    );
  });
});
