import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProject, loadCdktfApp, type CdktfApp } from '../../../src/program/index.js';

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(path.join(tmpdir(), 'landform-cdktf-'))));
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = async (name: string, content: unknown): Promise<void> => {
  const file = path.join(directory, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
};

describe('cdktf.json', () => {
  it.each([
    ['the app alone', { app: 'make it' }, { command: 'make it', output: 'cdktf.out' }],
    ['an output folder', { app: 'x', output: 'out' }, { output: 'out' }],
    ['a context', { app: 'x', context: { size: 3 } }, { context: { size: 3 } }],
    [
      'local modules, which the library copies',
      { app: 'x', terraformModules: ['./a', 'ns/b/aws@1.0', { name: 'c', source: '../c' }] },
      { context: { cdktfRelativeModules: ['./a', '../c'] } },
    ],
    [
      'a context that says more than cdktf.json',
      { app: 'x', terraformModules: ['./a'], context: { cdktfRelativeModules: ['./b'] } },
      { context: { cdktfRelativeModules: ['./b'] } },
    ],
  ])('gives %s', async (_, settings, app) => {
    await write('cdktf.json', settings);
    const { project, diagnostics } = await findProject(directory);
    expect(diagnostics).toEqual([]);
    expect(project?.app).toMatchObject(app);
    expect(project?.app?.context).toMatchObject({ cdktfJsonPath: path.join(directory, 'cdktf.json') });
  });

  it.each([
    ['no app', '{}', 'missing-program', 1],
    ['an app that is not a command', '{\n"app": 1}', 'invalid-value', 2],
    ['an empty app', '{\n"app": " "}', 'invalid-value', 2],
    ['an output that is not a folder', '{"app": "x",\n"output": []}', 'invalid-value', 2],
    ['a context that is not an object', '{"app": "x",\n"context": "y"}', 'wrong-shape', 2],
    ['text that is not JSON', '{\n', 'invalid-json', 2],
  ])('with %s is an error at its line', async (_, text, code, line) => {
    await write('cdktf.json', text);
    const { project, diagnostics } = await findProject(directory);
    expect(project).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, range: { file: 'cdktf.json', start: { line } } }]);
  });

  it('yields to a program of Landform, and joins settings of landform.json', async () => {
    await write('cdktf.json', { app: 'x' });
    await write('landform.json', { stacks: { a: { variables: { size: 1 } } } });
    expect((await findProject(directory)).project).toMatchObject({
      app: { command: 'x' },
      stacks: { a: { variables: { size: 1 } } },
    });
    await write('landform.json', { program: 'main.ts' });
    expect((await findProject(directory)).project?.app).toBeUndefined();
  });
});

describe('the app of a CDKTF project', () => {
  /** Runs a shell script as the app. */
  const run = async (
    script: string,
    { environment = {}, ...app }: Partial<CdktfApp> & { readonly environment?: Record<string, string> } = {},
  ) =>
    loadCdktfApp(
      { command: script, output: 'out', context: {}, ...app },
      {
        directory,
        environment: { PATH: process.env['PATH'], ...environment },
        signal: new AbortController().signal,
      },
    );
  const stack = (name: string, more: object = {}): object => ({
    name,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
    dependencies: [],
    ...more,
  });
  const synthesize = async (stacks: Record<string, object>): Promise<string> => {
    await write('made/manifest.json', { version: '0.21.0', stacks });
    for (const name of Object.keys(stacks)) await write(`made/stacks/${name}/cdk.tf.json`, {});
    return 'cp -r made/. "$CDKTF_OUTDIR"';
  };

  it('gets the environment that the command line of CDKTF sets, without variables of Terraform', async () => {
    await run('env > said.txt; exit 1', {
      context: { size: 3 },
      environment: { TF_VAR_size: '4', SYNTH_HCL_OUTPUT: 'true', OWN: 'yes' },
    });
    const said = await readFile(path.join(directory, 'said.txt'), 'utf8');
    for (const line of [
      'CDKTF_OUTDIR=out',
      'CDKTF_CONTEXT_JSON={"size":3}',
      'CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS=true',
      'SYNTH_HCL_OUTPUT=false',
      'NODE_OPTIONS=--max-old-space-size=4096',
      'OWN=yes',
    ])
      expect(said.split('\n')).toContain(line);
    expect(said).not.toContain('TF_VAR_');
  });

  it('gets the numbers of its context exactly', async () => {
    await write('cdktf.json', '{"app": "env > said.txt; exit 1", "context": {"id": 9007199254740993}}');
    const { project } = await findProject(directory);
    if (project?.app === undefined) throw new Error('no app');
    await run(project.app.command, { context: project.app.context });
    expect(await readFile(path.join(directory, 'said.txt'), 'utf8')).toContain('"id":9007199254740993');
  });

  it('gives its stacks, each after those it depends on', async () => {
    const script = await synthesize({
      web: stack('web', { dependencies: ['network', 'data'] }),
      data: stack('data', { dependencies: ['network'] }),
      network: stack('network'),
    });
    const { stacks, diagnostics } = await run(script);
    expect(diagnostics).toEqual([]);
    expect(stacks.map(({ name }) => name)).toEqual(['network', 'data', 'web']);
    expect(stacks[0]).toMatchObject({
      folder: 'out/stacks/network',
      file: { name: 'out/stacks/network/cdk.tf.json', text: '{}' },
    });
  });

  it('annotates constructs with warnings and errors; errors leave nothing to plan', async () => {
    const annotations = [
      { constructPath: 'web/server', level: '@cdktf/warn', message: 'old' },
      { constructPath: 'web', level: '@cdktf/info', message: 'news' },
    ];
    const warned = await run(await synthesize({ web: stack('web', { annotations }) }));
    expect(warned.stacks).toHaveLength(1);
    expect(warned.diagnostics).toMatchObject([
      { severity: 'warning', code: 'annotation', summary: 'old', origin: { constructPath: 'web/server' } },
    ]);
    const error = { constructPath: 'web/db', level: '@cdktf/error', message: 'too small' };
    const refused = await run(await synthesize({ web: stack('web', { annotations: [error] }) }));
    expect(refused.stacks).toEqual([]);
    expect(refused.diagnostics).toMatchObject([
      { severity: 'error', summary: 'too small', origin: { constructPath: 'web/db' } },
    ]);
  });

  it.each([
    ['exits with an error', 'echo first; echo wrong >&2; exit 3', 'app-failed', /exited with 3/, /first\n {4}wrong/],
    ['is ended by a signal', 'kill -9 $$', 'app-failed', /SIGKILL/, /kill -9/],
    ['is not installed', 'no-such-tool main.py', 'app-failed', /exited with 127/, /Install/],
    ['synthesizes nothing', 'echo done', 'no-synth', /nothing/, /app\.synth\(\)[^]*done/],
    [
      'writes a manifest that is not JSON',
      'mkdir out; echo "{" > out/manifest.json',
      'no-synth',
      /nothing/,
      /manifest/,
    ],
    [
      'lists a stack that it has not written',
      'mkdir out; echo \'{"stacks":{"a":{"name":"a"}}}\' > out/manifest.json',
      'app-failed',
      /no readable stacks/,
      /ENOENT[^]*cdk\.tf\.json/,
    ],
  ])('that %s is an error', async (_, script, code, summary, detail) => {
    const { stacks, diagnostics } = await run(script);
    expect(stacks).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: 'error', code }]);
    expect(diagnostics[0]?.summary).toMatch(summary);
    expect(diagnostics[0]?.detail).toMatch(detail);
  });

  it('never passes what an earlier run has synthesized for its own', async () => {
    await run(await synthesize({ web: stack('web') }));
    expect((await run('true')).diagnostics).toMatchObject([{ code: 'no-synth' }]);
  });

  it('shows the end of a long output', async () => {
    const { diagnostics } = await run('seq 1 100000; exit 1');
    expect(diagnostics[0]?.detail).toMatch(/\n {4}99971\n[^]*\n {4}100000$/);
  });

  it.each(['stop', 'signal'] as const)('ends with everything it has started on %s', async (kind) => {
    const controllers = { stop: new AbortController(), signal: new AbortController() };
    const ended = loadCdktfApp(
      { command: 'sleep 60 & echo $! > child.txt; wait', output: 'out', context: {} },
      {
        directory,
        environment: { PATH: process.env['PATH'] },
        stop: controllers.stop.signal,
        signal: controllers.signal.signal,
      },
    );
    const child = async (): Promise<number> => {
      for (;;) {
        const text = await readFile(path.join(directory, 'child.txt'), 'utf8').catch(() => '');
        if (text.endsWith('\n')) return Number(text);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const pid = await child();
    controllers[kind].abort();
    expect((await ended).diagnostics).toMatchObject([{ code: 'interrupted' }]);
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
