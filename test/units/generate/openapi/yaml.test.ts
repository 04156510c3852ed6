import { describe, expect, it } from 'vitest';
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
  'a list behind a document that is flat': (levels) => `a: 1\n---\n${'['.repeat(levels)}`,
};

describe('YAML', () => {
  it.each(Object.entries(NESTING))('may nest as deeply as allowed and no deeper: %s', (_, make) => {
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

  it('gives what it says', () => {
    expect(readYaml('a: [1, {b: null}]\nc: &x yes\nd: *x\n', MOST)).toEqual({
      a: [1, { b: null }],
      c: 'yes',
      d: 'yes',
    });
    expect(readYaml('', MOST)).toBeNull();
  });

  it.each([
    ['a list without its end', 'a: 1\nb: [1,\n', 3, 1],
    ['a second document', 'a: 1\n---\nb: 2\n', 2, 1],
  ])('with %s is refused with its place', (_, text, line, column) => {
    expect(() => readYaml(text, MOST)).toThrow(expect.objectContaining({ name: 'YamlError', line, column }) as Error);
  });
});
