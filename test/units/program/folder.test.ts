import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFolder } from '../../../src/program/folder.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'folder-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(...names: string[]): Promise<void> {
  for (const name of names) await writeFile(path.join(directory, name), `{"//":"${name}"}`);
}

it('reads *.tf.json by name, override files last', async () => {
  await write(
    'z.tf.json',
    'a_override.tf.json',
    'override.tf.json',
    'b.tf.json',
    'overrides.tf.json',
    'note.txt',
    'x.json',
  );
  const { files, variableFiles, diagnostics } = await readFolder(directory);
  expect(diagnostics).toEqual([]);
  expect(files.map((file) => file.name)).toEqual([
    'b.tf.json',
    'overrides.tf.json',
    'z.tf.json',
    'a_override.tf.json',
    'override.tf.json',
  ]);
  expect(files[0]!.text).toBe('{"//":"b.tf.json"}');
  expect(variableFiles).toEqual([]);
});

it('skips hidden files, editor backups and folders', async () => {
  await write('a.tf.json', '.b.tf.json', 'c.tf.json~', '#d.tf.json#', '.e.tf', '.f.auto.tfvars.json');
  await mkdir(path.join(directory, 'g.tf.json'));
  const { files, diagnostics } = await readFolder(directory);
  expect(diagnostics).toEqual([]);
  expect(files.map((file) => file.name)).toEqual(['a.tf.json']);
});

it('finds variable files in order of precedence', async () => {
  await write('b.auto.tfvars.json', 'terraform.tfvars.json', 'a.auto.tfvars.json', 'other.tfvars.json');
  await write('terraform.tfvars', 'b.auto.tfvars', 'c.auto.tfvars', 'other.tfvars');
  const { variableFiles } = await readFolder(directory);
  expect(variableFiles.map((file) => file.name)).toEqual([
    'terraform.tfvars',
    'terraform.tfvars.json',
    'a.auto.tfvars.json',
    'b.auto.tfvars',
    'b.auto.tfvars.json',
    'c.auto.tfvars',
  ]);
});

it('reads HCL beside JSON, override files last', async () => {
  await write('main.tf', 'a_override.tf', 'b.tf.json', 'override.tf.json', 'c.tofu', 'my_override.tofu');
  const { files, diagnostics } = await readFolder(directory);
  expect(diagnostics).toEqual([]);
  expect(files.map((file) => file.name)).toEqual([
    'b.tf.json',
    'c.tofu',
    'main.tf',
    'a_override.tf',
    'my_override.tofu',
    'override.tf.json',
  ]);
});

it('prefers an OpenTofu file to one with the same name', async () => {
  await write('main.tf', 'main.tofu', 'more.tf.json', 'more.tofu.json', 'other.tf');
  const { files } = await readFolder(directory);
  expect(files.map((file) => file.name)).toEqual(['main.tofu', 'more.tofu.json', 'other.tf']);
});

it('reports a folder that cannot be read', async () => {
  const { files, diagnostics } = await readFolder(path.join(directory, 'missing'));
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: 'unreadable-file' }]);
});

it.each<readonly [string, Buffer, number, number, string]>([
  ['Latin-1', Buffer.from('locals {\n  a = "é"\n}\n', 'latin1'), 2, 8, '0xe9'],
  ['UTF-16', Buffer.from('\ufefflocals {}', 'utf16le'), 1, 1, '0xff'],
  ['a character cut off at the end', Buffer.from('# ü€').subarray(0, 6), 1, 4, '0xe2'],
])('refuses a file in another encoding and names the place: %s', async (_, bytes, line, column, byte) => {
  await writeFile(path.join(directory, 'main.tf'), bytes);
  await writeFile(path.join(directory, 'terraform.tfvars'), 'a = 1');
  const { files, variableFiles, diagnostics } = await readFolder(directory);
  expect(files).toEqual([]);
  expect(variableFiles).toHaveLength(1);
  expect(diagnostics).toMatchObject([
    {
      code: 'invalid-encoding',
      summary: 'main.tf is not encoded in UTF-8',
      range: { file: 'main.tf', start: { line, column } },
      detail: `Line ${line}, column ${column}: the byte ${byte} is not part of a UTF-8 character. Save the file as UTF-8.`,
    },
  ]);
});
