import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reformatKey } from 'openpgp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeInstallation } from '../../../../src/operations/compose/installation.js';
import type { Event } from '../../../../src/model/index.js';
import { zipOf } from '../../../support/archives.js';
import { CERTIFICATE } from '../../../support/module-server.js';
import { newSigner, ProviderRegistry, providerZip, type Signer } from '../../../support/provider-registry.js';

const HOST = 'registry.terraform.io';
const THING = `${HOST}/acme/thing`;

let registry: ProviderRegistry;
let signer: Signer;
let root: string;
let home: string;

beforeAll(async () => {
  registry = await ProviderRegistry.start();
  signer = await newSigner();
  root = mkdtempSync(path.join(tmpdir(), 'landform-registry-'));
});
afterAll(async () => {
  await registry.server.stop();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  home = mkdtempSync(path.join(root, 'home-'));
  registry.server.requests.length = 0;
  configure('');
});

/** The CLI configuration of both tools. */
function configure(more: string): void {
  const host = `host "${HOST}" { services = { "providers.v1" = "${registry.service}" } }\n`;
  writeFileSync(path.join(home, 'x.tfrc'), host + more);
}

const environment = () => ({
  HOME: home,
  PATH: process.env['PATH'],
  SSL_CERT_FILE: CERTIFICATE,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: path.join(home, 'x.tfrc'),
});

const newProject = (): string => mkdtempSync(path.join(root, 'project-'));
const lockOf = (project: string): string | undefined =>
  existsSync(path.join(project, '.terraform.lock.hcl'))
    ? readFileSync(path.join(project, '.terraform.lock.hcl'), 'utf8')
    : undefined;

const events: Event[] = [];
const installation = (directory: string, more: Readonly<Record<string, string>> = {}) =>
  composeInstallation({
    directory,
    environment: { ...environment(), ...more },
    emit: (event) => events.push(event),
    signal: new AbortController().signal,
    stopping: () => false,
    clock: () => 0,
    now: () => new Date(0),
    randomHex: () => '',
    version: '0.1.0',
  });

const NORMAL = { upgrade: false, readonly: false, whole: true };

const install = (
  directory: string,
  requirements: Readonly<Record<string, string>>,
  mode: Partial<typeof NORMAL> = {},
) => installation(directory).install(new Map(Object.entries(requirements)), { ...NORMAL, ...mode });

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** What Terraform does with the same requirements. */
async function terraform(
  directory: string,
  requirements: Readonly<Record<string, string>>,
  args = ['init'],
): Promise<string> {
  const required = Object.fromEntries(
    Object.entries(requirements).map(([source, version], index) => [
      `p${index}`,
      { source, ...(version !== '' && { version }) },
    ]),
  );
  writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
  return new Promise((resolve) => {
    execFile('terraform', [...args, '-no-color'], { cwd: directory, env: environment() }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

const place = (project: string, version: string): string =>
  path.join(project, '.terraform/providers', THING, version, 'linux_amd64');

describe('providers from a registry', () => {
  beforeAll(async () => {
    for (const version of ['1.0.0', '1.2.0', '2.0.0-beta1'])
      await registry.add({ name: 'acme/thing', version, signer });
    await registry.add({ name: 'acme/other', version: '0.3.1', signer });
  });

  it('are downloaded, checked, unpacked and locked', async () => {
    const project = newProject();
    events.length = 0;
    const { providers, diagnostics } = await install(project, { [THING]: '~> 1.0', [`${HOST}/acme/other`]: '' });
    expect(diagnostics).toEqual([]);
    const key = signer.privateKey.getKeyID().toHex().toUpperCase();
    expect(providers).toEqual([
      { source: THING, version: '1.2.0', installed: true, key },
      { source: `${HOST}/acme/other`, version: '0.3.1', installed: true, key },
    ]);
    const program = path.join(place(project, '1.2.0'), 'terraform-provider-thing_v1.2.0');
    expect([readFileSync(program, 'utf8'), statSync(program).mode & 0o777]).toEqual(['#!/bin/sh\n# 1.2.0\n', 0o755]);
    expect(lockOf(project)).toMatch(/constraints = "~> 1\.0"\n {2}hashes = \[\n {4}"h1:.*",\n {4}"zh:/);
    expect(events.filter((event) => event.type === 'download' && event.bytes === 0)).toHaveLength(2);
    expect(await installation(project).executable(THING)).toMatchObject({
      executable: { path: program, version: '1.2.0' },
    });
  });

  it.runIf(hasTerraform)('are locked as Terraform locks them, byte for byte', { timeout: 60_000 }, async () => {
    const requirements = { [THING]: '>= 1.0, ~> 1.1', [`${HOST}/acme/other`]: '' };
    const [ours, theirs] = [newProject(), newProject()];
    await install(ours, requirements);
    expect(await terraform(theirs, requirements)).toContain('Installed acme/thing v1.2.0 (self-signed');
    expect(lockOf(ours)).toBe(lockOf(theirs));
    // From the cache, without a lock: the list of checksums is known from the download.
    const again = newProject();
    registry.server.requests.length = 0;
    await install(again, requirements);
    expect(lockOf(again)).toBe(lockOf(theirs));
    expect(registry.server.requests.map(({ url }) => url).filter((url) => url?.endsWith('.zip'))).toEqual([]);
    // Terraform takes over what was installed, and Landform what Terraform has installed.
    expect(await terraform(ours, requirements)).toContain('Using previously-installed acme/thing v1.2.0');
    expect((await install(theirs, requirements)).providers.map(({ installed }) => installed)).toEqual([false, false]);
    expect(lockOf(theirs)).toBe(lockOf(ours));
  });

  it('are installed as they are locked, without the network where they are cached', async () => {
    const [first, second] = [newProject(), newProject()];
    await install(first, { [THING]: '1.0.0' });
    const lock = lockOf(first) ?? '';
    writeFileSync(path.join(second, '.terraform.lock.hcl'), lock);
    registry.server.requests.length = 0;
    expect((await install(second, { [THING]: '>= 1.0' })).providers).toMatchObject([{ version: '1.0.0' }]);
    expect(registry.server.requests).toEqual([]);
    expect(lockOf(second)).toBe(lock.replace('constraints = "1.0.0"', 'constraints = ">= 1.0.0"'));
    // Any command installs what the lock names.
    rmSync(path.join(second, '.terraform'), { recursive: true });
    expect(await installation(second).executable(THING)).toMatchObject({ executable: { version: '1.0.0' } });
    rmSync(path.join(home, '.cache'), { recursive: true });
    expect(await installation(second).executable(THING)).toMatchObject({ executable: { version: '1.0.0' } });
    expect(registry.server.requests.map(({ url }) => url)).toContain('/files/acme/thing/1.0.0/SHA256SUMS');
  });

  it.runIf(hasTerraform)('are locked for other platforms as by Terraform', { timeout: 60_000 }, async () => {
    const [ours, theirs] = [newProject(), newProject()];
    const requirements = { [THING]: '~> 1.0' };
    const args = ['providers', 'lock', '-platform=linux_amd64', '-platform=windows_amd64'];
    expect(await terraform(theirs, requirements, args)).toContain('Success!');
    const platforms = ['linux_amd64', 'windows_amd64'];
    const first = await installation(ours).lock(new Map(Object.entries(requirements)), platforms);
    expect(first).toMatchObject({ changed: true, diagnostics: [], providers: [{ source: THING, version: '1.2.0' }] });
    expect(lockOf(ours)).toBe(lockOf(theirs));
    expect(lockOf(ours)?.match(/"h1:/g)).toHaveLength(2);
    const again = await installation(ours).lock(new Map(Object.entries(requirements)), ['windows_amd64']);
    expect(again).toMatchObject({ changed: false });
    const missing = await installation(ours).lock(new Map(Object.entries(requirements)), ['darwin_arm64']);
    expect(missing).toMatchObject({ changed: false, diagnostics: [{ code: 'provider-version-not-found' }] });
  });

  it('are copied into a mirror, as Terraform writes it', { timeout: 300_000 }, async () => {
    const platforms = ['linux_amd64', 'windows_amd64'];
    const [ours, theirs] = [newProject(), newProject()];
    const [mirror, other] = [path.join(ours, 'mirror'), path.join(theirs, 'mirror')];
    const copy = (requirements: Readonly<Record<string, string>>) =>
      installation(ours).mirror(new Map(Object.entries(requirements)), platforms, mirror);
    const copied = await copy({ [THING]: '1.0.0' });
    expect(copied).toEqual({ providers: [{ source: THING, version: '1.0.0' }], diagnostics: [] });
    await copy({ [THING]: '~> 1.1' });
    registry.server.requests.length = 0;
    await copy({ [THING]: '~> 1.1' });
    expect(registry.server.requests.filter(({ url }) => url?.endsWith('.zip'))).toEqual([]);
    const files = (root: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((file) => file.isFile())
          .map((file) => path.join(file.parentPath, file.name))
          .map((file) => [path.relative(root, file), readFileSync(file, 'latin1')]),
      );
    const written = files(mirror);
    expect(
      Object.keys(written)
        .map((file) => path.basename(file))
        .sort(),
    ).toEqual([
      '1.0.0.json',
      '1.2.0.json',
      'index.json',
      'terraform-provider-thing_1.0.0_linux_amd64.zip',
      'terraform-provider-thing_1.0.0_windows_amd64.zip',
      'terraform-provider-thing_1.2.0_linux_amd64.zip',
      'terraform-provider-thing_1.2.0_windows_amd64.zip',
    ]);
    if (hasTerraform) {
      const args = ['providers', 'mirror', ...platforms.map((platform) => `-platform=${platform}`), other];
      await terraform(theirs, { [THING]: '1.0.0' }, args);
      await terraform(theirs, { [THING]: '~> 1.1' }, args);
      expect(written).toEqual(files(other));
    }
    for (const [file, text] of Object.entries(written)) {
      const body = Buffer.from(text, 'latin1');
      const headers = { 'content-type': 'application/json' };
      registry.server.replies.set(
        `/mirror/${file}`,
        file.endsWith('.json') ? { status: 200, headers, body: text } : body,
      );
    }
    for (const method of [
      `filesystem_mirror { path = "${mirror}" }`,
      `network_mirror { url = "${registry.server.url}/mirror/" }`,
    ]) {
      configure(`provider_installation {\n  ${method}\n}\n`);
      rmSync(path.join(home, '.cache'), { recursive: true, force: true });
      const [mine, its] = [newProject(), newProject()];
      expect((await install(mine, { [THING]: '' })).providers).toMatchObject([{ version: '1.2.0', installed: true }]);
      if (!hasTerraform) continue;
      expect(await terraform(its, { [THING]: '' })).toContain('Installed acme/thing v1.2.0');
      expect(lockOf(mine)).toBe(lockOf(its));
    }
    configure('');
    // What is locked is what is copied.
    writeFileSync(
      path.join(ours, '.terraform.lock.hcl'),
      `provider "${THING}" {\n  version = "1.2.0"\n  hashes = [\n    "zh:${'0'.repeat(64)}",\n  ]\n}\n`,
    );
    rmSync(mirror, { recursive: true });
    expect(await copy({ [THING]: '' })).toMatchObject({ providers: [], diagnostics: [{ code: 'provider-changed' }] });
    expect(await copy({ [`${HOST}/acme/nothing`]: '' })).toMatchObject({ diagnostics: [{ severity: 'error' }] });
  });

  it('are upgraded, and leave the lock when nothing requires them', async () => {
    const project = newProject();
    await install(project, { [THING]: '1.0.0', [`${HOST}/acme/other`]: '' });
    expect((await install(project, { [THING]: '1.2.0' })).diagnostics).toMatchObject([
      { code: 'locked-provider-version' },
    ]);
    expect(lockOf(project)).toContain('1.0.0');
    const { providers } = await install(project, { [THING]: '1.2.0' }, { upgrade: true, whole: false });
    expect(providers).toMatchObject([{ version: '1.2.0', installed: true }]);
    expect(lockOf(project)).toContain('acme/other');
    await install(project, { [THING]: '1.2.0' });
    expect(lockOf(project)).not.toContain('acme/other');
  });

  it('are not locked with a lock file that is only read', async () => {
    const project = newProject();
    const readonly = { readonly: true };
    const first = await install(project, { [THING]: '1.0.0' }, readonly);
    expect(first.diagnostics).toMatchObject([{ severity: 'error', code: 'provider-lock-read-only' }]);
    expect(lockOf(project)).toBeUndefined();
    await install(project, { [THING]: '1.0.0' });
    expect((await install(project, { [THING]: '1.0.0' }, readonly)).diagnostics).toEqual([]);
    const lock = (lockOf(project) ?? '').replaceAll(/ *"zh:.*\n/g, '');
    writeFileSync(path.join(project, '.terraform.lock.hcl'), lock);
    rmSync(path.join(project, '.terraform'), { recursive: true });
    expect((await install(project, { [THING]: '1.0.0' }, readonly)).diagnostics).toMatchObject([
      { severity: 'warning', code: 'provider-lock-not-saved' },
    ]);
    expect(lockOf(project)).toBe(lock);
  });

  it('are asked for with the token of their host, and their files without it', async () => {
    configure(`credentials "${HOST}" { token = "t0ken" }`);
    await install(newProject(), { [THING]: '1.0.0' });
    const sent = registry.server.requests.map(({ url = '', headers }) => [url.split('/')[1], headers.authorization]);
    expect(new Set(sent.map(String))).toEqual(new Set(['v1,Bearer t0ken', 'files,']));
  });

  it('may be installed by two runs at once', async () => {
    const project = newProject();
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, index) => install(index < 3 ? project : newProject(), { [THING]: '1.0.0' })),
    );
    expect(all.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(await installation(project).executable(THING)).toHaveProperty('executable');
    expect(readdirSync(path.join(home, '.cache/landform/providers/tmp'))).toEqual([]);
  });

  it('are kept in the cache that Terraform shares', async () => {
    configure(`plugin_cache_dir = "${home}/shared"`);
    mkdirSync(path.join(home, 'shared'));
    const [first, second, third] = [newProject(), newProject(), newProject()];
    await install(first, { [THING]: '1.0.0' });
    expect(existsSync(path.join(home, 'shared', THING, '1.0.0/linux_amd64/LICENSE.txt'))).toBe(true);
    // Without a lock the package is downloaded again, since the cache knows nothing of other platforms.
    registry.server.requests.length = 0;
    await install(second, { [THING]: '1.0.0' });
    expect(lockOf(second)).toBe(lockOf(first));
    expect(registry.server.requests.filter(({ url }) => url?.endsWith('.zip'))).toHaveLength(1);
    writeFileSync(path.join(third, '.terraform.lock.hcl'), lockOf(first) ?? '');
    registry.server.requests.length = 0;
    await install(third, { [THING]: '1.0.0' });
    expect(registry.server.requests).toEqual([]);
  });
});

describe('a key', () => {
  const DAY = 24 * 60 * 60;

  it('that has expired is good for what it had signed before', async () => {
    const old = await newSigner(new Date('2020-01-01'), 30 * DAY);
    await registry.add({ name: 'acme/old', version: '1.0.0', signer: old, signedAt: new Date('2020-01-15') });
    const project = newProject();
    expect((await install(project, { [`${HOST}/acme/old`]: '' })).diagnostics).toEqual([]);
    expect(lockOf(project)).toContain('zh:');
  });

  it('that had expired when it signed is not', async () => {
    const { privateKey } = await newSigner(new Date('2020-01-01'));
    // The same key, published with the day on which it expires.
    const { publicKey } = await reformatKey({
      privateKey,
      userIDs: [{ name: 'A publisher' }],
      date: new Date('2020-01-01'),
      keyExpirationTime: 30 * DAY,
      format: 'object',
    });
    const signer = { privateKey, armored: publicKey.armor() };
    for (const [name, signedAt] of [
      ['late', '2020-02-15'],
      ['early', '2020-01-15'],
    ] as const)
      await registry.add({ name: `acme/${name}`, version: '1.0.0', signer, signedAt: new Date(signedAt) });
    expect((await install(newProject(), { [`${HOST}/acme/early`]: '' })).diagnostics).toEqual([]);
    const { diagnostics } = await install(newProject(), { [`${HOST}/acme/late`]: '' });
    expect(diagnostics).toMatchObject([{ code: 'bad-provider-signature' }]);
  });
});

describe('what is refused', () => {
  const FILES = '/files/acme/bad/1.0.0';
  const DOWNLOAD = '/v1/providers/acme/bad/1.0.0/download/linux/amd64';
  const ZIP = `${FILES}/terraform-provider-bad_1.0.0_linux_amd64.zip`;
  const good = providerZip('bad', '1.0.0');
  const serve = (linux_amd64: Buffer) => () =>
    registry.add({ name: 'acme/bad', version: '1.0.0', signer, archives: { linux_amd64 } });

  it.each<[what: string, code: string, detail: string, prepare: () => void | Promise<void>]>([
    [
      'a tampered archive',
      'wrong-provider-checksum',
      'Nothing was installed',
      () => void registry.server.replies.set(ZIP, Buffer.concat([good, Buffer.from('x')])),
    ],
    [
      'a truncated archive',
      'wrong-provider-checksum',
      'Nothing was installed',
      () => void registry.server.replies.set(ZIP, good.subarray(0, 100)),
    ],
    [
      'another checksum than the signed one',
      'wrong-provider-checksum',
      'not the one in the signed list',
      () => registry.change(DOWNLOAD, '"shasum":"', '"shasum":"0'),
    ],
    [
      'changed checksums',
      'bad-provider-signature',
      'Nothing was installed',
      () => registry.change(`${FILES}/SHA256SUMS`, 'manifest', 'Manifest'),
    ],
    [
      'a signature of another key',
      'bad-provider-signature',
      'Nothing was installed',
      async () => registry.add({ name: 'acme/bad', version: '1.0.0', signer, keys: [(await newSigner()).armored] }),
    ],
    [
      'a registry without keys',
      'bad-provider-signature',
      'names no key',
      () => registry.add({ name: 'acme/bad', version: '1.0.0', signer, keys: [] }),
    ],
    [
      'an invalid key',
      'bad-provider-signature',
      'A key of the registry cannot be read',
      () => registry.add({ name: 'acme/bad', version: '1.0.0', signer, keys: ['x'] }),
    ],
    [
      'an invalid signature',
      'bad-provider-signature',
      'Nothing was installed',
      () => void registry.server.replies.set(`${FILES}/SHA256SUMS.sig`, 'x'),
    ],
    [
      'an invalid archive',
      'bad-provider-archive',
      'Nothing was installed',
      serve(Buffer.from('not a zip file, not at all')),
    ],
    [
      'a path out of the package',
      'bad-provider-archive',
      'invalid relative path',
      serve(providerZip('bad', '1.0.0', [{ name: '../../escaped', text: 'x' }])),
    ],
    [
      'an absolute path',
      'bad-provider-archive',
      'absolute path',
      serve(providerZip('bad', '1.0.0', [{ name: '/tmp/escaped', text: 'x' }])),
    ],
    [
      'a symbolic link',
      'unsafe-provider',
      'is a symbolic link',
      serve(providerZip('bad', '1.0.0', [{ name: 'link', target: 'LICENSE.txt' }])),
    ],
    [
      'a package without a program',
      'provider-without-executable',
      'terraform-provider-bad',
      serve(zipOf([{ name: 'x', text: '' }])),
    ],
    [
      'a protocol of the past',
      'provider-protocol',
      '4.0',
      () => registry.add({ name: 'acme/bad', version: '1.0.0', signer, protocols: ['4.0'] }),
    ],
    [
      'a missing signature',
      'provider-not-found',
      'status 404',
      () => void registry.server.replies.delete(`${FILES}/SHA256SUMS.sig`),
    ],
    [
      'a reply that is not JSON',
      'provider-fetch-failed',
      'does not return JSON',
      () => void registry.server.replies.set(DOWNLOAD, '<html>'),
    ],
    [
      'a reply without an address',
      'provider-fetch-failed',
      '"shasum"',
      () => void registry.server.replies.set(DOWNLOAD, '{}'),
    ],
    [
      'a refusal',
      'provider-access-denied',
      'TF_TOKEN_',
      () => void registry.server.replies.set(DOWNLOAD, { status: 401 }),
    ],
    [
      'a server that fails',
      'provider-fetch-failed',
      'status 500',
      () => void registry.server.replies.set(DOWNLOAD, { status: 500 }),
    ],
    [
      'a platform that is missing',
      'provider-version-not-found',
      'Select another version',
      () => void registry.server.replies.delete(DOWNLOAD),
    ],
    [
      'a version that is missing',
      'provider-version-not-found',
      '9.9.9',
      () => registry.change('/v1/providers/acme/bad/versions', '"1.0.0"', '"9.9.9"'),
    ],
    [
      'a provider that is missing',
      'provider-not-found',
      'required_providers',
      () => void registry.server.replies.delete('/v1/providers/acme/bad/versions'),
    ],
  ])('%s', async (_, code, detail, prepare) => {
    registry.forget('acme/bad');
    await serve(good)();
    await prepare();
    const project = newProject();
    const { providers, diagnostics } = await install(project, { [`${HOST}/acme/bad`]: '1.0.0' });
    expect([diagnostics.map((one) => one.code), providers]).toEqual([[code], []]);
    expect(`${diagnostics[0]?.summary} ${diagnostics[0]?.detail}`).toContain(detail);
    expect(readdirSync(project)).toEqual([]);
    const cache = path.join(home, '.cache/landform/providers');
    for (const folder of ['tmp', 'packages', 'signed'])
      expect(existsSync(path.join(cache, folder)) ? readdirSync(path.join(cache, folder)) : []).toEqual([]);
    expect(existsSync(path.join(root, 'escaped'))).toBe(false);
  });

  it('a package with other hashes than the locked ones', async () => {
    await serve(good)();
    const project = newProject();
    writeFileSync(
      path.join(project, '.terraform.lock.hcl'),
      `provider "${HOST}/acme/bad" {\n  version = "1.0.0"\n  hashes = ["h1:x", "zh:y"]\n}\n`,
    );
    const { diagnostics } = await install(project, { [`${HOST}/acme/bad`]: '' });
    expect(diagnostics).toMatchObject([{ code: 'provider-changed' }]);
    expect(readdirSync(project)).toEqual(['.terraform.lock.hcl']);
  });

  it.runIf(hasTerraform)('a registry without keys, by Terraform too', async () => {
    registry.forget('acme/bad');
    await registry.add({ name: 'acme/bad', version: '1.0.0', signer, keys: [] });
    const project = newProject();
    expect(await terraform(project, { [`${HOST}/acme/bad`]: '' })).toMatch(
      /authentication signature from unknown\s+issuer/,
    );
    expect(lockOf(project)).toBeUndefined();
  });

  it('a server whose certificate is not trusted', async () => {
    const { diagnostics } = await installation(newProject(), { SSL_CERT_FILE: '' }).install(
      new Map([[THING, '']]),
      NORMAL,
    );
    expect(diagnostics).toMatchObject([{ code: 'provider-unreachable' }]);
  });
});
