import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

const require = createRequire(import.meta.url);

let folder: Folder;
afterEach(() => folder.remove());

const inFolder = (...words: string[]): { code: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder.path, encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
};

const names = async (): Promise<string[]> =>
  (await readdir(folder.path)).filter((name) => !['.landform', 'node_modules'].includes(name)).sort();

const PROGRAM_FILES = ['.gitignore', 'landform.json', 'main.test.mjs', 'main.ts', 'package.json', 'tsconfig.json'];

/** An empty folder in which programs can import the package. */
async function installed(): Promise<void> {
  folder = await Folder.make();
  await folder.link();
}

describe('landform init in an empty folder', () => {
  it.each([
    ['program', PROGRAM_FILES, '2 to add'],
    ['sandbox', PROGRAM_FILES, '1 to add'],
    ['json', ['.gitignore', 'main.test.mjs', 'main.tf.json', 'package.json'], '2 to add'],
  ])('--from %s writes files that can be planned, and a test that passes', async (from, files, summary) => {
    await installed();
    const started = await folder.run(`init --from ${from}`);
    expect(started.stderr).toBe('');
    expect(started.stdout).toContain('npx landform plan');
    expect(await names()).toEqual(files);

    const sandbox = from === 'sandbox' ? await startSandbox() : undefined;
    const planned = await folder.run('plan', { env: { ...sandbox?.environment } });
    await sandbox?.close();
    expect(planned.stdout, planned.stderr).toContain(summary);

    const tested = inFolder('--test');
    expect(tested.code, tested.text).toBe(0);
    expect(tested.text).toMatch(/pass 1\n/);
  });

  it('writes a .gitignore that keeps the lock file of modules, and nothing else of its own', async () => {
    await installed();
    await folder.run('init --from json');
    spawnSync('git', ['init', '--quiet'], { cwd: folder.path });
    const paths = ['.landform/modules.lock.json', '.landform/cache/x', '.terraform/modules/x', 'terraform.tfstate'];
    const { stdout } = spawnSync('git', ['check-ignore', ...paths], { cwd: folder.path, encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual(paths.slice(1));
  });

  it.each(['program', 'sandbox'])('--from %s writes a program that compiles', async (from) => {
    await installed();
    await folder.run(`init --from ${from}`);
    expect(inFolder(require.resolve('typescript/bin/tsc'))).toEqual({ code: 0, text: '' });
  });

  it('writes a test that fails if the program plans something else', async () => {
    await installed();
    await folder.run('init --from program');
    await folder.write('main.ts', (await folder.read('main.ts')).replace("'second', {", "'third', {"));
    expect(inFolder('--test')).toMatchObject({ code: 1, text: expect.stringContaining('create terraform_data.third') });
  });

  it('keeps state, plans and caches out of Git', async () => {
    await installed();
    await folder.run('init --from program');
    await folder.run('apply --auto-approve');
    await folder.run('apply --auto-approve --replace terraform_data.first');
    await folder.run('synth');
    spawnSync('git', ['init', '--quiet'], { cwd: folder.path });
    const { stdout } = spawnSync('git', ['status', '--porcelain', '--untracked-files=all'], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => line.slice(3)),
    ).toEqual(PROGRAM_FILES);
  });

  it.each([
    ['an empty line chooses a program', '\r', PROGRAM_FILES],
    ['a number chooses', '2\r', ['.gitignore', 'main.test.mjs', 'main.tf.json', 'package.json']],
    ['a name chooses', 'json\r', ['.gitignore', 'main.test.mjs', 'main.tf.json', 'package.json']],
    ['Ctrl-C writes nothing', '\u0003', []],
    ['Ctrl-D writes nothing', '\u0004', []],
    ['any other word is rejected', 'yaml\r', []],
  ])('asks what to start from on a terminal: %s', async (_what, answer, files) => {
    folder = await Folder.make();
    const ran = await folder.atTerminal('init', { during: answering(['(1): ', answer]) });
    expect(readable(ran)).toMatch(
      /What do you want to start from\?\n {2}1 {2}program .*\n {2}2 {2}json .*\n {2}3 {2}sandbox /,
    );
    expect(ran.code).toBe(files.length === 0 ? 1 : 0);
    expect(await names()).toEqual(files);
  });

  it('starts from a program without a terminal, and says to install the package', async () => {
    folder = await Folder.make();
    const ran = await folder.run('init');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('npm install');
    expect(await names()).toEqual(PROGRAM_FILES);
  });

  it('is followed by a plan that quotes the import if the package is not installed', async () => {
    folder = await Folder.make();
    await folder.run('init');
    const { stderr } = await folder.run('plan');
    expect(stderr).toContain('package.json lists landform, but it is not installed. Run: npm install');
    const [line] = (await folder.read('main.ts')).split('\n');
    expect(Number(/main\.ts:1:(\d+)/.exec(stderr)![1])).toBeLessThanOrEqual(line!.length);
    expect(stderr).not.toMatch(/\^{60}/);
  });

  it('prints one document with --json', async () => {
    await installed();
    expect(JSON.parse((await folder.run('init --json')).stdout)).toMatchObject({
      created: expect.arrayContaining(PROGRAM_FILES),
      stacks: ['hello'],
      providers: [{ source: 'terraform.io/builtin/terraform' }],
      checked: true,
    });
    expect(JSON.parse((await folder.run('synth --json')).stdout)).toEqual({
      stacks: [{ name: 'hello', file: 'landform.out/hello/landform.tf.json' }],
    });
  });
});

describe('landform init', () => {
  it('does not overwrite an existing package', async () => {
    const mine = {
      'package.json': '{"name":"mine"}',
      'tsconfig.json': '{}',
      '.gitignore': 'mine\n',
      'README.md': 'mine',
    };
    folder = await Folder.make(mine);
    expect((await folder.run('init --from program')).code).toBe(0);
    expect(await folder.contents()).toMatchObject(mine);
  });

  it.each([
    ['landform.json', 'program'],
    ['main.tf.json', 'program'],
    ['main.ts', 'sandbox'],
    ['main.test.mjs', 'json'],
    ['landform.json', 'cdktf'],
  ])('writes nothing if %s exists: --from %s', async (name, from) => {
    folder = await Folder.make({ [name]: '{}' });
    const before = await folder.contents();
    const ran = await folder.run(`init --from ${from}`);
    expect(ran.stderr).toContain(`This folder already contains ${name}  [already-a-project]`);
    expect(ran.code).toBe(1);
    expect(await folder.contents()).toEqual(before);
  });

  it('accepts an existing folder of Terraform JSON', async () => {
    folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } } } });
    expect((await folder.run('init --from terraform')).stdout).toContain('Ready.');
    expect(await names()).toEqual(['.gitignore', 'main.tf.json']);
    expect((await folder.run('plan')).stdout).toContain('1 to add');
  });

  it('takes a folder of HCL as it is', async () => {
    folder = await Folder.make({ 'main.tf': 'resource "terraform_data" "a" {\n  input = "x"\n}\n' });
    expect((await folder.run('init --from terraform')).stdout).toContain('Ready.');
    expect(await names()).toEqual(['.gitignore', 'main.tf']);
    expect((await folder.run('plan')).stdout).toContain('1 to add');
  });

  it('sets the program of a CDKTF project in landform.json, and says what to change', async () => {
    folder = await Folder.make({ 'cdktf.json': { language: 'typescript', app: 'npx ts-node src/main.ts' } });
    const ran = await folder.run('init --from cdktf');
    expect(ran.stdout).toContain('change imports of cdktf to landform');
    expect(JSON.parse(await folder.read('landform.json'))).toEqual({ program: 'src/main.ts' });
  });

  it.each([
    ['terraform', {}, 'nothing-to-start-from'],
    ['cdktf', {}, 'nothing-to-start-from'],
    ['cdktf', { 'cdktf.json': { app: 'pipenv run python main.py' } }, 'nothing-to-start-from'],
    ['cdktf', { 'cdktf.json': '{' }, 'nothing-to-start-from'],
  ])('rejects --from %s without anything to start from: %j', async (from, files, code) => {
    folder = await Folder.make(files);
    const ran = await folder.run(`init --from ${from}`);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(ran.code).toBe(1);
    expect(await names()).toEqual(Object.keys(files));
  });

  it('--ci writes the recipe of a pipeline once, and says what it needs', async () => {
    folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } } } });
    const written = await folder.run('init --ci generic');
    expect(written).toMatchObject({ code: 0, stderr: '' });
    expect(written.stdout).toMatch(/Created:\n {2}ci\/landform\.sh\n {2}ci\/README\.md\n[^]*openssl rand -hex 32/);
    await folder.write('ci/landform.sh', 'mine');
    const again = await folder.run('init --ci generic --json');
    expect(JSON.parse(again.stdout)).toMatchObject({ created: [], checked: true });
    expect(again.stderr).toContain('ci/landform.sh exists and was kept');
    expect(await folder.read('ci/landform.sh')).toBe('mine');
  });

  it('does not touch a folder with other files', async () => {
    folder = await Folder.make({ 'notes.txt': 'mine' });
    const ran = await folder.run('init');
    expect(ran.stderr).toContain('[no-project]');
    expect(await names()).toEqual(['notes.txt']);
  });
});
