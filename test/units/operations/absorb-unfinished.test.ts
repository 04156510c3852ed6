import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetEdits, recordEdits, takeBackUnfinished } from '../../../src/operations/absorb/unfinished.js';

const FILES = ['a.tf', 'b.tf', 'c.tf'].map((name) => ({ name, before: `${name} old`, after: `${name} new` }));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'absorb-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = (...texts: readonly string[]): Promise<unknown> =>
  Promise.all(FILES.map(({ name }, index) => writeFile(path.join(directory, name), texts[index] ?? '')));
const texts = (): Promise<string[]> =>
  Promise.all(FILES.map(({ name }) => readFile(path.join(directory, name), 'utf8')));

it('takes back the files that were written before the run was killed, once', async () => {
  await recordEdits(directory, FILES);
  await write('a.tf new', 'b.tf old', 'c.tf old');
  expect((await takeBackUnfinished(directory)).map(({ detail }) => detail)).toEqual([
    'Its edits were taken back in a.tf.',
  ]);
  expect(await texts()).toEqual(['a.tf old', 'b.tf old', 'c.tf old']);
  await write('a.tf new', 'b.tf new', 'c.tf new');
  expect(await takeBackUnfinished(directory)).toEqual([]);
  expect(await texts()).toEqual(['a.tf new', 'b.tf new', 'c.tf new']);
});

it('knows files that were being replaced by fewer edits, and leaves those that were changed since', async () => {
  await recordEdits(directory, FILES, new Map([['a.tf', 'a.tf fewer']]));
  await write('a.tf fewer', 'b.tf new', 'c.tf by hand');
  expect((await takeBackUnfinished(directory)).map(({ detail }) => detail)).toEqual([
    'Its edits were taken back in a.tf, b.tf.\nChanged since, and left as they are: c.tf. Review them.',
  ]);
  expect(await texts()).toEqual(['a.tf old', 'b.tf old', 'c.tf by hand']);
});

it('takes nothing back after the edits are proven, nor outside of the project', async () => {
  await recordEdits(directory, FILES);
  await forgetEdits(directory);
  await write('a.tf new', 'b.tf new', 'c.tf new');
  expect(await takeBackUnfinished(directory)).toEqual([]);
  const outside = `${directory}.tf`;
  await writeFile(outside, 'new');
  await recordEdits(directory, [{ name: `../${path.basename(outside)}`, before: 'old', after: 'new' }]);
  expect(await takeBackUnfinished(directory)).toHaveLength(1);
  expect(await readFile(outside, 'utf8')).toBe('new');
  await rm(outside);
});

it('refuses a record that it cannot read', async () => {
  await recordEdits(directory, FILES);
  await writeFile(path.join(directory, '.landform', 'absorb.json'), '{"files": [{}]}');
  await expect(takeBackUnfinished(directory)).rejects.toMatchObject({ diagnostics: [{ code: 'absorb-record' }] });
});
