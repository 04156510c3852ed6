// `npm run bench:modules`: what modules cost: 2,000 instances of a module of ten resources, whose variables come through three levels, and a
// resource with `for_each` of 20,000 with a splat over it, each planned and saved beside Terraform in the same run. Fails if Landform is less
// than 20 times as fast, or if twice as many cost more than 2.2 times. `--runs COUNT`; `--alone` (without Terraform).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, middle, middleCpu } from './measure.mjs';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, alone: { type: 'boolean', default: false } },
});
const LEAST_LEAD = 20;
const MOST_GROWTH = 2.2;
const RUNS = Number(options.runs);
/** Terraform is quadratic in the second shape, and is stopped after that. */
const PEER_SECONDS = 180;

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
const root = mkdtempSync(path.join(tmpdir(), 'landform-modules-'));

/** @type {Record<string, { largest: number, files: (count: number) => Record<string, object> }>} */
const SHAPES = {
  'instances of a module of ten resources, three levels down': { largest: 2000, files: modules },
  'instances of one resource, and a splat over them': { largest: 20_000, files: splat },
};

const rows = [];
let missed = 0;
try {
  for (const [what, { largest, files }] of Object.entries(SHAPES)) {
    const half = await landform(folder(files(largest / 2)));
    const directory = folder(files(largest));
    const whole = await landform(directory);
    const growth = whole.cpuSeconds / half.cpuSeconds;
    const peer = options.alone ? undefined : await terraform(directory);
    const lead = peer && peer.seconds / whole.seconds;
    if (growth > MOST_GROWTH || (lead !== undefined && lead < LEAST_LEAD)) missed += 1;
    rows.push({
      what: `${largest.toLocaleString('en')} ${what}`,
      seconds: whole.seconds.toFixed(2),
      MB: whole.megabytes.toFixed(0),
      'times half as many': growth.toFixed(2),
      terraform: peer && `${peer.timedOut ? 'over ' : ''}${peer.seconds.toFixed(2)}`,
      'terraform MB': peer?.megabytes.toFixed(0),
      'times as fast': lead?.toFixed(1),
    });
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.table(rows);
if (missed > 0)
  console.error(`${missed} of ${rows.length} MISSED: ${LEAST_LEAD} times as fast, ${MOST_GROWTH} times half as many`);
process.exitCode = missed > 0 ? 1 : 0;

/** @param {string} directory */
async function landform(directory) {
  const runs = [];
  for (let turn = 0; turn < RUNS; turn += 1)
    runs.push(await ended(process.execPath, [main, 'plan', '--out', 'landform.plan'], directory));
  return { ...middle(runs), cpuSeconds: middleCpu(runs).cpuSeconds };
}

/** Once: it takes minutes. @param {string} directory */
async function terraform(directory) {
  await ended('terraform', ['init', '-input=false'], directory);
  return ended('terraform', ['plan', '-input=false', '-out=terraform.plan'], directory, PEER_SECONDS);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {number} [timeoutSeconds]
 */
async function ended(program, args, cwd, timeoutSeconds) {
  const measured = await measure(program, args, {
    cwd,
    env,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });
  if (measured.code !== 0 && !measured.timedOut)
    throw new Error(`${program} ${args.join(' ')} ended with ${measured.code}: ${measured.stderr}`);
  return measured;
}

/** A folder of JSON files. @param {Record<string, object>} files */
function folder(files) {
  const directory = mkdtempSync(path.join(root, 'of-'));
  for (const [name, document] of Object.entries(files)) {
    const file = path.join(directory, name, 'main.tf.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(document));
  }
  return directory;
}

/** Regions call zones, zones call services: a hundred services in each of ten zones of each region. @param {number} count */
function modules(count) {
  const passed = { name: { type: 'string' }, tags: { type: 'map(string)' } };
  const resources = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      `r${index}`,
      index === 0
        ? { input: '${merge(var.tags, { name = var.name })}' }
        : { input: `\${"\${var.name} ${index}"}`, triggers_replace: `\${terraform_data.r${index - 1}.id}` },
    ]),
  );
  return {
    '.': {
      module: {
        region: {
          source: './region',
          for_each: `\${toset([for i in range(${count / 1000}) : tostring(i)])}`,
          name: '${each.key}',
          tags: { team: 'bench' },
        },
      },
    },
    region: {
      variable: passed,
      module: { zone: { source: '../zone', count: 10, name: '${var.name}/${count.index}', tags: '${var.tags}' } },
    },
    zone: {
      variable: passed,
      module: {
        service: { source: '../service', count: 100, name: '${var.name}/${count.index}', tags: '${var.tags}' },
      },
    },
    service: {
      variable: passed,
      resource: { terraform_data: resources },
      output: { last: { value: '${terraform_data.r9.id}' } },
    },
  };
}

/** @param {number} count */
function splat(count) {
  return {
    '.': {
      locals: { keys: Array.from({ length: count }, (_, index) => `k${index}`) },
      resource: {
        terraform_data: {
          many: { for_each: '${toset(local.keys)}', input: '${each.key}' },
          all: { input: '${values(terraform_data.many)[*].id}' },
        },
      },
    },
  };
}
