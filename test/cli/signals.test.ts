import { execFile } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSandbox } from '../../src/sandbox/index.js';
import { onDisk } from '../support/on-disk.js';
import { Folder, MAIN } from '../support/run-landform.js';

onDisk();

const TERMINAL = fileURLToPath(new URL('../support/terminal.py', import.meta.url));

let folder: Folder;
afterEach(() => folder.remove());

const CONFIGURATION = { resource: { terraform_data: { a: { input: 'x' } } } };

/** Runs landform at a terminal; when it has shown a text, the terminal closes or signals arrive. */
async function atTerminal(line: string, text: string, action: string, env: Record<string, string> = {}) {
  const { stdout } = await promisify(execFile)(
    'python3',
    [TERMINAL, text, action, process.execPath, MAIN, ...line.split(' ')],
    { cwd: folder.path, env: { PATH: process.env['PATH'], HOME: folder.path, NO_COLOR: '1', ...env } },
  );
  return JSON.parse(stdout) as { readonly shown: string; readonly code: number };
}

const SIGNALS = [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const;

describe('a signal', () => {
  it.each(SIGNALS)('stops a program that never yields: %s', async (signal) => {
    folder = await Folder.make({
      'landform.json': { program: 'main.mjs' },
      'main.mjs': 'process.stderr.write("looping"); for (;;);',
    });
    const ran = await folder.landform('plan', {
      during: (child) => void child.stderr!.once('data', () => child.kill(signal)),
    });
    expect(ran).toMatchObject({ code: null, signal });
  });

  it.each(SIGNALS)('at the approval prompt means no and releases the lock: %s', async (signal) => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    const { shown, code } = await atTerminal('apply', 'Enter a value', signal);
    expect(shown).toContain('Apply cancelled. Nothing was changed.');
    expect(shown).not.toContain('Stopping');
    expect(code).toBe(1);
    expect(await folder.lockHolder()).toBeNull();
  });

  it('ends the wait for a lock', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    let finish = (): void => undefined;
    const holder = folder.atTerminal('apply', {
      during: (child) => {
        finish = () => void child.stdin!.write('no\r');
      },
    });
    while ((await folder.lockHolder()) === null) await new Promise((resolve) => setTimeout(resolve, 20));
    const ran = await folder.landform('plan -lock-timeout=60s', {
      during: (child) => void child.stderr!.once('data', () => child.kill('SIGINT')),
    });
    expect(ran.stderr).toContain('Stopped while waiting for the lock of terraform.tfstate  [interrupted]');
    expect(ran.stderr.match(/Error:/g)).toHaveLength(1);
    expect(ran.code).toBe(1);
    finish();
    await holder;
  });

  it('sent twice during an apply produces one error that lists what is unknown', async () => {
    const sandbox = await startSandbox({ faults: { latencyMs: 2500 } });
    try {
      const names = ['one', 'two', 'three', 'four'];
      const account = (name: string) => [name, { display_name: `Number ${name}`, cloud_profile: 'aws' }] as const;
      folder = await Folder.make({
        'main.tf.json': {
          terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
          resource: { acloud_cloud_account: Object.fromEntries(names.map(account)) },
        },
      });
      const { shown, code } = await atTerminal('apply -auto-approve', 'creating', 'SIGINT,SIGINT', {
        ...sandbox.environment,
      });
      expect(shown.match(/Error: .*/g)).toEqual([
        expect.stringContaining('Stopped immediately: the outcome of 4 calls is unknown  [stopped-at-once]'),
      ]);
      for (const name of names) expect(shown).toContain(`│   acloud_cloud_account.${name} (landform/acloud)`);
      expect(code).toBe(1);
      expect(await folder.lockHolder()).toBeNull();
    } finally {
      await sandbox.close();
    }
  });
});

describe('a terminal that closes', () => {
  it.each([
    ['at the approval prompt', 'apply', 'Enter a value'],
    ['in the console', 'console', '> '],
  ])('%s ends the command quietly and releases the lock', async (_when, line, text) => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    expect(await atTerminal(line, text, 'close')).toMatchObject({ code: -1 });
    expect(await folder.lockHolder()).toBeNull();
    expect((await folder.landform('state list')).stdout).toBe('');
  });

  it('during an apply lets running calls finish and saves them', async () => {
    const sandbox = await startSandbox({ faults: { latencyMs: 1000 } });
    try {
      folder = await Folder.make({
        'main.tf.json': {
          terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
          resource: { acloud_cloud_account: { one: { display_name: 'Number one', cloud_profile: 'aws' } } },
        },
      });
      const env = { ...sandbox.environment };
      expect(await atTerminal('apply -auto-approve', 'creating', 'close', env)).toMatchObject({ code: -1 });
      expect((await folder.landform('state list')).stdout).toBe('acloud_cloud_account.one\n');
      expect(await folder.lockHolder()).toBeNull();
    } finally {
      await sandbox.close();
    }
  });
});

describe('writing output', () => {
  const shell = async (
    line: string,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> => {
    const run = promisify(execFile)('bash', ['-c', line.replaceAll('landform', `"${process.execPath}" "${MAIN}"`)], {
      cwd: folder.path,
    });
    return run.then(
      (ran) => ({ ...ran, code: 0 }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  };

  it.each(['--version', 'plan', 'plan -json', 'apply -auto-approve', 'show -json', 'state pull', 'output -json'])(
    'to a full disk fails: %s',
    async (line) => {
      folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
      await folder.landform('apply -auto-approve');
      const { code, stderr } = await shell(`landform ${line} >/dev/full`);
      expect(stderr).toContain('Output is incomplete: ENOSPC');
      expect(stderr).not.toContain('    at ');
      expect(code).toBe(1);
    },
  );

  it('that is cut off fails', async () => {
    folder = await Folder.make();
    const { code, stderr } = await shell('ulimit -f 1; landform completion bash >out.txt');
    expect(stderr).toContain('[output-lost]');
    expect(code).toBe(1);
  });

  it('to a reader that closes the pipe succeeds without a message', async () => {
    folder = await Folder.make({ 'main.tf.json': CONFIGURATION });
    const { stdout, stderr } = await shell('landform completion bash | head -1; echo "${PIPESTATUS[0]}"');
    expect(stdout).toBe('_landform() {\n0\n');
    expect(stderr).toBe('');
    await shell('landform apply -auto-approve | true');
    expect((await folder.landform('state list')).stdout).toBe('terraform_data.a\n');
  });
});
