import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfiguration, readTestFile } from '../../src/language/index.js';
import { blocksIn, readSettings } from '../../src/providers/install/settings-text.js';
import { blocksOf, type Block } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';

/** The tests that run or compile the TypeScript of a document as it is printed. */
const CHECKED_BY: Readonly<Record<string, string>> = {
  'README.md': 'test/cli/readme.test.ts',
  'docs/absorb.md': 'test/cli/absorb.test.ts',
  'docs/actions.md': 'test/cli/actions.test.ts',
  'docs/automation.md': 'test/cli/automation.test.ts',
  'docs/constructs.md': 'test/cli/document-blocks.test.ts',
  'docs/convert.md': 'test/cli/convert.test.ts',
  'docs/drift.md': 'test/cli/drift.test.ts',
  'docs/encryption.md': 'test/units/constructs/encryption.test.ts',
  'docs/from-cdktf.md': 'test/units/operations/migrate-cdktf.test.ts',
  'docs/getting-started.md': 'test/cli/readme.test.ts',
  'docs/modules.md': 'test/cli/generate-module.test.ts',
  'docs/policy.md': 'test/cli/policy.test.ts',
  'docs/provider-from-openapi.md': 'test/cli/provider-from-openapi.test.ts',
  'docs/providers.md': 'test/cli/own-provider.test.ts',
  'docs/providers/acloud.md': 'test/units/docs/provider-guides.test.ts',
  'docs/providers/asm.md': 'test/units/docs/provider-guides.test.ts',
  'docs/providers/conductor.md': 'test/units/docs/provider-guides.test.ts',
  'docs/providers/palette.md': 'test/units/docs/provider-guides.test.ts',
  'docs/stacks.md': 'test/cli/stacks.test.ts',
  'docs/testing.md': 'test/cli/testing.test.ts',
  'docs/telemetry.md': 'test/cli/telemetry.test.ts',
  'docs/typed-providers.md': 'test/cli/typed-constructs.test.ts',
};

/** Blocks that are shown and not run, by their beginning, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  '.landform/*': 'lines of a .gitignore; test/cli/init.test.ts reads those that "landform init" writes',
  'expect(plan).toReplace': 'what Vitest prints for a failure; test/cli/testing.test.ts compares it',
  "import assert from 'node:assert/strict';\nimport { test } from 'node:test';":
    'for the test runner of Node; test/cli/testing.test.ts runs it',
  "import { expect } from '@jest/globals';": 'for Jest, which is not installed here',
  'module.exports = require': 'a file of the alias; test/units/operations/migrate-cdktf.test.ts compares it',
  'npm ': 'installs the package, or runs the demo, which test/cli/demos.test.ts does',
  'Apply takes about': 'the forecast in a plan; test/cli/forecast.test.ts compares it',
  'Plan: 1 to add': 'what a command of the block before prints; test/cli/actions.test.ts compares it',
  'alarm_token: { optional: true': 'lines of a generated file; test/cli/provider-from-openapi.test.ts changes them so',
};

const require = createRequire(import.meta.url);
const documents = [
  'README.md',
  ...['docs', 'docs/providers'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];
const all = documents.flatMap((file) => blocksOf(readFileSync(file, 'utf8')).map((block) => ({ file, ...block })));
const languageOf = ({ language }: Block): string => language.split(' ')[0]!;

describe('code blocks in the documentation', () => {
  it.each(documents.filter((file) => all.some((block) => block.file === file && languageOf(block) === 'ts')))(
    'the programs of %s are run or compiled by a test',
    (file) => {
      const test = CHECKED_BY[file]!;
      expect(test).toBeDefined();
      expect(existsSync(test)).toBe(true);
      expect(readFileSync(test, 'utf8')).toContain(test.includes('guides') ? 'docs/providers/' : file);
    },
  );

  it.each(all.filter((block) => languageOf(block) === 'json'))('the JSON in $file, $section, parses', ({ text }) => {
    expect(JSON.parse(text)).toBeTypeOf('object');
  });

  it.each(all.filter((block) => languageOf(block) === 'yaml'))('the YAML in $file, $section, parses', ({ text }) => {
    expect(parse(text)).toBeTypeOf('object');
  });

  /** The CLI configuration of Terraform, which is not a configuration of infrastructure. */
  const isSettings = ({ text }: Block): boolean => text.startsWith('provider_installation');
  const hcl = all.filter((block) => languageOf(block) === 'hcl');

  it.each(hcl.filter(isSettings))('the CLI configuration in $file, $section, is read', ({ text }) => {
    expect(blocksIn(readSettings(text), 'provider_installation')).toHaveLength(1);
  });

  /** A test file, which is not a configuration either. */
  const isTestFile = ({ text }: Block): boolean => /^(?:run|variables|mock_provider) /m.test(text);

  it.each(hcl.filter(isTestFile))('the test file in $file, $section, is read', ({ text }) => {
    const { test, diagnostics } = readTestFile({ name: 'a.tftest.hcl', text: `${text}\n` });
    expect(diagnostics).toEqual([]);
    expect(test.runs).not.toEqual([]);
  });

  it.each(hcl.filter((block) => !isSettings(block) && !isTestFile(block)))(
    'the HCL in $file, $section, is read',
    ({ text }) => {
      const files = [{ name: 'main.tf', text: `${text}\n` }];
      // The modules that are called are not here.
      expect(readConfiguration(files, () => ({ files: [], directory: 'called' })).diagnostics).toEqual([]);
    },
  );

  it('all other blocks are commands, their output, or listed with a reason', () => {
    const isCommand = (line: string): boolean =>
      /^(#|\$ |$|(npx |source <\(|[A-Z_]+=\S+ )?landform |export |npm )/.test(line);
    /** A part of an object. */
    const isMembers = (text: string): boolean => {
      try {
        return typeof JSON.parse(`{${text.trim().replace(/,$/, '')}}`) === 'object';
      } catch {
        return false;
      }
    };
    const rest = all.filter((block) => !['ts', 'json', 'yaml', 'hcl', 'console'].includes(languageOf(block)));
    const unknown = rest
      .filter(({ text }) => !Object.keys(NOT_RUN).some((beginning) => text.startsWith(beginning)))
      .filter(({ text }) => !text.split('\n').every((line) => isCommand(line.trim())) && !isMembers(text))
      .map(({ file, section, text }) => `${file}, ${section}: ${text.split('\n')[0]}`);
    expect(unknown).toEqual([]);
  });

  it('every listed reason belongs to an existing block', () => {
    for (const beginning of Object.keys(NOT_RUN)) {
      expect(
        all.some(({ text }) => text.startsWith(beginning)),
        beginning,
      ).toBe(true);
    }
  });
});

describe('docs/constructs.md', () => {
  const [program = '', ...fragments] = all
    .filter((block) => block.file === 'docs/constructs.md' && languageOf(block) === 'ts')
    .map(({ text }) => text);
  /** What the fragments refer to. */
  const PRELUDE = `
import { App, Aspects, dynamic, Resource, Stack, Testing, Variable } from 'landform';
import { AcloudProvider, CloudAccount, DataCloudAccounts } from 'landform/providers/acloud';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const stack = new Stack(app, 'prod');
new AcloudProvider(stack, 'acloud');
const account = new CloudAccount(stack, 'main', { displayName: 'Main', cloudProfile: 'aws' });
const accounts = new DataCloudAccounts(stack, 'accounts');
`;
  let folder: Folder;
  beforeAll(async () => {
    folder = await folderWithLandform({ 'package.json': { type: 'module' }, 'landform.json': { program: 'main.ts' } });
    await folder.write('main.ts', program);
    await folder.write('fragments.ts', `${PRELUDE}${fragments.map((text) => `{\n${text}\n}\n`).join('')}`);
  });
  afterAll(() => folder.remove());

  it('compiles', { timeout: 60_000 }, () => {
    const options = '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node --typeRoots';
    const types = path.resolve('node_modules/@types');
    const args = [require.resolve('typescript/bin/tsc'), ...options.split(' '), types, 'main.ts', 'fragments.ts'];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8' });
    expect([stdout, status]).toEqual(['', 0]);
  });

  it('runs', async () => {
    const { code, stderr } = await folder.run('synth');
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(await folder.read('landform.out/prod/landform.tf.json')).toContain('"display_name": "Main"');
    const jiti = path.join(path.dirname(require.resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
    const ran = spawnSync(process.execPath, [jiti, 'fragments.ts'], { cwd: folder.path, encoding: 'utf8' });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(fragments.length).toBeGreaterThanOrEqual(5);
  });
});
