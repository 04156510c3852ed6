import { describe, expect, it } from 'vitest';
import { formatTerminal, terminalPieces } from '../../../src/render/index.js';
import { heading, lines, treeOf, type Page } from '../../../src/render/report.js';

describe('page text', () => {
  it('comes in chunks of whole lines while it is generated', () => {
    let made = 0;
    const items = Array.from({ length: 100_000 }, (_, index) => index);
    const tree = treeOf(items, (index) => {
      made += 1;
      return { sign: '+', name: `node ${index}`, detail: ['value'] };
    });
    const page: Page = [heading('Start'), tree, lines(['End'])];
    const pieces: string[] = [];
    const madeAtFirst: number[] = [];
    for (const piece of terminalPieces(page, { color: false })) {
      if (pieces.length === 0) madeAtFirst.push(made);
      pieces.push(piece);
    }
    expect(madeAtFirst[0]).toBeLessThan(items.length / 10);
    expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
    expect(pieces.join('')).toBe(formatTerminal(page, { color: false }));
    expect(pieces.join('')).toMatch(/^Start\n\n  \+ node 0 = value\n/);
    expect(pieces.join('')).toMatch(/node 99999.*\n\nEnd\n$/);
  });

  it('is empty without input', () => {
    expect([...terminalPieces([], { color: false })]).toEqual([]);
  });
});
