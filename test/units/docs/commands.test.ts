import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error a script without declarations
import { formattedPage } from '../../../scripts/commands-page.mjs';
import { optionTerm } from '../../../src/cli/help.js';
import { GLOBAL_OPTIONS } from '../../../src/cli/options.js';
import { COMMANDS } from '../../../src/cli/registry.js';

it('docs/commands.md describes every command and option (update it with node scripts/commands-page.mjs)', async () => {
  const written = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
  expect(written).toBe(await formattedPage(COMMANDS, GLOBAL_OPTIONS, optionTerm));
});
