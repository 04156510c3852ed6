import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeChanges, treeFiles, treeHash } from '../../../src/modules/tree.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-tree-'));
  await write('main.tf', 'a');
  await write('sub/b.sh', 'b');
  await write('.hidden', 'c');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
}

describe('the hash of a tree', () => {
  it('is the same for the same content, whatever its times, its empty folders and its Git files', async () => {
    const before = treeHash(folder);
    await utimes(path.join(folder, 'main.tf'), 1, 1);
    await mkdir(path.join(folder, 'empty'));
    await write('.git/HEAD', 'x');
    await chmod(path.join(folder, 'main.tf'), 0o600);
    expect(treeHash(folder)).toEqual(before);
    expect(before.hash).toBe('sha256:e18ca784ab794f5d13ff7388884dd327bb2dfaf4b2d25c6776948c82a4021b16');
  });

  it.each<[what: string, change: () => Promise<unknown>, seen: boolean]>([
    ['a content', () => write('main.tf', 'b'), true],
    ['a name', () => write('main2.tf', 'a'), true],
    ['an executable bit', () => chmod(path.join(folder, 'sub/b.sh'), 0o755), true],
    ['a symbolic link', () => symlink('main.tf', path.join(folder, 'link')), true],
    ['a removed file', () => rm(path.join(folder, 'sub'), { recursive: true }), true],
    ['a hidden file', () => write('.hidden', 'd'), false],
  ])('changes with %s', async (_, change, isVisible) => {
    const before = treeHash(folder);
    await change();
    const after = treeHash(folder);
    expect(after.hash).not.toBe(before.hash);
    expect(after.visible !== before.visible).toBe(isVisible);
  });
});

it('the changes between two trees are named', async () => {
  const before = treeFiles(folder);
  await write('main.tf', 'b');
  await write('new.tf', '');
  await rm(path.join(folder, '.hidden'));
  expect(treeChanges(before, treeFiles(folder))).toEqual(['.hidden (removed)', 'main.tf (changed)', 'new.tf (added)']);
});
