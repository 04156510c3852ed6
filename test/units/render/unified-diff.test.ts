import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../../src/render/unified-diff.js';

const numbered = (count: number, change: (index: number) => string = String): string =>
  Array.from({ length: count }, (_, index) => `${change(index)}\n`).join('');

/** The hunks that `diff -u` shows. */
function hunks(before: string, after: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-diff-'));
  try {
    writeFileSync(path.join(directory, 'a'), before);
    writeFileSync(path.join(directory, 'b'), after);
    execFileSync('diff', ['-u', 'a', 'b'], { cwd: directory, encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout.replace(/^.*\n.*\n/, '');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

it.each([
  ['one line', numbered(20), numbered(20, (index) => (index === 10 ? 'x' : String(index)))],
  ['lines far apart', numbered(60), numbered(60, (index) => (index % 25 === 3 ? 'x' : String(index)))],
  ['lines close together', numbered(20), numbered(20, (index) => (index === 5 || index === 11 ? 'x' : String(index)))],
  ['the first and the last line', numbered(9), numbered(9, (index) => (index % 8 === 0 ? 'x' : String(index)))],
  ['removed lines', numbered(20), numbered(15)],
  ['added lines', numbered(3), numbered(8)],
  ['everything', 'a\nb\n', 'c\n'],
])('shows %s like diff', (_, before, after) => {
  const [, , ...shown] = unifiedDiff('f', before, after).split('\n');
  expect(shown.join('\n')).toBe(hunks(before, after));
});
