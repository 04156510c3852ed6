import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { SHORT_LIVED_GO } from '../support/go.js';

/** How often each project changes hands. `LANDFORM_TURNS=10` is the long form. */
const TURNS = Number(process.env['LANDFORM_TURNS'] ?? 2);
const PROJECTS = path.join(import.meta.dirname, 'taken-over');
const MAIN = path.resolve('dist/cli/main.cjs');
const environment = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  ...SHORT_LIVED_GO,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: '/dev/null',
  TF_IN_AUTOMATION: '1',
  NO_COLOR: '1',
};

interface Ran {
  readonly code: number;
  readonly output: string;
}

const isThere = hasTerraform();
if (!isThere) console.log('Projects taken over from Terraform skipped: no terraform');

describe.skipIf(!isThere)('a project of Terraform, taken over in the middle of its life', () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (program: string, args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(program, args, { cwd: folder, env: environment, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: stdout + stderr,
        });
      });
    });
  const terraform = (...args: readonly string[]): Promise<Ran> => run('terraform', [...args, '-no-color']);
  const landform = (...args: readonly string[]): Promise<Ran> => run(process.execPath, [MAIN, ...args]);
  const resources = async (): Promise<number> => {
    const state = JSON.parse(await readFile(path.join(folder, 'terraform.tfstate'), 'utf8')) as {
      readonly resources: readonly { readonly instances: readonly unknown[] }[];
    };
    return state.resources.reduce((sum, { instances }) => sum + instances.length, 0);
  };

  it.each(['shop', 'platform', 'archive'])(
    '%s: what either tool applied leaves nothing to do for the other',
    async (project) => {
      folder = await mkdtemp(path.join(tmpdir(), 'landform-taken-over-'));
      await cp(path.join(PROJECTS, project), folder, { recursive: true });
      const done = { code: 0, output: expect.any(String) as string };
      expect(await terraform('init', '-input=false')).toEqual(done);
      expect(await terraform('apply', '-auto-approve', '-var=round=0')).toEqual(done);
      for (let round = 1; round <= TURNS; round += 1) {
        const variable = `-var=round=${round}`;
        const [apply, other] = round % 2 === 1 ? [landform, terraform] : [terraform, landform];
        // The first plan is on what the other tool applied.
        expect(await apply('plan', '-detailed-exitcode', `-var=round=${round - 1}`)).toEqual(done);
        expect(await apply('plan', '-detailed-exitcode', variable)).toMatchObject({ code: 2 });
        expect(await apply('apply', '-auto-approve', variable)).toEqual(done);
        expect(await other('plan', '-detailed-exitcode', variable)).toEqual(done);
      }
      expect(await resources()).toBeGreaterThanOrEqual(35);
      expect(await landform('destroy', '-auto-approve', `-var=round=${TURNS}`)).toEqual(done);
      expect(await resources()).toBe(0);
    },
    30_000 + TURNS * 60_000,
  );
});
