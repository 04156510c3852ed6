/**
 * Builds dist/ from src/: compiles incrementally, lays each API description beside the code that reads it,
 * and makes the command executable. Removes nothing, so a process that runs from dist/ survives a rebuild.
 */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const src = join(root, 'src');
const dist = join(root, 'dist');
const compilerMemory = join(root, 'node_modules', '.cache', 'tsc', 'build.tsbuildinfo');

/** Compiles; on errors the code that could be emitted is there all the same, and the exit code says so. */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
    cwd: root,
  });
  return result.status ?? 1;
}

/** Writes a file only when its bytes change: other processes may be reading it. */
async function writeIfChanged(file, text) {
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** YAML is for people; the running program reads JSON, which needs no parser of its own and loads many times faster. */
async function convertDescriptions() {
  const entries = await readdir(src, { recursive: true, withFileTypes: true });
  const descriptions = entries.filter((entry) => entry.isFile() && entry.name === 'openapi.yaml');
  for (const entry of descriptions) {
    const from = join(entry.parentPath, entry.name);
    const to = join(dist, relative(src, entry.parentPath), 'openapi.json');
    await writeIfChanged(to, `${JSON.stringify(parse(await readFile(from, 'utf8')))}\n`);
  }
}

async function exists(path) {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

if (await exists(src)) {
  // The compiler remembers what it emitted; when dist/ was removed, that memory would make it emit nothing.
  if (!(await exists(dist))) await rm(compilerMemory, { force: true });
  process.exitCode = compile();
  await convertDescriptions();
  const command = join(dist, 'cli', 'main.js');
  if (await exists(command)) await chmod(command, 0o755);
}
