/**
 * Runs every static check and reports all that fail, not only the first. The build comes first because examples and
 * their tests import the package by its name, and so are type-checked against dist/. The others run side by side, the longest first.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = ['build', 'the sources compile'];
const checks = [
  ['check:format', 'format'],
  ['check:types', 'sources, tests and examples type-check'],
  ['check:lint', 'lint, with types'],
  ['check:layers', 'rooms import only from floors below'],
  ['check:unused', 'no unused file, export or dependency'],
  ['check:package', 'the package is well-formed'],
  ['check:english', 'no phrases that read like a translation'],
];

const failed = [];

/** @param {readonly string[]} check @param {readonly string[]} options */
async function run([script, promise], options = []) {
  const start = performance.now();
  const { code, text } = await ended(['run', '--silent', script, '--', ...options]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`ok      ${promise} (${script}, ${seconds} s)`);
  } else {
    console.log(`FAILED  ${promise} (${script}, ${seconds} s)\n${text}`);
    failed.push(script);
  }
}

/** @param {readonly string[]} given @returns {Promise<{ code: number | null, text: string }>} */
function ended(given) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', given, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

await run(build, ['--if-changed']);
const left = [...checks];
async function worker() {
  for (let check = left.shift(); check !== undefined; check = left.shift()) await run(check);
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));

if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
