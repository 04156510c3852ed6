// `npm run bench:stacks`: 30 stacks in five layers, each of which needs two of the layer before it, at a service that takes 200 ms for
// each request. Prints the time of each command beside that of the critical path: one stack of each layer, run alone.
// Other numbers: node bench/stacks.mjs WIDTH LATENCY_MS
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';
import { measure, middle } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(root, 'dist/cli/main.cjs');
const WIDTH = Number(process.argv[2] ?? 6);
const LATENCY_MS = Number(process.argv[3] ?? 200);
const LAYERS = 5;
/** How much longer than the critical path a run may take. */
const MOST = 1.3;
const TURNS = 3;

/** @type {readonly (readonly [string, readonly string[]])[]} */
const COMMANDS = [
  ['plan of what is new', ['plan', '--out', 'first']],
  ['apply', ['apply', 'first']],
  ['plan of what exists', ['plan', '--out', 'second']],
];

/** @type {Map<string, import('./measure.mjs').Measured[]>} */
const found = new Map();
for (let turn = 0; turn < TURNS; turn += 1) {
  await pass('all', WIDTH);
  await pass('path', 1);
}
const rows = COMMANDS.map(([what]) => {
  const [all, alone] = ['all', 'path'].map((name) => middle(found.get(`${name} ${what}`) ?? []));
  return { what, all, alone, ratio: all.seconds / alone.seconds };
});
console.table(
  rows.map(({ what, all, alone, ratio }) => ({
    what,
    [`${WIDTH * LAYERS} stacks, s`]: all.seconds.toFixed(2),
    'critical path, s': alone.seconds.toFixed(2),
    ratio: ratio.toFixed(2),
    'processor seconds': all.cpuSeconds.toFixed(2),
    'of the path': alone.cpuSeconds.toFixed(2),
  })),
);
const slow = rows.filter(({ ratio }) => ratio > MOST);
for (const { what } of slow) console.error(`not met: ${what} takes more than ${MOST} times the critical path`);
process.exitCode = slow.length > 0 ? 1 : 0;

/** @param {number} width */
function program(width) {
  return `
import { App, Stack } from 'landform';
import { AcloudProvider, CloudAccount } from 'landform/providers/acloud';
const app = new App();
let before = [];
for (let layer = 0; layer < ${LAYERS}; layer += 1) {
  const now = [];
  for (let index = 0; index < ${width}; index += 1) {
    const stack = new Stack(app, \`l\${layer}-\${index}\`);
    new AcloudProvider(stack, 'acloud');
    const needed = [before[index], before[(index + 1) % ${width}]].filter((one, at, all) => one && all.indexOf(one) === at);
    const metadata = Object.fromEntries(needed.map(({ identity }, at) => [\`needed\${at}\`, identity]));
    const cloudProfile = 'hetzner';
    const one = new CloudAccount(stack, 'one', { displayName: \`l\${layer}-\${index}\`, metadata, cloudProfile, enabled: true });
    const second = { needed0: one.identity };
    new CloudAccount(stack, 'two', { displayName: \`l\${layer}-\${index} two\`, metadata: second, cloudProfile, enabled: true });
    now.push(one);
  }
  before = now;
}
app.synth();
`;
}

/**
 * Runs the commands with this many stacks in each layer.
 * @param {string} name
 * @param {number} width
 */
async function pass(name, width) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  const sandbox = await startSandbox();
  try {
    sandbox.faults.configure({ latencyMs: LATENCY_MS });
    mkdirSync(path.join(directory, 'node_modules'));
    symlinkSync(root, path.join(directory, 'node_modules/landform'));
    writeFileSync(path.join(directory, 'landform.json'), JSON.stringify({ program: 'main.ts' }));
    writeFileSync(path.join(directory, 'main.ts'), program(width));
    for (const [what, args] of COMMANDS) {
      const measured = await measure(process.execPath, [main, ...args, '--parallelism=50'], {
        cwd: directory,
        env: { ...process.env, ...sandbox.environment, NO_COLOR: '1' },
      });
      if (measured.code !== 0) throw new Error(`${what} ended with ${measured.code}: ${measured.stderr}`);
      const key = `${name} ${what}`;
      found.set(key, [...(found.get(key) ?? []), measured]);
    }
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
