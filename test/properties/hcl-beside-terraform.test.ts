import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/model/index.js';
import { createHarness } from '../../src/testing/index.js';
import { differences, planParts } from '../scenarios/compare.js';
import { hasTerraform, Terraform } from '../scenarios/terraform.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'landform-hcl-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

async function write(name: string, files: Files): Promise<string> {
  const directory = path.join(root, name);
  await mkdir(directory);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), text);
  }
  return directory;
}

/** The plan of Landform, or why there is none. */
async function ours(name: string, files: Files): Promise<string> {
  const directory = await write(name, files);
  const { diagnostics } = await createHarness({ directory }).plan({ out: 'plan.json' });
  if (hasErrors(diagnostics)) return diagnostics.map(({ summary }) => summary).join('; ');
  return readFile(path.join(directory, 'plan.json'), 'utf8');
}

/** The plan of Terraform, or why there is none. */
async function theirs(files: Files): Promise<string> {
  const terraform = new Terraform(await write('terraform', files), await write('data', {}));
  const planned = await terraform.plan({ name: 'plan', expect: {} }, ['-out=tfplan']);
  return planned.code === 0 ? (await terraform.show('tfplan')).stdout : planned.stderr;
}

const EXPRESSIONS: Files = {
  'main.tf': `\ufeff# A comment
terraform {
  required_version = ">= 1.0, < 2.0"
}

variable "environment" { default = "test" }
variable "sum" { default = 60 * 60 }
variable "sizes" {
  type = map(object({
    count = number
    kind  = optional(string, "small") // the default
  }))
  description = <<-EOT
    All sizes
      by name
  EOT
  validation {
    condition     = length(var.sizes) < 5
    error_message = "Too many: \${length(var.sizes)}."
  }
}

locals { names = [for name, size in var.sizes : upper(name) if size.count > 0] }
locals {
  text = "a\\tb \\u00e9 $\${x} %%{y} \\"q\\""
}
`,
  'resources.tf': `resource "terraform_data" "one" {
  for_each = var.sizes
  input = {
    kind   = each.value.kind, other = "\${var.environment}-\${each.key}"
    script = <<EOT
#!/bin/sh
echo "\${var.environment}" \${local.text} \\n
%{ for name in local.names ~}
  \${name}
%{ endfor ~}
EOT
    (each.key) = [1, 2.50, -3, null, true]
  }
  lifecycle { ignore_changes = [triggers_replace] }
}

resource terraform_data two {
  count            = length(local.names)
  input            = terraform_data.one["a"].input
  triggers_replace = 1 + /* one
  and two */ 2
  depends_on = [terraform_data.one]
  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.one["a"].output]
    precondition {
      condition     = var.environment != ""
      error_message = "No environment."
    }
  }
}

output "all" {
  value       = terraform_data.two[*].output
  description = "Everything"
}
output "secret" {
  value     = var.sum
  sensitive = true
}
`,
  'terraform.tfvars': 'environment = "file" # set here\n',
  'sizes.auto.tfvars': 'sizes = {\n  a = { count = 2, kind = "tiny" }\n  b = { count = 0, kind = "large" }\n}\n',
};

const OVERRIDES: Files = {
  'main.tf':
    'resource "terraform_data" "a" {\n  input            = "first"\n  triggers_replace = "first"\n}\nvariable "v" {\n  default = "first"\n}\noutput "o" {\n  value = var.v\n}\n',
  'more.tf.json': JSON.stringify({ resource: { terraform_data: { b: { input: '${terraform_data.a.output}' } } } }),
  'a_override.tf': 'resource "terraform_data" "a" {\n  input = "second"\n}\nvariable "v" {\n  default = "second"\n}\n',
  'b_override.tf.json': JSON.stringify({ resource: { terraform_data: { a: { triggers_replace: 'third' } } } }),
  'override.tf': 'resource "terraform_data" "b" {\n  input = 4\n}\n',
};

const WINDOWS: Files = {
  'main.tf': 'resource "terraform_data" "für" {\n  input = <<EOT\none\ntwo\nEOT\n}\n/* end\n */\n'.replaceAll(
    '\n',
    '\r\n',
  ),
};

describe.runIf(hasTerraform())('a folder in HCL', () => {
  it.each<[string, Files]>([
    ['expressions of all kinds', EXPRESSIONS],
    ['override files, beside JSON', OVERRIDES],
    ['Windows line ends and non-ASCII letters', WINDOWS],
  ])('has the same plan as in Terraform: %s', async (_, files) => {
    const [plan, other] = [await ours('landform', files), await theirs(files)];
    expect(other).toMatch(/^\{/);
    expect(plan).toMatch(/^\{/);
    expect(differences(planParts(plan), planParts(other))).toEqual([]);
  });
});
