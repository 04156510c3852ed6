import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, pairUp } from '../../../src/render/align.js';

const shape = (before: string, after: string): string =>
  align(before.split(''), after.split(''))
    .map((step) =>
      step.kind === 'same'
        ? before[step.before]
        : step.kind === 'gone'
          ? `-${before[step.before]}`
          : `+${after[step.after]}`,
    )
    .join(' ');

describe('align', () => {
  it.each([
    ['nothing', '', '', ''],
    ['equal', 'abc', 'abc', 'a b c'],
    ['an insertion in the middle is one insertion', 'abc', 'axbc', 'a +x b c'],
    ['a deletion at the end is one deletion', 'abc', 'ab', 'a b -c'],
    ['removed text is before added text', 'abc', 'axc', 'a -b +x c'],
    ['a move is a deletion and an insertion', 'abcd', 'bcda', '-a b c d +a'],
    ['repeated elements are kept apart', 'aaa', 'aa', 'a a -a'],
  ])('%s', (_rule, before, after, expected) => {
    expect(shape(before, after)).toBe(expected);
  });

  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

  it('transforms the first sequence into the second, for any input', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const steps = align(before, after);
        expect(steps.flatMap((step) => (step.kind === 'new' ? [] : [before[step.before]]))).toEqual(before);
        expect(steps.flatMap((step) => (step.kind === 'gone' ? [] : [after[step.after]]))).toEqual(after);
        const same = steps.filter((step) => step.kind === 'same');
        expect(same.map((step) => before[step.before])).toEqual(same.map((step) => after[step.after]));
      }),
    );
  });

  it('keeps as many elements as possible', () => {
    const common = (a: readonly string[], b: readonly string[]): number => {
      if (a.length === 0 || b.length === 0) return 0;
      if (a[0] === b[0]) return 1 + common(a.slice(1), b.slice(1));
      return Math.max(common(a.slice(1), b), common(a, b.slice(1)));
    };
    const few = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
    fc.assert(
      fc.property(few, few, (before, after) => {
        expect(align(before, after).filter((step) => step.kind === 'same')).toHaveLength(common(before, after));
      }),
    );
  });

  it('does not compare every pair if nothing is alike', () => {
    const many = (mark: string): string[] => Array.from({ length: 20_000 }, (_, index) => `${mark}${index}`);
    expect(align(many('a'), many('b'))).toHaveLength(40_000);
  });
});

describe('pairUp', () => {
  it('matches the elements of a gap with their new versions', () => {
    expect(pairUp(['a', 'b', 'c'], ['a', 'x', 'c', 'd'], (item) => item)).toEqual([
      { same: true },
      { same: false, before: { index: 1, item: 'b' }, after: { index: 1, item: 'x' } },
      { same: true },
      { same: false, after: { index: 3, item: 'd' } },
    ]);
  });
});
