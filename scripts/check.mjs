/**
 * Runs every static check and reports all that fail, not only the first. The build comes first because examples and
 * their tests import the package by its name, and so are type-checked against dist/.
 */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const checks = [
  ['build', 'the sources compile'],
  ['check:types', 'sources, tests and examples type-check'],
  ['check:lint', 'lint, with types'],
  ['check:format', 'format'],
  ['check:english', 'no phrases that read like a translation'],
  ['check:layers', 'rooms import only from floors below'],
  ['check:unused', 'no unused file, export or dependency'],
  ['check:package', 'the package is well-formed'],
];

const failed = [];
for (const [script, promise] of checks) {
  const start = performance.now();
  const run = spawnSync('npm', ['run', '--silent', script], { cwd: root, encoding: 'utf8' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (run.status === 0) {
    console.log(`ok      ${promise} (${script}, ${seconds} s)`);
  } else {
    console.log(`FAILED  ${promise} (${script}, ${seconds} s)\n${run.stdout}${run.stderr}`);
    failed.push(script);
  }
}

if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
