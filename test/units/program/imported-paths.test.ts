import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importedPaths } from '../../../src/program/index.js';

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'landform-imports-'));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  writeFileSync(path.join(project, file), text);
}

test('imports of every form are found, in every source file of the user', async () => {
  write('main.ts', 'import { A } from \'./.gen/aws/a.ts\';\nexport { B } from "./.gen/aws/b.js";\n');
  write(
    'stacks/web.mts',
    "const c = await import('../.gen/aws/data/c.ts');\nimport type { D } from '../.gen/aws/d';\n",
  );
  write('lib.cjs', "const e = require('./.gen/aws/e');\nimport x from './other.ts';\nimport y from 'landform';\n");
  write('.gen/aws/a.ts', "import './ignored.ts';");
  write('node_modules/p/index.ts', "import '../../.gen/aws/ignored.ts';");
  write('types.d.ts', "import './.gen/aws/ignored.ts';");
  const found = await importedPaths(project, '.gen');
  expect([...found.keys()].sort()).toEqual(['aws/a', 'aws/b', 'aws/d', 'aws/data/c', 'aws/e']);
  expect(found.get('aws/b')).toEqual({
    file: 'main.ts',
    start: { line: 2, column: 20, byte: 56 },
    end: { line: 2, column: 35, byte: 71 },
  });
});

test('a project without source files imports nothing', async () => {
  write('main.tf', '');
  expect((await importedPaths(project, '.gen')).size).toBe(0);
});
