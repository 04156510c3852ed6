import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import type { Backend, Clock, Lease, Workspaces } from '../../src/state/index.js';
import { inBytes } from '../support/bytes.js';
import { GcsServer } from '../support/gcs-server.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { TERRAFORM_LOCK } from '../support/terraform-lock.js';
import { describeBackend } from './backend.js';

interface More {
  readonly clock?: Clock;
  readonly workspace?: string;
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

const open = async (
  server: GcsServer,
  { clock, workspace = 'default', config = {}, environment = { GOOGLE_OAUTH_ACCESS_TOKEN: 't0ken' } }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const common = { bucket: 'states', prefix: 'prod/a b', storage_custom_endpoint: server.endpoint };
  const opened = await openRemote(remoteEnvironment({ HOME: '/nonexistent', ...environment }), '.', {
    backend: { type: 'gcs', config: { ...common, ...config } },
    workspace,
    ...(clock && { clock }),
  });
  return { ...opened, backend: noteLeases(opened.backend) };
};

const LOCK = 'prod/a b/default.tflock';

describeBackend(
  'gcs',
  async (clock) => {
    const server = await new GcsServer().start();
    return {
      backend: (await open(server, { clock })).backend,
      other: (await open(server, { clock })).backend,
      pass: async (ms) => {
        server.aheadMs += ms;
      },
      faults: server.faults,
      foreign: {
        lock: () => server.set(LOCK, TERRAFORM_LOCK),
        isLocked: () => server.objects.has(LOCK),
      },
      close: async () => {
        server.fate = () => undefined;
        await endLeases();
        await server.stop();
      },
    };
  },
  { keepsBackup: false, vagueMs: 10_000, losesReplies: true, seesTerraform: true },
);

describe('backend gcs at the server', () => {
  let server: GcsServer;

  beforeEach(async () => {
    server = await new GcsServer().start();
  });
  afterEach(async () => {
    server.fate = () => undefined;
    await endLeases();
    await server.stop();
  });

  const locked = async (backend: Backend): Promise<Lease> => {
    const attempt = await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' });
    if (!('lease' in attempt)) throw new Error('not locked');
    return attempt.lease;
  };
  const told = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof DiagnosticError ? JSON.stringify(error.diagnostics) : String(error)),
    );

  test("Terraform's lock has the generation as its ID, and is released by it", async () => {
    server.set(LOCK, TERRAFORM_LOCK);
    const { backend } = await open(server);
    const generation = String(server.objects.get(LOCK)?.generation);
    const attempt = await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' });
    expect(attempt).toMatchObject({ holder: { id: generation, who: 'ann@laptop' } });
    await backend.forceUnlock(generation);
    expect(server.objects.has(LOCK)).toBe(false);
  });

  test('a release whose reply was lost leaves the lock of the next run alone', async () => {
    const [{ backend }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(backend);
    let isReleased = false;
    server.fate = ({ method }) => {
      if (method !== 'DELETE' || isReleased) return undefined;
      isReleased = true;
      return 'lost';
    };
    const released = backend.unlock(lease);
    await expect.poll(() => isReleased && !server.objects.has(LOCK), { interval: 2 }).toBe(true);
    const taken = await locked(next);
    await released;
    expect(server.objects.has(LOCK)).toBe(true);
    await next.renew(taken);
  });

  test('a line that is written after the lease was taken over finds its place taken', async () => {
    const [{ backend: old }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(old);
    await old.appendJournal(lease, inBytes('one\n'));
    server.aheadMs += 31_000;
    const taken = await locked(next);
    expect(await told(old.appendJournal(lease, inBytes('late\n')))).toContain('lock-lost');
    await next.appendJournal(taken, inBytes('two\n'));
    expect(Buffer.from(await next.readJournal()).toString()).toBe('one\ntwo\n');
  });

  test('workspaces are found under the prefix, in pages', async () => {
    const { workspaces } = await open(server);
    await workspaces.create('staging');
    await workspaces.create('qa-1');
    server.set('prod/a b/default.tfstate', '{}');
    server.set('prod/a b/deeper/other.tfstate', '{}');
    server.set('prod/a b/qa-1.tfstate.landform', '{}');
    server.page = 1;
    expect(await workspaces.list()).toEqual(['qa-1', 'staging']);
    const { backend: staging } = await open(server, { workspace: 'staging' });
    const lease = await locked(staging);
    await staging.appendJournal(lease, inBytes('one\n'));
    await workspaces.remove('staging');
    await staging.unlock(lease);
    expect([...server.objects.keys()].filter((key) => key.includes('staging'))).toEqual([]);
  });

  test("the customer's key encrypts state and journal, and a key of the service is named", async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const { backend } = await open(server, { config: { encryption_key: key } });
    const lease = await locked(backend);
    await backend.appendJournal(lease, inBytes('one\n'));
    await backend.write(lease, ['{}'], undefined);
    expect(await backend.read()).toMatchObject({ size: 2 });
    for (const [name, stored] of server.objects)
      expect([name, stored.key !== undefined]).toEqual([name, name !== LOCK]);
    expect(await told((await open(server)).backend.read())).toContain('customer-supplied');
    const { backend: managed } = await open(server, { workspace: 'kms', config: { kms_encryption_key: 'projects/x' } });
    await managed.write(await locked(managed), ['{}'], undefined);
    expect(server.objects.get('prod/a b/kms.tfstate')?.query.get('kmsKeyName')).toBe('projects/x');
  });

  test('an emulator is asked without credentials', async () => {
    server.tokens = undefined;
    const environment = { STORAGE_EMULATOR_HOST: `127.0.0.1:${server.port}` };
    const { backend } = await open(server, { config: { storage_custom_endpoint: null }, environment });
    await backend.write(await locked(backend), ['{}'], undefined);
    expect(await backend.read()).toMatchObject({ size: 2 });
  });

  test('a refused token and a missing bucket are named, and no secret is in the error', async () => {
    const { backend } = await open(server, { environment: { GOOGLE_OAUTH_ACCESS_TOKEN: 'wr0ng-t0ken' } });
    const refused = await told(backend.read());
    expect(refused).toContain('state-not-permitted');
    expect(refused).not.toContain('wr0ng-t0ken');
    expect(await told((await open(server, { config: { bucket: 'none' } })).backend.read())).toContain('does not exist');
  });

  test.each([
    [{ encryption_key: 'short' }, '32 bytes'],
    [{ encryption_key: Buffer.alloc(32).toString('base64'), kms_encryption_key: 'x' }, 'two encryption keys'],
    [{ credentials: 'missing.json' }, 'neither a key nor a file'],
    [{ storage_custom_endpoint: 'no address' }, 'not an address'],
    [{ prefx: 'x' }, 'Did you mean prefix'],
  ])('the settings %j are refused', async (config, detail) => {
    expect(await told(open(server, { config }))).toContain(detail);
  });
});
