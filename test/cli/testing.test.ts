import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';
import { typeCheck } from '../support/type-check.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = readFileSync('docs/testing.md', 'utf8');

/** The files of the guide by name. */
const files = new Map(
  [...GUIDE.matchAll(/<!-- file: (\S+) -->\n\n```\w+\n(.*?)\n```/gs)].map(([, name = '', text = '']) => [name, text]),
);

const FAILING = `
import { expect, test } from 'vitest';
import { createHarness } from 'landform/testing';
import 'landform/testing/vitest';

test('fails', async () => {
  expect(await createHarness({ mocks: { acloud: {} } }).plan()).toReplace('terraform_data.settings');
});
`;

let folder: Folder;
beforeAll(async () => {
  folder = await folderWithLandform({
    'landform.json': { program: 'main.ts' },
    'package.json': { type: 'module' },
    'tsconfig.json': {
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        strict: true,
        noEmit: true,
        types: [],
        skipLibCheck: true,
      },
      include: ['*.ts'],
    },
  });
  await symlink(path.join(ROOT, 'node_modules/vitest'), path.join(folder.path, 'node_modules/vitest'));
  for (const [name, text] of files) await folder.write(name, `${text}\n`);
});
afterAll(() => folder.remove());

function node(...given: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, given, {
    cwd: folder.path,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
  });
  return { status, text: `${stdout}${stderr}` };
}

describe('docs/testing.md, as printed', () => {
  it('has files that Vitest runs, and says what it prints for a failure', async () => {
    await folder.write('failing.test.ts', FAILING);
    const { text } = node(
      path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--no-isolate',
      '--testTimeout=100000',
    );
    const tests = [...files.keys()].filter((name) => name.endsWith('.test.ts'));
    expect(text).toContain(`Tests  1 failed | ${tests.length} passed (${tests.length + 1})`);
    const failure = blocksOf(GUIDE).find(({ language }) => language === 'text')!.text;
    for (const line of failure.split('\n')) expect(text).toContain(line);
  }, 120_000);

  it('has a file that the test runner of Node runs', () => {
    const { status, text } = node('--test', 'runner.test.mjs');
    expect([status, text]).toEqual([0, expect.stringContaining('pass 1')]);
  });

  it('has types, in which the matchers are those of expect', async () => {
    await folder.write(
      'wrong.ts',
      `import { expect } from 'vitest';\nimport 'landform/testing/vitest';\nexpect({}).toCreate(1);\n`,
    );
    expect(typeCheck(folder.path)).toEqual([
      expect.stringContaining("Argument of type 'number' is not assignable to parameter of type 'Target'"),
    ]);
  }, 120_000);
});
