import { rm } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
afterEach(() => folder.remove());

it('landform refresh removes missing objects from state without approval, and changes no object', async () => {
  const file = (name: string): object => ({ filename: `${name}.txt`, content: name });
  folder = await Folder.make({
    'main.tf.json': {
      terraform: { required_providers: { local: { source: 'landform/local' } } },
      resource: { local_file: { kept: file('kept'), gone: file('gone') } },
    },
  });
  expect((await folder.run('apply --auto-approve')).code).toBe(0);
  await rm(`${folder.path}/gone.txt`);
  const refreshed = await folder.run('refresh');
  expect([refreshed.code, refreshed.stderr]).toEqual([0, expect.not.stringContaining('approve')]);
  expect((await folder.run('state list')).stdout).toBe('local_file.kept\n');
  expect(await folder.read('kept.txt')).toBe('kept');
  await expect(folder.read('gone.txt')).rejects.toThrow('ENOENT');
});
