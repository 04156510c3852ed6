import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder | undefined;
afterEach(() => folder?.remove());

const UGLY = 'resource "terraform_data" a {\ninput="x"\n  triggers_replace   = "${var.y}" # why\n}\n';
const CANONICAL = 'resource "terraform_data" "a" {\n  input            = "x"\n  triggers_replace = var.y # why\n}\n';

describe('landform fmt', () => {
  it('rewrites the files of the folder, and lists them', async () => {
    folder = await Folder.make({ 'main.tf': UGLY, 'done.tf': CANONICAL, 'v.tfvars': 'a=1\n', 'below/x.tf': UGLY });
    const ran = await folder.run('fmt');
    expect(ran).toMatchObject({ code: 0, stdout: 'main.tf\nv.tfvars\n' });
    expect(await folder.read('main.tf')).toBe(CANONICAL);
    expect(await folder.read('v.tfvars')).toBe('a = 1\n');
    expect(await folder.read('below/x.tf')).toBe(UGLY);
    expect((await folder.run('fmt -recursive')).stdout).toBe('below/x.tf\n');
    expect(await folder.read('below/x.tf')).toBe(CANONICAL);
    expect(await folder.run('fmt -recursive -check')).toMatchObject({ code: 0, stdout: '' });
  });

  it('only lists changes with -check, and shows them with -diff', async () => {
    folder = await Folder.make({ 'main.tf': UGLY });
    expect(await folder.run('fmt -check')).toMatchObject({ code: 3, stdout: 'main.tf\n' });
    const { code, stdout } = await folder.run('fmt -check -diff -list=false main.tf');
    expect(code).toBe(3);
    expect(stdout).toBe(
      [
        '--- old/main.tf',
        '+++ new/main.tf',
        '@@ -1,4 +1,4 @@',
        '-resource "terraform_data" a {',
        '-input="x"',
        '-  triggers_replace   = "${var.y}" # why',
        '+resource "terraform_data" "a" {',
        '+  input            = "x"',
        '+  triggers_replace = var.y # why',
        ' }',
        '',
      ].join('\n'),
    );
    expect(await folder.read('main.tf')).toBe(UGLY);
    expect(await folder.run('fmt -write=false')).toMatchObject({ code: 0, stdout: 'main.tf\n' });
    expect(await folder.read('main.tf')).toBe(UGLY);
  });

  it('leaves a file with an error unchanged, and formats the others', async () => {
    folder = await Folder.make({ 'bad.tf': 'a = \n', 'main.tf': UGLY });
    const ran = await folder.run('fmt');
    expect(ran).toMatchObject({ code: 1, stdout: 'main.tf\n' });
    expect(ran.stderr).toContain('bad.tf:');
    expect(ran.stderr).toContain('[invalid-hcl]');
    expect(await folder.read('bad.tf')).toBe('a = \n');
  });

  it('rejects files that are missing or not HCL', async () => {
    folder = await Folder.make({ 'main.tf.json': {} });
    expect(await folder.run('fmt main.tf.json none.tf')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\[not-hcl\][^]*\[unreadable-file\]/),
    });
  });

  it('leaves a file in another encoding unchanged', async () => {
    folder = await Folder.make({});
    const bytes = Buffer.from('locals {\na="é"\n}\n', 'latin1');
    await writeFile(path.join(folder.path, 'main.tf'), bytes);
    const ran = await folder.run('fmt');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('main.tf is not encoded in UTF-8');
    expect(await readFile(path.join(folder.path, 'main.tf'))).toEqual(bytes);
  });

  it('formats standard input', async () => {
    folder = await Folder.make({});
    const { code, stdout } = await folder.run('fmt -', { input: UGLY });
    expect(code).toBe(0);
    expect(stdout).toBe(CANONICAL);
  });
});
