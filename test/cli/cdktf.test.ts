import { execFile } from 'node:child_process';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { onDisk } from '../support/on-disk.js';
import { Folder } from '../support/run-landform.js';

onDisk();

const PROJECTS = path.join(import.meta.dirname, 'cdktf');
const PACKAGE = path.resolve('node_modules/cdktf');

let folder: Folder;
afterEach(() => folder.remove());

/** A copy of a project, as after `npm install`. */
async function project(name: string): Promise<void> {
  folder = await Folder.make();
  await cp(path.join(PROJECTS, name), folder.path, { recursive: true });
  await mkdir(path.join(folder.path, 'node_modules'));
  await symlink(PACKAGE, path.join(folder.path, 'node_modules/cdktf'));
}

const EMPTY = { code: 0, stdout: expect.stringContaining('No changes.') as string };
const isThere = hasTerraform();
if (!isThere) console.log('CDKTF projects beside Terraform skipped: no terraform');

const ENVIRONMENT = {
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: '/dev/null',
  TF_IN_AUTOMATION: '1',
};

/** Runs Terraform where CDKTF runs it. */
const terraform = async (stack: string, line: string): Promise<string> => {
  const cwd = path.join(folder.path, 'cdktf.out/stacks', stack);
  const { stdout } = await promisify(execFile)('terraform', [...line.split(' '), '-no-color'], {
    cwd,
    env: ENVIRONMENT,
  });
  return stdout;
};

describe('a project of CDKTF', () => {
  it('is planned and applied as it is: stacks in order, assets, local modules, iterators, annotations', async () => {
    await project('typescript');
    const plan = await folder.run('plan');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toMatch(/^Stack network\n[^]*4 to add[^]*\nStack web\n[^]*2 to add/);
    expect(plan.stderr).toMatch(/Warning: The note is short[^]*created by the construct network\/first/);
    const apply = await folder.run('apply --auto-approve');
    expect(apply).toMatchObject({ code: 0 });
    expect(apply.stdout).toContain('said = "one of inner"');
    const state = JSON.parse(await folder.read('terraform.web.tfstate')) as object;
    expect(JSON.stringify(state)).toContain('got hello nobody 3');
    expect(await folder.run('plan --detailed-exitcode')).toMatchObject(EMPTY);
    expect((await folder.run('output said --stack network')).stdout).toBe('"one of inner"\n');
    expect((await folder.run('synth')).stdout).toContain('cdktf.out/stacks/web/cdk.tf.json');
    expect(await folder.run('destroy --auto-approve')).toMatchObject({ code: 0 });
  });

  it.skipIf(!isThere)('leaves nothing to do for Terraform, and Terraform nothing for Landform', async () => {
    await project('typescript');
    expect(await folder.run('apply --auto-approve')).toMatchObject({ code: 0 });
    for (const stack of ['network', 'web']) {
      await terraform(stack, 'init -input=false');
      expect(await terraform(stack, 'plan -detailed-exitcode')).toContain('No changes.');
    }
    await terraform('network', 'apply -auto-approve -var=owner=somebody');
    await terraform('web', 'apply -auto-approve');
    const { code, stdout } = await folder.run('plan --detailed-exitcode', {
      env: { TF_VAR_owner: 'somebody' },
    });
    expect(stdout.match(/No changes\./g)).toHaveLength(2);
    expect(code).toBe(0);
  });

  it('is migrated to the alias: its state stays, and its plan is empty', async () => {
    await project('typescript');
    await folder.write('package.json', '{\n    "dependencies": { "cdktf": "0.21.0" }\n}\n');
    expect(await folder.run('apply --auto-approve')).toMatchObject({ code: 0 });
    const main = await folder.read('main.cjs');
    await folder.write('main.cjs', `${main}\nmodule.exports = () => new cdktf.MigrateIds();\n`);
    const refused = await folder.run('migrate cdktf --auto-approve');
    expect(refused.stderr).toMatch(/main\.cjs:\d+ uses MigrateIds {2}\[cannot-migrate\][^]*overrideLogicalId/);
    await folder.write('main.cjs', main);
    expect((await folder.run('migrate cdktf')).stderr).toContain('[approval-needed]');
    expect(await folder.read('package.json')).not.toContain('landform');
    const migrated = await folder.run('migrate cdktf --auto-approve');
    expect(migrated.stdout).toMatch(/network: no changes[^]*web: no changes[^]*landform-cdktf\/index\.js/);
    expect(await folder.read('package.json')).toMatch(
      /^\{\n {4}"dependencies": \{\n {8}"cdktf": "file:\.\/landform-cdktf",\n {8}"landform"/,
    );
    await folder.link();
    await rm(path.join(folder.path, 'node_modules/cdktf'));
    await symlink('../landform-cdktf', path.join(folder.path, 'node_modules/cdktf'));
    expect((await folder.run('migrate cdktf')).stdout).toContain('is migrated');
    const { code, stdout, stderr } = await folder.run('plan --detailed-exitcode');
    expect(stdout.match(/No changes\./g)).toHaveLength(2);
    expect(stderr).toMatch(/Warning: The note is short[^]*created by the construct network\/first/);
    expect(code).toBe(0);
    await folder.write('landform.json', { program: 'main.cjs' });
    expect((await folder.run('plan --detailed-exitcode')).stdout.match(/No changes\./g)).toHaveLength(2);
  });

  it('may be written in any language: its command runs in a shell, and writes to its output folder', async () => {
    await project('script');
    await folder.write('landform.json', { stacks: { main: { variables: { round: 1 } } } });
    expect(await folder.run('apply --auto-approve')).toMatchObject({ code: 0 });
    expect(await folder.run('plan --detailed-exitcode')).toMatchObject(EMPTY);
    const changed = await folder.run('plan --detailed-exitcode', { env: { INPUT: 'other' } });
    expect(changed).toMatchObject({ code: 2, stdout: expect.stringContaining('terraform_data.thing') as string });
    expect(await folder.read('terraform.main.tfstate')).toContain('"hello"');
  });

  it('reads files with variables beside cdktf.json', async () => {
    await project('script');
    await folder.write('terraform.tfvars', 'round = 2\n');
    expect((await folder.run('plan')).stdout).toMatch(/triggers_replace += 2/);
  });

  it('has errors that name the construct', async () => {
    await project('script');
    await folder.write('terraform.tfvars', 'round = 2\n');
    const main = await folder.read('main.sh');
    await folder.write('main.sh', main.replace('var.round', 'var.rounds'));
    const { code, stderr } = await folder.run('plan');
    expect(stderr).toMatch(/rounds[^]*out\/stacks\/main\/cdk\.tf\.json[^]*created by the construct main\/thing/);
    expect(code).toBe(1);
  });

  it('shows what a failing app has written', async () => {
    await project('script');
    await folder.write('main.sh', 'echo "ValueError: no such region" >&2; exit 1');
    const { code, stderr } = await folder.run('plan');
    expect(stderr).toMatch(/exited with 1 {2}\[app-failed\][^]*sh main\.sh[^]*ValueError: no such region/);
    expect(code).toBe(1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with its app on %s, and changes nothing', async (signal) => {
    await project('script');
    await folder.write('main.sh', 'echo $$ > running; exec sleep 60');
    const { code, stderr } = await folder.run('apply --auto-approve', {
      during: (child) => {
        const watch = setInterval(() => {
          void folder.read('running').then(
            () => {
              clearInterval(watch);
              child.kill(signal);
            },
            () => undefined,
          );
        }, 20);
      },
    });
    expect(stderr).toContain('[interrupted]');
    expect(code).toBe(1);
  });
});
