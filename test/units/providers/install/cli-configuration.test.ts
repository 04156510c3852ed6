import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../src/model/index.js';
import { readCliConfiguration, type CliConfiguration } from '../../../../src/providers/install/cli-configuration.js';
import { isFor } from '../../../../src/providers/install/installation-methods.js';

let home: string;
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'landform-cli-'))));
afterEach(() => rmSync(home, { recursive: true }));

function read(text: string, environment: Readonly<Record<string, string>> = {}): CliConfiguration {
  writeFileSync(path.join(home, 'x.tfrc'), text);
  return readCliConfiguration(
    { HOME: home, TF_CLI_CONFIG_FILE: path.join(home, 'x.tfrc'), ...environment },
    '/project',
  );
}

const WHOLE = `
# A comment, and // another
plugin_cache_dir   = "$HOME/\${SUB}/cache" /* a third */
plugin_cache_may_break_dependency_lock_file = true
disable_checkpoint = true
providers { old = "/x" }
credentials "Registry.Example.com" { token = "abc\\"d" }
host "registry.example.com" {
  services = { "providers.v1" = "https://a.example/v1/" }
}
provider_installation {
  dev_overrides {
    "acme/thing" = "bin"
    "example.com/acme/other" = "/opt/other"
  }
  filesystem_mirror {
    path    = "/usr/share/mirror"
    include = ["example.com/*/*", "acme/*"]
    exclude = ["acme/secret"]
  }
  network_mirror { url = "https://mirror.example/v1" }
  direct { exclude = ["*/*/*"] }
}
`;

const MEANING = {
  overrides: new Map([
    ['registry.terraform.io/acme/thing', '/project/bin'],
    ['example.com/acme/other', '/opt/other'],
  ]),
  methods: [
    {
      kind: 'filesystem',
      folder: '/usr/share/mirror',
      include: ['example.com/*/*', 'registry.terraform.io/acme/*'],
      exclude: ['registry.terraform.io/acme/secret'],
    },
    { kind: 'network', url: 'https://mirror.example/v1/', include: undefined, exclude: [] },
    { kind: 'direct', include: undefined, exclude: ['*/*/*'] },
  ],
  cacheMayBreakLock: true,
  tokens: new Map([['registry.example.com', 'abc"d']]),
  services: new Map([['registry.example.com', { 'providers.v1': 'https://a.example/v1/' }]]),
  diagnostics: [],
};

describe('the CLI configuration', () => {
  it('is read from HCL', () => {
    expect(read(WHOLE, { SUB: 's' })).toEqual({ ...MEANING, cache: `${home}/s/cache` });
  });

  it('is read from JSON', () => {
    const json = {
      plugin_cache_dir: '/cache',
      plugin_cache_may_break_dependency_lock_file: true,
      credentials: { 'Registry.Example.com': { token: 'abc"d' } },
      host: { 'registry.example.com': { services: { 'providers.v1': 'https://a.example/v1/' } } },
      provider_installation: [
        {
          dev_overrides: [{ 'acme/thing': 'bin', 'example.com/acme/other': '/opt/other' }],
          filesystem_mirror: {
            path: '/usr/share/mirror',
            include: ['example.com/*/*', 'acme/*'],
            exclude: ['acme/secret'],
          },
          network_mirror: { url: 'https://mirror.example/v1' },
          direct: [{ exclude: ['*/*/*'] }],
        },
      ],
    };
    expect(read(JSON.stringify(json))).toEqual({ ...MEANING, cache: '/cache' });
  });

  it('is read from the home and its folder, the first one that sets something deciding', () => {
    mkdirSync(path.join(home, '.terraform.d'));
    writeFileSync(path.join(home, '.terraformrc'), 'credentials "a.example" { token = "first" }');
    writeFileSync(
      path.join(home, '.terraform.d', 'b.tfrc'),
      'credentials "b.example" { token = "b" }\nplugin_cache_dir = "c"',
    );
    const stored = { credentials: { 'a.example': { token: 'second' }, 'c.example': { token: 'c' } } };
    writeFileSync(path.join(home, '.terraform.d', 'credentials.tfrc.json'), JSON.stringify(stored));
    const found = readCliConfiguration({ HOME: home }, '/project');
    expect(found.tokens).toEqual(
      new Map([
        ['c.example', 'c'],
        ['a.example', 'first'],
        ['b.example', 'b'],
      ]),
    );
    expect(found).toMatchObject({ cache: '/project/c', methods: undefined });
    expect(readCliConfiguration({ HOME: home, TF_PLUGIN_CACHE_DIR: '/env' }, '/project').cache).toBe('/env');
  });

  it('is not read at all where there is no home', () => {
    expect(readCliConfiguration({}, '/project')).toMatchObject({ cache: undefined, tokens: new Map() });
  });

  it('may be named and missing', () => {
    const { diagnostics } = readCliConfiguration({ TF_CLI_CONFIG_FILE: '/no/such.tfrc' }, '/project');
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'cli-configuration-missing' }]);
  });

  it.each([
    ['provider_installation {\n  direct {', 'Line 2: Unexpected the end of the file'],
    ['a = "b\nc = 1', 'Line 1: Unexpected "\\""'],
    ['{"a": ', 'Line 1: '],
    ['provider_installation { filesystem_mirror {} }', 'filesystem_mirror needs "path"'],
    ['provider_installation { network_mirror { url = "http://x" } }', 'must begin with https://'],
    ['provider_installation { mirror {} }', 'no method "mirror"'],
    ['provider_installation { direct { include = "x" } }', '"include" must be a list'],
    ['provider_installation { dev_overrides { "a/b" = 1 } }', 'must name a folder for a/b'],
    ['provider_installation { direct = true }', '"direct" in provider_installation must be a block'],
    ['provider_installation {}\nprovider_installation {}', 'more than one block'],
  ])('is refused: %j', (text, reason) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      const [problem] = error instanceof DiagnosticError ? error.diagnostics : [];
      expect([problem?.code, problem?.detail]).toEqual(['invalid-cli-configuration', expect.stringContaining(reason)]);
    }
  });
});

it.each([
  [['*/*/*'], [], true],
  [undefined, [], true],
  [undefined, ['registry.terraform.io/acme/*'], false],
  [['registry.terraform.io/*/*'], ['registry.terraform.io/acme/thing'], false],
  [['registry.terraform.io/acme/thing'], ['registry.terraform.io/acme/other'], true],
  [['example.com/acme/*'], [], false],
  [[], [], false],
])('include %j and exclude %j', (include, exclude, expected) => {
  expect(isFor({ include, exclude }, 'registry.terraform.io/acme/thing')).toBe(expected);
});
