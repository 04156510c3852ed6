// `npm run bench:patterns`: how processor time and memory grow with the number of instances, for each pattern of many instances, beside
// Terraform where it ends in time. Options: `--only TEXT` (patterns whose name contains it), `--to COUNT`, `--runs COUNT`, `--plan`
// (plans only, neither apply nor destroy), `--alone` (without Terraform).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, middleCpu } from './measure.mjs';
import { patterns } from './pattern-shapes.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    to: { type: 'string', default: '32000' },
    runs: { type: 'string', default: '3' },
    plan: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
  },
});
const SMALLEST = 1000;
/** The most that twice as many instances may cost. */
const MOST_GROWTH = 2.2;
/** Terraform is quadratic in many patterns: a run that took longer than this is its last, since the next may take four times as long. */
const LAST_PEER_SECONDS = 12;
const MOST_SECONDS = 180;

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
const root = mkdtempSync(path.join(tmpdir(), 'landform-patterns-'));
let missed = 0;

/** @typedef {import('./measure.mjs').Measured} Measured */

try {
  for (const [name, shape] of Object.entries(patterns)) {
    if (name.includes(options.only)) await pattern(name, shape);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.log(missed === 0 ? `\nevery doubling costs at most ${MOST_GROWTH} times` : `\n${missed} doublings MISSED`);
process.exitCode = missed === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {(count: number) => import('./pattern-shapes.mjs').Shape} shape
 */
async function pattern(name, shape) {
  console.log(`\n${name}`);
  const steps = [
    { what: 'plan', args: ['plan'], times: Number(options.runs) },
    ...(options.plan
      ? []
      : [
          { what: 'apply', args: ['apply', '--auto-approve'], times: 1 },
          { what: 'no-op plan', args: ['plan'], times: Number(options.runs) },
          { what: 'destroy', args: ['destroy', '--auto-approve'], times: 1 },
        ]),
  ];
  /** @type {Map<string, Measured>} */
  const smaller = new Map();
  let peer = !options.alone;
  for (let count = SMALLEST; count <= Number(options.to); count *= 2) {
    const cwd = path.join(root, 'folder');
    write(cwd, shape(count));
    const cells = [];
    for (const { what, args, times } of steps) {
      const measured = await repeat(times, () => run(process.execPath, [main, ...args], cwd));
      cells.push(`${what} ${cell(measured, smaller.get(what))}`);
      smaller.set(what, measured);
    }
    if (peer) {
      const measured = await run('terraform', ['plan', '-input=false'], cwd);
      cells.push(`terraform plan ${measured.seconds.toFixed(1)} s${measured.timedOut ? ' (stopped)' : ''}`);
      peer = measured.seconds < LAST_PEER_SECONDS;
    }
    console.log(`  ${String(count).padStart(6)}  ${cells.join('   ')}`);
    rmSync(cwd, { recursive: true, force: true });
  }
}

/**
 * @param {Measured} measured
 * @param {Measured | undefined} smaller
 */
function cell({ cpuSeconds, megabytes }, smaller) {
  let growth = '';
  if (smaller !== undefined) {
    const ratio = cpuSeconds / smaller.cpuSeconds;
    const isMissed = ratio > MOST_GROWTH;
    if (isMissed) missed += 1;
    growth = ` ×${ratio.toFixed(2)}${isMissed ? ' MISSED' : ''}`;
  }
  return `${cpuSeconds.toFixed(2)} s${growth} ${megabytes.toFixed(0)} MB`;
}

/**
 * @param {number} times
 * @param {() => Promise<Measured>} once
 */
async function repeat(times, once) {
  const results = [];
  for (let turn = 0; turn < times; turn += 1) results.push(await once());
  return middleCpu(results);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function run(command, args, cwd) {
  const measured = await measure(command, args, { cwd, env, timeoutSeconds: MOST_SECONDS });
  if (measured.code !== 0 && !measured.timedOut) throw new Error(`${command} failed: ${measured.stderr}`);
  return measured;
}

/**
 * @param {string} directory
 * @param {import('./pattern-shapes.mjs').Shape} shape
 */
function write(directory, { resources, locals, outputs }) {
  mkdirSync(directory, { recursive: true });
  const configuration = { locals, resource: { terraform_data: resources }, output: outputs };
  writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify(configuration, undefined, 1));
}
