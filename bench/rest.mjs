// `npm run bench:rest`: 1,000 cloud accounts at a service that takes 100 ms for each request, created and then refreshed, with 10 and with
// 50 concurrent calls. Prints each time beside the ideal: calls × latency ÷ concurrency. What counts is the time without the
// start and the end of the process, which the same command on one object shows (docs/decisions/0016-time-beside-the-ideal.md).
// Other numbers: node bench/rest.mjs OBJECTS LATENCY_MS
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';
import { measure, middle } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const COUNT = Number(process.argv[2] ?? 1000);
const LATENCY_MS = Number(process.argv[3] ?? 100);
const LIMITS = [10, 50];
/** How much longer than the ideal a run may take, apart from the start and the end of its process. */
const MOST = 1.1;
/** How often each command runs on one object. */
const STARTS = 5;

/** @type {readonly (readonly [string, readonly string[]])[]} */
const COMMANDS = [
  ['create', ['apply', '--auto-approve']],
  ['refresh', ['plan']],
];

const rows = [];
for (const limit of LIMITS) rows.push(...(await walk(limit)));
console.table(
  rows.map(({ what, calls, most, ideal, startup, seconds, cpuSeconds }) => ({
    what,
    calls,
    'most at once': most,
    ideal: ideal.toFixed(2),
    seconds: seconds.toFixed(2),
    'times the ideal': (seconds / ideal).toFixed(3),
    'start-up': startup.toFixed(2),
    'times without it': ((seconds - startup) / ideal).toFixed(3),
    'processor seconds': cpuSeconds.toFixed(2),
  })),
);
const slow = rows.filter(({ startup, seconds, ideal }) => seconds - startup > MOST * ideal);
for (const { what } of slow)
  console.error(`not met: ${what} takes more than ${MOST} times the ideal, apart from its start-up`);
process.exitCode = slow.length > 0 ? 1 : 0;

/**
 * Creates and refreshes with so many concurrent calls.
 * @param {number} limit
 */
async function walk(limit) {
  const alone = [];
  for (let turn = 0; turn < STARTS; turn += 1) alone.push(await pass(1, limit));
  const many = await pass(COUNT, limit);
  return many.map((row, which) => {
    const starts = alone.map((rows) => ({ ...rows[which], seconds: rows[which].seconds - rows[which].ideal }));
    return { ...row, startup: middle(starts).seconds };
  });
}

/**
 * Creates and refreshes so many objects.
 * @param {number} count
 * @param {number} limit
 */
async function pass(count, limit) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  const sandbox = await startSandbox({ systems: ['acloud'], faults: { latencyMs: LATENCY_MS } });
  try {
    const account = { count, display_name: 'account-${count.index}', cloud_profile: 'dummy' };
    const terraform = { required_providers: { acloud: { source: 'landform/acloud' } } };
    const document = { terraform, resource: { acloud_cloud_account: { many: account } } };
    writeFileSync(path.join(directory, 'main.tf.json'), `${JSON.stringify(document)}\n`);
    const rows = [];
    for (const [what, args] of COMMANDS) rows.push(await run(sandbox, directory, limit, what, args, count));
    return rows;
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {import('../dist/testing/index.js').Sandbox} sandbox
 * @param {string} directory
 * @param {number} limit
 * @param {string} what
 * @param {readonly string[]} args
 * @param {number} count
 */
async function run(sandbox, directory, limit, what, args, count) {
  sandbox.requests.clear();
  const measured = await measure(process.execPath, [main, ...args, `--parallelism=${limit}`], {
    cwd: directory,
    env: { ...process.env, ...sandbox.environment, ACLOUD_CONCURRENCY: String(limit), NO_COLOR: '1' },
  });
  if (measured.code !== 0) throw new Error(`${what} ended with ${measured.code}: ${measured.stderr}`);
  const { total, mostInFlight } = sandbox.requests;
  // The calls of one object follow each other.
  const ideal = (Math.max(total / count, total / limit) * LATENCY_MS) / 1000;
  return { ...measured, what: `${what}, ${limit} at once`, calls: total, most: mostInFlight, ideal };
}
