// `npm run bench`: Landform beside Terraform on the same folders, in one run, as ratios. Peers that are not installed are skipped
// and said so. `npm run bench -- --quick` leaves out what takes Terraform minutes.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateChains } from './generate.mjs';
import { measure, median, middle, middleCpu } from './measure.mjs';

const quick = process.argv.includes('--quick');
const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const root = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
const hasTerraform = installed('terraform');

/** @type {{ what: string, landform: string, terraform: string, ratio: string, bar: string, met: boolean | undefined }[]} */
const rows = [];

try {
  await versions();
  await program();
  await planning();
  await applying();
  await saving();
  await growth();
} finally {
  rmSync(root, { recursive: true, force: true });
}
print();
process.exitCode = rows.some((row) => row.met === false) ? 1 : 0;

/** @param {string} command */
function installed(command) {
  try {
    execFileSync(command, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
function landform(folder, args) {
  return measure(process.execPath, [main, ...args], { cwd: folder, env }).then(succeeded);
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
function terraform(folder, args) {
  return measure('terraform', args, { cwd: folder, env }).then(succeeded);
}

/** @param {import('./measure.mjs').Measured} measured */
function succeeded(measured) {
  if (measured.code !== 0) throw new Error(`a measured command ended with ${measured.code}: ${measured.stderr}`);
  return measured;
}

/**
 * @param {string} name
 * @param {number} count
 */
function folder(name, count) {
  const directory = path.join(root, name);
  generateChains(directory, count);
  return directory;
}

async function versions() {
  const ours = await median(15, () => measure(process.execPath, [main, '--version'], { env }));
  const bare = await median(15, () => measure(process.execPath, ['-e', '0'], { env }));
  const ratio = ours.seconds / bare.seconds;
  rows.push({
    what: 'landform --version, beside node -e 0',
    landform: `${(ours.seconds * 1000).toFixed(0)} ms`,
    terraform: `${(bare.seconds * 1000).toFixed(0)} ms (node)`,
    ratio: `${ratio.toFixed(2)} times`,
    bar: 'at most 1.5',
    met: ratio <= 1.5,
  });
}

/** The program of the demo against the sandbox, which answers at once: what is left is Landform's own. */
async function program() {
  const { startSandbox } = await import('../dist/testing/index.js');
  const directory = path.join(root, 'program');
  const packages = fileURLToPath(new URL('../', import.meta.url));
  cpSync(path.join(packages, 'examples/cloud-accounts'), directory, { recursive: true });
  mkdirSync(path.join(directory, 'node_modules'));
  symlinkSync(packages, path.join(directory, 'node_modules/landform'));
  symlinkSync(path.join(packages, 'node_modules/constructs'), path.join(directory, 'node_modules/constructs'));
  const sandbox = await startSandbox();
  const secrets = {
    TF_VAR_aws_access_key_id: 'id',
    TF_VAR_aws_access_key_secret: 'secret',
    TF_VAR_hetzner_api_token: 'token',
  };
  try {
    const run = () =>
      measure(process.execPath, [main, 'plan'], {
        cwd: directory,
        env: { ...env, ...sandbox.environment, ...secrets },
      });
    await run(); // The first run fills the cache of compiled programs.
    const ours = succeeded(await median(5, run));
    rows.push({
      what: 'plan of the demo program',
      landform: `${ours.seconds.toFixed(2)} s`,
      terraform: '',
      ratio: '',
      bar: 'under 0.5 s',
      met: ours.seconds < 0.5,
    });
  } finally {
    await sandbox.close();
  }
}

async function planning() {
  const directory = folder('plan-10000', 10_000);
  compare('plan of 10,000', ...(await planTogether(directory)), 20, true);

  await landform(directory, ['apply', '--auto-approve']);
  // Why not more: docs/decisions/0018-bars-of-plans.md.
  compare('no-op plan of 10,000', ...(await planTogether(directory)), 18, true);
}

/**
 * Medians of ours and theirs. The speed of a machine that is shared changes within a minute, so they take turns: a few of ours
 * around each of theirs.
 *
 * @param {string} directory
 * @returns {Promise<[import('./measure.mjs').Measured, import('./measure.mjs').Measured | undefined]>}
 */
async function planTogether(directory) {
  const ours = [];
  const theirs = [];
  for (let turn = 0; turn < 3; turn++) {
    for (let run = 0; run < 3; run++) ours.push(await landform(directory, ['plan']));
    if (hasTerraform) theirs.push(await terraform(directory, ['plan', '-input=false']));
  }
  return [middle(ours), hasTerraform ? middle(theirs) : undefined];
}

async function applying() {
  const count = quick ? 1000 : 5000;
  const directory = folder(`apply-${count}`, count);
  const copy = `${directory}-peer`;
  cpSync(directory, copy, { recursive: true });
  const ours = await landform(directory, ['apply', '--auto-approve']);
  const theirs = hasTerraform ? await terraform(copy, ['apply', '-auto-approve', '-input=false']) : undefined;
  compare(`apply of ${count.toLocaleString('en')}, journal on disk`, ours, theirs, quick ? 0 : 100, false);
}

/** What `--out` adds to a plan, in processor time: of the clock, the disk has a share that is not Landform's. */
async function saving() {
  const directory = folder('saving-100000', 100_000);
  const [shown, saved] = [[], []];
  for (let turn = 0; turn < 5; turn++) {
    shown.push(await landform(directory, ['plan']));
    saved.push(await landform(directory, ['plan', '--out', 'plan.json']));
  }
  rmSync(directory, { recursive: true, force: true });
  const [alone, both] = [middleCpu(shown).cpuSeconds, middleCpu(saved).cpuSeconds];
  rows.push({
    what: 'plan --out of 100,000, processor time',
    landform: `${both.toFixed(2)} s`,
    terraform: `${alone.toFixed(2)} s (plan)`,
    ratio: `${(both / alone).toFixed(2)} times`,
    // Why not less: docs/decisions/0018-bars-of-plans.md.
    bar: 'at most 1.4',
    met: both / alone <= 1.4,
  });
}

/**
 * An apply of everything, whatever was there before.
 * @param {string} directory
 */
async function applyAnew(directory) {
  for (const name of ['terraform.tfstate', 'terraform.tfstate.backup'])
    rmSync(path.join(directory, name), { force: true });
  return landform(directory, ['apply', '--auto-approve']);
}

async function growth() {
  /** @type {Record<string, Record<number, number>>} */
  const seconds = { plan: {}, apply: {}, 'no-op plan': {} };
  const sizes = [12_500, 25_000, 50_000, 100_000];
  for (const size of sizes) {
    const directory = folder(`growth-${size}`, size);
    seconds['plan'][size] = (await median(3, () => landform(directory, ['plan']))).seconds;
    seconds['apply'][size] = (await median(3, () => applyAnew(directory))).seconds;
    seconds['no-op plan'][size] = (await median(3, () => landform(directory, ['plan']))).seconds;
    rmSync(directory, { recursive: true, force: true });
  }
  for (const [what, of] of Object.entries(seconds)) {
    for (const size of sizes.slice(1)) {
      const ratio = of[size] / of[size / 2];
      rows.push({
        what: `${what}: ${size.toLocaleString('en')} beside ${(size / 2).toLocaleString('en')}`,
        landform: `${of[size].toFixed(2)} s`,
        terraform: `${of[size / 2].toFixed(2)} s (half)`,
        ratio: `${ratio.toFixed(2)} times`,
        bar: 'at most 2.2',
        met: ratio <= 2.2,
      });
    }
  }
}

/**
 * @param {string} what
 * @param {import('./measure.mjs').Measured} ours
 * @param {import('./measure.mjs').Measured | undefined} theirs
 * @param {number} bar how many times faster at least; 0: only told
 * @param {boolean} memory whether it must also need less memory
 */
function compare(what, ours, theirs, bar, memory) {
  const ratio = theirs === undefined ? undefined : theirs.seconds / ours.seconds;
  const lean = theirs === undefined || !memory || ours.megabytes < theirs.megabytes;
  rows.push({
    what,
    landform: `${ours.seconds.toFixed(2)} s, ${ours.megabytes.toFixed(0)} MB`,
    terraform:
      theirs === undefined
        ? 'skipped: no terraform'
        : `${theirs.seconds.toFixed(2)} s, ${theirs.megabytes.toFixed(0)} MB`,
    ratio: ratio === undefined ? '' : `${ratio.toFixed(1)} times faster`,
    bar: bar === 0 ? '' : `at least ${bar}${memory ? ', less memory' : ''}`,
    met: ratio === undefined || bar === 0 ? undefined : ratio >= bar && lean,
  });
}

function print() {
  const header = ['', 'Landform', 'peer', 'ratio', 'bar', ''];
  const lines = [
    header,
    ...rows.map((row) => [
      row.what,
      row.landform,
      row.terraform,
      row.ratio,
      row.bar,
      row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
