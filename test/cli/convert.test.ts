import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { folderWithLandform } from '../support/library.js';
import type { Folder } from '../support/run-landform.js';
import { typeCheck } from '../support/type-check.js';

let folder: Folder | undefined;
afterEach(() => folder?.remove());

const PROJECT = {
  'main.tf': `# The shop
terraform {
  required_version = ">= 1.0"
  required_providers {
    random = { source = "landform/random" }
  }
}

# Where it runs
variable "region" {
  type        = string
  default     = "eu"
  description = "costs $\${x}"
  validation {
    condition     = length(var.region) > 1
    error_message = "Not a region: \${var.region}."
  }
}
variable "size" { default = 3 }
variable "shapes" {
  type    = map(object({ wide = number, name = optional(string, "none") }))
  default = { a = { wide = 1 }, b = { wide = 2, name = "bee" } }
}
variable "token" {
  type      = string
  sensitive = true
  default   = "hush"
}

locals {
  # Used everywhere
  region = "\${var.region}-1"
  large  = 123456789012345678901234567890
  text   = <<-EOT
    "quoted" \\ \`ticks\` \${local.region}
      %{ for name, shape in var.shapes ~}
      \${name}=\${shape.name} $\${literal}
      %{ endfor ~}
  EOT
}

resource "random_id" "suffix" { byte_length = 8 }

resource "terraform_data" "network" {
  input = {
    name     = "net-\${var.region}"
    # the size
    size     = var.size * 2
    (local.region) = [for index in range(var.size) : "s-\${index}"]
  }
  triggers_replace = [local.large, null, true]
  # Tell the others
  provisioner "local-exec" {
    command     = "echo \${self.id} > /dev/null"
    environment = { SIZE = var.size, PORT = 80 }
    on_failure  = continue
  }
  connection {
    host = "localhost"
    port = 22
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "true"
    interpreter = ["/bin/sh", "-c"]
  }
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [triggers_replace] // never again
    precondition {
      condition     = var.size > 1
      error_message = "Too small"
    }
    postcondition {
      condition     = self.output.name != ""
      error_message = "No name"
    }
  }
}

resource "terraform_data" "shape" {
  for_each = var.shapes
  input    = "\${each.key}: \${each.value.name} in \${terraform_data.network.output.name}"
  depends_on = [random_id.suffix]
}

resource "terraform_data" "numbered" {
  count = 2
  input = [count.index, terraform_data.network.id, upper(local.text)]
  lifecycle {
    replace_triggered_by = [terraform_data.network.output]
  }
}
`,
  'more.tf': `module "box" {
  source = "./modules/box"
  name   = terraform_data.shape["a"].output
}
output "names" {
  value = { for key, shape in terraform_data.shape : key => shape.output }
}
output "box" { value = module.box.label }
output "token" {
  value     = var.token
  sensitive = true
}
output "first" { value = terraform_data.numbered[0].output }
moved {
  from = terraform_data.figure
  to   = terraform_data.shape
}
resource "terraform_data" "imported" {}
import {
  to = terraform_data.imported
  id = "some-id-of-\${var.region}"
}
check "network" {
  assert {
    condition     = length(terraform_data.numbered) > 1
    error_message = "Too few: \${length(terraform_data.numbered)}"
  }
}
removed {
  from = terraform_data.old
  lifecycle { destroy = false }
}
`,
  'modules/box/main.tf': `variable "name" { type = string }
resource "terraform_data" "box" { input = var.name }
output "label" { value = terraform_data.box.output }
`,
};

/** What the plan means for the objects, without what only says how it was written. */
async function plan(state: string, chdir = '.'): Promise<Record<string, unknown>> {
  const { code, stderr } = await folder!.run(`-chdir=${chdir} plan --state ${state} --out p.plan`);
  expect(stderr).not.toContain('Error');
  expect(code, stderr).toBe(0);
  const { stdout } = await folder!.run(`-chdir=${chdir} show -json p.plan`);
  const { configuration: _, timestamp: __, landform: ___, ...rest } = JSON.parse(stdout);
  return rest;
}

describe('docs/convert.md', () => {
  it('works as documented', async () => {
    const guide = await readFile('docs/convert.md', 'utf8');
    const blocks = blocksOf(guide);
    const textOf = (language: string): string => blocks.find((block) => block.language === language)?.text ?? '';
    const commands = [...guide.matchAll(/^\$ landform (.*)$/gm)].map(([, command = '']) => command);
    expect(commands).toHaveLength(3);
    folder = await folderWithLandform({ 'shop/main.tf': `${textOf('hcl main.tf')}\n` });
    const run = (command: string): ReturnType<Folder['landform']> => folder!.run(`-chdir=shop ${command}`);
    expect(await run('apply --auto-approve')).toMatchObject({ code: 0 });
    const [convert = '', plan = '', toJson = ''] = commands;
    expect(await run(convert)).toMatchObject({ code: 0, stderr: '' });
    expect((await folder.read('shop/main.ts')).trim()).toBe(textOf('ts main.ts').trim());
    expect(await run(plan)).toMatchObject({ code: 0 });
    expect(await run(toJson)).toMatchObject({ code: 0, stdout: 'Written: json/main.tf.json.\n' });
  });
});

describe('landform convert', () => {
  it.each(['typescript', 'json'])('writes a configuration with the same plan: %s', async (to) => {
    folder = await folderWithLandform(PROJECT);
    const first = await plan(path.join(folder.path, 'none.tfstate'));
    expect(await folder.run('apply --auto-approve')).toMatchObject({ code: 0 });
    const state = path.join(folder.path, 'terraform.tfstate');

    const converted = await folder.run(`convert --to ${to} --out made`);
    expect(converted).toMatchObject({ code: 0, stderr: '' });
    const again = await plan(path.join(folder.path, 'none.tfstate'), 'made');
    expect(again).toEqual(first);
    expect(await folder.run(`-chdir=made plan --state ${state} --detailed-exitcode`)).toMatchObject({ code: 0 });
    if (to === 'typescript') expect(typeCheck(path.join(folder.path, 'made'))).toEqual([]);
  });

  it('uses typed references and keeps comments and expressions', async () => {
    folder = await folderWithLandform(PROJECT);
    const { stdout } = await folder.run('convert');
    for (const line of [
      '// The shop',
      '// Where it runs\nconst region = new Variable(',
      "// Used everywhere\nconst regionLocal = new Local(stack, 'region_local', `${region.value}-1`);\nregionLocal.overrideLogicalId('region');",
      'const network = new Resource(',
      '    // the size\n    input: {\n',
      '    // never again\n    ignoreChanges: [',
      'input: `${each.key}: \\${each.value.name} in \\${terraform_data.network.output.name}`',
      "shape.moveFrom('terraform_data.figure');",
      "new Removed(stack, 'removed', { from: 'terraform_data.old', destroy: false });",
      'dependsOn: [suffix]',
      'imported.importFrom(`some-id-of-${region.value}`);',
      "new Check(stack, 'network_check', {",
      "provisioners: [\n    {\n      // Tell the others\n      type: 'local-exec',",
      "command: 'echo ${self.id} > /dev/null',\n      environment: { SIZE: size.value, PORT: '80' },\n      onFailure: 'continue',",
      "value: numbered.instance(0).attribute('output')",
    ])
      expect(stdout).toContain(line);
  });

  it('lists what the other form cannot express, and writes nothing without --partial', async () => {
    folder = await folderWithLandform({
      'main.tf': 'variable "a" {\n  default = 1 + 1\n}\noutput "b" { value = 1 }\n',
      'x_override.tf': 'output "b" { value = 2 }\n',
    });
    const ran = await folder.run('convert --out made');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('main.tf:2');
    expect(ran.stderr).toContain('x_override.tf');
    expect(await folder.run('-chdir=made validate')).toMatchObject({ code: 1 });

    const partial = await folder.run('convert --out made --partial');
    expect(partial).toMatchObject({ code: 0, stderr: expect.stringContaining('main.tf:2') });
    const program = await readFile(path.join(folder.path, 'made/main.ts'), 'utf8');
    expect(program).toContain("new Variable(stack, 'a');");
    expect(program).toContain("new Output(stack, 'b', { value: 1 });");
  });

  it('refuses to replace a file, and leaves nothing behind', async () => {
    folder = await folderWithLandform({ 'main.tf': 'output "b" { value = 2 }\n', 'made/main.ts': 'mine' });
    expect(await folder.run('convert --out made')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('main.ts already exists'),
    });
    expect(await folder.read('made/main.ts')).toBe('mine');
    expect(await folder.run('convert --to json --out .')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[same-folder]'),
    });
    expect(await folder.run('convert --to json --out all.tf.json')).toMatchObject({ code: 0 });
    expect(JSON.parse(await folder.read('all.tf.json'))).toEqual({ output: { b: { value: 2 } } });
  });
});
