import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../../../../src/engine/evaluate/functions/glob.js';

describe('a fileset pattern', () => {
  it.each<[pattern: string, matching: readonly string[], others: readonly string[]]>([
    ['*.tf', ['main.tf', '.tf', 'ü.tf'], ['a/main.tf', 'main.tf.json']],
    ['**/*.tf', ['main.tf', 'a/main.tf', 'a/b/main.tf'], ['main.json']],
    ['a/**', ['a/b', 'a/b/c'], ['b/a']],
    ['?.txt', ['a.txt', '😀.txt'], ['ab.txt', '/.txt']],
    ['[a-c]x', ['ax', 'cx'], ['dx', '/x']],
    ['[^a-c]x', ['dx', '-x'], ['ax', '/x']],
    ['[+-9]x', ['+x', '.x', '0x', '9x'], ['/x', ':x']],
    ['[a\\-z]x', ['ax', '-x', 'zx'], ['bx']],
    ['[.$^]x', ['.x', '$x', '^x'], ['ax']],
    ['{a,b/c}.txt', ['a.txt', 'b/c.txt'], ['b.txt']],
    ['a.b+c', ['a.b+c'], ['aXb+c', 'a.bbc']],
  ])('%s matches %j, not %j', (pattern, matching, others) => {
    const glob = compileGlob(pattern);
    expect(matching.filter((name) => glob?.fits(name) !== true)).toEqual([]);
    expect(others.filter((name) => glob?.fits(name) !== false)).toEqual([]);
  });

  it.each(['[', '[a-', '[z-a]', '[]', '{a', 'a\\', '[-a]'])('%s is refused', (pattern) => {
    expect(compileGlob(pattern)).toBeUndefined();
  });

  it('with many wildcards is matched quickly', () => {
    expect(compileGlob(`${'*a'.repeat(40)}b`)?.fits('a'.repeat(250))).toBe(false);
  });
});
