import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulate, startSandbox, type Sandbox } from '../../src/testing/index.js';
import { MAGIC_COOKIE } from '../../src/providers/plugin/process/handshake.js';
import { hasTerraform } from '../scenarios/terraform.js';
import { library } from '../support/library.js';
import { Folder, MAIN } from '../support/run-landform.js';
import { SHORT_LIVED_GO } from '../support/go.js';

/** How Terraform ended, and everything it wrote. */
interface Ran {
  readonly code: number | null;
  readonly output: string;
}

interface StoredResource {
  readonly mode: string;
  readonly type: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

const SECRET = 'planted-secret-5931';
const NAMES = ['palette', 'conductor', 'landform/acloud', 'asm', './provider.ts', './acme/provider.ts'];
const isThere = hasTerraform();
if (!isThere) console.log('Providers served to Terraform skipped: no terraform');

describe('landform providers serve', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await Folder.make({ 'sockets/.keep': '' });
  });
  afterAll(() => folder.remove());

  it('explains itself when it is started by hand', async () => {
    const { code, stdout, stderr } = await folder.landform('providers serve asm');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Terraform starts this command  [started-by-hand]');
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('landform providers package asm');
  });

  it('ends when its client was killed, and leaves no socket', async () => {
    const client = spawn('sh', ['-c', `'${process.execPath}' '${MAIN}' providers serve asm & cat; wait`], {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], PLUGIN_UNIX_SOCKET_DIR: path.join(folder.path, 'sockets'), ...MAGIC_COOKIE },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [handshake] = (await once(client.stdout, 'data')) as [Buffer];
    expect(String(handshake)).toMatch(/^1\|6\|unix\|/);
    expect(await readdir(path.join(folder.path, 'sockets'))).toHaveLength(2);
    client.kill('SIGKILL');
    // The server holds the pipe open until it ends.
    await once(client.stdout, 'end');
    expect(await readdir(path.join(folder.path, 'sockets'))).toEqual(['.keep']);
  });
});

describe.skipIf(!isThere)('Terraform, with the providers of Landform', () => {
  let folder: Folder;
  let environment: Record<string, string | undefined>;
  const sandboxes: Sandbox[] = [];
  const attached: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await library('as described');
    await cp(path.join(import.meta.dirname, 'served'), folder.path, { recursive: true });
    await cp('examples/own-provider/provider.ts', path.join(folder.path, 'provider.ts'));
    await folder.write('sockets/.keep', '');
    await folder.write('terraform.rc', 'provider_installation {\n  filesystem_mirror {\n    path = "mirror"\n  }\n}\n');
    const description = path.join(folder.path, 'openapi.yaml');
    sandboxes.push(await startSandbox({ token: SECRET }), await emulate({ provider: 'acme', description }));
    environment = {
      ...Object.assign({}, ...sandboxes.map((sandbox) => sandbox.environment)),
      PATH: process.env['PATH'],
      HOME: folder.path,
      PLUGIN_UNIX_SOCKET_DIR: path.join(folder.path, 'sockets'),
      TF_CLI_CONFIG_FILE: path.join(folder.path, 'terraform.rc'),
      TF_CLI_ARGS: '-no-color',
      TF_IN_AUTOMATION: '1',
      TF_VAR_secret: SECRET,
      ...SHORT_LIVED_GO,
      CHECKPOINT_DISABLE: '1',
    };
  }, 60_000);
  afterAll(async () => {
    const ended = attached.map((child) => once(child, 'close'));
    for (const child of attached) child.kill('SIGINT');
    await Promise.all([...ended, ...sandboxes.map((sandbox) => sandbox.close())]);
    await folder.remove();
  });

  const start = (program: string, args: readonly string[]): ChildProcess =>
    spawn(program, args, { cwd: folder.path, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

  const terraform = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = start('terraform', args);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (bytes: Buffer) => (output += String(bytes)));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output: output.replaceAll(SECRET, 'THE SECRET IS SHOWN') }));
    });

  /** Serves a provider until the end of the test; returns the value for TF_REATTACH_PROVIDERS. */
  const attach = async (name: string): Promise<object> => {
    const child = start(process.execPath, [MAIN, 'providers', 'serve', name, '--attach', '--json']);
    attached.push(child);
    const { stdout } = child;
    if (stdout === null) throw new Error('no output');
    let output = '';
    for await (const bytes of stdout) {
      output += String(bytes);
      if (output.endsWith('}\n')) break;
    }
    return JSON.parse(output) as object;
  };

  const resources = async (): Promise<readonly StoredResource[]> => {
    const { resources: stored } = JSON.parse(await folder.read('terraform.tfstate')) as {
      readonly resources: readonly StoredResource[];
    };
    return stored.filter(({ mode }) => mode === 'managed');
  };
  const idOf = async (type: string, attribute = 'id'): Promise<string> => {
    const found = (await resources()).find((resource) => resource.type === type);
    return String(found?.instances[0]?.attributes[attribute]);
  };
  /** A check that Terraform makes of a provider, and that fails, is an error. */
  const succeeded = (output: RegExp) => ({ code: 0, output: expect.stringMatching(output) as string });

  it('installs them from packages, and creates an object of each type', { timeout: 120_000 }, async () => {
    for (const name of NAMES) {
      const { code, stderr } = await folder.landform(['providers', 'package', name, '--out', 'mirror']);
      expect([name, code, stderr]).toEqual([name, 0, expect.stringMatching(/^Wrote registry\.terraform\.io/)]);
    }
    expect(await terraform('init')).toEqual(succeeded(/successfully initialized/));
    const applied = await terraform('apply', '-auto-approve');
    expect(applied).toEqual(succeeded(/Apply complete! Resources: 45 added, 0 changed, 0 destroyed/));
    expect(applied.output).not.toContain('THE SECRET IS SHOWN');
    expect(new Set((await resources()).map(({ type }) => type)).size).toBe(38);
    // Each process has removed its socket.
    expect(await readdir(path.join(folder.path, 'sockets'))).toEqual(['.keep']);
  });

  it('plans nothing more, imports, changes and destroys, attached to running ones', { timeout: 120_000 }, async () => {
    const served: object = Object.assign({}, ...(await Promise.all(NAMES.map(attach))));
    environment['TF_REATTACH_PROVIDERS'] = JSON.stringify(served);
    expect(await terraform('plan', '-detailed-exitcode')).toEqual(succeeded(/No changes/));

    const imports = [
      ['acloud_cloud_account.of["aws"]', `acme/${await idOf('acloud_cloud_account', 'identity')}`],
      ['asm_mesh.shop', await idOf('asm_mesh')],
      ['palette_cluster_profile.base', `${await idOf('palette_cluster_profile', 'uid')}:project`],
      ['conductor_site.london', 'london'],
      ['thing_box.tools', await idOf('thing_box')],
      ['acme_shelf.poetry', await idOf('acme_shelf')],
    ];
    const addresses = imports.map(([address = '']) => address);
    expect(await terraform('state', 'rm', ...addresses)).toEqual(succeeded(/Successfully removed 6/));
    const blocks = imports.map(([to, id]) => `import {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}\n`);
    await folder.write('imports.tf', blocks.join('\n'));
    const changed = await terraform('apply', '-auto-approve', '-var=round=1');
    expect(changed).toEqual(succeeded(/Resources: 6 imported, 2 added, \d\d changed, 2 destroyed/));
    expect(changed.output).not.toContain('THE SECRET IS SHOWN');
    expect(await terraform('plan', '-detailed-exitcode', '-var=round=1')).toEqual(succeeded(/No changes/));

    const destroyed = await terraform('apply', '-destroy', '-auto-approve', '-var=round=1');
    expect(destroyed).toEqual(succeeded(/Resources: 0 added, 0 changed, 45 destroyed/));
    expect(await resources()).toEqual([]);
  });
});
