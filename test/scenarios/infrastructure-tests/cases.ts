/** A project with test files, and how each of their runs ends. */
export interface Case {
  readonly title: string;
  /** By name, relative to the project. `main.tf` is {@link MAIN} unless it is given. */
  readonly files: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** By test file and run. */
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, 'pass' | 'fail' | 'error' | 'skip'>>>>;
}

/** The module that most of the tests are about. */
export const MAIN = `
variable "name" {
  type = string
  validation {
    condition     = length(var.name) > 2
    error_message = "Too short."
  }
}
variable "instances" {
  type    = number
  default = 1
}
resource "terraform_data" "a" {
  count = var.instances
  input = "\${var.name}-\${count.index}"
  lifecycle {
    precondition {
      condition     = var.name != "bad"
      error_message = "Bad."
    }
    postcondition {
      condition     = self.input != "late-0"
      error_message = "Late."
    }
  }
}
check "name" {
  assert {
    condition     = var.name != "warn"
    error_message = "Not nice."
  }
}
output "names" {
  value = terraform_data.a[*].output
}
output "secret" {
  value     = "hidden"
  sensitive = true
}
`;

const SETUP = `
variable "x" {}
resource "terraform_data" "setup" {
  input = var.x
}
output "y" {
  value = "\${var.x}!"
}
`;

const assertion = (condition: string, message = '"no"'): string =>
  `assert {\n condition = ${condition}\n error_message = ${message}\n}`;

export const CASES: readonly Case[] = [
  {
    title: 'an assertion that is not met fails its run, and the next ones continue',
    files: {
      'tests/a.tftest.hcl': `
variables { name = "abc" }
run "met" {
  command = plan
  ${assertion('terraform_data.a[0].input == "abc-0"')}
}
run "not_met" {
  command = plan
  ${assertion('length(output.names) == 2', '"has ${length(output.names)}"')}
  ${assertion('var.name == "abc"')}
}
run "applied" {
  ${assertion('output.names[0] == "abc-0"')}
}`,
    },
    verdicts: { 'tests/a.tftest.hcl': { met: 'pass', not_met: 'fail', applied: 'pass' } },
  },
  {
    title: 'a run hands its outputs to later ones, and a module of its own has a state of its own',
    files: {
      'setup/main.tf': SETUP,
      'a.tftest.hcl': `
run "setup" {
  module {
    source = "./setup"
  }
  variables { x = "hey" }
}
run "uses_it" {
  variables {
    name      = run.setup.y
    instances = 2
  }
  ${assertion('output.names == ["hey!-0", "hey!-1"]')}
  ${assertion('run.setup.y == "hey!"')}
}
run "refers_to_none" {
  variables { name = run.nothing.y }
}
run "never" {}`,
    },
    verdicts: { 'a.tftest.hcl': { setup: 'pass', uses_it: 'pass', refers_to_none: 'error', never: 'skip' } },
  },
  {
    title: 'state stays from run to run',
    files: {
      'a.tftest.hcl': `
variables { name = "abc" }
run "creates" {}
run "plans_no_change" {
  command = plan
  ${assertion('terraform_data.a[0].output == "abc-0"')}
}
run "other_state" {
  command = plan
  state_key = "other"
  ${assertion('terraform_data.a[0].output == "abc-0"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { creates: 'pass', plans_no_change: 'pass', other_state: 'error' } },
  },
  {
    title: 'conditions may be expected to fail',
    files: {
      'a.tftest.hcl': `
variables { name = "abc" }
run "variable" {
  command = plan
  variables { name = "a" }
  expect_failures = [var.name]
}
run "check" {
  command = plan
  variables { name = "warn" }
  expect_failures = [check.name]
}
run "precondition" {
  command = plan
  variables { name = "bad" }
  expect_failures = [terraform_data.a]
}
run "check_while_applying" {
  variables { name = "warn" }
  expect_failures = [check.name]
}
run "none_of_them" {
  command = plan
  expect_failures = [check.name]
}
run "never" {}`,
    },
    verdicts: {
      'a.tftest.hcl': {
        variable: 'pass',
        check: 'pass',
        precondition: 'pass',
        check_while_applying: 'pass',
        none_of_them: 'error',
        never: 'skip',
      },
    },
  },
  {
    title: 'a failure that prevents an expected apply is an error, although it was expected',
    files: {
      'a.tftest.hcl': `
run "variable" {
  variables { name = "a" }
  expect_failures = [var.name]
}`,
      'b.tftest.hcl': `
run "precondition" {
  variables { name = "bad" }
  expect_failures = [terraform_data.a]
}`,
    },
    verdicts: { 'a.tftest.hcl': { variable: 'error' }, 'b.tftest.hcl': { precondition: 'error' } },
  },
  {
    title: 'a check that fails unexpectedly is an error, and so is a condition',
    files: {
      'a.tftest.hcl': `
run "check" {
  variables { name = "warn" }
}
run "never" {}`,
      'b.tftest.hcl': `
run "precondition" {
  variables { name = "bad" }
}`,
      'c.tftest.hcl': `
run "no_value" {
  command = plan
}`,
    },
    verdicts: {
      'a.tftest.hcl': { check: 'error', never: 'skip' },
      'b.tftest.hcl': { precondition: 'error' },
      'c.tftest.hcl': { no_value: 'error' },
    },
  },
  {
    title: 'an assertion about what a plan does not know is an error',
    files: {
      'a.tftest.json': JSON.stringify({
        variables: { name: 'abc' },
        run: {
          known: {
            command: 'plan',
            assert: [{ condition: '${terraform_data.a[0].input == "abc-0"}', error_message: 'no' }],
          },
          unknown: {
            command: 'plan',
            assert: [{ condition: '${terraform_data.a[0].output == "abc-0"}', error_message: 'no' }],
          },
        },
      }),
    },
    verdicts: { 'a.tftest.json': { known: 'pass', unknown: 'error' } },
  },
  {
    title: 'an assertion about what is not declared is an error',
    files: {
      'a.tftest.hcl': `
variables { name = "abc" }
run "resource" {
  command = plan
  ${assertion('terraform_data.other.id == "x"')}
}`,
      'b.tftest.hcl': `
variables { name = "abc" }
run "output" {
  command = plan
  ${assertion('output.other == "x"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { resource: 'error' }, 'b.tftest.hcl': { output: 'error' } },
  },
  {
    title: 'a mocked provider makes up what is computed, and takes what a test gives',
    files: {
      'a.tftest.hcl': `
mock_provider "terraform" {
  mock_resource "terraform_data" {
    defaults = { id = "mocked" }
  }
}
variables { name = "abc" }
run "planned" {
  command = plan
  ${assertion('terraform_data.a[0].input == "abc-0"')}
}
run "applied" {
  ${assertion('terraform_data.a[0].id == "mocked" && terraform_data.a[0].output == null')}
}
run "again" {
  command = plan
  ${assertion('terraform_data.a[0].id == "mocked"')}
}`,
      'b.tftest.hcl': `
mock_provider "terraform" {}
variables { name = "abc" }
run "made_up" {
  ${assertion('length(terraform_data.a[0].id) == 8')}
}
run "unknown_in_a_plan" {
  command = plan
  variables { instances = 2 }
  ${assertion('terraform_data.a[1].id == "x"')}
}`,
    },
    verdicts: {
      'a.tftest.hcl': { planned: 'pass', applied: 'pass', again: 'pass' },
      'b.tftest.hcl': { made_up: 'pass', unknown_in_a_plan: 'error' },
    },
  },
  {
    title: 'a mocked provider takes values from files, unless its own block has them',
    files: {
      'mocks/data.tfmock.hcl': 'mock_resource "terraform_data" {\n  defaults = {\n    id = "from-file"\n  }\n}\n',
      'a.tftest.hcl': `
mock_provider "terraform" {
  source = "./mocks"
}
variables { name = "abc" }
run "from_a_file" {
  ${assertion('terraform_data.a[0].id == "from-file"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { from_a_file: 'pass' } },
  },
  {
    title: 'overrides replace what resources, data sources and modules compute',
    files: {
      'child/main.tf': 'resource "terraform_data" "c" {}\noutput "id" { value = terraform_data.c.id }',
      'main.tf': `
module "child" {
  source = "./child"
}
resource "terraform_data" "a" {
  input = module.child.id
}
data "terraform_remote_state" "other" {
  backend = "local"
  config  = { path = "missing.tfstate" }
}
output "other" { value = data.terraform_remote_state.other.outputs }
`,
      'a.tftest.hcl': `
override_data {
  target = data.terraform_remote_state.other
  values = { outputs = { from = "override" } }
}
override_resource {
  target = module.child.terraform_data.c
  values = { id = "inside" }
}
run "applied" {
  ${assertion('terraform_data.a.input == "inside" && output.other.from == "override"')}
}
run "planned" {
  command = plan
  state_key = "new"
  override_module {
    target  = module.child
    outputs = { id = "whole" }
  }
  override_resource {
    target          = terraform_data.a
    override_during = plan
    values          = { id = "known" }
  }
  ${assertion('terraform_data.a.input == "whole" && terraform_data.a.id == "known"')}
}
run "of_nothing" {
  override_resource {
    target = terraform_data.nothing
  }
}`,
    },
    verdicts: { 'a.tftest.hcl': { applied: 'pass', planned: 'pass', of_nothing: 'pass' } },
  },
  {
    title: 'a run says how to plan',
    files: {
      'a.tftest.hcl': `
variables { name = "abc" }
run "creates" {
  variables { instances = 2 }
}
run "limited" {
  plan_options {
    target = [terraform_data.a[1]]
  }
  variables {
    name      = "new"
    instances = 2
  }
  ${assertion('terraform_data.a[0].input == "abc-0" && terraform_data.a[1].input == "new-1"')}
}
run "replaces" {
  plan_options {
    replace = [terraform_data.a[0]]
  }
  variables { instances = 2 }
  ${assertion('terraform_data.a[0].id != run.creates.names[0]')}
}
run "only_refreshes" {
  plan_options {
    mode    = refresh-only
  }
  variables { name = "other" }
  ${assertion('terraform_data.a[0].input == "abc-0"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { creates: 'pass', limited: 'pass', replaces: 'pass', only_refreshes: 'pass' } },
  },
  {
    title: 'values of a test file win over those of the command line, those of a run over both',
    files: {
      'terraform.tfvars': 'name = "from-tfvars"\n',
      'a.tftest.hcl': `
run "given" {
  command = plan
  ${assertion('var.name == "from-option"')}
}`,
      'b.tftest.hcl': `
variables { name = upper("file") }
run "of_the_file" {
  command = plan
  ${assertion('var.name == "FILE"')}
}
run "of_the_run" {
  command = plan
  variables { name = "\${var.name}-run" }
  ${assertion('var.name == "FILE-run"')}
}
run "undeclared" {
  command = plan
  variables { other = 1 }
}`,
    },
    variables: { name: 'from-option' },
    verdicts: {
      'a.tftest.hcl': { given: 'pass' },
      'b.tftest.hcl': { of_the_file: 'pass', of_the_run: 'pass', undeclared: 'pass' },
    },
  },
  {
    title: 'a message with a secret is not shown, and the assertion fails all the same',
    files: {
      'a.tftest.hcl': `
variables { name = "abc" }
run "secret" {
  ${assertion('output.secret == "x"', '"is ${output.secret}"')}
}`,
    },
    verdicts: { 'a.tftest.hcl': { secret: 'fail' } },
  },
];
