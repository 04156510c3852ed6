import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providersSchema } from '../../src/operations/index.js';
import type { JsonObject } from '../../src/model/index.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The generator runs `terraform` and reports home when it is merely loaded, so it gets a process where it can do neither.
 * Like `cdktf get`, it is given one provider at a time: of several, it writes only the first one's index right.
 */
const GENERATE = `
const { readFileSync } = require('node:fs');
const { TerraformProviderGenerator } = require('@cdktf/provider-generator/lib/get/generator/provider-generator');
const { CodeMaker } = require('codemaker');
const schema = JSON.parse(readFileSync('schema.json', 'utf8'));
const made = Object.entries(schema.provider_schemas).map(([source, provider]) => {
  const code = new CodeMaker();
  code.indentation = 2;
  new TerraformProviderGenerator(code, { ...schema, provider_schemas: { [source]: provider } }).generateAll();
  return code.save('generated');
});
Promise.all(made).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
`;

/** A program that uses what was generated as a person would. */
const PROGRAM = `
import { App, TerraformStack } from 'cdktf';
import { AcloudProvider } from './generated/providers/acloud/provider';
import { CloudAccount } from './generated/providers/acloud/cloud-account';
import { CloudCredentialsAws } from './generated/providers/acloud/cloud-credentials-aws';
import { DataAcloudCloudProfiles } from './generated/providers/acloud/data-acloud-cloud-profiles';
import { Password } from './generated/providers/random/password';
const stack = new TerraformStack(new App(), 'stack');
new AcloudProvider(stack, 'acloud', { organisation: 'acme' });
const profiles = new DataAcloudCloudProfiles(stack, 'profiles', { type: 'aws' });
const account = new CloudAccount(stack, 'account', { displayName: 'Main', cloudProfile: profiles.cloudProfiles.get(0).identity });
const password = new Password(stack, 'password', { length: 20 });
new CloudCredentialsAws(stack, 'aws', {
  cloudAccountIdentity: account.identity, displayName: 'Main', accessKeyId: 'id', accessKeySecret: password.result,
});
`;

const require = createRequire(import.meta.url);
let folder: string;
let schema: JsonObject;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'landform-generator-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const result = await providersSchema(
    {
      directory: folder,
      environment: {},
      emit: () => {},
      signal: new AbortController().signal,
      stopping: () => false,
      clock: () => 0,
      now: () => new Date(0),
      randomHex: () => '',
      version: '0.0.0-test',
    },
    { all: true },
  );
  expect(result.diagnostics).toEqual([]);
  schema = result.json!;
  writeFileSync(path.join(folder, 'schema.json'), JSON.stringify(schema));
  writeFileSync(path.join(folder, 'generate.cjs'), GENERATE);
  writeFileSync(path.join(folder, 'main.ts'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(...given: readonly string[]): { readonly status: number | null; readonly text: string } {
  const ran = spawnSync(process.execPath, given, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      TERRAFORM_BINARY_NAME: '/bin/false',
      CI: '1',
    },
  });
  return { status: ran.status, text: `${ran.stdout}${ran.stderr}` };
}

describe('the schemas of all providers', () => {
  it(
    "are accepted by CDKTF's generator, which writes classes for each resource and data source",
    { timeout: 60_000 },
    () => {
      const generated = node('generate.cjs');
      expect(generated.status, generated.text).toBe(0);
      const providers = schema['provider_schemas'] as Record<
        string,
        { resource_schemas?: object; data_source_schemas?: object }
      >;
      expect(Object.keys(providers).length).toBeGreaterThanOrEqual(4);
      for (const [source, { resource_schemas = {}, data_source_schemas = {} }] of Object.entries(providers)) {
        const own = path.join(folder, 'generated/providers', source.split('/').at(-1)!);
        expect(existsSync(path.join(own, 'index.ts')), own).toBe(true);
        const classes = readdirSync(own, { withFileTypes: true }).filter(
          (entry) => entry.isDirectory() && entry.name !== 'provider',
        );
        expect(classes, source).toHaveLength(
          Object.keys(resource_schemas).length + Object.keys(data_source_schemas).length,
        );
      }
    },
  );

  it('become classes that compile, with a program that uses them', { timeout: 90_000 }, () => {
    const compiled = node(
      require.resolve('typescript/bin/tsc'),
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--module',
      'node20',
      '--types',
      'node',
      'main.ts',
      ...readdirSync(path.join(folder, 'generated/providers')).map((name) => `generated/providers/${name}/index.ts`),
    );
    expect(compiled.text).toBe('');
    expect(compiled.status).toBe(0);
  });
});
