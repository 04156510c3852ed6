import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/**
 * Tests that start `landform` run the code in dist/, so dist/ must be up to date.
 * A type error alone does not stop them: code is emitted nevertheless, and `npm run check` reports the error.
 */
export default function buildFirst(): void {
  const build = spawnSync(process.execPath, [script, '--if-changed'], { encoding: 'utf8' });
  if (build.status !== 0)
    process.stderr.write(`The build reports errors; the tests run what it emitted.\n${build.stdout}${build.stderr}\n`);
}
