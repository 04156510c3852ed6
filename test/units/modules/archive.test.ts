import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { archiveFormat, unpack } from '../../../src/modules/install/archive.js';
import type { ArchiveFormat } from '../../../src/packages/index.js';
import { checkTree } from '../../../src/modules/install/check-tree.js';
import { ModuleError } from '../../../src/modules/problem.js';
import { tarGzOf, tarOf, zipOf } from '../../support/archives.js';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'landform-archive-'));
  folder = path.join(root, 'package');
  mkdirSync(folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** Unpacks and checks as an installation does; returns the problem. */
async function problemOf(bytes: Buffer, format: ArchiveFormat): Promise<string> {
  writeFileSync(path.join(root, 'archive'), bytes);
  try {
    await unpack(path.join(root, 'archive'), format, folder);
    await checkTree(folder);
    return 'none';
  } catch (error) {
    if (error instanceof ModuleError) return `${error.problem.code}: ${error.problem.detail}`;
    throw error;
  }
}

const FILES = [
  { name: 'main.tf', text: 'a' },
  { name: 'sub/run.sh', text: 'b', mode: 0o755 },
  { name: 'sub/link', target: '../main.tf' },
];

const compressed = (program: 'bzip2' | 'xz', input: Buffer): Buffer => execFileSync(program, ['-c'], { input });

describe('an archive is unpacked', () => {
  it.each<[ArchiveFormat, Buffer]>([
    ['tar', tarOf([{ name: './', type: '5' }, ...FILES.map((file) => ({ ...file, name: `./${file.name}` }))])],
    ['tar.gz', tarGzOf([{ name: 'sub/', type: '5' }, ...FILES])],
    ['tar.gz', tarOf(FILES)],
    ['tar.bz2', compressed('bzip2', tarOf(FILES))],
    ['tar.xz', compressed('xz', tarOf(FILES))],
    [
      'tar.gz',
      tarGzOf([
        { name: 'pax_global_header', type: 'g', text: '52 comment=0123456789012345678901234567890123456789\n' },
        ...FILES,
      ]),
    ],
    ['zip', zipOf(FILES)],
  ])('%s', async (format, bytes) => {
    expect(await problemOf(bytes, format)).toBe('none');
    expect(readdirSync(folder)).toEqual(['main.tf', 'sub']);
    expect(readFileSync(path.join(folder, 'sub/link'), 'utf8')).toBe('a');
    expect(readlinkSync(path.join(folder, 'sub/link'))).toBe('../main.tf');
    expect(lstatSync(path.join(folder, 'sub/run.sh')).mode & 0o777).toBe(0o755);
  });

  it('without the files of Git in it', async () => {
    expect(await problemOf(tarOf([...FILES, { name: '.git/config', text: 'x' }]), 'tar')).toBe('none');
    expect(existsSync(path.join(folder, '.git'))).toBe(false);
  });

  it('completely, however large its last file is', async () => {
    const text = 'x'.repeat(5_000_000);
    expect(await problemOf(tarGzOf([...FILES, { name: 'large', text }]), 'tar.gz')).toBe('none');
    expect(readFileSync(path.join(folder, 'large'), 'utf8') === text).toBe(true);
  });
});

describe('hostile archives are refused', () => {
  const big = 2 * 1024 * 1024 * 1024;
  it.each<[what: string, format: ArchiveFormat, bytes: Buffer, says: string]>([
    ['a path with ..', 'tar', tarOf([{ name: '../outside', text: 'x' }]), 'not a path inside'],
    ['a path with .. in the middle', 'tar', tarOf([{ name: 'a/../../outside', text: 'x' }]), 'not a path inside'],
    ['an absolute path', 'tar', tarOf([{ name: '/tmp/landform-outside', text: 'x' }]), 'not a path inside'],
    ['a link to the outside', 'tar', tarOf([{ name: 'a', target: '../../etc' }]), 'leads out'],
    ['an absolute link', 'tar', tarOf([{ name: 'a', target: '/etc/passwd' }]), 'leads out'],
    [
      'links that lead out one after the other',
      'tar',
      tarOf([
        { name: 'd/a', target: '..' },
        { name: 'b', target: 'd/a/../..' },
      ]),
      'leads out',
    ],
    [
      'a file through a link',
      'tar',
      tarOf([
        { name: 'a', target: '.' },
        { name: 'a/x', text: 'x' },
      ]),
      'twice',
    ],
    [
      'a link through a link',
      'tar',
      tarOf([
        { name: 'a', target: '.' },
        { name: 'a/x', target: 'y' },
      ]),
      'inside a symbolic link',
    ],
    ['a hard link', 'tar', tarOf([{ name: 'a', type: '1', target: '/etc/passwd' }]), 'neither a file'],
    ['a device', 'tar', tarOf([{ name: 'a', type: '3' }]), 'neither a file'],
    ['a pipe', 'tar', tarOf([{ name: 'a', type: '6' }]), 'neither a file'],
    [
      'a file twice',
      'tar',
      tarOf([
        { name: 'a', text: 'x' },
        { name: 'a', text: 'y' },
      ]),
      'twice',
    ],
    [
      'a file as a folder',
      'tar',
      tarOf([
        { name: 'a', text: 'x' },
        { name: 'a/b', text: 'y' },
      ]),
      'both a file and a folder',
    ],
    ['a file that fills the disk', 'tar', tarOf([{ name: 'a', size: big, text: 'x' }]), 'more than 1 GB'],
    [
      'a path that is too long',
      'tar',
      tarOf([{ name: 'L', type: 'L', text: `${'a/'.repeat(600)}b` }, { name: 'x' }]),
      'more than 1,024 bytes',
    ],
    ['a zip with ..', 'zip', zipOf([{ name: '../outside', text: 'x' }]), 'invalid relative path'],
    ['a zip with .. and backslashes', 'zip', zipOf([{ name: '..\\outside', text: 'x' }]), 'invalid relative path'],
    ['a zip with an absolute path', 'zip', zipOf([{ name: '/tmp/landform-outside', text: 'x' }]), 'absolute path'],
    ['a zip with a link to the outside', 'zip', zipOf([{ name: 'a', target: '../../etc' }]), 'leads out'],
  ])('%s', async (_, format, bytes, says) => {
    expect(await problemOf(bytes, format)).toContain(says);
    expect(readdirSync(root).sort()).toEqual(['archive', 'package']);
    expect(existsSync('/tmp/landform-outside')).toBe(false);
  });
});

describe('damaged archives are refused', () => {
  const zip = zipOf(FILES);
  const wrongSum = Buffer.from(zip);
  wrongSum[zip.indexOf('main.tf') + 'main.tf'.length] = 0x62;
  it.each<[what: string, format: ArchiveFormat, bytes: Buffer]>([
    ['a truncated tar', 'tar', tarOf([{ name: 'a', text: 'x'.repeat(2000) }], false).subarray(0, 1024)],
    ['a truncated gzip', 'tar.gz', tarGzOf(FILES).subarray(0, 60)],
    ['a truncated bzip2', 'tar.bz2', compressed('bzip2', tarOf(FILES)).subarray(0, 60)],
    ['a truncated xz', 'tar.xz', compressed('xz', tarOf(FILES)).subarray(0, 60)],
    ['a tar of zeros', 'tar', Buffer.alloc(2048)],
    ['a tar without a valid checksum', 'tar', Buffer.alloc(1024, 'x')],
    ['a page in place of a tar', 'tar.gz', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['a page in place of a zip', 'zip', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['a truncated zip', 'zip', zip.subarray(0, zip.length - 30)],
    ['a zip with a wrong checksum', 'zip', wrongSum],
    ['nothing', 'tar.gz', Buffer.alloc(0)],
  ])('%s', async (_, format, bytes) => {
    expect(await problemOf(bytes, format)).toMatch(/^bad-module-archive: /);
  });
});

it.each([
  ['tar.bz2', 'bzip2'],
  ['tar.xz', 'xz'],
] as const)('an archive %s needs the program %s', async (format, program) => {
  const bytes = compressed(program, tarOf(FILES));
  vi.stubEnv('PATH', root);
  expect(await problemOf(bytes, format)).toMatch(
    new RegExp(`^archive-program-not-found: .*compressed with ${program}`),
  );
});

describe('the format of an archive', () => {
  it.each([
    ['/a/b.zip', undefined, 'zip'],
    ['/a/b.TGZ', undefined, 'tar.gz'],
    ['/a/b.tar.gz', undefined, 'tar.gz'],
    ['/a/b.tar', undefined, 'tar'],
    ['/a/b.tbz2', undefined, 'tar.bz2'],
    ['/a/b.tar.bz2', undefined, 'tar.bz2'],
    ['/a/b.txz', undefined, 'tar.xz'],
    ['/a/b', 'tar.xz', 'tar.xz'],
    ['/a/b', 'tar.gz', 'tar.gz'],
    ['/a/b.zip', 'false', undefined],
    ['/a/b', undefined, undefined],
  ])('of %s with archive=%s is %s', (name, parameter, format) => {
    expect(archiveFormat(name, parameter)).toBe(format);
  });

  it.each([
    ['/a/b.bz2', undefined],
    ['/a/b.gz', undefined],
    ['/a/b', 'rar'],
    ['/a/b', 'x'],
  ])('%s with archive=%s is refused', (name, parameter) => {
    expect(() => archiveFormat(name, parameter)).toThrow('are not supported');
  });
});
