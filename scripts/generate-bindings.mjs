// Writes src/bindings from the providers' schemas: node scripts/generate-bindings.mjs
// The test that compares the two does the work; told to update, it writes what it expects.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/units/generate/bindings.test.ts', '--update'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
