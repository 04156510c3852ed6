import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { startSandbox } from '../../../src/sandbox/index.js';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/index.js';
import { contentOf, startClient } from './client.js';
import type { Client } from './client.js';

let folder: string;
let running: Sandbox[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((sandbox) => sandbox.close()));
  await rm(folder, { recursive: true });
});

async function start(options: SandboxOptions = {}): Promise<Client> {
  const client = await startClient(options);
  running.push(client.sandbox);
  return client;
}

describe('the address', () => {
  test('is a free port on loopback, and the environment points clients to it', async () => {
    const { sandbox } = await start({ systems: ['acloud'], token: 'secret', organisation: 'globex' });
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
    expect(sandbox.environment).toEqual({
      ACLOUD_API_ENDPOINT: sandbox.url,
      ACLOUD_PERSONAL_ACCESS_TOKEN: 'secret',
      ACLOUD_ORGANISATION: 'globex',
      ACLOUD_LANDS_WITHIN_SECONDS: '1',
    });
  });

  test('serves every system, or only those that are named', async () => {
    const { sandbox: all } = await start();
    expect(Object.keys(all.environment)).toEqual(expect.arrayContaining(['ACLOUD_API_ENDPOINT', 'CONDUCTOR_ENDPOINT']));
    const { sandbox: one } = await start({ systems: ['conductor'] });
    expect(Object.keys(one.environment).filter((name) => !name.startsWith('CONDUCTOR_'))).toEqual([]);
    await expect(startSandbox({ systems: ['condor'] })).rejects.toMatchObject({
      code: 'sandbox_unknown_system',
      message: expect.stringContaining('conductor'),
    });
  });

  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.com'])('%s is refused', async (host) => {
    await expect(startSandbox({ host })).rejects.toMatchObject({ code: 'sandbox_not_loopback' });
  });

  test('a port in use is refused by number', async () => {
    const { sandbox } = await start();
    await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({
      code: 'sandbox_no_port',
      message: expect.stringContaining(String(sandbox.port)),
    });
  });

  test('is free again after close', async () => {
    const first = await startSandbox();
    await first.close();
    const { sandbox } = await start({ port: first.port });
    expect(sandbox.port).toBe(first.port);
  });
});

describe('identities', () => {
  test('are random by default', async () => {
    const client = await start();
    expect(await client.account()).not.toBe(await client.account());
  });

  test('in sequence, are the same every time, and continue after a restart', async () => {
    const options = { identities: 'sequential', file: join(folder, 'state.json') } as const;
    const first = await start(options);
    expect([await first.account(), await first.account()]).toEqual([
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000002',
    ]);
    await first.sandbox.close();
    expect(await (await start(options)).account()).toBe('00000000-0000-4000-8000-000000000003');
  });
});

describe('a state file', () => {
  test('survives a restart with all its objects', async () => {
    const file = join(folder, 'state.json');
    const first = await start({ file });
    const account = await first.account('aws', 'kept');
    const credentials = await first.ask('POST', `/cloud-accounts/${account}/credentials/aws`, { displayName: 'main' });
    await first.sandbox.control('clusters', { cloudAccount: account });
    await first.sandbox.drift({
      action: 'change',
      collection: 'cloudAccounts',
      identity: account,
      values: { enabled: false },
    });
    const before = first.sandbox.store.snapshot();
    await first.sandbox.close();

    const second = await start({ file });
    expect(second.sandbox.store.snapshot()).toEqual(before);
    expect((await second.ask('GET', `/cloud-accounts/${account}`)).body).toMatchObject({
      displayName: 'kept',
      enabled: false,
    });
    expect(contentOf(await second.ask('GET', `/cloud-accounts/${account}/credentials`))).toEqual([credentials.body]);
  });

  test('contains a change before the response is sent', async () => {
    const file = join(folder, 'state.json');
    const client = await start({ file });
    const made = await Promise.all(Array.from({ length: 40 }, () => client.account()));
    const text = await readFile(file, 'utf8');
    expect(made.filter((identity) => !text.includes(identity))).toEqual([]);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  test('contains work whose client did not wait for the response', async () => {
    const file = join(folder, 'state.json');
    const client = await start({ file, faults: { latencyMs: 100 } });
    const given = client.account().catch(() => 'no answer');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await client.sandbox.close();
    expect(await given).toBe('no answer');
    const again = await start({ file });
    expect(contentOf(await again.ask('GET', '/cloud-accounts'))).toHaveLength(1);
  });

  test.each(['', '{', '[]', '{"format":"another"}'])('that contains %j is refused and left unchanged', async (text) => {
    const file = join(folder, 'state.json');
    await writeFile(file, text);
    await expect(startSandbox({ file })).rejects.toMatchObject({ code: 'sandbox_bad_state' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('in a folder that does not exist is refused', async () => {
    await expect(startSandbox({ file: join(folder, 'no', 'state.json') })).rejects.toMatchObject({
      code: 'sandbox_bad_state',
    });
  });
});

describe('the description', () => {
  test.each([
    ['that is missing', undefined, 'sandbox_no_description'],
    ['that is not JSON', '{', 'sandbox_bad_description'],
    ['that has no paths', '{}', 'sandbox_bad_description'],
  ])('%s is refused', async (_, text, code) => {
    const place = join(folder, 'openapi.json');
    if (text !== undefined) await writeFile(place, text);
    await expect(startSandbox({ descriptions: { acloud: place } })).rejects.toMatchObject({ code });
  });

  test('also applies to responses on request: an invalid one is a 500', async () => {
    const client = await start();
    await client.sandbox.drift({
      action: 'add',
      collection: 'cloudProfiles',
      values: { type: 'a type it does not list' },
    });
    const answer = await client.ask('GET', '/cloud-profiles');
    expect(answer.status).toBe(500);
    expect(answer.body['details']).toEqual([
      expect.stringContaining('type: must be equal to one of the allowed values'),
    ]);
  });
});
