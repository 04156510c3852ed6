import { mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainJson, type JsonObject } from '../../../src/model/index.js';
import { localProvider } from '../../../src/providers/builtin/file.js';
import { Driver, quiet } from '../../conformance/provider-driver.js';

let directory = '';
let umask = 0;

beforeEach(async () => {
  umask = process.umask(0o022);
  directory = await mkdtemp(join(tmpdir(), 'landform-file-'));
});

afterEach(async () => {
  process.umask(umask);
  await rm(directory, { recursive: true });
});

async function driverOf(type = 'local_file'): Promise<Driver> {
  const provider = localProvider('1.0.0').create();
  await provider.configure({ config: null, planning: false, directory });
  return new Driver(provider, type);
}

const mode = async (name: string): Promise<string> => ((await stat(join(directory, name))).mode & 0o777).toString(8);
const text = (name: string): Promise<string> => readFile(join(directory, name), 'utf8');

describe('local_file', () => {
  it('computes the same checksums as the original provider', async () => {
    const { state } = await (await driverOf()).create({ filename: 'a', content: 'hello' });
    expect(plainJson(state)).toMatchObject({
      id: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
      content_sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
      content_md5: '5d41402abc4b2a76b9719d911017c592',
      content_sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      content_base64sha256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
      content_base64sha512: 'm3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==',
    });
  });

  it.each<[string, JsonObject, string]>([
    ['content', { content: 'ä\n' }, 'ä\n'],
    ['empty content', { content: '' }, ''],
    ['content_base64', { content_base64: 'aGVsbG8=' }, 'hello'],
    ['sensitive_content', { sensitive_content: 'hush' }, 'hush'],
    ['source', { source: 'from' }, 'copied'],
  ])('writes the content of %s', async (_what, attributes, expected) => {
    await writeFile(join(directory, 'from'), 'copied');
    await (await driverOf()).create({ filename: 'to', ...attributes });
    expect(await text('to')).toBe(expected);
  });

  it.each<[string, string, JsonObject, string]>([
    ['0777 by default', 'local_file', {}, '755'],
    ['that are configured', 'local_file', { file_permission: '0600' }, '600'],
    ['three digits', 'local_file', { file_permission: '640' }, '640'],
    ['0700 for sensitive content', 'local_sensitive_file', {}, '700'],
  ])('has the permissions %s, less the umask', async (_what, type, attributes, expected) => {
    await (await driverOf(type)).create({ filename: 'a', content: 'x', ...attributes });
    expect(await mode('a')).toBe(expected);
  });

  it('creates missing folders with the folder permissions', async () => {
    await (await driverOf()).create({ filename: 'x/y/a', content: 'x', directory_permission: '0750' });
    expect([await mode('x'), await mode('x/y')]).toEqual(['750', '750']);
  });

  it('overwrites an existing file, and leaves no temporary file', async () => {
    await writeFile(join(directory, 'a'), 'old, and longer');
    await (await driverOf()).create({ filename: 'a', content: 'new' });
    expect(await text('a')).toBe('new');
    expect(await readdir(directory)).toEqual(['a']);
  });

  it('writes through a symbolic link', async () => {
    await writeFile(join(directory, 'target'), 'old');
    await symlink('target', join(directory, 'link'));
    await (await driverOf()).create({ filename: 'link', content: 'new' });
    expect([await readlink(join(directory, 'link')), await text('target')]).toEqual(['target', 'new']);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['gone', (path) => rm(path)],
    ['different in content', (path) => writeFile(path, 'changed')],
  ])('counts as deleted if the file is %s', async (_what, change) => {
    const driver = await driverOf();
    const created = await driver.create({ filename: 'a', content: 'x' });
    await change(join(directory, 'a'));
    expect((await driver.read(created)).state).toBeNull();
  });

  it.each<[string, JsonObject, string]>([
    ['a folder in the way', { filename: 'folder', content: 'x' }, 'file-failed'],
    ['a file in place of a folder', { filename: 'file/a', content: 'x' }, 'file-failed'],
    ['a missing source', { filename: 'a', source: 'nowhere' }, 'file-failed'],
  ])('reports %s as a diagnostic', async (_what, attributes, code) => {
    await mkdir(join(directory, 'folder'));
    await writeFile(join(directory, 'file'), '');
    const driver = await driverOf();
    const { diagnostics } = await driver.attempt(await driver.plan(driver.config(attributes)));
    expect(diagnostics.map((item) => item.code)).toEqual([code]);
  });

  it('is not adopted after a crash if the file has other content', async () => {
    await writeFile(join(directory, 'a'), 'old');
    const driver = await driverOf();
    const planned = await driver.plan(driver.config({ filename: 'a', content: 'new' }));
    const answer = await driver.provider.abilities.locate!.locate({
      type: 'local_file',
      action: 'create',
      planned: planned.state,
      evidence: null,
      managed: [],
      notes: [],
      requestKey: 'key',
      context: quiet(),
    });
    expect(answer.outcome).toBe('absent');
  });

  it.each(['777', '0644'])('accepts the permission %s', async (permission) => {
    const pattern = (await driverOf()).schema.block.attributes['file_permission']!.constraint!['pattern'] as string;
    expect(permission).toMatch(new RegExp(pattern));
  });

  it.each(['7777', '08', '0x1ff', 'rwx', '1777'])('rejects the permission %s', async (permission) => {
    const pattern = (await driverOf()).schema.block.attributes['file_permission']!.constraint!['pattern'] as string;
    expect(permission).not.toMatch(new RegExp(pattern));
  });
});
