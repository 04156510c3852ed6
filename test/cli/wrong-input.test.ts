import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
afterEach(() => folder.remove());

interface Refusal {
  readonly exit: number | null;
  readonly stdout: string;
  /** What was said, a box's lines joined. */
  readonly text: string;
  readonly trace: boolean;
  /** Whether anything in the folder is different now. */
  readonly changed: boolean;
}

/** What every refusal has in common. */
const REFUSED = { exit: 1, stdout: '', trace: false, changed: false };

async function refusal(line: string, env: Record<string, string> = {}): Promise<Refusal> {
  const before = JSON.stringify(await folder.contents());
  const { code, stdout, stderr } = await folder.run(line, { env });
  return {
    exit: code,
    stdout,
    text: stderr.replaceAll(/\n│ /g, ' '),
    trace: /\n\s+at .*\.c?js:\d+/.test(stderr),
    changed: JSON.stringify(await folder.contents()) !== before,
  };
}

const data = (resources: object): object => ({ resource: { terraform_data: resources } });
const random = (resources: object): object => ({
  terraform: { required_providers: { random: { source: 'landform/random' } } },
  resource: { random_integer: resources },
});

describe('an invalid configuration', () => {
  it.each<[what: string, files: Record<string, unknown>, code: string, place: string, says?: string]>([
    [
      'broken JSON',
      { 'main.tf.json': '{\n  "resource": {\n    "a": 1 "b": 2\n  }\n}' },
      'invalid-json',
      'main.tf.json:3:12',
    ],
    [
      'an unknown block',
      { 'main.tf.json': { resorce: {} } },
      'unknown-block',
      'main.tf.json:2:3',
      'Did you mean "resource"?',
    ],
    [
      'a wrong type',
      { 'main.tf.json': random({ a: { min: 'one', max: 5 } }) },
      'wrong-type',
      'main.tf.json:12:16, in random_integer.a, at min',
    ],
    [
      'an unknown attribute',
      { 'main.tf.json': data({ a: { inptu: 'x' } }) },
      'unknown-attribute',
      'in terraform_data.a, at inptu',
      'Did you mean input?',
    ],
    [
      'an unknown block in a resource',
      { 'main.tf.json': data({ a: { timeouts: { create: '1m' } } }) },
      'unknown-attribute',
      'at timeouts',
    ],
    [
      'a missing attribute',
      { 'main.tf.json': random({ a: { min: 1 } }) },
      'missing-attribute',
      'in random_integer.a, at max',
    ],
    [
      'a reference to a missing object',
      { 'main.tf.json': data({ a: { input: '${terraform_data.b.id}' } }) },
      'unknown-reference',
      'main.tf.json:5:21, in terraform_data.a',
    ],
    [
      'a reference to a missing attribute',
      { 'main.tf.json': data({ a: {}, b: { input: '${terraform_data.a.outputt}' } }) },
      'unknown-reference',
      'in terraform_data.b',
      'Did you mean output?',
    ],
    [
      'a circle',
      { 'main.tf.json': data({ a: { input: '${terraform_data.b.id}' }, b: { input: '${terraform_data.a.id}' } }) },
      'cycle',
      'main.tf.json:5:21, in terraform_data.a   main.tf.json:8:21, in terraform_data.b',
      'terraform_data.a → terraform_data.b → terraform_data.a',
    ],
    [
      'a duplicate address',
      { 'a.tf.json': data({ a: {} }), 'b.tf.json': data({ a: {} }) },
      'duplicate-address',
      'b.tf.json:4',
      'a.tf.json:4',
    ],
    [
      'an expression that cannot be read',
      { 'main.tf.json': data({ a: { input: '${1 +}' } }) },
      'invalid-expression',
      'main.tf.json:5:24, in terraform_data.a, at input',
    ],
    [
      'an unknown function',
      { 'main.tf.json': data({ a: { input: '${uper("x")}' } }) },
      'unknown-function',
      'main.tf.json:5:21',
      'Did you mean upper?',
    ],
    [
      'an unknown resource type',
      { 'main.tf.json': { resource: { terraform_dat: { a: {} } } } },
      'unknown-resource-type',
      'in terraform_dat.a',
      'Did you mean terraform_data?',
    ],
    [
      'a variable without a value',
      { 'main.tf.json': { variable: { x: { type: 'string' } } } },
      'missing-variable',
      'in var.x',
      "--var 'x=…'",
    ],
    ['no configuration', {}, 'no-project', ''],
  ])('%s', async (_what, files, code, place, says = '') => {
    folder = await Folder.make(files);
    const refused = await refusal('plan');
    expect(refused).toMatchObject(REFUSED);
    for (const part of [`[${code}]`, place, says]) expect(refused.text).toContain(part);
  });

  it('is rejected by apply and plan alike, before anything happens', async () => {
    folder = await Folder.make({ 'main.tf.json': data({ good: {}, bad: { inptu: 'x' } }) });
    const refused = await refusal('apply -auto-approve');
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain('[unknown-attribute]');
  });

  it('is reported with all its errors at once', async () => {
    folder = await Folder.make({
      'main.tf.json': data({
        a: { inptu: 'x' },
        b: { input: '${var.none}' },
        c: { input: '${terraform_data.none.id}', more: 1 },
      }),
    });
    const { stderr, code } = await folder.run('validate');
    for (const word of ['inptu', 'var.none', 'terraform_data.none', 'attribute more']) expect(stderr).toContain(word);
    expect(code).toBe(1);
  });

  it.each(['validate', 'plan', 'apply'])(
    'shows what %s finds in the rest if one part cannot be read',
    async (command) => {
      folder = await Folder.make({
        'main.tf.json': {
          nonsense: {},
          module: { m: { source: './m' } },
          locals: { l: '${module.m.x}', k: { a: 1 } },
          ...data({
            a: { input: '${local.l}', inptu: 1, lifecycle: { foo: true } },
            b: { input: '${local.k.b}', count: 'x' },
            c: { input: '${1 +}', triggers_replace: '${terraform_data.q.id}' },
          }),
        },
      });
      const { text } = await refusal(command);
      expect([...text.matchAll(/ {2}\[([a-z-]+)\]/g)].map(([, code]) => code)).toEqual([
        'unknown-block',
        'unknown-argument',
        'invalid-expression',
        'unreadable-module',
        'unknown-attribute',
        'unknown-reference',
        'invalid-count',
        'unsupported-attribute',
      ]);
    },
  );

  it('is reported as JSON with --json', async () => {
    folder = await Folder.make({ 'main.tf.json': data({ a: { inptu: 'x' } }) });
    const validated = await folder.run('validate -json');
    expect(validated.code).toBe(1);
    expect(JSON.parse(validated.stdout)).toMatchObject({
      format_version: '1.0',
      valid: false,
      error_count: 1,
      warning_count: 0,
      diagnostics: [
        {
          severity: 'error',
          code: 'unknown-attribute',
          address: 'terraform_data.a',
          range: { filename: 'main.tf.json' },
        },
      ],
    });
    const planned = await folder.run('plan -json');
    expect(planned.code).toBe(1);
    const messages = planned.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(messages.map((message) => message['type'])).toEqual(['version', 'diagnostic']);
    expect(messages[1]).toMatchObject({ '@level': 'error', diagnostic: { code: 'unknown-attribute' } });
  });
});

describe('an invalid state', () => {
  const files = { 'main.tf.json': data({ a: { input: 'x' } }) };

  it.each<[what: string, state: string, code: string]>([
    ['is not JSON', '{"version": 4,', '[corrupt-state]'],
    [
      'has a future version',
      '{"version": 99, "serial": 1, "lineage": "x", "outputs": {}, "resources": []}',
      '[state-version]',
    ],
    [
      'has invalid resources',
      '{"version": 4, "serial": 1, "lineage": "x", "outputs": {}, "resources": [{"mode": "managed"}]}',
      '[corrupt-state]',
    ],
  ])('that %s is rejected and left unchanged', async (_what, state, code) => {
    folder = await Folder.make({ ...files, 'terraform.tfstate': state });
    const before = await folder.contents();
    for (const line of ['plan', 'apply -auto-approve', 'destroy -auto-approve', 'state list']) {
      const ran = await folder.run(line);
      expect([line, ran.code]).toEqual([line, 1]);
      expect(ran.stderr).toContain(code);
      expect(ran.stderr).toContain('terraform.tfstate');
    }
    expect(await folder.contents()).toEqual(before);
  });

  it('of another lineage cannot be pushed over the existing state', async () => {
    folder = await Folder.make(files);
    await folder.run('apply -auto-approve');
    const foreign = {
      version: 4,
      terraform_version: '1.11.4',
      serial: 99,
      lineage: 'another',
      outputs: {},
      resources: [],
      check_results: null,
    };
    await folder.write('foreign.tfstate', foreign);
    const refused = await refusal('state push foreign.tfstate');
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain('[foreign-lineage]');
  });
});

describe('a saved plan', () => {
  const files = { 'main.tf.json': data({ a: { input: 'x' } }) };

  it.each<[what: string, code: string, change: () => Promise<unknown>]>([
    ['the state has changed', 'stale-plan', () => folder.run('apply -auto-approve')],
    ['the configuration has changed', 'stale-plan', () => folder.write('main.tf.json', data({ a: { input: 'y' } }))],
    [
      'edited by hand',
      'edited-plan',
      async () => folder.write('plan.json', (await folder.read('plan.json')).replaceAll('"x"', '"z"')),
    ],
  ])('is rejected when %s', async (_what, code, change) => {
    folder = await Folder.make(files);
    await folder.run('plan -out=plan.json');
    await change();
    const refused = await refusal('apply plan.json');
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain(`[${code}]`);
  });

  it.each([
    ['missing', undefined, 'apply plan.json', 'unreadable-plan'],
    ['not JSON', 'plan', 'apply plan.json', 'invalid-plan-file'],
    ['not a plan', '{}', 'apply plan.json', 'invalid-plan-file'],
    ['extended', '{}', 'apply -target terraform_data.a plan.json', 'settled-by-plan'],
  ])('that is %s is rejected', async (_what, content, line, code) => {
    folder = await Folder.make({ ...files, ...(content === undefined ? {} : { 'plan.json': content }) });
    const refused = await refusal(line);
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain(`[${code}]`);
  });
});

describe('an invalid command line', () => {
  const files = {
    'main.tf.json': data({ a: { input: 'x' }, many: { count: 1 } }),
    'vars.tfvars': 'region = ',
  };

  it.each<[line: string, code: string, says: string]>([
    ['plna', 'unknown-command', 'Did you mean plan?'],
    ['plan --ot x', 'unknown-option', 'Did you mean --out?'],
    ['-chdir=nowhere plan', 'no-such-folder', 'nowhere'],
    ['plan -destroy -refresh-only', 'contradicting-options', ''],
    ['plan -refresh-only -replace=terraform_data.a', 'contradicting-options', 'Remove --refresh-only or --replace.'],
    ['plan -refresh-only -refresh=false', 'contradicting-options', ''],
    ['plan -destroy -replace=terraform_data.a', 'contradicting-options', ''],
    ['plan -target=nonsense', 'unknown-target', 'nonsense'],
    ['plan -replace=terraform_data.b', 'unknown-target', 'terraform_data.b'],
    ['plan -var-file=vars.tfvars', 'invalid-hcl', 'vars.tfvars:1:10'],
    ['import terraform_data.a[0] x', 'not-configured', 'Its instances are: terraform_data.a'],
    ['import terraform_data.many x', 'not-configured', 'Its instances are: terraform_data.many[0]'],
    ['import terraform_data.many[1] x', 'not-configured', 'Its instances are: terraform_data.many[0]'],
    ['plan -var y=1', 'undeclared-variable', 'There is no variable y'],
    ['plan -var-file=none.json', 'unreadable-file', 'none.json'],
    ['import nonsense x', 'invalid-address', 'nonsense'],
    ['import terraform_data.b x', 'not-configured', 'terraform_data.b'],
    ['output none', 'unknown-output', 'none'],
    ['state show terraform_data.b', 'unknown-state-address', 'terraform_data.b'],
    ['state mv terraform_data.b terraform_data.c', 'unknown-state-address', 'terraform_data.b'],
    ['state rm terraform_data.b', 'unknown-state-address', 'terraform_data.b'],
    ['completion csh', 'unknown-shell', 'bash, zsh, fish'],
  ])('%s', async (line, code, says) => {
    folder = await Folder.make(files);
    const refused = await refusal(line);
    expect(refused).toMatchObject(REFUSED);
    for (const part of [`[${code}]`, says]) expect(refused.text).toContain(part);
  });
});

describe('a run that cannot carry out its plan', () => {
  it.each<[line: string, code: string, says: string]>([
    ['apply', 'approval-needed', 'without a terminal'],
    ['apply -input=false', 'approval-needed', 'with --input=false'],
    ['plan -replace=terraform_data.a[0]', 'unmatched-replace', 'Specify an instance: terraform_data.a'],
    ['plan -replace=terraform_data.many', 'unmatched-replace', 'Specify an instance: terraform_data.many[0]'],
  ])('shows the plan, fails and changes nothing: %s', async (line, code, says) => {
    folder = await Folder.make({ 'main.tf.json': data({ a: { input: 'x' }, many: { count: 1 } }) });
    const { exit, stdout, text, changed } = await refusal(line);
    expect({ exit, changed }).toEqual({ exit: 1, changed: false });
    expect(stdout).toContain('Plan: 2 to add');
    for (const part of [`[${code}]`, says]) expect(text).toContain(part);
  });

  it('needs no approval if there is nothing to do', async () => {
    folder = await Folder.make({ 'main.tf.json': data({ a: { input: 'x' } }) });
    await folder.run('apply -auto-approve');
    for (const line of ['apply', 'apply -input=false']) expect((await folder.run(line)).code).toBe(0);
  });

  it('warns about targets, and about one that matches nothing', async () => {
    folder = await Folder.make({ 'main.tf.json': data({ a: { input: 'x' } }) });
    const ran = await folder.run('apply -auto-approve -target=terraform_data.a -target=terraform_data.z');
    for (const code of ['targeted', 'targeted-apply', 'unknown-target']) expect(ran.stderr).toContain(`[${code}]`);
    expect(ran.code).toBe(0);
  });
});

describe('values of variables', () => {
  const files = {
    'main.tf.json': {
      variable: { v: { default: 'none' }, n: { type: 'number', default: 1 }, list: { type: 'list(string)' } },
      output: { v: { value: '${var.v}' } },
    },
    'v.tfvars.json': { v: 'file' },
    'empty.tfvars': '',
  };

  it.each([
    ['-var v=line -var-file v.tfvars.json', 'file'],
    ['-var-file v.tfvars.json -var v=line', 'line'],
    ['-var-file v.tfvars.json -var-file empty.tfvars', 'file'],
  ])('apply in the order of the command line: %s', async (line, value) => {
    folder = await Folder.make(files);
    expect((await folder.run(`plan -var list=[] ${line}`)).stdout).toContain(`"${value}"`);
  });

  it('that cannot be read are one error each', async () => {
    folder = await Folder.make(files);
    const { stderr } = await folder.run('plan -var list=[');
    expect(stderr.match(/Error: .*/g)).toEqual([expect.stringContaining('[invalid-variable]')]);
  });
});

describe('an empty state file', () => {
  it('means no state, as in Terraform', async () => {
    folder = await Folder.make({ 'main.tf.json': data({ a: {} }), 'terraform.tfstate': '' });
    expect((await folder.run('apply -auto-approve')).code).toBe(0);
    expect((await folder.run('state list')).stdout).toBe('terraform_data.a\n');
  });

  it('next to a backup is the result of a crash, and is rejected with both remedies', async () => {
    folder = await Folder.make({
      'main.tf.json': data({ a: {} }),
      'terraform.tfstate': '',
      'terraform.tfstate.backup': '{}',
    });
    const { stderr, code } = await folder.run('plan');
    expect(stderr.replaceAll(/\n│ /g, ' ')).toMatch(
      /delete it to start with an empty state[^]*terraform\.tfstate\.backup/,
    );
    expect(code).toBe(1);
  });
});

describe('a misbehaving service', () => {
  let sandbox: Sandbox;
  let liar: Server;
  beforeAll(async () => {
    sandbox = await startSandbox();
    liar = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"content": "not a list", "last": "perhaps"}');
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await sandbox.close();
    liar.close();
  });

  const files = {
    'main.tf.json': {
      terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
      provider: { acloud: { retries: 0, timeout_seconds: 5 } },
      data: { acloud_cloud_profiles: { all: {} } },
    },
  };
  const env = (endpoint: string, token = sandbox.token): Record<string, string> => ({
    ACLOUD_API_ENDPOINT: endpoint,
    ACLOUD_PERSONAL_ACCESS_TOKEN: token,
    ACLOUD_ORGANISATION: sandbox.organisation,
  });

  it('rejects bad credentials, which are not repeated', async () => {
    folder = await Folder.make(files);
    const refused = await refusal('plan', env(sandbox.url, 'bad-credentials'));
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain('[not-authenticated]');
    expect(refused.text).toContain('data.acloud_cloud_profiles.all');
    expect(refused.text).not.toContain('bad-credentials');
  });

  it('cannot be reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    folder = await Folder.make(files);
    const refused = await refusal('plan', env(`http://127.0.0.1:${port}`));
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain('[service-unreachable]');
    expect(refused.text).toContain('data.acloud_cloud_profiles.all');
  });

  it('reports an out-of-range value once, even if only evaluation finds it', async () => {
    folder = await Folder.make({
      'main.tf.json': {
        terraform: { required_providers: { acloud: { source: 'landform/acloud' } } },
        variable: { name: { default: 'a' } },
        resource: { acloud_cloud_account: { it: { display_name: '${var.name}', cloud_profile: 'aws' } } },
      },
    });
    const refused = await refusal('plan', env(sandbox.url));
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text.match(/Error: .*display_name/g)).toHaveLength(1);
  });

  it('sends a response that its description does not allow', async () => {
    folder = await Folder.make(files);
    const refused = await refusal('plan', env(`http://127.0.0.1:${(liar.address() as AddressInfo).port}`));
    expect(refused).toMatchObject(REFUSED);
    expect(refused.text).toContain('data.acloud_cloud_profiles.all');
    expect(refused.text).not.toContain('internal-error');
  });
});
