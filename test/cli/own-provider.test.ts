import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';

const require = createRequire(import.meta.url);
const JITI = path.join(path.dirname(require.resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const blocks = blocksOf(readFileSync('docs/providers.md', 'utf8'));

/** The only block of a language in a section. */
function printed(section: RegExp, language: string): string {
  const found = blocks.filter((block) => section.test(block.section) && block.language === language);
  expect(found.map(({ section: title }) => title)).toHaveLength(1);
  return found[0]!.text;
}

let folder: Folder;
beforeAll(async () => {
  folder = await folderWithLandform({ 'package.json': { type: 'module' } });
  await folder.write('main.tf.json', printed(/^Your own/, 'json'));
  await folder.write('landform.json', printed(/^1\./, 'json'));
  await folder.write('shelf.ts', printed(/^1\./, 'ts'));
  const provider = printed(/^2\./, 'ts').replace('// handlers: next step', () => printed(/^3\./, 'ts'));
  await folder.write('provider.ts', provider);
  await folder.write('program/main.ts', printed(/^4\./, 'ts'));
  await folder.write('rest.ts', printed(/^One that speaks/, 'ts'));
  await folder.write('provider.test.ts', printed(/^Testing/, 'ts'));
});
afterAll(() => folder.remove());

const node = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8', env: {} });

describe('the provider in ten minutes, as printed in docs/providers.md', () => {
  it('compiles, with its program and test', { timeout: 60_000 }, () => {
    const options = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --target es2022 --module nodenext';
    const types = ['--typeRoots', path.resolve('node_modules/@types'), '--types', 'node'];
    const files = ['provider.ts', 'rest.ts', 'program/main.ts', 'provider.test.ts'];
    const { stdout, status } = node(require.resolve('typescript/bin/tsc'), ...options.split(' '), ...types, ...files);
    expect([stdout, status]).toEqual(['', 0]);
  });

  it('plans and applies', async () => {
    expect((await folder.run('plan')).stdout).toContain('1 to add');
    const applied = await folder.run('apply --auto-approve');
    expect([applied.code, applied.stderr]).toEqual([0, expect.any(String)]);
    expect((await folder.run('plan')).stdout).toContain('No changes');
    await folder.write('main.tf.json', printed(/^Your own/, 'json').replace('"size": 3', '"size": 4'));
    expect((await folder.run('apply --auto-approve')).stdout).toContain('1 changed');
  });

  it('passes its tests', async () => {
    await folder.write('main.tf.json', printed(/^Your own/, 'json'));
    const ran = node(JITI, 'provider.test.ts');
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, expect.any(String), '']);
    expect(ran.stdout).toMatch(/^. pass 5$/m);
  });

  it('is used by its program', async () => {
    await folder.write(
      'program/landform.json',
      '{"program": "main.ts", "providers": {"acme/thing": "../provider.ts"}}',
    );
    const { code, stdout, stderr } = await folder.run('apply --auto-approve --chdir program');
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout).toMatch(/id = "[0-9a-f-]{36}"/);
  });
});
