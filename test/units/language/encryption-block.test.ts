import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mergedEncryption, readConfiguration, readEncryptionText } from '../../../src/language/index.js';
import type { EncryptionSettings } from '../../../src/model/index.js';

const HCL = `
key_provider "pbkdf2" "a" {
  passphrase = var.p
}
key_provider "pbkdf2" "b" {
  chain = key_provider.pbkdf2.a
}
method "aes_gcm" "m" {
  keys = key_provider.pbkdf2.b
}
method "unencrypted" "u" {}
state {
  method = method.aes_gcm.m
  fallback {
    method = method.unencrypted.u
  }
}
remote_state_data_sources {
  default {
    method = method.aes_gcm.m
  }
  remote_state_data_source "net" {
    method = method.unencrypted.u
  }
}
`;

const JSON_TEXT = JSON.stringify({
  key_provider: { pbkdf2: { a: { passphrase: '${var.p}' }, b: { chain: '${key_provider.pbkdf2.a}' } } },
  method: { aes_gcm: { m: { keys: 'key_provider.pbkdf2.b' } }, unencrypted: { u: {} } },
  state: { method: 'method.aes_gcm.m', fallback: { method: 'method.unencrypted.u' } },
  remote_state_data_sources: {
    default: { method: 'method.aes_gcm.m' },
    remote_state_data_source: { net: { method: 'method.unencrypted.u' } },
  },
});

const read = (text: string): EncryptionSettings => {
  const { settings, diagnostics } = readEncryptionText('TF_ENCRYPTION', text);
  expect(diagnostics).toEqual([]);
  return settings!;
};

const problems = (text: string): readonly string[] =>
  readEncryptionText('TF_ENCRYPTION', text).diagnostics.map(({ summary, detail = '' }) => `${summary}: ${detail}`);

describe('the encryption block', () => {
  test.each([
    ['HCL', HCL],
    ['JSON', JSON_TEXT],
  ])('is read in %s', (_, text) => {
    const settings = read(text);
    expect(
      settings.keyProviders.map(({ type, name, keysFrom, body }) => [type, name, keysFrom, Object.keys(body.content)]),
    ).toEqual([
      ['pbkdf2', 'a', undefined, ['passphrase']],
      ['pbkdf2', 'b', 'pbkdf2.a', []],
    ]);
    expect(settings.methods.map(({ type, keysFrom }) => [type, keysFrom])).toEqual([
      ['aes_gcm', 'pbkdf2.b'],
      ['unencrypted', undefined],
    ]);
    expect(settings.state).toEqual({
      isEnforced: false,
      method: 'aes_gcm.m',
      fallback: { isEnforced: false, method: 'unencrypted.u' },
    });
    expect(settings.remote).toMatchObject({
      default: { method: 'aes_gcm.m' },
      'data.net': { method: 'unencrypted.u' },
    });
    expect(settings.plan).toBeUndefined();
  });

  test('is part of the terraform block, and may be overridden', () => {
    const block = (text: string): string => `terraform {\n  encryption {\n${text}\n  }\n}\n`;
    const { configuration, diagnostics } = readConfiguration([
      { name: 'main.tf', text: block(HCL) },
      { name: 'main_override.tf', text: block('state {\n enforced = true\n}') },
    ]);
    expect(diagnostics).toEqual([]);
    expect(configuration.terraform.encryption?.state).toMatchObject({ isEnforced: true, method: 'aes_gcm.m' });
    const twice = readConfiguration([
      { name: 'a.tf', text: block('') },
      { name: 'b.tf', text: block('') },
    ]);
    expect(twice.diagnostics.map(({ summary }) => summary)).toEqual(['The block "encryption" appears more than once']);
  });

  test('is completed by the environment, which takes precedence', () => {
    const merged = mergedEncryption(
      read('state {\n  enforced = true\n}\n'),
      read(`${HCL}plan {\n  method = method.aes_gcm.m\n}\n`),
    );
    expect(merged.state).toMatchObject({ isEnforced: true, method: 'aes_gcm.m' });
    expect([merged.plan?.method, merged.methods.length]).toEqual(['aes_gcm.m', 2]);
    const changed = mergedEncryption(read(HCL), read('key_provider "pbkdf2" "a" {\n  iterations = 300000\n}\n'));
    expect(Object.keys(changed.keyProviders[0]!.body.content)).toEqual(['passphrase', 'iterations']);
  });

  test.each([
    ['state {\n method = "aes"\n}', /"method" must name a method: Write method\.TYPE\.NAME/],
    ['method "aes_gcm" "m" {\n keys = method.aes_gcm.m\n}', /"keys" must name a key provider/],
    ['states {}', /"states" is not supported in the encryption block: Did you mean "state"/],
    ['state {\n enforced = var.x\n}', /"enforced" must be true or false/],
    ['method "unencrypted" "u" {}\nmethod "unencrypted" "u" {}', /There are two blocks method "unencrypted" "u"/],
    ['state {}\nstate {}', /The block "state" appears more than once/],
    ['{"state": ', /JSON/],
  ])('%s is an error', (text, expected) => {
    expect(problems(text).join('\n')).toMatch(expected);
  });
});

test('every sample of the guide is read without a problem', () => {
  const guide = readFileSync('docs/encryption.md', 'utf8');
  const samples = [...guide.matchAll(/```hcl\n(.*?)```/gs)].map(([, text = '']) => text);
  expect(samples.length).toBeGreaterThan(3);
  for (const text of samples) {
    const { configuration, diagnostics } = readConfiguration([{ name: 'main.tf', text }]);
    expect(diagnostics).toEqual([]);
    expect(configuration.terraform.encryption).toBeDefined();
  }
});
