import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make();
});
afterEach(() => folder.remove());

const hclOf = (file: string): readonly string[] =>
  blocksOf(readFileSync(file, 'utf8')).flatMap(({ language, text }) => (language === 'hcl' ? text : []));

interface Message {
  readonly type: string;
  readonly '@message': string;
  readonly change?: unknown;
  readonly changes?: unknown;
}

async function messages(line: string): Promise<readonly Message[]> {
  const { stdout } = await folder.run(line);
  return stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Message);
}

describe('import blocks', () => {
  it.each(hclOf('docs/import.md').map((text, index) => [index, text] as const))(
    'work as printed in docs/import.md, block %i',
    async (_, text) => {
      await folder.write('main.tf', text);
      const planned = await folder.run('plan --detailed-exitcode');
      expect([planned.code, planned.stderr]).toEqual([2, expect.not.stringContaining('Error')]);
      expect(planned.stdout).toMatch(/Plan: [12] to import, 0 to add/);
      const applied = await folder.run('apply --auto-approve');
      expect(applied.stderr + applied.stdout).toMatch(/Resources: [12] imported, 0 added/);
      expect((await folder.run('plan --detailed-exitcode')).code).toBe(0);
    },
  );

  it('are shown with their ID, and in JSON as in Terraform', async () => {
    await folder.write('main.tf.json', {
      import: [
        { to: 'terraform_data.kept', id: 'id-1' },
        { to: 'terraform_data.changed', id: 'id-2' },
      ],
      resource: { terraform_data: { kept: {}, changed: { input: 'x' } } },
    });
    const { stdout } = await folder.run('plan');
    expect(stdout).toContain('terraform_data.kept  [id=id-1] import (ID id-1)');
    expect(stdout).toContain('terraform_data.changed  [id=id-2] update in place (imported with ID id-2)');
    const found = await messages('plan --json');
    const changes = found.flatMap(({ type, change }) => (type === 'planned_change' ? [change] : []));
    expect(changes).toMatchObject([
      { resource: { addr: 'terraform_data.changed' }, action: 'update', importing: { id: 'id-2' } },
      { resource: { addr: 'terraform_data.kept' }, action: 'import', importing: { id: 'id-1' } },
    ]);
    const summary = found.find(({ type }) => type === 'change_summary');
    expect(summary).toMatchObject({
      '@message': 'Plan: 2 to import, 0 to add, 1 to change, 0 to destroy.',
      changes: { add: 0, change: 1, import: 2, remove: 0, operation: 'plan' },
    });
  });

  it('do not show a sensitive ID', async () => {
    await folder.write('main.tf.json', {
      variable: { secret: { sensitive: true } },
      import: { to: 'terraform_data.a', id: '${var.secret}' },
      resource: { terraform_data: { a: {} } },
    });
    const env = { TF_VAR_secret: 'planted-4711' };
    for (const line of ['plan', 'plan --json', 'plan --out plan.json', 'show --json plan.json']) {
      const { stdout, stderr } = await folder.run(line, { env });
      expect(stdout + stderr, line).not.toContain('importing":{"id"');
      if (line === 'plan') expect(stdout).toContain('import (ID (sensitive value))');
    }
    expect((await folder.run('apply plan.json', { env })).stdout).toContain('1 imported');
  });

  it.each([
    ['no resource', { to: 'terraform_data.none', id: 'x' }, 'not-configured'],
    ['an instance that does not exist', { to: 'terraform_data.a[0]', id: 'x' }, 'not-configured'],
    ['an ID that is never known', { to: 'terraform_data.a', id: '${timestamp()}' }, 'invalid-import'],
    ['an empty ID', { to: 'terraform_data.a', id: '' }, 'invalid-import'],
    ['a list as ID', { to: 'terraform_data.a', id: [1] }, 'invalid-import'],
    ['its own target in the ID', { to: 'terraform_data.a', id: '${terraform_data.a.id}' }, 'invalid-import'],
    ['a for_each that is not a collection', { to: 'terraform_data.a', id: 'x', for_each: 5 }, 'invalid-import'],
    ['a key that is null', { to: 'terraform_data.a[each.value]', id: 'x', for_each: [null] }, 'invalid-import'],
    ['a provider beside a configuration', { to: 'terraform_data.a', id: 'x', provider: 'terraform' }, 'invalid-import'],
    ['a reference to nothing', { to: 'terraform_data.a', id: '${var.none}' }, 'unknown-reference'],
    ['each without for_each', { to: 'terraform_data.a', id: '${each.key}' }, 'invalid-reference'],
    [
      'two objects for one address',
      { to: 'terraform_data.a', id: '${each.key}', for_each: ['x', 'y'] },
      'duplicate-import',
    ],
  ])('with %s are refused', async (_, block, code) => {
    await folder.write('main.tf.json', {
      import: [block],
      resource: { terraform_data: { a: {}, b: { input: 'b' } } },
    });
    const ran = await folder.run('plan');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(ran.stderr).toContain('main.tf.json:');
  });

  describe('for resources without configuration', () => {
    const PROVIDER = 'terraform {\n  required_providers {\n    random = { source = "landform/random" }\n  }\n}\n';
    const MAIN =
      'import {\n  to = random_password.a\n  id = "aB3dE6gH9"\n}\nimport {\n  to = terraform_data.b\n  id = "id-b"\n}\n';
    beforeEach(() => folder.write('main.tf', PROVIDER + MAIN));

    it('are refused with the option that generates it', async () => {
      const { code, stderr } = await folder.run('plan');
      expect([code, stderr]).toEqual([1, expect.stringContaining('landform plan --generate-config-out generated.tf')]);
    });

    it.each(['generated.tf', 'generated.tf.json'])('can be planned, saved and applied with %s', async (file) => {
      const planned = await folder.run(`plan --generate-config-out ${file} --out plan.json`);
      expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
      expect(planned.stderr).toContain(`Wrote the configuration of 2 resources to ${file}.`);
      expect(planned.stdout).toContain('Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.');
      expect(planned.stdout + planned.stderr + (await folder.read(file))).not.toContain('aB3dE6gH9');
      const { resource_changes: changes } = JSON.parse(await folder.read('plan.json')) as {
        readonly resource_changes: readonly unknown[];
      };
      expect(changes).toMatchObject([
        // The ID of a password is the password.
        { change: { importing: {}, generated_config: expect.stringContaining('"random_password" "a"') } },
        {
          change: {
            importing: { id: 'id-b' },
            generated_config:
              'resource "terraform_data" "b" {\n  input            = null\n  triggers_replace = null\n}',
          },
        },
      ]);
      expect((await folder.run('apply plan.json')).stdout).toContain('2 imported, 0 added, 0 changed');
      expect((await folder.run('plan --detailed-exitcode')).code).toBe(0);
    });

    it('are never written over a file', async () => {
      await folder.write('generated.tf', '# mine\n');
      const { code, stderr } = await folder.run('plan --generate-config-out generated.tf');
      expect([code, stderr]).toEqual([1, expect.stringContaining('[file-exists]')]);
      expect(await folder.read('generated.tf')).toBe('# mine\n');
    });

    it.each(['--destroy', '--refresh-only'])('are not generated with %s', async (option) => {
      const { code, stderr } = await folder.run(`plan ${option} --generate-config-out generated.tf`);
      expect([code, stderr]).toEqual([1, expect.stringContaining('[contradicting-options]')]);
    });
  });

  it('are refused in modules', async () => {
    await folder.write('main.tf', 'module "m" {\n  source = "./m"\n}\n');
    await folder.write(
      'm/main.tf',
      'import {\n  to = terraform_data.a\n  id = "x"\n}\nresource "terraform_data" "a" {}\n',
    );
    const ran = await folder.run('validate');
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[misplaced-import]')]);
  });

  it('take an address in HCL without quotes only', async () => {
    await folder.write(
      'main.tf',
      'import {\n  to = "terraform_data.a"\n  id = "x"\n}\nresource "terraform_data" "a" {}\n',
    );
    const ran = await folder.run('validate');
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[invalid-import]')]);
  });
});

describe('check blocks', () => {
  it('work as printed in docs/checks.md, and never count as a change', async () => {
    await folder.write('there.tfstate', {
      version: 4,
      terraform_version: '1.11.4',
      serial: 1,
      lineage: 'there',
      outputs: { ready: { value: false, type: 'bool' } },
      resources: [],
    });
    await folder.write(
      'main.tf',
      hclOf('docs/checks.md').join('\n').replace('../network/terraform.tfstate', 'there.tfstate'),
    );
    const { code, stdout, stderr } = await folder.run('plan --detailed-exitcode --var limit=9');
    expect([code, stdout]).toEqual([0, expect.stringContaining('No changes.')]);
    expect(stderr).toContain('check.limit: The limit 9 is higher than expected.  [check-failed]');
    expect(stderr).toContain('check.network: The network is not ready.  [check-failed]');
    const applied = await folder.run('apply --auto-approve --var limit=9');
    expect(applied.code).toBe(0);
    expect((await folder.run('plan --detailed-exitcode')).code).toBe(0);
    const state = JSON.parse(await folder.read('terraform.tfstate')) as { readonly check_results: readonly unknown[] };
    expect(state.check_results).toMatchObject([
      { config_addr: 'check.limit', status: 'fail' },
      { config_addr: 'check.network', status: 'fail', objects: [{ failure_messages: ['The network is not ready.'] }] },
    ]);
  });

  it('stay unknown if what they need was not applied', async () => {
    await folder.write('main.tf.json', {
      resource: {
        terraform_data: {
          a: { input: 'x', lifecycle: { postcondition: { condition: '${self.output == "y"}', error_message: 'no' } } },
          b: {},
        },
      },
      check: {
        failed: { assert: { condition: '${terraform_data.a.id != ""}', error_message: 'no' } },
        fine: { assert: { condition: '${terraform_data.b.id != ""}', error_message: 'no' } },
      },
    });
    expect((await folder.run('apply --auto-approve')).code).toBe(1);
    const state = JSON.parse(await folder.read('terraform.tfstate')) as { readonly check_results: readonly unknown[] };
    expect(state.check_results).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ config_addr: 'check.failed', status: 'unknown' }),
        expect.objectContaining({ config_addr: 'check.fine', status: 'pass' }),
      ]),
    );
  });

  it('keep their data source to themselves', async () => {
    await folder.write('main.tf.json', {
      check: {
        a: {
          data: { terraform_remote_state: { s: { backend: 'local', config: { path: 'x' } } } },
          assert: { condition: '${data.terraform_remote_state.s.outputs.x}', error_message: 'no' },
        },
      },
      output: { o: { value: '${data.terraform_remote_state.s.outputs.x}' } },
    });
    const ran = await folder.run('validate');
    expect(ran.stderr).toContain('data.terraform_remote_state.s can only be used in the check block a');
    expect(ran.code).toBe(1);
  });
});
