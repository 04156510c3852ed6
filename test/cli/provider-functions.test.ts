import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plugins } from '../support/plugin/executables.js';
import { Folder, MAIN, type Ran } from '../support/run-landform.js';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

const required = `
terraform {
  required_providers {
    six       = { source = "example.com/test/plug6" }
    five      = { source = "example.com/test/plug5" }
    terraform = { source = "terraform.io/builtin/terraform" }
  }
}
`;

/** Expressions and their values. Where Terraform is installed, it has to agree. */
const EXPRESSIONS: readonly (readonly [expression: string, value: unknown])[] = [
  ['provider::six::shout("abc")', 'ABC'],
  ['provider::five::shout("abc")', 'ABC'],
  ['provider::six::shout(12)', '12'],
  ['provider::six::join("-")', ''],
  ['provider::six::join("-", "a", "b", 3)', 'a-b-3'],
  ['provider::six::join(["-", "a", "b"]...)', 'a-b'],
  ['provider::six::same([1, "x", { a = null }])', [1, 'x', { a: null }]],
  ['provider::six::same(null)', null],
  ['provider::six::same(1152921504606846977) - 1152921504606846976', 1],
  ['provider::six::same(0.1) == 0.1', true],
  ['provider::six::is_known("a")', true],
  ['provider::six::is_known(terraform_data.new.id)', false],
  ['provider::six::is_known(null)', true],
  ['provider::six::flip([{ n = 1, name = "one", more = true }, { n = 2, name = "two" }])', { one: 1, two: 2 }],
  ['can(provider::six::shout(""))', false],
  ['can(provider::six::shout(null))', false],
  ['can(provider::six::shout([]))', false],
  ['can(provider::six::join("-", "a", ""))', false],
  ['can(provider::six::trouble("explain"))', false],
  ['issensitive(provider::six::shout(sensitive("a")))', true],
  ['issensitive(provider::six::same(["a", sensitive("b")]))', true],
  ['try(provider::six::shout(""), "fallback")', 'fallback'],
  ['[for word in ["a", "b"] : provider::five::shout(word)]', ['A', 'B']],
  ['templatefile("${path.module}/words.tftpl", { word = "x" })', 'of X'],
  ['module.inside.said', 'FROM THE MODULE'],
  ['provider::terraform::encode_tfvars({})', ''],
  [
    'provider::terraform::encode_tfvars({ a = 1, "b-c" = "x\\n$${y} %%{z} \\"", é = [1, 2.5, [true, null]], long = { "x y" = 1, z = {} }, s = toset(["b", "a"]) })',
    `a   = 1
b-c = "x\\n$\${y} %%{z} \\""
long = {
  "x y" = 1
  z     = {}
}
s = ["a", "b"]
é = [1, 2.5, [true, null]]
`,
  ],
  ['provider::terraform::encode_tfvars(tomap({ a = 1e30 }))', `a = 1${'0'.repeat(30)}\n`],
  [
    'provider::terraform::encode_expr("\\r\\u2028 \\u00a0\\u007f\\U0001F600$ %")',
    '"\\r\\u2028 \\u00a0\\u007f\u{1F600}$ %"',
  ],
  [
    'provider::terraform::encode_expr([{ a = [] }, {}, [1, { b = 2 }]])',
    '[{\n  a = []\n  }, {}, [1, {\n    b = 2\n}]]',
  ],
  ['provider::terraform::decode_tfvars("")', {}],
  [
    'provider::terraform::decode_tfvars("a = 1 + 1\\nb = [for x in [1] : { x = x }]\\nc = \\"$$${x}\\"\\n")',
    { a: 2, b: [{ x: 1 }], c: '${x}' },
  ],
  ['can(provider::terraform::encode_tfvars(3))', false],
  ['can(provider::terraform::encode_tfvars({ "a b" = 1 }))', false],
  ['can(provider::terraform::encode_expr(null))', false],
  ['can(provider::terraform::decode_tfvars("a"))', false],
  ['can(provider::terraform::decode_tfvars("a = b"))', false],
  ['can(provider::terraform::decode_tfvars("a {}"))', false],
  ['can(provider::terraform::decode_tfvars("a = upper(1)"))', false],
  ['can(provider::terraform::decode_tfvars("a = 1\\na = 2"))', false],
  ['issensitive(provider::terraform::decode_tfvars(sensitive("a = 1")))', true],
];
const UNKNOWN_EXPRESSIONS = [
  'provider::six::shout(terraform_data.new.id)',
  'provider::six::same({ a = terraform_data.new.id })',
  'provider::terraform::encode_expr([terraform_data.new.id])',
];

let folder: Folder;
let env: { readonly TF_CLI_CONFIG_FILE: string };
beforeAll(async () => {
  const outputs = [...EXPRESSIONS.map(([expression]) => expression), ...UNKNOWN_EXPRESSIONS].map(
    (expression, index) => `output "o${index}" {\n  value = nonsensitive(${expression})\n}\n`,
  );
  folder = await Folder.make({
    'main.tf': `${required}
variable "checked" {
  default = "yes"
  validation {
    condition     = provider::six::shout(var.checked) == "YES"
    error_message = "It must be yes, not \${provider::five::shout(var.checked)}."
  }
}
resource "terraform_data" "new" {}
module "inside" {
  source = "./inside"
  given  = provider::six::join(" ", "from", "the", "module")
}
${outputs.join('')}`,
    'more.tf.json': { output: { json: { value: '${provider::six::shout("in JSON")}' } } },
    'words.tftpl': 'of ${provider::six::shout(word)}',
    'inside/main.tf': `
terraform {
  required_providers {
    loud = { source = "example.com/test/plug5" }
  }
}
variable "given" {}
output "said" {
  value = provider::loud::shout(var.given)
}
`,
  });
  env = await plugins(folder.path);
});
afterAll(() => folder.remove());

const terraform = (line: string): Ran => {
  const { status, stdout, stderr } = spawnSync('terraform', line.split(' '), {
    cwd: folder.path,
    env: { ...process.env, ...env, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
};

/** The planned outputs: their values, and which of them are unknown. */
function outputsIn({ stdout }: Ran): Readonly<Record<string, unknown>> {
  const { output_changes: changes } = JSON.parse(stdout) as {
    output_changes: Readonly<Record<string, { after?: unknown; after_unknown: unknown }>>;
  };
  return Object.fromEntries(
    Object.entries(changes).map(([name, { after, after_unknown: unknown }]) => [
      name,
      unknown === false ? after : { unknown },
    ]),
  );
}

describe('functions of providers', () => {
  it('have the values that Terraform gives them', { timeout: 60_000 }, async () => {
    const planned = await folder.run('plan -out=our.plan', { env });
    expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    const ours = outputsIn(await folder.run('show -json our.plan', { env }));
    for (const [index, [expression, value]] of EXPRESSIONS.entries())
      expect([expression, ours[`o${index}`] ?? null]).toEqual([expression, value]);
    for (const index of UNKNOWN_EXPRESSIONS.keys())
      expect(ours[`o${EXPRESSIONS.length + index}`]).toHaveProperty('unknown');
    expect(ours['json']).toBe('IN JSON');
    if (!hasTerraform) return;
    expect(terraform('get').code).toBe(0);
    const theirs = terraform('plan -no-color -out=their.plan');
    expect([theirs.code, theirs.stderr]).toEqual([0, '']);
    expect(outputsIn(terraform('show -json their.plan'))).toEqual(ours);
  });

  it.each<readonly (readonly [expression: string, reason: string])[]>([
    [
      ['provider::six::shuot("a")', 'The functions of the provider six: flip, is_known, join, same, shout, trouble.'],
      ['provider::seven::shout("a")', 'declare it in required_providers'],
      ['six::shout("a")', 'Write provider::NAME::FUNCTION'],
    ],
    [
      ['provider::six::shout("")', 'the argument "words" is not accepted: nothing to shout'],
      ['provider::six::join("-", "a", "")', 'the argument "parts" is not accepted: a part is empty'],
      ['provider::six::shout()', 'needs the argument "words"'],
      ['provider::six::shout(sensitive(""))', 'the reason may contain a sensitive value'],
      ['provider::six::trouble("explain")', 'provider::six::trouble(): there is no explain'],
      ['provider::six::trouble("rubbish")', 'This is a defect of the provider'],
      ['provider::six::trouble("nothing")', 'it returned neither a result nor an error'],
      ['provider::five::trouble("panic")', 'The provider example.com/test/plug5 ended during a call'],
      ['provider::terraform::encode_tfvars(3)', 'the value must be an object, whose attributes are the variables'],
      ['provider::terraform::encode_tfvars({ "a b" = 1 })', '"a b" cannot be the name of a variable'],
      [
        'provider::terraform::decode_tfvars("a = 1\\nb = var.a")',
        'line 2: The value of the variable b must be constant',
      ],
    ],
  ])('are errors that say why', { timeout: 60_000 }, async (...cases) => {
    const outputs = cases.map(([expression], index) => `output "e${index}" {\n  value = ${expression}\n}\n`);
    const project = await Folder.make({ 'main.tf': required + outputs.join('') });
    const { code, stderr } = await project.run('plan', { env });
    await project.remove();
    const text = stderr.replaceAll(/\n│? */g, ' ');
    for (const [expression, reason] of cases)
      expect([expression, text]).toEqual([expression, expect.stringContaining(reason)]);
    expect([code, text]).toEqual([1, expect.not.stringContaining('internal-error')]);
  });

  it('can be called in the console', async () => {
    const input = 'provider::six::join("+", "a", var.checked)\nprovider::five::shout(module.inside.said)\n';
    const { code, stdout } = await folder.warm('console', { env, input });
    expect([code, stdout]).toEqual([0, '"a+yes"\n"FROM THE MODULE"\n']);
  });

  it("of a project's own provider work in both tools", { timeout: 60_000 }, async () => {
    const project = await Folder.make({
      'landform.json': { providers: { 'acme/thing': './provider.ts' } },
      'provider.ts': `
import { defineProvider, providerFunction, string } from 'landform/provider';
export default defineProvider({
  name: 'acme/thing',
  functions: {
    join: providerFunction({
      parameters: { separator: string({ required: true }) },
      variadic: string(),
      result: string(),
      call: ({ separator }, rest) => rest.join(separator),
    }),
  },
});
`,
      'main.tf': `
terraform {
  required_providers {
    thing = { source = "acme/thing" }
  }
}
output "joined" {
  value = provider::thing::join("-", "a", "b")
}
`,
    });
    await project.link();
    expect((await project.run('plan -out=our.plan', { env })).code).toBe(0);
    expect(outputsIn(await project.run('show -json our.plan', { env }))).toEqual({ joined: 'a-b' });
    if (hasTerraform) {
      const attached = spawn(process.execPath, [MAIN, 'providers', 'serve', './provider.ts', '--attach', '--json'], {
        cwd: project.path,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [first] = (await once(attached.stdout, 'data')) as [Buffer];
      const planned = spawnSync('terraform', ['plan', '-no-color'], {
        cwd: project.path,
        env: { ...process.env, ...env, CHECKPOINT_DISABLE: '1', TF_REATTACH_PROVIDERS: first.toString() },
        encoding: 'utf8',
      });
      attached.kill('SIGINT');
      await once(attached, 'close');
      expect([planned.stdout, planned.stderr]).toEqual([expect.stringMatching(/joined += "a-b"/), '']);
    }
    await project.remove();
  });

  it('of a provider that is not installed are an error of its own', async () => {
    const project = await Folder.make({
      'main.tf': `${required.replace('plug6', 'plug7')}\noutput "o" {\n  value = provider::six::shout("a")\n}\n`,
    });
    const { code, stderr } = await project.warm('validate', { env });
    expect([code, stderr]).toEqual([1, expect.stringContaining('[provider-not-installed]')]);
    expect(stderr).not.toContain('unknown-function');
    await project.remove();
  });
});
