import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
afterEach(() => folder.remove());

const kept = (more: object = {}): object => ({
  terraform: { required_providers: { local: { source: 'landform/local' } } },
  resource: {
    local_file: { f: { count: 2, filename: 'f${count.index}', content: 'x', lifecycle: { destroy: false }, ...more } },
  },
});
const files = async (): Promise<readonly string[]> =>
  Object.keys(await folder.contents()).filter((name) => /^f\d$/.test(name));
const start = async (): Promise<void> => {
  folder = await Folder.make({ 'main.tf.json': kept() });
  expect(await folder.run('apply --auto-approve')).toMatchObject({ code: 0 });
};

describe('lifecycle { destroy = false }', () => {
  it('removes an instance that is no longer wanted from state only', async () => {
    await start();
    await folder.write('main.tf.json', kept({ count: 1 }));
    const { stdout } = await folder.run('apply --auto-approve');
    expect(stdout).toContain('forget');
    expect((await folder.run('state list')).stdout.trim()).toBe('local_file.f[0]');
    expect(await files()).toEqual(['f0', 'f1']);
  });

  it('removes everything from state only when all is destroyed', async () => {
    await start();
    expect(await folder.run('destroy --auto-approve')).toMatchObject({ code: 0 });
    expect((await folder.run('state list')).stdout.trim()).toBe('');
    expect(await files()).toEqual(['f0', 'f1']);
  });

  it('refuses a replacement, which would have to destroy the object', async () => {
    await start();
    const { code, stderr } = await folder.run('plan --replace local_file.f[0]');
    expect(code).toBe(1);
    expect(stderr).toContain('local_file.f[0] cannot be replaced without being destroyed  [replaces-kept]');
    expect(stderr).toContain("landform state rm 'local_file.f[0]'");
  });

  it('is as if it were absent with true, and can be overridden', async () => {
    await start();
    await folder.write('override.tf.json', { resource: { local_file: { f: { lifecycle: { destroy: true } } } } });
    expect(await folder.run('destroy --auto-approve')).toMatchObject({ code: 0 });
    expect(await files()).toEqual([]);
  });
});
