import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModuleRepository } from '../support/module-repository.js';
import { Folder, type Ran } from '../support/run-landform.js';

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const MODULE = `variable "size" {
  default = 1
}
resource "terraform_data" "this" {
  input = "\${var.size} \${file("\${path.module}/text")}"
}
output "text" {
  value = terraform_data.this.input
}
`;

let folder: Folder;
let repository: ModuleRepository;

beforeEach(async () => {
  repository = new ModuleRepository({
    'main.tf': `${MODULE}module "inner" {\n  source = "./sub"\n}\n`,
    text: 'one',
    'sub/main.tf': 'output "name" {\n  value = "sub"\n}\n',
    'sub/run.sh': '#!/bin/sh\n',
    '.config': 'x',
  });
  folder = await Folder.make({ 'main.tf': call('?ref=v1') });
});
afterEach(async () => {
  await folder.remove();
  repository.remove();
});

const call = (after: string, name = 'box'): string =>
  `module "${name}" {\n  source = "${repository.source(after)}"\n}\n`;

const terraform = (...line: string[]): Ran => {
  const { status, stdout, stderr } = spawnSync('terraform', [...line, '-no-color'], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder.path, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
  });
  return { code: status, stdout, stderr };
};

const lock = async (): Promise<Record<string, Record<string, string>>> =>
  (JSON.parse(await folder.read('.landform/modules.lock.json')) as { modules: Record<string, Record<string, string>> })
    .modules;

const text = ({ stdout, stderr }: Ran): string => stdout + stderr;

describe('landform init with modules from Git', () => {
  it('installs them with the modules inside of them, locks them, and plans', async () => {
    const commit = repository.git('rev-parse', 'v1').trim();
    const ran = await folder.run('init');
    expect(ran.code, text(ran)).toBe(0);
    expect(ran.stdout).toContain('(installed)');
    expect(await lock()).toEqual({
      box: {
        source: repository.source('?ref=v1'),
        commit,
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        visible: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
    });
    expect(existsSync(path.join(folder.path, '.terraform/modules/box/.git'))).toBe(false);
    const planned = await folder.run('plan');
    expect(planned.stdout, planned.stderr).toContain('1 to add');
    expect(planned.stdout).toContain('1 one');
  });

  it('installs nothing again, and needs no source for that', async () => {
    await folder.run('init');
    repository.remove();
    const again = await folder.run('init');
    expect(again.code, text(again)).toBe(0);
    expect(again.stdout).not.toContain('(installed)');
  });

  it.each([
    ['a branch', '?ref=main'],
    ['a full name', '?ref=refs/tags/v1'],
    ['no ref', ''],
    ['a commit', undefined],
    ['an abbreviated commit', 'short'],
    ['a folder', '//sub?ref=v1'],
  ])('follows %s', async (_, after) => {
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.commit({ 'later.tf': '' });
    if (after === '' || after === '?ref=main') repository.git('reset', '--hard', '--quiet', commit);
    const ref = after === undefined ? `?ref=${commit}` : after === 'short' ? `?ref=${commit.slice(0, 8)}` : after;
    await folder.write('main.tf', call(ref));
    const ran = await folder.run('init --json');
    expect(ran.code, text(ran)).toBe(0);
    expect((await lock())['box']).toMatchObject({ commit });
    expect(existsSync(path.join(folder.path, '.terraform/modules/box/later.tf'))).toBe(false);
  });

  it('takes an annotated tag for the commit it names', async () => {
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.git('tag', '--annotate', '--message=x', 'v2');
    await folder.write('main.tf', call('?ref=v2'));
    await folder.run('init');
    expect((await lock())['box']).toMatchObject({ commit });
  });

  it('uses the cache for a commit that another project has installed', async () => {
    const other = await Folder.make({ 'main.tf': call('?ref=v1') });
    const env = { XDG_CACHE_HOME: path.join(folder.path, 'cache') };
    await folder.run('init', { env });
    const trees = path.join(folder.path, 'cache/landform/modules/trees');
    const [tree = ''] = readdirSync(trees);
    await writeFile(path.join(trees, tree, 'sub/main.tf'), 'damaged');
    expect((await other.run('init', { env })).code).toBe(0);
    // A damaged package is replaced.
    expect(await other.read('.terraform/modules/box/sub/main.tf')).toContain('"sub"');
    expect(await readFile(path.join(trees, tree, 'sub/main.tf'), 'utf8')).toContain('"sub"');
    await other.remove();
  });

  it('works many times at once in one folder and with one cache', async () => {
    const folders = await Promise.all(Array.from({ length: 3 }, () => Folder.make({ 'main.tf': call('?ref=v1') })));
    const env = { XDG_CACHE_HOME: path.join(folder.path, 'cache') };
    const runs = await Promise.all([...folders, folder, folder].map((each) => each.run('init', { env })));
    expect(runs.map((ran) => [ran.code, ran.stderr])).toEqual(runs.map(() => [0, '']));
    for (const each of [...folders, folder]) expect((await each.run('plan', { env })).code).toBe(0);
    for (const each of folders) await each.remove();
  });
});

describe('a module that changed', () => {
  beforeEach(async () => {
    await folder.run('init');
  });

  it('is an error that says what changed, until it is accepted', async () => {
    const before = (await lock())['box'];
    const commit = repository.commit({ text: 'two', 'new.tf': '' }, 'v1');
    await rm(path.join(folder.path, '.terraform'), { recursive: true });

    const refused = await folder.run('init');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('has changed since it was locked');
    expect(refused.stderr).toContain(`commit ${before?.['commit'] ?? '?'}`);
    expect(refused.stderr).toContain(`commit ${commit}`);
    expect(refused.stderr).toContain('new.tf (added), text (changed)');
    expect(refused.stderr).toContain('landform init --upgrade');
    expect(refused.stderr).toMatch(/main\.tf:2:12/);
    expect(existsSync(path.join(folder.path, '.terraform/modules/box'))).toBe(false);
    expect((await lock())['box']).toEqual(before);

    const accepted = await folder.run('init --upgrade');
    expect(accepted.code, text(accepted)).toBe(0);
    expect((await lock())['box']).toMatchObject({ commit });
    expect(await folder.read('.terraform/modules/box/text')).toBe('two');
  });

  it('in its folder is found by plan and apply, and repaired by init', async () => {
    await folder.write('.terraform/modules/box/text', 'tampered');
    for (const command of ['plan', 'apply --auto-approve', 'validate']) {
      const ran = await folder.run(command);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain('is not the one that was locked');
      expect(ran.stderr).toMatch(/main\.tf:2:12/);
    }
    expect((await folder.run('init')).code).toBe(0);
    expect(await folder.read('.terraform/modules/box/text')).toBe('one');
    expect((await folder.run('plan')).code).toBe(0);
  });

  it('is not noticed if its source cannot be reached, since the cache has what is locked', async () => {
    repository.remove();
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    const ran = await folder.run('init');
    expect(ran.code, text(ran)).toBe(1);
    expect(ran.stderr).toContain('repository of this module was not found');
  });

  it('gets another lock with another source', async () => {
    repository.commit({ text: 'two' }, 'v2');
    await folder.write('main.tf', call('?ref=v2'));
    const planned = await folder.run('plan');
    expect(planned.stderr).toContain('is not installed');
    expect(planned.stderr).toContain('Installed is another source');
    expect((await folder.run('get')).code).toBe(0);
    expect((await lock())['box']).toMatchObject({ source: repository.source('?ref=v2') });
  });

  it('is forgotten with its call', async () => {
    await folder.write('main.tf', call('?ref=v1', 'other'));
    await folder.run('init');
    expect(Object.keys(await lock())).toEqual(['other']);
  });

  it('is checked against a lock file that can be read', async () => {
    await folder.write('.landform/modules.lock.json', '{');
    const ran = await folder.run('plan');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('modules.lock.json cannot be read');
  });
});

describe.skipIf(!isInstalled)('beside Terraform', () => {
  const calls = (): string =>
    [
      call('?ref=v1', 'a'),
      call('//sub?ref=v1', 'b'),
      call('?ref=v1', 'c'),
      'module "local" {\n  source = "./local/"\n}\n',
    ].join('');

  beforeEach(async () => {
    await folder.write('main.tf', calls());
    await folder.write('local/main.tf', '');
  });

  it('the record of modules is the same', async () => {
    expect(terraform('init').code).toBe(0);
    const theirs = await folder.read('.terraform/modules/modules.json');
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    expect((await folder.run('init')).code).toBe(0);
    expect(await folder.read('.terraform/modules/modules.json')).toBe(theirs);
  });

  it('Terraform plans with what Landform has installed, and does not install it again', async () => {
    await folder.run('init');
    const copy = path.join(folder.path, 'copy');
    await cp(path.join(folder.path, '.terraform/modules'), copy, { recursive: true });
    const planned = terraform('plan');
    expect(planned.stdout, planned.stderr).toContain('2 to add');
    const again = terraform('init');
    expect(again.stdout).not.toContain('Downloading');
  });

  it('Landform plans with what Terraform has installed, and its lock agrees', async () => {
    await folder.run('init');
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    expect(terraform('init').code).toBe(0);
    // In its second copy of a package, Terraform leaves hidden files out.
    expect(existsSync(path.join(folder.path, '.terraform/modules/c/.config'))).toBe(false);
    const planned = await folder.run('plan');
    expect(planned.code, planned.stderr).toBe(0);
    const again = await folder.run('init');
    expect(again.stdout).not.toContain('(installed)');
  });
});

describe('errors of Git', () => {
  it.each<[what: string, after: string, code: string, says: string]>([
    ['an unknown ref', '?ref=v11', 'module-version-not-found', 'Did you mean v1?'],
    ['an unknown commit', '?ref=0123456789abcdef', 'module-version-not-found', '0123456789abcdef'],
    ['a missing folder', '//subb?ref=v1', 'module-folder-not-found', 'It contains the folders sub'],
    ['a missing repository', '-missing', 'module-not-found', 'Correct the source'],
  ])('%s', async (_, after, code, says) => {
    await folder.write('main.tf', call(after));
    const ran = await folder.run('init --json');
    expect(ran.code).toBe(1);
    const messages = text(ran);
    expect(messages).toContain(says);
    expect(messages).toContain(code);
    expect(existsSync(path.join(folder.path, '.terraform/modules/box'))).toBe(false);
  });

  it('Git that is not installed', async () => {
    const ran = await folder.run('init', { env: { PATH: '/nonexistent' } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('Git is not installed');
  });

  it('a repository with a symbolic link out of it', async () => {
    repository.link('etc', '/etc');
    repository.commit({}, 'v1');
    const ran = await folder.run('init');
    expect(ran.stderr).toContain('The symbolic link etc leads out of the package');
  });

  it('a source that no call may run, or pass to Git as an option', async () => {
    await folder.write('main.tf', `module "a" {\n  source = "git::ext::sh -c touch% ${folder.path}/x"\n}\n`);
    const ran = await folder.run('init', { env: { GIT_ALLOW_PROTOCOL: 'ext' } });
    expect(ran.code).toBe(1);
    expect(existsSync(path.join(folder.path, 'x'))).toBe(false);
  });

  it('a hook, and a Git directory in the environment', async () => {
    await folder.write('hooks/post-checkout', '#!/bin/sh\ntouch "$HOME/ran"\n');
    await folder.write(
      '.gitconfig',
      `[core]\n\thooksPath = ${folder.path}/hooks\n[init]\n\ttemplateDir = ${folder.path}\n`,
    );
    spawnSync('chmod', ['+x', path.join(folder.path, 'hooks/post-checkout')]);
    const ran = await folder.run('init', { env: { GIT_DIR: path.join(folder.path, 'elsewhere') } });
    expect(ran.code, text(ran)).toBe(0);
    expect(existsSync(path.join(folder.path, 'ran'))).toBe(false);
  });
});

it('version constraints are for registries', async () => {
  await folder.write('main.tf', call('?ref=v1').replace('}', '  version = "1.0.0"\n}'));
  const ran = await folder.run('init');
  expect(ran.stderr).toContain('has a "version", but is not from a registry');
});

it('a module in a package cannot leave it', async () => {
  repository.commit({ 'main.tf': 'module "out" {\n  source = "../../.."\n}\n' }, 'v1');
  const ran = await folder.run('init');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('is outside of the package that calls it');
});

it('init --get=false installs nothing', async () => {
  const ran = await folder.run('init --get=false');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('is not installed');
  expect(ran.stderr).toContain('Run landform init');
});
