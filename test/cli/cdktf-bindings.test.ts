import { existsSync, readdirSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { plugins } from '../support/plugin/executables.js';
import { Folder } from '../support/run-landform.js';

/** TypeScript as it is, in any version of Node.js. */
const APP = `node ${JSON.stringify(path.resolve('node_modules/jiti/lib/jiti-cli.mjs'))} main.ts`;

const settings = (more: object = {}): object => ({
  language: 'typescript',
  app: APP,
  terraformProviders: ['example.com/test/plug6'],
  ...more,
});

const PROGRAM = `import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Plug6Provider } from './.gen/providers/plug6/provider';
import { Box } from './.gen/providers/plug6/box';

const app = new App();
const stack = new TerraformStack(app, 'one');
new Plug6Provider(stack, 'p', { world: process.cwd() + '/world.json' });
const box = new Box(stack, 'b', { name: 'first', rule: [{ port: 443 }] });
new TerraformOutput(stack, 'name', { value: box.name });
app.synth();
`;

let folder: Folder;
let env: Readonly<Record<string, string>>;
afterEach(() => folder.remove());

async function open(files: Readonly<Record<string, unknown>>): Promise<void> {
  folder = await Folder.make(files);
  env = await plugins(folder.path);
}

/** As after `npm install`, with the packages of CDKTF. */
async function install(): Promise<void> {
  await mkdir(path.join(folder.path, 'node_modules'));
  for (const name of ['cdktf', 'constructs', '@cdktf', 'codemaker'])
    await symlink(path.resolve('node_modules', name), path.join(folder.path, 'node_modules', name));
}

const classes = (): readonly string[] =>
  readdirSync(path.join(folder.path, '.gen/providers/plug6'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

it('a CDKTF project whose .gen is not committed is planned after init', { timeout: 120_000 }, async () => {
  await open({ 'cdktf.json': settings(), 'main.ts': PROGRAM });
  const early = await folder.run('get', { env });
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('The generator of CDKTF is not installed')]);
  await install();
  const init = await folder.run('init', { env });
  expect(init.code, init.stderr).toBe(0);
  expect(classes()).toEqual(['box', 'provider']);
  const planned = await folder.run('plan', { env });
  expect(planned.stdout, planned.stderr).toContain('1 to add');

  const before = await folder.read('.gen/providers/plug6/box/index.ts');
  expect(before).toContain('export class Box extends cdktf.TerraformResource');
  expect((await folder.run('get', { env })).stdout).toContain('All of them are up to date.');
  await folder.write('lib.ts', "import * as all from './.gen/providers/plug6';\n");
  const more = await folder.run('generate constructs --json', { env });
  expect(JSON.parse(more.stdout)).toMatchObject({ folder: '.gen', written: ['providers/plug6'] });
  expect(classes()).toEqual(['box', 'data-plug6-lookup', 'legacy', 'loose', 'provider', 'trouble']);
  expect(await folder.read('.gen/providers/plug6/box/index.ts')).toBe(before);
  expect(readdirSync(path.join(folder.path, '.gen')).sort()).toEqual(['landform-get.json', 'providers']);
});

it("classes for other languages are left to CDKTF's own command", { timeout: 60_000 }, async () => {
  await open({ 'cdktf.json': settings({ language: 'python', codeMakerOutput: 'imports', app: 'false' }) });
  const ran = await folder.run('generate constructs', { env });
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('Classes for python are written by "cdktf get"')]);
  expect(existsSync(path.join(folder.path, 'imports'))).toBe(false);
});
