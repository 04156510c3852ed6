import { spawnSync } from 'node:child_process';
import { readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf, commandsOf } from '../support/documents.js';
import { serve, type Served } from '../scenarios/openapi/serve.js';
import { Folder } from '../support/run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const guide = blocksOf(await readFile(path.join(ROOT, 'docs/provider-from-openapi.md'), 'utf8'));
const block = (section: string, language: string, nth = 0): string =>
  guide.filter((each) => each.section === section && each.language === language)[nth]!.text;

let folder: Folder;
let served: Served | undefined;

beforeEach(async () => {
  folder = await Folder.make();
  await folder.link();
  await symlink(path.join(ROOT, 'node_modules/vitest'), path.join(folder.path, 'node_modules/vitest'));
});

afterEach(async () => {
  await served?.stop();
  served = undefined;
  await folder.remove();
});

describe('docs/provider-from-openapi.md', () => {
  it('works as written, command by command', { timeout: 120_000 }, async () => {
    await folder.write('openapi.yaml', block('The description', 'yaml'));
    const [line] = commandsOf({ section: '', language: '', text: block('Generate', '') });
    const generated = await folder.run(line!);
    expect(generated.code, generated.stderr).toBe(0);
    const table = await readFile(path.join(ROOT, 'docs/provider-from-openapi.md'), 'utf8');
    for (const name of await readdir(path.join(folder.path, 'acme'))) expect(table).toContain(`| \`${name}\``);

    await folder.write('landform.json', block('Try it on an emulator', 'json', 0));
    await folder.write('main.tf.json', block('Try it on an emulator', 'json', 1));
    const [emulate] = commandsOf({ section: '', language: '', text: block('Try it on an emulator', '', 0) });
    served = await serve(folder, emulate!.split(' '));
    const commands = commandsOf({ section: '', language: '', text: block('Try it on an emulator', '', 1) });
    expect(commands).toEqual(['plan', 'apply', 'plan', 'destroy']);
    const said: string[] = [];
    for (const command of commands) {
      const asks = command === 'plan' ? '' : ' --auto-approve';
      const ran = await folder.run(command + asks, { env: served.environment });
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
      said.push(ran.stdout);
    }
    expect(said[0]).toContain('1 to add');
    expect(said[2]).toContain('No changes');

    await folder.write('main.tf.json', block('Actions', 'json'));
    for (const command of commandsOf({ section: '', language: '', text: block('Actions', '') })) {
      const ran = await folder.run(`${command} --auto-approve`, { env: served.environment });
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
      said.push(ran.stdout);
    }
    expect(said.at(-1)).toContain('Actions: 1 invoked.');
    await folder.run('destroy --auto-approve', { env: served.environment });
    await folder.write('main.tf.json', block('Try it on an emulator', 'json', 1));

    const before = block('Review the mapping', '', 0).trim();
    const mapping = await folder.read('acme/mapping.ts');
    expect(mapping).toContain(before);
    await folder.write('acme/mapping.ts', mapping.replace(before, block('Review the mapping', '', 1).trim()));
    expect((await folder.run('plan', { env: served.environment })).code).toBe(0);

    await folder.write('main.ts', block('In a program', 'ts'));
    await folder.write('landform.json', { program: 'main.ts', providers: { 'acme/acme': './acme/provider.ts' } });
    const planned = await folder.run('plan', { env: served.environment });
    expect(planned.stdout, planned.stderr).toContain('1 to add');
  });

  it('contains a test that passes as generated', { timeout: 120_000 }, async () => {
    await folder.write('openapi.yaml', block('The description', 'yaml'));
    await folder.run('generate provider --openapi openapi.yaml --name acme');
    const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
    const ran = spawnSync(process.execPath, [vitest, 'run', '--root', folder.path], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
  });
});
