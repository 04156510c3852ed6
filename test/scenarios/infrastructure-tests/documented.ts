import type { Case } from './cases.js';

/** What the documentation of `terraform test` shows by example, with resources that need no provider: one case for each feature. */

export const assertion = (condition: string, message = '"no"'): string =>
  `assert {\n condition = ${condition}\n error_message = ${message}\n}`;

export const BUCKET = `
variable "prefix" {
  type = string
}
resource "terraform_data" "bucket" {
  input = "\${var.prefix}-bucket"
}
output "bucket" {
  value = terraform_data.bucket.output
}
`;

/** Two configurations of one provider, which the caller passes. */
const TWO_REGIONS = `
terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = [terraform.secondary]
    }
  }
}
data "terraform_remote_state" "primary" {
  backend = "local"
  config  = { path = "region.tfstate" }
}
data "terraform_remote_state" "secondary" {
  provider = terraform.secondary
  backend  = "local"
  config   = { path = "region.tfstate" }
}
resource "terraform_data" "primary" {
  input = "\${data.terraform_remote_state.primary.outputs.region}-bucket"
}
resource "terraform_data" "secondary" {
  provider = terraform.secondary
  input    = "\${data.terraform_remote_state.secondary.outputs.region}-bucket"
}
`;

/** A mocked configuration of a provider whose data sources say where it is. */
const region = (name: string, alias = ''): string => `
mock_provider "terraform" {
  ${alias === '' ? '' : `alias = "${alias}"`}
  mock_data "terraform_remote_state" {
    defaults = {
      outputs = { region = "${name}" }
    }
  }
}
`;

export const DOCUMENTED: readonly Case[] = [
  {
    title: 'a plan shows how a name is put together',
    files: {
      'main.tf': BUCKET,
      'name.tftest.hcl': `
variables { prefix = "test" }
run "name" {
  command = plan
  ${assertion('terraform_data.bucket.input == "test-bucket"')}
}
run "other_name" {
  command = plan
  variables { prefix = "other" }
  ${assertion('terraform_data.bucket.input == "other-bucket"')}
}`,
    },
    verdicts: { 'name.tftest.hcl': { name: 'pass', other_name: 'pass' } },
  },
  {
    title: 'variables of a run refer to those of the file and to outputs of earlier runs',
    files: {
      'main.tf': BUCKET,
      'values.tftest.hcl': `
variables { global = "shared" }
run "one" {
  variables { prefix = var.global }
}
run "two" {
  variables { prefix = run.one.bucket }
  ${assertion('output.bucket == "shared-bucket-bucket"')}
}`,
    },
    verdicts: { 'values.tftest.hcl': { one: 'pass', two: 'pass' } },
  },
  {
    title: 'values of the folder with tests apply to its tests only, and win over those of the configuration',
    files: {
      'main.tf': `
variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
output "all" { value = "\${var.a} \${var.b} \${var.c}" }
`,
      'terraform.tfvars': 'a = "main"\nb = "main"\n',
      'tests/terraform.tfvars': 'b = "tests"\nc = "tests"\n',
      'tests/last.auto.tfvars': 'c = "auto"\n',
      'main.tftest.hcl': `
run "beside_the_configuration" {
  command = plan
  ${assertion('output.all == "main main default"')}
}`,
      'tests/folder.tftest.hcl': `
variables {
  own = upper(var.b)
}
run "in_the_folder" {
  command = plan
  ${assertion('output.all == "main tests auto" && var.own == "TESTS"')}
}`,
    },
    verdicts: {
      'main.tftest.hcl': { beside_the_configuration: 'pass' },
      'tests/folder.tftest.hcl': { in_the_folder: 'pass' },
    },
  },
  {
    title: 'a file configures the providers that a module expects, and a run chooses among them',
    files: {
      'main.tf': TWO_REGIONS,
      'providers.tftest.hcl': `${region('one')}${region('two', 'secondary')}${region('three', 'tertiary')}
run "by_name" {
  command = plan
  ${assertion('terraform_data.primary.input == "one-bucket" && terraform_data.secondary.input == "two-bucket"')}
}
run "chosen" {
  command = plan
  providers = {
    terraform           = terraform
    terraform.secondary = terraform.tertiary
  }
  ${assertion('terraform_data.primary.input == "one-bucket" && terraform_data.secondary.input == "three-bucket"')}
}`,
    },
    verdicts: { 'providers.tftest.hcl': { by_name: 'pass', chosen: 'pass' } },
  },
  {
    title: 'real and mocked providers take turns',
    files: {
      'main.tf': BUCKET,
      'turns.tftest.hcl': `
provider "terraform" {}
mock_provider "terraform" {
  alias = "fake"
}
variables { prefix = "test" }
run "real" {
  providers = { terraform = terraform }
  ${assertion('length(terraform_data.bucket.id) == 36')}
}
run "mocked" {
  state_key = "mocked"
  providers = { terraform = terraform.fake }
  ${assertion('length(terraform_data.bucket.id) == 8')}
}`,
    },
    verdicts: { 'turns.tftest.hcl': { real: 'pass', mocked: 'pass' } },
  },
  {
    title: 'modules set up what is tested, and read what it made',
    files: {
      'main.tf': `
variable "bucket" { type = string }
variable "files" { type = map(string) }
resource "terraform_data" "object" {
  for_each = var.files
  input    = "\${var.bucket}/\${each.key}"
}
output "objects" { value = [for one in terraform_data.object : one.output] }
`,
      'testing/setup/main.tf': `
variable "bucket" { type = string }
resource "terraform_data" "bucket" { input = var.bucket }
output "name" { value = terraform_data.bucket.output }
`,
      'testing/loader/main.tf': `
variable "objects" { type = list(string) }
resource "terraform_data" "found" { input = var.objects }
`,
      'count.tftest.hcl': `
variables {
  bucket = "mine"
  files  = { one = "1", two = "2" }
}
run "setup" {
  module { 
    source = "./testing/setup" 
  }
}
run "execute" {}
run "update_setup" {
  module { 
    source = "./testing/setup" 
  }
  variables { bucket = "renamed" }
  ${assertion('terraform_data.bucket.output == "renamed"')}
}
run "verify" {
  module { 
    source = "./testing/loader" 
  }
  variables { objects = run.execute.objects }
  ${assertion('length(terraform_data.found.output) == 2')}
}`,
    },
    verdicts: { 'count.tftest.hcl': { setup: 'pass', execute: 'pass', update_setup: 'pass', verify: 'pass' } },
  },
  {
    title: 'runs of different modules share a state by its key',
    files: {
      'main.tf': `
resource "terraform_data" "shared" { input = "main" }
`,
      'setup/main.tf': `
resource "terraform_data" "shared" { input = "setup" }
resource "terraform_data" "other" {}
output "id" { value = terraform_data.shared.id }
`,
      'shared.tftest.hcl': `
run "setup" {
  state_key = "main"
  module { 
    source = "./setup" 
  }
}
run "init" {
  state_key = "main"
  ${assertion('terraform_data.shared.id == run.setup.id')}
}`,
    },
    verdicts: { 'shared.tftest.hcl': { setup: 'pass', init: 'pass' } },
  },
  {
    title: 'a validation may be expected to fail; a value of another type may not',
    files: {
      'main.tf': `
variable "input" {
  type = number
  validation {
    condition     = var.input % 2 == 0
    error_message = "It is odd."
  }
}
`,
      'even.tftest.hcl': `
variables { input = 0 }
run "even" {
  command = plan
}
run "odd" {
  command = plan
  variables { input = 1 }
  expect_failures = [var.input]
}
run "no_number" {
  command = plan
  variables { input = "many" }
  expect_failures = [var.input]
}`,
    },
    verdicts: { 'even.tftest.hcl': { even: 'pass', odd: 'pass', no_number: 'error' } },
  },
];
