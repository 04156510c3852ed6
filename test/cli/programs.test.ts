import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathToFileURL } from 'node:url';
import { bundleProgramRoom } from '../support/program-room.js';
import { MAIN } from '../support/run-landform.js';
import type { LoadedProgram } from '../../src/program/index.js';

const HOST = path.resolve('test/support/program-host.mjs');

let directory: string;
let host: ChildProcess;
let died: Promise<readonly []>;
const written = { stdout: '', stderr: '' };

beforeAll(async () => {
  directory = await realpath(await mkdtemp(path.join(tmpdir(), 'landform-program-')));
  await mkdir(path.join(directory, 'node_modules'));
  await symlink(process.cwd(), path.join(directory, 'node_modules/landform'));
  await symlink(path.resolve('node_modules/constructs'), path.join(directory, 'node_modules/constructs'));
  const room = await bundleProgramRoom(path.resolve('node_modules/.cache'));
  host = fork(HOST, [pathToFileURL(room).href], { stdio: 'pipe', cwd: directory, execArgv: [] });
  for (const stream of ['stdout', 'stderr'] as const) {
    host[stream]!.on('data', (chunk: Buffer) => {
      written[stream] += chunk.toString();
    });
  }
  died = once(host, 'exit').then(() => []);
  await answer();
});

afterAll(async () => {
  host.kill();
  await rm(directory, { recursive: true });
});

const write = (name: string, text: string): Promise<void> => writeFile(path.join(directory, name), text);

interface Ran extends LoadedProgram {
  readonly exitCode?: number;
  readonly workingDirectory: string;
}

/** What the host says next; its death is an answer too. */
async function answer(): Promise<unknown> {
  const [said] = (await Promise.race([once(host, 'message'), died])) as unknown[];
  if (said === undefined) throw new Error(`The host ended: ${written.stderr}`);
  return said;
}

async function ask<Answer>(question: object): Promise<Answer> {
  const answered = answer();
  host.send(question);
  return (await answered) as Answer;
}

let runs = 0;

/** Runs a program that has the library's names in scope; a file of its own each time, unless one is named. */
async function run(program: string, name?: string): Promise<Ran> {
  const file = name ?? `main${(runs += 1)}.ts`;
  written.stdout = '';
  written.stderr = '';
  await write(file, `import { App, Stack, Resource } from 'landform';\n${program}\n`);
  const text = JSON.stringify(await ask<Ran>({ kind: 'program', directory, file }));
  return JSON.parse(text.replaceAll(file, 'main.ts')) as Ran;
}

const STACK = `const app = new App();\nconst stack = new Stack(app, 'prod');\n`;

describe('a program', () => {
  test('defines stacks, with the source lines of their constructs', async () => {
    const { stacks, diagnostics } = await run(`${STACK}
const size: number = 1; const a: Resource = new Resource(stack, 'a', { type: 'terraform_data', attributes: { input: size } });
app.synth();`);
    expect(diagnostics).toEqual([]);
    expect(stacks).toMatchObject([{ name: 'prod', dependencies: [] }]);
    expect(JSON.parse(stacks[0]!.text)).toMatchObject({
      resource: {
        terraform_data: { a: { input: 1, '//': { metadata: { path: 'prod/a', location: 'main.ts:5:45' } } } },
      },
    });
  });

  test('needs no synth() when it exports its app', async () => {
    const { stacks, diagnostics } = await run(`${STACK}export default app;`);
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(['prod']);
  });

  test('may export a function that creates the app', async () => {
    const { stacks } = await run(`export default async () => { ${STACK}; await null; return app; };`);
    expect(stacks.map(({ name }) => name)).toEqual(['prod']);
  });

  test('may use await, and may return before its main function ends', async () => {
    const { stacks, diagnostics } = await run(`
async function main() { ${STACK} await new Promise((done) => setTimeout(done, 30)); app.synth(); }
await Promise.resolve();
void main();`);
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(['prod']);
  });

  test('may use enums and imports without file extensions', async () => {
    await write('size.ts', 'export enum Size { Small = "s" }');
    const { stacks, diagnostics } = await run(`import { Size } from './size';\n${STACK}
new Resource(stack, 'a', { type: 'terraform_data', attributes: { input: Size.Small } });\napp.synth();`);
    expect(diagnostics).toEqual([]);
    expect(stacks[0]!.text).toContain('"input": "s"');
  });

  test('may use a construct library with its own copy of Landform', async () => {
    for (const folder of ['chunks', 'constructs', 'model'])
      await cp(path.resolve('dist', folder), path.join(directory, 'node_modules/other/dist', folder), {
        recursive: true,
      });
    await write('node_modules/other/package.json', '{ "type": "module", "exports": "./dist/constructs/index.js" }');
    const { stacks, diagnostics } = await run(`import * as other from 'other';\n${STACK}
const a = new other.Resource(stack, 'a', { type: 'terraform_data', dependsOn: [new Resource(stack, 'b', { type: 'terraform_data' })] });
new Resource(stack, 'c', { type: 'terraform_data', attributes: { input: other.Fn.upper(a.attribute('id')) }, lifecycle: { replaceTriggeredBy: [a] } });
app.synth();`);
    expect(diagnostics).toEqual([]);
    expect(JSON.parse(stacks[0]!.text)).toMatchObject({
      resource: {
        terraform_data: {
          a: { depends_on: ['terraform_data.b'] },
          c: { input: '${upper(terraform_data.a.id)}', lifecycle: { replace_triggered_by: ['terraform_data.a'] } },
        },
      },
    });
  });

  test('runs again on each request', async () => {
    const program = `${STACK}new Resource(stack, 'a', { type: 'terraform_data' });\napp.synth();`;
    const first = await run(program, 'again.ts');
    expect(await run(program, 'again.ts')).toEqual(first);
    expect((await run(program.replace("'a'", "'b'"), 'again.ts')).stacks[0]!.text).toContain('prod/b');
  });

  test('keeps its compiled files private', async () => {
    await run(`enum Needs { Jiti }\n${STACK}app.synth();`);
    expect((await stat(path.join(directory, '.landform/cache/jiti'))).mode & 0o777).toBe(0o700);
  });
});

test('a program run by Node.js alone writes its documents', async () => {
  await write(
    'alone.mjs',
    `import { App, Stack, Resource } from 'landform';
const app = new App({ outdir: 'out' });
const [a, b] = ['a', 'b'].map((id) => new Stack(app, id));
const x = new Resource(b, 'x', { type: 'terraform_data' });
new Resource(a, 'y', { type: 'terraform_data', attributes: { input: x.attribute('id') } });
app.synth();`,
  );
  const ran = spawnSync(process.execPath, ['alone.mjs'], { cwd: directory, encoding: 'utf8' });
  expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, '', '']);
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(directory, 'out', name), 'utf8'));
  expect(await read('manifest.json')).toEqual({
    version: 1,
    stacks: {
      a: { name: 'a', constructPath: 'a', document: 'a/landform.tf.json', dependencies: ['b'] },
      b: { name: 'b', constructPath: 'b', document: 'b/landform.tf.json', dependencies: [] },
    },
  });
  expect(await read('a/landform.tf.json')).toMatchObject({
    resource: { terraform_data: { y: { '//': { metadata: { location: 'alone.mjs:5:1' } } } } },
  });
});

test('a program that awaits what never happens ends the command with a message', async () => {
  await mkdir(path.join(directory, 'endless'));
  await write('endless/landform.json', '{ "program": "main.mjs" }');
  await write('endless/main.mjs', 'await new Promise(() => {});');
  const ran = spawnSync(process.execPath, [MAIN, '--chdir', 'endless', 'synth'], { cwd: directory, encoding: 'utf8' });
  expect([ran.status, ran.stdout]).toEqual([13, '']);
  expect(ran.stderr).toBe(
    `Error: The command waits for something that can no longer happen

Its program or a provider awaits a promise that nothing settles.
`,
  );
});

describe('side effects of a program', () => {
  test('its output goes to stderr, and stdout stays reserved for Landform', async () => {
    await run(`process.stdout.write('from the program\\n'); console.log('and more');\n${STACK}app.synth();`);
    expect(written.stdout).toBe('the result\n');
    expect(written.stderr).toBe('from the program\nand more\n');
  });

  test('references in its output and errors are printed in readable form', async () => {
    const { diagnostics } = await run(
      `${STACK}const id = new Resource(stack, 'a', { type: 'terraform_data' }).attribute('output');
       console.log(\`id: \${id}\`); throw new Error(\`no \${id}\`);`,
    );
    expect(written.stderr).toBe('id: ${prod/a.output}\n');
    expect(diagnostics[0]?.summary).toContain('no ${prod/a.output}');
  });

  test('exit code and working directory are restored', async () => {
    const { exitCode, workingDirectory } = await run(`process.exitCode = 7; process.chdir('/');\n${STACK}app.synth();`);
    expect([exitCode, workingDirectory]).toEqual([undefined, directory]);
  });
});

describe('an error is shown at its own line', () => {
  test.each<[string, string, string, RegExp, number | undefined]>([
    ['thrown error', `${STACK}throw new Error('boom');`, 'program-failed', /boom \(main\.ts:4:\d+\)/, 4],
    ['thrown text', `throw 'boom';`, 'program-failed', /boom/, undefined],
    [
      'mistake in JavaScript',
      `${STACK}const x: any = null;\nx.y();`,
      'program-failed',
      /properties of null.*main\.ts:5/,
      5,
    ],
    ['syntax error', 'const a: = 1;', 'program-syntax', /main\.ts:2/, 2],
    ['missing package', `import 'no-such-package';`, 'program-failed', /npm install no-such-package/, 2],
    ['missing file', `import './nowhere.js';`, 'program-failed', /Correct the path/, 2],
    [
      'no such provider',
      `import 'landform/providers/nope';`,
      'program-failed',
      /comes with.* landform\/providers\/acloud/,
      2,
    ],
    ['process.exit', `${STACK}process.exit(3);`, 'program-exit', /process\.exit\(3\)/, 4],
    [
      'rejected promise that is not awaited',
      `${STACK}void Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 20)); app.synth();`,
      'program-failed',
      /lost/,
      4,
    ],
    [
      'rejected promise at the end that is not awaited',
      `${STACK}void Promise.reject(new Error('lost')); app.synth();`,
      'program-failed',
      /lost/,
      4,
    ],
    ['no synth()', STACK, 'no-synth', /app\.synth\(\)/, undefined],
    ['no app', 'const a = 1;', 'no-app', /import \{ App, Stack \}[^]*app\.synth\(\);$/, undefined],
    ['two apps', `new App().synth(); new App().synth();`, 'several-apps', /several stacks/, undefined],
    ['duplicate id', `${STACK}new Stack(app, 'prod');`, 'duplicate-id', /already a construct prod, created at/, 4],
    [
      'wrong value',
      `${STACK}new Resource(stack, 'a', { type: 'terraform_data', attributes: { input: Symbol.iterator } });\napp.synth();`,
      'wrong-type',
      /input is a symbol/,
      4,
    ],
  ])('%s', async (_, program, code, message, line) => {
    const { stacks, diagnostics } = await run(program);
    expect(stacks).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    const [diagnostic] = diagnostics;
    expect(diagnostic).toMatchObject({ severity: 'error', code });
    const text = `${diagnostic!.summary}\n${diagnostic!.detail}`;
    expect(text).toMatch(message);
    expect(text).not.toContain('jiti');
    expect(diagnostic!.range?.start.line).toBe(line);
    // The source line is shown with the range, where literals are hidden.
    expect(text).not.toMatch(/^> +\d+ \|/m);
  });

  test('all errors of a synthesis are reported together', async () => {
    const { diagnostics } = await run(`${STACK}
for (const id of ['a', 'b']) new Resource(stack, id, { type: 'terraform_data', attributes: { input: () => id } });
app.synth();`);
    expect(diagnostics).toMatchObject([
      { code: 'wrong-type', origin: { constructPath: 'prod/a', location: 'main.ts:5:30' } },
      { code: 'wrong-type', origin: { constructPath: 'prod/b', location: 'main.ts:5:30' } },
    ]);
  });

  test('a missing program is an error', async () => {
    const { diagnostics } = await ask<Ran>({ kind: 'program', directory, file: 'gone.ts' });
    expect(diagnostics).toMatchObject([{ code: 'program-not-found', summary: 'File not found: gone.ts' }]);
  });
});

describe('a user module', () => {
  test('is returned unchanged', async () => {
    await write('provider.ts', 'export const provider: { name: string } = { name: "acme" };');
    expect(await ask({ kind: 'module', directory, file: 'provider.ts' })).toEqual({ exports: ['provider'] });
  });

  test('that throws is reported with the location', async () => {
    await write('failing.ts', 'const a: number = 1;\nthrow new Error(`boom ${a}`);');
    expect(await ask({ kind: 'module', directory, file: 'failing.ts' })).toMatchObject({
      error: expect.stringMatching(/boom 1 \(failing\.ts:2:\d+\)/) as string,
    });
  });
});
