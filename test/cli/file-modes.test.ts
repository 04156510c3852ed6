import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWithLandform } from '../support/library.js';
import { onDisk } from '../support/on-disk.js';
import type { Folder, RunOptions } from '../support/run-landform.js';

onDisk();

/** What a run leaves or uses for a while, and who may read it; a folder has a slash at its end. */
const WRITTEN: readonly (readonly [what: string, path: RegExp, mode: string])[] = [
  ['the state', /^(?:terraform\.prod|other)\.tfstate$/, '600'],
  ['its backup', /^terraform\.prod\.tfstate\.backup$/, '600'],
  ['a backup with another name', /^kept\.tfstate$/, '600'],
  ['the journal of a running apply', /^terraform\.prod\.tfstate\.journal$/, '600'],
  ['a state or journal that is being written', /^\.[^/]*\.tmp$/, '600'],
  ['a saved plan', /^saved\.plan$/, '600'],
  ['the folder of synthesized configurations', /^landform\.out\/$/, '700'],
  ['a synthesized configuration', /^landform\.out\/.*\.json$/, '600'],
  ['the folder of compiled programs', /^\.landform\/cache\/(?:.*\/)?$/, '700'],
  ['a compiled program, finally (its folder is private)', /^\.landform\/cache\/.*[^/]$/, '600'],
  ['the state of the sandbox', /^sandbox\.json$/, '600'],
  ["the folder of Landform's code cache, in which Node.js creates its own", /^tmp\/landform-[^/]*\/$/, '700'],
  ["Landform's code cache", /^tmp\/landform-[^/]*\/.*[^/]$/, '600'],
];

/** What is open to others on purpose, and why. */
const OPEN: readonly (readonly [why: string, path: RegExp])[] = [
  ['it tells other users who holds the lock', /^\.landform\/[^/]*\.tfstate\.lock\./],
  ['it contains the lock, and the cache inside is private', /^\.landform\/$/],
  ['the resource sets the mode, as in Terraform', /^open\.txt(?:\.\w+\.tmp)?$/],
];

/** Written by the test itself, with the usual mode of files. */
const GIVEN = /^(?:main\.ts|main\.tf\.json|landform\.json|node_modules\/|tmp\/)$/;

/** With an enum, so that each Node compiles it and keeps the result. */
const program = (value: string): string => `import { App, Stack, TerraformVariable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
enum Needs { Compiling }
const app = new App();
const stack = new Stack(app, 'prod');
const pin = new TerraformVariable(stack, 'pin', { sensitive: true });
for (let index = 0; index < 2000; index += 1)
  new TerraformData(stack, \`of_\${index}\`, { input: { pin: pin.value, value: '${value}' } });
app.synth();
`;

describe('with a umask of 0', () => {
  const before = process.umask(0);
  /** Modes that were seen, while Landform ran too, by path: what a run leaves comes last. */
  const modes = new Map<string, string[]>();
  let folder: Folder;

  function look(directory = ''): void {
    let names: readonly string[] = [];
    try {
      names = readdirSync(path.join(folder.path, directory));
    } catch {
      return; // It was there for a moment.
    }
    for (const name of names) {
      const relative = directory + name;
      const stats = lstatSync(path.join(folder.path, relative), { throwIfNoEntry: false });
      if (stats === undefined || stats.isSymbolicLink()) continue;
      const key = stats.isDirectory() ? `${relative}/` : relative;
      const seen = modes.get(key) ?? [];
      const mode = (stats.mode & 0o777).toString(8);
      if (seen.at(-1) !== mode) modes.set(key, [...seen, mode]);
      if (stats.isDirectory() && key !== 'node_modules/') look(key);
    }
  }

  async function run(line: string, code = 0, options: RunOptions = {}): Promise<void> {
    const env = { TF_VAR_pin: 'planted', TMPDIR: path.join(folder.path, 'tmp'), ...options.env };
    const watch = (child: Parameters<NonNullable<RunOptions['during']>>[0]): void => {
      const timer = setInterval(look, 3);
      child.once('close', () => clearInterval(timer));
      options.during?.(child);
    };
    const ran = await folder.landform(line, { ...options, env, during: watch });
    if (code >= 0) expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
    look();
  }

  beforeAll(async () => {
    folder = await folderWithLandform({ 'landform.json': { program: 'main.ts' }, 'main.ts': program('one') });
    await mkdir(path.join(folder.path, 'tmp'));
    await run('synth');
    await run('plan --out saved.plan');
    await run('apply saved.plan');
    await folder.write('main.ts', program('two'));
    await run('plan --out saved.plan');
    await run('apply --auto-approve --backup kept.tfstate');
    await run('state mv terraform_data.of_1 terraform_data.moved');
    await run('import terraform_data.of_1 known');
    await folder.write('main.ts', program('three'));
    // A run that dies leaves its journal.
    const journal = path.join(folder.path, 'terraform.prod.tfstate.journal');
    await run('apply --auto-approve --parallelism 1', -1, {
      during: (child) => {
        const timer = setInterval(() => {
          if (!existsSync(journal) || readFileSync(journal, 'utf8').split('\n').length < 3) return;
          clearInterval(timer);
          look();
          child.kill('SIGKILL');
        }, 1);
        child.once('close', () => clearInterval(timer));
      },
    });
    await run('apply --auto-approve');
    await run('sandbox --state-file sandbox.json --port 0', -1, {
      during: (child) => {
        child.stdout!.on('data', () => child.kill('SIGINT'));
      },
    });
    await folder.write('landform.json', {});
    await folder.write('main.tf.json', {
      terraform: { required_providers: { local: { source: 'landform/local' } } },
      resource: { local_file: { open: { filename: 'open.txt', content: 'open', file_permission: '0644' } } },
    });
    await run('apply --auto-approve --state other.tfstate');
  }, 240_000);
  afterAll(async () => {
    process.umask(before);
    await folder.remove();
  });

  it.each(WRITTEN)('%s (%s) has the mode %s', (_, wanted, mode) => {
    const found = [...modes].filter(([name]) => wanted.test(name));
    expect(found).not.toEqual([]);
    const wrong = found.flatMap(([name, seen]) =>
      (name.startsWith('.landform/cache/') ? seen.slice(-1) : seen)
        .filter((one) => one !== mode)
        .map((one) => `${name} ${one}`),
    );
    expect(wrong).toEqual([]);
  });

  it('every other file that others can read is listed with a reason', () => {
    const patterns = [...WRITTEN.map(([, pattern]) => pattern), ...OPEN.map(([, pattern]) => pattern), GIVEN];
    const isClosed = (name: string): boolean =>
      modes.get(name)?.every((mode) => mode === '600' || mode === '700') === true ||
      (/.\/./.test(name) && isClosed(name.slice(0, name.lastIndexOf('/', name.length - 2) + 1)));
    const unknown = [...modes].filter(([name]) => !isClosed(name) && !patterns.some((pattern) => pattern.test(name)));
    expect(unknown.map(([name, seen]) => `${name} ${seen.join(' ')}`)).toEqual([]);
    for (const [why, pattern] of OPEN)
      expect(
        [...modes.keys()].some((name) => pattern.test(name)),
        why,
      ).toBe(true);
  });
});
