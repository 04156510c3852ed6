import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App, Output, Stack, Variable, type Resource } from '../../../src/constructs/index.js';
import { CloudAccount } from '../../../src/bindings/acloud.js';
import { TerraformData } from '../../../src/bindings/terraform.js';
import {
  createHarness,
  knownAfterApply,
  planSnapshot,
  sensitiveValue,
  type Harness,
} from '../../../src/testing/index.js';
// oxlint-disable-next-line import/no-unassigned-import -- it adds the matchers
import '../../../src/testing/vitest.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-testing-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Wanted {
  readonly size?: number;
  readonly without?: string;
  readonly trigger?: string;
}

/** A program whose resources tests change. */
function program({ size = 1, without, trigger = 'a' }: Wanted): () => App {
  return () => {
    const app = new App();
    const stack = new Stack(app, 'web');
    const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true, default: 'hunter22' });
    const first = new TerraformData(stack, 'first', { input: { size, tags: { owner: 'a' }, ports: [80, 443] } });
    if (without !== 'second') new TerraformData(stack, 'second', { input: first.id, triggersReplace: trigger });
    if (without !== 'many') new TerraformData(stack, 'many', { count: 2, input: 'many' });
    new TerraformData(stack, 'hidden', { input: secret.value });
    new Output(stack, 'size', { value: size });
    new Output(stack, 'id', { value: first.id });
    new Output(stack, 'kept', { value: secret.value, sensitive: true });
    return app;
  };
}

/** What a failed expectation says. */
async function messageOf(expectation: () => unknown): Promise<string> {
  try {
    await expectation();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('the expectation is met');
}

describe('matchers of a plan', () => {
  let wanted: Wanted = {};
  let harness: Harness;
  beforeAll(() => {
    harness = createHarness({ directory, state: 'memory', program: () => program(wanted)() });
  });

  it('compare what is created', async () => {
    const plan = await harness.plan();
    expect(plan).toCreate('terraform_data.first', {
      input: { size: 1, tags: { owner: expect.any(String) } },
      id: knownAfterApply(),
    });
    expect(plan).toCreate('terraform_data.many');
    expect(plan).toCreate('terraform_data.many[1]', { input: 'many' });
    expect(plan).not.toCreate('terraform_data.first', { input: { size: 2 } });
    expect(plan).not.toCreate('terraform_data.first', { input: { ports: [80] } });
    expect(plan).not.toUpdate('terraform_data.first');
    expect(plan).not.toDelete('terraform_data.none');
    expect(plan).toHaveResource(TerraformData, { input: 'many' });
    expect(plan).toHaveResource('terraform_data', { input: 'many' });
    expect(plan).not.toHaveResource('terraform_data', { input: 'few' });
    expect(plan).not.toHaveResource('terraform_data.first', { input: 'many' });
    expect(plan).toHaveOutput('size', 1);
    expect(plan).toHaveOutput('id', knownAfterApply());
    expect(plan).toHaveOutput('kept', sensitiveValue('hunter22'));
    expect(plan).not.toHaveOutput('size', 2);
    expect(plan).toMatchPlan({
      'terraform_data.first': 'create',
      'terraform_data.second': { action: 'create', values: { triggers_replace: 'a' } },
      'terraform_data.many[0]': 'create',
      'terraform_data.many[1]': 'create',
      'terraform_data.hidden': { action: 'create', values: { input: sensitiveValue() } },
    });
    expect(plan).not.toMatchPlan({});
  });

  it('take a resource of the program for its address', async () => {
    const stack = new Stack(new App(), 'web');
    const first: Resource = new TerraformData(stack, 'first', {});
    expect(await harness.plan()).toCreate(first);
  });

  it('tell an update, a replacement, a deletion and an empty plan apart', async () => {
    await harness.apply();
    expect(await harness.plan()).toMatchPlan({});
    wanted = { size: 2, trigger: 'b', without: 'many' };
    const plan = await harness.plan();
    expect(plan).toUpdate('terraform_data.first', { input: { size: 2 } });
    expect(plan).toReplace('terraform_data.second');
    expect(plan).toDelete('terraform_data.many');
    expect(plan).not.toHaveResource('terraform_data.many');
    expect(plan).toMatchPlan({
      'terraform_data.first': 'update',
      'terraform_data.second': 'replace',
      'terraform_data.many[0]': 'delete',
      'terraform_data.many[1]': 'delete',
    });
  });

  it('say what is planned instead, and where it is written', async () => {
    const plan = await harness.plan();
    expect(await messageOf(() => expect(plan).toDelete('terraform_data.first'))).toMatch(
      /^expect\(plan\)\.toDelete\(…\)\n\nterraform_data\.first \(.*matchers\.test\.ts:\d+:\d+\): expected delete, planned update\n\nThe plan:\n {2}update +terraform_data\.first \(/,
    );
    const other = await messageOf(() =>
      expect(plan).toUpdate('terraform_data.first', { input: { size: 3, more: 'x' } }),
    );
    expect(other).toContain(
      'has other values:\n  input.size: expected 3, planned 2\n  input.more: expected "x", planned null\n',
    );
    expect(await messageOf(() => expect(plan).toUpdate('terraform_data.frist'))).toContain(
      'The plan has no terraform_data.frist. Did you mean terraform_data.first?',
    );
    expect(await messageOf(() => expect(plan).toUpdate('terraform_data.second'))).toContain(
      'expected update, planned replace\n  these cannot be changed in place: triggers_replace',
    );
    const whole = await messageOf(() =>
      expect(plan).toMatchPlan({ 'terraform_data.first': 'update', 'a.b': 'create' }),
    );
    expect(whole).toContain('a.b is not in the plan: expected create.');
    expect(whole).toMatch(/terraform_data\.many\[0\].* is not expected: planned delete/);
    expect(await messageOf(() => expect(plan).not.toHaveOutput('size', 2))).toContain(
      'The output size has this value.',
    );
  });

  it('never show a secret', async () => {
    const plan = await harness.plan();
    const said = [
      await messageOf(() => expect(plan).toHaveResource('terraform_data.hidden', { input: 'other' })),
      await messageOf(() => expect(plan).toHaveOutput('kept', sensitiveValue('other'))),
      await messageOf(() => expect(plan).toHaveOutput('kept', { a: 'other' })),
      planSnapshot(plan),
    ];
    for (const text of said) expect(text).not.toMatch(/hunter22|other"/);
    expect(said[0]).toContain('input: expected another (sensitive value), planned (sensitive value)');
  });

  it('fail, and so do their opposites, where planning failed', async () => {
    const failed = await createHarness({
      directory,
      state: 'memory',
      program: () => {
        const app = new App();
        new CloudAccount(new Stack(app, 'web'), 'a', { displayName: 'A', cloudProfile: 'aws' });
        return app;
      },
      environment: {},
    }).plan();
    for (const expectation of [() => expect(failed).toMatchPlan({}), () => expect(failed).not.toCreate('a.b')])
      expect(await messageOf(expectation)).toContain('Planning failed:\n  error ');
    expect(failed).toHaveDiagnostic(failed.diagnostics[0]!.code);
    expect(failed).not.toHaveDiagnostic('unknown-attribute');
    expect(await messageOf(() => expect(failed).toHaveDiagnostic('unknown-attribute'))).toContain(
      'Expected unknown-attribute. The diagnostics:\n  error ',
    );
  });

  it('refuse what is not a plan', async () => {
    const applied = await harness.apply();
    expect(await messageOf(() => expect(applied).toMatchPlan({}))).toContain('toMatchPlan looks at a plan');
    expect(await messageOf(() => expect(harness.plan()).toMatchPlan({}))).toContain('with "await"');
  });
});

describe('a plan of files of Terraform', () => {
  it('has the lines of these files in messages', async () => {
    const folder = await mkdtemp(path.join(directory, 'folder-'));
    await writeFile(path.join(folder, 'main.tf'), '\nresource "terraform_data" "a" {\n  input = "x"\n}\n');
    const plan = await createHarness({ directory: folder, state: 'memory' }).plan();
    expect(await messageOf(() => expect(plan).toDelete('terraform_data.a'))).toContain(
      'terraform_data.a (main.tf:2:1): expected delete, planned create',
    );
  });
});
