import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import type { Backend, Clock, Lease, Workspaces } from '../../src/state/index.js';
import { inBytes, textOf } from '../support/bytes.js';
import { ConsulServer } from '../support/consul-server.js';
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
  server: ConsulServer,
  { clock, workspace = 'default', config = {}, environment = { CONSUL_HTTP_TOKEN: 't0ken' } }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const opened = await openRemote(remoteEnvironment(environment), '.', {
    backend: { type: 'consul', config: { path: PATH, address: `127.0.0.1:${server.port}`, ...config } },
    workspace,
    ...(clock && { clock }),
  });
  return { ...opened, backend: noteLeases(opened.backend) };
};

const PATH = 'prod/a b';

describeBackend(
  'consul',
  async (clock) => {
    const server = await new ConsulServer().start();
    return {
      backend: (await open(server, { clock })).backend,
      other: (await open(server, { clock })).backend,
      pass: async (ms) => {
        server.aheadMs += ms;
      },
      faults: server.faults,
      foreign: {
        lock: () => server.lock(PATH, TERRAFORM_LOCK),
        isLocked: () => server.isLocked(PATH),
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

describe('backend consul at the server', () => {
  let server: ConsulServer;

  beforeEach(async () => {
    server = await new ConsulServer().start();
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
  const keys = (): readonly string[] => [...server.entries.keys()].sort();

  test.each([false, true])(
    'a large state is stored in chunks, and old ones are removed (compressed: %s)',
    async (gzip) => {
      const { backend } = await open(server, { config: { gzip } });
      const lease = await locked(backend);
      const large = JSON.stringify({ x: randomBytes(700_000).toString('base64') });
      const larger = JSON.stringify({ x: randomBytes(800_000).toString('base64') });
      const first = await backend.write(lease, [large], undefined);
      const isChunk = (key: string): boolean => key.includes('/tfstate.');
      expect(keys().filter(isChunk)).toHaveLength(2);
      const { backend: other } = await open(server);
      expect(textOf((await other.read())!.chunks())).toBe(large);
      const second = await backend.write(lease, [larger], first);
      expect(keys().filter(isChunk)).toHaveLength(gzip ? 2 : 3);
      expect(textOf((await other.read())!.chunks())).toBe(larger);
      await backend.write(lease, ['{}'], second);
      expect(keys().filter(isChunk)).toEqual([]);
      expect(server.entries.get(PATH)?.value.subarray(0, 2)).toEqual(
        gzip ? gzipSync('{}').subarray(0, 2) : Buffer.from('{}'),
      );
    },
  );

  test('a line that is too large for one value is a line like others', async () => {
    const { backend } = await open(server);
    const lease = await locked(backend);
    const line = `${'x'.repeat(600_000)}\n`;
    await backend.appendJournal(lease, inBytes(line));
    await backend.appendJournal(lease, inBytes('two\n'));
    expect(Buffer.from(await backend.readJournal()).toString()).toBe(`${line}two\n`);
    await backend.replaceJournal(lease, undefined);
    await backend.unlock(lease);
    expect([keys(), server.sessions.size]).toEqual([[`${PATH}/.landform/head`], 0]);
  });

  test('the server refuses what a run writes whose session has ended', async () => {
    const [{ backend: old }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(old);
    await old.appendJournal(lease, inBytes('one\n'));
    server.aheadMs += 31_000;
    const taken = await locked(next);
    expect(await told(old.appendJournal(lease, inBytes('late\n')))).toContain('lock-lost');
    await next.appendJournal(taken, inBytes('two\n'));
    expect(Buffer.from(await next.readJournal()).toString()).toBe('one\ntwo\n');
  });

  test('workspaces are keys beside the one of the state', async () => {
    const { workspaces } = await open(server);
    await workspaces.create('staging');
    await workspaces.create('qa-1');
    const { backend: staging } = await open(server, { workspace: 'staging' });
    const lease = await locked(staging);
    await staging.appendJournal(lease, inBytes('one\n'));
    expect(await workspaces.list()).toEqual(['qa-1', 'staging']);
    await workspaces.remove('staging');
    await staging.unlock(lease);
    expect(keys().filter((key) => key.includes('staging'))).toEqual([]);
  });

  test("Terraform's lock is released by its ID", async () => {
    server.lock(PATH, TERRAFORM_LOCK);
    const { backend } = await open(server);
    const { id } = JSON.parse(TERRAFORM_LOCK.replace('"ID"', '"id"')) as { id: string };
    expect(await told(backend.forceUnlock('another'))).toContain('other-lock');
    await backend.forceUnlock(id);
    expect([server.isLocked(PATH), keys(), server.sessions.size]).toEqual([false, [], 0]);
  });

  test('a refused token is named, and no secret is in the error', async () => {
    const environment = { CONSUL_HTTP_TOKEN: 'wr0ng-t0ken', CONSUL_HTTP_AUTH: 'ann:wr0ng-pass' };
    const refused = await told((await open(server, { environment })).backend.read());
    expect(refused).toContain('state-not-permitted');
    expect(refused).not.toMatch(/wr0ng-/);
  });

  test.each([
    [{ address: 'unix:///run/consul.sock' }, 'not a web address'],
    [{ cert_file: 'x' }, 'needs its private key'],
    [{ cert_file: 'x', key_file: 'y' }, 'cannot be read'],
    [{ pth: 'x' }, 'Did you mean path'],
  ])('the settings %j are refused', async (config, detail) => {
    expect(await told(open(server, { config }))).toContain(detail);
  });
});
