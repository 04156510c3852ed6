import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const folders: Folder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

async function folderWith(main: unknown): Promise<Folder> {
  const folder = await Folder.make({ [typeof main === 'string' ? 'main.tf' : 'main.tf.json']: main });
  folders.push(folder);
  return folder;
}

const APPLY = 'apply --auto-approve';

interface Instances {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly status?: string }[];
  }[];
}

/** The objects in state, each with its status. */
const stored = async (folder: Folder): Promise<readonly string[]> =>
  (JSON.parse(await folder.read('terraform.tfstate')) as Instances).resources
    .flatMap(({ name, instances }) =>
      instances.map(
        ({ index_key: key, status }) => `${name}${key === undefined ? '' : `[${key}]`} ${status ?? 'ready'}`,
      ),
    )
    .sort();

const one = (...provisioner: readonly object[]): object => ({
  resource: { terraform_data: { a: { input: 'x', provisioner } } },
});
const run = (command: string, more: object = {}): object => ({ 'local-exec': { command, ...more } });

describe('local-exec', () => {
  it('shows each line of output with the address, in its order', async () => {
    const folder = await folderWith(one(run('echo one; echo two >&2; printf three')));
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(0);
    expect(stderr.split('\n').filter((line) => line.includes('local-exec'))).toEqual([
      "terraform_data.a: Provisioning with 'local-exec'...",
      'terraform_data.a (local-exec): Executing: ["/bin/sh" "-c" "echo one; echo two >&2; printf three"]',
      'terraform_data.a (local-exec): one',
      'terraform_data.a (local-exec): two',
      'terraform_data.a (local-exec): three',
    ]);
  });

  it('takes an interpreter, a folder, variables and self', async () => {
    const folder = await folderWith(
      one(
        run('printf "%s %s %s" "$WORD" "$(pwd)" "${self.input}" > out', {
          interpreter: ['/bin/sh', '-e', '-c'],
          working_dir: 'sub',
          environment: { WORD: 'given' },
        }),
      ),
    );
    await folder.write('sub/.keep', '');
    expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
    expect(await folder.read('sub/out')).toBe(`given ${path.join(folder.path, 'sub')} x`);
  });

  it('hides its output and its command if its configuration is sensitive', async () => {
    const folder = await folderWith({
      variable: { secret: { sensitive: true, default: 'pl4nted-secret' } },
      ...one(run('printf pl4nted > written; echo ${var.secret} | tr a-z A-Z; exit 3')),
    });
    const { code, stdout, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(await folder.read('written')).toBe('pl4nted');
    expect(stdout + stderr).toContain(
      'terraform_data.a (local-exec): (output suppressed due to sensitive value in config)',
    );
    expect(stdout + stderr).toContain('The command ended with exit status 3.');
    expect(stdout + stderr).not.toMatch(/pl4nted|PL4NTED|tr a-z/);
  });

  it('masks a known secret that a command prints', async () => {
    const folder = await folderWith({
      variable: { secret: { sensitive: true, default: 'pl4nted-secret' } },
      ...one(run('cat given')),
      output: { secret: { value: '${var.secret}', sensitive: true } },
    });
    await folder.write('given', 'before pl4nted-secret after');
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(0);
    expect(stderr).toContain('(local-exec): before (sensitive');
    expect(stderr).not.toContain('pl4nted');
  });

  it.each([
    ['an empty command', run(''), 'Its command is empty'],
    ['a folder that does not exist', run('true', { working_dir: 'nowhere' }), 'Its working directory does not exist'],
    ['a null in the interpreter', run('true', { interpreter: [null] }), 'Its interpreter contains null'],
    ['an interpreter that does not exist', run('x', { interpreter: ['/no/such'] }), 'exit status 127'],
    ['a signal', run('kill -9 $$'), 'The command was ended by SIGKILL'],
  ])('fails with %s', async (_what, provisioner, expected) => {
    const folder = await folderWith(one(provisioner));
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr).toContain('[provisioner-failed]');
    expect(await stored(folder)).toEqual(['a tainted']);
  });

  it('ends everything it started when the run is stopped, and the object stays tainted', async () => {
    const folder = await folderWith(
      one(run('sleep 1000 & echo $! > new && mv new pid; trap "" TERM; wait; sleep 1000')),
    );
    const ran = await folder.run(APPLY, {
      during: (child) =>
        void (async () => {
          while (!existsSync(path.join(folder.path, 'pid'))) await sleep(20);
          child.kill('SIGINT');
        })(),
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('after the run was stopped');
    const pid = Number(await folder.read('pid'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await stored(folder)).toEqual(['a tainted']);
  });

  it('an object whose run is killed during a provisioner is known and tainted', async () => {
    const folder = await folderWith(one(run('echo $$ > new && mv new pid; sleep 1000')));
    const ran = await folder.run(APPLY, {
      during: (child) =>
        void (async () => {
          while (!existsSync(path.join(folder.path, 'pid'))) await sleep(20);
          child.kill('SIGKILL');
        })(),
    });
    process.kill(-Number(await folder.read('pid')), 'SIGKILL');
    expect(ran.signal).toBe('SIGKILL');
    const { stdout } = await folder.run('plan');
    expect(stdout).toContain('terraform_data.a  tainted');
    await folder.write('main.tf.json', one(run('true')));
    expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
    expect(await stored(folder)).toEqual(['a ready']);
  });
});

describe('provisioners on destroy', () => {
  it('keep the object if they fail, and let it go once they succeed', async () => {
    const folder = await folderWith(one(run('test -e allowed', { when: 'destroy' })));
    await folder.run(APPLY);
    const failed = await folder.run('destroy --auto-approve');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('The object was not destroyed: the next apply tries again.');
    expect(await stored(folder)).toEqual(['a ready']);
    await folder.write('allowed', '');
    expect(await folder.run('destroy --auto-approve')).toMatchObject({ code: 0 });
    expect(await stored(folder)).toEqual([]);
  });

  it('of a removed block run for what it destroys', async () => {
    const folder = await folderWith({ resource: { terraform_data: { a: { count: 2, input: 'x' } } } });
    await folder.run(APPLY);
    await folder.write('main.tf.json', {
      removed: {
        from: 'terraform_data.a',
        provisioner: [run('echo ${self.input}-${count.index} >> gone', { when: 'destroy' })],
      },
    });
    expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
    expect((await folder.read('gone')).trim().split('\n').sort()).toEqual(['x-0', 'x-1']);
  });
});

describe('a configuration', () => {
  it.each([
    ['another object', '${terraform_data.b.id}'],
    ['a variable', '${var.v}'],
    ['each.value', '${each.value}'],
  ])('cannot use %s in a provisioner on destroy', async (_what, text) => {
    const folder = await folderWith({
      variable: { v: { default: '' } },
      resource: {
        terraform_data: {
          b: {},
          a: {
            for_each: { k: 'v' },
            provisioner: [run(`echo ${text} \${self.id} \${each.key} \${path.module}`, { when: 'destroy' })],
          },
        },
      },
    });
    const { code, stderr } = await folder.run('validate');
    expect(code).toBe(1);
    expect(stderr.match(/Error: .*/g)).toEqual([
      'Error: This provisioner runs on destroy and cannot refer to other objects  [invalid-reference]',
    ]);
  });

  it.each([
    [{ chef: {} }, 'The provisioner chef does not exist'],
    [{ 'local-exec': { comand: 'x' } }, 'There is no attribute comand'],
    [{ 'local-exec': {} }, 'command must be set'],
    [run('${[1]}'), 'command must be a string'],
    [run('${self.nope}'), 'self has no attribute nope'],
    [run('${terraform_data.a.id}'), 'terraform_data.a depends on itself'],
  ])('with %j is invalid', async (provisioner, expected) => {
    const folder = await folderWith(one(provisioner));
    const { code, stderr } = await folder.run('validate');
    expect(code).toBe(1);
    expect(stderr).toContain(`Error: ${expected}`);
  });
});

it('the examples of docs/provisioners.md work', async () => {
  const [create, remove] = blocksOf(readFileSync('docs/provisioners.md', 'utf8')).filter(
    ({ language }) => language === 'hcl',
  );
  const folder = await folderWith(create!.text);
  expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
  await folder.write('main.tf', remove!.text);
  expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
  expect(await folder.read('log')).toBe('built docs\nremoved docs\n');
});

it('a program can write provisioners as overrides', async () => {
  const folder = await folderWith({});
  await folder.link();
  await folder.write('landform.json', { program: 'main.ts' });
  await folder.write(
    'main.ts',
    `import { App, Stack, Resource } from 'landform';
    const app = new App();
    const resource = new Resource(new Stack(app, 'only'), 'a', { type: 'terraform_data', attributes: {} });
    resource.addOverride('provisioner', [{ 'local-exec': { command: 'echo \${self.id} > out' } }]);
    app.synth();`,
  );
  expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
  expect(await folder.read('out')).toMatch(/^[0-9a-f-]{36}\n$/);
});

/** What differs from run to run, and in our words. */
const masked = (text: string): string =>
  text
    .replaceAll(/"@timestamp":"[^"]*",?/g, '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/"elapsed_seconds":\d+/g, '"elapsed_seconds":0')
    .replaceAll(/ after \d+s/g, ' after 0s');

const HCL = `
variable "secret" {
  default   = "pl4nted"
  sensitive = true
}
resource "terraform_data" "a" {
  count = 2
  input = "a\${count.index}"
  provisioner "local-exec" {
    command = "echo \${self.input} \${count.index} \t; exit \${count.index}"
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo bye \${self.input} \${count.index}"
  }
}
resource "terraform_data" "b" {
  for_each = { k = "v" }
  input    = each.value
  provisioner "local-exec" {
    command    = "echo \${each.key} \${each.value}; false"
    on_failure = continue
    quiet      = true
  }
  provisioner "local-exec" {
    command = "echo \${var.secret}"
  }
  provisioner "local-exec" {
    when    = "destroy"
    command = "test -e allowed || exit 7"
  }
}
resource "terraform_data" "c" {
  triggers_replace = [terraform_data.b["k"].input]
  lifecycle { create_before_destroy = true }
  provisioner "local-exec" {
    command = "true"
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo never, since it is created before"
  }
}
`;

describe.skipIf(!isInstalled)('beside Terraform', () => {
  const env = { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null', TF_IN_AUTOMATION: '1' };
  const terraform = (folder: Folder, line: string): string =>
    spawnSync('terraform', line.split(' '), {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    }).stdout;

  const messages = (stdout: string): readonly string[] =>
    masked(stdout)
      .trim()
      .split('\n')
      .filter((line) => /"type":"(provision|apply)_/.test(line))
      .sort();

  it('the messages, the states and the plans agree from the first apply to the last destroy', async () => {
    const [ours, theirs] = [await folderWith(HCL), await folderWith(HCL)];
    terraform(theirs, 'init -input=false');
    const both = async (line: string): Promise<void> => {
      const expected = messages(terraform(theirs, `${line} -json`));
      expect(messages((await ours.run(`${line} -json`)).stdout)).toEqual(expected);
      expect(await stored(ours)).toEqual(await stored(theirs));
    };
    await both('apply -auto-approve');
    expect(await stored(ours)).toEqual(['a[0] ready', 'a[1] tainted', 'b[k] ready', 'c ready']);

    terraform(theirs, 'plan -out p');
    await ours.run('plan -out p');
    type Shown = { readonly configuration: { readonly root_module: { readonly resources: unknown } } };
    const shown = JSON.parse(terraform(theirs, 'show -json p')) as Shown;
    const own = JSON.parse((await ours.run('show -json p')).stdout) as Shown;
    expect(own.configuration.root_module.resources).toEqual(shown.configuration.root_module.resources);

    // The tainted one is replaced without its provisioner on destroy.
    await both('apply -auto-approve -target=terraform_data.a');
    for (const folder of [ours, theirs])
      await folder.write('main.tf', HCL.replace('k = "v"', 'k = "w"').replace('input    = each.value', ''));
    await both('apply -auto-approve');
    await both('destroy -auto-approve');
    expect(await stored(ours)).toContain('b[k] ready');
    for (const folder of [ours, theirs]) await folder.write('allowed', '');
    await both('destroy -auto-approve');
    expect(await stored(ours)).toEqual([]);
  }, 60_000);
});
