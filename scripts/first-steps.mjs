/**
 * Times the first steps of a new user at a terminal of 80 columns: from an empty folder and the package as it is published to
 * applied changes against the sandbox. `npm run first-steps` prints the seconds of each command; typing and reading come on top.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';
import { atTerminal } from './recording.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'landform-first-steps-'));
const folder = path.join(scratch, 'project');
mkdirSync(folder);

const packed = spawnSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], {
  cwd: ROOT,
  encoding: 'utf8',
});
if (packed.status !== 0) throw new Error(packed.stderr);
const tarball = path.join(scratch, packed.stdout.trim());

/** What is typed, what it must show, and the answer to its question. @type {readonly (readonly [command: string, shows: string, answer?: string])[]} */
const STEPS = [
  [`npm install --no-fund --no-audit ${tarball}`, 'added'],
  ['npx landform init --from sandbox', 'npx landform plan'],
  ['npx landform plan', 'to add'],
  ['npx landform apply', 'Apply complete!', 'yes'],
  ['npx landform plan', 'No changes.'],
];

const sandbox = await startSandbox();
try {
  let total = 0;
  for (const [command, shows, answer] of STEPS) {
    const start = performance.now();
    const shown = await atTerminal(command, answer, folder, sandbox.environment);
    const seconds = (performance.now() - start) / 1000;
    if (!shown.includes(shows)) throw new Error(`${command} does not show "${shows}": ${shown}`);
    total += seconds;
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${command.replace(tarball, 'landform')}`);
  }
  console.log(`${total.toFixed(1).padStart(6)} s  from an empty folder to applied changes`);
} finally {
  await sandbox.close();
  rmSync(scratch, { recursive: true, force: true });
}
