import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf, commandsOf, type Block } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const document = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

const readme = document('docs/getting-started.md');

/** Commands of two words. */
const FAMILIES = ['state', 'providers', 'generate'];

const inSection = (title: string): readonly Block[] => blocksOf(readme).filter(({ section }) => section === title);

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make();
  // As after `npm install landform`.
  mkdirSync(path.join(folder.path, 'node_modules'));
  symlinkSync(ROOT, path.join(folder.path, 'node_modules/landform'));
  symlinkSync(path.join(ROOT, 'node_modules/constructs'), path.join(folder.path, 'node_modules/constructs'));
});
afterEach(() => folder.remove());

describe('the folder of Terraform JSON in docs/getting-started.md', () => {
  it('behaves as described for each of its commands', async () => {
    const [example, commands] = inSection('A folder of Terraform JSON');
    expect(example?.language).toBe('json');
    await folder.write('main.tf.json', example!.text);
    const given = commandsOf(commands!);
    expect(given).toEqual([
      'plan',
      'apply',
      'plan --var greeting=bye',
      'plan --out next.plan',
      'apply next.plan',
      'destroy',
    ]);

    const said: Record<string, string> = {};
    for (const line of given) {
      const asks = line === 'apply' || line === 'destroy';
      // The document is for a terminal, where a person approves. Here commands are approved in advance, and refused without that.
      if (asks) expect((await folder.run(line)).code, line).toBe(1);
      const ran = await folder.run(asks ? `${line} --auto-approve` : line);
      expect(ran.code, `${line}: ${ran.stdout}${ran.stderr}`).toBe(0);
      said[line] = ran.stdout;
    }
    expect(said['plan']).toContain('2 to add');
    expect(said['apply']).toMatch(/said\s+= "HELLO, WORLD"/);
    expect(said['plan --var greeting=bye']).toContain('2 to change');
    expect(said['plan --out next.plan']).toContain('No changes');
    expect(said['destroy']).toContain('2 destroyed');
  });

  it('can be applied by answering yes at the terminal', async () => {
    await folder.write('main.tf.json', inSection('A folder of Terraform JSON')[0]!.text);
    const ran = await folder.atTerminal('apply', { input: 'yes\n' });
    expect(ran.stdout).toContain('Apply complete!');
    expect(ran.code).toBe(0);
  });
});

describe('the program in docs/getting-started.md', () => {
  it('is synthesized, planned and applied, also through pipelines', async () => {
    const [project, program] = inSection('A program').filter(({ language }) => language !== '');
    await folder.write('landform.json', project!.text);
    await folder.write('main.ts', program!.text);
    expect((await folder.run('synth')).code).toBe(0);
    expect(JSON.parse(await folder.read('landform.out/hello/landform.tf.json'))).toHaveProperty(
      'resource.terraform_data.second',
    );

    const codes: Record<string, number | null> = {};
    for (const line of commandsOf(inSection('In pipelines')[0]!)) codes[line] = (await folder.run(line)).code;
    expect(codes).toEqual({
      'plan --out plan.json --detailed-exitcode': 2,
      'show plan.json': 0,
      'apply plan.json --input=false': 0,
      drift: 0,
    });
    expect((await folder.run('output --raw said')).stdout.trim()).toBe('HELLO, WORLD');
  });

  it('shows its own line in the error about an invalid resource, as described', async () => {
    const program = inSection('A program').find(({ language }) => language === 'ts')!.text;
    const place = /`main\.ts:(\d+):(\d+)`/.exec(readme)!;
    expect(program.split('\n')[Number(place[1]) - 1]?.slice(Number(place[2]) - 1)).toMatch(/^new TerraformData/);
    await folder.write('landform.json', { program: 'main.ts' });
    await folder.write('main.ts', program.replace("{ input: 'hello, world' }", "{ input: '${nothing.there}' }"));
    const ran = await folder.run('plan');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(place[0].slice(1, -1));
  });
});

describe('TypeScript in the documentation', () => {
  it('compiles as printed', { timeout: 60_000 }, () => {
    const programs = ['README.md', 'docs/getting-started.md', 'docs/sandbox.md', 'docs/automation.md']
      .flatMap((name) => blocksOf(document(name)).map((block) => ({ name, ...block })))
      .filter(
        ({ language, text }) =>
          language === 'ts' || (language === '' && /^import .* from '/.test(text) && /^app\.synth\(\);$/m.test(text)),
      );
    expect(programs.length).toBeGreaterThanOrEqual(3);
    const typescript = mkdtempSync(path.join(tmpdir(), 'landform-readme-'));
    try {
      symlinkSync(path.join(folder.path, 'node_modules'), path.join(typescript, 'node_modules'));
      writeFileSync(path.join(typescript, 'package.json'), '{"type":"module"}');
      const files = programs.map(({ name, text }, index) => {
        const file = `${path.basename(name, '.md')}-${index}.ts`;
        writeFileSync(path.join(typescript, file), text);
        return file;
      });
      const compiled = spawnSync(
        process.execPath,
        [
          require.resolve('typescript/bin/tsc'),
          '--noEmit',
          '--strict',
          '--skipLibCheck',
          '--target',
          'es2022',
          '--module',
          'nodenext',
          '--moduleResolution',
          'nodenext',
          '--typeRoots',
          path.join(ROOT, 'node_modules/@types'),
          '--types',
          'node',
          ...files,
        ],
        { cwd: typescript, encoding: 'utf8' },
      );
      expect(compiled.stdout).toBe('');
      expect(compiled.status).toBe(0);
    } finally {
      rmSync(typescript, { recursive: true, force: true });
    }
  });
});

describe('commands in the documentation', () => {
  it('exist, with the flags they use', { timeout: 60_000 }, async () => {
    const lines = [
      'README.md',
      'docs/getting-started.md',
      'docs/state.md',
      'docs/plan-file.md',
      'docs/sandbox.md',
      'docs/provider-from-openapi.md',
      'docs/providers.md',
      'docs/providers/acloud.md',
      'docs/providers/asm.md',
      'docs/providers/conductor.md',
      'docs/providers/palette.md',
    ]
      .flatMap((name) => blocksOf(document(name)).flatMap(commandsOf))
      .map((line) => line.split(' '));
    const words = new Set(
      lines.map((parts) =>
        parts
          .filter((part) => /^[a-z][a-z-]*$/.test(part))
          .slice(0, FAMILIES.includes(parts[0]!) ? 2 : 1)
          .join(' '),
      ),
    );
    expect(words.size).toBeGreaterThan(4);
    for (const command of words) {
      const help = await folder.run(`${command} --help`);
      expect(help.code, command).toBe(0);
      for (const parts of lines.filter((parts) => parts.join(' ').startsWith(command))) {
        for (const flag of parts.filter((part) => part.startsWith('--')).map((part) => part.replace(/=.*/, ''))) {
          expect(help.stdout, `landform ${parts.join(' ')}`).toContain(flag);
        }
      }
    }
  });
});
