import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulate, type Sandbox } from '../../src/testing/index.js';
import { createHarness } from '../support/built-harness.mjs';
import { generated, plain } from '../support/generated.js';
import type { Folder } from '../support/run-landform.js';

let folder: Folder;
let sandbox: Sandbox;

const account = (owner: string, limit: number, more: object = {}) => ({
  terraform: { required_providers: { ledger: { source: 'ledger/ledger' } } },
  resource: { ledger_account: { main: { owner, limit, ...more } } },
});

async function run(line: string) {
  const { code, stdout, stderr } = await folder.run(line, { env: sandbox.environment });
  return { code, said: plain(stdout + stderr) };
}

async function succeeds(line: string) {
  const { code, said } = await run(line);
  expect(code, said).toBe(0);
}

/** Applies or destroys within this process, where only the result in the service matters. */
async function completes(command: 'apply' | 'destroy') {
  const harness = createHarness({ directory: folder.path, environment: sandbox.environment });
  const { diagnostics } = await harness[command]();
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
}

/** What the service has. */
const held = () =>
  sandbox.store.collection('ledger', 'accounts').all() as unknown as readonly { readonly object: object }[];

/** Something else changes the account. */
const meanwhile = (values: object) =>
  sandbox.drift({ action: 'change', collection: 'accounts', where: {}, values: { ...values } });

/** Statuses of the requests that changed something, or should have. */
const changes = () =>
  sandbox.requests.records.filter(({ method }) => method === 'PUT' || method === 'DELETE').map(({ status }) => status);

beforeEach(async () => {
  folder = await generated('etags', 'ledger', account('ann', 5));
  sandbox = await emulate({ provider: 'ledger', description: path.join(folder.path, 'openapi.yaml') });
  await completes('apply');
}, 60_000);

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

describe('a service that requires If-Match for changes', { timeout: 60_000 }, () => {
  it('receives the current ETag of the object', async () => {
    await folder.write('main.tf.json', account('ann', 7));
    await completes('apply');
    await completes('destroy');
    expect(changes()).toEqual([200, 204]);
  });

  it('receives it for attributes that only an update can set on a new object', async () => {
    await completes('destroy');
    await folder.write('main.tf.json', account('ann', 7, { note: 'new' }));
    await completes('apply');
    expect(held()).toMatchObject([{ object: { owner: 'ann', limit: 7, note: 'new' } }]);
    expect(changes()).toEqual([204, 200]);
  });

  it.each([
    ['an update', 'plan --out plan.json', account('ann', 7)],
    ['a delete', 'plan --destroy --out plan.json', account('ann', 5)],
  ])('receives no request for %s if the object changed since the plan', async (_, plan, wanted) => {
    await folder.write('main.tf.json', wanted);
    await succeeds(plan);
    await meanwhile({ owner: 'bob' });
    const { code, said } = await run('apply plan.json');
    expect(code).toBe(1);
    expect(said).toContain('was changed since it was planned');
    expect(said).toMatch(
      /changed-meanwhile.* Another value: owner\. .* Run plan again to see its current state, then apply\./,
    );
    expect(changes()).toEqual([]);
    expect(held()).toMatchObject([{ object: { owner: 'bob', limit: 5 } }]);
    await folder.write('main.tf.json', account('bob', 7));
    await completes('apply');
    expect(held()).toMatchObject([{ object: { owner: 'bob', limit: 7 } }]);
  });

  it('receives the request if only read-only attributes changed', async () => {
    await folder.write('main.tf.json', account('ann', 7));
    await succeeds('plan --out plan.json');
    await meanwhile({ readings: 3 });
    await succeeds('apply plan.json');
    expect(changes()).toEqual([200]);
  });

  it('has made a change whose response was lost, and the next run finds it', async () => {
    await folder.write('main.tf.json', account('ann', 7));
    sandbox.faults.configure({ script: [{ fault: 'dropAfter', methods: ['PUT'] }] });
    await completes('apply');
    expect(held()).toMatchObject([{ object: { limit: 7 } }]);
  });

  it('has made a deletion whose response was lost, and the next run finds it', async () => {
    sandbox.faults.configure({ script: [{ fault: 'dropAfter', methods: ['DELETE'] }] });
    await completes('destroy');
    expect(held()).toEqual([]);
  });

  it('rejects requests without it, and its message is shown', async () => {
    const mapping = await folder.read('ledger/mapping.ts');
    await folder.write('ledger/mapping.ts', mapping.replaceAll('ifMatch: true,', ''));
    await folder.write('main.tf.json', account('ann', 7));
    const { code, said } = await run('apply --auto-approve');
    expect(code).toBe(1);
    expect(said).toMatch(
      /status 428.*The header If-Match is missing\. The service only changes objects under a condition/,
    );
  });
});

describe('a service whose requests all name a tenant', { timeout: 60_000 }, () => {
  it('makes the plan fail if its tenant is not that of the objects in state', async () => {
    const { LEDGER_TENANT: tenant } = sandbox.environment;
    const { code, stdout, stderr } = await folder.run('plan', {
      env: { ...sandbox.environment, LEDGER_TENANT: 'x' },
    });
    expect(code).toBe(1);
    expect(plain(stdout + stderr)).toContain(
      `It belongs to tenant "${tenant}", but the provider is configured with "x".`,
    );
  });

  it('accepts objects that moved to another tenant', async () => {
    const { LEDGER_TENANT: tenant } = sandbox.environment;
    const env = { ...sandbox.environment, LEDGER_TENANT: 'x', LEDGER_MOVED_FROM: tenant! };
    const { code, stdout } = await folder.run('plan', { env });
    expect(code).toBe(0);
    expect(plain(stdout)).toContain('No changes');
  });

  it('requires a tenant', async () => {
    const { code, stdout, stderr } = await folder.run('plan', {
      env: { ...sandbox.environment, LEDGER_TENANT: '' },
    });
    expect(code).toBe(1);
    expect(plain(stdout + stderr)).toContain(
      'Set tenant in the provider configuration, or the environment variable LEDGER_TENANT',
    );
  });
});

describe('an object that changes between every read and the update', { timeout: 60_000 }, () => {
  it('is left unchanged after a few attempts', async () => {
    await folder.write('main.tf.json', account('ann', 7));
    // Each look at the account adds a reading, so that no tag is the one that was just read.
    const all = sandbox.store.collection('ledger', 'accounts');
    const get = all.get.bind(all);
    let readings = 0;
    all.get = (identity: string) => {
      const found = get(identity) as { object: object } | undefined;
      if (found !== undefined) all.put({ ...found, object: { ...found.object, readings: ++readings } } as never);
      return found as never;
    };
    const { code, said } = await run('apply --auto-approve');
    expect(code).toBe(1);
    expect(said).toContain('The service says so (412, If-Match)');
    expect(changes()).toEqual([412, 412, 412, 412]);
    expect(held()).toMatchObject([{ object: { limit: 5 } }]);
  });
});
