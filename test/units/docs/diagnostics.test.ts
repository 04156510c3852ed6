import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without declarations
import { diagnosticsPage } from '../../../scripts/diagnostics-list.mjs';

describe('docs/diagnostics.md', () => {
  const page = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');

  it('lists every code there is (node scripts/diagnostics-list.mjs writes it anew)', () => {
    expect(page).toBe(diagnosticsPage());
  });

  it('says something of each', () => {
    expect(page.split('\n').filter((line) => /^\| `[^`]+` \|\s*\|$/.test(line))).toEqual([]);
  });
});
