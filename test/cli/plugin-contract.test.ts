import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plugins } from '../support/plugin/executables.js';
import { Folder, type Ran } from '../support/run-landform.js';

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const settings = (more = '', required = ''): string => `
terraform {
  required_providers {
${required}    plug5 = { source = "example.com/test/plug5" }
    plug6 = { source = "example.com/test/plug6" }
  }
${more}}
provider "plug5" {
  world = "\${path.root}/world5.json"
}
provider "plug6" {
  world = "\${path.root}/world6.json"
}
`;

let folder: Folder;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await Folder.make({});
  env = { ...(await plugins(folder.path)), CHECKPOINT_DISABLE: '1' };
});
afterAll(() => folder.remove());

const landform = (line: string): Promise<Ran> => folder.warm(line, { env });

function terraform(line: string): Ran {
  const { status, stdout, stderr } = spawnSync('terraform', line.split(' '), {
    cwd: folder.path,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** A new project in the same folder. */
async function start(files: Readonly<Record<string, string>>): Promise<void> {
  for (const name of [
    'main.tf',
    'terraform.tfstate',
    'world5.json',
    'world6.json',
    'world5.json.log',
    'world6.json.log',
  ])
    await rm(path.join(folder.path, name), { force: true });
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
}

/** A provider that takes over nothing, and has no use for provider_meta. */
const LOCAL = '    local = { source = "landform/local" }\n';

const flat = ({ stderr }: Ran): string => stderr.replaceAll(/[\s│]+/g, ' ');

function theirPlan(): readonly unknown[] {
  const planned = terraform('plan -no-color -out=their.plan');
  expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  return changesIn(terraform('show -json their.plan'));
}

/** The changes of a plan, without what only one of the tools says. */
function changesIn({ stdout }: Ran): readonly unknown[] {
  const { resource_changes: changes } = JSON.parse(stdout) as {
    resource_changes: readonly { address: string; previous_address?: string; type: string; change: unknown }[];
  };
  return changes.map(({ address, previous_address: previous, type, change }) => ({ address, previous, type, change }));
}

/** What a provider noted since the last time: each line once, in the order of the alphabet. */
async function noted(): Promise<readonly string[]> {
  const name = 'world6.json.log';
  if (!existsSync(path.join(folder.path, name))) return [];
  const lines = (await folder.read(name)).trimEnd().split('\n');
  await rm(path.join(folder.path, name));
  return [...new Set(lines)].sort();
}

describe('providers of Terraform', () => {
  it('take over objects of other types', { timeout: 300_000 }, async () => {
    const before = `${settings()}
resource "plug6_legacy" "old" {
  count = 2
  name  = "legacy \${count.index}"
}
`;
    const after = `${settings()}
moved {
  from = plug6_legacy.old[0]
  to   = plug6_box.new
}
moved {
  from = plug6_legacy.old[1]
  to   = plug6_box.gone
}
moved {
  from = null_resource.n
  to   = terraform_data.n
}
resource "plug6_box" "new" {
  name = "legacy 0"
}
resource "terraform_data" "n" {
  triggers_replace = tomap({ a = "b" })
}
`;
    await start({ 'main.tf': before });
    expect((await landform('apply -auto-approve')).code).toBe(0);
    const state = JSON.parse(await folder.read('terraform.tfstate')) as { resources: unknown[] };
    state.resources.push({
      mode: 'managed',
      type: 'null_resource',
      name: 'n',
      provider: 'provider["registry.terraform.io/hashicorp/null"]',
      instances: [{ schema_version: 0, attributes: { id: '77', triggers: { a: 'b' } } }],
    });
    await folder.write('main.tf', after);
    const theirs = hasTerraform ? theirPlan() : undefined;
    await folder.write('terraform.tfstate', JSON.stringify(state));
    const planned = await landform('plan -out=our.plan');
    expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    const ours = changesIn(await landform('show -json our.plan'));
    expect(ours).toMatchObject([
      { address: 'plug6_box.gone', previous: 'plug6_legacy.old[1]', change: { actions: ['delete'] } },
      { address: 'plug6_box.new', previous: 'plug6_legacy.old[0]', change: { actions: ['update'] } },
      { address: 'terraform_data.n', previous: 'null_resource.n', change: { actions: ['no-op'] } },
    ]);
    if (theirs !== undefined) expect(ours.slice(0, 2)).toEqual(theirs.slice(0, 2));
    expect((await landform('apply our.plan')).code).toBe(0);
    expect((await landform('plan -detailed-exitcode')).code).toBe(0);
  });

  it('say what they cannot take over', { timeout: 300_000 }, async () => {
    await start({ 'main.tf': `${settings()}\nresource "plug6_trouble" "t" {\n  how = "well"\n}\n` });
    expect((await landform('apply -auto-approve')).code).toBe(0);
    const moved = (to: string): string =>
      `${settings('', LOCAL)}\nmoved {\n  from = plug6_trouble.t\n  to   = ${to}.t\n}\n`;
    await folder.write('main.tf', `${moved('plug6_box')}resource "plug6_box" "t" {\n  name = "x"\n}\n`);
    const refused = await landform('plan');
    expect([refused.code, flat(refused)]).toEqual([1, expect.stringContaining('No box can be made of it.')]);
    await folder.write(
      'main.tf',
      `${moved('local_file')}resource "local_file" "t" {\n  filename = "f"\n  content = ""\n}\n`,
    );
    const unable = await landform('plan');
    expect([unable.code, flat(unable)]).toEqual([
      1,
      expect.stringMatching(/plug6_trouble\.t cannot become local_file\.t \[move-unsupported\].*does not convert/),
    ]);
  });

  it('refuse an ID that is that of several objects, as Terraform does', { timeout: 300_000 }, async () => {
    await start({
      'main.tf': `${settings()}\nresource "plug6_box" "a" {\n  name = "a"\n}\nimport {\n  to = plug6_box.a\n  id = "pair"\n}\n`,
    });
    const refused = await landform('plan');
    expect([refused.code, flat(refused)]).toEqual([1, expect.stringContaining('types plug6_box, plug6_box')]);
    if (hasTerraform) expect(flat(terraform('plan -no-color'))).toContain('Multiple import states not supported');
  });

  it('get what modules say of themselves', { timeout: 300_000 }, async () => {
    const meta = (module: string): string => `  provider_meta "plug6" {\n    module = "${module}"\n  }\n`;
    await start({
      'main.tf': `${settings(meta('root'))}
resource "plug6_box" "b" {
  name = "b"
}
data "plug6_lookup" "l" {
  name = "b"
}
resource "plug5_box" "silent" {
  name = "s"
}
module "inner" {
  source = "./inner"
}
`,
      'inner/main.tf': `
terraform {
  required_providers {
    plug6 = { source = "example.com/test/plug6" }
  }
${meta('inner')}}
resource "plug6_box" "b" {
  name = "inner"
}
`,
    });
    const calls = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => [`${name} for inner`, `${name} for root`]);
    const planning = ['PlanResourceChange for inner', 'PlanResourceChange for root', 'ReadDataSource for root'];
    const applied = await landform('apply -auto-approve');
    expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(await noted()).toEqual([...calls(['ApplyResourceChange']), ...planning]);
    expect((await landform('plan -detailed-exitcode')).code).toBe(0);
    const again = await noted();
    expect(again).toEqual([...planning, ...calls(['ReadResource'])]);
    if (hasTerraform) {
      expect(terraform('get').code).toBe(0);
      expect(terraform('plan -detailed-exitcode').code).toBe(0);
      expect(await noted()).toEqual(again);
    }
    const wrong = settings('  provider_meta "plug6" {\n    modul = "x"\n  }\n  provider_meta "local" {}\n', LOCAL);
    await folder.write(
      'main.tf',
      `${wrong}\nresource "plug6_box" "b" {\n  name = "b"\n}\nresource "local_file" "f" {\n  filename = "f"\n  content = ""\n}\n`,
    );
    const { code, stderr } = await landform('plan');
    expect(code).toBe(1);
    expect(stderr).toContain('modul');
    expect(stderr).toContain('does not support provider_meta');
  });
});
