import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { onDisk } from '../support/on-disk.js';
import { Folder, MAIN } from '../support/run-landform.js';

onDisk();

it('a backup that does not fit on the disk is an error: the state is unchanged, and no partial backup remains', async () => {
  const folder = await Folder.make({
    'main.tf.json': { resource: { terraform_data: { a: { input: 'x'.repeat(300_000) }, b: { input: 'y' } } } },
  });
  try {
    expect((await folder.landform('apply --auto-approve')).code).toBe(0);
    const before = await folder.contents();
    // No file may grow beyond 100 KB: what fails is the first file that is written, the backup.
    const command = `trap '' XFSZ; ulimit -f 100; exec "${process.execPath}" "${MAIN}" state rm terraform_data.b`;
    const ran = spawnSync('bash', ['-c', command], { cwd: folder.path, encoding: 'utf8' });
    expect(ran.status, ran.stdout + ran.stderr).toBe(1);
    expect(ran.stderr).toContain('state-disk-full');
    expect(await folder.contents()).toEqual(before);
    expect((await folder.landform('state rm terraform_data.b')).code).toBe(0);
    expect((await folder.landform('state list')).stdout).toBe('terraform_data.a\n');
  } finally {
    await folder.remove();
  }
});
