import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';
import { freePort, hasSshd, Sshd } from '../support/sshd.js';

if (!hasSshd) console.log('skipped: no /usr/sbin/sshd (apt-get install openssh-server)');

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const APPLY = 'apply --auto-approve';

let folder: Folder;
afterEach(() => folder.remove());

const configuration = (connection: object, ...provisioner: readonly object[]): object => ({
  resource: { terraform_data: { a: { input: 'given', connection, provisioner } } },
});

describe.skipIf(!hasSshd)('over SSH', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await Sshd.start();
  });
  afterAll(() => sshd.stop());

  const connection = (more: object = {}): object => ({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    private_key: sshd.privateKey,
    agent: false,
    ...more,
  });
  const remote = (given: object, more?: object): object => configuration(connection(more), given);
  const make = async (document: object): Promise<Folder> => (folder = await Folder.make({ 'main.tf.json': document }));

  it('runs the lines of a script, shows their output, and leaves none of it there', async () => {
    folder = await Folder.make();
    const script = path.join(folder.path, 'script.sh');
    const lines = ['echo "$0"', 'echo ${self.input} >&2', 'word=x', 'test "$word" = x && echo same script'];
    await folder.write('main.tf.json', remote({ 'remote-exec': { inline: lines } }, { script_path: script }));
    const { code, stderr } = await folder.run(APPLY);
    expect(
      stderr
        .split('\n')
        .filter((line) => line.includes('(remote-exec)'))
        .slice(-4),
    ).toEqual([
      'terraform_data.a (remote-exec): Connected!',
      `terraform_data.a (remote-exec): ${script}`,
      'terraform_data.a (remote-exec): given',
      'terraform_data.a (remote-exec): same script',
    ]);
    expect(code).toBe(0);
    expect(await folder.read('script.sh')).toBe('');
  });

  it('runs script files one after another, until one fails', async () => {
    await make(remote({ 'remote-exec': { scripts: ['one', 'two', 'three'] } }));
    await folder.write('one', '#!/bin/sh -e\necho one');
    await folder.write('two', 'echo two; exit 5');
    await folder.write('three', 'echo three');
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(stderr).toContain('(remote-exec): one\n');
    expect(stderr).toContain('The command ended with exit status 5. The object exists and is tainted');
    expect(stderr).not.toContain('three');
  });

  it('copies a file, a text, and folders as rsync does', async () => {
    folder = await Folder.make();
    const to = (name: string): string => path.join(folder.path, 'there', name);
    await mkdir(to(''));
    await folder.write('here/x/y', 'deep');
    await folder.write('here/z', 'flat');
    const files = [
      { source: 'here/z', destination: to('file') },
      { content: 'text ${self.input}', destination: to('text') },
      { source: 'here', destination: to('') },
      { source: 'here/', destination: to('') },
    ];
    await folder.write('main.tf.json', configuration(connection(), ...files.map((file) => ({ file }))));
    expect(await folder.run(APPLY)).toMatchObject({ code: 0 });
    const read = (name: string): Promise<string> => readFile(to(name), 'utf8');
    expect(await Promise.all(['file', 'text', 'here/x/y', 'here/z', 'x/y', 'z'].map(read))).toEqual([
      'flat',
      'text given',
      'deep',
      'flat',
      'deep',
      'flat',
    ]);
    expect(statSync(to('file')).mode & 0o777).toBe(0o644);
  });

  it.skipIf(!isInstalled)('copies what Terraform copies, to the same places', async () => {
    folder = await Folder.make({ 'here/x/y': 'deep', 'here/z': 'flat', 'here/e/.keep': '' });
    const at = (tool: string): object => {
      const to = path.join(folder.path, tool);
      const files = [
        { source: 'here/z', destination: `${to}/file` },
        { content: 'text', destination: `${to}/text` },
        { source: 'here', destination: to },
        { source: 'here/', destination: to },
        { source: './here/x/', destination: `${to}/` },
      ];
      return configuration(connection(), ...files.map((file) => ({ file })));
    };
    const listed = async (tool: string, run: () => Promise<unknown>): Promise<string> => {
      await mkdir(path.join(folder.path, tool));
      await folder.write('main.tf.json', at(tool));
      await run();
      const find = ['.', '-printf', '%p %y %m %s\\n'];
      return spawnSync('find', find, { cwd: path.join(folder.path, tool), encoding: 'utf8' })
        .stdout.split('\n')
        .sort()
        .join('\n');
    };
    const ours = await listed('ours', () => folder.run(APPLY));
    await rm(path.join(folder.path, 'terraform.tfstate'));
    const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
    const theirs = await listed('theirs', async () => {
      for (const line of ['init', 'apply -auto-approve'])
        spawnSync('terraform', line.split(' '), { cwd: folder.path, env });
    });
    expect(ours.split('\n').length).toBeGreaterThan(10);
    expect(ours).toBe(theirs);
  });

  it('checks the host key', async () => {
    const run = { 'remote-exec': { inline: ['echo reached'] } };
    await make(remote(run, { host_key: sshd.hostKey }));
    expect((await folder.run(APPLY)).stderr).toContain('(remote-exec): reached');
    await folder.remove();
    const other = `${sshd.hostKey.split(' ')[0]} ${Buffer.from('another key').toString('base64')}`;
    await make(remote(run, { host_key: other }));
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(stderr).toContain('127.0.0.1 has another host key than the given one');
    expect(stderr).not.toContain('reached');
  });

  it('goes through a bastion host', async () => {
    await make(
      remote(
        { 'remote-exec': { inline: ['echo "from $SSH_CONNECTION"'] } },
        { bastion_host: 'localhost', bastion_host_key: sshd.hostKey },
      ),
    );
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(0);
    expect(stderr).toContain('Using configured bastion host...');
    expect(stderr).toMatch(/\(remote-exec\): from 127\.0\.0\.1 /);
  });

  it('ends what runs there when the run is stopped', async () => {
    folder = await Folder.make();
    const pid = path.join(folder.path, 'pid');
    await folder.write('main.tf.json', remote({ 'remote-exec': { inline: [`echo $$ > ${pid}`, 'sleep 1000'] } }));
    const ran = await folder.run(APPLY, {
      during: (child) =>
        void (async () => {
          while (!existsSync(pid)) await sleep(20);
          child.kill('SIGINT');
        })(),
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('The run was stopped. The object exists and is tainted');
    const running = Number(await folder.read('pid'));
    await expect.poll(() => spawnSync('kill', ['-0', String(running)]).status, { timeout: 10_000 }).not.toBe(0);
  });

  it('an argument of a provisioner takes precedence over that of the resource', async () => {
    await make(
      configuration(connection({ user: 'nobody-knows' }), {
        'remote-exec': { inline: ['echo reached'], connection: { user: sshd.user } },
      }),
    );
    expect((await folder.run(APPLY)).stderr).toContain('(remote-exec): reached');
  });

  it('tries until the timeout, and shows neither key nor password', async () => {
    await make(
      remote({ 'remote-exec': { inline: ['true'] } }, { port: await freePort(), password: 'pl4nted', timeout: '3s' }),
    );
    const { code, stdout, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(stderr.match(/Connecting to remote host via SSH/g)!.length).toBeGreaterThan(1);
    expect(stderr).toContain('No connection to 127.0.0.1 within the timeout');
    expect(stdout + stderr).not.toMatch(/pl4nted|PRIVATE KEY/);
  });

  it('connects once the machine answers', async () => {
    const port = await freePort();
    await make(remote({ 'remote-exec': { inline: ['echo reached'] } }, { port }));
    const forwarding = sleep(1500).then(() => spawnForward(port, sshd.port));
    const { stderr } = await folder.run(APPLY);
    (await forwarding)();
    expect(stderr).toContain('(remote-exec): reached');
  });
});

/** Forwards a port to another; returns what ends it. */
async function spawnForward(from: number, to: number): Promise<() => void> {
  const { createServer, connect } = await import('node:net');
  const server = createServer((socket) => {
    const other = connect(to, '127.0.0.1');
    socket.pipe(other).pipe(socket);
    for (const one of [socket, other]) one.on('error', () => undefined);
  }).listen(from, '127.0.0.1');
  return () => void server.close();
}

it.each(['password', 'keyboard-interactive'])('logs in with a password: %s', async (method) => {
  const { privateKey } = await hostKey();
  const seen: string[] = [];
  const server = new Server({ hostKeys: [privateKey] }, (client) => {
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && method === 'password') {
        seen.push(attempt.password);
        attempt.accept();
      } else if (attempt.method === 'keyboard-interactive' && method !== 'password') {
        attempt.prompt([{ prompt: 'Password: ', echo: false }], ([answer]) => {
          seen.push(answer ?? '');
          attempt.accept();
        });
      } else attempt.reject([method === 'password' ? 'password' : 'keyboard-interactive']);
    });
    client.on('error', () => undefined);
    client.on('session', (accept) => accept().on('sftp', (open) => open().end()));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', function (this: Server) {
      resolve((this.address() as { readonly port: number }).port);
    });
  });
  folder = await Folder.make({
    'main.tf.json': configuration(
      { host: '127.0.0.1', port, password: 'pl4nted-password' },
      { file: { content: 'x', destination: '/x' } },
    ),
  });
  const { stdout, stderr } = await folder.run(APPLY);
  server.close();
  expect(seen).toEqual(['pl4nted-password']);
  expect(stdout + stderr).toContain('(file): Connected!');
  expect(stdout + stderr).not.toContain('pl4nted');
});

async function hostKey(): Promise<{ readonly privateKey: string }> {
  const { generateKeyPairSync } = await import('node:crypto');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return { privateKey };
}

describe('a connection', () => {
  const HERE = { host: '127.0.0.1' };
  it.each([
    [{}, { 'remote-exec': { inline: ['true'] } }, 'host must be set'],
    [{ ...HERE, type: 'telnet' }, { 'remote-exec': { inline: ['true'] } }, 'type must be "ssh"'],
    [{ ...HERE, type: 'winrm', use_ntlm: true }, { 'remote-exec': { inline: ['true'] } }, '[winrm-not-supported]'],
    [{ ...HERE, hots: 'x' }, { 'remote-exec': { inline: ['true'] } }, 'There is no attribute hots'],
    [HERE, { 'remote-exec': {} }, 'needs one of inline, script, scripts'],
    [HERE, { 'remote-exec': { inline: ['true'], script: 'x' } }, 'needs one of inline, script, scripts'],
    [HERE, { file: { source: 'x', content: 'y', destination: 'z' } }, 'needs one of source, content'],
    [HERE, { file: { source: 'x' } }, 'destination must be set'],
  ])('with %j and %j is invalid', async (connection, provisioner, expected) => {
    folder = await Folder.make({ 'main.tf.json': configuration(connection, provisioner) });
    const { code, stderr } = await folder.run('validate');
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
  });

  it('must exist for what works on another machine', async () => {
    folder = await Folder.make({
      'main.tf.json': {
        resource: { terraform_data: { a: { provisioner: { file: { content: 'x', destination: 'y' } } } } },
      },
    });
    expect((await folder.run('validate')).stderr).toContain('[missing-connection]');
  });

  it.each([
    [{ timeout: 'soon' }, 'The timeout of its connection is not a duration'],
    [{ host_key: 'x' }, '"host_key" is not a public key'],
    [{ private_key: 'pl4nted' }, 'The private key of its connection cannot be read'],
  ])('with %j fails at once', async (more, expected) => {
    folder = await Folder.make({
      'main.tf.json': configuration({ ...HERE, ...more }, { 'remote-exec': { inline: ['true'] } }),
    });
    const { code, stderr } = await folder.run(APPLY);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('pl4nted');
  });
});
