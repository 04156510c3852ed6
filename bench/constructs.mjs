// `npm run bench:generate`: typed classes for a real provider, in an unpacked filesystem mirror that TF_PLUGIN_MIRROR names and that has
// hashicorp/aws: time and memory of all types and of five, what five of them add to the compiler's time, and what one import adds to the start
// of a program. Fails if one of the bars is missed. `--runs COUNT`.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median, middleCpu } from './measure.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const RUNS = Number(options.runs);
const MOST = { allSeconds: 60, allMegabytes: 2000, fiveSeconds: 5, compilerSeconds: 1, startSeconds: 0.3 };

const mirror = process.env['TF_PLUGIN_MIRROR'] ?? '';
if (!existsSync(path.join(mirror, 'registry.terraform.io/hashicorp/aws'))) {
  console.log('skipped: TF_PLUGIN_MIRROR names no mirror with hashicorp/aws');
  process.exit(0);
}

const package_ = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(package_, 'dist/cli/main.cjs');
const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'lib/tsc.js');
const root = mkdtempSync(path.join(tmpdir(), 'landform-constructs-'));
const settings = path.join(root, 'cli.tfrc');
writeFileSync(
  settings,
  `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
);
const env = { ...process.env, TF_CLI_CONFIG_FILE: settings, NO_COLOR: '1' };

const FIVE = ['s3-bucket', 'instance', 'security-group', 'vpc', 'data/ami'];
const CLASSES = {
  's3-bucket': 'S3Bucket',
  instance: 'Instance',
  'security-group': 'SecurityGroup',
  vpc: 'Vpc',
  'data/ami': 'DataAmi',
};

/**
 * A project whose program imports these classes.
 * @param {string} name
 * @param {readonly string[]} places
 */
function project(name, places) {
  const folder = path.join(root, name);
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  symlinkSync(package_, path.join(folder, 'node_modules/landform'));
  symlinkSync(path.join(package_, 'node_modules/constructs'), path.join(folder, 'node_modules/constructs'));
  const aws = { source: 'hashicorp/aws', version: '~> 5.0' };
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: [],
  };
  const imports = places.map((place) => `import { ${CLASSES[place]} } from './.gen/aws/${place}.ts';\n`).join('');
  const uses = places.map((place) => `export const ${CLASSES[place]}_ = ${CLASSES[place]};\n`).join('');
  const text = `import { App, Stack } from 'landform';\n${imports}${uses}export default new Stack(new App(), 'main').node.root;\n`;
  for (const [file, content] of Object.entries({
    'package.json': JSON.stringify({ type: 'module' }),
    'landform.json': JSON.stringify({ program: 'main.ts', requiredProviders: { aws } }),
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['main.ts'] }),
    'main.ts': text,
  }))
    writeFileSync(path.join(folder, file), content);
  return folder;
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function run(cwd, ...args) {
  const result = await measure(process.execPath, args, { cwd, env });
  if (result.code !== 0) throw new Error(`${args.join(' ')} failed:\n${result.stderr}`);
  return result;
}

/** @param {string} folder @param {...string} more */
const generate = (folder, ...more) => {
  rmSync(path.join(folder, '.gen'), { recursive: true, force: true });
  return run(folder, main, 'generate', 'constructs', ...more);
};

/** @type {{ what: string, figure: string, most: string, missed: boolean }[]} */
const rows = [];
/** @param {string} what @param {number} figure @param {number} most @param {string} unit */
const row = (what, figure, most, unit) =>
  rows.push({ what, figure: `${figure.toFixed(2)} ${unit}`, most: `${most} ${unit}`, missed: figure > most });

try {
  const none = project('none', []);
  const one = project('one', ['s3-bucket']);
  const five = project('five', FIVE);
  for (const folder of [none, one]) await generate(folder);
  const first = await generate(five);
  console.log(`the first run, which installs the provider and checks its package: ${first.seconds.toFixed(2)} s`);
  row('five types', (await median(RUNS, () => generate(five))).seconds, MOST.fiveSeconds, 's');
  const all = await median(RUNS, () => generate(none, '--all'));
  row('all types', all.seconds, MOST.allSeconds, 's');
  row('all types, memory', all.megabytes, MOST.allMegabytes, 'MB');
  // Differences are of processor time: those of the clock are small beside what else the machine does.
  const cpu = async (/** @type {string} */ folder, /** @type {string[]} */ ...args) => {
    const results = [];
    for (let turn = 0; turn < RUNS; turn += 1) results.push(await run(folder, ...args));
    return middleCpu(results)?.cpuSeconds ?? Infinity;
  };
  row('five types more, to the compiler', (await cpu(five, tsc)) - (await cpu(none, tsc)), MOST.compilerSeconds, 's');
  const [with_, without] = [await cpu(one, main, 'synth'), await cpu(none, main, 'synth')];
  row('one import more, to a program', with_ - without, MOST.startSeconds, 's');
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.table(rows);
if (rows.some(({ missed }) => missed)) process.exitCode = 1;
