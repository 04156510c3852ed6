// `npm run bench:rest`: 1,000 cloud accounts at a service that takes 100 ms for each request, created and then refreshed, with 10 and with
// 50 concurrent calls. Prints each time beside the ideal: calls × latency ÷ concurrency. Other numbers: node bench/rest.mjs OBJECTS LATENCY_MS
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';
import { measure } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const COUNT = Number(process.argv[2] ?? 1000);
const LATENCY_MS = Number(process.argv[3] ?? 100);
const LIMITS = [10, 50];
/** How much longer than the ideal a run may take, its own start and end included. */
const MOST = 1.1;

const rows = [];
for (const limit of LIMITS) rows.push(...(await walk(limit)));
console.table(
  rows.map(({ what, calls, most, ideal, seconds, cpuSeconds }) => ({
    what,
    calls,
    'most at once': most,
    ideal: ideal.toFixed(2),
    seconds: seconds.toFixed(2),
    'times the ideal': (seconds / ideal).toFixed(3),
    'processor seconds': cpuSeconds.toFixed(2),
  })),
);
const slow = rows.filter(({ seconds, ideal }) => seconds > MOST * ideal);
for (const { what } of slow) console.error(`not met: ${what} takes more than ${MOST} times the ideal`);
process.exitCode = slow.length > 0 ? 1 : 0;

/**
 * Creates and refreshes with so many concurrent calls.
 * @param {number} limit
 */
async function walk(limit) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  const sandbox = await startSandbox({ systems: ['acloud'], faults: { latencyMs: LATENCY_MS } });
  try {
    const account = { count: COUNT, display_name: 'account-${count.index}', cloud_profile: 'dummy' };
    const terraform = { required_providers: { acloud: { source: 'landform/acloud' } } };
    const document = { terraform, resource: { acloud_cloud_account: { many: account } } };
    writeFileSync(path.join(directory, 'main.tf.json'), `${JSON.stringify(document)}\n`);
    return [
      await run(sandbox, directory, limit, 'create', ['apply', '--auto-approve']),
      await run(sandbox, directory, limit, 'refresh', ['plan']),
    ];
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
 */
async function run(sandbox, directory, limit, what, args) {
  sandbox.requests.clear();
  const { code, stderr, seconds, cpuSeconds } = await measure(
    process.execPath,
    [main, ...args, `--parallelism=${limit}`],
    {
      cwd: directory,
      env: { ...process.env, ...sandbox.environment, ACLOUD_CONCURRENCY: String(limit), NO_COLOR: '1' },
    },
  );
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${stderr}`);
  const { total, mostInFlight } = sandbox.requests;
  const ideal = Math.max(LATENCY_MS, (total * LATENCY_MS) / limit) / 1000;
  return { what: `${what}, ${limit} at once`, calls: total, most: mostInFlight, ideal, seconds, cpuSeconds };
}
