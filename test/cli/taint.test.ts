import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make({
    'main.tf.json': {
      resource: { terraform_data: { a: { input: 'x' }, many: { count: 2, input: '${terraform_data.a.output}' } } },
      data: { terraform_remote_state: { other: { backend: 'local', config: { path: 'other.json' } } } },
    },
    'other.json': { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'x', outputs: {}, resources: [] },
  });
  expect((await folder.run('apply -auto-approve')).code).toBe(0);
});
afterEach(() => folder.remove());

const planned = async (): Promise<string[]> => {
  const { stdout } = await folder.run('plan -json');
  return stdout
    .split('\n')
    .filter((line) => line.includes('"planned_change"'))
    .map((line) => JSON.parse(line) as { change: { resource: { addr: string }; action: string; reason: string } })
    .map(({ change }) => `${change.resource.addr} ${change.action} ${change.reason}`);
};

describe('taint', () => {
  it('marks an object for replacement, and untaint removes the mark', async () => {
    const tainted = await folder.run('taint terraform_data.many[1]');
    expect(tainted).toEqual({
      code: 0,
      stdout: 'Tainted: the next apply replaces\n  terraform_data.many[1]\n',
      stderr: '',
    });
    expect(await planned()).toEqual(['terraform_data.many[1] replace tainted']);
    expect((await folder.run('taint terraform_data.many[1]')).code).toBe(0);
    expect((await folder.run('untaint terraform_data.many[1]')).stdout).toBe(
      'No longer tainted:\n  terraform_data.many[1]\n',
    );
    expect(await planned()).toEqual([]);
  });

  it.each([
    ['taint terraform_data.q', 'unknown-state-address'],
    ['taint terraform_data.many', 'unknown-state-address'],
    ['untaint terraform_data.a', 'not-tainted'],
    ['taint data.terraform_remote_state.other', 'taint-of-data'],
    ['taint module.m', 'unknown-state-address'],
    ['taint a b', 'too-many-arguments'],
  ])('%s is rejected and leaves the state unchanged', async (line, code) => {
    const before = await folder.contents();
    const ran = await folder.run(line);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(await folder.contents()).toEqual(before);
  });

  it.each(['taint', 'untaint'])('%s -allow-missing only warns', async (command) => {
    const ran = await folder.run(`${command} -allow-missing terraform_data.q`);
    expect(ran.stderr).toContain('Warning: There is no terraform_data.q in state');
    expect(ran).toMatchObject({ code: 0, stdout: '' });
  });

  it.skipIf(!isInstalled)('leaves the same state as Terraform', async () => {
    const ours = async (): Promise<unknown> => ({
      ...(JSON.parse(await folder.read('terraform.tfstate')) as object),
      serial: 0,
    });
    await folder.run('taint terraform_data.a');
    const tainted = await ours();
    await folder.run('untaint terraform_data.a');
    const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
    const { status } = spawnSync('terraform', ['taint', 'terraform_data.a'], { cwd: folder.path, env });
    expect(status).toBe(0);
    expect(await ours()).toEqual(tainted);
  });
});

describe('state mv and rm with -dry-run', () => {
  it.each([
    ['state mv -dry-run terraform_data.a terraform_data.b', 'Would move:\n  terraform_data.a → terraform_data.b\n'],
    [
      'state rm -dry-run -ignore-remote-version terraform_data.many',
      'Would remove from state only:\n  terraform_data.many[0]\n  terraform_data.many[1]\n',
    ],
  ])('%s changes nothing', async (line, stdout) => {
    const before = await folder.contents();
    expect(await folder.run(line)).toEqual({ code: 0, stdout, stderr: '' });
    expect(await folder.contents()).toEqual(before);
  });

  it('reject what they would reject without it', async () => {
    const ran = await folder.run('state mv -dry-run terraform_data.a terraform_data.many[0]');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('[move-target-exists]');
  });
});
