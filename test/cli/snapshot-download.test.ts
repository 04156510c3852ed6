import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { CAN_BE_STOPPED, STOPPED_BY_MODES } from '../support/other-user.js';
import { Folder, type Ran, type RunOptions } from '../support/run-landform.js';

/** More than fits on the small disk below, and more than one packet. */
const ARCHIVE = Buffer.alloc(700_000, 'archive of the manager ');

let sandbox: Sandbox;
let folder: Folder;
let server: Server;
/** How many downloads are cut off after their first half. */
let cuts = 0;
let downloads = 0;

/** Passes requests on, and cuts downloads off. */
async function startProxy(): Promise<Server> {
  const proxy = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
      const reply = await fetch(sandbox.url + request.url, {
        method: request.method!,
        headers: headers as Record<string, string>,
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      const body = Buffer.from(await reply.arrayBuffer());
      response.writeHead(reply.status, {
        'content-type': reply.headers.get('content-type') ?? '',
        'content-length': body.length,
      });
      const isDownload = request.url?.includes('/archive') === true;
      if (isDownload) downloads += 1;
      if (!isDownload || (cuts -= 1) < 0) return void response.end(body);
      response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 50));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

beforeAll(async () => {
  sandbox = await startSandbox({ systems: ['conductor'] });
  const values = { id: 'weekly', identity: 'weekly', archive: ARCHIVE.toString('base64') };
  await sandbox.drift({ action: 'add', system: 'conductor', collection: 'snapshots', values });
  server = await startProxy();
  folder = await Folder.make();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await sandbox.close();
  await folder.remove();
});
beforeEach(() => {
  cuts = 0;
  downloads = 0;
});

async function download(file: string, by: RunOptions = {}): Promise<Ran> {
  await folder.write('main.tf.json', {
    terraform: { required_providers: { conductor: { source: 'landform/conductor' } } },
    action: { conductor_snapshot_download: { save: { config: { snapshot_id: 'weekly', file } } } },
  });
  const env = {
    ...sandbox.environment,
    CONDUCTOR_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    CONDUCTOR_RETRIES: '1',
  };
  return folder.landform('apply --auto-approve --invoke=action.conductor_snapshot_download.save', {
    env,
    ...by,
  });
}

const at = (name: string): string => path.join(folder.path, name);
const modeOf = (name: string): string => (statSync(at(name)).mode & 0o777).toString(8);
/** What is beside a file that begins with its name. */
const pieces = (directory: string): readonly string[] =>
  readdirSync(at(directory)).filter((name) => name.endsWith('.tmp'));

describe('a snapshot download', () => {
  it('creates a file readable only by its owner', async () => {
    const { code, stderr } = await download('new.zip');
    expect(code, stderr).toBe(0);
    expect([readFileSync(at('new.zip')).equals(ARCHIVE), modeOf('new.zip')]).toEqual([true, '600']);
  });

  it('replaces an existing file completely, and removes the access of others', async () => {
    writeFileSync(at('old.zip'), 'x'.repeat(2 * ARCHIVE.length), { mode: 0o644 });
    expect(await download('old.zip')).toMatchObject({ code: 0 });
    expect([readFileSync(at('old.zip')).equals(ARCHIVE), modeOf('old.zip')]).toEqual([true, '600']);
  });

  it('resumes after the connection breaks', async () => {
    cuts = 1;
    expect(await download('again.zip')).toMatchObject({ code: 0 });
    expect([readFileSync(at('again.zip')).equals(ARCHIVE), downloads, pieces('.')]).toEqual([true, 2, []]);
  });

  it('leaves an existing file unchanged if the connection keeps breaking', async () => {
    writeFileSync(at('kept.zip'), 'kept', { mode: 0o640 });
    cuts = 100;
    const { code, stderr } = await download('kept.zip');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Error: .*conductor/) as string]);
    expect(stderr).not.toContain('[internal-error]');
    expect([readFileSync(at('kept.zip'), 'utf8'), modeOf('kept.zip'), pieces('.')]).toEqual(['kept', '640', []]);
  });

  it.each([
    ['a folder that does not exist', 'nowhere/new.zip'],
    ['a folder in place of the file', 'taken'],
  ])('fails without a file, and says what to do: %s', async (_, file) => {
    mkdirSync(at('taken'), { recursive: true });
    const { code, stderr } = await download(file);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[file-not-writable]') as string]);
    expect(stderr).toContain('Name a file in an existing folder');
    expect(downloads).toBe(1);
  });

  it.skipIf(!CAN_BE_STOPPED)('refuses to write into a folder that the user cannot access', async () => {
    mkdirSync(at('closed'));
    if (STOPPED_BY_MODES.user !== undefined) execFileSync('chown', ['-R', String(STOPPED_BY_MODES.user), folder.path]);
    chmodSync(at('closed'), 0o555);
    const { code, stderr } = await download('closed/new.zip', STOPPED_BY_MODES);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[file-not-writable]') as string]);
    expect([readdirSync(at('closed')), downloads]).toEqual([[], 1]);
  });

  it('leaves nothing on a full disk', async ({ skip }) => {
    const disk = at('disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('no tmpfs can be mounted here');
    }
    try {
      writeFileSync(path.join(disk, 'old.zip'), 'old');
      const { code, stderr } = await download('disk/old.zip');
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/ENOSPC[^]*\[file-not-writable\]|\[file-not-writable\][^]*ENOSPC/) as string,
      ]);
      expect([readFileSync(path.join(disk, 'old.zip'), 'utf8'), pieces('disk'), downloads]).toEqual(['old', [], 1]);
    } finally {
      execFileSync('umount', [disk]);
    }
    expect(existsSync(path.join(disk, 'old.zip'))).toBe(false);
  });
});
