import type { Case } from './cases.js';
import { assertion, BUCKET } from './documented.js';

/** What the documentation of mocks and overrides shows by example, as documented.ts has the rest. */

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

export const DOCUMENTED_MOCKS: readonly Case[] = [
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
