import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { HttpStateServer } from '../support/http-state-server.js';
import { Folder } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make();
});
afterEach(() => folder.remove());

const run = async (line: string, code = 0): Promise<{ readonly stdout: string; readonly stderr: string }> => {
  const ran = await folder.run(line);
  expect(ran, `${line}: ${ran.stdout}${ran.stderr}`).toMatchObject({ code });
  return ran;
};
const shown = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');

const blocks = blocksOf(readFileSync('docs/state.md', 'utf8')).filter(({ section }) => section.startsWith('As a plan'));
const blockOf = (language: string): string => blocks.find((block) => block.language === language)!.text;

it('is shown and applied as docs/state.md says', async () => {
  await folder.write('main.tf', blockOf('hcl').replaceAll(/network\b(?=" \{|\.)/g, 'net'));
  await run('apply --auto-approve');
  await folder.write('main.tf', blockOf('hcl'));
  let last = '';
  for (const line of blockOf('').split('\n')) last = (await run(line.replace('landform ', ''))).stdout;
  expect(shown(last)).toBe(`${blockOf('console')}\n`);
  expect((await run('show --format markdown state.json')).stdout).toContain('State only: 1 to forget, 1 to move');
  expect((await run('show --format html state.json')).stdout).toContain('terraform_data.net');
  expect((await run('apply state.json')).stdout).toContain(
    'State changed: 1 forgotten, 1 moved, 1 marked as tainted. No real object was changed.',
  );
  expect((await run('state list')).stdout).toBe('terraform_data.network\n');
  expect((await run('apply state.json', 1)).stderr).toContain('[stale-plan]');
});

const RANDOM = {
  terraform: { required_providers: { random: { source: 'landform/random' } } },
  resource: { random_password: { p: { length: 12 } }, terraform_data: { a: { input: 'x' } } },
};

it('imports what it showed, without showing secrets', async () => {
  await folder.write('main.tf.json', RANDOM);
  const secret = 'hunter2-is-planted';
  const planned = await run(`import random_password.p ${secret} --out import.json`);
  expect(planned.stdout).toContain('random_password.p  [id=none] import (ID (sensitive value))');
  expect(planned.stdout).toContain('length');
  const texts = [
    planned.stdout + planned.stderr,
    ...(await Promise.all(
      ['text', 'markdown', 'html', 'junit', 'sarif'].map(
        async (format) => (await run(`show --format ${format} import.json`)).stdout,
      ),
    )),
  ];
  for (const text of texts) expect(text).not.toContain(secret);
  expect((await run('state list')).stdout).toBe('');
  expect((await run('apply import.json')).stdout).toContain('State changed: 1 imported.');
  expect(await folder.read('terraform.tfstate')).toContain(secret);
});

describe('each command', () => {
  beforeEach(async () => {
    await folder.write('main.tf.json', RANDOM);
    await run('apply --auto-approve');
  });

  it('saves a plan with --out, and changes nothing', async () => {
    await run('taint terraform_data.a');
    const before = await folder.read('terraform.tfstate');
    await folder.write('new.tfstate', before.replace('"x"', '"y"').replace(/"serial": \d+/, '"serial": 9'));
    for (const [line, said] of [
      ['state mv terraform_data.a terraform_data.b', '1 to move'],
      ['state rm terraform_data.a', '1 to forget'],
      ['state replace-provider landform/random acme/random', '1 to give to another provider'],
      ['taint random_password.p', '1 to mark as tainted'],
      ['untaint terraform_data.a', '1 to unmark'],
      ['state push new.tfstate', '1 to update'],
    ]) {
      const { stdout, stderr } = await run(`${line} --out e.json`);
      expect(stdout).toContain(`State only: ${said}. No real object changes.`);
      expect(stderr).toContain('To apply it:  landform apply e.json');
    }
    expect(await folder.read('terraform.tfstate')).toBe(before);
    const messages = (await run('--json state rm terraform_data.a --out e.json')).stdout;
    expect(messages).toContain('"@message":"terraform_data.a: Plan to remove"');
  });

  it.each([
    ['state mv terraform_data.a terraform_data.b --append', '--append is for a plan'],
    ['state rm terraform_data.a --out e.json --dry-run', '--dry-run cannot be given with --out'],
    ['state mv terraform_data.a terraform_data.b --out e.json --state-out f', '--state-out cannot be given with --out'],
    ['taint terraform_data.a --out - --append', '--append needs a file'],
  ])('%s is refused', async (line, said) => {
    expect((await run(line, 1)).stderr).toContain(said);
  });
});

it.each(['unseen', 'lost'] as const)('leaves the old state or the new one after kill -9 (%s)', async (fate) => {
  const server = await new HttpStateServer().start();
  try {
    await folder.write('main.tf.json', {
      terraform: { backend: { http: { address: server.address } } },
      resource: { terraform_data: { a: { input: 'x' }, c: { input: 'y' } } },
    });
    await run('init');
    await run('apply --auto-approve');
    await run('state mv terraform_data.a terraform_data.b --out e.json');
    await run('state rm terraform_data.c --out e.json --append');
    const killed = await folder.landform('apply e.json', {
      during: (child) => {
        server.fate = ({ method, body }) => {
          if (method !== 'POST' || !body.includes('"resources"')) return undefined;
          child.kill('SIGKILL');
          return fate;
        };
      },
    });
    server.fate = () => undefined;
    expect(killed.signal).toBe('SIGKILL');
    expect((await run('state list')).stdout).toBe(
      fate === 'unseen' ? 'terraform_data.a\nterraform_data.c\n' : 'terraform_data.b\n',
    );
  } finally {
    await server.stop();
  }
});

it.skipIf(!isInstalled)('leaves the state that Terraform leaves', async () => {
  const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
  const terraform = (line: string): string => {
    const { status, stdout, stderr } = spawnSync('terraform', line.split(' '), { cwd: folder.path, env });
    expect([line, stderr.toString(), status]).toEqual([line, '', 0]);
    return stdout.toString();
  };
  const state = async (): Promise<object> => ({
    ...(JSON.parse(await folder.read('terraform.tfstate')) as object),
    serial: 0,
  });
  const data = { a: { input: 'x' }, b: { input: '${terraform_data.a.id}' }, c: { input: 'z' } };
  await folder.write('main.tf.json', { resource: { terraform_data: data } });
  await run('apply --auto-approve');
  const before = await folder.read('terraform.tfstate');
  await run('state mv terraform_data.a terraform_data.z --out e.json');
  await run('state rm terraform_data.c --out e.json --append');
  await run('taint terraform_data.b --out e.json --append');
  await run('apply e.json');
  const ours = await state();
  const planned = terraform('plan -refresh=false -no-color');
  await folder.write('terraform.tfstate', before);
  terraform('state mv terraform_data.a terraform_data.z');
  terraform('state rm terraform_data.c');
  terraform('taint terraform_data.b');
  expect(withoutDependencies(ours)).toEqual(withoutDependencies(await state()));
  expect(terraform('plan -refresh=false -no-color')).toBe(planned);
  await folder.write('terraform.tfstate', before);
  const [from, to] = ['terraform.io/builtin/terraform', 'registry.terraform.io/acme/other'];
  await run(`state replace-provider ${from} ${to} --out e.json`);
  await run('apply e.json');
  const replaced = await state();
  await folder.write('terraform.tfstate', before);
  terraform(`state replace-provider -auto-approve ${from} ${to}`);
  expect(replaced).toEqual(await state());
});

/** Of a moved object's dependents: Terraform drops them until they are refreshed. */
function withoutDependencies(state: object): unknown {
  return JSON.parse(JSON.stringify(state, (name, value: unknown) => (name === 'dependencies' ? undefined : value)));
}
