import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';

const JITI = path.join(path.dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const programs = blocksOf(readFileSync('docs/automation.md', 'utf8')).filter(({ language }) => language === 'ts');

const INFRASTRUCTURE = `
import { App, Output, Stack, Variable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const stack = new Stack(app, 'network');
const region = new Variable(stack, 'region', { type: 'string', default: 'us' });
const data = new TerraformData(stack, 'data', { input: region.value });
new Output(stack, 'where', { value: region.value });
new Output(stack, 'secret', { value: region.value, sensitive: true });
new Output(stack, 'id', { value: data.id });
app.synth();
`;

let folder: Folder;
beforeAll(async () => {
  folder = await folderWithLandform({
    'package.json': { type: 'module' },
    'infrastructure/landform.json': { program: 'main.ts' },
  });
  await folder.write('infrastructure/main.ts', INFRASTRUCTURE);
});
afterAll(() => folder.remove());

async function run(
  program: string,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly status: number | null }> {
  await folder.write('deploy.ts', program);
  return spawnSync(process.execPath, [JITI, 'deploy.ts'], { cwd: folder.path, encoding: 'utf8', env: {} });
}

describe('the programs of docs/automation.md, as printed', () => {
  it('plan and apply in ten lines', async () => {
    const { text } = programs[0]!;
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('import ')).length).toBeLessThanOrEqual(
      10,
    );
    const first = await run(text);
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('+ terraform_data.greeting');
    expect(first.stdout).toContain('1 to add');
    expect(first.stdout).toMatch(/said\s+= "hello, world"/);
    expect(await folder.read('terraform.hello.tfstate')).toContain('hello, world');
    expect((await run(text)).stdout).toContain('No changes');
  });

  it.each<[string, number, RegExp]>([
    ['an apply with a variable', 1, /^$/],
    ['a decision', 2, /^$/],
    ['a listener', 3, /^$/],
    ['values', 4, /network id .*\nnetwork secret sensitive.*network where .*us.*\n/s],
  ])('%s', async (_, index, said) => {
    const { status, stdout, stderr } = await run(programs[index]!.text);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(said);
  });

  it('are all tested', () => {
    expect(programs).toHaveLength(5);
  });
});

describe('a project', () => {
  it('reports errors in its program with their source lines', async () => {
    const { status, stdout } = await run(`
import { App, Output, Stack } from 'landform';
import { Project } from 'landform/automation';
const app = new App();
new Output(new Stack(app, 'wrong'), 'o', { value: '\${nothing.there}' });
console.log(new Project({ program: () => app }).render(await new Project({ program: () => app }).plan()));
`);
    expect(status).toBe(0);
    expect(stdout).toContain('deploy.ts:5:1, in output.o');
  });

  it('hides secrets in rendered plans, errors and events', async () => {
    const { stdout } = await run(`
import { App, Output, Stack, Variable } from 'landform';
import { Project } from 'landform/automation';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const stack = new Stack(app, 'secrets');
const token = new Variable(stack, 'token', { type: 'string', sensitive: true });
const made = new TerraformData(stack, 'made', { input: token.value });
new Output(stack, 'kept', { value: made.output, sensitive: true });
const project = new Project({ program: app, environment: { TF_VAR_token: 'hunter2-hunter2' }, onEvent: (event) => console.log(JSON.stringify(event)) });
console.log(project.render(await project.plan()));
console.log(project.render(await project.apply()));
console.log((await project.outputs()).stacks[0]!.outputs['kept']!.value);
`);
    expect(stdout.split('\n').filter((line) => line.includes('hunter2'))).toEqual(['hunter2-hunter2']);
    expect(stdout).toContain('(sensitive value)');
  });

  it('applies an approved plan, and nothing after a stop request', async () => {
    const { stdout } = await run(`
import { App, Stack } from 'landform';
import { Project } from 'landform/automation';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
new TerraformData(new Stack(app, 'careful'), 'a');
const project = new Project({ program: app });
const refused = await project.apply({ approve: () => Promise.resolve(false) });
const stopped = await new Project({ program: app, stop: AbortSignal.abort() }).apply();
const done = await project.apply();
console.log(JSON.stringify([refused, stopped, done].map(({ approved, stacks, diagnostics }) => [approved, stacks[0]?.counts?.created ?? 0, diagnostics.map(({ code }) => code)])));
`);
    expect(JSON.parse(stdout)).toMatchObject([
      [false, 0, []],
      [expect.anything(), 0, [expect.any(String)]],
      [true, 1, []],
    ]);
  });
});
