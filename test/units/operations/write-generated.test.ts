import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiagnosticError } from '../../../src/model/index.js';
import { GENERATED, generatedIn, writeGenerated } from '../../../src/operations/generate/write-generated.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landform-generated-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const textOf = (file: string): string => `${GENERATED} for ${file}\n`;
const at = (file: string): string => path.join(folder, file);

test('files appear with their folders, and stay untouched while they are up to date', () => {
  const paths = ['aws/a.ts', 'aws/data/b.ts'];
  expect(writeGenerated(folder, { paths, textOf }).written).toEqual(paths);
  expect(generatedIn(folder)).toEqual(paths);
  const before = statSync(at('aws/a.ts'), { bigint: true }).mtimeNs;
  writeFileSync(at('aws/data/b.ts'), `${GENERATED} earlier\n`);
  expect(writeGenerated(folder, { paths, textOf }).written).toEqual(['aws/data/b.ts']);
  expect(statSync(at('aws/a.ts'), { bigint: true }).mtimeNs).toBe(before);
});

test("a file of the user's is never overwritten or removed, and then nothing is written", () => {
  mkdirSync(at('aws'));
  writeFileSync(at('aws/b.ts'), 'export const mine = 1;\n');
  writeFileSync(at('aws/c.ts'), '');
  const paths = ['aws/a.ts', 'aws/b.ts', 'aws/c.ts'];
  expect(() => writeGenerated(folder, { paths, textOf })).toThrow(DiagnosticError);
  expect(existsSync(at('aws/a.ts'))).toBe(false);
  expect(readFileSync(at('aws/b.ts'), 'utf8')).toBe('export const mine = 1;\n');
  expect(
    writeGenerated(folder, { paths: ['aws/a.ts'], textOf, obsolete: ['aws/b.ts', 'aws/none.ts'] }).removed,
  ).toEqual([]);
  expect(existsSync(at('aws/b.ts'))).toBe(true);
});

test('what is no longer generated is removed', () => {
  writeGenerated(folder, { paths: ['aws/a.ts', 'aws/b.ts'], textOf });
  expect(writeGenerated(folder, { paths: ['aws/a.ts'], textOf, obsolete: ['aws/b.ts'] }).removed).toEqual(['aws/b.ts']);
  expect(readdirSync(at('aws'))).toEqual(['a.ts']);
});

test('a run that ends in the middle leaves whole files, and the next one removes its leftovers', () => {
  const fails = (file: string): string => {
    if (file === 'aws/b.ts') throw new Error('stopped');
    return textOf(file);
  };
  expect(() => writeGenerated(folder, { paths: ['aws/a.ts', 'aws/b.ts'], textOf: fails })).toThrow('stopped');
  expect(readdirSync(at('aws'))).toEqual(['a.ts']);
  writeFileSync(at('aws/b.ts.0123456789ab.tmp'), 'half');
  writeFileSync(at('aws/mine.tmp'), '');
  writeGenerated(folder, { paths: ['aws/b.ts'], textOf });
  expect(readdirSync(at('aws')).sort()).toEqual(['a.ts', 'b.ts', 'mine.tmp']);
});
