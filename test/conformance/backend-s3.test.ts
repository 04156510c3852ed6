import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import { systemClock, type Backend, type Clock, type Lease, type Workspaces } from '../../src/state/index.js';
import { inBytes } from '../support/bytes.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { S3_CREDENTIALS, S3Server } from '../support/s3-server.js';
import { describeBackend } from './backend.js';

interface More {
  readonly clock?: Clock;
  readonly workspace?: string;
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

const open = async (
  server: S3Server,
  { clock, workspace = 'default', config = {}, environment = S3_CREDENTIALS }: More = {},
): Promise<{ readonly backend: Backend; readonly workspaces: Workspaces }> => {
  const common = { bucket: 'states', key: 'prod/a b+c.tfstate', region: 'eu-central-1', use_path_style: true };
  const choice = { type: 's3', config: { ...common, endpoints: { s3: server.endpoint }, ...config } };
  const opened = await openRemote(remoteEnvironment(environment), '.', {
    backend: choice,
    workspace,
    ...(clock && { clock }),
  });
  return { ...opened, backend: noteLeases(opened.backend) };
};

const TERRAFORM_LOCK = JSON.stringify({
  ID: '5f0b6b1e-1f1e-4c8e-9a43-0a6c3b1b0f3e',
  Operation: 'OperationTypePlan',
  Info: '',
  Who: 'ann@laptop',
  Version: '1.11.4',
  Created: '2030-01-01T00:00:00.123456Z',
  Path: 'states/prod/a b+c.tfstate',
});

const LOCK = 'prod/a b+c.tfstate.tflock';

describeBackend(
  's3',
  async (clock) => {
    const server = await new S3Server().start();
    return {
      backend: (await open(server, { clock })).backend,
      other: (await open(server, { clock })).backend,
      pass: async (ms) => {
        server.aheadMs += ms;
      },
      faults: {
        lose: (count, after) => {
          let call = 0;
          server.fate = () => {
            call += 1;
            return call > after && call <= after + count ? 'lost' : undefined;
          };
        },
        calls: () => server.calls,
      },
      foreign: {
        lock: () => {
          const bytes = Buffer.from(TERRAFORM_LOCK);
          server.objects.set(LOCK, { bytes, etag: '"t"', modified: 0, headers: {} });
        },
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

describe('backend s3 at the server', () => {
  let server: S3Server;
  const REQUEST = { operation: 'apply', program: 'landform 1.2.3' };

  beforeEach(async () => {
    server = await new S3Server().start();
  });
  afterEach(async () => {
    server.fate = () => undefined;
    await endLeases();
    await server.stop();
  });

  const locked = async (backend: Backend): Promise<Lease> => {
    const attempt = await backend.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    return attempt.lease;
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error)),
    );

  test('a line that is written after the lease was taken over finds its place taken', async () => {
    const [{ backend: old }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(old);
    await old.appendJournal(lease, inBytes('one\n'));
    server.aheadMs += 31_000;
    const taken = await locked(next);
    // Its clock says that the lease lasts, so it does not ask.
    expect(await codeOf(old.appendJournal(lease, inBytes('late\n')))).toBe('lock-lost');
    expect(await codeOf(old.appendJournal(lease, inBytes('later\n')))).toBe('lock-lost');
    await next.appendJournal(taken, inBytes('two\n'));
    expect(Buffer.from(await next.readJournal()).toString()).toBe('one\ntwo\n');
  });

  test('a release whose reply was lost leaves the lock of the next run alone', async () => {
    const [{ backend }, { backend: next }] = [await open(server), await open(server)];
    const lease = await locked(backend);
    let isReleased = false;
    server.fate = (method) => {
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

  test('nothing is left beside the state when a run ends', async () => {
    server.page = 2;
    const { backend } = await open(server);
    const lease = await locked(backend);
    for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'five\n'])
      await backend.appendJournal(lease, inBytes(line));
    expect(Buffer.from(await backend.readJournal()).toString()).toBe('one\ntwo\nthree\nfour\nfive\n');
    await backend.write(lease, ['{}'], undefined);
    await backend.replaceJournal(lease, undefined);
    await backend.unlock(lease);
    expect([...server.objects.keys()].sort()).toEqual(['prod/a b+c.tfstate', 'prod/a b+c.tfstate.landform']);
  });

  test('workspaces are found under their prefix, by the key', async () => {
    const { backend, workspaces } = await open(server);
    await workspaces.create('staging');
    await workspaces.create('qa-1');
    server.objects.set('env:/other/another.tfstate', {
      bytes: Buffer.from('{}'),
      etag: '"o"',
      modified: 0,
      headers: {},
    });
    server.page = 1;
    expect(await workspaces.list()).toEqual(['qa-1', 'staging']);
    const { backend: staging } = await open(server, { workspace: 'staging' });
    expect([await backend.read(), await staging.read()]).toEqual([undefined, undefined]);
    const lease = await locked(staging);
    await staging.write(lease, ['{"x":1}'], undefined);
    expect(await staging.read()).toMatchObject({ size: 7 });
    await workspaces.remove('staging');
    await staging.unlock(lease);
    expect(await workspaces.list()).toEqual(['qa-1']);
    expect([...server.objects.keys()].filter((key) => key.includes('staging'))).toEqual([]);
  });

  test('a clock that is wrong by hours is corrected', async () => {
    server.checksTime = true;
    server.aheadMs = 5 * 3_600_000;
    const { backend } = await open(server);
    await backend.write(await locked(backend), ['{}'], undefined);
    expect(await backend.read()).toMatchObject({ size: 2 });
  });

  test('encryption is asked for with every object', async () => {
    const { backend } = await open(server, { config: { encrypt: true, kms_key_id: 'arn:key' } });
    const lease = await locked(backend);
    await backend.appendJournal(lease, inBytes('one\n'));
    await backend.write(lease, ['{}'], undefined);
    for (const { headers } of server.objects.values())
      expect(headers).toMatchObject({
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'arn:key',
      });
    const key = Buffer.alloc(32, 7).toString('base64');
    const { backend: own } = await open(server, { config: { key: 'own', sse_customer_key: key } });
    await own.write(await locked(own), ['{}'], undefined);
    expect(await own.read()).toMatchObject({ size: 2 });
    expect(server.objects.get('own')?.headers['x-amz-server-side-encryption-customer-key']).toBe(key);
  });

  test('wrong credentials are refused, and no secret is in the error', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wr0ng-s3cret' };
    const { backend } = await open(server, { environment });
    const error: unknown = await backend.read().catch((caught: unknown) => caught);
    const told = JSON.stringify((error as DiagnosticError).diagnostics);
    expect(told).toContain('state-not-permitted');
    expect(told).toContain('SignatureDoesNotMatch');
    expect(told).not.toContain('wr0ng-s3cret');
  });

  test('a server that fails for a while is asked again', async () => {
    const { backend } = await open(server, { clock: { ...systemClock, sleep: async () => undefined } });
    let failures = 3;
    server.fate = () => {
      failures -= 1;
      return failures >= 0 ? { status: 503 } : undefined;
    };
    expect(await backend.read()).toBeUndefined();
    server.fate = () => ({ status: 500 });
    expect(await codeOf(backend.read())).toBe('state-refused');
  });

  test('a lock in DynamoDB alone is refused', async () => {
    expect(await codeOf(open(server, { config: { dynamodb_table: 'locks' } }))).toBe('invalid-backend');
    expect(await codeOf(open(server, { config: { dynamodb_table: 'locks', use_lockfile: true } }))).toBe('done');
    expect(await codeOf(open(server, { config: { bukcet: 'x' } }))).toBe('invalid-backend');
  });
});
