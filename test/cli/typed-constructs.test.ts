import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import { plugins } from '../support/plugin/executables.js';
import type { Folder, Ran } from '../support/run-landform.js';

const require = createRequire(import.meta.url);

const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    types: [],
  },
};

const required = (...names: readonly string[]): object => ({
  program: 'main.ts',
  requiredProviders: Object.fromEntries(names.map((name) => [name, { source: `example.com/test/${name}` }])),
});

let folder: Folder;
let env: Readonly<Record<string, string>> = {};
afterEach(() => folder.remove());

async function open(files: Readonly<Record<string, unknown>>): Promise<void> {
  folder = await folderWithLandform({ 'package.json': { type: 'module' }, 'tsconfig.json': TSCONFIG, ...files });
  env = await plugins(folder.path);
}

const run = (line: string): Promise<Ran> => folder.run(line, { env });

const compile = (): unknown => {
  const { status, stdout } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc')], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  return [status, stdout];
};

const generated = (): readonly string[] =>
  readdirSync(`${folder.path}/.gen`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();

const PROGRAM = `import { App, dynamic, Output, Stack } from 'landform';
import { Plug6Provider } from './.gen/plug6/provider.ts';
import { Box } from './.gen/plug6/box.ts';
import { Legacy } from './.gen/plug5/legacy.ts';
import { Plug5Provider } from './.gen/plug5/provider.ts';
import { DataLookup } from './.gen/plug5/data/lookup.ts';

const stack = new Stack(new App(), 'main');
new Plug5Provider(stack, 'five', { world: 'FOLDER/world5.json' });
const six = new Plug6Provider(stack, 'six', { world: 'FOLDER/world6.json' });
const other = new Plug6Provider(stack, 'other', { world: 'FOLDER/other.json', alias: 'other' });
const box = new Box(stack, 'a', {
  name: 'first',
  labels: ['b', 'a'],
  huge: 1152921504606846977n,
  anything: { a: [1, 'x', null] },
  secret: 'hush',
  rule: [{ port: 443, peer: [{ cidr: '10.0.0.0/8', ports: [2, 1] }] }],
  note: dynamic(['one', 'two'], ({ value }) => ({ text: value })),
  detail: { extra: { n: 1 } },
  provider: other,
  lifecycle: { ignoreChanges: ['labels'] },
});
const legacy = new Legacy(stack, 'l', { name: box.name, tag: [{ value: 't' }], count: 2 });
const found = new DataLookup(stack, 'found', { name: legacy.instance(0).name, dependsOn: [box] });
new Output(stack, 'id', { value: found.id });
new Output(stack, 'loud', { value: six.shout('hush') });
new Output(stack, 'port', { value: box.rule.at(0).port });
const checks = (): void => {
  // @ts-expect-error -- only the provider sets it
  new Box(stack, 'b', { name: 'b', token: 't' });
  // @ts-expect-error -- the function takes a string
  six.shout(1);
  // @ts-expect-error -- a rule needs a port
  new Box(stack, 'c', { name: 'c', rule: [{ peer: [] }] });
  // @ts-expect-error -- it is never stored
  void box.secret;
};
export default checks.length === 0 ? stack.node.root : undefined;
`;

describe('typed classes for providers of Terraform', () => {
  it('lead from the schemas of both protocols to an applied plan', { timeout: 120_000 }, async () => {
    await open({ 'landform.json': required('plug5', 'plug6') });
    await folder.write('main.ts', PROGRAM.replaceAll('FOLDER', folder.path));
    const early = await run('validate');
    expect(early.stderr).toContain('Typed classes are written by: landform get');
    const got = await run('get');
    expect(got.code, got.stderr).toBe(0);
    expect(got.stdout).toContain('.gen/plug6  2 classes for example.com/test/plug6');
    expect(generated()).toEqual([
      'plug5/data/lookup.ts',
      'plug5/legacy.ts',
      'plug5/provider.ts',
      'plug6/box.ts',
      'plug6/provider.ts',
    ]);
    expect(compile()).toEqual([0, '']);
    const applied = await run('apply -auto-approve');
    expect(applied.stdout, applied.stderr).toContain('Apply complete! Resources: 3 added');
    expect(applied.stdout).toMatch(/port\s+= 443/);
    expect(applied.stdout).toMatch(/loud\s+= "HUSH/);
    expect((await run('plan')).stdout).toContain('No changes.');
    const before = await folder.read('.gen/plug6/box.ts');
    expect((await run('get')).stdout).toContain('All of them are up to date.');
    expect(await folder.read('.gen/plug6/box.ts')).toBe(before);
  });

  it('are those that are imported, named or there already', { timeout: 60_000 }, async () => {
    await open({ 'landform.json': required('plug6'), 'main.ts': "import { Box } from './.gen/plug6/box.ts';\n" });
    await run('generate constructs');
    expect(generated()).toEqual(['plug6/box.ts', 'plug6/provider.ts']);
    await run('generate constructs data.plug6_lookup');
    expect(generated()).toEqual(['plug6/box.ts', 'plug6/data/lookup.ts', 'plug6/provider.ts']);
    const all = await run('generate constructs --all --json');
    expect(JSON.parse(all.stdout)).toMatchObject({
      written: ['plug6/legacy.ts', 'plug6/loose.ts', 'plug6/trouble.ts'],
      removed: [],
    });
    expect(await folder.read('.gen/plug6/legacy.ts')).toMatch(/^\/\/ Written by "landform get" for example/);

    await folder.write('.gen/plug6/mine.ts', 'export const mine = 1;\n');
    await folder.write('.gen/plug6/gone.ts', '// Written by "landform get" for an earlier version.\n');
    expect((await run('generate constructs')).stdout).toContain('1 removed.');
    expect([existsSync(`${folder.path}/.gen/plug6/gone.ts`), await folder.read('.gen/plug6/mine.ts')]).toEqual([
      false,
      'export const mine = 1;\n',
    ]);
    await folder.write('.gen/plug6/box.ts', 'export const mine = 2;\n');
    const refused = await run('generate constructs');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('plug6/box.ts was not generated')]);
    expect(await folder.read('.gen/plug6/box.ts')).toBe('export const mine = 2;\n');
  });

  it('are missing with a reason', { timeout: 60_000 }, async () => {
    await open({
      'landform.json': required('plug6'),
      'main.ts': "\nimport { Box } from './.gen/plug6/boxx.ts';\nimport { A } from './.gen/gcp/a.ts';\n",
    });
    const ran = await run('generate constructs plug6_none');
    expect(ran.code).toBe(1);
    for (const text of [
      'The program imports plug6/boxx, which no provider has',
      'Did you mean plug6/box',
      'main.ts:2:22',
      'Or add "gcp" to "requiredProviders"',
      'No required provider has the type plug6_none',
    ])
      expect(ran.stderr).toContain(text);
    expect(existsSync(`${folder.path}/.gen`)).toBe(false);
    await folder.write('landform.json', { program: 'main.ts' });
    expect((await run('generate constructs')).stderr).toContain('landform.json requires no providers');
    await folder.write('landform.json', { program: 'main.ts', requiredProviders: { aws: { version: 5 } } });
    const wrong = await run('generate constructs');
    expect(wrong.stderr).toContain('"requiredProviders.aws" has no source');
    expect(wrong.stderr).toContain('"requiredProviders.aws.version" must be a string');
  });
});

/** The part of the AWS provider that docs/typed-providers.md uses, as a provider of the project. */
const AWS = `import { defineProvider, map, object, string } from 'landform/provider';
const computed = string({ computed: true });
const handlers = { create: async (inputs) => ({ ...inputs, id: 'i', arn: 'arn:i' }), read: async (state) => state, update: async (inputs, prior) => ({ ...prior, ...inputs }), delete: async () => {} };
export default defineProvider({
  name: 'hashicorp/aws',
  version: '5.100.0',
  configuration: { region: string() },
  configure: () => ({}),
  resources: {
    aws_s3_bucket: { schema: { bucket: string(), tags: map(string()), id: computed, arn: computed }, ...handlers },
    aws_s3_bucket_versioning: {
      schema: { bucket: string({ required: true }), versioning_configuration: object({ status: string({ required: true }) }), id: computed, arn: computed },
      ...handlers,
    },
  },
  dataSources: { aws_caller_identity: { schema: { account_id: computed }, read: async () => ({ account_id: '123' }) } },
});
`;

it('the project in docs/typed-providers.md compiles and plans', { timeout: 60_000 }, async () => {
  const blocks = blocksOf(readFileSync('docs/typed-providers.md', 'utf8'));
  const textIn = (language: string): string => blocks.find((block) => block.language === language)?.text ?? '';
  const settings = JSON.parse(textIn('json')) as object;
  await open({
    'landform.json': { ...settings, providers: { 'hashicorp/aws': './aws.mjs' } },
    'main.ts': textIn('ts'),
    'aws.mjs': AWS,
  });
  const got = await run('get');
  expect(got.code, got.stderr + got.stdout).toBe(0);
  expect(compile()).toEqual([0, '']);
  const planned = await run('plan');
  expect(planned.stdout, planned.stderr).toContain('2 to add');
  expect(planned.stdout).toMatch(/bucket\s+= "logs-123"/);
});
