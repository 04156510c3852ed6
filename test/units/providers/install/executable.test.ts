import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectProviders } from '../../../../src/providers/install/index.js';
import { providerLockText } from '../../../../src/providers/install/lock-file.js';
import { packageHash } from '../../../../src/providers/install/package-hash.js';
import { currentPlatform, isPlatform } from '../../../../src/providers/install/platform.js';

const THING = 'registry.terraform.io/acme/thing';

let directory: string;
beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'landform-installed-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** The package whose hash Terraform 1.11.4 has computed, in the layout in which it installs it. */
const HASH = 'h1:ZVqzTaaWZDNDeNQrrkhbBUrDv7a9MM/Vkf7gM53Bjvo=';

function install(): string {
  const folder = path.join(directory, '.terraform/providers', THING, '1.3.0', currentPlatform());
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'LICENSE'), 'lic\n1.3.0');
  writeFileSync(path.join(folder, 'terraform-provider-thing_v1.2.3'), '#!/bin/sh\necho hi\n1.3.0', { mode: 0o755 });
  return folder;
}

function lock(hashes: readonly string[]): void {
  const text = providerLockText(new Map([[THING, { version: '1.3.0', hashes }]]));
  writeFileSync(path.join(directory, '.terraform.lock.hcl'), text);
}

const find = (environment: Readonly<Record<string, string>> = {}) =>
  new ProjectProviders({ directory, environment: { HOME: directory, ...environment } }).executable(THING);

describe('the program of a provider', () => {
  it('is found where Terraform installs it, with its hash and version', async () => {
    const folder = install();
    lock([HASH, 'zh:0']);
    const found = {
      source: THING,
      path: path.join(folder, 'terraform-provider-thing_v1.2.3'),
      hash: HASH,
      version: '1.3.0',
    };
    expect(await find()).toEqual({ executable: found });
    // The second answer comes from what the first one has noted.
    expect(await find()).toEqual({ executable: found });
  });

  it('is found through links, and where TF_DATA_DIR has it', async () => {
    const folder = install();
    lock([HASH]);
    mkdirSync(path.join(directory, 'data/providers', THING, '1.3.0'), { recursive: true });
    symlinkSync(folder, path.join(directory, 'data/providers', THING, '1.3.0', currentPlatform()));
    rmSync(path.join(directory, '.terraform.lock.hcl'));
    lock([HASH]);
    expect(await find({ TF_DATA_DIR: 'data' })).toMatchObject({ executable: { hash: HASH } });
  });

  it('is refused once a file has changed, also after it was found', async () => {
    const folder = install();
    lock([HASH]);
    expect(await find()).toHaveProperty('executable');
    writeFileSync(path.join(folder, 'LICENSE'), 'lic\n1.3.1');
    expect(await find()).toMatchObject({ problem: { code: 'provider-changed' } });
    writeFileSync(path.join(folder, 'LICENSE'), 'lic\n1.3.0');
    expect(await find()).toHaveProperty('executable');
    writeFileSync(path.join(folder, 'more'), '');
    expect(await find()).toMatchObject({ problem: { code: 'provider-changed' } });
  });

  it('is refused if the lock file has no hash of an unpacked package', async () => {
    install();
    lock(['zh:0']);
    expect(await find()).toMatchObject({ problem: { code: 'provider-changed' } });
  });

  it('is missing without a lock, without a package, and without an executable', async () => {
    expect(await find()).toMatchObject({
      problem: {
        code: 'provider-not-installed',
        detail: expect.stringContaining('.terraform.lock.hcl does not name it') as string,
      },
    });
    lock([HASH]);
    expect(await find()).toMatchObject({
      problem: { code: 'provider-not-installed', detail: expect.stringContaining('Version 1.3.0 is locked') as string },
    });
    const folder = install();
    rmSync(path.join(folder, 'terraform-provider-thing_v1.2.3'));
    lock([await packageHash(folder)]);
    expect(await find()).toMatchObject({ problem: { code: 'provider-without-executable' } });
  });

  it('is an override whatever is locked', async () => {
    mkdirSync(path.join(directory, 'dev'));
    writeFileSync(
      path.join(directory, '.terraformrc'),
      'provider_installation {\n dev_overrides {\n "acme/thing" = "dev"\n }\n direct {}\n}\n',
    );
    expect(await find()).toMatchObject({ problem: { code: 'provider-without-executable' } });
    const file = path.join(directory, 'dev', 'terraform-provider-thing');
    writeFileSync(file, 'x');
    chmodSync(file, 0o755);
    expect(await find()).toEqual({
      executable: {
        source: THING,
        path: file,
        hash: 'sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
        version: undefined,
      },
    });
  });
});

it.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'ia32', 'windows_386'],
  ['freebsd', 'arm', 'freebsd_arm'],
])('the platform of %s on %s is %s', (system, processor, expected) => {
  expect(currentPlatform(system, processor)).toBe(expected);
  expect(isPlatform(expected)).toBe(true);
});

it.each(['linux', '_amd64', 'linux_', 'linux_a', '../x_amd64', 'linux amd_64x'])('%j is not a platform', (text) => {
  expect(isPlatform(text)).toBe(false);
});
