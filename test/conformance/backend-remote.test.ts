import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { stateLocked } from '../../src/state/diagnostics.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import type { Backend, Clock, Lease, Workspaces } from '../../src/state/index.js';
import { HcpServer } from '../support/hcp-server.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { CERTIFICATE_FILE, TLS } from '../support/tls-files.js';
import { describeBackend } from './backend.js';

interface More {
  readonly clock?: Clock;
  readonly workspace?: string;
  readonly type?: string;
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

const open = async (
  server: HcpServer,
  directory: string,
  {
    clock,
    workspace = 'default',
    type = 'remote',
    config = {},
    environment = { TF_TOKEN_localhost: 't0ken' },
  }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const common = { hostname: `localhost:${server.port}`, organization: 'acme', workspaces: { name: 'prod' } };
  const opened = await openRemote(
    remoteEnvironment({ SSL_CERT_FILE: CERTIFICATE_FILE, HOME: directory, ...environment }),
    directory,
    { backend: { type, config: { ...common, ...config } }, workspace, ...(clock && { clock }) },
  );
  return { ...opened, backend: noteLeases(opened.backend) };
};

describeBackend(
  'remote',
  async (clock) => {
    const server = await new HcpServer(TLS).start();
    const folder = await mkdtemp(path.join(tmpdir(), 'landform-remote-'));
    return {
      backend: (await open(server, folder, { clock })).backend,
      other: (await open(server, folder, { clock })).backend,
      faults: server.faults,
      foreign: {
        lock: () => void Object.assign(server.add('prod'), { locked: true, reason: 'Locked by Terraform' }),
        isLocked: () => server.workspaces.get('prod')?.locked === true,
      },
      close: async () => {
        server.fate = () => undefined;
        await endLeases();
        await server.stop();
        await rm(folder, { recursive: true });
      },
    };
  },
  { keepsBackup: false, losesReplies: true, seesTerraform: true },
);

describe('backends remote and cloud at the server', () => {
  let server: HcpServer;
  let folder: string;

  beforeEach(async () => {
    server = await new HcpServer(TLS).start();
    folder = await mkdtemp(path.join(tmpdir(), 'landform-remote-'));
  });
  afterEach(async () => {
    server.fate = () => undefined;
    await endLeases();
    await server.stop();
    await rm(folder, { recursive: true });
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

  test('a state is a version of the workspace, with its serial and its digest', async () => {
    const { backend } = await open(server, folder);
    const lease = await locked(backend);
    const first = await backend.write(lease, ['{"version":4,"serial":7,"lineage":"l","outputs":{}}'], undefined);
    await backend.write(lease, ['{"version":4,"serial":8,"lineage":"l","outputs":{}}'], first);
    expect(server.workspaces.get('prod')?.versions.map(({ serial }) => serial)).toEqual([7, 8]);
    expect(server.workspaces.get('prod')).toMatchObject({ mode: 'local', locked: true });
  });

  test('workspaces have a prefix, or tags', async () => {
    server.page = 1;
    const prefix = await open(server, folder, { workspace: 'a', config: { workspaces: { prefix: 'web-' } } });
    await prefix.workspaces.create('staging');
    await prefix.workspaces.create('qa');
    server.add('other');
    expect(await prefix.workspaces.list()).toEqual(['qa', 'staging']);
    const tags = { workspaces: { tags: ['web', 'eu'] } };
    const tagged = await open(server, folder, { type: 'cloud', workspace: 'a', config: tags });
    await tagged.workspaces.create('live');
    server.add('us', 'local', ['web']);
    expect(await tagged.workspaces.list()).toEqual(['live']);
    await prefix.workspaces.remove('qa');
    expect(server.workspaces.has('web-qa')).toBe(false);
    expect(await told(open(server, folder, { config: { workspaces: { prefix: 'web-' } } }))).toContain('no-workspace');
    expect(await told(open(server, folder, { workspace: 'x' }))).toContain('workspaces-unsupported');
  });

  test("Terraform's lock has its ID, and is released by force", async () => {
    Object.assign(server.add('prod'), { locked: true, reason: 'Locked by Terraform' });
    const { backend } = await open(server, folder);
    const attempt = await backend.tryLock({ operation: 'apply', program: 'landform 1.2.3' });
    if (!('holder' in attempt)) throw new Error('locked');
    const { detail } = stateLocked(backend.place, attempt.holder).diagnostics[0]!;
    // The server does not say since when.
    expect(detail).not.toContain('1970');
    expect(attempt.holder).toMatchObject({ id: 'acme/prod', who: 'Locked by Terraform' });
    expect(await told(backend.forceUnlock('another'))).toContain('other-lock');
    await backend.forceUnlock('acme/prod');
    expect(server.workspaces.get('prod')?.locked).toBe(false);
  });

  test.each(['unlock', 'forceUnlock'] as const)(
    'the lock of the next run is not released by a repeated %s, whose first reply was lost',
    async (release) => {
      const { backend } = await open(server, folder);
      const lease = await locked(backend);
      const next = { locked: true, reason: 'apply by next@host with landform 1.2.3 (0a0a0a0a-1b)' };
      server.fate = ({ url }) => {
        if (!url.pathname.endsWith('unlock')) return undefined;
        server.fate = () => {
          Object.assign(server.workspaces.get('prod')!, next);
          server.fate = () => undefined;
          return undefined;
        };
        return 'lost';
      };
      await (release === 'unlock' ? backend.unlock(lease) : backend.forceUnlock(lease.id));
      expect(server.workspaces.get('prod')).toMatchObject(next);
    },
  );

  test('a release that the server could not carry out is repeated', async () => {
    const { backend } = await open(server, folder);
    const lease = await locked(backend);
    let failures = 2;
    server.fate = ({ url }) => (url.pathname.endsWith('unlock') && (failures -= 1) >= 0 ? { status: 503 } : undefined);
    await backend.unlock(lease);
    expect(server.workspaces.get('prod')?.locked).toBe(false);
  });

  test('a workspace whose runs happen at the server is refused, unless that is overridden', async () => {
    server.add('prod', 'remote');
    const request = { operation: 'apply', program: 'landform 1.2.3' };
    expect(await told((await open(server, folder)).backend.tryLock(request))).toContain('remote-runs');
    const environment = { TF_TOKEN_localhost: 't0ken', TF_FORCE_LOCAL_BACKEND: '1' };
    expect(await told((await open(server, folder, { environment })).backend.tryLock(request))).toBe('done');
  });

  test('a refused token is named, and no secret is in the error', async () => {
    const { backend } = await open(server, folder, { environment: { TF_TOKEN_localhost: 'wr0ng-t0ken' } });
    const refused = await told(backend.read());
    expect(refused).toContain('state-not-permitted');
    expect(refused).not.toContain('wr0ng-t0ken');
  });

  test.each([
    [{ organization: null }, 'needs the setting'],
    [{ workspaces: {} }, 'not clear'],
    [{ workspaces: { name: 'a', prefix: 'b' } }, 'not clear'],
    [{ workspaces: { tags: ['a'] } }, 'no setting'],
    [{ hostname: 'https://x' }, 'not the name of a host'],
    [{ orgnization: 'x' }, 'Did you mean organization'],
  ])('the settings %j are refused', async (config, detail) => {
    expect(await told(open(server, folder, { config }))).toContain(detail);
  });
});
