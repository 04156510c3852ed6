import { describe, expect, it, vi } from 'vitest';
import { Parser } from 'yaml';
import { readYaml, YamlError, YamlTooDeepError } from '../../../../src/generate/openapi/yaml.js';

const MOST = 20;

/** Texts that nest so many levels, in each way that YAML has. */
const NESTING: Readonly<Record<string, (levels: number) => string>> = {
  'lists in brackets': (levels) => `${'['.repeat(levels)}x${']'.repeat(levels)}`,
  'lists in brackets that stay open': (levels) => '['.repeat(levels),
  'maps in braces': (levels) => `${'{a: '.repeat(levels)}x${'}'.repeat(levels)}`,
  'lists of dashes in one line': (levels) => `${'- '.repeat(levels)}x`,
  'maps by indentation': (levels) =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n') + ' x\n',
  'keys that are collections': (levels) => `${'? '.repeat(levels)}x`,
  'a list after a flat document': (levels) => `a: 1\n---\n${'['.repeat(levels)}`,
};

describe('YAML', () => {
  it.each(Object.entries(NESTING))('may nest up to the limit: %s', (_, make) => {
    const outcome = (levels: number): string => {
      try {
        readYaml(make(levels), MOST);
        return 'read';
      } catch (error) {
        return error instanceof YamlTooDeepError ? 'too deep' : error instanceof YamlError ? 'read' : String(error);
      }
    };
    expect([outcome(MOST), outcome(MOST + 1), outcome(2_000)]).toEqual(['read', 'too deep', 'too deep']);
  });

  it('is parsed correctly', () => {
    expect(readYaml('a: [1, {b: null}]\nc: &x yes\nd: *x\n', MOST)).toEqual({
      a: [1, { b: null }],
      c: 'yes',
      d: 'yes',
    });
    expect(readYaml('', MOST)).toBeNull();
  });

  it.each([
    ['an unterminated list', 'a: 1\nb: [1,\n', 3, 1],
    ['a second document', 'a: 1\n---\nb: 2\n', 2, 1],
  ])('with %s is rejected with its location', (_, text, line, column) => {
    expect(() => readYaml(text, MOST)).toThrow(expect.objectContaining({ name: 'YamlError', line, column }) as Error);
  });
});

describe('large YAML', () => {
  /** Read entry by entry, however short it is, and as a whole. */
  const both = (text: string) => [readYaml(text, MOST, 0), readYaml(text, MOST)];

  it.each([
    ['maps in maps', 'a:\n  b:\n    c: 1\n    d: [1, 2]\n  e: 2\nf: 3\n'],
    ['lists at the indentation of their keys', 'a:\n- b: 1\n- c\nd:\n  - 2\n'],
    ['comments and blank lines', '# first\na: # of a\n\n  # inside\n  b: 1\n#end\nc: 2\n\n'],
    ['keys in quotes, and numbers as keys', '"a b": 1\n\'200\':\n  201: 2\n"x: y":\n  z: 3\n'],
    ['texts over several lines', 'a: |\n  b: 1\n   c\nd: "e\n f: g"\nh: >-\n  i\n\n  j\nk: 1\n'],
    ['anchors that are used elsewhere', 'a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n'],
    ['Windows line ends', 'a:\r\n  b: 1\r\nc: 2\r\n'],
    ['a document start marker', '---\na: 1\nb:\n  c: 2\n'],
    ['values in braces', 'a: {b: 1,\n  c: 2 }\nd: [\n 1]\n'],
    ['a name inherited from Object.prototype', '__proto__:\n  a: 1\nconstructor: 2\n'],
  ])('parses the same entry by entry: %s', (_, text) => {
    const [parts, whole] = both(text);
    expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
  });

  it.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n'],
    ['an unclosed bracket', 'a: 1\nb:\n  c: [1,\n'],
    ['an unknown anchor', 'a: *x\nb: 1\n'],
  ])('is rejected the same way as when read as a whole: %s', (_, text) => {
    const refusal = (large?: number): string => {
      try {
        readYaml(text, MOST, large);
        return 'read';
      } catch (error) {
        return String(error);
      }
    };
    expect(refusal(0)).not.toBe('read');
    expect(refusal(0)).toBe(refusal());
  });

  it('is read in chunks', () => {
    const lines = Array.from({ length: 900 }, (_, index) => `  k${index}: {b: [1, 2, 3]}\n`);
    const text = `a:\n${lines.join('')}b: 1\n`;
    const parse = vi.spyOn(Parser.prototype, 'parse');
    expect(readYaml(text, MOST, 5_000)).toEqual(readYaml(text, MOST));
    const lengths = parse.mock.calls.map(([part]) => part.length);
    expect(Math.max(...lengths.slice(0, -1))).toBeLessThan(5_000);
    expect(lengths.length).toBeLessThan(12);
    parse.mockRestore();
  });
});
