import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBlockers } from '../../../src/operations/migrate/blockers.js';
import { ALIAS_FILES, withAlias } from '../../../src/operations/migrate/package-file.js';

describe('package.json', () => {
  test('gets the alias, and keeps the rest and its indentation', () => {
    const text = '{\n\t"name": "x",\n\t"devDependencies": { "cdktf": "0.21.0", "b": "1" }\n}\n';
    const changed = withAlias(text, '1.2.3') ?? '';
    expect(changed).toBe(
      '{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"b": "1",\n\t\t"cdktf": "file:./landform-cdktf",\n\t\t"landform": "^1.2.3"\n\t}\n}\n',
    );
    expect(withAlias(changed, '1.2.3')).toBeUndefined();
  });

  test('keeps the version of landform that it has', () => {
    expect(
      withAlias('{"dependencies":{"cdktf":"^0.20.0"},"devDependencies":{"landform":"0.1.0"}}', '1.2.3'),
    ).not.toContain('1.2.3');
  });

  test.each(['{"dependencies":{"cdktn":"0.24.0"}}', '[]', '{'])('%s is refused', (text) => {
    expect(() => withAlias(text, '1.2.3')).toThrow(/package\.json/);
  });
});

describe('programs', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('are refused where they use what the alias does not have, with all lines', async () => {
    const write = async (name: string, text: string): Promise<void> => {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    };
    await write('main.ts', "import { App } from 'cdktf';\nconst app = new App({ hclOutput: true });\n");
    await write('lib/a.ts', "import { Testing } from 'cdktf/lib/testing';\nTesting.synthHcl(stack);\n");
    await write('out/stacks/a.js', 'MigrateIds');
    await write('node_modules/x/index.js', 'MigrateIds');
    await write('.gen/x.ts', 'MigrateIds');
    const found = await findBlockers(folder, './out');
    expect(found.map(({ summary }) => summary)).toEqual([
      'lib/a.ts:1 imports a file inside of cdktf',
      'lib/a.ts:2 writes HCL',
      'main.ts:2 writes HCL',
    ]);
  });
});

test('docs/from-cdktf.md shows the files of the alias', async () => {
  const page = await readFile(new URL('../../../docs/from-cdktf.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^```(?:json|js|ts)\n([^]*?)^```$/gm)].map(([, text = '']) => text);
  const same = (text: string): string => text.replaceAll(/\s+/g, '');
  for (const text of ALIAS_FILES.values()) expect(blocks.map(same)).toContain(same(text));
});
