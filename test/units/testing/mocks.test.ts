import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createHarness,
  knownAfterApply,
  planSnapshot,
  startSandbox,
  type HarnessOptions,
} from '../../../src/testing/index.js';
// oxlint-disable-next-line import/no-unassigned-import -- it adds the matchers
import '../../../src/testing/vitest.js';

const CONFIGURATION = {
  terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
  provider: { acloud: {} },
  variable: { name: { type: 'string', default: 'Production' } },
  resource: {
    acloud_cloud_account: { production: { display_name: '${var.name}', cloud_profile: 'aws' } },
    terraform_data: {
      where: { input: '${acloud_cloud_account.production.identity}' },
      when: { input: '${plantimestamp()}', lifecycle: { ignore_changes: ['input'] } },
    },
  },
  output: { account: { value: '${acloud_cloud_account.production.identity}' } },
};
const ACCOUNT = 'acloud_cloud_account.production';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-mocks-'));
  await writeFile(path.join(directory, 'main.tf.json'), JSON.stringify(CONFIGURATION));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const harness = (options: HarnessOptions = {}) => createHarness({ directory, ...options });

describe('mocked providers', () => {
  it('need no credentials, and plans do not know what they compute', async () => {
    const plan = await harness({ mocks: { acloud: {} } }).plan();
    expect(plan).toCreate(ACCOUNT, { display_name: 'Production', identity: knownAfterApply() });
    expect(plan).toHaveOutput('account', knownAfterApply());
  });

  it('have values that plans know, and some that they do not', async () => {
    const resources = { acloud_cloud_account: { identity: 'account-1', organisation: knownAfterApply('acme') } };
    const project = harness({ mocks: { 'landform/acloud': { resources } } });
    const plan = await project.plan();
    expect(plan).toCreate(ACCOUNT, { identity: 'account-1', organisation: knownAfterApply() });
    expect(plan).toCreate('terraform_data.where', { input: 'account-1' });
    expect((await project.apply()).diagnostics).toEqual([]);
    expect((await project.output()).stacks[0]?.outputs['account']?.value).toBe('account-1');
    expect(await project.plan()).toHaveResource(ACCOUNT, { organisation: 'acme' });
  });

  it('leave no state in the project', async () => {
    await harness({ mocks: { acloud: {} } }).apply();
    expect(await readdir(directory)).toEqual(['main.tf.json']);
    expect(await harness({ mocks: { acloud: {} } }).plan()).toCreate(ACCOUNT);
    expect(() => harness({ mocks: {}, state: 'project' })).toThrow('Made-up objects');
  });

  it('must be of providers that the project has', async () => {
    const plan = await harness({ mocks: { acloud: {}, aclowd: {} } }).plan();
    expect(plan).toHaveDiagnostic('unused-mock');
    expect(plan.diagnostics[0]?.detail).toContain(
      'registry.terraform.io/landform/acloud, terraform.io/builtin/terraform',
    );
  });

  it('refuse values that no attribute can have', () => {
    const resources = { acloud_cloud_account: { identity: () => 'a' } };
    expect(() => harness({ mocks: { acloud: { resources } } })).toThrow(
      'mocks.acloud.resources.acloud_cloud_account.identity is not a value of JSON',
    );
  });
});

describe('a snapshot of a plan', () => {
  it('is the same for each run, whatever the service computes', async () => {
    const texts: string[] = [];
    for (const name of ['first', 'second']) {
      const sandbox = await startSandbox({ systems: ['acloud'] });
      const now = () => new Date('2026-01-01T00:00:00Z');
      const project = harness({ state: 'memory', environment: { ...sandbox.environment }, now });
      texts.push(planSnapshot(await project.plan()));
      expect((await project.apply()).diagnostics, name).toEqual([]);
      const changed = await project.plan({
        variables: [{ name: 'name', text: 'Test' }],
        replace: ['terraform_data.where'],
      });
      expect(changed).toReplace('terraform_data.where');
      texts.push(planSnapshot(changed));
      await sandbox.close();
    }
    expect(texts.slice(0, 2)).toEqual(texts.slice(2));
    expect(texts[0]).toContain('create terraform_data.where\n  input = (known after apply)\n');
    expect(texts[1]).toBe(`update acloud_cloud_account.production
  display_name: "Production" -> "Test"
replace terraform_data.where`);
  });

  it('is what vitest writes for a plan', async () => {
    expect(await harness({ mocks: { acloud: {} } }).plan()).toMatchInlineSnapshot(`
      create acloud_cloud_account.production
        cloud_profile = "aws"
        display_name = "Production"
      create terraform_data.when
        input = "<time of the plan>"
      create terraform_data.where
        input = (known after apply)
      create output account = (known after apply)
    `);
  });
});

describe('apply against the sandbox', () => {
  it('survives faults, and the next plan is empty', async () => {
    const faults = { script: [{ fault: 'dropAfter' as const, methods: ['POST'] }] };
    const sandbox = await startSandbox({ systems: ['acloud'], faults });
    const project = harness({ state: 'memory', environment: { ...sandbox.environment } });
    expect((await project.apply()).diagnostics).toEqual([]);
    expect(sandbox.faults.counts.dropAfter).toBe(1);
    expect(await project.plan()).toMatchPlan({});
    await sandbox.close();
  });
});
