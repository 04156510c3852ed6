import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without declarations
import { diagnosticsPage, REMEDIES } from '../../../scripts/diagnostics-list.mjs';

describe('docs/diagnostics.md', () => {
  const page = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');

  it('lists every code (update it with node scripts/diagnostics-list.mjs)', () => {
    expect(page).toBe(diagnosticsPage());
  });

  it('states a cause and a remedy for each code', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(250);
    expect(
      rows.filter((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, 4)
          .some((cell) => cell.trim() === ''),
      ),
    ).toEqual([]);
  });

  it('contains no advice for removed codes', () => {
    const codes = new Set([...page.matchAll(/^\| `([^`]+)`/gm)].map(([, code]) => code));
    expect(Object.keys(REMEDIES as object).filter((code) => !codes.has(code))).toEqual([]);
  });
});
