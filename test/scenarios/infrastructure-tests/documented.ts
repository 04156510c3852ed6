import type { Case } from './cases.js';

/**
 * What the documentation of `terraform test` and of its mocks shows by example, with resources that need no provider: one case for
 * each feature.
 */

const assertion = (condition: string, message = '"no"'): string =>
  `assert {\n condition = ${condition}\n error_message = ${message}\n}`;

const BUCKET = `
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

/** A module whose data source reads what another module uses. */
const CREDENTIALS = {
  'main.tf': `
module "credentials" {
  source = "./read"
}
resource "terraform_data" "copy" {
  input = module.credentials.data
}
`,
  'read/main.tf': `
data "terraform_remote_state" "object" {
  backend = "local"
  config  = { path = "object.tfstate" }
}
output "data" {
  value = data.terraform_remote_state.object.outputs
}
`,
};

const user = (name: string): string => `{ outputs = { user = "${name}" } }`;

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
  {
    title: 'a mocked provider makes up computed values, for an apply or already for a plan',
    files: {
      'main.tf': BUCKET,
      'made-up.tftest.hcl': `
mock_provider "terraform" {}
variables { prefix = "test" }
run "applied" {
  ${assertion('terraform_data.bucket.input == "test-bucket" && length(terraform_data.bucket.id) == 8')}
}`,
      'planned.tftest.hcl': `
mock_provider "terraform" {
  mock_resource "terraform_data" {
    override_during = plan
  }
}
variables { prefix = "test" }
run "planned" {
  command = plan
  ${assertion('length(terraform_data.bucket.id) == 8')}
}`,
      'unknown.tftest.hcl': `
mock_provider "terraform" {}
variables { prefix = "test" }
run "unknown" {
  command = plan
  ${assertion('length(terraform_data.bucket.id) == 8')}
}`,
    },
    verdicts: {
      'made-up.tftest.hcl': { applied: 'pass' },
      'planned.tftest.hcl': { planned: 'pass' },
      'unknown.tftest.hcl': { unknown: 'error' },
    },
  },
  {
    title: 'values of a mocked provider come from its block or from files, which the block wins over',
    files: {
      ...CREDENTIALS,
      'mocks/data.tfmock.hcl': `
mock_resource "terraform_data" {
  defaults = { id = "from-a-file" }
}
mock_data "terraform_remote_state" {
  defaults = ${user('from-a-file')}
}`,
      'mocks/more.tfmock.json': JSON.stringify({ mock_resource: { unused_type: { defaults: { id: 'x' } } } }),
      'files.tftest.hcl': `
mock_provider "terraform" {
  source = "./mocks"
  mock_resource "terraform_data" {
    defaults = { id = "from-the-block" }
  }
}
run "both" {
  ${assertion('terraform_data.copy.id == "from-the-block" && terraform_data.copy.input.user == "from-a-file"')}
}`,
    },
    verdicts: { 'files.tftest.hcl': { both: 'pass' } },
  },
  {
    title: 'an override in a file of mocked values is one of its provider',
    files: {
      ...CREDENTIALS,
      'mocks/data.tfmock.hcl': `
override_data {
  target = module.credentials.data.terraform_remote_state.object
  values = ${user('from-a-file')}
}`,
      'files.tftest.hcl': `
mock_provider "terraform" {
  source = "./mocks"
}
run "overridden" {
  ${assertion('terraform_data.copy.input.user == "from-a-file"')}
}`,
    },
    verdicts: { 'files.tftest.hcl': { overridden: 'pass' } },
  },
  {
    title: 'a data source is overridden by its mocked provider, by the file, or by the run, which wins',
    files: {
      ...CREDENTIALS,
      'provider.tftest.hcl': `
mock_provider "terraform" {
  override_data {
    target = module.credentials.data.terraform_remote_state.object
    values = ${user('of-the-provider')}
  }
}
run "overridden" {
  ${assertion('terraform_data.copy.input.user == "of-the-provider"')}
}`,
      'levels.tftest.hcl': `
override_data {
  target = module.credentials.data.terraform_remote_state.object
  values = ${user('of-the-file')}
}
run "file" {
  ${assertion('terraform_data.copy.input.user == "of-the-file"')}
}
run "run" {
  override_data {
    target = module.credentials.data.terraform_remote_state.object
    values = ${user('of-the-run')}
  }
  ${assertion('terraform_data.copy.input.user == "of-the-run"')}
}`,
      'module.tftest.hcl': `
override_module {
  target  = module.credentials
  outputs = { data = { user = "of-the-module" } }
}
run "module" {
  ${assertion('terraform_data.copy.input.user == "of-the-module"')}
}`,
    },
    verdicts: {
      'provider.tftest.hcl': { overridden: 'pass' },
      'levels.tftest.hcl': { file: 'pass', run: 'pass' },
      'module.tftest.hcl': { module: 'pass' },
    },
  },
  {
    title: 'overrides of a mocked provider are for what it makes, and inherit when they take effect',
    files: {
      'main.tf': 'resource "terraform_data" "a" {}\nresource "terraform_data" "b" {}\n',
      'other.tftest.hcl': `
mock_provider "terraform" {
  alias = "unused"
  override_resource {
    target = terraform_data.a
    values = { id = "mocked" }
  }
}
run "real" {
  ${assertion('length(terraform_data.a.id) == 36')}
}`,
      'inherited.tftest.hcl': `
mock_provider "terraform" {
  override_during = plan
  override_resource {
    target = terraform_data.a
    values = { id = "overridden" }
  }
  mock_resource "terraform_data" {
    defaults = { id = "mocked" }
  }
}
run "planned" {
  command = plan
  ${assertion('terraform_data.a.id == "overridden" && terraform_data.b.id == "mocked"')}
}`,
    },
    verdicts: { 'other.tftest.hcl': { real: 'pass' }, 'inherited.tftest.hcl': { planned: 'pass' } },
  },
  {
    title: 'an override that takes effect in plans makes up what it has no value for',
    files: {
      'main.tf': 'resource "terraform_data" "a" {\n  input = "x"\n}\n',
      'a.tftest.hcl': `
override_resource {
  target          = terraform_data.a
  override_during = plan
}
run "all" {
  command = plan
  ${assertion('length(terraform_data.a.id) == 8')}
}
run "some" {
  command = plan
  override_resource {
    target          = terraform_data.a
    override_during = plan
    values          = { output = "given" }
  }
  ${assertion('length(terraform_data.a.id) == 8 && terraform_data.a.output == "given"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { all: 'pass', some: 'pass' } },
  },
  {
    title: 'single instances are overridden, and win over their resource',
    files: {
      'main.tf': `
module "child" {
  source   = "./child"
  for_each = toset(["a", "b"])
}
resource "terraform_data" "counted" {
  count = 2
}
resource "terraform_data" "keyed" {
  for_each = toset(["x", "y"])
}
`,
      'child/main.tf': `
resource "terraform_data" "c" {}
output "id" { value = terraform_data.c.id }
`,
      'instances.tftest.hcl': `
override_resource {
  target = terraform_data.counted[0]
  values = { id = "zero" }
}
override_resource {
  target = terraform_data.keyed["x"]
  values = { id = "ex" }
}
override_resource {
  target = module.child["a"].terraform_data.c
  values = { id = "inside" }
}
run "single" {
  ${assertion('terraform_data.counted[0].id == "zero" && length(terraform_data.counted[1].id) == 36')}
  ${assertion('terraform_data.keyed["x"].id == "ex" && length(terraform_data.keyed["y"].id) == 36')}
  ${assertion('module.child["a"].id == "inside" && length(module.child["b"].id) == 36')}
}
run "and_their_resource" {
  state_key = "other"
  override_resource {
    target = terraform_data.counted
    values = { id = "all" }
  }
  ${assertion('terraform_data.counted[*].id == ["zero", "all"]')}
}
run "again" {
  state_key = "other"
  ${assertion('terraform_data.counted[*].id == ["zero", "all"]')}
}`,
    },
    verdicts: { 'instances.tftest.hcl': { single: 'pass', and_their_resource: 'pass', again: 'pass' } },
  },
];
