import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make({
    'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } }, output: { o: { value: 'said' } } },
  });
});
afterEach(() => folder.remove());

async function done(line: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await folder.run(line, input === undefined ? {} : { input });
  expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
  return stdout;
}

const names = async (): Promise<string[]> => Object.keys(await folder.contents());

describe('-state', () => {
  it('sets the state file of every command that reads or changes state', async () => {
    await done('apply -auto-approve -state=other.tfstate');
    expect(await names()).toEqual(['main.tf.json', 'other.tfstate']);
    expect(await done('output -state=other.tfstate -raw o')).toBe('said');
    expect(await done('state list -state other.tfstate')).toBe('terraform_data.a\n');
    expect(await done('state show -state other.tfstate terraform_data.a')).toContain('input  = "x"');
    expect(await done('console -state other.tfstate', 'terraform_data.a.input\n')).toBe('"x"\n');
    await done('plan -state other.tfstate -detailed-exitcode');
    await done('drift -state other.tfstate');
    await done('state mv -state other.tfstate terraform_data.a terraform_data.b');
    await done('taint -state other.tfstate terraform_data.b');
    await done('state rm -state other.tfstate terraform_data.b');
    await done('import -state other.tfstate terraform_data.a known');
    await done('destroy -auto-approve -state other.tfstate');
    expect(await names()).toEqual(['main.tf.json', 'other.tfstate', 'other.tfstate.backup']);
    expect(await done('state list -state other.tfstate')).toBe('');
  });

  it('does not touch the state in the folder', async () => {
    await done('apply -auto-approve');
    const before = await folder.read('terraform.tfstate');
    await done('apply -auto-approve -state=other.tfstate');
    expect(await folder.read('terraform.tfstate')).toBe(before);
  });
});

describe('-state-out', () => {
  const serialOf = async (name: string): Promise<number> =>
    (JSON.parse(await folder.read(name)) as { serial: number }).serial;

  beforeEach(() => done('apply -auto-approve -state=old.tfstate'));

  it('sets the file that the changed state is written to, and leaves the source unchanged', async () => {
    const before = await folder.read('old.tfstate');
    await done('taint -state=old.tfstate -state-out=tainted.tfstate terraform_data.a');
    await done('apply -auto-approve -state=tainted.tfstate -state-out=applied.tfstate');
    await done('destroy -auto-approve -state=applied.tfstate -state-out=destroyed.tfstate');
    await done('import -state=destroyed.tfstate -state-out=imported.tfstate terraform_data.a known');
    const states = ['old', 'tainted', 'applied', 'destroyed', 'imported'].map((name) => `${name}.tfstate`);
    expect(await names()).toEqual(['main.tf.json', ...states].sort());
    expect(await folder.read('old.tfstate')).toBe(before);
    const first = await serialOf('old.tfstate');
    for (const [index, name] of states.entries()) expect(await serialOf(name)).toBe(first + index);
  });

  it('receives what `state mv` moves and keeps its other resources, as in Terraform', async () => {
    const listed = async (name: string): Promise<string> => (await done(`state list -state=${name}`)).trim();
    await done('state mv -dry-run -state=old.tfstate -state-out=new.tfstate terraform_data.a terraform_data.b');
    expect(await names()).not.toContain('new.tfstate');
    await done('state mv -state=old.tfstate -state-out=new.tfstate terraform_data.a terraform_data.b');
    expect([await listed('old.tfstate'), await listed('new.tfstate')]).toEqual(['', 'terraform_data.b']);
    await done('apply -auto-approve -state=old.tfstate');
    await done('state mv -state=old.tfstate -state-out=new.tfstate terraform_data.a terraform_data.a');
    expect(await listed('new.tfstate')).toBe('terraform_data.a\nterraform_data.b');
    await done('apply -auto-approve -state=old.tfstate');
    const before = [await folder.read('old.tfstate'), await folder.read('new.tfstate')];
    const taken = await folder.run(
      'state mv -state=old.tfstate -state-out=new.tfstate terraform_data.a terraform_data.a',
    );
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('move-target-exists')]);
    expect([await folder.read('old.tfstate'), await folder.read('new.tfstate')]).toEqual(before);
  });

  it('is written even if nothing changes', async () => {
    await done('apply -auto-approve -state=old.tfstate -state-out=new.tfstate');
    expect(await folder.read('new.tfstate')).toBe(await folder.read('old.tfstate'));
  });

  it('applies with a saved plan too, as do -state and -backup', async () => {
    await done('plan -state=old.tfstate -destroy -out=plan.json');
    await done('apply -state=old.tfstate -state-out=new.tfstate plan.json');
    expect(await done('state list -state=new.tfstate')).toBe('');
    expect(await done('state list -state=old.tfstate')).toBe('terraform_data.a\n');
    await done('apply -state=old.tfstate -backup=kept.json plan.json');
    expect(await names()).toContain('kept.json');
    expect(await done('state list -state=old.tfstate')).toBe('');
  });

  it('backs up the previous content of that file', async () => {
    await done('apply -auto-approve -state-out=new.tfstate');
    const before = await folder.read('new.tfstate');
    await done('destroy -auto-approve -state=old.tfstate -state-out=new.tfstate');
    expect(await folder.read('new.tfstate.backup')).toBe(before);
  });

  it('is accepted by plan and has no effect', async () => {
    await done('plan -state=old.tfstate -state-out=new.tfstate');
    expect(await names()).toEqual(['main.tf.json', 'old.tfstate']);
  });
});

describe('-backup', () => {
  beforeEach(() => done('apply -auto-approve'));

  it('writes the previous state to that file', async () => {
    const before = await folder.read('terraform.tfstate');
    await done('state rm -backup=before.json terraform_data.a');
    expect(await names()).toEqual(['before.json', 'main.tf.json', 'terraform.tfstate']);
    expect(await folder.read('before.json')).toBe(before);
  });

  it('writes no backup if it is -', async () => {
    for (const line of [
      'taint -backup=- terraform_data.a',
      'apply -auto-approve -backup=-',
      'destroy -auto-approve -backup -',
    ])
      await done(line);
    expect(await names()).toEqual(['main.tf.json', 'terraform.tfstate']);
  });

  it.skipIf(!isInstalled)('writes the same files as Terraform', async () => {
    const steps = [
      'apply -auto-approve -state=s.tfstate',
      'taint -state=s.tfstate -backup=one terraform_data.a',
      'apply -auto-approve -state=s.tfstate -backup=two',
      'state mv -state=s.tfstate -backup=three terraform_data.a terraform_data.b',
    ];
    const theirs = await Folder.make({ 'main.tf.json': await folder.read('main.tf.json') });
    const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
    for (const step of ['init', ...steps]) spawnSync('terraform', step.split(' '), { cwd: theirs.path, env });
    await folder.remove();
    folder = await Folder.make({ 'main.tf.json': await theirs.read('main.tf.json') });
    for (const step of steps) await done(step);
    const made = (files: Record<string, string>): string[] =>
      Object.keys(files).filter((name) => !name.startsWith('.'));
    const found = made(await theirs.contents());
    await theirs.remove();
    expect(made(await folder.contents())).toEqual(found);
  });
});

describe('a program with several stacks', () => {
  it('has no single state file', async () => {
    await folder.remove();
    folder = await Folder.make({
      'landform.json': { program: 'main.mjs' },
      'main.mjs': `import { App, Stack } from ${JSON.stringify(new URL('../../dist/constructs/index.js', import.meta.url).pathname)};
const app = new App(); new Stack(app, 'one'); new Stack(app, 'two'); app.synth();`,
    });
    const ran = await folder.run('state list -state=x.tfstate');
    expect(ran.stderr).toContain('[one-stack-per-state]');
    expect(ran.code).toBe(1);
    expect((await folder.run('state list -state=x.tfstate -stack=one')).code).toBe(0);
  });
});

describe('--lock=false', () => {
  const CHANGES = [
    'apply --auto-approve',
    'state mv terraform_data.a terraform_data.b',
    'taint terraform_data.b',
    'untaint terraform_data.b',
    'state replace-provider --auto-approve terraform.io/builtin/terraform acme/terraform',
    'state replace-provider --auto-approve acme/terraform terraform.io/builtin/terraform',
    'state rm terraform_data.b',
    'import terraform_data.a known',
    'destroy --auto-approve',
  ];
  const holder = {
    id: 'theirs',
    operation: 'apply',
    program: 'landform 1.2.3',
    process: { user: 'somebody', host: 'elsewhere', pid: 1 },
    created: Date.now(),
    ttlMs: 600_000,
  };
  const hold = (): Promise<void> =>
    folder.write('.landform/terraform.tfstate.lock.900', { version: 1, revision: 900, fence: 900, holder });

  it('reads without a lock, as drift does unless it is asked to lock', async () => {
    await done('apply --auto-approve');
    await hold();
    await done('drift');
    for (const line of ['plan', 'drift --lock']) {
      expect(await folder.run(line)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/state-locked/) as string,
      });
      await done(`${line.replace(' --lock', '')} --lock=false`);
    }
  });

  it.each(['free', 'held'])('changes nothing without a lock, and says so, if it is %s', async (is) => {
    await folder.run('apply --auto-approve');
    if (is === 'held') await hold();
    for (const line of CHANGES) {
      const { code, stderr } = await folder.run(`${line} --lock=false`);
      expect([line, code, stderr.includes('[lock-kept]'), stderr.includes('[state-locked]')], stderr).toEqual([
        line,
        is === 'held' ? 1 : 0,
        true,
        is === 'held',
      ]);
    }
  });
});
