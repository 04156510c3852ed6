import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

const folder = mkdtempSync(path.join(tmpdir(), 'landform-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly text: string;
}

function run(command: string, given: readonly string[], cwd = folder): Ended {
  const { status, stdout, stderr } = spawnSync(command, given, { cwd, encoding: 'utf8' });
  return { code: status, stdout, text: `${stdout}${stderr}` };
}

/** Packs what dist/ holds. */
function pack(): string {
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], ROOT);
  const tarball = packed.stdout.trim().split('\n').at(-1);
  if (packed.code !== 0 || tarball === undefined) throw new Error(packed.text);
  return tarball;
}

/** Installs without the network. When npm has not got all it needs at hand, what it would do is done with what is here. */
function install(tarball: string): void {
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'elsewhere', private: true, type: 'module' }),
  );
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', `./${tarball}`]);
  if (installed.code === 0) return;
  if (!/ENOTCACHED|ENOTFOUND|EAI_AGAIN/.test(installed.text)) throw new Error(installed.text);
  console.log('npm install skipped: not all packages are in its cache; the package is unpacked and linked instead');
  const modules = path.join(folder, 'node_modules');
  const own = path.join(modules, 'landform');
  mkdirSync(own, { recursive: true });
  const unpacked = run('tar', ['-xzf', tarball, '--strip-components=1', '-C', own]);
  if (unpacked.code !== 0) throw new Error(unpacked.text);
  const { dependencies, peerDependencies, bin } = JSON.parse(
    readFileSync(path.join(own, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  mkdirSync(path.join(modules, '.bin'), { recursive: true });
  for (const [name, file] of Object.entries(bin!)) symlinkSync(path.join(own, file), path.join(modules, '.bin', name));
}

install(pack());

const PROGRAM = `
import { App, Output, Stack, Testing } from 'landform';
import { defineProvider, number, string } from 'landform/provider';
import { createHarness, startSandbox } from 'landform/testing';
import { plan, type PlanResult } from 'landform/automation';
import { AcloudProvider, CloudAccount } from 'landform/providers/acloud';

const provider = defineProvider({
  name: 'acme/thing',
  resources: {
    thing_box: {
      schema: { name: string({ required: true }), size: number(), id: string({ computed: true, stable: true }) },
      create: async (inputs) => ({ ...inputs, id: inputs.name }),
      read: async (state) => state,
      delete: async () => {},
    },
  },
});

const app = new App();
const stack = new Stack(app, 'accounts');
new AcloudProvider(stack, 'acloud', {});
const account = new CloudAccount(stack, 'main', { displayName: 'Main', cloudProfile: 'aws' });
new Output(stack, 'account', { value: \`account \${account.identity}\` });
// @ts-expect-error display names are text
const wrong = (): CloudAccount => new CloudAccount(stack, 'wrong', { displayName: 1, cloudProfile: 'aws' });

const sandbox = await startSandbox();
const harness = createHarness({ directory: 'elsewhere', environment: { ...sandbox.environment } });
const result: PlanResult = await harness.plan();
await sandbox.close();
console.log(
  JSON.stringify({
    document: Object.keys(JSON.parse(Testing.synth(stack)) as object),
    provider: typeof provider.create,
    operation: typeof plan,
    actions: result.stacks[0]?.plan.changes.map(({ action, address }) => \`\${action} \${address}\`),
    errors: result.diagnostics.map(({ summary }) => summary),
    wrong: typeof wrong,
  }),
);
`;

const CONFIGURATION = {
  terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
  resource: {
    acloud_cloud_account: { main: { display_name: 'Main', cloud_profile: 'aws' } },
    terraform_data: { a: { input: 'a' } },
  },
};

describe('the packed package, installed in an empty folder', () => {
  it('provides the command', { timeout: 60_000 }, () => {
    const version = run('npx', ['--offline', 'landform', 'version']);
    expect(version.text).toContain('landform 0.1.0');
    expect(version.code).toBe(0);
    mkdirSync(path.join(folder, 'plain'));
    writeFileSync(
      path.join(folder, 'plain/main.tf.json'),
      JSON.stringify({ resource: { terraform_data: { a: { input: 'a' } } } }),
    );
    const applied = run('npx', ['--offline', 'landform', '--chdir', 'plain', 'apply', '--auto-approve']);
    expect(applied.text).toContain('1 added');
    expect(applied.code).toBe(0);
  });

  it('initializes a project and plans it', { timeout: 60_000 }, () => {
    mkdirSync(path.join(folder, 'started'));
    expect(run('npx', ['--offline', 'landform', '--chdir', 'started', 'init']).text).toContain('Ready.');
    expect(run('npx', ['--offline', 'landform', '--chdir', 'started', 'plan']).text).toContain('Plan: 2 to add');
  });

  it('provides a typed library that runs, under each of its entry points', { timeout: 90_000 }, () => {
    mkdirSync(path.join(folder, 'elsewhere'));
    writeFileSync(path.join(folder, 'elsewhere/main.tf.json'), JSON.stringify(CONFIGURATION));
    writeFileSync(path.join(folder, 'main.ts'), PROGRAM);
    // The types of Node.js are the user's to install; here they come from where this test runs.
    mkdirSync(path.join(folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules/@types/node'), path.join(folder, 'node_modules/@types/node'));
    const compiled = run(process.execPath, [
      require.resolve('typescript/bin/tsc'),
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--moduleResolution',
      'nodenext',
      '--types',
      'node',
      'main.ts',
    ]);
    expect(compiled.text).toBe('');
    expect(compiled.code).toBe(0);
    const ran = run(process.execPath, ['main.js']);
    expect(ran.code, ran.text).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual({
      document: expect.arrayContaining(['resource', 'provider', 'output']),
      provider: 'function',
      operation: 'function',
      actions: ['create acloud_cloud_account.main', 'create terraform_data.a'],
      errors: [],
      wrong: 'function',
    });
  });

  it('contains only files meant for users', () => {
    const names = readdirSync(path.join(folder, 'node_modules/landform'));
    expect(names.sort()).toEqual([
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'examples',
      'package.json',
    ]);
    const files = readdirSync(path.join(folder, 'node_modules/landform/dist'), { recursive: true }) as string[];
    expect(files.filter((file) => /\.test\.|\.tsbuildinfo$/.test(file))).toEqual([]);
  });
});
