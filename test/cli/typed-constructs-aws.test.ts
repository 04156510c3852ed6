import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';

const require = createRequire(import.meta.url);

const mirror = process.env['TF_PLUGIN_MIRROR'] ?? '';
const isThere = existsSync(path.join(mirror, 'registry.terraform.io/hashicorp/aws'));
if (!isThere) console.log('skipped: typed classes for the AWS provider; TF_PLUGIN_MIRROR names no mirror that has it');

const blocks = blocksOf(readFileSync('docs/typed-providers.md', 'utf8'));
const textIn = (language: string): string => blocks.find((block) => block.language === language)?.text ?? '';

const COMPILER = {
  module: 'nodenext',
  target: 'es2023',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  noUnusedLocals: true,
  types: [],
};

let folder: Folder;
let env: Readonly<Record<string, string>>;

describe.skipIf(!isThere)('typed classes for the AWS provider', () => {
  beforeAll(async () => {
    folder = await folderWithLandform({
      'package.json': { type: 'module' },
      'tsconfig.json': {
        compilerOptions: COMPILER,
        // The largest, those with the deepest blocks, and one whose rules are attributes.
        files: [
          'main.ts',
          ...['quicksight-dashboard', 'wafv2-web-acl', 'security-group'].map((name) => `.gen/aws/${name}.ts`),
        ],
      },
      'landform.json': textIn('json'),
      'main.ts': textIn('ts'),
      'cli.tfrc': `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    });
    env = { TF_CLI_CONFIG_FILE: path.join(folder.path, 'cli.tfrc') };
  });
  afterAll(() => folder?.remove());

  const generated = (): readonly string[] =>
    readdirSync(path.join(folder.path, '.gen/aws'), { recursive: true, encoding: 'utf8' });

  it('are whole after a run that was killed, and complete after the next', { timeout: 240_000 }, async () => {
    const got = await folder.landform('get', { env });
    expect(got.code, got.stderr).toBe(0);
    const few = generated().length;
    await folder.landform('generate constructs --all', {
      env,
      during: (child) => {
        const look = setInterval(() => {
          if (generated().length <= few + 50) return;
          clearInterval(look);
          child.kill('SIGKILL');
        }, 10);
        child.on('close', () => clearInterval(look));
      },
    });
    const left = generated().filter((name) => name.endsWith('.ts'));
    expect(left.length).toBeGreaterThan(few);
    expect(left.length).toBeLessThan(2000);
    for (const name of left) {
      const text = readFileSync(path.join(folder.path, '.gen/aws', name), 'utf8');
      expect(text.startsWith('// Written by "landform get" for hashicorp/aws '), name).toBe(true);
      expect(text.endsWith('}\n'), name).toBe(true);
    }
    const again = await folder.landform('generate constructs --all', { env });
    expect(again.code, again.stderr).toBe(0);
    expect(generated().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(generated().length).toBeGreaterThan(2000);
  });

  it('compile, and the provider accepts what is written with them', { timeout: 240_000 }, async () => {
    const tsc = [require.resolve('typescript/bin/tsc'), '-p', '.'];
    const { stdout, status } = spawnSync(process.execPath, tsc, { cwd: folder.path, encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
    await folder.write(
      'main.ts',
      textIn('ts')
        .replace(
          'app.synth();',
          `new SecurityGroup(stack, 'web', { ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/8'] }] });\napp.synth();`,
        )
        .replace('import { App', "import { SecurityGroup } from './.gen/aws/security-group.ts';\nimport { App"),
    );
    const valid = await folder.landform('validate', { env });
    expect(valid.stdout, valid.stderr).toContain('The configuration is valid.');
  });
});
