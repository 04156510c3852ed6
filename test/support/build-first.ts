import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/**
 * Tests that start `landform` run what is in dist/, so dist/ has to be of today.
 * A type error alone does not stop them: code is emitted all the same, and `npm run check` is the one to refuse it.
 */
export default function buildFirst(): void {
  const build = spawnSync(process.execPath, [script, '--if-changed'], { encoding: 'utf8' });
  if (build.status !== 0)
    process.stderr.write(`The build reports errors; the tests run what it emitted.\n${build.stdout}${build.stderr}\n`);
}
