import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { typeCheck } from '../support/type-check.js';

const run = promisify(execFile);
const TSC = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

let authors: Folder;
let project: Folder;
let planned: Ran;

/** What npm needs: no registry, no scripts, and Landform from where this repository has it. */
const npm = (folder: Folder, ...words: readonly string[]) =>
  run('npm', [...words, '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], HOME: folder.path },
  });

/** Packs the package in a folder of the authors, and installs what was packed. npm removes links that it did not make. */
async function install(...packs: readonly (readonly [folder: string, archive: string])[]): Promise<void> {
  for (const [folder] of packs)
    await npm(authors, 'pack', path.join(authors.path, folder), '--pack-destination', project.path);
  await npm(project, 'install', ...packs.map(([, archive]) => `./${archive}`));
  await link(project);
}

async function link({ path: folder }: Folder): Promise<void> {
  await mkdir(path.join(folder, 'node_modules'), { recursive: true });
  await symlink(process.cwd(), path.join(folder, 'node_modules/landform'));
}

const build = (folder: string) => run(process.execPath, [TSC, '-p', folder], { cwd: authors.path });

/** The files of a package as docs/policy.md shows them. */
async function documented(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile('docs/policy.md', 'utf8');
  const section = text.slice(text.indexOf('### Publish a package'), text.indexOf('## Test a policy'));
  const [manifest = '', compiler = ''] = blocksOf(section).map(({ text: block }) => block);
  return { 'acme/package.json': manifest, 'acme/tsconfig.json': compiler };
}

beforeAll(async () => {
  authors = await folderWithLandform({
    ...(await documented()),
    'acme/src/index.ts': `export { allowedRegions } from './regions.js';\n`,
    'acme/src/regions.ts': `import { definePolicy } from 'landform/policy';
export const allowedRegions = definePolicy({
  name: 'allowed-regions', description: 'Regions of the company', level: 'mandatory',
  parameters: { regions: { type: 'strings', default: ['eu-1'] } },
  *check({ changes, parameters }) {
    for (const at of changes) {
      const input = at.after?.input;
      const region = typeof input === 'object' && input !== null && 'region' in input ? String(input.region) : '';
      if (!parameters.regions.includes(region)) yield { at, message: \`\${at.address} is in \${region}\` };
    }
  },
});
`,
    // One written in JavaScript, which needs another package and offers a policy of it as well.
    'more/package.json': {
      name: 'more-policies',
      version: '0.3.0',
      main: 'index.cjs',
      peerDependencies: { '@acme/policies': '^1.0.0', landform: '*' },
    },
    'more/index.cjs': `const { definePolicy } = require('landform/policy');
const { allowedRegions } = require('@acme/policies');
exports.allowedRegions = allowedRegions;
exports.fewChanges = definePolicy({
  name: 'few-changes', description: 'Plans are small', level: 'mandatory',
  parameters: { most: { type: 'number', default: 0 } },
  check: ({ changes, parameters }) => changes.length > parameters.most ? [{ message: 'too many' }] : [],
});
`,
    'broken/package.json': { name: 'broken-policies', version: '1.0.0', main: 'index.js', type: 'module' },
    'broken/index.js': `import { definePolicy } from 'landform/policy';
const { limit } = JSON.parse('{ "limit": ');
export const policy = definePolicy({ name: 'limit', description: 'x', level: 'advisory', check: () => [limit] });
`,
  });
  project = await Folder.make({
    'package.json': { private: true, type: 'module' },
    'main.tf': 'resource "terraform_data" "a" {\n  input = { region = "us-1" }\n}\n',
    'landform.json': { policies: [{ from: '@acme/policies' }] },
  });
  await build('acme');
  await install(['acme', 'acme-policies-1.0.0.tgz']);
  planned = await project.landform('plan --out plan.json');
}, 300_000);

afterAll(async () => {
  await authors.remove();
  await project.remove();
});

interface Checked {
  readonly policies: readonly { readonly name: string; readonly version?: string }[];
  readonly findings: readonly { readonly policy: string; readonly level: string; readonly message: string }[];
  readonly problems: readonly { readonly code: string; readonly summary: string }[];
}

async function check(policies: readonly unknown[]): Promise<Checked> {
  await project.write('landform.json', { policies });
  return JSON.parse((await project.warm('policy check --json plan.json')).stdout) as Checked;
}

const foundBy = ({ findings, problems }: Checked): readonly string[] => {
  expect(problems).toEqual([]);
  return findings.map(({ policy, level, message }) => `${policy} ${level}: ${message}`);
};

test('a package that was built, packed and installed has policies, with levels and parameters of the project', async () => {
  expect(planned).toMatchObject({ code: 1, stderr: expect.stringContaining('terraform_data.a is in us-1') as string });

  const regions = { from: '@acme/policies', parameters: { 'allowed-regions': { regions: ['us-1'] } } };
  expect(foundBy(await check([regions]))).toEqual([]);
  const advice = { from: '@acme/policies', levels: { 'allowed-regions': 'advisory' } };
  const checked = await check([advice]);
  expect(foundBy(checked)).toEqual(['allowed-regions advisory: terraform_data.a is in us-1']);
  expect(checked.policies).toMatchObject([{ name: 'allowed-regions', version: '1.0.0' }]);
});

test('its types are those of a policy, for tests of its users', async () => {
  await project.write('tsconfig.json', {
    compilerOptions: { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: [] },
    files: ['use.ts'],
  });
  await project.write(
    'use.ts',
    `import type { Policy } from 'landform/policy';
import { allowedRegions } from '@acme/policies';
export const policy: Policy = allowedRegions;
export const wrong: number = allowedRegions.name;
`,
  );
  expect(typeCheck(project.path)).toEqual([`Type 'string' is not assignable to type 'number'.`]);
});

test(
  'several packages are asked together, and one that fails is an error that names it',
  { timeout: 300_000 },
  async () => {
    await install(['more', 'more-policies-0.3.0.tgz'], ['broken', 'broken-policies-1.0.0.tgz']);
    const both = await check(['@acme/policies', { from: 'more-policies', parameters: { 'few-changes': { most: 0 } } }]);
    expect(foundBy(both)).toEqual([
      'allowed-regions mandatory: terraform_data.a is in us-1',
      'few-changes mandatory: too many',
    ]);
    expect(both.policies.map(({ name, version }) => [name, version])).toEqual([
      ['allowed-regions', '1.0.0'],
      ['few-changes', '0.3.0'],
    ]);

    const { findings, problems } = await check(['broken-policies', 'not-installed', 'more-policies']);
    expect(findings).toHaveLength(2);
    expect(problems).toMatchObject([
      {
        code: 'policy-failed',
        summary: expect.stringMatching(/^The policy package broken-policies failed: .*JSON/) as string,
        location: 'node_modules/broken-policies/index.js:2:1',
      },
      { code: 'policy-not-found', summary: 'The policy package not-installed was not found' },
    ]);
    const applied = await project.warm('apply --auto-approve');
    expect(applied).toMatchObject({ code: 1, stderr: expect.stringContaining('[policy-failed]') as string });
  },
);

test('another version of a package has its policies from then on', { timeout: 300_000 }, async () => {
  const manifest = JSON.parse(await authors.read('acme/package.json')) as object;
  await authors.write('acme/package.json', { ...manifest, version: '1.1.0' });
  const source = await authors.read('acme/src/regions.ts');
  await authors.write('acme/src/regions.ts', source.replace("level: 'mandatory'", "level: 'needs-approval'"));
  await build('acme');
  await install(['acme', 'acme-policies-1.1.0.tgz']);
  const checked = await check(['@acme/policies']);
  expect(foundBy(checked)).toEqual(['allowed-regions needs-approval: terraform_data.a is in us-1']);
  expect(checked.policies).toMatchObject([{ version: '1.1.0' }]);
});
