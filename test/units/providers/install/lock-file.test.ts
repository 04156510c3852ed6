import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../src/model/index.js';
import { parseProviderLock, providerLockText } from '../../../../src/providers/install/lock-file.js';

const HEAD =
  '# This file is maintained automatically by "terraform init".\n# Manual edits may be lost in future updates.\n';

/** As Terraform 1.11.4 has written it. */
const WRITTEN = `${HEAD}
provider "registry.terraform.io/acme/thing" {
  version     = "1.3.0"
  constraints = ">= 1.0.0, ~> 1.2, != 1.2.9, < 2.0.0"
  hashes = [
    "h1:ZVqzTaaWZDNDeNQrrkhbBUrDv7a9MM/Vkf7gM53Bjvo=",
  ]
}

provider "registry.terraform.io/acme-labs/other" {
  version = "2.0.0+build.5"
  hashes = [
    "h1:/aU2SjQSgrTbWNDlWDpMS5yRkTPs/5/bGr0VnnWW9Ss=",
    "h1:aD7iMcNXA0UlUQ8yjV0Dmo1+6rv5GIqEuKSC1Hcn3ww=",
    "zh:0b1a4ab6ad2b2ac4de2a43aa2e9a5a4c34d0a8cd7da8ae8f04a2ff9d7b5ba0a4",
  ]
}
`;

describe('.terraform.lock.hcl', () => {
  it('is written as it was read', () => {
    const locked = parseProviderLock(WRITTEN);
    expect([...locked.keys()]).toEqual(['registry.terraform.io/acme/thing', 'registry.terraform.io/acme-labs/other']);
    expect(locked.get('registry.terraform.io/acme/thing')?.constraints).toBe('>= 1.0.0, ~> 1.2, != 1.2.9, < 2.0.0');
    expect(locked.get('registry.terraform.io/acme-labs/other')?.hashes).toHaveLength(3);
    expect(providerLockText(locked)).toBe(WRITTEN);
  });

  it('is sorted by the parts of the names, with each hash once', () => {
    const entry = { version: '1.0.0', hashes: ['zh:b', 'h1:b', 'h1:a', 'h1:b'] };
    const text = providerLockText(
      new Map([
        ['registry.terraform.io/b/a', entry],
        ['registry.terraform.io/a-b/a', entry],
        ['registry.terraform.io/a/z', entry],
        ['example.com/z/z', { version: '1.0.0', hashes: [] }],
      ]),
    );
    expect([...text.matchAll(/^provider "(.*)"/gm)].map(([, name]) => name)).toEqual([
      'example.com/z/z',
      'registry.terraform.io/a/z',
      'registry.terraform.io/a-b/a',
      'registry.terraform.io/b/a',
    ]);
    expect(text).toContain('  hashes = [\n    "h1:a",\n    "h1:b",\n    "zh:b",\n  ]\n}\n');
    expect(text).toContain('provider "example.com/z/z" {\n  version = "1.0.0"\n}\n');
  });

  it('may have comments and blocks for modules', () => {
    const text = `/* a */ module "x" { a = 1 }\nprovider "h/n/t" { // b\n version = "1.0.0" # c\n hashes = ["h1:a", "zh:b"]\n}`;
    expect(parseProviderLock(text)).toEqual(new Map([['h/n/t', { version: '1.0.0', hashes: ['h1:a', 'zh:b'] }]]));
  });

  it.each([
    ['provider "h/n/t" {', 'Line 1: Unexpected the end of the file'],
    ['provider "h/n/t" {\n version = \n}', 'Line 3: Unexpected "}"'],
    ['provider "h/n/t" {\n version = "${1}"\n}', 'not a version: "${1}"'],
    ['provider "n/t" {\n version = "1.0.0"\n}', '"n/t" is not the full name'],
    ['provider "h/../t" {\n version = "1.0.0"\n}', '"h/../t" is not the full name'],
    ['provider "h/n/t" {\n version = "../../1.0.0"\n}', 'not a version'],
    ['provider "h/n/t" {}', 'has no version'],
    ['provider "h/n/t" {\n version = "1.0.0"\n hashes = ["x"]\n}', 'not a list of hashes'],
    ['provider "h/n/t" {\n version = "1.0.0"\n}\nprovider "h/n/t" {\n version = "1.0.0"\n}', 'two blocks'],
    ['resource "a" "b" {}', 'unknown block "resource"'],
    ['provider "h/n/t" {\n version = "1\\q"\n}', 'Line 2: A quoted text'],
  ])('is refused: %j', (text, reason) => {
    try {
      parseProviderLock(text);
      expect.unreachable();
    } catch (error) {
      const [problem] = error instanceof DiagnosticError ? error.diagnostics : [];
      expect(problem?.code).toBe('invalid-provider-lock');
      expect(problem?.detail).toContain(reason);
    }
  });
});
