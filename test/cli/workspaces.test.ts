import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { Folder } from '../support/run-landform.js';

const MAIN = {
  resource: { terraform_data: { a: { input: '${terraform.workspace}' } } },
  output: { where: { value: '${terraform.workspace}' } },
};

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make({ 'main.tf.json': MAIN });
});
afterEach(() => folder.remove());

/** What a command prints; it must succeed. */
async function done(line: string, env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await folder.run(line, { env });
  expect(stderr + stdout, line).not.toContain('Error');
  expect(code, line).toBe(0);
  return stdout + stderr;
}

async function refused(line: string, code: string, env: Record<string, string> = {}): Promise<string> {
  const ran = await folder.run(line, { env });
  expect(ran.stderr, line).toContain(`[${code}]`);
  expect(ran.code, line).toBe(1);
  return ran.stderr;
}

const where = async (env: Record<string, string> = {}): Promise<string> =>
  (await folder.run('output --raw where', { env })).stdout;

describe('a workspace', () => {
  it('has its own state, and expressions can read its name', async () => {
    await done('apply --auto-approve');
    expect(await done('workspace new dev')).toContain('Created and selected the workspace dev.');
    expect(await done('apply --auto-approve')).toContain('1 added');
    expect(await where()).toBe('dev');
    await done('workspace select default');
    expect(await where()).toBe('default');
    expect(await done('plan')).toContain('No changes');
  });

  it("uses Terraform's paths, and Terraform reads the same selection", async () => {
    await done('workspace new dev');
    await done('apply --auto-approve');
    expect(await folder.read('.terraform/environment')).toBe('dev');
    expect(await folder.read('terraform.tfstate.d/dev/terraform.tfstate')).toContain('"dev"');
  });

  it('is in the folder that the backend configures', async () => {
    const backend = { local: { path: 'main.tfstate', workspace_dir: 'spaces' } };
    await folder.write('main.tf.json', { ...MAIN, terraform: { backend } });
    await done('workspace new dev');
    await done('apply --auto-approve');
    expect(await folder.read('spaces/dev/terraform.tfstate')).toContain('"dev"');
  });

  it.each<[where: string, files: Record<string, string>, env: Record<string, string>]>([
    ['TF_WORKSPACE', { '.terraform/environment': 'other' }, { TF_WORKSPACE: 'dev' }],
    ['.terraform/environment', { '.terraform/environment': 'dev' }, {}],
    ['the data folder', { 'data/environment': 'dev\n' }, { TF_DATA_DIR: 'data' }],
  ])('is selected by %s', async (_where, files, env) => {
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    await done('apply --auto-approve', env);
    expect(await where(env)).toBe('dev');
    expect(await done('workspace show', env)).toBe('dev\n');
  });

  it('is the only one that a saved plan can be applied in, even if both states are empty', async () => {
    await done('workspace new dev');
    await done('plan --out plan.json');
    await done('workspace new prod');
    expect(await refused('apply plan.json', 'other-workspace')).toContain('landform workspace select dev');
    await done('workspace select dev');
    expect(await done('apply plan.json')).toContain('1 added');
  });

  it('can start with a copy of a state', async () => {
    await done('apply --auto-approve');
    await done('workspace new copy --state terraform.tfstate');
    expect(await where()).toBe('default');
    expect((await folder.run('plan --detailed-exitcode')).code).toBe(2);
  });

  it('is not created when the state to begin with cannot be read', async () => {
    await folder.write('broken.tfstate', '{');
    const ran = await folder.run('workspace new copy --state broken.tfstate');
    expect(ran.code).toBe(1);
    expect(await done('workspace list')).toBe('* default\n');
  });

  it('is listed, and marked if it is selected', async () => {
    await done('workspace new dev');
    await done('workspace new prod');
    expect(await done('workspace list')).toBe('  default\n  dev\n* prod\n');
    const { stdout } = await folder.run('workspace list --json');
    expect(JSON.parse(stdout)).toEqual({ workspaces: ['default', 'dev', 'prod'], selected: 'prod' });
  });

  it('is completed by its name', async () => {
    await done('workspace new dev');
    const { stdout } = await folder.run('complete -- workspace select d');
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['default', 'dev']));
  });
});

describe('selecting a workspace', () => {
  it('that does not exist is rejected with similar names', async () => {
    await done('workspace new staging');
    expect(await refused('workspace select stagin', 'unknown-workspace')).toContain('Did you mean staging?');
    expect(await done('workspace show')).toBe('staging\n');
  });

  it('creates it on request', async () => {
    expect(await done('workspace select --or-create dev')).toContain('Created and selected the workspace dev.');
    expect(await done('workspace select --or-create dev')).toContain('Selected the workspace dev.');
  });

  it('is rejected while TF_WORKSPACE selects another one', async () => {
    const env = { TF_WORKSPACE: 'prod' };
    for (const line of ['workspace select default', 'workspace new dev', 'workspace select --or-create dev'])
      await refused(line, 'workspace-overridden', env);
    expect(await done('workspace list', env)).toContain('TF_WORKSPACE selects the workspace prod.');
  });

  it('works even if the current selection is invalid', async () => {
    await folder.write('.terraform/environment', '../elsewhere');
    expect(await refused('plan', 'invalid-workspace')).toContain('.terraform/environment');
    await done('workspace select default');
    await done('plan');
  });
});

describe('a workspace name', () => {
  it.each(['', 'a b', '..', '.', 'a/b', 'ü', 'a%20b'])(
    'such as %j is rejected, and nothing is created',
    async (name) => {
      const ran = await folder.run(['workspace', 'new', name]);
      expect(ran.stderr).toContain('[invalid-workspace]');
      expect(ran.code).toBe(1);
      expect(await done('workspace list')).toBe('* default\n');
      await refused('plan', 'invalid-workspace', name === '' ? { TF_WORKSPACE: 'a b' } : { TF_WORKSPACE: name });
    },
  );

  it('that exists already is rejected', async () => {
    await done('workspace new dev');
    await refused('workspace new dev', 'workspace-exists');
    await refused('workspace new default', 'workspace-exists');
  });
});

describe('deleting a workspace', () => {
  it('removes its states and every file next to them', async () => {
    await done('workspace new dev');
    await done('apply --auto-approve');
    await done('destroy --auto-approve');
    await done('workspace select default');
    await done('workspace delete dev');
    expect(await done('workspace list')).toBe('* default\n');
    expect(existsSync(`${folder.path}/terraform.tfstate.d/dev`)).toBe(false);
  });

  it('that manages objects is rejected without force', async () => {
    await done('workspace new dev');
    await done('apply --auto-approve');
    await done('workspace select default');
    expect(await refused('workspace delete dev', 'workspace-in-use')).toContain(
      'terraform.tfstate.d/dev/terraform.tfstate',
    );
    expect(await where({ TF_WORKSPACE: 'dev' })).toBe('dev');
    await done('workspace delete --force dev');
    expect(existsSync(`${folder.path}/terraform.tfstate.d/dev`)).toBe(false);
  });

  it.each([
    ['the selected one', 'dev', 'workspace-needed'],
    ['the default one', 'default', 'workspace-needed'],
    ['one that does not exist', 'nope', 'unknown-workspace'],
  ])('is rejected for %s', async (_which, name, code) => {
    await done('workspace new dev');
    await refused(`workspace delete ${name}`, code);
  });
});

describe('the stacks of a program', () => {
  const PROGRAM = `
import { App, Output, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const network = new Stack(app, 'network');
const a = new TerraformData(network, 'a', { input: '\${terraform.workspace}' });
const web = new Stack(app, 'web');
new Output(web, 'where', { value: new TerraformData(web, 'a', { input: a.output }).output });
app.synth();
`;

  it("have separate states in each workspace, and read each other's state in the same workspace", async () => {
    await folder.remove();
    folder = await Folder.make({ 'landform.json': { program: 'main.ts' }, 'main.ts': PROGRAM });
    await folder.link();
    await done('apply --auto-approve');
    await done('workspace new dev');
    await done('apply --auto-approve');
    const output = async (): Promise<string> => done('output --raw where --stack web');
    expect(await output()).toBe('dev');
    expect(await done('plan')).toContain('No changes');
    await done('workspace select default');
    expect(await output()).toBe('default');
    expect(existsSync(`${folder.path}/terraform.web.tfstate.d/dev/terraform.tfstate`)).toBe(true);
    await refused('workspace delete dev', 'workspace-in-use');
  });
});

describe.skipIf(!hasTerraform())('compatibility with Terraform', () => {
  const terraform = (...args: readonly string[]): string =>
    execFileSync('terraform', args, {
      cwd: folder.path,
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
    });

  it("either tool reads the other's workspaces, with an empty plan", async () => {
    await folder.write('main.tf.json', { ...MAIN, terraform: { backend: { local: { path: 'main.tfstate' } } } });
    terraform('init');
    terraform('workspace', 'new', 'theirs');
    terraform('apply', '-auto-approve');
    expect(await done('workspace show')).toBe('theirs\n');
    expect(await done('plan')).toContain('No changes');
    await done('workspace new ours');
    await done('apply --auto-approve');
    expect(terraform('workspace', 'list').replaceAll(/\s+/g, ' ').trim()).toBe('default * ours theirs');
    expect(terraform('plan')).toContain('No changes');
  });
});

if (!hasTerraform()) console.log('Workspaces beside Terraform skipped: no terraform');
