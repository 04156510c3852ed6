import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tarGzOf, tarOf, zipOf } from '../support/archives.js';
import { ModuleRepository } from '../support/module-repository.js';
import { CERTIFICATE, ModuleServer } from '../support/module-server.js';
import { onDisk } from '../support/on-disk.js';
import { Folder, MAIN, type Ran } from '../support/run-landform.js';
import { SHORT_LIVED_GO } from '../support/go.js';

onDisk();

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const FILES = [
  { name: 'main.tf', text: 'output "name" {\n  value = "root"\n}\n' },
  { name: 'sub/main.tf', text: 'output "name" {\n  value = "sub"\n}\n' },
];

let folder: Folder;
let server: ModuleServer;

beforeEach(async () => {
  folder = await Folder.make();
});
afterEach(async () => {
  await folder.remove();
  await server.stop();
});

const call = (source: string, version?: string): Promise<void> =>
  folder.write(
    'main.tf',
    `module "box" {\n  source = "${source}"\n${version === undefined ? '' : `  version = "${version}"\n`}}\noutput "name" {\n  value = module.box.name\n}\n`,
  );

const env = { SSL_CERT_FILE: CERTIFICATE };
const init = (line = ''): Promise<Ran> => folder.run(`init ${line}`, { env });
const text = ({ stdout, stderr }: Ran): string => stdout + stderr;
const lock = async (): Promise<Record<string, string> | undefined> =>
  (JSON.parse(await folder.read('.landform/modules.lock.json')) as { modules: Record<string, Record<string, string>> })
    .modules['box'];
const directory = async (): Promise<string | undefined> =>
  (
    JSON.parse(await folder.read('.terraform/modules/modules.json')) as { Modules: { Key: string; Dir: string }[] }
  ).Modules.find(({ Key }) => Key === 'box')?.Dir;

describe('landform init with archives', () => {
  beforeEach(async () => {
    server = await ModuleServer.start();
    server.replies.set('/box.zip', zipOf(FILES));
    server.replies.set('/box.tar.gz', tarGzOf(FILES));
    server.replies.set(
      '/wrapped',
      tarGzOf(FILES.map(({ name, text: content }) => ({ name: `box-1a2b/${name}`, text: content }))),
    );
  });

  it.each([
    ['/box.zip', '.terraform/modules/box', 'root'],
    ['/box.tar.gz', '.terraform/modules/box', 'root'],
    ['/box.zip//sub', '.terraform/modules/box/sub', 'sub'],
    ['/wrapped//*?archive=tar.gz', '.terraform/modules/box/box-1a2b', 'root'],
    ['/wrapped//*/sub?archive=tgz', '.terraform/modules/box/box-1a2b/sub', 'sub'],
  ])('installs %s in %s', async (source, where, value) => {
    await call(server.url + source);
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect(await directory()).toBe(where);
    const planned = await folder.run('plan');
    expect(planned.stdout, planned.stderr).toContain(`"${value}"`);
  });

  it('follows X-Terraform-Get, a meta element and redirects', async () => {
    server.replies.set('/header', { status: 204, headers: { 'x-terraform-get': `${server.url}/page//sub` } });
    server.replies.set('/page', `<html><head><meta name="terraform-get" content="./moved.zip" /></head></html>`);
    server.replies.set('/moved.zip', { status: 302, headers: { location: '/box.zip' } });
    await call(`${server.url}/header`);
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect(await directory()).toBe('.terraform/modules/box/sub');
    expect(server.requests[0]?.url).toBe('/header?terraform-get=1');
  });

  it('compares the checksum in a source', async () => {
    const sum = createHash('sha256').update(zipOf(FILES)).digest('hex');
    await call(`${server.url}/box.zip?checksum=sha256:${sum}`);
    expect((await init()).code).toBe(0);
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    const count = server.requests.length;
    expect((await init()).code).toBe(0);
    // Such an archive cannot change, so the cache has it.
    expect(server.requests).toHaveLength(count);
    await call(`${server.url}/box.zip?checksum=sha256:${sum.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`);
    const refused = await init();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`its sha256 is ${sum}`);
  });

  it('refuses an archive that was published again, and uses the cache where the server cannot be reached', async () => {
    await call(`${server.url}/box.zip`);
    await init();
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    server.replies.set('/box.zip', zipOf([...FILES, { name: 'new.tf', text: '' }]));
    const refused = await init();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('has changed since it was locked');
    expect(refused.stderr).toContain('Files: new.tf (added)');
    await server.stop();
    const cached = await init();
    expect(cached.code, text(cached)).toBe(0);
    expect(text(cached)).toContain('was taken from the cache');
    expect((await folder.run('plan')).code).toBe(0);
    server = await ModuleServer.start();
  });

  it.each<[what: string, source: string, says: string]>([
    ['a missing archive', '/missing.zip', 'status 404'],
    ['an archive that needs a login', '/private.zip', 'refuses access'],
    ['a page in place of an archive', '/page.zip', 'is damaged'],
    ['a hostile archive', '/hostile.tar', 'leads out of the package'],
    ['a missing folder', '/box.zip//subb', 'contains the folders sub'],
    ['a page without a source', '/page', 'neither an archive nor the source'],
    ['Zstandard', '/box.tar.zst', 'tar.zst are not supported'],
    ['redirects without an end', '/round.zip', 'more than 10 times'],
    ['sources without an end', '/again', 'more and more other sources'],
  ])('says what is wrong with %s, and where', async (_, source, says) => {
    server.replies.set('/private.zip', { status: 401 });
    server.replies.set('/page.zip', '<title>Sign in</title>');
    server.replies.set('/page', '<title>Sign in</title>');
    server.replies.set('/hostile.tar', tarOf([...FILES, { name: 'a', target: '../../../../etc/passwd' }]));
    server.replies.set('/round.zip', { status: 302, headers: { location: '/round.zip' } });
    server.replies.set('/again', { status: 200, headers: { 'x-terraform-get': `${server.url}/again` } });
    await call(server.url + source);
    const ran = await init();
    expect(ran.code).toBe(1);
    expect(ran.stderr.replaceAll(/\s+│?\s*/g, ' ')).toContain(says);
    expect(ran.stderr).toContain('main.tf:2:12');
    expect(existsSync(path.join(folder.path, '.terraform/modules/box'))).toBe(false);
  });

  it('says that a server cannot be reached', async () => {
    await call('http://127.0.0.1:9/box.zip');
    const ran = await init();
    expect(ran.stderr).toContain('127.0.0.1:9 cannot be reached');
  });

  it('sends user and password to their server only, and never shows them', async () => {
    const other = await ModuleServer.start();
    other.replies.set('/box.zip', zipOf(FILES));
    server.replies.set('/box.zip', { status: 302, headers: { location: `${other.url}/box.zip` } });
    const secret = server.url.replace('//', '//me:pl4nted@');
    await call(`${secret}/box.zip`);
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:pl4nted').toString('base64')}`);
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
    await call(`${secret}/missing.zip`);
    const failed = await init();
    for (const said of [text(ran), text(failed), await folder.read('.landform/modules.lock.json')])
      expect(said.replaceAll(/^.*source = .*$/gm, '')).not.toContain('pl4nted');
    await other.stop();
  });

  it('leaves nothing half used behind when it is killed', async () => {
    const many = Array.from({ length: 800 }, (_, index) => ({ name: `f${index}.tf`, text: '' }));
    server.replies.set('/many.zip', zipOf(many));
    await call(`${server.url}/many.zip`);
    await folder.write('main.tf', (await folder.read('main.tf')).replace(/output[^]*/, ''));
    // In the middle of unpacking, of what follows it, and of copying to the project.
    const moments = ['.cache/landform/modules/tmp', '.cache/landform/modules/trees', '.terraform/modules'];
    for (const [moment, after] of moments.flatMap((each) => [0, 40].map((delay) => [each, delay] as const))) {
      const child = spawn(process.execPath, [MAIN, 'init'], {
        cwd: folder.path,
        env: { PATH: process.env['PATH'], HOME: folder.path },
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      const place = path.join(folder.path, moment);
      const known = namesIn(place).length;
      const watch = setInterval(() => {
        if (namesIn(place).length === known) return;
        clearInterval(watch);
        setTimeout(() => child.kill('SIGKILL'), after);
      }, 1);
      await ended;
      clearInterval(watch);
      const installed = path.join(folder.path, '.terraform/modules/box');
      if (existsSync(installed)) expect(readdirSync(installed)).toHaveLength(many.length);
      for (const tree of trees()) expect(readdirSync(tree)).toHaveLength(many.length);
    }
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect((await folder.run('validate')).code).toBe(0);
  }, 120_000);

  const namesIn = (place: string): readonly string[] => (existsSync(place) ? readdirSync(place) : []);

  function trees(): string[] {
    const place = path.join(folder.path, '.cache/landform/modules/trees');
    return namesIn(place).map((name) => path.join(place, name));
  }
});

describe('landform init with a registry', () => {
  let repository: ModuleRepository;

  beforeEach(async () => {
    server = await ModuleServer.start(true);
    repository = new ModuleRepository(Object.fromEntries(FILES.map((file) => [file.name, file.text])));
    server.replies.set('/.well-known/terraform.json', {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 'modules.v1': '/api/modules/' }),
    });
    server.replies.set(
      '/api/modules/acme/box/aws/versions',
      JSON.stringify({
        modules: [{ versions: ['1.0.0', '1.10.0', '1.9.0', '2.0.0-beta1'].map((version) => ({ version })) }],
      }),
    );
    for (const version of ['1.0.0', '1.9.0', '1.10.0', '2.0.0-beta1'])
      answer(version, { status: 204, headers: { 'x-terraform-get': repository.source('?ref=v1') } });
  });
  afterEach(() => repository.remove());

  const answer = (version: string, reply: Parameters<typeof server.replies.set>[1]): void =>
    void server.replies.set(`/api/modules/acme/box/aws/${version}/download`, reply);

  it.each([
    [undefined, '1.10.0'],
    ['~> 1.0', '1.10.0'],
    ['< 1.10', '1.9.0'],
    ['1.0.0', '1.0.0'],
    ['2.0.0-beta1', '2.0.0-beta1'],
  ])('installs the newest version that meets %s: %s', async (constraint, version) => {
    await call(`${server.host}/acme/box/aws`, constraint);
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect(await lock()).toMatchObject({ source: `${server.host}/acme/box/aws`, version });
  });

  it('installs the modules of runs of test files, as Terraform does', async () => {
    await folder.write('main.tf', 'resource "terraform_data" "a" {}\n');
    await folder.write(
      'tests/a.tftest.hcl',
      `run "setup" {
  module {
    source  = "${server.host}/acme/box/aws"
    version = "~> 1.0"
  }
  assert {
    condition     = output.name == "root"
    error_message = "It is \${output.name}."
  }
}
`,
    );
    const missing = await folder.run('test', { env });
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('[module-not-installed]') as string });
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    const { Modules } = JSON.parse(await folder.read('.terraform/modules/modules.json')) as {
      Modules: { Key: string }[];
    };
    expect(Modules.map(({ Key }) => Key)).toEqual(['', 'test.tests.a.setup']);
    const tested = await folder.run('test', { env });
    expect(tested, text(tested)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 passed') as string });
  });

  it('reads a location from JSON, relative to the registry, with a folder of its own', async () => {
    server.replies.set('/api/files/box.zip', zipOf(FILES.map((file) => ({ ...file, name: `in/${file.name}` }))));
    answer('1.10.0', { status: 200, body: JSON.stringify({ location: '../../../../../files/box.zip//in' }) });
    await call(`${server.host}/acme/box/aws//sub`);
    const ran = await init();
    expect(ran.code, text(ran)).toBe(0);
    expect(await directory()).toBe('.terraform/modules/box/in/sub');
  });

  it('keeps the locked version until it is upgraded', async () => {
    await call(`${server.host}/acme/box/aws`, '<= 1.9.0');
    await init();
    await call(`${server.host}/acme/box/aws`, '~> 1.0');
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    await init();
    expect(await lock()).toMatchObject({ version: '1.9.0' });
    await init('--upgrade');
    expect(await lock()).toMatchObject({ version: '1.10.0' });
  });

  it('lists the versions if none meets the constraint', async () => {
    await call(`${server.host}/acme/box/aws`, '>= 3.0');
    const ran = await init();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('meets ">= 3.0"');
    expect(ran.stderr).toContain('Available: 2.0.0-beta1, 1.10.0, 1.9.0, 1.0.0');
  });

  it.each<[what: string, change: () => void, says: string]>([
    [
      'a host without modules',
      () => server.replies.set('/.well-known/terraform.json', '{}'),
      'is not a registry of modules',
    ],
    [
      'an unknown module',
      () => server.replies.delete('/api/modules/acme/box/aws/versions'),
      'does not have the module acme/box/aws',
    ],
    [
      'a reply that is not JSON',
      () => server.replies.set('/api/modules/acme/box/aws/versions', '<html>'),
      'does not answer as it should',
    ],
    ['a version without a location', () => answer('1.10.0', { status: 204 }), 'does not answer as it should'],
    [
      'a location that is not supported',
      () => answer('1.10.0', { status: 204, headers: { 'x-terraform-get': 's3::https://x/y.zip' } }),
      'Modules from s3::',
    ],
    [
      'a local location',
      () => answer('1.10.0', { status: 204, headers: { 'x-terraform-get': 'file:///etc' } }),
      'A package cannot be in a local folder',
    ],
  ])('says what is wrong with %s', async (_, change, says) => {
    change();
    await call(`${server.host}/acme/box/aws`);
    const ran = await init();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(says);
  });

  it('needs a certificate that is trusted', async () => {
    await call(`${server.host}/acme/box/aws`);
    const ran = await folder.run('init');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/self.signed|certificate/);
  });

  it.skipIf(!isInstalled)('records what Terraform records, and Terraform plans with it', async () => {
    // Not waited for in this thread: the server that Terraform asks is in it.
    const terraform = async (...line: string[]): Promise<Ran> => {
      const child = spawn('terraform', [...line, '-no-color'], {
        cwd: folder.path,
        env: { PATH: process.env['PATH'], HOME: folder.path, CHECKPOINT_DISABLE: '1', ...SHORT_LIVED_GO, ...env },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      return { code, stdout, stderr };
    };
    server.replies.set('/files/box.zip', zipOf(FILES.map((file) => ({ ...file, name: `in/${file.name}` }))));
    answer('1.9.0', { status: 204, headers: { 'x-terraform-get': '/files/box.zip//in' } });
    await call(`${server.host}/acme/box/aws//sub`, '~> 1.9.0');
    const theirs = await terraform('init');
    expect(theirs.code, text(theirs)).toBe(0);
    const record = await folder.read('.terraform/modules/modules.json');
    await rm(path.join(folder.path, '.terraform'), { recursive: true });
    const ours = await init();
    expect(ours.code, text(ours)).toBe(0);
    expect(await folder.read('.terraform/modules/modules.json')).toBe(record);
    const planned = await terraform('plan');
    expect(planned.code, text(planned)).toBe(0);
    expect(planned.stdout).toContain('"sub"');
    expect((await terraform('init')).stdout).not.toContain('Downloading');
  });
});
