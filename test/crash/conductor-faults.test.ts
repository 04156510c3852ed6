import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { onDisk } from '../support/on-disk.js';

onDisk();

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = path.join(root, 'dist/cli/main.cjs');
const SECRETS = { TF_VAR_first_password: 'planted-first', TF_VAR_database_password: 'planted-database' };

/** One request in ten goes wrong, half of them after the work was done. */
const TENTH = { rate5xx: 0.02, rate429: 0.02, rateReset: 0.02, rate5xxAfter: 0.02, rateDropAfter: 0.02 };

function landform(
  sandbox: Sandbox,
  cwd: string,
  args: readonly string[],
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1', ...sandbox.environment, ...SECRETS };
    const child = spawn(process.execPath, [main, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** The program of examples/conductor, where it finds `landform` and `constructs`. */
function exampleIn(directory: string): void {
  const withoutState = (source: string): boolean => !/\.tfstate|landform\.out|\.landform($|\/)/.test(source);
  cpSync(path.join(root, 'examples/conductor'), directory, { recursive: true, filter: withoutState });
  mkdirSync(path.join(directory, 'node_modules'));
  symlinkSync(root, path.join(directory, 'node_modules/landform'));
  symlinkSync(path.join(root, 'node_modules/constructs'), path.join(directory, 'node_modules/constructs'));
}

const LOOKED_AFTER = [
  'tenants',
  'users',
  'userGroups',
  'members',
  'tenantUsers',
  'tenantUserGroups',
  'sites',
  'secrets',
  'plugins',
  'blueprints',
  'deployments',
  'nodeInstances',
  'dependencies',
  'schedules',
  'deploymentFilters',
  'blueprintFilters',
];

const sizes = (sandbox: Sandbox): Record<string, number> =>
  Object.fromEntries(LOOKED_AFTER.map((name) => [name, sandbox.store.collection('conductor', name).all().length]));

describe('the Conductor example while one request in ten fails', () => {
  it.each([1, 2])(
    'is created once, as the program configures it, and destroyed again (seed %i)',
    { timeout: 240_000 },
    async (seed) => {
      const sandbox = await startSandbox({ systems: ['conductor'] });
      const directory = mkdtempSync(path.join(tmpdir(), 'landform-conductor-'));
      try {
        exampleIn(directory);
        await sandbox.control('executions', { seconds: 0.05 });
        const empty = sizes(sandbox);
        const calm = await landform(sandbox, directory, ['apply', '--auto-approve']);
        expect(calm.code, calm.text).toBe(0);
        const made = sizes(sandbox);
        expect(made).not.toEqual(empty);
        await landform(sandbox, directory, ['destroy', '--auto-approve']);
        expect(sizes(sandbox)).toEqual(empty);

        sandbox.faults.configure({ ...TENTH, seed });
        const applied = await landform(sandbox, directory, ['apply', '--auto-approve']);
        sandbox.faults.clear();
        expect(applied.code, applied.text).toBe(0);
        expect(sizes(sandbox), applied.text).toEqual(made);
        const again = await landform(sandbox, directory, ['plan', '--detailed-exitcode']);
        expect(again.code, again.text).toBe(0);

        sandbox.faults.configure({ ...TENTH, seed: seed + 100 });
        const destroyed = await landform(sandbox, directory, ['destroy', '--auto-approve']);
        sandbox.faults.clear();
        expect(destroyed.code, destroyed.text).toBe(0);
        expect(sizes(sandbox), destroyed.text).toEqual(empty);
        const state = JSON.parse(readFileSync(path.join(directory, 'terraform.conductor.tfstate'), 'utf8')) as {
          resources: readonly unknown[];
        };
        expect(state.resources).toEqual([]);
        for (const secret of Object.values(SECRETS)) expect(applied.text + destroyed.text).not.toContain(secret);
      } finally {
        rmSync(directory, { recursive: true, force: true });
        await sandbox.close();
      }
    },
  );
});
