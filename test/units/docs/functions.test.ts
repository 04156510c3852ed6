import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error a script without declarations
import { formattedFunctions } from '../../../scripts/functions-page.mjs';
import { BUILT_IN_FUNCTIONS } from '../../../src/engine/evaluate/functions.js';

it('docs/functions.md describes every function (update it with node scripts/functions-page.mjs)', async () => {
  const written = readFileSync(new URL('../../../docs/functions.md', import.meta.url), 'utf8');
  expect(written).toBe(await formattedFunctions(BUILT_IN_FUNCTIONS));
});
