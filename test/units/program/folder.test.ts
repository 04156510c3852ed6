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
  expect(variableFiles).toEqual({ auto: [] });
});

it('passes over hidden files, backups of editors and folders', async () => {
  await write('a.tf.json', '.b.tf.json', 'c.tf.json~', '#d.tf.json#', '.e.tf', '.f.auto.tfvars.json');
  await mkdir(path.join(directory, 'g.tf.json'));
  const { files, diagnostics } = await readFolder(directory);
  expect(diagnostics).toEqual([]);
  expect(files.map((file) => file.name)).toEqual(['a.tf.json']);
});

it('finds variable files in the order in which they win', async () => {
  await write('b.auto.tfvars.json', 'terraform.tfvars.json', 'a.auto.tfvars.json', 'other.tfvars.json');
  const { variableFiles } = await readFolder(directory);
  expect(variableFiles.default!.name).toBe('terraform.tfvars.json');
  expect(variableFiles.auto.map((file) => file.name)).toEqual(['a.auto.tfvars.json', 'b.auto.tfvars.json']);
});

it('says that HCL is not read, and which files are meant', async () => {
  await write('main.tf', 'other.tf');
  const alone = await readFolder(directory);
  expect(alone.diagnostics).toMatchObject([
    { severity: 'error', code: 'hcl-not-read', summary: 'HCL files are not supported yet: main.tf, other.tf' },
  ]);
  await write('main.tf.json', 'terraform.tfvars', 'x.auto.tfvars');
  const beside = await readFolder(directory);
  expect(beside.diagnostics.map((diagnostic) => diagnostic.summary)).toEqual([
    'HCL files are not supported yet: main.tf, other.tf',
    'HCL variable files are not supported yet: terraform.tfvars, x.auto.tfvars',
  ]);
  expect(beside.files.map((file) => file.name)).toEqual(['main.tf.json']);
});

it('reports a folder that cannot be read', async () => {
  const { files, diagnostics } = await readFolder(path.join(directory, 'missing'));
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: 'unreadable-file' }]);
});
