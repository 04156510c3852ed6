import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzip, sha256, tarOf } from '../../../../src/providers/rest/exchange/archive.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landform-archive-'));
  await mkdir(path.join(folder, 'a', 'empty'), { recursive: true });
  await writeFile(path.join(folder, 'a', 'text.txt'), 'hello');
  await writeFile(path.join(folder, 'b.sh'), '#!/bin/sh\n');
  await chmod(path.join(folder, 'b.sh'), 0o755);
});

afterEach(() => rm(folder, { recursive: true }));

const packed = async (): Promise<string> => sha256(await tarOf(folder, 'root'));

/** What the system's own tar makes of it. */
async function listing(): Promise<readonly string[]> {
  const file = path.join(folder, '..', `${path.basename(folder)}.tar.gz`);
  await writeFile(file, gzip(await tarOf(folder, 'root')));
  try {
    return execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n');
  } finally {
    await rm(file);
  }
}

describe('a folder as an archive', () => {
  it('can be read by tar, in order, under one root', async () => {
    expect(await listing()).toEqual(['root/', 'root/a/', 'root/a/empty/', 'root/a/text.txt', 'root/b.sh']);
  });

  it('accepts names of any length and script', async () => {
    const long = `${'long'.repeat(40)}.txt`;
    const name = 'sch\u00F6n-\u65E5\u672C.txt';
    for (const file of [long, name]) await writeFile(path.join(folder, file), file);
    const file = path.join(folder, '..', `${path.basename(folder)}.tar`);
    await writeFile(file, await tarOf(folder, 'root'));
    const into = await mkdtemp(path.join(tmpdir(), 'landform-unpacked-'));
    try {
      execFileSync('tar', ['-xf', file, '-C', into]);
      for (const one of [long, name]) expect(await readFile(path.join(into, 'root', one), 'utf8')).toBe(one);
    } finally {
      await Promise.all([rm(file), rm(into, { recursive: true })]);
    }
  });

  it('is identical wherever and whenever it is packed', async () => {
    const before = await packed();
    await utimes(path.join(folder, 'b.sh'), new Date(0), new Date(0));
    const copy = `${folder}-copy`;
    await cp(folder, copy, { recursive: true });
    try {
      expect([await packed(), sha256(await tarOf(copy, 'root'))]).toEqual([before, before]);
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  it.each([
    ['a content', () => writeFile(path.join(folder, 'b.sh'), '#!/bin/bash\n')],
    ['a name', () => cp(path.join(folder, 'b.sh'), path.join(folder, 'c.sh'))],
    ['its executable bit', () => chmod(path.join(folder, 'b.sh'), 0o644)],
    ['a link', () => symlink('b.sh', path.join(folder, 'link'))],
    ['an empty folder', () => mkdir(path.join(folder, 'other'))],
  ])('changes when %s does', async (_, change) => {
    const before = await packed();
    await change();
    expect(await packed()).not.toBe(before);
  });

  it('is rejected if it contains anything but files, folders and links', async () => {
    const server = createServer().listen(path.join(folder, 'socket'));
    await once(server, 'listening');
    try {
      await expect(packed()).rejects.toThrow('socket is not a file, a folder or a link');
    } finally {
      server.close();
    }
  });

  it('contains no time or machine when compressed', () => {
    const [, , , , ...rest] = gzip(Buffer.from('hello')).subarray(0, 10);
    expect(rest).toEqual([0, 0, 0, 0, 2, 255]);
  });
});
