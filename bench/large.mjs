// `npm run bench:large`: what very large projects cost: 100,000 resources side by side, and one value of 200 MB. Prints seconds and the most
// memory of each command beside its bars. Other numbers: node bench/large.mjs RESOURCES MEGABYTES
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
const RESOURCES = Number(process.argv[2] ?? 100_000);
const MEGABYTES = Number(process.argv[3] ?? 200);

const APPLY = ['apply', '--auto-approve'];
const DESTROY = ['destroy', '--auto-approve'];

const rows = [
  ...(await walk(`${RESOURCES.toLocaleString('en')} resources`, manyResources(), [
    { args: APPLY, seconds: 15, megabytes: 600 },
    { args: ['plan'], megabytes: 600 },
    { args: DESTROY, megabytes: 600 },
  ])),
  ...(await walk(`a value of ${MEGABYTES} MB`, longValue(), [
    { args: APPLY, megabytes: 1000 },
    { args: ['plan'], megabytes: 1000 },
    { args: ['show'], megabytes: 1000 },
    { args: DESTROY, megabytes: 1000 },
  ])),
];
console.table(rows);
process.exitCode = rows.some(({ met }) => !met) ? 1 : 0;

function manyResources() {
  return Object.fromEntries(
    Array.from({ length: RESOURCES }, (_, index) => [`r${index}`, { input: `value ${index}` }]),
  );
}

function longValue() {
  return { long: { input: 'x'.repeat(MEGABYTES * 1e6) } };
}

/**
 * Runs commands one after the other in a folder of `terraform_data`.
 * @param {string} what
 * @param {Record<string, unknown>} resources
 * @param {readonly { args: readonly string[], megabytes: number, seconds?: number }[]} commands
 */
async function walk(what, resources, commands) {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-bench-'));
  try {
    writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: resources } }));
    const found = [];
    for (const { args, megabytes: most, seconds: longest = Infinity } of commands) {
      const { code, stderr, seconds, cpuSeconds, megabytes } = await measure(process.execPath, [main, ...args], {
        cwd: directory,
        env: { ...process.env, NO_COLOR: '1' },
      });
      if (code !== 0) throw new Error(`${args[0]} of ${what} ended with ${code}: ${stderr}`);
      found.push({
        what: `${args[0]}, ${what}`,
        seconds: seconds.toFixed(2),
        'processor seconds': cpuSeconds.toFixed(2),
        MB: Math.round(megabytes),
        bar: longest === Infinity ? `${most} MB` : `${longest} s, ${most} MB`,
        met: megabytes <= most && seconds <= longest,
      });
    }
    return found;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
