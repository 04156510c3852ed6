import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { stateLocked } from '../../src/state/diagnostics.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import { systemClock, type Backend, type Clock, type Lease, type Workspaces } from '../../src/state/index.js';
import { AZURE_KEY, AZURE_SAS, AzureServer } from '../support/azure-server.js';
import { inBytes } from '../support/bytes.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { TERRAFORM_LOCK, TERRAFORM_LOCK_INFO } from '../support/terraform-lock.js';
import { describeBackend, HandClock } from './backend.js';

interface More {
  readonly clock?: Clock;
  readonly workspace?: string;
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

const open = async (
  server: AzureServer,
  { clock, workspace = 'default', config = {}, environment = { ARM_ACCESS_KEY: AZURE_KEY } }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const common = { storage_account_name: 'landform', container_name: 'states', key: KEY };
  const opened = await openRemote(
    remoteEnvironment({ AZURE_STORAGE_SERVICE_ENDPOINT: server.address, ...environment }),
    '.',
    { backend: { type: 'azurerm', config: { ...common, ...config } }, workspace, ...(clock && { clock }) },
  );
  return { ...opened, backend: noteLeases(opened.backend) };
};

const KEY = 'prod/a b+c.tfstate';

describeBackend(
  'azurerm',
  async (clock) => {
    const server = await new AzureServer().start();
    return {
      backend: (await open(server, { clock })).backend,
      other: (await open(server, { clock })).backend,
      pass: async (ms) => {
        server.aheadMs += ms;
      },
      faults: server.faults,
      foreign: {
        lock: () => server.lockForever(KEY, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID),
        isLocked: () => server.isLeased(KEY),
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

describe('backend azurerm at the server', () => {
  let server: AzureServer;

  beforeEach(async () => {
    server = await new AzureServer().start();
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

  test('the server refuses the snapshot of a run whose lease was taken over, even in transit', async () => {
    const { backend } = await open(server);
    const lease = await locked(backend);
    server.fate = ({ method, url, headers }) => {
      // Between the confirmation of the lease and the write.
      if (method === 'PUT' && url.search === '' && headers['if-match'] !== undefined) {
        server.aheadMs += 31_000;
        server.lockForever(KEY, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID);
      }
      return undefined;
    };
    expect(await told(backend.write(lease, ['late'], undefined))).toContain('lock-lost');
    server.fate = () => undefined;
    expect(await backend.read()).toBeUndefined();
  });

  test('a lease that ended in transit, and that no one took, is renewed for the write', async () => {
    const { backend } = await open(server);
    const lease = await locked(backend);
    let isLate = false;
    server.fate = ({ method, url, headers }) => {
      if (!isLate && method === 'PUT' && url.search === '' && headers['if-match'] !== undefined) {
        isLate = true;
        server.aheadMs += 31_000;
      }
      return undefined;
    };
    await backend.write(lease, ['{}'], undefined);
    expect(await backend.read()).toMatchObject({ size: 2 });
  });

  const leased = (): void => {
    server.set(KEY, '{}').lease = { id: TERRAFORM_LOCK_INFO.ID, durationMs: undefined, ends: Infinity };
  };

  test('a run that took the lease and has not written its name yet is waited for', async () => {
    leased();
    server.fate = ({ method }) => {
      if (method === 'HEAD') setImmediate(() => server.lockForever(KEY, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID));
      return undefined;
    };
    const { backend } = await open(server);
    expect(await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' })).toMatchObject({
      holder: { id: TERRAFORM_LOCK_INFO.ID, who: 'ann@laptop' },
    });
  });

  test('an unnamed lease is a held lock, and the advice is not to delete the state', async () => {
    leased();
    const { backend } = await open(server, { clock: new HandClock() });
    const attempt = await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' });
    if (!('holder' in attempt)) throw new Error('locked');
    const { message } = stateLocked(backend.place, attempt.holder);
    expect(message).toContain('a lease of the blob that names no one');
    expect(JSON.stringify(stateLocked(backend.place, attempt.holder).diagnostics)).toMatch(/lease break/);
  });

  test("Terraform's lock is released by its ID, and other metadata is kept", async () => {
    server.set(KEY, '{}', { owner: 'team' });
    server.lockForever(KEY, TERRAFORM_LOCK, TERRAFORM_LOCK_INFO.ID);
    const { backend } = await open(server);
    expect(await told(backend.forceUnlock('another'))).toContain('other-lock');
    await backend.forceUnlock(TERRAFORM_LOCK_INFO.ID);
    expect([server.isLeased(KEY), server.blobs.get(KEY)?.metadata]).toEqual([false, { owner: 'team' }]);
    const lease = await locked(backend);
    await backend.write(lease, ['{"x":1}'], (await backend.read())?.version);
    expect(server.blobs.get(KEY)?.metadata).toMatchObject({
      owner: 'team',
      terraformlockid: expect.any(String) as string,
    });
    await backend.unlock(lease);
    expect(server.blobs.get(KEY)?.metadata).toEqual({ owner: 'team' });
  });

  test('workspaces are found beside the key, in pages, and nothing of ours looks like one', async () => {
    server.page = 1;
    const { workspaces } = await open(server);
    await workspaces.create('staging');
    await workspaces.create('qa-1');
    const { backend: staging } = await open(server, { workspace: 'staging' });
    const lease = await locked(staging);
    await staging.appendJournal(lease, inBytes('one\n'));
    expect(await workspaces.list()).toEqual(['qa-1', 'staging']);
    await workspaces.remove('qa-1');
    await staging.replaceJournal(lease, undefined);
    await staging.unlock(lease);
    expect([...server.blobs.keys()].sort()).toEqual([`${KEY}.landform/staging/head`, `${KEY}env:staging`]);
  });

  test.each([
    ['a signed address', { ARM_SAS_TOKEN: `?${AZURE_SAS}` }, {}],
    ['a token', { ARM_ACCESS_KEY: '' }, { use_azuread_auth: true }],
  ])('%s permits every request', async (_name, environment, config) => {
    const { backend } = await open(server, { environment: { ...environment, ...CLI }, config });
    const lease = await locked(backend);
    await backend.appendJournal(lease, inBytes('one\n'));
    await backend.write(lease, ['{}'], undefined);
    await backend.replaceJournal(lease, undefined);
    await backend.unlock(lease);
    expect(await backend.read()).toMatchObject({ size: 2 });
  });

  /** A program that says what the Azure CLI says. */
  const CLI = { PATH: new URL('../support/azure-cli', import.meta.url).pathname };

  test('a snapshot of the blob is taken before each write, if that is asked for', async () => {
    const { backend } = await open(server, { config: { snapshot: true } });
    const lease = await locked(backend);
    const first = await backend.write(lease, ['{}'], undefined);
    await backend.write(lease, ['{"x":1}'], first);
    expect(server.blobs.get(KEY)?.snapshots).toBe(2);
  });

  test('a clock that is wrong by hours is corrected', async () => {
    server.checksTime = true;
    server.aheadMs = 5 * 3_600_000;
    const { backend } = await open(server);
    await backend.write(await locked(backend), ['{}'], undefined);
    expect(await backend.read()).toMatchObject({ size: 2 });
  });

  test('a wrong key and a missing container are named, and no secret is in the error', async () => {
    const wrong = Buffer.from('wr0ng-k3y').toString('base64');
    const refused = await told((await open(server, { environment: { ARM_ACCESS_KEY: wrong } })).backend.read());
    expect(refused).toContain('AuthenticationFailed');
    expect(refused).not.toContain(wrong);
    const { backend } = await open(server, { config: { container_name: 'none' } });
    expect(await told(backend.read())).toContain('ContainerNotFound');
    const signed = await open(server, { environment: { ARM_SAS_TOKEN: 'sig=wr0ng-s4s' } });
    expect(await told(signed.backend.read())).not.toContain('wr0ng-s4s');
  });

  test('a server that fails for a while is asked again', async () => {
    const { backend } = await open(server, { clock: { ...systemClock, sleep: async () => undefined } });
    server.fate = () => (server.calls < 4 ? { status: 503 } : undefined);
    expect(await backend.read()).toBeUndefined();
  });

  test.each([
    [{ metadata_host: 'x' }, 'metadata_host'],
    [{ client_certificate_path: 'x' }, 'Client certificates are not supported'],
    [{ environment: 'moon' }, 'knows no cloud'],
    [{ storage_account_name: 'A/b' }, 'not the name of an account'],
    [{ access_key: 'no key!' }, 'not a key'],
    [{ kye: 'x' }, 'Did you mean key'],
  ])('the settings %j are refused', async (config, detail) => {
    expect(await told(open(server, { config }))).toContain(detail);
  });

  test('settings without credentials are refused', async () => {
    expect(await told(open(server, { environment: {} }))).toContain('has no credentials');
  });
});
