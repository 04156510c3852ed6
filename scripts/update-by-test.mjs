// Tests that compare a file with what it should be also write it, when they are told to update.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a test and lets it write what it expects.
 * @param {string} test
 */
export function updateByTest(test) {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', test, '--update'], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
