// `npm run bench:conductor`: a tenant with 5,000 secrets in the emulated manager, and with a tenth of them. Prints how many requests
// apply and plan make, how long they take, and how much memory they hold at their peak.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../dist/testing/index.js';
import { measure } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const MANY = 5000;
/** A page holds a thousand; the first five are read one by one, before it is known that they are many. */
const MOST_REQUESTS = MANY / 1000 + 5;
/** More than this for ten times as many would be no flat memory: state itself is a few megabytes. */
const MOST_TIMES_MEMORY = 2;

/** @typedef {{ what: string, requests: number, byOperation: Readonly<Record<string, number>>, seconds: number, megabytes: number }} Row */

const few = await walk(MANY / 10);
const many = await walk(MANY);
console.table(
  [...few, ...many].map(({ what, requests, seconds, megabytes }) => ({
    what,
    requests,
    seconds: seconds.toFixed(2),
    megabytes: megabytes.toFixed(0),
  })),
);
const [, fewPlanned] = few;
const [, planned] = many;
console.log('requests of the plan, by operation:', planned?.byOperation);
const memory = (planned?.megabytes ?? 0) / (fewPlanned?.megabytes ?? 1);
const failures = [
  (planned?.requests ?? Infinity) <= MOST_REQUESTS ? '' : `a plan makes more than ${MOST_REQUESTS} requests`,
  memory <= MOST_TIMES_MEMORY ? '' : `ten times as many secrets take ${memory.toFixed(1)} times the memory`,
].filter((text) => text !== '');
for (const failure of failures) console.error(`not met: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * Applies so many secrets, then plans them again.
 * @param {number} count
 * @returns {Promise<Row[]>}
 */
async function walk(count) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  const sandbox = await startSandbox({ systems: ['conductor'] });
  try {
    write(directory, count);
    return [
      await run(sandbox, directory, `apply of ${count}`, ['apply', '--auto-approve']),
      await run(sandbox, directory, `plan of ${count}, refreshed`, ['plan']),
    ];
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} directory
 * @param {number} count
 */
function write(directory, count) {
  mkdirSync(directory, { recursive: true });
  const secret = { count, key: 'key-${count.index}', value: 'value-${count.index}' };
  const terraform = { required_providers: { conductor: { source: 'landform/conductor' } } };
  const document = { terraform, resource: { conductor_secret: { many: secret } } };
  writeFileSync(path.join(directory, 'main.tf.json'), `${JSON.stringify(document, undefined, 2)}\n`);
}

/**
 * @param {import('../dist/testing/index.js').Sandbox} sandbox
 * @param {string} directory
 * @param {string} what
 * @param {readonly string[]} args
 * @returns {Promise<Row>}
 */
async function run(sandbox, directory, what, args) {
  sandbox.requests.clear();
  const { code, stderr, seconds, megabytes } = await measure(process.execPath, [main, ...args], {
    cwd: directory,
    env: { ...process.env, ...sandbox.environment, NO_COLOR: '1' },
  });
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${stderr}`);
  const { total, byOperation } = sandbox.requests;
  return { what, requests: total, byOperation, seconds, megabytes };
}
