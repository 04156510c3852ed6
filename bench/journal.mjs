// `npm run bench:journal`: 1,000 resources whose provider takes 50 ms for each, applied with state in a bucket that answers at once and in
// one that takes 50 ms for each request. What the journal may cost beside such a provider is a fifth of the time.
// Other numbers: node bench/journal.mjs RESOURCES CALL_MS REQUEST_MS
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { measure } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(root, 'dist/cli/main.cjs');
const COUNT = Number(process.argv[2] ?? 1000);
const CALL_MS = Number(process.argv[3] ?? 50);
const REQUEST_MS = Number(process.argv[4] ?? 50);
const AT_ONCE = 10;
const MOST = 1.2;

const jiti = createJiti(import.meta.url, { fsCache: false });
/** @type {typeof import('../test/support/s3-server.js')} */
const { S3Server, S3_CREDENTIALS } = await jiti.import('../test/support/s3-server.ts');

const PROVIDER = `
import { defineProvider, string } from 'landform/provider';
const pause = () => new Promise((resolve) => setTimeout(resolve, ${CALL_MS}));
export default defineProvider({
  name: 'acme/slow',
  version: '1.0.0',
  resources: {
    slow_thing: {
      schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
      create: async ({ name }) => (await pause(), { name, id: name }),
      read: async (state) => state,
      update: async ({ name }, { id }) => (await pause(), { name, id }),
      delete: pause,
    },
  },
});
`;

const COMMANDS = [
  ['apply', '--auto-approve'],
  ['destroy', '--auto-approve'],
];

const [atOnce, slow] = [await pass(0), await pass(REQUEST_MS)];
const rows = COMMANDS.map(([what], index) => {
  const [fast, late] = [atOnce[index], slow[index]];
  return {
    what: `${what}, ${COUNT.toLocaleString('en')} resources of ${CALL_MS} ms`,
    seconds: fast.seconds.toFixed(2),
    [`with ${REQUEST_MS} ms a request`]: late.seconds.toFixed(2),
    times: (late.seconds / fast.seconds).toFixed(2),
    'requests per resource': (late.requests / COUNT).toFixed(2),
    'processor seconds': late.cpuSeconds.toFixed(2),
    met: late.seconds <= MOST * fast.seconds,
  };
});
console.table(rows);
process.exitCode = rows.some(({ met }) => !met) ? 1 : 0;

/**
 * Runs the commands with state in a bucket.
 * @param {number} requestMs
 */
async function pass(requestMs) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  const server = await new S3Server().start();
  server.delayMs = requestMs;
  try {
    mkdirSync(path.join(directory, 'node_modules'));
    symlinkSync(root, path.join(directory, 'node_modules/landform'));
    writeFileSync(path.join(directory, 'provider.mjs'), PROVIDER);
    writeFileSync(
      path.join(directory, 'landform.json'),
      JSON.stringify({ providers: { 'acme/slow': './provider.mjs' } }),
    );
    const place = { bucket: 'states', key: 'terraform.tfstate', region: 'eu-central-1' };
    const backend = { s3: { ...place, use_path_style: true, endpoints: { s3: server.endpoint } } };
    const document = {
      terraform: { required_providers: { slow: { source: 'acme/slow' } }, backend },
      resource: { slow_thing: { many: { count: COUNT, name: 'thing ${count.index}' } } },
    };
    writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify(document));
    const measured = [];
    for (const args of COMMANDS) {
      const before = server.calls;
      const one = await measure(process.execPath, [main, ...args, `--parallelism=${AT_ONCE}`], {
        cwd: directory,
        env: { ...process.env, ...S3_CREDENTIALS, NO_COLOR: '1' },
      });
      if (one.code !== 0) throw new Error(`${args[0]} ended with ${one.code}: ${one.stderr}`);
      measured.push({ ...one, requests: server.calls - before });
    }
    return measured;
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
