import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { plugins, processesIn } from '../support/plugin/executables.js';
import { Folder, type Ran } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

const settings = `
terraform {
  required_providers {
    plug5 = { source = "example.com/test/plug5" }
    plug6 = { source = "example.com/test/plug6" }
  }
}
provider "plug5" {
  world = "\${path.root}/world5.json"
}
provider "plug6" {
  world = "\${path.root}/world6.json"
}
`;

const inventory = (name: string, labels: string): string => `${settings}
resource "plug6_box" "a" {
  name     = "${name}"
  labels   = ${labels}
  secret   = "hush"
  anything = { a = [1, "x", null] }
  rule {
    port = 443
    peer {
      cidr  = "10.0.0.0/8"
      ports = [2, 1]
    }
  }
  note {
    text = "one"
  }
  note {}
  detail {
    extra = { n = 1 }
  }
}
resource "plug5_legacy" "l" {
  name = plug6_box.a.name
}
resource "plug5_box" "b" {
  name = "of \${plug5_legacy.l.id}"
  huge = 1152921504606846977
}
data "plug5_lookup" "found" {
  name       = plug5_box.b.name
  depends_on = [plug5_box.b]
}
output "found" {
  value = data.plug5_lookup.found.id
}
`;

/** Blocks with attributes of any type, which may differ from block to block. */
const loose = (input: string): string => `
resource "plug6_loose" "a" {
  step {
    input = ${input}
  }
  step {
    input = ["a", true]
  }
  dynamic "by" {
    for_each = { x = 1, y = "z" }
    labels   = [by.key]
    content {
      value = by.value
    }
  }
}
`;

const UNCHANGED = 'No changes. Your infrastructure matches the configuration.';

let folder: Folder;
let env: { readonly TF_CLI_CONFIG_FILE: string };
const open = async (configuration: string): Promise<void> => {
  folder = await Folder.make({ 'main.tf': configuration });
  env = await plugins(folder.path);
};
const landform = (line: string): Promise<Ran> => folder.run(line, { env });
const terraform = (line: string): Ran => {
  const { status, stdout, stderr } = spawnSync('terraform', [...line.split(' '), '-no-color'], {
    cwd: folder.path,
    env: { ...process.env, ...env, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
};
const outcome = ({ code, stdout }: Ran): unknown => [
  code,
  /^(?:Apply complete!|Destroy complete!|No changes\.).*$/m.exec(stdout)?.[0],
];

/** Processes end with the command, or in the moment after it. */
async function noneLeft(): Promise<void> {
  for (let turn = 0; processesIn(folder.path).length > 0 && turn < 60; turn += 1) await sleep(50);
  expect(processesIn(folder.path)).toEqual([]);
}

afterEach(async () => {
  await noneLeft();
  await folder.remove();
});

describe('providers of Terraform', () => {
  it('create, change, replace, import and destroy objects', { timeout: 120_000 }, async () => {
    await open(inventory('first', '["b", "a"]'));
    expect(outcome(await landform('apply -auto-approve'))).toEqual([
      0,
      'Apply complete! Resources: 3 added, 0 changed, 0 destroyed.',
    ]);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    const state = JSON.parse(await folder.read('terraform.tfstate')) as {
      resources: { name: string; instances: object[] }[];
    };
    const box = state.resources.find(({ name }) => name === 'a')?.instances[0];
    expect(box).toMatchObject({
      schema_version: 2,
      identity: { name: 'first' },
      identity_schema_version: 1,
      private: Buffer.from('kept of id-1').toString('base64'),
      attributes: { secret: null, token: 'token of id-1', labels: ['a', 'b'] },
    });
    expect(await folder.read('terraform.tfstate')).toContain('"huge": 1152921504606846977');
    expect(await folder.read('terraform.tfstate')).not.toContain('hush');
    expect(await folder.read('world6.json')).toContain('hush');

    await folder.write('main.tf', inventory('first', '["c"]'));
    expect(outcome(await landform('apply -auto-approve'))).toEqual([
      0,
      'Apply complete! Resources: 0 added, 1 changed, 0 destroyed.',
    ]);
    await folder.write('main.tf', inventory('second', '["c"]'));
    expect(outcome(await landform('apply -auto-approve'))).toEqual([
      0,
      'Apply complete! Resources: 1 added, 1 changed, 1 destroyed.',
    ]);

    await landform('state rm plug5_box.b');
    expect((await landform('import plug5_box.b id-2')).code).toBe(0);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    expect(outcome(await landform('destroy -auto-approve'))).toEqual([0, expect.stringContaining('3 destroyed')]);
    expect([await folder.read('world5.json'), await folder.read('world6.json')]).toEqual(['{}', '{}']);
  });

  it('import objects by their identity', { timeout: 60_000 }, async () => {
    const box = (more: string): string => `${settings}\nresource "plug6_box" "a" {\n  name = "first"\n}\n${more}`;
    const by = (identity: string, type = 'plug6_box'): string =>
      `import {\n  to       = ${type}.a\n  identity = ${identity}\n}\n`;
    await open(box(''));
    expect((await landform('apply -auto-approve')).code).toBe(0);
    await landform('state rm plug6_box.a');
    const refused = async (configuration: string): Promise<string> => {
      await folder.write('main.tf', configuration);
      const { code, stderr } = await landform('plan');
      expect(code).toBe(1);
      return stderr.replaceAll(/[\s│]+/g, ' ');
    };
    expect(await refused(box(by('{ title = "first" }')))).toContain(
      'The identity of plug6_box.a has no attribute title [invalid-import]',
    );
    expect(await refused(box(by('{}')))).toContain('lacks the attribute name');
    expect(await refused(box(by('{ name = "second" }')))).toContain('Not found');
    expect(
      await refused(`${settings}\nresource "plug5_box" "a" {\n  name = "x"\n}\n${by('{ name = "x" }', 'plug5_box')}`),
    ).toContain('Objects of the type plug5_box have no identity [invalid-import]');

    await folder.write(
      'main.tf',
      box(by('{ name = plug5_box.other.name }') + '\nresource "plug5_box" "other" {\n  name = "first"\n}\n'),
    );
    const planned = await landform('plan -out=importing');
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('identity {"name":"first"}')]);
    const shown = JSON.parse((await landform('show -json importing')).stdout) as {
      resource_changes: { address: string; change: { importing?: unknown } }[];
    };
    expect(shown.resource_changes.find(({ address }) => address === 'plug6_box.a')?.change.importing).toEqual({
      identity: { name: 'first' },
    });
    expect((await landform('apply importing')).code).toBe(0);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    expect(await folder.read('terraform.tfstate')).toContain('"id": "id-1"');
  });

  it.runIf(hasTerraform)('exchange states and plans with Terraform', { timeout: 120_000 }, async () => {
    await open(inventory('first', '["b", "a"]') + loose('1'));
    expect(terraform('apply -auto-approve').code).toBe(0);
    const written = await folder.read('terraform.tfstate');
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    await folder.write('main.tf', inventory('second', '["c"]') + loose('{ n = 2 }'));
    expect(terraform('plan -out=their.plan').code).toBe(0);
    expect((await landform('plan -out=our.plan')).code).toBe(0);
    const theirs = changesIn(terraform('show -json their.plan'));
    expect(changesIn(await landform('show -json our.plan'))).toEqual(theirs);
    expect(theirs).toHaveLength(3);

    expect((await landform('apply our.plan')).code).toBe(0);
    expect(await folder.read('terraform.tfstate')).not.toBe(written);
    expect(terraform('plan -detailed-exitcode').code).toBe(0);
    expect(terraform('destroy -auto-approve').code).toBe(0);
  });

  it.each([
    ['panic-validate', 'plugin-crashed', 'panic: runtime error: invalid memory address'],
    ['panic-plan', 'plugin-crashed', 'panic: runtime error: invalid memory address'],
    ['rubbish-plan', 'plugin-failed', 'PlanResourceChange'],
    ['deferred', 'plugin-deferred', 'Landform does not allow deferral'],
    ['fail-with-object', 'provider-error', 'The second half is missing.'],
    ['fail-without-object', 'provider-error', 'Nothing was made.'],
    ['lie', 'provider-inconsistent-result', ''],
    ['leave-unknown', 'provider-inconsistent-result', ''],
    ['panic-apply', 'plugin-crashed', 'panic: runtime error: invalid memory address'],
  ])('report %s, and finish other work', { timeout: 60_000 }, async (how, code, detail) => {
    await open(`${settings}
resource "plug6_trouble" "t" {
  how = "${how}"
}
resource "plug5_box" "other" {
  name = "other"
}
`);
    const { code: exit, stderr } = await landform('apply -auto-approve');
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain(detail);
    expect(stderr).not.toContain('internal-error');
    expect(exit).toBe(1);
    // An apply begins only if everything could be planned.
    const isPlanned = !/validate|plan|deferred/.test(how);
    expect(existsSync(path.join(folder.path, 'world5.json'))).toBe(isPlanned);
  });

  it('are read to the end, however much they say', { timeout: 60_000 }, async () => {
    await open(`${settings}\nresource "plug6_trouble" "t" {\n  how = "flood"\n}\n`);
    const { code, stderr } = await landform('apply -auto-approve');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('line 19999')]);
  });

  it('are asked by identity for an object whose create died', { timeout: 60_000 }, async () => {
    await open(`${settings}\nresource "plug6_box" "a" {\n  name = "lost"\n}\n`);
    await folder.landform('apply -auto-approve', {
      env,
      during: (child) => void killOnce(child, path.join(folder.path, 'world6.json')),
    });
    await noneLeft();
    const { code, stderr } = await landform('plan');
    expect([code, stderr.replaceAll(/[\s│]+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('An object with the identity {"name":"lost"}, and the id "id-1" exists now.'),
    ]);
  });

  it('end when Landform is killed, and what they did then is asked', { timeout: 120_000 }, async () => {
    await open(`${settings}\nresource "plug6_trouble" "t" {\n  how = "hang-apply"\n}\n`);
    const killed = await folder.landform('apply -auto-approve', {
      env,
      during: (child) => void killOnce(child, path.join(folder.path, 'world6.json')),
    });
    expect(killed.signal).toBe('SIGKILL');
    await noneLeft();
    const { code, stderr } = await landform('plan');
    expect([code, stderr]).toEqual([1, expect.stringContaining('[interrupted-create]')]);
    expect(stderr.replaceAll(/[\s│]+/g, ' ')).toContain(
      'example.com/test/plug6 cannot search for it. Look for it in the system itself. It was to have how = "hang-apply". ' +
        'If it exists, adopt it by its import ID: --adopt plug6_trouble.t=ID ' +
        'If not, or if it is not wanted, create it again: --give-up plug6_trouble.t',
    );
    // The user looks for the object, and adopts it; or gives it up.
    const journal = await folder.read('terraform.tfstate.journal');
    const state = await folder.read('terraform.tfstate').catch(() => undefined);
    expect((await landform('import plug6_trouble.t id-1')).code).toBe(0);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    const again = async (): Promise<void> => {
      await rm(path.join(folder.path, 'terraform.tfstate'));
      if (state !== undefined) await folder.write('terraform.tfstate', state);
      await folder.write('terraform.tfstate.journal', journal);
    };
    await again();
    expect((await landform('state rm plug6_trouble.t')).code).toBe(0);
    expect((await landform('plan -detailed-exitcode')).code).toBe(2);

    // The same with the options of a plan, which may be saved.
    await again();
    const missing = await landform('plan -adopt plug6_trouble.t=id-9');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('Nothing has the ID id-9.')]);
    expect((await landform('plan -adopt plug6_trouble.t=id-1 -out=adopting')).code).toBe(0);
    expect(outcome(await landform('apply adopting'))).toEqual([0, expect.stringContaining('0 added')]);
    expect(await folder.read('terraform.tfstate')).toContain('"id": "id-1"');
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    const none = await landform('plan -give-up plug6_trouble.t');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('[not-interrupted]')]);

    await again();
    await folder.write('main.tf', `${settings}\nresource "plug6_trouble" "t" {\n  how = "well"\n}\n`);
    expect(outcome(await landform('apply -auto-approve -give-up plug6_trouble.t'))).toEqual([
      0,
      'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.',
    ]);
    expect(outcome(await landform('plan -detailed-exitcode'))).toEqual([0, UNCHANGED]);
    expect(Object.keys(JSON.parse(await folder.read('world6.json')) as object)).toEqual(['id-1', 'id-2']);

    await again();
    await folder.write('main.tf', settings);
    const asked = await folder.atTerminal('destroy -auto-approve', {
      env,
      during: answering(['Enter a value: ', '1\r'], ['Import ID: ', 'id-1\r']),
    });
    expect([asked.code, readable(asked)]).toEqual([
      0,
      expect.stringMatching(/how = "hang-apply"[^]*forget it[^]*1 destroyed/),
    ]);
    expect(Object.keys(JSON.parse(await folder.read('world6.json')) as object)).toEqual(['id-2']);
  });
});

async function killOnce(child: { kill(signal: 'SIGKILL'): boolean }, file: string): Promise<void> {
  while (!existsSync(file)) await sleep(20);
  child.kill('SIGKILL');
}

/** The changes of a plan in JSON, by address. */
function changesIn({ stdout }: Ran): readonly unknown[] {
  const { resource_changes: changes } = JSON.parse(stdout) as {
    resource_changes: readonly { address: string; change: { actions: readonly string[] } }[];
  };
  return changes
    .filter(({ change }) => change.actions[0] !== 'no-op')
    .map(({ address, change }) => ({ address, change }))
    .sort((left, right) => (left.address < right.address ? -1 : 1));
}
