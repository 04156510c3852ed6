import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeInstallation } from '../../../../src/operations/compose/installation.js';
import { CERTIFICATE, ModuleServer } from '../../../support/module-server.js';
import { providerZip } from '../../../support/provider-registry.js';

const THING = 'registry.terraform.io/acme/thing';
const OTHER = 'example.com/acme/other';

let root: string;
let server: ModuleServer;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'landform-mirrors-'));
  server = await ModuleServer.start(true);
  const archives = path.join(root, 'packed', THING);
  mkdirSync(archives, { recursive: true });
  for (const version of ['1.0.0', '1.1.0'])
    writeFileSync(
      path.join(archives, `terraform-provider-thing_${version}_linux_amd64.zip`),
      providerZip('thing', version),
    );
  const unpacked = path.join(root, 'unpacked', OTHER, '2.0.0/linux_amd64');
  mkdirSync(unpacked, { recursive: true });
  writeFileSync(path.join(unpacked, 'terraform-provider-other'), 'x', { mode: 0o755 });
  const base = `/mirror/${THING}`;
  const json = (document: unknown) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  server.replies.set(`${base}/index.json`, json({ versions: { '1.0.0': {}, '1.1.0': {} } }));
  server.replies.set(`${base}/1.1.0.json`, json({ archives: { linux_amd64: { url: 'thing.zip' } } }));
  server.replies.set(
    `${base}/1.0.0.json`,
    json({ archives: { linux_amd64: { url: 'thing.zip', hashes: ['h1:other', `zh:${'0'.repeat(64)}`] } } }),
  );
  server.replies.set(`${base}/thing.zip`, providerZip('thing', '1.1.0'));
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** A project with a CLI configuration for both tools, and requirements. */
class Project {
  readonly directory = mkdtempSync(path.join(root, 'project-'));
  readonly environment: Readonly<Record<string, string | undefined>>;

  constructor(configuration: string) {
    const file = path.join(this.directory, 'x.tfrc');
    writeFileSync(file, configuration);
    this.environment = {
      HOME: path.join(this.directory, 'home'),
      PATH: process.env['PATH'],
      SSL_CERT_FILE: CERTIFICATE,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: file,
    };
  }

  install(requirements: Readonly<Record<string, string>>) {
    return composeInstallation({
      directory: this.directory,
      environment: this.environment,
      emit: () => undefined,
      signal: new AbortController().signal,
      stopping: () => false,
      clock: () => 0,
      now: () => new Date(0),
      randomHex: () => '',
      version: '0.1.0',
    }).install(new Map(Object.entries(requirements)), { upgrade: false, readonly: false, whole: true });
  }

  terraform(requirements: Readonly<Record<string, string>>): Promise<string> {
    const required = Object.entries(requirements).map(([source, version], index) => [
      `p${index}`,
      { source, ...(version !== '' && { version }) },
    ]);
    const document = { terraform: { required_providers: Object.fromEntries(required) } };
    writeFileSync(path.join(this.directory, 'main.tf.json'), JSON.stringify(document));
    return new Promise((resolve) => {
      const options = { cwd: this.directory, env: this.environment };
      execFile('terraform', ['init', '-no-color'], options, (_, stdout, stderr) => resolve(stdout + stderr));
    });
  }

  get lock(): string | undefined {
    const file = path.join(this.directory, '.terraform.lock.hcl');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }
}

const folders = () => `provider_installation {
  filesystem_mirror { path = "${root}/packed" include = ["acme/*"] }
  filesystem_mirror { path = "${root}/unpacked" exclude = ["acme/*"] }
}`;
const network = () => `provider_installation {\n  network_mirror { url = "${server.url}/mirror/" }\n}`;
const implied = '';

describe('providers from mirrors', () => {
  it('in folders are unpacked or linked', async () => {
    const project = new Project(folders());
    const { providers, diagnostics } = await project.install({ [THING]: '~> 1.0', [OTHER]: '' });
    expect(providers.map(({ version }) => version)).toEqual(['1.1.0', '2.0.0']);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'provider-lock-incomplete' }]);
    const place = path.join(project.directory, '.terraform/providers', OTHER, '2.0.0/linux_amd64');
    expect(readlinkSync(place)).toBe(path.join(root, 'unpacked', OTHER, '2.0.0/linux_amd64'));
  });

  it.runIf(hasTerraform).each([
    ['folders', folders, { [THING]: '~> 1.0', [OTHER]: '' }],
    ['a server', network, { [THING]: '1.1.0' }],
  ])('in %s are locked as Terraform locks them', async (_, configuration, requirements) => {
    const [ours, theirs] = [new Project(configuration()), new Project(configuration())];
    expect(await theirs.terraform(requirements)).toContain('Terraform has been successfully initialized');
    await ours.install(requirements);
    expect(ours.lock).toBe(theirs.lock);
    expect(ours.lock).toContain('h1:');
    expect(await ours.terraform(requirements)).toContain('Using previously-installed');
  });

  it('on a server have one of the hashes that it names', async () => {
    const project = new Project(network());
    const { diagnostics } = await project.install({ [THING]: '1.0.0' });
    expect(diagnostics).toMatchObject([{ code: 'wrong-provider-checksum' }]);
    expect(project.lock).toBeUndefined();
  });

  it('that do not have them are no reason to ask the registry', async () => {
    const project = new Project(network());
    const { diagnostics } = await project.install({ [OTHER]: '' });
    expect(diagnostics).toMatchObject([{ code: 'provider-not-found' }]);
    const none = await new Project('provider_installation {\n}').install({ [OTHER]: '' });
    expect(none.diagnostics).toMatchObject([
      { code: 'provider-not-found', summary: expect.stringContaining('No installation method') as string },
    ]);
  });

  it('are used where Terraform looks for them without being told', async () => {
    const project = new Project(implied);
    const folder = path.join(project.directory, 'terraform.d/plugins', OTHER, '3.0.0/linux_amd64');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'terraform-provider-other_v3'), 'x', { mode: 0o755 });
    expect((await project.install({ [OTHER]: '' })).providers).toMatchObject([{ version: '3.0.0', installed: true }]);
    expect(readlinkSync(path.join(project.directory, '.terraform/providers', OTHER, '3.0.0/linux_amd64'))).toBe(folder);
  });
});
