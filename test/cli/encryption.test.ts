import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpStateServer } from '../support/http-state-server.js';
import { onDisk } from '../support/on-disk.js';
import { Folder, MAIN, type Ran } from '../support/run-landform.js';
import { SHARED_PLACES, type SharedPlace } from '../support/shared-places.js';
import { Watcher } from '../support/watcher.js';

onDisk();

const SECRET = 'Pl4nted/secret-of-the-state-0815';

const [IDENTITY, OTHER, STRANGER] = [
  await generateX25519Identity(),
  await generateX25519Identity(),
  await generateX25519Identity(),
];
const RECIPIENTS = [await identityToRecipient(IDENTITY), await identityToRecipient(OTHER)];

/** What every run needs to decrypt. It is in no file. */
const KEYS = { LANDFORM_AGE_IDENTITY: IDENTITY, TF_VAR_secret: SECRET };

/** Keys of age cost less time than those of a passphrase. */
const ENCRYPTION = {
  key_provider: { age: { team: { recipients: RECIPIENTS } } },
  method: { aes_gcm: { main: { keys: 'key_provider.age.team' } } },
  state: { method: 'method.aes_gcm.main', enforced: true },
  plan: { method: 'method.aes_gcm.main', enforced: true },
};

let folder: Folder;
let watcher: Watcher | undefined;
let place: SharedPlace | undefined;
/** The port on which the watch between Landform and the server listens. */
let port: number | undefined;
afterEach(async () => {
  await watcher?.stop();
  await place?.stop();
  await folder.remove();
  [watcher, place, port] = [undefined, undefined, undefined];
});

const documentOf = (backend: object | undefined, encryption: object | undefined, dies: boolean): object => ({
  terraform: { ...(backend && { backend }), ...(encryption && { encryption }) },
  variable: { secret: { type: 'string', sensitive: true } },
  resource: {
    terraform_data: {
      a: { input: '${var.secret}' },
      b: {
        input: '${terraform_data.a.output}',
        ...(dies && { provisioner: [{ 'local-exec': { command: 'kill -9 $PPID' } }] }),
      },
    },
  },
  output: { secret: { value: '${terraform_data.a.output}', sensitive: true } },
});

const environment = (): Record<string, string> => ({ ...KEYS, TMPDIR: folder.path, ...place?.environment(port) });

const run = async (line: string, code = 0): Promise<Ran> => {
  const ran = await folder.warm(line, { env: environment() });
  expect(ran, `${line}\n${ran.stdout}\n${ran.stderr}`).toMatchObject({ code });
  return ran;
};

/** A run that ends itself in the middle. */
const die = (): Promise<unknown> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'apply', '--auto-approve'], {
      cwd: folder.path,
      env: { PATH: process.env['PATH'], HOME: folder.path, ...environment() },
      stdio: 'ignore',
    });
    child.on('close', (_, signal) => resolve(signal));
  });

/** A local state is in the folder, which is watched. */
const local = async (): Promise<SharedPlace> => ({
  ...(await SHARED_PLACES['local']!()),
  backend: () => ({ local: { path: 'own.tfstate' } }),
});

describe.each(Object.entries({ ...SHARED_PLACES, local }))('with the backend %s', (name, open) => {
  test('no secret touches the disk or the network', { timeout: 120_000 }, async () => {
    place = await open();
    folder = await Folder.make();
    watcher = new Watcher(folder.path, SECRET);
    port = place.port === undefined ? undefined : await watcher.between(place.port);
    const configure = (dies: boolean): Promise<void> =>
      folder.write('main.tf.json', documentOf(place?.backend(port), ENCRYPTION, dies));
    // Begins in a local file, and moves with a journal that is not finished.
    await folder.write('main.tf.json', documentOf(undefined, ENCRYPTION, false));
    await run('apply --auto-approve --target terraform_data.a');
    await configure(true);
    await run('init -migrate-state');
    expect(await die()).toBe('SIGKILL');
    await configure(false);
    await run('plan --lock=false');
    await run('plan --out plan.json');
    expect((await run('show --json plan.json')).stdout).toContain(SECRET);
    await run('apply plan.json');
    await run('state rotate');
    expect((await run('output -raw secret')).stdout).toBe(SECRET);
    expect((await run('state pull')).stdout).toContain(SECRET);
    expect((await run('plan --detailed-exitcode')).stdout).not.toContain(SECRET);
    const wrong = await folder.warm('plan', {
      env: { ...environment(), LANDFORM_AGE_IDENTITY: STRANGER },
    });
    expect(wrong.stderr).toContain('state-not-decrypted');
    await run('destroy --auto-approve');
    expect(watcher.places()).toEqual([]);
    expect(watcher.seen).toBeGreaterThan(20);
  });

  test('without encryption, the watch finds the secret', async () => {
    place = await open();
    folder = await Folder.make();
    watcher = new Watcher(folder.path, SECRET);
    port = place.port === undefined ? undefined : await watcher.between(place.port);
    await folder.write('main.tf.json', documentOf(place.backend(port), undefined, false));
    await run('plan --out plan.json');
    await run('apply --auto-approve');
    const found = watcher.places();
    expect(found).toContain('plan.json');
    expect(found).toContain(name === 'local' ? 'own.tfstate' : `the connection to ${place.port}`);
    // These keep the journal in the folder, and during the run alone.
    if (name === 'local' || name === 'http') expect(found.some((one) => one.includes('journal'))).toBe(true);
  });
});

test('an older state and a changed byte are refused at a server, with what to do', async ({ onTestFinished }) => {
  const server = await new HttpStateServer().start();
  onTestFinished(() => server.stop());
  folder = await Folder.make();
  await folder.write('main.tf.json', documentOf({ http: { address: server.address } }, ENCRYPTION, false));
  await run('apply --auto-approve --target terraform_data.a');
  const first = server.state;
  await run('apply --auto-approve');
  const newest = server.state ?? '';
  server.state = first;
  const replayed = await run('plan', 1);
  expect(replayed.stderr).toMatch(/state-replayed.*Its serial is 1, and was 2.*Restore the newest version/s);
  server.state = newest.replace(/(?<="encrypted_data":".{40})./, (byte) => (byte === 'A' ? 'B' : 'A'));
  expect(server.state).not.toBe(newest);
  const changed = await run('plan', 1);
  expect(changed.stderr).toMatch(/state-not-decrypted.*the content was changed.*restore it from a backup/s);
  server.state = newest;
  await run('plan --detailed-exitcode');
});

test('a state is encrypted, rotated and decrypted by commands, and each says what prevents it', async () => {
  const { plan: _, ...encryption } = ENCRYPTION;
  const loose = { ...encryption, state: { method: 'method.aes_gcm.main' } };
  folder = await Folder.make({ 'main.tf.json': documentOf(undefined, undefined, false) });
  await run('apply --auto-approve');
  expect((await run('state rotate', 1)).stderr).toContain('no-encryption');
  await folder.write('main.tf.json', documentOf(undefined, encryption, false));
  const refused = await run('plan', 1);
  expect(refused.stderr).toContain('[state-not-encrypted]');
  const encrypted = await run('state encrypt --backup kept.tfstate');
  expect(encrypted.stdout).toContain('The state was encrypted, and read back:\n  terraform.tfstate');
  const state = (): string => readFileSync(path.join(folder.path, 'terraform.tfstate'), 'utf8');
  const first = state();
  expect(first).toMatch(/^\{"serial":2,"lineage":/);
  // Nor is the secret in the version before.
  const backup = readFileSync(path.join(folder.path, 'kept.tfstate'), 'utf8');
  expect(backup).toMatch(/^\{"serial":1,"lineage":/);
  expect(backup).not.toContain(SECRET);
  await run('state rotate');
  expect(state()).toMatch(/^\{"serial":3,/);
  expect(/"meta":\{[^}]*\}/.exec(state())?.[0]).not.toBe(/"meta":\{[^}]*\}/.exec(first)?.[0]);
  await run('plan --detailed-exitcode');
  expect((await run('state decrypt', 1)).stderr).toContain('[encryption-enforced]');
  // An older state in its place.
  const newest = state();
  await folder.write('terraform.tfstate', first);
  expect((await run('state list', 1)).stderr).toMatch(/state-replayed.*Its serial is 2, and was 3/s);
  await folder.write('terraform.tfstate', newest);
  await folder.write('main.tf.json', documentOf(undefined, loose, false));
  expect((await run('state decrypt')).stdout).toContain('stored as plain text');
  expect(state()).toContain(SECRET);
  await folder.write('main.tf.json', documentOf(undefined, undefined, false));
  await run('plan --detailed-exitcode');
});

test('an encrypted state and an encrypted plan are named as such where nothing is configured', async () => {
  folder = await Folder.make({ 'main.tf.json': documentOf(undefined, ENCRYPTION, false) });
  await run('plan --out plan.json');
  await run('apply plan.json');
  await folder.write('main.tf.json', documentOf(undefined, undefined, false));
  expect((await run('plan', 1)).stderr).toMatch(
    /terraform\.tfstate is encrypted .*\[state-encrypted\].*TF_ENCRYPTION/s,
  );
  expect((await run('show plan.json', 1)).stderr).toContain('plan.json is encrypted');
  // The environment has what the configuration has not.
  const env = { ...environment(), TF_ENCRYPTION: JSON.stringify(ENCRYPTION) };
  const found = await folder.warm('plan --detailed-exitcode', { env });
  expect(found, found.stderr).toMatchObject({ code: 0 });
});

test('a plan in plain text is not applied where plans are encrypted', async () => {
  const { plan: _, ...encryption } = ENCRYPTION;
  folder = await Folder.make({ 'main.tf.json': documentOf(undefined, encryption, false) });
  await run('plan --out plan.json');
  await folder.write('main.tf.json', documentOf(undefined, ENCRYPTION, false));
  expect((await run('apply plan.json', 1)).stderr).toContain('plan.json is not encrypted');
  expect(existsSync(path.join(folder.path, 'terraform.tfstate'))).toBe(false);
});

test('a state of another project is read with the keys for remote states', async () => {
  folder = await Folder.make({
    'other/main.tf.json': documentOf(undefined, ENCRYPTION, false),
    'main.tf.json': {
      terraform: {
        encryption: { ...ENCRYPTION, remote_state_data_sources: { default: { method: 'method.aes_gcm.main' } } },
      },
      variable: { secret: { type: 'string', sensitive: true } },
      data: { terraform_remote_state: { other: { backend: 'local', config: { path: 'other/terraform.tfstate' } } } },
      output: { copied: { value: '${data.terraform_remote_state.other.outputs.secret}', sensitive: true } },
    },
  });
  await run('-chdir=other apply --auto-approve');
  await run('apply --auto-approve');
  expect((await run('output -raw copied')).stdout).toBe(SECRET);
  const { plan: _, ...without } = ENCRYPTION;
  const document = JSON.parse(await folder.read('main.tf.json')) as { terraform: object };
  await folder.write('main.tf.json', { ...document, terraform: { encryption: without } });
  expect((await run('plan', 1)).stderr).toContain('"remote_state_data_sources" of the encryption has no method for it');
});

test('people with an identity of age read the state, others do not', async () => {
  folder = await Folder.make({
    'main.tf.json': documentOf(undefined, ENCRYPTION, false),
    'key.txt': `# created by age-keygen\n${OTHER}\n`,
  });
  await run('apply --auto-approve');
  const as = (keys: Record<string, string>): Promise<Ran> =>
    folder.warm('plan --detailed-exitcode', { env: { TF_VAR_secret: SECRET, ...keys } });
  expect(await as({ LANDFORM_AGE_IDENTITY_FILE: 'key.txt' })).toMatchObject({ code: 0 });
  const refused = await as({ LANDFORM_AGE_IDENTITY: STRANGER });
  expect(refused.stderr).toContain('The identity of age is not one of the recipients.');
  expect(refused.stderr).not.toContain(STRANGER);
  expect((await as({})).stderr).toContain('No identity of age is given');
});

test('a passphrase is a variable, also of a program', async () => {
  folder = await Folder.make({
    'landform.json': { program: 'main.ts' },
    'main.ts': `
      import { App, Stack, Variable, Output } from 'landform';
      const app = new App();
      const stack = new Stack(app, 'prod', {
        encryption: {
          key_provider: { pbkdf2: { main: { passphrase: '\${var.passphrase}', iterations: 200000 } } },
          method: { aes_gcm: { main: { keys: 'key_provider.pbkdf2.main' } } },
          state: { method: 'method.aes_gcm.main', enforced: true },
        },
      });
      new Variable(stack, 'passphrase', { type: 'string', sensitive: true });
      new Output(stack, 'text', { value: 'visible' });
      app.synth();
    `,
  });
  await folder.link();
  const as = (passphrase: string, line: string): Promise<Ran> =>
    folder.warm(line, { env: { TF_VAR_passphrase: passphrase } });
  const applied = await as('correct horse battery staple', 'apply --auto-approve');
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
  expect(await folder.read('terraform.prod.tfstate')).toContain('key_provider.pbkdf2.main');
  expect((await as('correct horse battery staple', 'output')).stdout).toContain('visible');
  expect((await as('another horse battery staple', 'output')).stderr).toContain('the key is another one');
});
