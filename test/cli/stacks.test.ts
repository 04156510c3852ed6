import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf, commandsOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

/** `web` reads an output of `network`; both have `terraform_data.a`, and one resource of their own. */
const PROGRAM = `
import { App, Output, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const network = new Stack(app, 'network');
const a = new TerraformData(network, 'a', { input: 'hello' });
new TerraformData(network, 'vpc', { input: 'v' });
const web = new Stack(app, 'web');
new TerraformData(web, 'a', { input: a.output });
new TerraformData(web, 'server', { input: 's' });
new Output(web, 'id', { value: 1 });
app.synth();
`;

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make({ 'landform.json': { program: 'main.ts' }, 'main.ts': PROGRAM });
  await folder.link();
});
afterEach(() => folder.remove());

const applied = async (): Promise<void> => {
  expect((await folder.run('apply --auto-approve')).code).toBe(0);
};

describe('an address that several stacks contain', () => {
  it.each([
    'plan --target terraform_data.a',
    'plan --replace terraform_data.a',
    'apply --auto-approve --replace terraform_data.a',
    'destroy --auto-approve --target terraform_data.a',
    'state show terraform_data.a',
    'taint terraform_data.a',
    'import terraform_data.a id',
  ])('is rejected without changes until one stack is selected: %s', async (line) => {
    await applied();
    const before = [await folder.read('terraform.network.tfstate'), await folder.read('terraform.web.tfstate')];
    const refused = await folder.run(line);
    expect(refused.stderr).toContain('[choose-stack]');
    expect(refused.stderr).toMatch(/network.*web/);
    expect(refused.code).toBe(1);
    expect([await folder.read('terraform.network.tfstate'), await folder.read('terraform.web.tfstate')]).toEqual(
      before,
    );
  });

  it.each(['plan --target terraform_data.a', 'state show terraform_data.a'])(
    'refers to the selected stack: %s',
    async (line) => {
      await applied();
      expect((await folder.run(`${line} --stack web`)).code).toBe(0);
    },
  );
});

describe('an address with its stack', () => {
  it.each([
    ['plan --replace web:terraform_data.a', '1 to add, 0 to change, 1 to destroy'],
    ['apply --auto-approve --target web:terraform_data.a', 'No changes'],
    ['plan --exclude web:terraform_data.a', 'No changes'],
    ['state show web:terraform_data.a', 'terraform_data.a'],
    ['taint web:terraform_data.a', ''],
    ['output web:id', '1'],
  ])('is that of the stack: %s', async (line, said) => {
    await applied();
    const { stdout, stderr, code } = await folder.run(line);
    expect([code, stderr.includes('Error')]).toEqual([0, false]);
    expect(stdout).toContain(said);
  });

  it('must be one of the project', async () => {
    expect((await folder.run('plan --target nets:terraform_data.a')).stderr).toContain(
      'There is no stack nets  [unknown-stack]',
    );
  });
});

describe('an address that only one of several stacks contains', () => {
  it.each([
    ['network', 'terraform_data.vpc'],
    ['web', 'terraform_data.server'],
  ])('selects that stack: %s', async (stack, address) => {
    await applied();
    const ran = await folder.run(`apply --auto-approve --replace ${address}`);
    expect(ran.stdout).toContain(`Stack ${stack}`);
    expect(ran.stdout).toContain('1 added, 0 changed, 1 destroyed');
    expect(ran.stdout).not.toContain(`Stack ${stack === 'web' ? 'network' : 'web'}`);
  });

  it('selects the stack whose state alone contains it', async () => {
    await applied();
    await folder.write('main.ts', PROGRAM.replace("new TerraformData(network, 'vpc', { input: 'v' });", ''));
    const ran = await folder.run('destroy --auto-approve --target terraform_data.vpc');
    expect(ran.stdout).toContain('Destroy complete! Resources: 1 destroyed.');
  });
});

describe('one of several stacks in a program', () => {
  it('is named with its line if its backend is unknown', async () => {
    const chosen = `'web', { backend: { type: 'swift', config: { container: 'c' } } })`;
    await folder.write('main.ts', PROGRAM.replace(`'web')`, chosen));
    const { stderr, code } = await folder.run('plan');
    expect(code).toBe(1);
    expect(stderr).toContain('Unknown backend "swift"  [unknown-backend]');
    expect(stderr).toMatch(/main\.ts:8:13\n[^\n]*new Stack\(app, 'web'/);
    expect(stderr).not.toContain('landform.out');
  });

  it('requires the stack it depends on to be applied, and says so', async () => {
    for (const line of ['plan --stack web --out web.plan', 'apply --stack web --auto-approve']) {
      const refused = await folder.run(line);
      expect(refused.stderr).toContain('Stack web needs stack network, which is not applied yet  [stack-not-applied]');
      expect(refused.stderr).toContain('landform apply --stack network');
      expect(refused.stderr.match(/Error:/g)).toHaveLength(1);
    }
    expect((await folder.run('apply --stack network --auto-approve')).code).toBe(0);
    expect((await folder.run('apply --stack web --auto-approve')).code).toBe(0);
  });

  it('is not destroyed while another stack uses it, unless that is destroyed too', async () => {
    await applied();
    const refused = await folder.run('destroy --auto-approve --stack network');
    expect(refused.stderr).toContain('Stack network cannot be destroyed while stack web depends on it  [stack-in-use]');
    expect(refused.stderr).toContain('landform destroy --stack ...network');
    expect(refused.code).toBe(1);
    const both = await folder.run('destroy --auto-approve --stack ...network');
    expect(both.stdout).toContain('4 destroyed');
    expect(both.stdout).toMatch(
      /Stacks:\n\n.*Added +Changed +Destroyed\n +network +0 +0 +2 +applied\n +web +0 +0 +2 +applied/,
    );
    await applied();
    expect((await folder.run('destroy --stack web --auto-approve')).code).toBe(0);
    expect((await folder.run('destroy --stack network --auto-approve')).code).toBe(0);
  });

  it('can be planned whatever the state of a stack it does not depend on', async () => {
    await applied();
    await folder.write('terraform.web.tfstate', 'damaged');
    expect((await folder.run('plan --stack network')).stdout).toContain('No changes');
    expect((await folder.run('plan --destroy --stack network')).code).toBe(1);
  });

  it('can be selected for the console', async () => {
    const refused = await folder.run('console', { input: '1\n' });
    expect(refused.stderr).toContain('Select one stack with --stack  [choose-stack]');
    expect((await folder.run('console --stack web', { input: '1\n' })).stdout).toBe('1\n');
  });
});

describe('JSON messages for several stacks', () => {
  const messages = async (line: string): Promise<Record<string, unknown>[]> =>
    (await folder.run(line)).stdout
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text) as Record<string, unknown>);
  const stacksOf = (found: readonly Record<string, unknown>[], type: string): string[] =>
    [...new Set(found.filter((message) => message['type'] === type).map(({ stack }) => String(stack)))].toSorted();

  it('name their stack, or none if they concern all of them', async () => {
    const planned = await messages('plan --json');
    expect(stacksOf(planned, 'planned_change')).toEqual(['network', 'web']);
    expect(stacksOf(planned, 'outputs')).toEqual(['network', 'web']);
    expect(stacksOf(planned, 'change_summary')).toEqual(['undefined']);
    const applied = await messages('apply --json --auto-approve');
    expect(stacksOf(applied, 'apply_complete')).toEqual(['network', 'web']);
    expect(applied.filter(({ type }) => type === 'outputs').map(({ stack }) => stack)).toEqual(
      expect.arrayContaining(['network', 'web']) as unknown[],
    );
    expect(stacksOf(await messages('plan --json'), 'refresh_complete')).toEqual(['network', 'web']);
  });

  it('name the stack in diagnostics', async () => {
    const found = await messages('plan --json --target terraform_data.nothing');
    expect(stacksOf(found, 'diagnostic').length).toBeGreaterThan(0);
    for (const stack of stacksOf(found, 'diagnostic')) expect(['network', 'web']).toContain(stack);
  });
});

describe('the command suggested after a plan', () => {
  it('repeats its options, except variable values', async () => {
    await folder.write(
      'main.ts',
      PROGRAM.replace('import { App,', 'import { App, Variable,').replace(
        "'hello'",
        "new Variable(network, 'greeting', { type: 'string', default: 'x' }).value",
      ),
    );
    const line = [
      'plan',
      '--stack',
      'network',
      '--var',
      'greeting=hunter2',
      '--target',
      'terraform_data.vpc',
      '--refresh=false',
    ];
    const { stderr } = await folder.run(line);
    const options = "--stack network --var 'greeting=…' --target terraform_data.vpc --refresh=false";
    expect(stderr).toContain(`To apply these changes:  landform apply ${options}\n`);
    expect(stderr).toContain(`landform plan ${options} --out plan.json\n`);
    expect(stderr).not.toContain('hunter2');
  });
});

describe('a value for a variable that only some stacks declare', () => {
  const VARIABLES = `
import { App, Output, Stack, Variable } from 'landform';
const app = new App();
for (const name of ['north', 'south']) {
  const stack = new Stack(app, name);
  new Output(stack, 'size', { value: new Variable(stack, name + '_size', { type: 'number', default: 1 }).value });
}
app.synth();
`;

  beforeEach(() => folder.write('main.ts', VARIABLES));

  it.each([
    ['--var', 'plan --var north_size=3', {}],
    ['a named file', 'plan --var-file all.tfvars.json', { 'all.tfvars.json': { north_size: 3 } }],
    [
      'a named file, with one stack',
      'plan --stack south --var-file all.tfvars.json',
      { 'all.tfvars.json': { north_size: 3 } },
    ],
  ])('is only for those: %s', async (_, line, files) => {
    for (const [name, content] of Object.entries(files)) await folder.write(name, content);
    const { code, stdout, stderr } = await folder.landform(line);
    expect(stderr).not.toMatch(/Warning|Error/);
    expect(code).toBe(0);
    expect(stdout.includes('size = 3')).toBe(!line.includes('south'));
  });

  it.each([
    ['--var', 'plan --var east_size=3', {}, 1],
    [
      'the settings of another stack',
      'plan',
      { 'landform.json': { program: 'main.ts', stacks: { south: { variables: { north_size: 3 } } } } },
      0,
    ],
  ])('is reported if no stack can mean it: %s', async (_, line, files, expected) => {
    for (const [name, content] of Object.entries(files)) await folder.write(name, content);
    const { code, stderr } = await folder.landform(line);
    expect(stderr).toContain('[undeclared-variable]');
    expect(code).toBe(expected);
  });
});

describe('--changed-since', () => {
  it('plans the stacks whose synthesis differs, whatever the lines of the program', async () => {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder.path });
    git('init', '-q');
    git('add', 'main.ts', 'landform.json');
    git('commit', '-q', '-m', 'first');
    await applied();
    await folder.write('main.ts', `\n\n${PROGRAM}`);
    const none = await folder.run('plan --changed-since HEAD');
    expect([none.code, none.stdout]).toEqual([0, '']);
    expect(none.stderr).toContain('No stack differs from HEAD  [no-stack-changed]');
    await folder.write('main.ts', `\n\n${PROGRAM.replace("input: 's'", "input: 't'")}`);
    const one = await folder.run('plan --changed-since HEAD');
    expect(one.stdout).toContain('Stack web');
    expect(one.stdout).not.toContain('Stack network');
    expect(one.stderr).toContain('landform apply --changed-since HEAD');
  });
});

describe('docs/stacks.md', () => {
  const blocks = blocksOf(readFileSync('docs/stacks.md', 'utf8'));
  const textOf = (language: string, has = ''): string =>
    blocks.find((block) => block.language === language && block.text.includes(has))!.text;

  it('shows what its program does, with all of its commands', async () => {
    await folder.write('main.ts', textOf('ts'));
    execFileSync('git', ['init', '-q'], { cwd: folder.path });
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    execFileSync('git', [...author, 'commit', '-q', '--allow-empty', '-m', 'first'], { cwd: folder.path });
    const { stdout, code } = await folder.run('apply --auto-approve');
    expect(code).toBe(0);
    expect(stdout).toContain(textOf('console'));
    const commands = blocks.filter(({ language }) => language === '').flatMap(commandsOf);
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const ran = await folder.run(command.replaceAll("'", ''));
      expect(ran.stderr).not.toContain('Error');
      expect(ran.code).toBe(0);
    }
  });

  it('has folders that are planned together', async () => {
    await folder.write('landform.json', textOf('json landform.json'));
    await folder.write('network/main.tf', textOf('hcl', '# network/main.tf'));
    await folder.write('apps/web/main.tf', textOf('hcl', '# apps/web/main.tf'));
    expect((await folder.run('plan')).stdout).toMatch(
      /Stack network[^]*Stack apps\/web[^]*network +1 +0 +0[^]*apps\/web +1/,
    );
    expect((await folder.run('apply --auto-approve')).code).toBe(0);
    expect(await folder.read('apps/web/terraform.tfstate')).toContain('vpc-1');
  });
});
