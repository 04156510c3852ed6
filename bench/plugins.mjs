// `npm run bench:plugins`: what a plan without changes takes over objects of a plugin, beside Terraform with the same plugin in the same run.
// Fails if Landform is less than 4 times as fast over 10,000 objects, takes more than 400 MB, or says nothing within a second. `--count COUNT`;
// `--runs COUNT`; `--alone` (without Terraform). Terraform is stopped after ten times as long as Landform took.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    alone: { type: 'boolean', default: false },
  },
});
const LEAST_LEAD = 4;
const MOST_MEGABYTES = 400;
const FIRST_OUTPUT_SECONDS = 1;
const RUNS = Number(options.runs);

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const root = mkdtempSync(path.join(tmpdir(), 'landform-plugins-'));
const env = { ...process.env, TF_CLI_CONFIG_FILE: path.join(root, 'cli.tfrc'), CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
const hasTerraform = spawnSync('terraform', ['version']).status === 0;
if (!hasTerraform) console.log('skipped: the comparison with Terraform: terraform is not installed');

try {
  project();
  await ended(process.execPath, [main, 'apply', '--auto-approve']);
  const ours = await median(RUNS, () => ended(process.execPath, [main, 'plan']));
  const first = await firstOutput();
  const peer =
    options.alone || !hasTerraform
      ? undefined
      : await ended('terraform', ['plan', '-input=false'], Math.ceil(ours.seconds * 10));
  const lead = peer && peer.seconds / ours.seconds;
  console.table([
    {
      what: `plan of ${Number(options.count).toLocaleString('en')} unchanged objects of a plugin`,
      seconds: ours.seconds.toFixed(2),
      'seconds of CPU': ours.cpuSeconds.toFixed(2),
      MB: ours.megabytes.toFixed(0),
      'first output after': first.toFixed(2),
      terraform: peer && `${peer.timedOut ? 'over ' : ''}${peer.seconds.toFixed(2)}`,
      'terraform MB': peer?.megabytes.toFixed(0),
      'times as fast': lead && `${peer.timedOut ? 'over ' : ''}${lead.toFixed(1)}`,
    },
  ]);
  const missed = [
    ...(lead !== undefined && lead < LEAST_LEAD ? [`${LEAST_LEAD} times as fast`] : []),
    ...(ours.megabytes > MOST_MEGABYTES ? [`${MOST_MEGABYTES} MB`] : []),
    ...(first > FIRST_OUTPUT_SECONDS ? [`first output within ${FIRST_OUTPUT_SECONDS} s`] : []),
  ];
  if (missed.length > 0) console.error(`MISSED: ${missed.join(', ')}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** A folder with the objects, and an executable of the plugin. */
function project() {
  const overrides = path.join(root, 'overrides');
  mkdirSync(overrides);
  const provider = new URL('plugin-provider.mjs', import.meta.url).href;
  const executable = path.join(overrides, 'terraform-provider-bench');
  writeFileSync(executable, `#!${process.execPath}\nimport(${JSON.stringify(provider)}).then(({ run }) => run());\n`);
  chmodSync(executable, 0o755);
  writeFileSync(
    path.join(root, 'cli.tfrc'),
    `provider_installation {\n  dev_overrides {\n    "example.com/test/bench" = ${JSON.stringify(overrides)}\n  }\n  direct {}\n}\n`,
  );
  writeFileSync(
    path.join(root, 'main.tf.json'),
    JSON.stringify({
      terraform: { required_providers: { bench: { source: 'example.com/test/bench' } } },
      resource: {
        bench_object: {
          all: {
            count: Number(options.count),
            name: 'object ${count.index}',
            a01: 'some text',
            a07: 'some other text',
          },
        },
      },
    }),
  );
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} [timeoutSeconds]
 */
async function ended(program, args, timeoutSeconds) {
  const measured = await measure(program, args, {
    cwd: root,
    env,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });
  if (measured.code !== 0 && !measured.timedOut)
    throw new Error(`${program} ${args.join(' ')} ended with ${measured.code}: ${measured.stderr}`);
  return measured;
}

/**
 * The seconds until the plan says something on a terminal.
 * @returns {Promise<number>}
 */
function firstOutput() {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const command = `exec '${process.execPath}' '${main}' plan`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.once('data', () => {
      resolve((performance.now() - started) / 1000);
      child.kill('SIGKILL');
    });
    child.on('error', reject);
  });
}
