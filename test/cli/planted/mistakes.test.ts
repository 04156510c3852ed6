import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder, type Ran } from '../../support/run-landform.js';
import { Planting } from './planting.js';

const planting = new Planting(20_000);
const secret = (): string => planting.secret();

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make();
});
afterEach(() => folder.remove());

const CALLS = [
  'tonumber(v)',
  'tobool(v)',
  'tolist(v)',
  'toset(v)',
  'tomap(v)',
  'jsondecode(v)',
  'base64decode(v)',
  'csvdecode(v).x',
  'file(v)',
  'fileexists("${v}/x")',
  'templatefile(v, {})',
  'regex("(${v}", "a")',
  'regex(v, "a")',
  'timeadd(v, "1h")',
  'timeadd("2020-01-01T00:00:00Z", v)',
  'formatdate(v, "2020-01-01T00:00:00Z")',
  'parseint(v, 10)',
  'cidrhost(v, 1)',
  'cidrsubnet(v, 1, 1)',
  'index([1], v)',
  'lookup({}, v)',
  'element([], v)',
  'substr(v, "x", 1)',
  '{ a = 1 }[v]',
  '[1][v]',
  'v.attribute',
  'v[0]',
  'v["key"]',
  '{ for x in [1, 2] : v => x }',
  'one([v, v])',
  'max(v)',
  'ceil(v)',
  'v + 1',
  '-v',
  '!v',
  'v && true',
  'v ? 1 : 2',
  'v > 1',
  '"${v}" * 2',
  'chunklist([v], -1)',
  'slice([v], 3, 5)',
  'range(v)',
  'setproduct(v)',
  'zipmap([v], v)',
  'merge([v], {})',
  'concat(v, [])',
  'keys(v)',
  'values(v)',
  'flatten(v)',
  'format("%d", v)',
  'format(v, 1)',
  'formatlist("%d", [v])',
  'join(v, v)',
  'split(1, [v])',
  'replace("a", "/(${v}/", "b")',
  'coalesce(null, null, v).x',
  'sum([v])',
  'matchkeys([v], [], [v])',
  'pow(v, 2)',
  'signum(v)',
  'strcontains(v)',
  'nosuch(v)',
  'length(v, v)',
  'var.nosuch["${v}"]',
  'templatestring(v, {})',
  'alltrue([v])',
  'sort([v], v)',
  'rsadecrypt(v, v)',
  'filebase64(v)',
  'abspath([v])',
  'uuidv5(v, v)',
  'bcrypt(v, "x")',
  'base64gzip([v])',
  'textdecodebase64(v, v)',
  'jsonencode(v',
];

describe('a failing expression exposes no secret', () => {
  const texts = CALLS.map((call) => call.replaceAll(/\bv\b/g, 'var.secret'));
  const documentOf = (indexes: readonly number[]): object => ({
    variable: { secret: { type: 'string', sensitive: true } },
    output: Object.fromEntries(
      indexes.map((index) => [`o${index}`, { value: `\${${texts[index]}}`, sensitive: true }]),
    ),
  });
  const addressesIn = (lines: string): ReadonlySet<string> => new Set(lines.match(/output\.o\d+/g) ?? []);

  it('in an output', { timeout: 240_000 }, async () => {
    const all = [...texts.keys()];
    const run = (line: string): Promise<Ran> => planting.run(folder, line, 1, { env: { TF_VAR_secret: secret() } });
    await folder.write('main.tf.json', documentOf(all));
    await run('validate');
    const refused = addressesIn((await run('validate --json')).stdout);
    await folder.write('main.tf.json', documentOf(all.filter((index) => !refused.has(`output.o${index}`))));
    await run('plan');
    const failed = addressesIn((await run('plan --json')).stdout);
    await run('apply --auto-approve');
    // Not one is forgotten because another was refused before it was evaluated.
    expect(failed.size).toBeGreaterThan(15);
    expect(refused.size + failed.size).toBeGreaterThan(60);
    expect(planting.leaks).toEqual([]);
  });

  it.each(texts.filter((_, index) => index % 7 === 0))('in the console: %s', async (text) => {
    await folder.write('main.tf.json', documentOf([]));
    await planting.run(folder, 'console', undefined, { env: { TF_VAR_secret: secret() }, input: `${text}\n` });
    expect(planting.leaks).toEqual([]);
  });
});

/** A value under a name that says it is secret, or one that a sensitive variable has. */
const CONFIGURATIONS: Readonly<Record<string, (s: () => string) => object>> = {
  'a default of another type': (s) => ({ variable: { pin: { type: 'number', sensitive: true, default: s() } } }),
  'a default of the wrong shape': (s) => ({
    variable: { pin: { type: 'object({ a = number })', sensitive: true, default: { a: s(), b: [s()] } } },
  }),
  'a default that is not allowed': (s) => ({
    variable: {
      pin: {
        type: 'string',
        sensitive: true,
        default: s(),
        validation: { condition: '${length(var.pin) > 1000}', error_message: 'Not ${var.pin}.' },
      },
    },
  }),
  'an argument of another type': (s) => ({ resource: { random_password: { a: { length: s(), password: s() } } } }),
  'an argument that does not exist': (s) => ({
    resource: { terraform_data: { a: { password: s(), api_token: { deep: s() } } } },
  }),
  'a literal argument': (s) => ({ resource: { random_string: { a: { keepers: { token: s() }, length: 'x' } } } }),
  'a precondition': (s) => ({
    variable: { pin: { type: 'string', sensitive: true, default: s() } },
    resource: {
      terraform_data: {
        a: {
          input: '${var.pin}',
          lifecycle: {
            precondition: { condition: '${var.pin == ""}', error_message: 'Not ${var.pin}.' },
            postcondition: { condition: '${self.input == ""}', error_message: 'Not ${self.input}, ${self.output}.' },
          },
        },
      },
    },
  }),
  'a postcondition': (s) => ({
    variable: { pin: { type: 'string', sensitive: true, default: s() } },
    resource: {
      terraform_data: {
        a: {
          input: '${var.pin}',
          lifecycle: { postcondition: { condition: '${self.input == ""}', error_message: 'Not ${self.output}.' } },
        },
      },
    },
  }),
  'an output that is not sensitive': (s) => ({
    variable: { pin: { type: 'string', sensitive: true, default: s() } },
    output: { a: { value: 'it is ${var.pin}' } },
  }),
  'for_each over it': (s) => ({
    variable: { pin: { type: 'map(string)', sensitive: true, default: { [s()]: s() } } },
    resource: { terraform_data: { a: { for_each: '${var.pin}' } } },
  }),
  'count with it': (s) => ({
    variable: { pin: { type: 'string', sensitive: true, default: s() } },
    resource: { terraform_data: { a: { count: '${var.pin}' } } },
  }),
  'a literal in an expression': (s) => ({
    output: { password: { value: `\${tonumber("${s()}")}`, sensitive: true } },
  }),
  'a literal in an invalid expression': (s) => ({
    resource: { terraform_data: { a: { input: { password: `\${nosuch("${s()}"}` } } } },
  }),
  'an invalid provider configuration': (s) => ({
    terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
    provider: { acloud: { token: s(), password: s(), personal_access_token: [s()], endpoint: `https://me:${s()}@` } },
    resource: { acloud_cloud_account: { a: { name: 'a' } } },
  }),
  'an invalid use of a variable': (s) => ({
    variable: { pin: { type: 'string', sensitive: true, default: s(), description: 5 } },
    locals: { token: s(), wrong: '${local.token.x}' },
    output: { a: { value: '${local.wrong}' } },
  }),
};

describe('an invalid configuration exposes no secret', () => {
  it.each(Object.entries(CONFIGURATIONS))('%s', { timeout: 120_000 }, async (_, make) => {
    await folder.write('main.tf.json', make(secret));
    for (const line of ['validate --json', 'plan', 'apply --auto-approve --json']) await planting.run(folder, line);
    expect(planting.leaks).toEqual([]);
  });
});

const VARIABLES = {
  variable: {
    pin: { type: 'number', sensitive: true },
    codes: { type: 'map(number)', sensitive: true },
    shape: { type: 'object({ a = number })', sensitive: true },
  },
};

/** Files of variables that cannot be read, or whose values do not fit. */
const FILES: Readonly<Record<string, (s: () => string) => string>> = {
  'of another type': (s) => JSON.stringify({ pin: s(), codes: { [s()]: s() }, shape: { a: s() } }),
  'of another type, on several lines': (s) =>
    JSON.stringify({ pin: [s()], codes: s(), shape: { b: s() } }, undefined, 2),
  'for no variable': (s) => JSON.stringify({ pim: s(), pins: [s()] }),
  'without a comma': (s) => `{ "pin": "${s()}" "codes": "${s()}" }`,
  'without a quote': (s) => `{\n  "pin": "${s()},\n  "codes": {}\n}`,
  'without quotes': (s) => `{ "pin": ${s()} }`,
  'that ends too early': (s) => `{ "pin": "${s()}"`,
  'with a stray character': (s) => `{ "pin": "${s()}\u0001", "codes": {} }`,
  'with a bad escape': (s) => `{ "pin": "${s()}\\q" }`,
  'with a duplicate key': (s) => `{ "pin": "${s()}", "pin": "${s()}" }`,
  'that contains a list': (s) => `["${s()}"]`,
  'that contains a string': (s) => `"${s()}"`,
  'in HCL': (s) => `pin = "${s()}"\ncodes = {\n  a = "${s()}"\n}\n`,
};

describe('invalid variable values expose no secret', () => {
  it.each(Object.entries(FILES))('in a file %s', { timeout: 120_000 }, async (_, make) => {
    await folder.write('main.tf.json', VARIABLES);
    await folder.write('given.tfvars.json', make(secret));
    await folder.write('terraform.tfvars.json', make(secret));
    await planting.run(folder, 'plan --var-file given.tfvars.json');
    await planting.run(folder, 'apply --auto-approve --var-file given.tfvars.json --json');
    await folder.write('landform.json', `{ "variables": ${make(secret)} }`);
    await planting.run(folder, 'console', undefined, { input: 'var.pin\n' });
    expect(planting.leaks).toEqual([]);
  });

  it.each([
    ['not a number', (s: string) => s],
    ['not JSON', (s: string) => `{ "a" = ${s}`],
    ['a failing expression', (s: string) => `[for x in "${s}" : y]`],
    ['JSON of another type', (s: string) => `{"${s}": ["${s}"]}`],
    ['a reference', (s: string) => `\${var.${s}}`],
  ])('on the command line and in the environment: %s', { timeout: 120_000 }, async (_, valueOf) => {
    await folder.write('main.tf.json', VARIABLES);
    const arguments_ = (): string[] =>
      ['pin', 'codes', 'shape'].flatMap((name) => ['--var', `${name}=${valueOf(secret())}`]);
    const environment = (): Record<string, string> =>
      Object.fromEntries(['pin', 'codes', 'shape'].map((name) => [`TF_VAR_${name}`, valueOf(secret())]));
    await planting.run(folder, ['plan', ...arguments_()], 1);
    await planting.run(folder, ['apply', '--auto-approve', '--json', ...arguments_()], 1);
    await planting.run(folder, 'destroy --auto-approve', 1, { env: environment() });
    await planting.run(folder, 'console', 1, { env: environment(), input: 'var.pin\n' });
    expect(planting.leaks).toEqual([]);
  });

  it.each([
    ['--var', (s: string) => ['--var', s]],
    ['--var without a name', (s: string) => ['--var', `=${s}`]],
    ['--var of an unknown name', (s: string) => [`--var=nosuch=${s}`]],
    ['an unknown option', (s: string) => ['--vra', `pin=${s}`]],
    ['an unknown option with a value', (s: string) => [`--vra=pin=${s}`]],
  ])('in an invalid command line: %s', { timeout: 120_000 }, async (_, wordsOf) => {
    await folder.write('main.tf.json', VARIABLES);
    await planting.run(folder, ['plan', ...wordsOf(secret())], 1);
    await planting.run(folder, ['plan', '--json', ...wordsOf(secret())], 1);
    const quoted = wordsOf(secret()).map((word) => `'${word}'`);
    await planting.run(folder, 'plan', 1, { env: { TF_CLI_ARGS_plan: quoted.join(' ') } });
    await planting.run(folder, 'plan', 1, { env: { TF_CLI_ARGS: quoted.join(' ').slice(0, -1) } });
    expect(planting.leaks).toEqual([]);
  });
});

it('the expected number of secrets was planted, and of outputs searched', () => {
  expect(planting.planted).toBeGreaterThan(170);
  expect(planting.outputs).toBeGreaterThan(135);
});
