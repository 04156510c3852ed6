import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { showPlan } from '../../../src/operations/show.js';
import { StackRoom } from '../../support/stack-room.js';

let room: StackRoom;

function git(...args: readonly string[]): void {
  execFileSync(
    'git',
    ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', ...args],
    {
      cwd: room.directory,
      stdio: 'pipe',
    },
  );
}

beforeEach(async () => {
  room = await StackRoom.make(undefined, {
    'landform.json': JSON.stringify({ folders: ['a', 'b', 'c'] }),
    'a/main.tf': 'resource "terraform_data" "made" { input = "a" }\n',
    'b/main.tf': 'module "shared" { source = "../modules/shared" }\n',
    'c/main.tf': 'variable "v" { default = "d" }\nresource "terraform_data" "made" { input = var.v }\n',
    'modules/shared/main.tf': 'resource "terraform_data" "made" { input = "shared" }\n',
  });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
});
afterEach(() => room.remove());

const changed = async (reference = 'HEAD'): Promise<readonly string[]> =>
  (await room.plan({ changedSince: reference })).stacks.map(({ name }) => name);

it('plans the stacks that differ from a commit', { timeout: 60_000 }, async () => {
  expect(await changed()).toEqual([]);
  await room.write('a/main.tf', 'resource "terraform_data" "made" { input = "b" }\n');
  expect(await changed()).toEqual(['a']);
  git('commit', '-qam', 'second');
  expect(await changed()).toEqual([]);
  expect(await changed('HEAD~1')).toEqual(['a']);
  await room.write('c/terraform.tfvars', 'v = "e"\n');
  await room.write('modules/shared/main.tf', 'resource "terraform_data" "made" { input = "other" }\n');
  expect(await changed()).toEqual(['b', 'c']);
  await room.write('landform.json', JSON.stringify({ folders: ['a', 'b', 'c', 'd'] }));
  await room.write('d/main.tf', '');
  expect(await changed()).toEqual(['b', 'c', 'd']);
});

it('saves a plan that does nothing in place of an older one if no stack differs', { timeout: 60_000 }, async () => {
  const file = path.join(room.directory, 'saved.json');
  await room.plan({ out: file });
  const older = await room.read('saved.json');
  const { diagnostics } = await room.plan({ changedSince: 'HEAD', out: file });
  expect(diagnostics.map(({ code }) => code)).toEqual(['no-stack-changed']);
  expect(await room.read('saved.json')).not.toBe(older);
  const applied = await room.apply({ planFile: file });
  expect(applied.stacks).toEqual([]);
  expect(applied.diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual([
    `warning: ${file} is a plan of no stack`,
  ]);
  const copied: Buffer[] = [];
  const shown = await showPlan(room.env, { file, copyTo: (bytes) => void copied.push(Buffer.from(bytes)) });
  expect(shown.diagnostics).toEqual(applied.diagnostics);
  expect(JSON.parse(Buffer.concat(copied).toString())).toEqual({});
});

it('leaves nothing behind, and says what it cannot read', { timeout: 60_000 }, async () => {
  await changed();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('landform-since-'))).toEqual([]);
  expect(readdirSync(path.join(room.directory, '.git')).includes('worktrees')).toBe(false);
  const { diagnostics } = await room.plan({ changedSince: 'nothing' });
  expect(diagnostics.map(({ code, summary }) => `${code}: ${summary}`)).toEqual([
    'commit-not-read: The stacks cannot be compared with nothing',
  ]);
});
