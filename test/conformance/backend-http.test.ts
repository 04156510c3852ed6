import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openRemote } from '../../src/operations/compose/backends.js';
import type { Backend } from '../../src/state/index.js';
import { HttpStateServer } from '../support/http-state-server.js';
import { endLeases, noteLeases } from '../support/leases.js';
import { remoteEnvironment } from '../support/remote-environment.js';
import { describeBackend, HandClock } from './backend.js';

const open = async (server: HttpStateServer, folder: string, clock: HandClock, config = {}): Promise<Backend> => {
  const lock = { lock_address: `${server.address}/lock`, retry_wait_min: 0 };
  const { backend } = await openRemote(remoteEnvironment(), folder, {
    backend: { type: 'http', config: { address: server.address, ...lock, ...config } },
    workspace: 'default',
    clock,
  });
  return noteLeases(backend);
};

describeBackend(
  'http',
  async (clock) => {
    const server = await new HttpStateServer().start();
    const folder = await mkdtemp(join(tmpdir(), 'landform-http-'));
    return {
      backend: await open(server, folder, clock),
      other: await open(server, folder, clock),
      faults: {
        lose: (count, after) => loseReplies(server, count, after),
        calls: () => server.seen.length,
      },
      foreign: {
        lock: () => {
          server.lock = TERRAFORM_LOCK;
        },
        isLocked: () => server.lock !== undefined,
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

const TERRAFORM_LOCK = {
  ID: '5f0b6b1e-1f1e-4c8e-9a43-0a6c3b1b0f3e',
  Operation: 'OperationTypePlan',
  Info: '',
  Who: 'ann@laptop',
  Version: '1.11.4',
  Created: '2030-01-01T00:00:00.123456Z',
  Path: '',
};

function loseReplies(server: HttpStateServer, count: number, after: number): void {
  let call = 0;
  server.fate = () => {
    call += 1;
    return call > after && call <= after + count ? 'lost' : undefined;
  };
}

describe('backend http at the server', () => {
  let server: HttpStateServer;
  let folder: string;
  let elsewhere: string;
  let clock: HandClock;

  beforeEach(async () => {
    server = await new HttpStateServer().start();
    clock = new HandClock();
    [folder, elsewhere] = (await Promise.all(
      ['here', 'there'].map((name) => mkdtemp(join(tmpdir(), `landform-${name}-`))),
    )) as [string, string];
  });
  afterEach(async () => {
    await endLeases();
    await server.stop();
    await Promise.all([folder, elsewhere].map((path) => rm(path, { recursive: true })));
  });

  const REQUEST = { operation: 'apply', program: 'landform 1.2.3' };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error)),
    );

  test('a run on another machine waits for as long as the lock exists', async () => {
    const here = await open(server, folder, clock);
    const there = await open(server, elsewhere, clock);
    const attempt = await here.tryLock(REQUEST);
    clock.time += 3_600_000;
    expect(await there.tryLock(REQUEST)).toMatchObject({
      holder: { operation: 'apply', program: 'landform 1.2.3', ends: expect.stringContaining('not end') as string },
    });
    if ('lease' in attempt) await here.unlock(attempt.lease);
    expect(await there.tryLock(REQUEST)).toHaveProperty('lease');
  });

  test('the lock of a dead run on this machine is released', async () => {
    const dead = await open(server, folder, clock);
    await dead.tryLock(REQUEST);
    const before = server.lock?.['ID'];
    clock.time += 40_000;
    expect(await (await open(server, folder, clock)).tryLock(REQUEST)).toHaveProperty('lease');
    expect(server.lock?.['ID']).not.toBe(before);
  });

  test('what a forced-out run writes is refused by the server', async () => {
    const here = await open(server, folder, clock);
    const there = await open(server, elsewhere, clock);
    const attempt = await here.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    await there.forceUnlock(attempt.lease.id);
    expect(await there.tryLock(REQUEST)).toHaveProperty('lease');
    expect(await codeOf(here.write(attempt.lease, ['late'], undefined))).toBe('lock-lost');
    expect(server.state).toBeUndefined();
  });

  test('neither password nor query is in a name or an error', async () => {
    server.credentials = 'ann:right';
    const address = server.address.replace('//', '//ann:wr0ng-pass@') + '?token=t0ken-text';
    const backend = await open(server, folder, clock, { address });
    const error: unknown = await backend.read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DiagnosticError);
    const told = JSON.stringify([backend.place, backend.journalPlace, (error as DiagnosticError).diagnostics]);
    expect(told).toContain('state-not-permitted');
    expect(told).not.toMatch(/wr0ng-pass|t0ken-text/);
  });

  test('a write whose every reply is lost is found to have succeeded', async () => {
    const backend = await open(server, folder, clock);
    const attempt = await backend.tryLock(REQUEST);
    if (!('lease' in attempt)) throw new Error('not locked');
    server.fate = ({ method }) => (method === 'POST' ? 'lost' : undefined);
    await backend.write(attempt.lease, ['{}'], undefined);
    expect([server.state, server.writes]).toEqual(['{}', 3]);
  });

  test('a server that is down is an error that says so, after the attempts', async () => {
    const backend = await open(server, folder, clock);
    server.fate = () => 'unseen';
    expect(await codeOf(backend.read())).toBe('state-unreachable');
    expect(server.seen).toHaveLength(3);
    server.fate = () => ({ status: 500 });
    expect(await codeOf(backend.read())).toBe('state-refused');
  });

  test('without a lock address, nothing is locked at the server', async () => {
    const backend = await open(server, folder, clock, { lock_address: null });
    expect(await backend.tryLock(REQUEST)).toHaveProperty('lease');
    expect(server.seen).toEqual([]);
  });
});
