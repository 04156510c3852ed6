import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plantedIn } from '../../support/planted-secrets.js';
import { Folder } from '../../support/run-landform.js';
import { Planting } from './planting.js';

const planting = new Planting(10_000);
const secret = (): string => planting.secret();
const several = (count: number): string[] => Array.from({ length: count }, secret);

/** Types of sensitive variables, each with a value full of secrets. */
const VARIABLES: Readonly<Record<string, { readonly type: string; readonly value: () => unknown }>> = {
  text: { type: 'string', value: secret },
  lines: { type: 'string', value: () => `-----BEGIN KEY-----\n${several(3).join('\n')}\n-----END KEY-----\n` },
  document: { type: 'string', value: () => JSON.stringify({ password: secret(), deep: [{ token: secret() }] }) },
  url: { type: 'string', value: () => `postgres://app:${secret()}@db.example/main?key=${secret()}` },
  odd: { type: 'string', value: () => `x/+"${secret()}" &=%<ä\\` },
  list: { type: 'list(string)', value: () => several(5) },
  set: { type: 'set(string)', value: () => several(5) },
  map: { type: 'map(string)', value: () => ({ a: secret(), b: secret() }) },
  keys: { type: 'map(number)', value: () => ({ [secret()]: 1, [secret()]: 2 }) },
  object: {
    type: 'object({ name = string, inner = object({ pin = string, codes = list(string) }) })',
    value: () => ({ name: secret(), inner: { pin: secret(), codes: several(3) } }),
  },
  anything: { type: 'any', value: () => [secret(), { [secret()]: [secret(), 1, null] }] },
};
const NAMES = Object.keys(VARIABLES);

/** What becomes of a secret on its way; `v` stands for a string. */
const WAYS: Readonly<Record<string, string>> = {
  plain: '${v}',
  inside: 'the key ${v} is it',
  upper: '${upper(v)}',
  base64: '${base64encode(v)}',
  json: '${jsonencode({ deep = [v] })}',
  url: '${urlencode(v)}',
  reversed: '${strrev(v)}',
  list: '${[v, "open"]}',
  object: '${{ a = { b = v } }}',
  key: '${{ (v) = 1 }}',
  loop: '${{ for x in [v] : upper(x) => x }}',
  condition: '${v == "" ? "empty" : v}',
  template: '%{ if v != "" }${v}%{ endif }\nnext ${v}',
  joined: '${join(",", [v, v])}',
  split: '${split("4", v)}',
  format: '${format("%s-%q", v, v)}',
  replaced: '${replace(v, "7", "-7")}',
  hidden: '${sensitive(v)}',
  coalesced: '${coalesce("", v)}',
  tried: '${try(v.nosuch, v)}',
  merged: '${merge({ a = v }, { b = v })}',
  zipped: '${zipmap([v], [v])}',
  part: '${substr(v, 0, 12)}',
};

/** The string of each variable that the ways begin with. */
const TEXTS = {
  text: 'var.text',
  lines: 'var.lines',
  document: 'jsondecode(var.document).deep[0].token',
  odd: 'var.odd',
  listed: 'var.list[1]',
  mapped: 'var.map["a"]',
  nested: 'var.object.inner.codes[2]',
};

const resources = (more: object = {}): Record<string, object> => ({
  ...Object.fromEntries(
    Object.entries(TEXTS).map(([name, text]) => [
      name,
      {
        input: Object.fromEntries(
          Object.entries(WAYS).map(([way, expression]) => [way, expression.replaceAll(/\bv\b/g, text)]),
        ),
        ...more,
      },
    ]),
  ),
  ...Object.fromEntries(NAMES.map((name) => [`whole_${name}`, { input: `\${var.${name}}` }])),
  keyed: { input: '${{ for k, v in var.keys : k => { (k) = k } }}' },
  replaced: { input: '${terraform_data.text.output.plain}', triggers_replace: ['${var.text}', '${var.list}'] },
});

const configuration = (more: object = {}): object => ({
  terraform: { required_providers: { local: { source: 'landform/local' } } },
  variable: Object.fromEntries(NAMES.map((name) => [name, { type: VARIABLES[name]!.type, sensitive: true }])),
  locals: { derived: '${{ deep = [{ text = upper(var.text) }] }}', set: '${toset([var.text, "open"])}' },
  resource: {
    terraform_data: resources(more),
    local_sensitive_file: { file: { filename: 'secret.txt', content: '${var.text}' } },
    local_file: { file: { filename: 'open.txt', content: '${var.object.inner.pin}' } },
  },
  output: {
    ...Object.fromEntries(NAMES.map((name) => [name, { value: `\${var.${name}}`, sensitive: true }])),
    ...Object.fromEntries(
      Object.keys(TEXTS).map((name) => [`of_${name}`, { value: `\${terraform_data.${name}.output}`, sensitive: true }]),
    ),
  },
});

let folder: Folder;
let given: Record<string, unknown>;

/** New values: some by the environment, some on the command line, some in files. */
async function fresh(): Promise<{ readonly env: Record<string, string>; readonly given: readonly string[] }> {
  given = Object.fromEntries(NAMES.map((name) => [name, VARIABLES[name]!.value()]));
  const textOf = (name: string): string =>
    typeof given[name] === 'string' ? given[name] : JSON.stringify(given[name]);
  const pick = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, given[name]]));
  await folder.write('more.tfvars.json', pick(['map', 'object', 'odd']));
  await folder.write('terraform.tfvars.json', pick(['keys', 'lines']));
  await folder.write('one.auto.tfvars.json', pick(['anything']));
  return {
    env: { TF_VAR_text: textOf('text'), TF_VAR_set: textOf('set'), TF_VAR_document: textOf('document') },
    given: ['--var', `list=${textOf('list')}`, '--var', `url=${textOf('url')}`, '--var-file', 'more.tfvars.json'],
  };
}

beforeAll(async () => {
  folder = await Folder.make({ 'main.tf.json': configuration() });
});
afterAll(() => folder.remove());

const ADDRESSES = [
  ...Object.keys(resources()).map((name) => `terraform_data.${name}`),
  'local_file.file',
  'local_sensitive_file.file',
];

async function everyCommand({ env, given: options }: Awaited<ReturnType<typeof fresh>>): Promise<void> {
  const run = (line: string, code: number, more: readonly string[] = [], input = ''): Promise<unknown> =>
    planting.run(folder, [...line.split(' '), ...more], code, { env, input });
  await run('init', 0);
  await run('validate', 0);
  await run('validate --json', 0);
  await run('plan', 0, options);
  await run('plan --json', 0, options);
  await run('plan --out saved.plan', 0, options);
  await run('show saved.plan', 0);
  await run('apply saved.plan', 0);
  await run('apply --auto-approve --json', 0, options);
  await run('show', 0);
  await run('output', 0);
  await run('state list', 0);
  for (const address of ADDRESSES) await run(`state show ${address}`, 0);
  const asked = [
    ...NAMES.map((name) => `var.${name}`),
    ...Object.values(TEXTS).flatMap((text) =>
      Object.values(WAYS)
        .filter((way) => /^\$\{[^{}]*\}$/.test(way))
        .map((way) => way.slice(2, -1).replaceAll(/\bv\b/g, text)),
    ),
    ...ADDRESSES,
    'local.derived',
    'local.set',
    'terraform_data.text.output.json',
    '[for k, v in var.keys : k]',
    'keys(var.keys)',
    'keys(var.map)',
    'values(var.map)',
    'var.object.inner',
    'type(var.object)',
    'length(var.text)',
  ];
  await run('console', 0, options, `${asked.join('\n')}\n`);
  await run('graph', 0);
  await run('drift', 0, options);
}

const states = async (): Promise<string> => folder.read('terraform.tfstate');

it('no command shows a secret given as a variable', { timeout: 240_000 }, async () => {
  await everyCommand(await fresh());
  expect(planting.leaks).toEqual([]);
  expect(plantedIn(await states()).size).toBeGreaterThan(25);
});

it('no command shows a secret that changes', { timeout: 240_000 }, async () => {
  const { env, given: options } = await fresh();
  await planting.run(folder, ['plan', ...options], 0, { env });
  await planting.run(folder, ['plan', '--json', ...options], 0, { env });
  await planting.run(folder, ['apply', '--auto-approve', ...options], 0, { env });
  await folder.write('secret.txt', secret());
  await planting.run(folder, ['drift', ...options], 2, { env });
  await planting.run(folder, ['drift', '--json', ...options], 2, { env });
  await planting.run(folder, ['plan', '--refresh-only', ...options], 0, { env });
  await planting.run(folder, ['state', 'mv', 'terraform_data.text', 'terraform_data.moved'], 0, { env });
  await planting.run(folder, ['state', 'rm', 'terraform_data.moved'], 0, { env });
  await planting.run(folder, ['state', 'replace-provider', '--auto-approve', 'landform/local', 'acme/local'], 0, {
    env,
  });
  await planting.run(folder, ['plan', ...options], 1, { env });
  await planting.run(folder, ['show'], 0, { env });
  await planting.run(folder, ['state', 'replace-provider', '--auto-approve', 'acme/local', 'landform/local'], 0, {
    env,
  });
  expect(planting.leaks).toEqual([]);
});

it('no command shows a secret that is destroyed', { timeout: 240_000 }, async () => {
  const { env, given: options } = await fresh();
  await planting.run(folder, ['plan', '--destroy', ...options], 0, { env });
  await planting.run(folder, ['destroy', '--auto-approve', ...options], 0, { env });
  expect(planting.leaks).toEqual([]);
});

it('files that contain a secret are readable only by their owner', async () => {
  const open: string[] = [];
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const isOurs = !/\.tf(vars)?\.json$/.test(entry.name) && entry.name !== 'open.txt';
    if (!entry.isFile() || !isOurs) continue;
    const holds = plantedIn(await readFile(file, 'latin1')).size > 0;
    if (holds && ((await stat(file)).mode & 0o077) !== 0) open.push(path.relative(folder.path, file));
  }
  expect(open).toEqual([]);
});

it('the expected number of secrets was planted, and of outputs searched', () => {
  expect(planting.planted).toBeGreaterThan(90);
  expect(planting.outputs).toBeGreaterThan(45);
});
