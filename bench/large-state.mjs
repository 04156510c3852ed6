// `npm run bench:large-state`: what a state of 800 MB costs, and one of 100,000 resources, with Terraform beside Landform on copies of the
// same folder: a plan, `state list`, and an apply that changes ten resources. Other numbers: node bench/large-state.mjs MEGABYTES RESOURCES
// LIMIT, with the seconds after which a command is stopped. `node bench/large-state.mjs 80 10000` shows in a minute whether it works.
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const MEGABYTES = Number(process.argv[2] ?? 800);
const RESOURCES = Number(process.argv[3] ?? 100_000);
const LIMIT = Number(process.argv[4] ?? 600);

/** Of the state with few objects: each value is in it twice, as `input` and as `output`. */
const FAT_OBJECTS = 2000;
const CHANGED = 10;
const APPLY_BAR = 15;

/** @type {Record<string, string | number | boolean>[]} */
const rows = [];
const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

await compare(`${MEGABYTES} MB in ${FAT_OBJECTS.toLocaleString('en')} objects`, {
  objects: FAT_OBJECTS,
  text: 'x'.repeat((MEGABYTES * 1e6) / FAT_OBJECTS / 2),
  most: Math.max(600, 3 * MEGABYTES),
});
await compare(`${RESOURCES.toLocaleString('en')} small objects`, { objects: RESOURCES, text: '', most: 600 });
console.table(rows);
process.exitCode = rows.some(({ met }) => met === false) ? 1 : 0;

/**
 * Runs the commands of both programs, each in a folder of its own.
 * @param {string} what
 * @param {{ objects: number, text: string, most: number }} size
 */
async function compare(what, { objects, text, most }) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  try {
    const ours = path.join(directory, 'landform');
    const theirs = path.join(directory, 'terraform');
    makeFolder(ours, objects, text);
    if (hasTerraform) cpSync(ours, theirs, { recursive: true });
    const commands = [
      { name: 'plan, nothing to change', args: ['plan', '-detailed-exitcode'] },
      { name: 'state list', args: ['state', 'list'] },
      {
        name: `apply of ${CHANGED} changes`,
        args: ['apply', '-auto-approve', '-var', 'suffix=changed'],
        seconds: APPLY_BAR,
      },
    ];
    for (const { name, args, seconds: longest = Infinity } of commands) {
      const own = await run(process.execPath, [main, ...args], ours);
      if (own.code !== 0) throw new Error(`${name} of ${what} ended with ${own.code}: ${own.stderr}`);
      const other = hasTerraform ? await run('terraform', args, theirs) : undefined;
      rows.push({
        what: `${name}: ${what}`,
        seconds: own.seconds.toFixed(1),
        'processor seconds': own.cpuSeconds.toFixed(1),
        MB: Math.round(own.megabytes),
        terraform: other === undefined ? 'not installed' : said(other),
        ratio: other === undefined ? '' : `${other.timedOut ? '> ' : ''}${(other.seconds / own.seconds).toFixed(1)}`,
        bar: longest === Infinity ? `${most} MB` : `${longest} s, ${most} MB`,
        met: own.megabytes <= most && own.seconds <= longest,
      });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {import('./measure.mjs').Measured} measured */
function said({ timedOut, seconds, megabytes, code }) {
  const end = timedOut ? 'stopped after ' : code === 0 ? '' : `failed (${code}) after `;
  return `${end}${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  return measure(command, args, { cwd, env: { ...process.env, NO_COLOR: '1' }, timeoutSeconds: LIMIT });
}

/**
 * A resource with many instances, and the state after its apply, written object by object.
 * @param {string} directory
 * @param {number} objects
 * @param {string} text
 */
function makeFolder(directory, objects, text) {
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'text.txt'), text);
  const input = `\${count.index}\${count.index < ${CHANGED} ? var.suffix : ""} \${file("\${path.module}/text.txt")}`;
  const document = {
    variable: { suffix: { default: '' } },
    resource: { terraform_data: { a: { count: objects, input } } },
  };
  writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify(document));
  const file = openSync(path.join(directory, 'terraform.tfstate'), 'w');
  const head = { version: 4, terraform_version: '1.11.4', serial: 1, lineage: randomUUID(), outputs: {} };
  const resource = {
    mode: 'managed',
    type: 'terraform_data',
    name: 'a',
    provider: 'provider["terraform.io/builtin/terraform"]',
  };
  writeSync(
    file,
    `${JSON.stringify(head).slice(0, -1)},"resources":[${JSON.stringify(resource).slice(0, -1)},"instances":[`,
  );
  for (let index = 0; index < objects; index += 1) {
    const value = { value: `${index} ${text}`, type: 'string' };
    const attributes = { id: randomUUID(), input: value, output: value, triggers_replace: null };
    const instance = { index_key: index, schema_version: 0, attributes, sensitive_attributes: [] };
    writeSync(file, `${index === 0 ? '' : ','}\n${JSON.stringify(instance)}`);
  }
  writeSync(file, ']}],"check_results":null}\n');
  closeSync(file);
}
