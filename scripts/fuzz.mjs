/**
 * Compares random cases with Terraform, with Go's parser of HCL and with their conversions: `npm run fuzz`, for an hour
 * or `--minutes N`, from a random seed or `--seed N`, all parts or `--only NAME`. What fails is kept in `.fuzz/`: the output
 * with the shrunk case and the command that repeats it, and the folders of configurations whose plans differ.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = path.join(root, '.fuzz');

/**
 * The tests of each part, and the number of cases for each run.
 * @type {Readonly<Record<string, { file: string, filter?: string, cases: Readonly<Record<string, number>> }>>}
 */
const PARTS = {
  expressions: {
    file: 'test/properties/expressions-beside-terraform.test.ts',
    filter: 'random',
    cases: { LANDFORM_EXPRESSIONS: 2000 },
  },
  configurations: {
    file: 'test/properties/plans-beside-terraform.test.ts',
    filter: 'of random resources',
    cases: { LANDFORM_CONFIGURATIONS: 12 },
  },
  modules: {
    file: 'test/properties/plans-beside-terraform.test.ts',
    filter: 'of modules that pass values',
    cases: { LANDFORM_CONFIGURATIONS: 12 },
  },
  hcl: { file: 'test/properties/hcl-beside-go.test.ts', cases: { LANDFORM_RUNS: 2000 } },
  format: { file: 'test/properties/format-beside-terraform.test.ts', cases: { LANDFORM_RUNS: 1000 } },
  convert: { file: 'test/properties/convert-configurations.test.ts', cases: { LANDFORM_RUNS: 500 } },
};

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const minutes = Number(values.minutes ?? 60);
let seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const names = values.only ?? Object.keys(PARTS);
const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined || !Number.isInteger(seed) || !(minutes >= 0)) {
  console.error(`Usage: npm run fuzz -- [--minutes N] [--seed N] [--only ${Object.keys(PARTS).join('|')}]`);
  process.exit(1);
}

const end = performance.now() + minutes * 60_000;
/** @type {Map<string, { runs: number, failed: number }>} */
const totals = new Map(names.map((name) => [name, { runs: 0, failed: 0 }]));
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());

// Each part runs at least once.
do {
  for (const name of names) {
    if (stop.signal.aborted || (performance.now() > end && (totals.get(name)?.runs ?? 0) > 0)) break;
    await run(name);
  }
  // A run takes the seeds from its own on.
  seed += 1000;
} while (!stop.signal.aborted && performance.now() < end);

let failed = 0;
for (const [name, total] of totals) {
  console.log(`${name}: ${total.runs} runs, ${total.failed} failed`);
  failed += total.failed;
}
if (failed > 0) console.log(`See ${path.relative(process.cwd(), kept)}/`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string} name */
async function run(name) {
  const part = PARTS[name];
  const total = totals.get(name);
  if (part === undefined || total === undefined) return;
  const own = { LANDFORM_SEED: seed, ...part.cases };
  const filter = part.filter === undefined ? [] : ['-t', part.filter];
  const start = performance.now();
  const folder = path.join(kept, `${name}-${seed}`);
  const { code, text } = await ended(['vitest', 'run', part.file, ...filter], {
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, String(value)])),
    LANDFORM_KEEP: folder,
  });
  if (stop.signal.aborted) return;
  total.runs += 1;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const isSkipped = code === 0 && /skipped: /.test(text);
  console.log(`${code === 0 ? (isSkipped ? 'skipped' : 'ok     ') : 'FAILED '} ${name}, seed ${seed}, ${seconds} s`);
  if (code === 0) return rmSync(folder, { recursive: true, force: true });
  total.failed += 1;
  const variables = Object.entries(own).map(([key, value]) => `${key}=${value}`);
  const command = [...variables, 'npx vitest run', part.file, ...filter.map((word) => JSON.stringify(word))].join(' ');
  mkdirSync(kept, { recursive: true });
  writeFileSync(`${folder}.txt`, `${command}\n\n${text}`);
}

/** @param {readonly string[]} given @param {Readonly<Record<string, string>>} environment @returns {Promise<{ code: number | null, text: string }>} */
function ended(given, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', given, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
