import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/model/index.js';
import { readAll } from './configuration.js';

/** What a configuration says, without where it says it. */
function meaning({ files: _, ...configuration }: Configuration): unknown {
  return JSON.parse(
    JSON.stringify(configuration, (key, value: unknown) => {
      if (['span', 'source', 'place', 'written', 'named', 'isBlock'].includes(key)) return undefined;
      return value instanceof Map ? [...value] : value;
    }),
  );
}

const everything = {
  'main.tf': `
terraform {
  required_version = ">= 1.5"
  required_providers {
    random = "~> 3.0"
    other = {
      source  = "acme/other"
      version = ">= 1, < 3"
    }
  }
  backend "local" { path = "here.tfstate" }
}
provider "random" {
  alias = "west"
}
variable "sizes" {
  type        = map(object({ count = number, kind = optional(string, "small") }))
  description = <<-EOT
    Sizes
      by name
  EOT
  default     = {}
  sensitive   = true
  validation {
    condition     = length(var.sizes) < 5
    error_message = "Too many: \${length(var.sizes)}."
  }
  validation {
    condition     = var.sizes != null
    error_message = "Missing."
  }
}
locals { one = 1 }
locals {
  two  = "\${local.one}-\\u00e9 $\${x}"
  list = [for k, v in var.sizes : upper(k) if v.count > 1]
}
resource "random_id" "a" {
  for_each    = var.sizes
  byte_length = each.value.count
  provider    = random.west
  depends_on  = [terraform_data.b, data.random_id.c[0]]
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [keepers["x"], prefix]
    replace_triggered_by  = [terraform_data.b.output, terraform_data.b[each.key]]
    precondition {
      condition     = each.value.count > 0
      error_message = "No size."
    }
  }
}
resource terraform_data b {
  lifecycle { ignore_changes = all }
}
data "random_id" "c" {
  count = 1
}
output "o" {
  value      = random_id.a["x"].hex
  depends_on = [terraform_data.b]
}
`,
};

const inJson = {
  terraform: {
    required_version: '>= 1.5',
    required_providers: { random: '~> 3.0', other: { source: 'acme/other', version: '>= 1, < 3' } },
    backend: { local: { path: 'here.tfstate' } },
  },
  provider: { random: { alias: 'west' } },
  variable: {
    sizes: {
      type: 'map(object({ count = number, kind = optional(string, "small") }))',
      description: 'Sizes\n  by name\n',
      default: {},
      sensitive: true,
      validation: [
        { condition: '${length(var.sizes) < 5}', error_message: 'Too many: ${length(var.sizes)}.' },
        { condition: '${var.sizes != null}', error_message: 'Missing.' },
      ],
    },
  },
  locals: {
    one: 1,
    two: '${local.one}-é $${x}',
    list: '${[for k, v in var.sizes : upper(k) if v.count > 1]}',
  },
  resource: {
    random_id: {
      a: {
        for_each: '${var.sizes}',
        byte_length: '${each.value.count}',
        provider: 'random.west',
        depends_on: ['terraform_data.b', 'data.random_id.c[0]'],
        lifecycle: {
          create_before_destroy: true,
          ignore_changes: ['keepers["x"]', 'prefix'],
          replace_triggered_by: ['terraform_data.b.output', 'terraform_data.b[each.key]'],
          precondition: { condition: '${each.value.count > 0}', error_message: 'No size.' },
        },
      },
    },
    terraform_data: { b: { lifecycle: { ignore_changes: 'all' } } },
  },
  data: { random_id: { c: { count: 1 } } },
  output: { o: { value: '${random_id.a["x"].hex}', depends_on: ['terraform_data.b'] } },
};

describe('a configuration in HCL', () => {
  it('has the same meaning as in JSON', () => {
    const hcl = readAll(everything);
    const json = readAll({ 'main.tf.json': inJson });
    expect([...hcl.diagnostics, ...json.diagnostics]).toEqual([]);
    expect(meaning(hcl.configuration)).toEqual(meaning(json.configuration));
  });

  it.each(['b_override.tf', 'b_override.tofu'])('is changed by %s and by override files in JSON, in order', (name) => {
    const { configuration, diagnostics } = readAll({
      'main.tf': 'resource "terraform_data" "a" {\n  input = 1\n  triggers_replace = 1\n}\nlocals {\n  x = 1\n}\n',
      'a_override.tf.json': { resource: { terraform_data: { a: { input: 2, triggers_replace: 2 } } } },
      [name]: 'resource "terraform_data" "a" {\n  input = 3\n}\nlocals {\n  x = 2\n}\n',
    });
    expect(diagnostics).toEqual([]);
    expect(configuration.resources.get('terraform_data.a')?.body.content).toMatchObject({
      input: { value: 3 },
      triggers_replace: { value: 2 },
    });
    expect(configuration.locals.get('x')?.value).toMatchObject({ value: 2 });
  });

  it('has "dynamic" blocks in the same form as in JSON', () => {
    const hcl = readAll({
      'main.tf': `resource "t" "a" {
        dynamic "one" {
          for_each = var.x
          content {
            name = one.value
          }
        }
        dynamic "two" {
          for_each = []
          content {}
        }
        three "label" {
          x = 1
        }
      }`,
    });
    const json = readAll({
      'main.tf.json': {
        resource: {
          t: {
            a: {
              dynamic: [
                { one: { for_each: '${var.x}', content: { name: '${one.value}' } } },
                { two: { for_each: [], content: {} } },
              ],
              three: { label: { x: 1 } },
            },
          },
        },
      },
    });
    const bodies = [hcl, json].map(({ configuration }) => JSON.stringify(meaning(configuration)));
    // JSON folds what is constant into one literal.
    expect(bodies[0]).toContain('"name"');
    expect(Object.keys(hcl.configuration.resources.get('t.a')!.body.content)).toEqual(['dynamic', 'three']);
    const [ours, theirs] = [hcl, json].map(
      ({ configuration }) => configuration.resources.get('t.a')?.body.content['dynamic'],
    );
    expect([ours?.kind, theirs?.kind]).toEqual(['tuple', 'tuple']);
  });

  it('accepts quoted references from old configurations', () => {
    const { configuration, diagnostics } = readAll({
      'main.tf':
        'resource "terraform_data" "a" {\n  depends_on = ["terraform_data.b"]\n  provider = "terraform.x"\n  lifecycle {\n    ignore_changes = ["input"]\n  }\n}\n',
    });
    expect(diagnostics).toEqual([]);
    expect(configuration.resources.get('terraform_data.a')).toMatchObject({
      provider: { name: 'terraform', alias: 'x' },
      dependsOn: [{ kind: 'traversal', root: 'terraform_data' }],
      lifecycle: { ignoreChanges: [{ kind: 'traversal', root: 'input' }] },
    });
  });
});
