import { spawn, spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpStateServer } from '../support/http-state-server.js';
import { Folder } from '../support/run-landform.js';

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const RESOURCES = { resource: { terraform_data: { a: { input: 'one' } } } };

describe('landform init with a backend', () => {
  let server: HttpStateServer;
  let folder: Folder;

  beforeEach(async () => {
    server = await new HttpStateServer().start();
    folder = await Folder.make({ 'main.tf.json': RESOURCES });
  });
  afterEach(async () => {
    await folder.remove();
    await server.stop();
  });

  const settings = (): Record<string, string> => ({
    address: server.address,
    lock_address: `${server.address}/lock`,
    unlock_address: `${server.address}/lock`,
  });
  const configure = (config: object | undefined): Promise<void> =>
    folder.write('main.tf.json', { ...RESOURCES, ...(config && { terraform: { backend: { http: config } } }) });
  const run = async (line: string, code = 0): Promise<string> => {
    const ran = await folder.run(line);
    expect(ran, `${line}: ${ran.stdout}${ran.stderr}`).toMatchObject({ code });
    return ran.stdout + ran.stderr;
  };

  it('copies the state there and back, and keeps the old ones', async () => {
    await run('apply --auto-approve');
    const local = await folder.read('terraform.tfstate');
    await configure(settings());
    expect(await run('plan', 1)).toContain('The state is still in terraform.tfstate, not in the backend "http"');
    expect(await run('init', 1)).toContain('[backend-changed]');
    expect(server.state).toBeUndefined();
    expect(await run('init -migrate-state')).toContain('copied the state of the workspace default');
    expect([server.state, await folder.read('terraform.tfstate')]).toEqual([local, local]);
    expect(server.lock).toBeUndefined();
    await run('plan --detailed-exitcode');

    await folder.write('main.tf.json', {
      ...RESOURCES,
      output: { o: { value: 1 } },
      terraform: { backend: { http: settings() } },
    });
    await run('apply --auto-approve');
    const changed = server.state;
    await configure(undefined);
    expect(await run('plan', 1)).toContain('The backend changed from "http" to "local"');
    await run('init -migrate-state');
    expect([await folder.read('terraform.tfstate'), server.state]).toEqual([changed, changed]);
    expect(await readdir(path.join(folder.path, '.terraform'))).toEqual([]);
  });

  it('takes settings from options and files, and stores them where Terraform does', async () => {
    await configure({});
    expect(await run('init', 1)).toContain('The backend "http" needs the setting "address"');
    await folder.write(
      'more.tfbackend',
      `lock_address = "${server.address}/lock"\nretry_max = 1\npassword = "pl4nted-pass"\n`,
    );
    const said = await run(`init -backend-config=address=${server.address} -backend-config=more.tfbackend`);
    const file = '.terraform/terraform.tfstate';
    expect(JSON.parse(await folder.read(file))).toMatchObject({
      version: 3,
      backend: { type: 'http', config: { address: server.address, retry_max: 1, password: 'pl4nted-pass' } },
    });
    expect((await stat(path.join(folder.path, file))).mode & 0o777).toBe(0o600);
    const applied = await run('apply --auto-approve');
    expect(server.state).toContain('"one"');
    server.fate = () => ({ status: 500 });
    expect(said + applied + (await run('plan', 1))).not.toContain('pl4nted-pass');
  });

  it('refuses to replace another state, unless that is asked for', async () => {
    await configure(settings());
    await run('apply --auto-approve');
    const there = server.state;
    await configure(undefined);
    await folder.remove();
    folder = await Folder.make();
    await configure(undefined);
    await run('apply --auto-approve');
    await configure(settings());
    expect(await run('init -migrate-state', 1)).toContain('[state-exists]');
    expect(server.state).toBe(there);
    await run('init -migrate-state -force-copy');
    expect(server.state).toBe(await folder.read('terraform.tfstate'));
  });

  it('uses the new place as it is with -reconfigure, and leaves everything with -backend=false', async () => {
    await run('apply --auto-approve');
    await configure(settings());
    await run('init -backend=false');
    expect(await run('plan', 1)).toContain('[backend-changed]');
    await run('init -reconfigure');
    expect(await run('plan')).toContain('1 to add');
    await configure({ ...settings(), address: `${server.address}/other` });
    expect(await run('plan', 1)).toContain('The settings of the backend "http" changed: address');
  });

  it.skipIf(!hasTerraform)('is enough for Terraform, too', async () => {
    await configure(settings());
    await run('init');
    await run('apply --auto-approve');
    // Not in this thread: the server answers in it.
    const child = spawn('terraform', ['plan', '-detailed-exitcode', '-no-color'], {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], HOME: folder.path, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) => void child.on('close', resolve));
    expect([code, said]).toEqual([0, expect.stringContaining('No changes')]);
  });

  it('refuses to migrate and to reconfigure at once', async () => {
    const { code, stderr } = await folder.run('init -migrate-state -reconfigure');
    expect(stderr).toContain('--migrate-state and --reconfigure exclude each other  [contradicting-options]');
    expect(code).toBe(1);
  });
});
