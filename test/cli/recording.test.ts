import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without declarations
import { recording } from '../../scripts/recording.mjs';

const picture = readFileSync(fileURLToPath(new URL('../../docs/first-steps.svg', import.meta.url)), 'utf8');

describe('docs/first-steps.svg', () => {
  it("shows today's output (update it with node scripts/recording.mjs)", { timeout: 60_000 }, async () => {
    expect(picture).toBe(await recording());
  });

  it('ends with infrastructure that matches the configuration', () => {
    expect(picture).toContain('No changes.');
  });

  it('fits a terminal of 80 columns', () => {
    const rows = [...picture.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, row]) =>
      row!.replaceAll(/<[^>]*>/g, '').replaceAll(/&\w+;/g, '.'),
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.length > 80)).toEqual([]);
  });
});
