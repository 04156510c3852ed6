/**
 * Builds dist/ from src/: declarations by the compiler (which checks types), code as a few files that share their chunks, since
 * three hundred small ones cost a command more time to load than to run (once to import, once for the command itself); lays each API description where the code reads it, and
 * makes the command executable. With `--if-changed` it does nothing when no source changed since it last succeeded.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { parse } from 'yaml';
import { compileReplies } from './replies.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const src = join(root, 'src');
const dist = join(root, 'dist');
const model = join(src, 'model', 'index.ts');
const builtFrom = join(root, 'node_modules', '.cache', 'landform', 'built-from');
const compilerMemory = join(root, 'node_modules', '.cache', 'tsc', 'build.tsbuildinfo');

/** Writes declarations; on errors the code is bundled all the same, and the exit code says so. */
function declare() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
    cwd: root,
  });
  return result.status ?? 1;
}

/** The front doors of the package, the room that a user's module and the command must share, and the code of a thread. */
async function entries() {
  const bindings = (await readdir(join(src, 'bindings'))).filter((name) => name.endsWith('.ts'));
  const names = [
    'constructs/index',
    'providers/author',
    'testing/index',
    'testing/vitest',
    'automation/index',
    'policy/worker',
    'providers/plugin/process/call-worker',
  ];
  names.push(...bindings.map((name) => `bindings/${name.slice(0, -'.ts'.length)}`));
  return Object.fromEntries(names.map((name) => [name, join(src, `${name}.ts`)]));
}

/** What can be imported: one copy of everything, since entries share chunks. */
async function bundleLibrary() {
  const built = { [model]: join(dist, 'model', 'index.js') };
  return bundle(await entries(), [share(built), withoutDebug, inAscii], {
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  });
}

/**
 * The model, as CommonJS, which the command loads together with what V8 made of it. A value is known by its class, so what is
 * imported takes the same copy through a front of its names.
 */
async function bundleModel() {
  const files = await bundle({ index: model }, [inAscii], {
    dir: join(dist, 'model'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
  });
  const front = `import { createRequire } from 'node:module';

const model = createRequire(import.meta.url)('./index.cjs');
export const {
${files[0].exports.map((name) => `  ${name},\n`).join('')}} = model;
`;
  await writeIfChanged(join(dist, 'model', 'index.js'), front);
  return [...files, { path: join('model', 'index.js') }];
}

/** What a command line starts with: as CommonJS, since Node takes longer to set up the loader of ES modules than to run it. */
async function bundleStart() {
  const names = ['main', 'command-code'];
  const input = Object.fromEntries(names.map((name) => [name, join(src, 'cli', `${name}.ts`)]));
  return bundle(input, [inAscii], {
    dir: join(dist, 'cli'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  });
}

/**
 * What the command runs, as CommonJS, which can be loaded together with what V8 made of it (src/cli/command-code.ts). It shares
 * the model with the modules of a user, and with its loader what is known of V8's flags.
 */
async function bundleCommand() {
  const named = { [model]: '#model', [join(src, 'cli', 'compiler.ts')]: '#compiler' };
  return bundle({ run: join(src, 'cli', 'run.ts') }, [share(named), withoutPrograms, withoutDebug, inAscii], {
    dir: join(dist, 'command'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  });
}

/** Leaves modules out of a bundle that has them from elsewhere, under another name. */
function share(names) {
  return {
    name: 'share-modules',
    async resolveId(source, importer, options) {
      if (importer === undefined || importer.startsWith(dirname(model))) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const id = names[found?.id];
      return id === undefined ? null : { id, external: true };
    },
  };
}

/** `landform/policy` as one file without imports: policies run where nothing else can be imported. */
async function bundlePolicy() {
  const output = { dir: join(dist, 'policy'), format: 'esm', entryFileNames: '[name].js' };
  return bundle({ author: join(src, 'policy', 'author.ts') }, [inAscii], output, 'neutral');
}

/** CDKTF's API, as CommonJS: what packages made for CDKTF, Jest and ts-node load with `require`. */
async function bundleCdktf() {
  const files = await bundle({ index: join(src, 'constructs', 'cdktf', 'index.ts') }, [withoutDebug, inAscii], {
    dir: join(dist, 'cdktf'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  });
  await writeIfChanged(
    join(dist, 'cdktf', 'hook.cjs'),
    await readFile(join(root, 'scripts', 'cdktf-hook.cjs'), 'utf8'),
  );
  await writeIfChanged(join(dist, 'cdktf', 'index.d.cts'), "export * from '../constructs/cdktf/index.js';\n");
  return files;
}

/** commander can start programs as subcommands, of which Landform has none; what that takes is not loaded for it. */
const withoutPrograms = {
  name: 'commander-without-programs',
  resolveId: (source, importer) => (startsPrograms(source, importer) ? '\0programs' : null),
  load: (id) => (id === '\0programs' ? 'export {};' : null),
};

/** The proxy agents write addresses, passwords included, to the log of `debug` when asked to. They are shipped without it. */
const withoutDebug = {
  name: 'without-debug',
  resolveId: (source) => (source === 'debug' ? '\0debug' : null),
  load: (id) => (id === '\0debug' ? 'export default () => Object.assign(() => {}, { enabled: false });' : null),
};

/** A file with a single other character takes Node ten times as long to read, and V8 twice the memory. */
const inAscii = {
  name: 'in-ascii',
  renderChunk: (code) =>
    code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

const startsPrograms = (id, importer) =>
  id === 'node:child_process' && importer?.includes(join('node_modules', 'commander')) === true;

async function bundle(input, plugins, output, platform = 'node') {
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const packages = Object.keys({ ...dependencies, ...peerDependencies });
  const built = await rolldown({
    input,
    platform,
    external: (id, importer) =>
      (id.startsWith('node:') && !startsPrograms(id, importer)) ||
      packages.some((name) => id === name || id.startsWith(`${name}/`)),
    // No module of ours does anything by being imported, so what nobody uses of it is left out, with what it imports.
    treeshake: { moduleSideEffects: (id) => !id.startsWith(src) },
    logLevel: 'warn',
    plugins,
  });
  // Functions keep their names: they are in what a bug report shows.
  const written = await built.write({ ...output, keepNames: false, minify: false });
  await built.close();
  return written.output.map((file) => ({ ...file, path: relative(dist, join(output.dir, file.fileName)) }));
}

/** ssh2 tries two native parts and does without them; grpc-js reads descriptions of its debugging services. Neither is shipped. */
const withoutOptional = {
  name: 'without-optional',
  resolveId: (source) =>
    source === 'cpu-features' || source === '@grpc/proto-loader' || source.endsWith('.node') ? '\0optional' : null,
  load: (id) => (id === '\0optional' ? "throw new Error('not shipped');" : null),
};

/** A package that some commands load when they need it, as one file: `#ajv`, `#re2` and others. */
async function vendor(name) {
  const input = join(root, 'scripts', `${name}.mjs`);
  const built = await rolldown({ input, platform: 'node', logLevel: 'warn', plugins: [withoutOptional] });
  const { output } = await built.write({ file: join(dist, 'vendor', `${name}.cjs`), format: 'cjs', minify: true });
  await built.close();
  return output;
}

/**
 * OpenPGP.js is shipped as its authors build it, as a file that can be exchanged: its licence asks for that. Returns what the others
 * return, for the list of licences.
 */
async function openpgp() {
  const file = createRequire(import.meta.url).resolve('openpgp');
  await writeIfChanged(join(dist, 'vendor', 'openpgp.cjs'), await readFile(file, 'utf8'));
  return [{ modules: { [file]: {} } }];
}

/** The terms of the packages that are shipped inside ours, as they ask for. */
async function licences(output) {
  const modules = output.flatMap((file) => Object.keys(file.modules ?? {}));
  const folders = new Set(modules.flatMap((id) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
  const texts = await Promise.all([...folders].sort((left, right) => left.localeCompare(right)).map(licence));
  await writeIfChanged(join(dist, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return `${name} ${version}: ${license}\n\n${text.trim()}\n`;
}

/** Code of an earlier build that nobody reads any more must not be shipped. */
async function removeOthers(written) {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const name = relative(dist, join(entry.parentPath, entry.name));
    const isCode = name.endsWith('.js') || (/^(?:cli|command|model)$/.test(dirname(name)) && name.endsWith('.cjs'));
    if (entry.isFile() && isCode && !written.has(name)) await rm(join(dist, name));
  }
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
    const to = join(dist, relative(src, entry.parentPath));
    const text = `${JSON.stringify(parse(await readFile(from, 'utf8')))}\n`;
    await writeIfChanged(join(to, 'openapi.json'), text);
    await compileReplies(text, join(to, 'replies.cjs'));
  }
}

async function exists(path) {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** What a build is made from: names, sizes and times of the sources, of the scripts, and of what names the packages. */
async function digestOfSources() {
  const folders = await Promise.all(
    [src, join(root, 'scripts')].map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const files = folders.flat().filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const more = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  const hash = createHash('sha256');
  for (const path of [...paths, ...more]) {
    const { size, mtimeMs } = await stat(path);
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function isUpToDate(digest) {
  return (await exists(join(dist, 'command'))) && digest === (await readFile(builtFrom, 'utf8').catch(() => undefined));
}

const digest = (await exists(src)) ? await digestOfSources() : undefined;
if (digest !== undefined && !(process.argv.includes('--if-changed') && (await isUpToDate(digest)))) {
  // The compiler remembers what it emitted; when dist/ was removed, that memory would make it emit nothing.
  if (!(await exists(dist))) await rm(compilerMemory, { force: true });
  process.exitCode = declare();
  const code = [
    ...(await bundleLibrary()),
    ...(await bundleModel()),
    ...(await bundleStart()),
    ...(await bundleCommand()),
    ...(await bundlePolicy()),
    ...(await bundleCdktf()),
  ];
  await removeOthers(new Set(code.map(({ path }) => path)));
  const vendors = await Promise.all(
    ['age', 'ajv', 'archives', 'bcrypt', 'csv', 'encodings', 'grpc', 'gzip', 'ip', 'pg', 're2', 'ssh2'].map(vendor),
  );
  await licences([...code, ...vendors.flat(), ...(await openpgp())]);
  await convertDescriptions();
  const command = join(dist, 'cli', 'main.cjs');
  if (await exists(command)) await chmod(command, 0o755);
  if (process.exitCode === 0) await writeIfChanged(builtFrom, digest);
}
